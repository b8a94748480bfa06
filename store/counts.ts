/** What is counted: kept beside the lists by whoever adds to them, in the same transaction. */
import { dayOf } from '../engine/time.ts'
import type { Query } from './connect.ts'
import type { EntryMonth, OwedCell } from './counted.ts'
import { afterSteps, isOpen, meetingOf, outcomeOf, touchedBy, type Owed, type OwedStep } from './owed.ts'

/** What became of a notice or of a request for approval. */
export type SentOutcome = 'told' | 'waiting' | 'answered' | 'unanswered' | 'granted' | 'returned' | 'withdrawn'
export interface NewSent {
  readonly id: string
  readonly seq: number
  /** The notice or approval; and what it is about. */
  readonly rule: string
  readonly key: string
  readonly clause: string
  /** 2026-10. */
  readonly month: string
  readonly recorded: number
  readonly outcome: SentOutcome
}
/** The latest of that rule about that key, or the one of that id, ends so; what was withdrawn stays so. */
export interface SentEnd {
  readonly id?: string
  readonly rule: string
  readonly key: string
  readonly outcome: SentOutcome
  readonly at: number
}
export interface Setting {
  readonly seq: number
  readonly parameter: string
  readonly value: number | boolean
  /** From which instant on. */
  readonly holds: number
  readonly by: string
  readonly recorded: number
}
/** What one event adds to what is counted. */
export interface Counted {
  readonly owed?: readonly OwedStep[]
  readonly sent?: NewSent
  readonly sentEnd?: SentEnd
  readonly setting?: Setting
  /** Entries that it made, corrected or took back, by id. */
  readonly entries?: readonly string[]
}
/** An entry as it counts: nothing, where it was taken back. */
interface CountedEntry {
  readonly id: string
  readonly recorded: number
  readonly register: string
  readonly clause: string
  readonly rule: string
  readonly unit: string
  readonly choices: Readonly<Record<string, string>>
}
interface EntryFound extends CountedEntry {
  readonly is_zero: boolean
  readonly is_counted: boolean
}

/** The entries of these events as they count before anything of a batch is written. */
export async function entriesBefore(query: Query, org: number, counted: readonly Counted[]) {
  const ids = [...new Set(counted.flatMap(({ entries = [] }) => entries))]
  return { ids, before: await entriesOf(query, org, ids) }
}
/** Counts a batch whose entries, corrections and undoings stand in the lists already. */
export async function count(
  query: Query,
  org: number,
  counted: readonly Counted[],
  { ids, before }: Awaited<ReturnType<typeof entriesBefore>>,
) {
  const after = await entriesOf(query, org, ids)
  await addEntryMonths(query, org, before, after)
  await countOwed(
    query,
    org,
    counted.flatMap(({ owed = [] }) => owed),
    before.map(({ id }) => id),
  )
  const sent = counted.flatMap((one) => one.sent ?? [])
  if (sent.length > 0) await query('add-sent', addSent, [org, JSON.stringify(sent)])
  for (const { sentEnd } of counted) {
    if (!sentEnd) continue
    const { id = null, rule, key, outcome, at } = sentEnd
    await query('end-sent', endSent, [org, id, rule, key, outcome, at])
  }
  const settings = counted.flatMap((one) => one.setting ?? [])
  if (settings.length > 0) await query('add-settings', addSettings, [org, JSON.stringify(settings)])
}

// Entries by month

const entriesOf = async (query: Query, org: number, ids: readonly string[]): Promise<readonly EntryFound[]> =>
  ids.length === 0 ? [] : query<EntryFound>('counted-entries', countedEntries, [org, ids])

async function addEntryMonths(query: Query, org: number, before: readonly EntryFound[], after: readonly EntryFound[]) {
  const cells = new Map<string, Omit<EntryMonth, 'n'> & { n: number }>()
  const add = (entries: readonly EntryFound[], by: 1 | -1) => {
    for (const { is_counted, recorded, register, clause, rule, unit, choices } of entries) {
      if (!is_counted) continue
      const cell = { month: dayOf(recorded).slice(0, 7), register, clause, rule, unit, choices },
        key = JSON.stringify(cell)
      cells.set(key, { ...cell, n: (cells.get(key)?.n ?? 0) + by })
    }
  }
  add(before, -1)
  add(after, 1)
  const changed = [...cells.values()].filter(({ n }) => n !== 0)
  if (changed.length > 0) await query('add-entry-months', addEntryCells, [org, JSON.stringify(changed)])
}

