/** What a query may open, found in the lists: things by the rows that their entries moved, and entries by themselves. */
import type { Pool } from 'pg'
import { int8Array, textArray } from './binary-array.ts'
import { queriesOn, type Queries } from './connect.ts'

export interface CandidateEntry {
  readonly seq: number
  readonly id: string
  readonly register: string
  /** The row of the thing that it belongs to; null: it stands by itself. */
  readonly row: string | null
  readonly at: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly isCorrected: boolean
  readonly isTakenBack: boolean
}
export interface Range {
  readonly registers: readonly string[]
  /** Both included. */
  readonly from: number
  readonly until: number
  readonly limit: number
}
/** One version of an event as the log keeps it, with its body where that is there. */
export interface DisclosedEvent {
  readonly seq: number
  readonly header: Buffer
  readonly facts: Buffer
  readonly commitment: Buffer
  readonly leaf: Buffer
  readonly key_no: number | null
  readonly sealed: Buffer | null
}

export class Disclosures {
  readonly #queries: Queries
  readonly #org: number
  constructor(application: Pool, org: number) {
    this.#queries = queriesOn(application)
    this.#org = org
  }
  /**
   * Entries of all rows of a space that were touched at or before `until` and, if they do not stand any more, at or after
   * `from`; by number. Of a row either all entries come or none.
   */
  async ofThings(
    { from, until, limit }: Range,
    space: string,
    standing: readonly string[],
  ): Promise<readonly CandidateEntry[]> {
    const values = [this.#org, `${space}/`, `${space}0`, from, until, textArray(standing), limit]
    return this.#queries.rows<CandidateEntry>('disclosed-things', thingsText, values)
  }
  /** Entries of these registers in the range, by number. That they belong to a thing is not asked here: it costs a search each. */
  async inRange({ registers, from, until, limit }: Range): Promise<readonly CandidateEntry[]> {
    const values = [this.#org, textArray(registers), from, until, limit]
    return this.#queries.rows<CandidateEntry>('disclosed-entries', entriesText, values)
  }
  /** Numbers of the corrections of those entries. */
  async correctionsOf(ids: readonly string[]): Promise<readonly { readonly seq: number; readonly of: string }[]> {
    if (ids.length === 0) return []
    return this.#queries.rows('disclosed-corrections', correctionsText, [this.#org, textArray(ids)])
  }
  async events(seqs: readonly number[]): Promise<readonly DisclosedEvent[]> {
    return this.#queries.rows<DisclosedEvent>('disclosed-events', eventsText, [this.#org, int8Array(seqs)])
  }
}

const candidate = `e.seq, e.id, e.register, e.at, e.facts, e.corrected_by is not null as "isCorrected",
  exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id) as "isTakenBack"`
/** A correction may have told another time of the happening; its header says which. */
const told = `lateral (select least(e.at, min(c.at)) as first, greatest(e.at, max(c.at)) as last from (
    select (convert_from(v.header, 'UTF8')::jsonb ->> 'at')::bigint as at from shouze.event v
    where e.corrected_by is not null and v.org = e.org and v.corrects = e.id) c) t`
const thingsText = `with thing as (
    select m.row_key, min(t.first) as first, max(t.last) as last
    from shouze.moved m join shouze.entry e on e.org = m.org and e.seq = m.seq cross join ${told}
    where m.org = $1 and m.row_key >= $2 and m.row_key < $3 group by m.row_key)
  select ${candidate}, m.row_key as row from thing
    join shouze.moved m on m.org = $1 and m.row_key = thing.row_key
    join shouze.entry e on e.org = m.org and e.seq = m.seq
  where thing.first <= $5::bigint and (thing.last >= $4::bigint or thing.row_key = any ($6::text[])) and not e.is_refusal
  order by e.seq limit $7`
const entriesText = `select ${candidate}, null as row from shouze.entry e cross join ${told}
  where e.org = $1 and e.register = any ($2::text[]) and t.first <= $4::bigint and t.last >= $3::bigint and not e.is_refusal
  order by e.seq limit $5`
const correctionsText = `select seq, corrects as of from shouze.event
  where org = $1 and corrects = any ($2::text[]) order by seq`
const eventsText = `select v.seq, v.header, v.facts, v.commitment, v.leaf, b.key_no, b.sealed
  from shouze.event v left join shouze.body b on b.org = v.org and b.seq = v.seq
  where v.org = $1 and v.seq = any ($2::bigint[]) order by v.seq`
