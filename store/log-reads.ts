/** Reads of the log, each one named statement. */
import type { Pool } from 'pg'
import { byteaArray, int8Array, textArray } from './binary-array.ts'
import type { Answer, Checkpoint, Head, SealedBody, Store, StoredEvent } from './types.ts'

type Reads = Pick<
  Store,
  | 'head'
  | 'events'
  | 'eventById'
  | 'eventsById'
  | 'eventsBecause'
  | 'corrections'
  | 'answers'
  | 'body'
  | 'bodies'
  | 'leaves'
  | 'tile'
  | 'checkpointAt'
>
type Numbered = StoredEvent & { readonly seq: number }

interface EventRow extends Omit<Numbered, 'because' | 'corrects'> {
  readonly because: string | null
  readonly corrects: string | null
}
interface BodyRow {
  readonly seq: number
  readonly key_no: number
  readonly sealed: Buffer
}
interface HeadRow {
  readonly size: number
  readonly recorded: number
  readonly checkpoint_size: number | null
  readonly root: Buffer
  readonly note: string
}

const selectEvent = `select seq, id, because, corrects, recorded, header, facts, commitment, leaf
  from shouze.event where org = $1 and `

/** The reading half of a store on the application's pool. */
export function readsOf(pool: Pool): Reads {
  return {
    head: (org) => head(pool, org),
    events: (org, first, limit) => events(pool, 'events', 'seq >= $2 order by seq limit $3', [org, first, limit]),
    eventById: async (org, id) => (await events(pool, 'event-by-id', 'id = $2', [org, id]))[0],
    eventsById: (org, ids) => events(pool, 'events-by-id', 'id = any ($2::text[])', [org, textArray(ids)]),
    eventsBecause: (org, because) =>
      events(pool, 'events-because', 'because = any ($2::text[]) order by seq', [org, textArray(because)]),
    corrections: (org, ids) =>
      events(pool, 'corrections', 'corrects = any ($2::text[]) order by seq', [org, textArray(ids)]),
    answers: (org, keys) => answers(pool, org, keys),
    body: async (org, seq) => (await bodies(pool, org, [seq]))[0],
    bodies: (org, seqs) => bodies(pool, org, seqs),
    leaves: (org, first, limit) => leaves(pool, org, first, limit),
    tile: (org, level, index) => tile(pool, org, level, index),
    checkpointAt: (org, sizeAtLeast) =>
      checkpoint(pool, 'checkpoint-at', 'size >= $2 order by size limit 1', [org, sizeAtLeast]),
  }
}

/** An empty log was recorded at 0. The checkpoint is the last one; there is none before the first batch. */
async function head(pool: Pool, org: number): Promise<Head> {
  const { rows } = await pool.query<HeadRow>({
    name: 'head',
    text: `select coalesce(e.seq + 1, 0) as size, coalesce(e.recorded, 0) as recorded,
        c.size as checkpoint_size, c.root, c.note
      from (values (1)) as one
      left join (select seq, recorded from shouze.event where org = $1 order by seq desc limit 1) as e on true
      left join (select size, root, note from shouze.checkpoint where org = $1 order by size desc limit 1) as c
        on true`,
    values: [org],
  })
  const [row] = rows
  if (row === undefined) throw new Error('a join on one row gave none')
  const { checkpoint_size: size, root, note } = row
  return {
    size: row.size,
    recorded: row.recorded,
    checkpoint: size === null ? undefined : { size, root, note },
  }
}

async function events(pool: Pool, name: string, where: string, values: unknown[]): Promise<readonly Numbered[]> {
  const { rows } = await pool.query<EventRow>({ name, text: selectEvent + where, values })
  return rows.map(({ because, corrects, ...row }) => ({
    ...row,
    ...(because === null ? {} : { because }),
    ...(corrects === null ? {} : { corrects }),
  }))
}

async function answers(pool: Pool, org: number, keys: readonly Uint8Array[]): Promise<readonly Answer[]> {
  const { rows } = await pool.query<Answer>({
    name: 'answers',
    text: 'select key, account, request, seq from shouze.answer where org = $1 and key = any ($2::bytea[])',
    values: [org, byteaArray(keys)],
  })
  return rows
}

async function bodies(pool: Pool, org: number, seqs: readonly number[]): Promise<readonly SealedBody[]> {
  const { rows } = await pool.query<BodyRow>({
    name: 'bodies',
    text: 'select seq, key_no, sealed from shouze.body where org = $1 and seq = any ($2::bigint[]) order by seq',
    values: [org, int8Array(seqs)],
  })
  return rows.map((row) => ({ seq: row.seq, key: row.key_no, sealed: row.sealed }))
}

async function leaves(pool: Pool, org: number, first: number, limit: number): Promise<readonly Uint8Array[]> {
  const { rows } = await pool.query<{ leaf: Buffer }>({
    name: 'leaves',
    text: 'select leaf from shouze.event where org = $1 and seq >= $2 order by seq limit $3',
    values: [org, first, limit],
  })
  return rows.map((row) => row.leaf)
}

async function tile(pool: Pool, org: number, level: number, index: number): Promise<Uint8Array | undefined> {
  const { rows } = await pool.query<{ hashes: Buffer }>({
    name: 'tile',
    text: 'select hashes from shouze.tile where org = $1 and level = $2 and idx = $3',
    values: [org, level, index],
  })
  return rows[0]?.hashes
}

async function checkpoint(pool: Pool, name: string, where: string, values: unknown[]): Promise<Checkpoint | undefined> {
  const text = `select size, root, note from shouze.checkpoint where org = $1 and ${where}`
  const {
    rows: [row],
  } = await pool.query<Checkpoint>({ name, text, values })
  return row
}
