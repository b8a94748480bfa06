/** What is due for disposal, and the one way to dispose of it, through the application's role. */
import type { Pool } from 'pg'
import { byteaArray, int4Array, int8Array } from './binary-array.ts'
import { queriesOn, type Queries, sqlState } from './connect.ts'
import type { Forgotten } from './kept.ts'
import { Fenced, type Lease, type SealedBody } from './types.ts'

/** A body of a register; `gap` counts the bodies of the register ahead of it that stay. */
export interface OverdueBody {
  readonly seq: number
  readonly recorded: number
  readonly key: number
  readonly gap: number
}
export interface Overdue {
  readonly register: string
  /** Counted from what happened, as the log says; otherwise from when it was recorded. */
  readonly isCounted: boolean
  /** The latest beginning that is over. */
  readonly since: number
  readonly now: number
  /** Numbers of entries that are held: they stay. */
  readonly held: readonly number[]
  readonly limit: number
}
/** Which entries a hold covers; what is absent restricts nothing. Instants by when it happened. */
export interface HeldBy {
  readonly register?: string
  readonly from?: number
  readonly to?: number
  readonly hash?: string
}
export interface Disposing {
  readonly lease: Lease
  /** Sequence numbers of the two entries. */
  readonly proposal: number
  readonly approval: number
  /** Ascending. */
  readonly bodies: readonly number[]
  readonly moved: readonly SealedBody[]
  readonly draftsBefore: number
}
export interface Receipt {
  readonly bodies: number
  readonly moved: number
  /** `7 body:days-60.check-in 2026-08`: number, class, month. */
  readonly keys: readonly string[]
}
/** The two entries do not agree to this list, or a body of it has to be kept. Nothing was destroyed. */
export class NotAgreed extends Error {
  override name = 'NotAgreed'
}

