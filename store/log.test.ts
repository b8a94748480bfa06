/** Appending, fencing, reading back, on a real PostgreSQL. */
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { openPools, type Pools } from './connect.ts'
import { openStore } from './log.ts'
import { digestOf, sampleAnswer, sampleBatch, sampleEvent, sampleOrganisation } from './sample-batch.ts'
import { Fenced, type Lease, type Store, Unfit } from './types.ts'

const now = 1_760_000_000_000
let database: TestDatabase
let pools: Pools
let store: Store
let lease: Lease
let made = 0

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  store = openStore(pools.application)
})
beforeEach(async () => {
  lease = await leaseOf((await sampleOrganisation(pools.owner, `house-${made++}`)).org)
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

/** A lease of ten seconds for an organisation that nobody holds. */
async function leaseOf(org: number): Promise<Lease> {
  const taken = await store.takeLease(org, 'first', now, 10_000)
  if (taken === undefined) throw new Error('somebody holds the lease')
  return taken
}

describe('an append', () => {
  it('is read back as it was written', async () => {
    const batch = sampleBatch(lease, 0, 3, {
      events: [
        sampleEvent(0),
        sampleEvent(1, { because: '0', id: 'duty/骨科|2026-10-08@0' }),
        sampleEvent(2, { corrects: '0', because: '1' }),
      ],
      outbox: [{ seq: 1, notice: 'daily-late' }],
      tiles: [{ level: 0, index: 0, hashes: Buffer.alloc(8192, 7) }],
    })
    await store.append(batch)
    const events = await store.events(lease.org, 0, 10)
    expect(events).toEqual(batch.events.map((event, seq) => ({ ...event, seq })))
    expect(await store.eventById(lease.org, 'duty/骨科|2026-10-08@0')).toEqual(events[1])
    expect(await store.eventById(lease.org, 'duty')).toBeUndefined()
    expect(await store.eventsBecause(lease.org, ['0', '1', 'x'])).toEqual([events[1], events[2]])
    expect(await store.corrections(lease.org, ['0'])).toEqual([events[2]])
    expect(await store.bodies(lease.org, [2, 0, 9])).toEqual([batch.bodies[0], batch.bodies[2]])
    expect(await store.body(lease.org, 1)).toEqual(batch.bodies[1])
    expect(await store.answers(lease.org, [digestOf('key 1'), digestOf('other')])).toEqual([batch.answers[1]])
    expect(await store.leaves(lease.org, 1, 1)).toEqual([batch.events[1]?.leaf])
    expect(await store.tile(lease.org, 0, 0)).toEqual(batch.tiles[0]?.hashes)
    expect(await store.tile(lease.org, 1, 0)).toBeUndefined()
    const { rows } = await pools.application.query('select seq, notice, delivered from outbox where org = $1', [
      lease.org,
    ])
    expect(rows).toEqual([{ seq: 1, notice: 'daily-late', delivered: null }])
  })

  it('moves the head, and its checkpoint covers every smaller size', async () => {
    expect(await store.head(lease.org)).toEqual({ size: 0, recorded: 0, checkpoint: undefined })
    await store.append(sampleBatch(lease, 0, 2))
    const second = sampleBatch(lease, 2, 3)
    await store.append(second)
    expect(await store.head(lease.org)).toEqual({ size: 5, recorded: now + 4, checkpoint: second.checkpoint })
    expect((await store.checkpointAt(lease.org, 1))?.size).toBe(2)
    expect(await store.checkpointAt(lease.org, 3)).toEqual(second.checkpoint)
    expect(await store.checkpointAt(lease.org, 6)).toBeUndefined()
  })

  it('of a single event without body, answer, notice or tile is enough', async () => {
    await store.append(sampleBatch(lease, 0, 1, { bodies: [], answers: [] }))
    expect((await store.head(lease.org)).size).toBe(1)
  })

  it('takes 512 events at once', async () => {
    await store.append(sampleBatch(lease, 0, 512))
    expect((await store.events(lease.org, 500, 1000)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 12 }, (_, index) => 500 + index),
    )
  })
})

describe('the log has neither gap nor overlap', () => {
  it.each([
    [0, 'over'],
    [1, 'over'],
    [3, 'beyond'],
    [100, 'beyond'],
  ])('a batch from %i on is fenced off where the log holds 2', async (first) => {
    await store.append(sampleBatch(lease, 0, 2))
    const answers = [sampleAnswer('new', first)]
    await expect(store.append(sampleBatch(lease, first, 1, { answers }))).rejects.toThrow(Fenced)
    expect((await store.head(lease.org)).size).toBe(2)
    await store.append(sampleBatch(lease, 2, 1))
  })

  it('of two batches for the same place at once exactly one is appended', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        store.append(sampleBatch(lease, 0, 1, { answers: [sampleAnswer(`try ${index}`, 0)] })),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Fenced)
    expect((await store.head(lease.org)).size).toBe(1)
  })

  it('a checkpoint of another size is unfit', async () => {
    const checkpoint = { size: 3, root: digestOf('root'), note: 'note' }
    await expect(store.append(sampleBatch(lease, 0, 2, { checkpoint }))).rejects.toThrow(Unfit)
    await store.append(sampleBatch(lease, 0, 2))
  })
})

