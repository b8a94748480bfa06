/** The log in PostgreSQL, through the application's role: appends, reads, leases, slices. */
import type { Pool } from 'pg'
import { byteaArray, int4Array, int8Array, textArray } from './binary-array.ts'
import { readsOf } from './log-reads.ts'
import { refusalOf } from './refusals.ts'
import { slicesOf } from './slices.ts'
import type { Batch, Lease, Organisation, Store } from './types.ts'

/**
 * Pools of `openPool` for the application's role; `writer` takes appends and leases. Every method takes one connection
 * for one statement; none spans two.
 */
export function openStore(application: Pool, writer = application): Store {
  return {
    organisations: () => organisations(application),
    takeLease: (org, holder, now, ttlMs) => takeLease(writer, org, holder, now, ttlMs),
    renewLease: (lease, now, ttlMs) => renewLease(writer, lease, now, ttlMs),
    giveUpLease: (lease) => giveUpLease(writer, lease),
    aliveAt: (org) => aliveAt(application, org),
    setAlive: (org, at) => setAlive(application, org, at),
    append: (batch) => append(writer, batch),
    ...readsOf(application),
    ...slicesOf(application),
  }
}

async function organisations(pool: Pool): Promise<readonly Organisation[]> {
  const { rows } = await pool.query<Organisation>({
    name: 'organisations',
    text: 'select org, code, name, origin, clock from shouze.organisation order by org',
  })
  return rows
}

/** An epoch is given out once: whoever takes the lease over counts on from the last one, whoever held that. */
async function takeLease(pool: Pool, org: number, holder: string, now: number, ttlMs: number) {
  const { rows } = await pool.query<{ epoch: number }>({
    name: 'take-lease',
    text: `insert into shouze.lease as l (org, epoch, holder, until) values ($1, 1, $2, $4)
      on conflict (org) do update set epoch = l.epoch + 1, holder = excluded.holder, until = excluded.until
      where l.until <= $3 returning epoch`,
    values: [org, holder, now, now + ttlMs],
  })
  return rows[0] && { org, epoch: rows[0].epoch }
}

async function renewLease(pool: Pool, lease: Lease, now: number, ttlMs: number) {
  const { rowCount } = await pool.query({
    name: 'renew-lease',
    text: 'update shouze.lease set until = $3 where org = $1 and epoch = $2',
    values: [lease.org, lease.epoch, now + ttlMs],
  })
  return rowCount === 1
}

async function giveUpLease(pool: Pool, lease: Lease) {
  await pool.query({
    name: 'give-up-lease',
    text: 'update shouze.lease set until = 0 where org = $1 and epoch = $2',
    values: [lease.org, lease.epoch],
  })
}

async function aliveAt(pool: Pool, org: number) {
  const { rows } = await pool.query<{ at: number }>({
    name: 'alive-at',
    text: 'select at from shouze.alive where org = $1',
    values: [org],
  })
  return rows[0]?.at
}

async function setAlive(pool: Pool, org: number, at: number) {
  await pool.query({
    name: 'set-alive',
    text: `insert into shouze.alive as a (org, at) values ($1, $2)
      on conflict (org) do update set at = greatest(a.at, excluded.at)`,
    values: [org, at],
  })
}

const appendText = `select shouze.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
  $18, $19, $20, $21, $22, $23, $24, $25, $26)`

async function append(pool: Pool, batch: Batch) {
  const { events, bodies, answers, outbox, checkpoint, tiles } = batch
  const values = [
    batch.org,
    batch.epoch,
    batch.first,
    textArray(events.map((event) => event.id)),
    textArray(events.map((event) => event.because)),
    textArray(events.map((event) => event.corrects)),
    int8Array(events.map((event) => event.recorded)),
    byteaArray(events.map((event) => event.header)),
    byteaArray(events.map((event) => event.facts)),
    byteaArray(events.map((event) => event.commitment)),
    byteaArray(events.map((event) => event.leaf)),
    int8Array(bodies.map((body) => body.seq)),
    int4Array(bodies.map((body) => body.key)),
    byteaArray(bodies.map((body) => body.sealed)),
    byteaArray(answers.map((answer) => answer.key)),
    textArray(answers.map((answer) => answer.account)),
    byteaArray(answers.map((answer) => answer.request)),
    int8Array(answers.map((answer) => answer.seq)),
    int8Array(outbox.map((row) => row.seq)),
    textArray(outbox.map((row) => row.notice)),
    checkpoint.size,
    checkpoint.root,
    checkpoint.note,
    int4Array(tiles.map((tile) => tile.level)),
    int8Array(tiles.map((tile) => tile.index)),
    byteaArray(tiles.map((tile) => tile.hashes)),
  ]
  try {
    await pool.query({ name: 'append', text: appendText, values })
  } catch (error) {
    throw refusalOf(error)
  }
}
