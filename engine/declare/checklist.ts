/** A recurring checklist: signed for each place on its days; a failed point opens a rectification of its own. */
import { choice, each, instant, of, optional, text } from '../fields.ts'
import { hours, type Day } from '../time.ts'
import type { Clause } from './clause.ts'
import { file, within } from './terms.ts'
import type { By, Duty, Erased, Now, OnEach, Parameter, Post, Register, Unit } from './words.ts'

export type Titles = Readonly<Record<string, string>>
/** What stands wrong at a place until its rectification is entered. */
type OpenFault = { readonly key: string; readonly unit: string; readonly point: string; readonly result: string }
export interface ChecklistTerms<F extends Titles> {
  /** The places that are looked at, each by itself; which there are, the organisation enters. */
  readonly each: Unit
  /** The days on which it is owed; every day, if nothing is said. */
  readonly on?: (day: Day, now: Now) => boolean
  readonly by: (about: OnEach, now: Now) => By
  /** The day for which an inspection counts: its own, or (after midnight) that of the business day under way. */
  readonly countsFor?: (now: Now) => Day
  /** How long before either is due it is called to mind. */
  readonly remind: number
  /** Who looks and signs. */
  readonly who: Post
  /** How a point can fail, one answer each. */
  readonly faults: F
  readonly rectifier: Post
  /** From the inspection, whenever it was entered. */
  readonly rectifyWithin: Parameter<number>
  /** Who is told of what is late. */
  readonly tell: Post
}
/** How long afterwards an inspection or a rectification may be entered: no longer than any rectification may take. */
export const enteredWithin = hours(4)

/**
 * Registers, duties, notices and readers of one checklist, all of the clause that demands it. The fault at a point is
 * one thing, however often it is found: neither a later inspection nor time closes it, its own entry does.
 */
export function checklist<const Id extends string, const P extends Titles, const F extends Titles>(
  clause: Clause,
  id: Id,
  title: string,
  points: P,
  terms: ChecklistTerms<F>,
) {
  const { who, rectifier, tell, remind, countsFor = ({ today }) => today } = terms
  const results = { passed: '合格', ...terms.faults }
  const place = { unit: of(terms.each), checkedAt: instant('检查时间') },
    said = { note: optional(text('说明', { max: 1_000 })) }
  const fields = { ...place, ...each(points, (label) => choice(label, results)), ...said }
  // The rules below know the points by name only; whoever calls gets them with their type.
  const known: typeof place & typeof said = fields
  const check = clause.register(id, title, known, { asOf: { at: 'checkedAt', within: enteredWithin } })
  const signed: Register<Id, typeof fields> = check as Erased
  const rectified = clause.register(
    `${id}-rectified` as const,
    `${title}整改`,
    {
      unit: of(terms.each),
      point: choice('检查点', points),
      doneAt: instant('整改时间'),
      measure: text('措施', { max: 1_000 }),
    },
    { asOf: { at: 'doneAt', within: enteredWithin } },
  )
  const fault = clause.policy.matter(`${id}-fault`, `${title}待整改`, {
    result: choice('情况', results),
    since: instant('检查时间'),
  })
  fault.on(rectified, ['unit', 'point'], () => undefined)

  clause.writes(check, who)
  clause.writes(rectified, rectifier)
  clause.reads([check, rectified], () => [who, rectifier, tell])
  const resultOf = (facts: object, point: string): string => String(Reflect.get(facts, point))
  const hasFailed = (facts: object, point: string) => resultOf(facts, point) !== 'passed'
  clause.guard(
    '不合格须说明',
    check,
    ({ facts, entry }) =>
      entry.note === undefined && Object.keys(points).some((point) => hasFailed(facts, point)) && '有不合格而没有说明',
    { field: 'note' },
  )
  clause.guard(
    '有不合格才有整改',
    rectified,
    ({ facts, look }) => {
      const open = look.row(fault, `${facts.unit}|${facts.point}`)
      if (!open) return `“${points[facts.point]}”没有待整改的不合格`
      return facts.doneAt < open.since && '整改时间早于检查时间'
    },
    { field: 'doneAt' },
  )

  const due = clause.daily(id, title, {
    each: terms.each,
    ...(terms.on ? { on: terms.on } : {}),
    holder: who,
    by: terms.by,
    remind,
    must: file(check, (one) => `${one.facts.unit}|${countsFor(one)}`),
  })
  clause.notice(`${id}-late`, `${title}逾期`, { on: due.late, to: tell })
  const rectify = Object.entries(points).map(([point, label]): Duty<OpenFault> => {
    fault.on(
      check,
      ({ facts }) => (hasFailed(facts, point) ? `${facts.unit}|${point}` : undefined),
      (row, { facts, at }) => row ?? { result: resultOf(facts, point), since: at },
    )
    const duty = clause.duty(
      `${id}-${point}-rectify`,
      `${label}整改`,
      check.filed,
      ({ facts }) =>
        hasFailed(facts, point)
          ? { key: facts.unit, unit: facts.unit, point, result: resultOf(facts, point) }
          : undefined,
      {
        holder: rectifier,
        by: within(terms.rectifyWithin),
        remind,
        must: file(rectified, ({ facts }) => facts.point === point && facts.unit),
      },
    )
    clause.notice(`${id}-${point}-rectify-late`, `${label}整改逾期`, { on: duty.late, to: tell })
    return duty
  })
  return { check: signed, rectified, due, rectify }
}
