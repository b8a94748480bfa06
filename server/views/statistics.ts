/**
 * Statistics of a month, of the house or of one unit: duties by how they ended, registers by what was entered. Entries are
 * counted only as far as the asker may read them, so that a number and the list behind it agree for everybody.
 */
import { termsOf, type Shelf } from '../../engine/book.ts'
import type { Duty, Erased } from '../../engine/declare/words.ts'
import { daysOfMonth, monthOf, nextMonth, type Month } from '../../engine/month.ts'
import { dayOf, instantOf, nextDay } from '../../engine/time.ts'
import type { OwedMonth } from '../../store/counted.ts'
import type {
  DutyStatistics,
  DutySum,
  Outcomes,
  RegisterStatistics,
  RegisterSum,
  Statistics,
  StatisticsAsked,
  UnitTitle,
} from '../api-statistics.ts'
import { choicesIn, fieldsOf, unitOf } from '../fields.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import { clauseRef } from './clause.ts'
import { readable, scannedMax } from './entry-list.ts'
import { stateOf } from './entry-state.ts'
import { readsCell } from './read-cells.ts'
import { registerCard } from './registers.ts'

/** Months of a trend. */
const trendMonths = 12

/** What every table of the answer is made from. */
interface Ground {
  readonly asking: Asking
  readonly month: Month
  readonly unit: string | undefined
}

export async function statisticsOf(asking: Asking, asked: StatisticsAsked): Promise<Statistics> {
  const { open } = asking,
    { book, clock } = open.parts,
    at = clock.now(),
    last = monthOf(at)
  await open.projector.caughtUp(open.writer.size)
  const first = firstMonth(asking),
    month = asked.month === undefined || asked.month > last || asked.month < first ? last : asked.month
  const ground: Ground = { asking, month, unit: asked.unit }
  const duties = dutiesOf(asking),
    shelves = shelvesOf(asking)
  const duty = duties.find(({ id }) => id === asked.duty),
    shelf = shelves.find(({ register: { id } }) => id === asked.register)
  if ((asked.duty !== undefined && !duty) || (asked.register !== undefined && !shelf)) throw notFound('这项统计')
  const owed = await open.parts.projection.counts.owedMonths(
    month,
    month,
    duties.map(({ id }) => id),
  )
  const registers: RegisterSum[] = []
  for (const one of shelves) registers.push((await entriesIn(ground, one, month, month)).sum)
  return {
    at,
    month,
    first,
    last,
    ...(asked.unit === undefined ? {} : { unit: titleOf(asking, asked.unit) }),
    units: [...book.units.values()].flatMap(({ id, title }) =>
      open.directory
        .unitsOf(open.writer.state, id, dayOf(at))
        .map((unit) => ({ unit: unit.id, title: unit.title, kind: title })),
    ),
    duties: duties
      .map((one) => dutySum(ground, one, owed))
      .filter(({ outcomes, id }) => outcomes.owed > 0 || id === asked.duty),
    registers: registers.filter(({ n, id }) => n > 0 || id === asked.register),
    ...(duty ? { duty: await dutyStatistics(ground, duty) } : {}),
    ...(shelf ? { register: await registerStatistics(ground, shelf) } : {}),
  }
}
function firstMonth({ open }: Asking): Month {
  const { state } = open.writer
  const from = open.parts.book.policies.flatMap(({ id }) => {
    const row = state.get(`row:adopted/${id}`)
    return row && typeof row === 'object' && 'from' in row ? [String(row.from).slice(0, 7)] : []
  })
  return [...from, monthOf(open.parts.clock.now())].sort()[0] ?? ''
}
const titleOf = ({ open }: Asking, unit: string): UnitTitle => ({
  unit,
  title: open.directory.unitTitle(open.writer.state, unit),
})
const isAdopted = ({ open }: Asking, policy: string) => Boolean(open.writer.state.get(`row:adopted/${policy}`))

// Duties

/** Those of the adopted policies, without what the system settles itself. */
const dutiesOf = (asking: Asking): readonly Duty<Erased>[] =>
  asking.open.parts.book.duties.filter(
    (duty) => isAdopted(asking, duty.clause.policy.id) && !asking.open.parts.book.settlesItself(duty),
  )