// Duties

interface OwedRow {
  readonly id: string
  readonly seq: number
  readonly duty: string
  readonly key: string
  readonly unit: string | null
  readonly day: string
  readonly clause: string
  readonly opener: string | null
  readonly due: number
  readonly late_from: number
  readonly is_extended: boolean
  readonly is_late: boolean
  readonly is_missed: boolean
  readonly late_by: Owed['lateBy'] | null
  readonly met_by: Owed['metBy'] | null
  readonly behind: string | null
  readonly is_dropped: boolean
}
const owedOf = (row: OwedRow): Owed => {
  const { unit, opener, late_from, is_extended, is_late, is_missed, late_by, met_by, behind, is_dropped, ...rest } = row
  return {
    ...rest,
    lateFrom: late_from,
    isExtended: is_extended,
    isLate: is_late,
    isMissed: is_missed,
    isDropped: is_dropped,
    ...(unit === null ? {} : { unit }),
    ...(opener === null ? {} : { opener }),
    ...(late_by ? { lateBy: late_by } : {}),
    ...(met_by ? { metBy: met_by } : {}),
    ...(behind === null ? {} : { behind }),
  }
}
/** By which register it was settled, and whether that entry says that there was nothing. */
type Settled = ReadonlyMap<string, Pick<EntryFound, 'register' | 'is_zero'>>

function cellOf(owed: Owed, entries: Settled): OwedCell | undefined {
  const outcome = outcomeOf(owed),
    by = entries.get(meetingOf(owed)?.entry ?? '')
  if (outcome === undefined) return undefined
  const { day, duty, unit = '' } = owed
  return { month: day.slice(0, 7), duty, unit, outcome, register: by?.register ?? '', is_zero: by?.is_zero ?? false }
}
async function countOwed(query: Query, org: number, steps: readonly OwedStep[], corrected: readonly string[]) {
  const { ids, slots } = touchedBy(steps)
  if (ids.length + slots.length + corrected.length === 0) return
  const found = await query<OwedRow & { readonly was: OwedCell | null }>('touched-owed', touchedOwed, [
    org,
    ids,
    slots.map(({ duty }) => duty),
    slots.map(({ key }) => key),
    corrected,
  ])
  const owed = afterSteps(
    found.map(({ was: _, ...row }) => owedOf(row)),
    steps,
  )
  const meetings = [...new Set(owed.flatMap((one) => meetingOf(one)?.entry ?? []))]
  const entries = new Map((await entriesOf(query, org, meetings)).map((entry) => [entry.id, entry]))
  const written = owed.map((one) => rowOf(one, entries))
  if (written.length > 0) await query('put-owed', putOwed, [org, JSON.stringify(written)])
  const cells = new Map<string, OwedCell & { n: number }>()
  const add = (cell: OwedCell | undefined | null, by: 1 | -1) => {
    if (!cell) return
    const { month, duty, unit, outcome, register, is_zero } = cell,
      key = JSON.stringify([month, duty, unit, outcome, register, is_zero])
    cells.set(key, { ...cell, n: (cells.get(key)?.n ?? 0) + by })
  }
  for (const { was } of found) add(was, -1)
  for (const one of owed) add(cellOf(one, entries), 1)
  const changed = [...cells.values()].filter(({ n }) => n !== 0)
  if (changed.length > 0) await query('add-owed-months', addOwedCells, [org, JSON.stringify(changed)])
}
function rowOf(owed: Owed, entries: Settled) {
  const by = meetingOf(owed),
    cell = cellOf(owed, entries)
  const { isExtended, isLate, isMissed, isDropped, lateFrom, lateBy, metBy, ...rest } = owed
  return {
    ...rest,
    late_from: lateFrom,
    is_extended: isExtended,
    is_late: isLate,
    is_missed: isMissed,
    is_dropped: isDropped,
    late_by: lateBy,
    met_by: metBy,
    is_open: isOpen(owed),
    outcome: cell?.outcome,
    entry: by?.entry,
    met_at: by?.at,
    register: cell?.register === '' ? undefined : cell?.register,
    is_zero: cell?.is_zero ?? false,
  }
}

/** The tables, in the order in which they may be emptied. */
export const countTables = ['owed', 'owed_month', 'entry_month', 'sent', 'setting'] as const

