/** Lists made from the log, by register and by row: whatever stands here can be dropped and made again. */
import type { Pool } from 'pg'
import { queriesOn, type Queries, type Query } from './connect.ts'
import { Counts } from './counted.ts'
import { count, countTables, entriesBefore, type Counted } from './counts.ts'
import { addKept, type Forgotten, type KeptSince } from './kept.ts'

export interface ProjectedEntry {
  readonly seq: number
  readonly id: string
  readonly register: string
  /** By which it was made or refused; and the guard that refused it. */
  readonly clause: string
  readonly rule?: string
  readonly unit?: string
  readonly at: number
  readonly recorded: number
  readonly by: string
  /** In whose stead. */
  readonly stead?: string
  readonly account?: string
  readonly facts: Readonly<Record<string, unknown>>
  /** What stands today, where corrections changed it. */
  readonly current?: Readonly<Record<string, unknown>>
  readonly correctedBy?: number
  readonly isRefusal: boolean
}
/** What an entry is counted by: what was chosen in it, and whether it says that there was nothing. */
export interface CountedBy {
  readonly choices: Readonly<Record<string, string>>
  readonly isZero: boolean
}
export interface Correction extends CountedBy {
  /** The id of the first entry. */
  readonly of: string
  readonly seq: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly unit?: string
  /** The rows that the truth moves; the first entry belongs to their history from now on. */
  readonly rows: readonly string[]
}
/** What one event adds to the lists. */
export interface Addition {
  readonly entry?: ProjectedEntry & CountedBy
  readonly correction?: Correction
  readonly moved?: readonly { readonly row: string; readonly seq: number }[]
  readonly hashes?: readonly { readonly hash: string; readonly seq: number; readonly register: string }[]
  readonly undone?: { readonly id: string; readonly seq: number }
  readonly kept?: readonly KeptSince[]
  readonly forgotten?: readonly Forgotten[]
  readonly counted?: Counted
}
export interface EntryQuery {
  readonly register: string
  /** Recorded from this instant on, and before that one. */
  readonly from?: number
  readonly to?: number
  readonly unit?: string
  readonly filters?: Readonly<Record<string, string>>
  readonly hash?: string
  /** Made by this clause, or refused by it. */
  readonly clause?: string
  /** Refused by this guard; or, where false, made. */
  readonly rule?: string | false
  /** Only those that opened a duty which is not done. */
  readonly isUnfinished?: boolean
  /** Older than this sequence number. */
  readonly before?: number
  readonly limit: number
}