function dutySum({ asking, unit }: Ground, duty: Duty<Erased>, owed: readonly OwedMonth[]): DutySum {
  const its = owed.filter((one) => one.duty === duty.id && (unit === undefined || one.unit === unit))
  return {
    id: duty.id,
    title: duty.title,
    policy: duty.clause.policy.title,
    clause: clauseRef(duty.clause),
    outcomes: outcomesOf(asking, duty, its),
  }
}
function outcomesOf({ open }: Asking, duty: Duty<Erased>, owed: readonly OwedMonth[]): Outcomes {
  const { book, clock } = open.parts
  const sum = (test: (one: OwedMonth) => boolean) => owed.reduce((all, one) => all + (test(one) ? one.n : 0), 0)
  const of = (outcome: OwedMonth['outcome']) => sum((one) => one.outcome === outcome)
  const first = [termsOf(duty, dayOf(clock.now())).must ?? []].flat()[0]?.register.id
  const others = [...new Set(owed.map(({ register }) => register))].filter((id) => id !== '' && id !== first)
  const [inTime, late, missed, overdue, open_] = [of('in-time'), of('late'), of('missed'), of('overdue'), of('open')]
  const due = inTime + late + missed + overdue
  return {
    owed: due + open_,
    inTime,
    late,
    missed,
    overdue,
    open: open_,
    zero: sum(({ is_zero }) => is_zero),
    otherwise: others.map((register) => ({
      register,
      title: book.shelf(register).register.title,
      n: sum((one) => one.register === register),
    })),
    ...(due === 0 ? {} : { rate: inTime / due }),
  }
}
async function dutyStatistics(ground: Ground, duty: Duty<Erased>): Promise<DutyStatistics> {
  const { asking, month, unit } = ground,
    from = nextMonth(month, 1 - trendMonths)
  const owed = await asking.open.parts.projection.counts.owedMonths(from, month, [duty.id])
  const here = owed.filter((one) => one.month === month),
    units = [...new Set(here.map((one) => one.unit))].filter((one) => one !== '')
  return {
    sum: dutySum(ground, duty, here),
    units: inOrder(asking, units)
      .filter((one) => unit === undefined || one.unit === unit)
      .map((one) => ({
        ...one,
        outcomes: outcomesOf(
          asking,
          duty,
          here.filter((row) => row.unit === one.unit),
        ),
      })),
    months: trend(month).map((one) => ({
      month: one,
      outcomes: dutySum(
        ground,
        duty,
        owed.filter((row) => row.month === one),
      ).outcomes,
    })),
  }
}
const trend = (month: Month): readonly Month[] =>
  Array.from({ length: trendMonths }, (_, n) => nextMonth(month, n + 1 - trendMonths))
/** As the house lists its units; what is closed by now comes last. */
function inOrder(asking: Asking, units: readonly string[]): readonly UnitTitle[] {
  const { open } = asking,
    day = dayOf(open.parts.clock.now())
  const listed = [...open.parts.book.units.keys()].flatMap((kind) =>
    open.directory.unitsOf(open.writer.state, kind, day).map(({ id }) => id),
  )
  const place = (unit: string) => (listed.includes(unit) ? listed.indexOf(unit) : listed.length)
  return units.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1)).map((unit) => titleOf(asking, unit))
}

// Registers

