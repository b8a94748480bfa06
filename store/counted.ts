/** What was counted of one organisation, as boards, lists and statistics ask for it. */
import type { Queries } from './connect.ts'
import type { NewSent, SentOutcome, Setting } from './counts.ts'
import type { Outcome } from './owed.ts'

/** Where something that was owed counts. */
export interface OwedCell {
  readonly month: string
  readonly duty: string
  readonly unit: string
  readonly outcome: Outcome
  readonly register: string
  readonly is_zero: boolean
}
export interface OwedQuery {
  readonly duties: readonly string[]
  /** Days for which it was owed, the last included. */
  readonly from: string
  readonly to: string
  readonly unit?: string
  readonly outcomes?: readonly Outcome[]
  /** Settled by an entry of this register. */
  readonly register?: string
  readonly isZero?: boolean
}
export interface OwedFound {
  readonly id: string
  readonly seq: number
  readonly duty: string
  readonly key: string
  readonly unit: string | null
  readonly day: string
  readonly due: number
  readonly is_extended: boolean
  readonly outcome: Outcome
  readonly register: string | null
  readonly is_zero: boolean
  readonly met_at: number | null
  /** The number of the entry that settled it, and of the one that set it in motion. */
  readonly entry_seq: number | null
  readonly opener_seq: number | null
}
export interface OwedMonth extends OwedCell {
  readonly n: number
}
export interface EntryMonth {
  readonly month: string
  readonly register: string
  readonly clause: string
  /** The guard that refused; empty for an entry that was made. */
  readonly rule: string
  readonly unit: string
  readonly choices: Readonly<Record<string, string>>
  readonly n: number
}
export interface SentFound extends NewSent {
  readonly ended: number | null
  /** The number of the entry that it is about. */
  readonly entry_seq: number | null
}
export interface SentQuery {
  readonly rules: readonly string[]
  readonly month: string
  readonly outcome?: SentOutcome
}

/** What was counted of one organisation. */
export class Counts {
  readonly #queries: Queries
  readonly #org: number
  constructor(queries: Queries, org: number) {
    this.#queries = queries
    this.#org = org
  }
  /** Months from the first to the last, both included; of these duties, or of all. */
  async owedMonths(first: string, last: string, duties?: readonly string[]): Promise<readonly OwedMonth[]> {
    return this.#queries.rows<OwedMonth>('owed-months', owedMonths, [this.#org, first, last, duties ?? null])
  }
  /** What is overdue or missed of all months up to this one, by duty. */
  async standingUpTo(month: string): Promise<readonly OwedMonth[]> {
    return this.#queries.rows<OwedMonth>(
      'standing-owed',
      `select '' as month, duty, '' as unit, outcome, '' as register, false as is_zero, sum(n)::integer as n
      from shouze.owed_month where org = $1 and month <= $2 and outcome in ('overdue', 'missed')
      group by duty, outcome having sum(n) <> 0`,
      [this.#org, month],
    )
  }
  async owed(wanted: OwedQuery, offset: number, limit: number): Promise<readonly OwedFound[]> {
    return this.#queries.rows<OwedFound>('owed', selectOwed, [...this.#owedValues(wanted), offset, limit])
  }
  /** What an entry asked for, in the order in which it was opened; what was undone is no more. */
  async owedBecause(entry: string, limit: number): Promise<readonly OwedFound[]> {
    return this.#queries.rows<OwedFound>('owed-because', owedBecause, [this.#org, entry, limit])
  }
  async countOwed(wanted: OwedQuery): Promise<number> {
    const [row] = await this.#queries.rows<{ n: number }>('count-owed', countsOwed, this.#owedValues(wanted))
    return row?.n ?? 0
  }
  #owedValues({ duties, from, to, unit, outcomes, register, isZero }: OwedQuery) {
    return [this.#org, duties, from, to, unit ?? null, outcomes ?? null, register ?? null, isZero ?? null]
  }
  async entryMonths(first: string, last: string, registers?: readonly string[]): Promise<readonly EntryMonth[]> {
    return this.#queries.rows<EntryMonth>('entry-months', entryMonths, [this.#org, first, last, registers ?? null])
  }
  /** How many entries of a register, recorded from one instant up to another, opened a duty that is not done yet; by unit. */
  async unfinished(register: string, from: number, to: number) {
    return this.#queries.rows<{ readonly unit: string | null; readonly n: number }>('unfinished', unfinished, [
      this.#org,
      register,
      from,
      to,
    ])
  }
  /** How often each notice or approval of a month ended how. */
  async sentMonth(month: string) {
    return this.#queries.rows<{
      readonly rule: string
      readonly clause: string
      readonly outcome: SentOutcome
      readonly n: number
    }>(
      'sent-month',
      `select rule, clause, outcome, count(*) as n from shouze.sent where org = $1 and month = $2
      group by rule, clause, outcome`,
      [this.#org, month],
    )
  }
  async countSent({ rules, month, outcome }: SentQuery): Promise<number> {
    const [row] = await this.#queries.rows<{ n: number }>('count-sent', countsSent, [
      this.#org,
      rules,
      month,
      outcome ?? null,
    ])
    return row?.n ?? 0
  }
  async sent({ rules, month, outcome }: SentQuery, offset: number, limit: number): Promise<readonly SentFound[]> {
    return this.#queries.rows<SentFound>('sent', selectSent, [this.#org, rules, month, outcome ?? null, offset, limit])
  }
  async settings(): Promise<readonly Setting[]> {
    return this.#queries.rows<Setting>(
      'settings',
      'select seq, parameter, value, holds, by, recorded from shouze.setting where org = $1 order by seq',
      [this.#org],
    )
  }
}