export class Projection {
  readonly #queries: Queries
  readonly #org: number
  readonly counts: Counts
  constructor(application: Pool, org: number) {
    this.#queries = queriesOn(application)
    this.#org = org
    this.counts = new Counts(this.#queries, org)
  }
  /** How far the lists reach; undefined where there are none for this digest. */
  async reach(digest: string): Promise<number | undefined> {
    const [row] = await this.#queries.rows<{ size: number }>(
      'projected',
      'select size from shouze.projected where org = $1 and digest = $2',
      [this.#org, digest],
    )
    return row?.size
  }
  async drop() {
    await this.#queries.transaction(async (query) => {
      await this.#clear(query)
      await query('drop-projected', 'delete from shouze.projected where org = $1', [this.#org])
    })
  }
  async #clear(query: Query) {
    for (const table of ['entry', 'moved', 'exact', 'undone', 'kept_since', ...countTables]) {
      await query(`drop-${table}`, `delete from shouze.${table} where org = $1`, [this.#org])
    }
  }
  /** How far the lists reach, with every other server held off until the transaction ends. What no fold owns goes. */
  async #hold(query: Query, digest: string): Promise<number> {
    const made = await query('make-projected', makeProjected, [this.#org, digest])
    const [held] = await query<{ size: number; digest: string }>(
      'hold-projected',
      'select size, digest from shouze.projected where org = $1 for update',
      [this.#org],
    )
    if (made.length === 0 && held?.digest === digest) return held.size
    await this.#clear(query)
    return 0
  }
  /**
   * One transaction: everything that the events from `first` to before `size` add. Gives how far the lists reach then.
   * Where they do not reach just to `first`, nothing is added: they were dropped, or another server was quicker.
   */
  async add(additions: readonly Addition[], first: number, size: number, digest: string): Promise<number> {
    return this.#queries.transaction(async (query) => {
      const reach = await this.#hold(query, digest)
      if (reach !== first) return reach
      const counted = additions.flatMap((one) => one.counted ?? []),
        before = await entriesBefore(query, this.#org, counted)
      await query('add-entries', addEntries, [this.#org, JSON.stringify(additions.flatMap(({ entry }) => entry ?? []))])
      await query('add-moved', addMoved, [this.#org, JSON.stringify(additions.flatMap(({ moved }) => moved ?? []))])
      await query('add-exact', addExact, [this.#org, JSON.stringify(additions.flatMap(({ hashes }) => hashes ?? []))])
      await query('add-undone', addUndone, [this.#org, JSON.stringify(additions.flatMap(({ undone }) => undone ?? []))])
      for (const { correction } of additions) {
        if (!correction) continue
        const { of, seq, rows, facts, choices, isZero, unit = null } = correction
        const told = [JSON.stringify(facts), unit, JSON.stringify(choices), isZero]
        await query('correct-entry', correctEntry, [this.#org, of, seq, ...told])
        await query('correct-moved', correctMoved, [this.#org, of, [...rows]])
      }
      const kept = additions.flatMap((one) => one.kept ?? []),
        forgotten = additions.flatMap((one) => one.forgotten ?? [])
      await addKept(query, this.#org, kept, forgotten)
      await count(query, this.#org, counted, before)
      await query('set-projected', setProjected, [this.#org, size, digest])
      return size
    })
  }
  async entries(wanted: EntryQuery): Promise<readonly ProjectedEntry[]> {
    const { before = Number.MAX_SAFE_INTEGER, limit } = wanted
    const rows = await this.#queries.rows<EntryColumns>('entries', selectEntries, [
      ...this.#wanted(wanted),
      before,
      limit,
    ])
    return rows.map(entryOf)
  }
  async count(wanted: Omit<EntryQuery, 'limit' | 'before'>): Promise<number> {
    const [row] = await this.#queries.rows<{ n: number }>('count-entries', countEntries, this.#wanted(wanted))
    return row?.n ?? 0
  }
  #wanted({
    register,
    from,
    to,
    unit,
    filters = {},
    hash,
    clause,
    rule,
    isUnfinished,
  }: Omit<EntryQuery, 'limit' | 'before'>) {
    return [
      this.#org,
      register,
      from ?? 0,
      to ?? Number.MAX_SAFE_INTEGER,
      unit ?? null,
      JSON.stringify(filters),
      hash ?? null,
      clause ?? null,
      rule === false ? '' : (rule ?? null),
      isUnfinished ?? null,
    ]
  }
  async entry(seq: number): Promise<ProjectedEntry | undefined> {
    const [row] = await this.#queries.rows<EntryColumns>(
      'entry',
      `select ${columns} from shouze.entry e where org = $1 and seq = $2`,
      [this.#org, seq],
    )
    return row && entryOf(row)
  }
  async entriesAt(seqs: readonly number[]): Promise<readonly ProjectedEntry[]> {
    const rows = await this.#queries.rows<EntryColumns>(
      'entries-at',
      `select ${columns} from shouze.entry e where org = $1 and seq = any($2)`,
      [this.#org, seqs],
    )
    return rows.map(entryOf)
  }
  async entryById(id: string): Promise<ProjectedEntry | undefined> {
    const [row] = await this.#queries.rows<EntryColumns>(
      'entry-by-id',
      `select ${columns} from shouze.entry e where org = $1 and id = $2`,
      [this.#org, id],
    )
    return row && entryOf(row)
  }
  /** What a person entered since an instant, or somebody in his stead, newest first. */
  async doneBy(
    person: string,
    since: number,
    limit: number,
    before = Number.MAX_SAFE_INTEGER,
  ): Promise<readonly ProjectedEntry[]> {
    const rows = await this.#queries.rows<EntryColumns>(
      'done-by',
      `select ${columns} from shouze.entry e
      where org = $1 and (by = $2 or stead = $2) and recorded >= $3 and not is_refusal
      and not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id) and seq < $5 order by seq desc limit $4`,
      [this.#org, person, since, limit, before],
    )
    return rows.map(entryOf)
  }
  /** Ids of the entries that moved a row, in order. */
  async moved(row: string): Promise<readonly string[]> {
    const rows = await this.#queries.rows<{ id: string }>(
      'moved',
      `select e.id from shouze.moved m
      join shouze.event e on e.org = m.org and e.seq = m.seq where m.org = $1 and m.row_key = $2
      and not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id) order by m.seq`,
      [this.#org, row],
    )
    return rows.map(({ id }) => id)
  }
  async undone(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#queries.rows<{ id: string }>(
      'undone',
      'select id from shouze.undone where org = $1 and id = any($2)',
      [this.#org, ids],
    )
    return new Set(rows.map(({ id }) => id))
  }
}

interface EntryColumns {
  readonly seq: number
  readonly id: string
  readonly register: string
  readonly unit: string | null
  readonly at: number
  readonly recorded: number
  readonly by: string
  readonly stead: string | null
  readonly account: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly current: Readonly<Record<string, unknown>> | null
  readonly corrected_by: number | null
  readonly clause: string
  readonly rule: string | null
  readonly is_refusal: boolean
}
const entryOf = ({
  unit,
  stead,
  account,
  current,
  corrected_by,
  is_refusal,
  rule,
  ...row
}: EntryColumns): ProjectedEntry => ({
  ...row,
  ...(rule === null ? {} : { rule }),
  isRefusal: is_refusal,
  ...(unit === null ? {} : { unit }),
  ...(stead === null ? {} : { stead }),
  ...(account === null ? {} : { account }),
  ...(current === null ? {} : { current }),
  ...(corrected_by === null ? {} : { correctedBy: corrected_by }),
})
const columns =
  'seq, id, register, clause, rule, unit, at, recorded, by, stead, account, facts, current, corrected_by, is_refusal'
const wanted = `org = $1 and register = $2 and recorded >= $3 and recorded < $4
  and ($5::text is null or unit = $5)
  and not exists (select 1 from jsonb_each_text($6::jsonb) f where coalesce(e.current, e.facts) ->> f.key is distinct from f.value)
  and ($7::text is null or exists (select 1 from shouze.exact x where x.org = e.org and x.hash = $7 and x.seq = e.seq))
  and ($8::text is null or clause = $8) and ($9::text is null or coalesce(rule, '') = $9)
  and ($10::boolean is null or exists (select 1 from shouze.owed o where o.org = e.org and o.opener = e.id
    and o.outcome in ('open', 'overdue', 'missed')))
  and not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id)`
const selectEntries = `select ${columns} from shouze.entry e where ${wanted} and seq < $11 order by seq desc limit $12`
const countEntries = `select count(*) as n from shouze.entry e where ${wanted}`
const addEntries = `insert into shouze.entry (org, seq, id, register, clause, rule, unit, at, recorded, by, stead, account, facts,
    choices, is_zero, is_refusal)
  select $1, seq, id, register, clause, rule, unit, at, recorded, by, stead, account, facts, choices, "isZero", "isRefusal"
  from jsonb_to_recordset($2::jsonb) as e (seq bigint, id text, register text, clause text, rule text, unit text,
    at bigint, recorded bigint, by text, stead text, account text, facts jsonb, choices jsonb, "isZero" boolean,
    "isRefusal" boolean) on conflict do nothing`
const addMoved = `insert into shouze.moved (org, row_key, seq)
  select $1, row, seq from jsonb_to_recordset($2::jsonb) as m (row text, seq bigint) on conflict do nothing`
const addExact = `insert into shouze.exact (org, hash, seq)
  select $1, hash, seq from jsonb_to_recordset($2::jsonb) as x (hash text, seq bigint) on conflict do nothing`
const addUndone = `insert into shouze.undone (org, id, seq)
  select $1, id, seq from jsonb_to_recordset($2::jsonb) as u (id text, seq bigint) on conflict do nothing`
const correctEntry = `update shouze.entry set current = $4::jsonb, corrected_by = $3, unit = $5, choices = $6::jsonb,
  is_zero = $7 where org = $1 and id = $2`
const makeProjected = `insert into shouze.projected (org, size, digest) values ($1, 0, $2)
  on conflict (org) do nothing returning org`
const correctMoved = `insert into shouze.moved (org, row_key, seq)
  select e.org, r.row_key, e.seq from shouze.entry e, unnest($3::text[]) as r (row_key) where e.org = $1 and e.id = $2
  on conflict do nothing`
const setProjected = 'update shouze.projected set size = $2, digest = $3 where org = $1'