const countedEntries = `select e.id, e.recorded, e.register, e.clause, coalesce(e.rule, '') as rule,
    coalesce(e.unit, '') as unit, e.choices, e.is_zero,
    not exists (select 1 from shouze.undone u where u.org = e.org and u.id = e.id) as is_counted
  from shouze.entry e where e.org = $1 and e.id = any($2)`
const addEntryCells = `insert into shouze.entry_month as m (org, month, register, clause, rule, unit, cell, choices, n)
  select $1, month, register, clause, rule, unit, md5(choices::text), choices, n from jsonb_to_recordset($2::jsonb)
    as e (month text, register text, clause text, rule text, unit text, choices jsonb, n integer)
  on conflict (org, month, register, clause, rule, unit, cell) do update set n = m.n + excluded.n`
const owedColumns = `o.id, o.seq, o.duty, o.key, o.unit, o.day, o.clause, o.opener, o.due, o.late_from, o.is_extended, o.is_late, o.is_missed,
    o.late_by, o.met_by, o.behind, o.is_dropped`
const touchedOwed = `select ${owedColumns}, case when o.outcome is null then null else jsonb_build_object('month', left(o.day, 7),
    'duty', o.duty, 'unit', coalesce(o.unit, ''), 'outcome', o.outcome, 'register', coalesce(o.register, ''),
    'is_zero', o.is_zero) end as was
  from shouze.owed o where o.org = $1 and (o.id = any($2) or (o.is_open and (o.duty, o.key) in
    (select duty, key from unnest($3::text[], $4::text[]) as s (duty, key))) or o.behind = any($2) or o.entry = any($5)
    or o.behind in (select f.id from shouze.owed f join unnest($3::text[], $4::text[]) as s (duty, key)
      on f.duty = s.duty and f.key = s.key where f.org = $1 and f.is_open))`
const putOwed = `insert into shouze.owed (org, id, seq, duty, key, unit, day, clause, opener, due, late_from, is_extended, is_late, is_missed,
    late_by, met_by, behind, is_dropped, is_open, outcome, entry, register, is_zero, met_at)
  select $1, id, seq, duty, key, unit, day, clause, opener, due, late_from, is_extended, is_late, is_missed, late_by, met_by, behind,
    is_dropped, is_open, outcome, entry, register, is_zero, met_at
  from jsonb_to_recordset($2::jsonb) as o (id text, seq bigint, duty text, key text, unit text, day text, clause text,
    opener text, due bigint, late_from bigint, is_extended boolean, is_late boolean, is_missed boolean, late_by jsonb, met_by jsonb, behind text,
    is_dropped boolean, is_open boolean, outcome text, entry text, register text, is_zero boolean, met_at bigint)
  on conflict (org, id) do update set due = excluded.due, late_from = excluded.late_from, is_extended = excluded.is_extended, is_late = excluded.is_late,
    is_missed = excluded.is_missed, late_by = excluded.late_by, met_by = excluded.met_by, behind = excluded.behind,
    is_dropped = excluded.is_dropped, is_open = excluded.is_open, outcome = excluded.outcome, entry = excluded.entry,
    register = excluded.register, is_zero = excluded.is_zero, met_at = excluded.met_at`
const addOwedCells = `insert into shouze.owed_month as m (org, month, duty, unit, outcome, register, is_zero, n)
  select $1, month, duty, unit, outcome, register, is_zero, n from jsonb_to_recordset($2::jsonb)
    as o (month text, duty text, unit text, outcome text, register text, is_zero boolean, n integer)
  on conflict (org, month, duty, unit, outcome, register, is_zero) do update set n = m.n + excluded.n`
const addSent = `insert into shouze.sent (org, id, seq, rule, key, clause, month, recorded, outcome)
  select $1, id, seq, rule, key, clause, month, recorded, outcome from jsonb_to_recordset($2::jsonb)
    as s (id text, seq bigint, rule text, key text, clause text, month text, recorded bigint, outcome text)
  on conflict do nothing`
const endSent = `update shouze.sent set outcome = $5, ended = $6 where org = $1 and outcome <> 'withdrawn' and rule = $3
  and key = $4 and id = coalesce($2, (select id from shouze.sent where org = $1 and rule = $3 and key = $4
    and outcome <> 'withdrawn' order by seq desc limit 1))`
const addSettings = `insert into shouze.setting (org, seq, parameter, value, holds, by, recorded)
  select $1, seq, parameter, value, holds, by, recorded from jsonb_to_recordset($2::jsonb)
    as s (seq bigint, parameter text, value jsonb, holds bigint, by text, recorded bigint) on conflict do nothing`