describe('an event that another puts in the same place meanwhile', () => {
  it.each([
    ['fences the batch off when it is committed', 'commit', Fenced],
    ['lets the batch through when it is rolled back', 'rollback', undefined],
  ] as const)('%s', async (_, end, error) => {
    const client = await pools.application.connect()
    try {
      await beginEvent(client)
      const append = store.append(sampleBatch(lease, 0, 1))
      const outcome = error ? expect(append).rejects.toThrow(error) : append
      await waitForLock(1)
      await client.query(end)
      await outcome
    } finally {
      client.release()
    }
    expect((await store.head(lease.org)).size).toBe(1)
  })
})

describe('the lease', () => {
  it('is held by one at a time and can be taken when it has run out, at a higher epoch', async () => {
    const { org, epoch } = lease
    expect(await store.takeLease(org, 'second', now + 9_999, 10_000)).toBeUndefined()
    const second = await store.takeLease(org, 'second', now + 10_000, 10_000)
    expect(second?.epoch).toBe(epoch + 1)
  })

  it('lasts as long as it is renewed, and no longer once another has it', async () => {
    expect(await store.renewLease(lease, now + 5_000, 10_000)).toBe(true)
    expect(await store.takeLease(lease.org, 'second', now + 14_999, 10_000)).toBeUndefined()
    expect(await store.takeLease(lease.org, 'second', now + 15_000, 10_000)).toBeDefined()
    expect(await store.renewLease(lease, now + 15_001, 10_000)).toBe(false)
  })

  it('is free at once when it was given up, but not by one who no longer holds it', async () => {
    await store.giveUpLease(lease)
    expect(await store.takeLease(lease.org, 'second', now + 1, 10_000)).toBeDefined()
    await store.giveUpLease(lease)
    expect(await store.takeLease(lease.org, 'third', now + 2, 10_000)).toBeUndefined()
  })

  it('goes to exactly one of many that ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, index) => store.takeLease(lease.org, `holder ${index}`, now + 20_000, 10_000)),
    )
    expect(asked.filter((taken) => taken !== undefined)).toHaveLength(1)
  })
})

describe('the fence', () => {
  it('lets a stale epoch append nothing, and the new one everything', async () => {
    await store.append(sampleBatch(lease, 0, 1))
    const second = await store.takeLease(lease.org, 'second', now + 10_000, 10_000)
    await expect(store.append(sampleBatch(lease, 1, 1))).rejects.toThrow(Fenced)
    expect((await store.head(lease.org)).size).toBe(1)
    if (second === undefined) throw new Error('the lease had run out')
    await store.append(sampleBatch(second, 1, 1))
    expect((await store.head(lease.org)).size).toBe(2)
  })

  it('makes a takeover wait for the append under way, which then counts', async () => {
    const client = await pools.application.connect()
    try {
      await beginEvent(client)
      const append = store.append(sampleBatch(lease, 0, 1))
      await waitForLock(1)
      const takeover = store.takeLease(lease.org, 'second', now + 10_000, 10_000)
      await waitForLock(2)
      await client.query('rollback')
      await append
      expect((await takeover)?.epoch).toBe(lease.epoch + 1)
      expect((await store.head(lease.org)).size).toBe(1)
    } finally {
      client.release()
    }
  })

  it('makes an append wait for the takeover under way, and appends nothing after it', async () => {
    const client = await pools.application.connect()
    try {
      await client.query('begin')
      await client.query('update lease set epoch = epoch + 1 where org = $1', [lease.org])
      const append = store.append(sampleBatch(lease, 0, 1))
      const outcome = expect(append).rejects.toThrow(Fenced)
      await waitForLock(1)
      await client.query('commit')
      await outcome
    } finally {
      client.release()
    }
    expect((await store.head(lease.org)).size).toBe(0)
  })

  it('lets the append through where the takeover under way is given up', async () => {
    const client = await pools.application.connect()
    try {
      await client.query('begin')
      await client.query('update lease set epoch = epoch + 1 where org = $1', [lease.org])
      const append = store.append(sampleBatch(lease, 0, 1))
      await waitForLock(1)
      await client.query('rollback')
      await append
    } finally {
      client.release()
    }
    expect((await store.head(lease.org)).size).toBe(1)
  })
})

/** An uncommitted event at the log's first place: it holds an append up in its middle, behind the fence. */
async function beginEvent(client: PoolClient) {
  await client.query('begin')
  await client.query(
    `insert into event (org, seq, id, recorded, header, facts, commitment, leaf)
    values ($1, 0, 'other', 0, '', '', $2, $2)`,
    [lease.org, Buffer.alloc(32)],
  )
}