const shelvesOf = (asking: Asking): readonly Shelf[] => {
  const { book } = asking.open.parts
  return book.registers
    .filter(({ clause: { policy } }) => isAdopted(asking, policy.id))
    .map(({ id }) => book.shelf(id))
    .filter((shelf) => registerCard(asking, shelf).mayRead)
}
/** How many entries, by unit and by what was chosen. */
interface Cell {
  readonly month: Month
  readonly unit: string
  readonly choices: Readonly<Record<string, string>>
  readonly n: number
  readonly unfinished: number
}
interface Entries {
  readonly cells: readonly Cell[]
  readonly sum: RegisterSum
}
async function entriesIn(ground: Ground, shelf: Shelf, first: Month, last: Month): Promise<Entries> {
  const { asking, unit } = ground,
    { id, title, clause } = shelf.register,
    hasDuties = asking.open.parts.book.dutiesOn(`filed:${id}`).length > 0
  const { cells: all, isCut } = await cellsOf(asking, shelf, first, last, hasDuties)
  const cells = all.filter((cell) => unit === undefined || cell.unit === unit),
    here = cells.filter(({ month }) => month === ground.month)
  const unitField = fieldsOf(asking.open.parts.book, id).find(([, { kind }]) => kind === 'unit')?.[0]
  const sum = (of: (cell: Cell) => number) => here.map(of).reduce((all, n) => all + n, 0)
  return {
    cells,
    sum: {
      id,
      title,
      policy: clause.policy.title,
      clause: clauseRef(clause),
      n: sum(({ n }) => n),
      isCut,
      ...(unitField === undefined ? {} : { unitField }),
      ...(hasDuties ? { unfinished: sum(({ unfinished }) => unfinished) } : {}),
    },
  }
}
/** From the months that are kept, where the asker may read all that they count; otherwise entry by entry. */
async function cellsOf(asking: Asking, shelf: Shelf, first: Month, last: Month, hasDuties: boolean) {
  const { open } = asking,
    { counts } = open.parts.projection,
    { id } = shelf.register
  const months = (await counts.entryMonths(first, last, [id])).filter(({ rule }) => rule === ''),
    may = readsCell(asking, shelf)
  if (!months.every(({ unit, choices }) => may(unit, choices))) return scanned(asking, shelf, first, last)
  const from = instantOf(daysOfMonth(last).from, '00:00'),
    to = instantOf(nextDay(daysOfMonth(last).to), '00:00')
  const open_ = hasDuties ? await counts.unfinished(id, from, to) : []
  const standing = open_.map(({ unit, n }) => ({ month: last, unit: unit ?? '', choices: {}, n: 0, unfinished: n }))
  return { cells: [...months.map((cell) => ({ ...cell, unfinished: 0 })), ...standing], isCut: false }
}
async function scanned(asking: Asking, shelf: Shelf, first: Month, last: Month) {
  const { open } = asking,
    { book } = open.parts,
    { id } = shelf.register
  const query = {
    register: id,
    rule: false,
    from: instantOf(daysOfMonth(first).from, '00:00'),
    to: instantOf(nextDay(daysOfMonth(last).to), '00:00'),
  } as const
  const entries = await readable(asking, query, scannedMax)
  const cells = entries.map((entry): Cell => {
    const facts = entry.current ?? entry.facts,
      mark = stateOf(open, entry)?.mark
    return {
      month: monthOf(entry.recorded),
      unit: unitOf(book, id, facts) ?? '',
      choices: choicesIn(book, id, facts),
      n: 1,
      unfinished: mark === 'open' || mark === 'late' ? 1 : 0,
    }
  })
  return { cells, isCut: entries.length >= scannedMax }
}
async function registerStatistics(ground: Ground, shelf: Shelf): Promise<RegisterStatistics> {
  const { asking, month } = ground,
    { book } = asking.open.parts,
    { id } = shelf.register
  const { cells, sum } = await entriesIn(ground, shelf, nextMonth(month, 1 - trendMonths), month),
    here = cells.filter((cell) => cell.month === month)
  const sumOf = (of: (cell: Cell) => number) => here.map(of).reduce((all, n) => all + n, 0)
  const count = (test: (cell: Cell) => boolean) => sumOf((cell) => (test(cell) ? cell.n : 0))
  const fields = fieldsOf(book, id)
  const units = inOrder(
    asking,
    [...new Set(here.map(({ unit }) => unit))].filter((unit) => unit !== ''),
  )
  return {
    sum,
    units: units.map((one) => ({
      ...one,
      n: count(({ unit }) => unit === one.unit),
      ...(sum.unfinished === undefined
        ? {}
        : { unfinished: sumOf((cell) => (cell.unit === one.unit ? cell.unfinished : 0)) }),
    })),
    fields: fields
      .filter(([, { kind, limits }]) => kind === 'choice' && limits.options)
      .map(([field, { label, limits }]) => ({
        field,
        label,
        options: Object.entries(limits.options ?? {})
          .map(([option, title]) => ({ option, title, n: count(({ choices }) => choices[field] === option) }))
          .filter(({ n }) => n > 0),
      })),
    months: trend(month).map((one) => ({
      month: one,
      n: cells
        .filter((cell) => cell.month === one)
        .map(({ n }) => n)
        .reduce((all, n) => all + n, 0),
    })),
  }
}