export class Disposals {
  readonly #queries: Queries
  readonly #org: number
  constructor(application: Pool, org: number) {
    this.#queries = queriesOn(application)
    this.#org = org
  }
  /** From when an entry is kept: the last happening that ends for it; undefined while there was none. */
  async since(register: string, entry: string): Promise<number | undefined> {
    const [row] = await this.#queries.rows<{ at: number | null }>('kept-since', `select ${lastSince} as at`, [
      this.#org,
      register,
      entry,
    ])
    return row?.at ?? undefined
  }
  /** How many bodies there are by register, and when the oldest was recorded. */
  async present(): Promise<readonly { readonly register: string; readonly n: number; readonly oldest: number }[]> {
    return this.#queries.rows('present-bodies', presentBodies, [this.#org])
  }
  /** Those bodies of a register whose time is over, in order, the first `limit` of them. */
  async overdue({ register, isCounted, since, now, held, limit }: Overdue): Promise<readonly OverdueBody[]> {
    const values = [this.#org, register, isCounted, since, now, int8Array(held), limit]
    return this.#queries.rows<OverdueBody>('overdue-bodies', overdueBodies, values)
  }
  /** Numbers of the entries that a hold covers, of registers that have bodies. */
  async heldEntries({ register, from, to, hash }: HeldBy): Promise<readonly number[]> {
    const values = [this.#org, register ?? null, from ?? null, to ?? null, hash ?? null]
    return (await this.#queries.rows<{ seq: number }>('held-entries', heldEntries, values)).map(({ seq }) => seq)
  }
  /** Numbers, ascending, of the bodies of these stretches: of each register what lies from a first number through a last. */
  async within(stretches: readonly Forgotten[]): Promise<readonly number[]> {
    const values = [this.#org, JSON.stringify(stretches)]
    return (await this.#queries.rows<{ seq: number }>('bodies-within', bodiesWithin, values)).map(({ seq }) => seq)
  }
  /** Under the keys of those bodies, what would still lie there once they are gone. */
  async remaining(without: readonly number[]): Promise<readonly Remaining[]> {
    return this.#queries.rows<Remaining>('remaining-bodies', remainingBodies, [this.#org, int8Array(without)])
  }
  /** Of those entries the ones that had a body which is no longer there. */
  async gone(seqs: readonly number[]): Promise<ReadonlySet<number>> {
    if (seqs.length === 0) return new Set()
    const rows = await this.#queries.rows<{ seq: number }>('gone-bodies', goneBodies, [this.#org, int8Array(seqs)])
    return new Set(rows.map(({ seq }) => seq))
  }
  /** All of it or nothing; again, the first one's receipt. Throws `NotAgreed`, or `Fenced` without the lease. */
  async dispose({ lease, proposal, approval, bodies, moved, draftsBefore }: Disposing): Promise<Receipt> {
    const values = [
      this.#org,
      lease.epoch,
      proposal,
      approval,
      int8Array(bodies),
      int8Array(moved.map(({ seq }) => seq)),
      int4Array(moved.map(({ key }) => key)),
      byteaArray(moved.map(({ sealed }) => sealed)),
      draftsBefore,
    ]
    try {
      const [receipt] = await this.#queries.rows<Receipt>('dispose', dispose, values)
      if (receipt === undefined) throw new Error('a function that gives one row gave none')
      return receipt
    } catch (error) {
      const state = sqlState(error)
      if (state === 'SZ001') throw new Fenced('another server holds the lease', { cause: error })
      if (state === 'SZ010' || state === 'SZ011') throw new NotAgreed(`SQLSTATE ${state}`, { cause: error })
      throw error
    }
  }
}
export interface Remaining {
  readonly key: number
  readonly seq: number
  /** Of the entry that it belongs to. */
  readonly entry: number
  readonly class: string
  readonly month: string
}

const lastSince = `(select max(k.at) from shouze.kept_since k where k.org = $1 and k.register = $2 and k.entry = $3
  and not exists (select 1 from shouze.undone u where u.org = k.org and u.id = k.by_id))`
/** A correction's body belongs to the entry that it corrects. */
const bodyOfEntry = `shouze.body b join shouze.event v on v.org = b.org and v.seq = b.seq
  join shouze.entry e on e.org = b.org and e.id = coalesce(v.corrects, v.id)
  join shouze.data_key k on k.org = b.org and k.key_no = b.key_no`
const presentBodies = `select e.register, count(*)::float8 as n, min(v.recorded) as oldest
  from ${bodyOfEntry} where b.org = $1 group by e.register`
const overdueBodies = `select seq, recorded, key_no as key, gap::integer as gap from (
    select seq, recorded, key_no, is_over, count(*) filter (where not is_over) over (order by seq) as gap from (
      select b.seq, v.recorded, b.key_no, case
        when coalesce(v.recorded + shouze.kept_at_least(k.class) > $5::bigint, true) or e.seq = any ($6::bigint[]) then false
        else coalesce(case when $3::boolean then s.at else greatest(e.recorded, s.at) end <= $4::bigint, false) end as is_over
      from ${bodyOfEntry}
      left join (select k.entry, max(k.at) as at from shouze.kept_since k where k.org = $1 and k.register = $2
        and not exists (select 1 from shouze.undone u where u.org = k.org and u.id = k.by_id) group by k.entry) s
        on s.entry = e.id
      where b.org = $1 and e.register = $2) as one) as all_bodies
  where is_over order by seq limit $7`
const heldEntries = `select e.seq from shouze.entry e where e.org = $1
  and ($2::text is null or e.register = $2) and ($3::bigint is null or e.at >= $3) and ($4::bigint is null or e.at < $4)
  and ($5::text is null or exists (select 1 from shouze.exact x join shouze.event v on v.org = x.org and v.seq = x.seq
    where x.org = e.org and x.hash = $5 and coalesce(v.corrects, v.id) = e.id))
  and exists (select 1 from shouze.event v join shouze.body b on b.org = v.org and b.seq = v.seq
    where v.org = e.org and (v.seq = e.seq or v.corrects = e.id))`
const remainingBodies = `select b.key_no as key, b.seq, e.seq as entry, k.class, k.month
  from ${bodyOfEntry} where b.org = $1 and b.seq <> all ($2::bigint[])
    and b.key_no in (select g.key_no from shouze.body g where g.org = $1 and g.seq = any ($2::bigint[]))`
const bodiesWithin = `select distinct b.seq from ${bodyOfEntry}
  join jsonb_to_recordset($2::jsonb) as s (register text, first bigint, last bigint)
    on e.register = s.register and b.seq between s.first and s.last
  where b.org = $1 order by b.seq`
const goneBodies = `select v.seq from shouze.event v where v.org = $1 and v.seq = any ($2::bigint[])
  and v.commitment <> decode(repeat('00', 32), 'hex')
  and not exists (select 1 from shouze.body b where b.org = v.org and b.seq = v.seq)`
const dispose = 'select bodies, moved, keys from shouze.dispose($1, $2, $3, $4, $5, $6, $7, $8, $9)'