/** Until so many connections of this database wait for another: a fact of the database, not a span of time. */
async function waitForLock(count: number) {
  for (;;) {
    const { rows } = await pools.owner.query(
      `select 1 from pg_locks l join pg_stat_activity a using (pid)
        where not l.granted and a.datname = $1`,
      [database.name],
    )
    if (rows.length >= count) return
  }
}

describe('what the database refuses is unfit, and nothing of its batch is appended', () => {
  const cases: readonly [string, (sound: Lease) => Parameters<Store['append']>[0]][] = [
    [
      'a commitment of 31 bytes',
      (held) =>
        sampleBatch(held, 1, 2, {
          events: [sampleEvent(1), sampleEvent(2, { commitment: Buffer.alloc(31) })],
        }),
    ],
    ['a leaf of 33 bytes', (held) => sampleBatch(held, 1, 1, { events: [sampleEvent(1, { leaf: Buffer.alloc(33) })] })],
    ['a NUL in an id', (held) => sampleBatch(held, 1, 1, { events: [sampleEvent(1, { id: 'a\0b' })] })],
    ['an id that the log has', (held) => sampleBatch(held, 1, 1, { events: [sampleEvent(1, { id: '0' })] })],
    [
      'an id twice in one batch',
      (held) =>
        sampleBatch(held, 1, 2, {
          events: [sampleEvent(1, { id: 'x' }), sampleEvent(2, { id: 'x' })],
        }),
    ],
    ['an answer to a key that has one', (held) => sampleBatch(held, 1, 1, { answers: [sampleAnswer('key 0', 1)] })],
    [
      'a key answered twice in one batch',
      (held) =>
        sampleBatch(held, 1, 2, {
          answers: [sampleAnswer('k', 1), sampleAnswer('k', 2)],
        }),
    ],
    [
      'a second body of one event',
      (held) =>
        sampleBatch(held, 1, 1, {
          bodies: [{ seq: 0, key: 1, sealed: Buffer.alloc(60) }],
        }),
    ],
    [
      'a tile of 255 hashes',
      (held) =>
        sampleBatch(held, 1, 1, {
          tiles: [{ level: 0, index: 0, hashes: Buffer.alloc(255 * 32) }],
        }),
    ],
  ]
  it.each(cases)('%s', async (_, batchOf) => {
    await store.append(sampleBatch(lease, 0, 1))
    const refused = store.append(batchOf(lease))
    await expect(refused).rejects.toThrow(Unfit)
    await expect(refused).rejects.not.toThrow(/key 0|骨科/)
    expect((await store.head(lease.org)).size).toBe(1)
    expect(await store.answers(lease.org, [digestOf('key 1'), digestOf('k')])).toEqual([])
    await store.append(sampleBatch(lease, 1, 2))
    expect((await store.head(lease.org)).size).toBe(3)
  })
})

describe('two organisations', () => {
  it('see nothing of each other through any method', async () => {
    const other = await leaseOf((await sampleOrganisation(pools.owner, `neighbour-${made++}`)).org)
    const events = [sampleEvent(0), sampleEvent(1, { because: '0', corrects: '0' })]
    const tiles = [{ level: 0, index: 0, hashes: Buffer.alloc(8192, 9) }]
    await store.append(sampleBatch(lease, 0, 2, { events, tiles }))
    await store.writeSlices(lease.org, 2, 'fold', [{ key: 'row/seat|1', value: 1, wakes: 5 }], true)

    const { org } = other
    expect(await store.head(org)).toEqual({ size: 0, recorded: 0, checkpoint: undefined })
    const seen = await Promise.all([
      store.events(org, 0, 10),
      store.eventsBecause(org, ['0']),
      store.eventsById(org, ['0', '1']),
      store.corrections(org, ['0', '1']),
      store.answers(org, [digestOf('key 0')]),
      store.bodies(org, [0, 1]),
      store.leaves(org, 0, 10),
      store.slices(org, ['row/seat|1']),
      store.slicesUnder(org, ''),
      store.slicesThatWake(org),
    ])
    expect(seen.flat()).toEqual([])
    const single = await Promise.all([
      store.eventById(org, '0'),
      store.body(org, 0),
      store.tile(org, 0, 0),
      store.checkpointAt(org, 0),
      store.folded(org),
    ])
    expect(single).toEqual(single.map(() => undefined))
    await expect(store.append(sampleBatch({ org, epoch: lease.epoch + 1 }, 0, 1))).rejects.toThrow(Fenced)

    await store.append(sampleBatch(other, 0, 1))
    await store.writeSlices(org, 1, 'fold', [], true)
    expect((await store.head(lease.org)).size).toBe(2)
    expect(await store.slicesUnder(lease.org, '')).toHaveLength(1)
  })

  it('are listed with what the owner gave them', async () => {
    const one = await sampleOrganisation(pools.owner, `listed-${made++}`)
    expect(await store.organisations()).toContainEqual(one)
    expect(one.origin).toMatch(/^shouze\/[0-9a-f]{32}$/)
    await expect(sampleOrganisation(pools.owner, one.code)).rejects.toThrow('organisation_code_key')
  })
})
