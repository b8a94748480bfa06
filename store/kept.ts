/** From when entries are kept, and what was destroyed of them: lists made from the log, beside those of the entries. */
import type { Query } from './connect.ts'

/** A happening that an entry's retention is counted from; without `entry` it is counted from it no longer. */
export interface KeptSince {
  readonly by: string
  readonly register: string
  readonly entry?: string
  readonly at: number
}
/** Bodies of a register that a certificate says are destroyed: each that there was from the first number through the last. */
export interface Forgotten {
  readonly register: string
  readonly first: number
  readonly last: number
}

export async function addKept(query: Query, org: number, kept: readonly KeptSince[], forgotten: readonly Forgotten[]) {
  if (kept.length > 0) {
    // Of several truths about one happening the last one stands.
    const last = [...new Map(kept.map((one) => [`${one.register} ${one.by}`, one])).values()]
    await query('drop-kept', dropKept, [org, JSON.stringify(last)])
    await query('add-kept', addSince, [org, JSON.stringify(last.filter(({ entry }) => entry !== undefined))])
  }
  if (forgotten.length > 0) await query('forget-exact', forgetExact, [org, JSON.stringify(forgotten)])
}
const dropKept = `delete from shouze.kept_since k using jsonb_to_recordset($2::jsonb) as s (by text, register text)
  where k.org = $1 and k.by_id = s.by and k.register = s.register`
const addSince = `insert into shouze.kept_since (org, by_id, register, entry, at)
  select $1, by, register, entry, at from jsonb_to_recordset($2::jsonb) as s (by text, register text, entry text, at bigint)`
/** Whoever's number is asked for is not found by it any more, once what he entered is destroyed. */
const forgetExact = `delete from shouze.exact x
  using jsonb_to_recordset($2::jsonb) as f (register text, first bigint, last bigint), shouze.event v, shouze.entry e
  where x.org = $1 and x.seq between f.first and f.last and v.org = x.org and v.seq = x.seq
    and e.org = x.org and e.id = coalesce(v.corrects, v.id) and e.register = f.register`