const owedMonths = `select month, duty, unit, outcome, register, is_zero, n from shouze.owed_month
  where org = $1 and month >= $2 and month <= $3 and ($4::text[] is null or duty = any($4)) and n <> 0`
const entryMonths = `select month, register, clause, rule, unit, choices, n from shouze.entry_month
  where org = $1 and month >= $2 and month <= $3 and ($4::text[] is null or register = any($4)) and n <> 0`
const wantedOwed = `o.org = $1 and o.duty = any($2) and o.day >= $3 and o.day <= $4 and o.outcome is not null
  and ($5::text is null or o.unit = $5) and ($6::text[] is null or o.outcome = any($6))
  and ($7::text is null or o.register = $7) and ($8::boolean is null or o.is_zero = $8)`
const selectOwed = `select o.id, o.seq, o.duty, o.key, o.unit, o.day, o.due, o.is_extended, o.outcome, o.register, o.is_zero, o.met_at,
    e.seq as entry_seq, s.seq as opener_seq
  from shouze.owed o left join shouze.entry e on e.org = o.org and e.id = o.entry
    left join shouze.entry s on s.org = o.org and s.id = o.opener
  where ${wantedOwed} order by o.day desc, o.seq desc, o.id offset $9 limit $10`
const owedBecause = `select o.id, o.seq, o.duty, o.key, o.unit, o.day, o.due, o.is_extended, o.outcome, o.register, o.is_zero, o.met_at,
    e.seq as entry_seq, null::bigint as opener_seq
  from shouze.owed o left join shouze.entry e on e.org = o.org and e.id = o.entry
  where o.org = $1 and o.opener = $2 and o.outcome is not null order by o.seq, o.id limit $3`
const countsOwed = `select count(*) as n from shouze.owed o where ${wantedOwed}`
const unfinished = `select e.unit, count(*) as n from shouze.entry e
  where e.org = $1 and e.register = $2 and e.recorded >= $3 and e.recorded < $4 and not e.is_refusal
    and not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id)
    and exists (select 1 from shouze.owed o where o.org = e.org and o.opener = e.id
      and o.outcome in ('open', 'overdue', 'missed'))
  group by e.unit`
const wantedSent = `s.org = $1 and s.rule = any($2) and s.month = $3 and s.outcome <> 'withdrawn'
  and ($4::text is null or s.outcome = $4)`
const selectSent = `select s.id, s.seq, s.rule, s.key, s.clause, s.month, s.recorded, s.outcome, s.ended, e.seq as entry_seq
  from shouze.sent s left join shouze.entry e on e.org = s.org and e.id = s.key
  where ${wantedSent} order by s.seq desc offset $5 limit $6`
const countsSent = `select count(*) as n from shouze.sent s where ${wantedSent}`
