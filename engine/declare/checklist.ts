/** A recurring checklist: signed for each place on its days; a failed point opens a rectification of its own. */
import { choice, each, instant, of, optional, photo, text } from '../fields.ts'
import { hours, type Day } from '../time.ts'
import type { Clause } from './clause.ts'
import { file, within } from './terms.ts'
import { lastingKey, onDay, type By, type Days, type Duty, type Erased, type Happening, type Now } from './words.ts'
import type { OnEach, Parameter, Post, Register, Unit } from './words.ts'

export type Titles = Readonly<Record<string, string>>
/** What stands wrong at a place until its rectification is entered. */
type OpenFault = { readonly key: string; readonly unit: string; readonly point: string; readonly result: string }
export interface ChecklistTerms<F extends Titles> {
  /** The places that are looked at, each by itself; which there are, the organisation enters. Without it, the house. */
  readonly each?: Unit
  /** Several times of the day, in a house that is looked at as one: their names, and for which an inspection stands. */
  readonly rounds?: {
    readonly names: Days['names']
    readonly ahead: (happening: Happening<unknown>) => string | undefined
  }
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
  /** How long afterwards either may be entered: no longer than any rectification may take. */
  readonly enteredWithin?: number
  /** Who is told of what is late. */
  readonly tell: Post
}
/** How long afterwards an inspection or a rectification may be entered, where nothing else is said. */
export const enteredWithin = hours(4)
/** The place of an entry, in a checklist that has places. */
type MayBePlace = { readonly unit: ReturnType<typeof of> & { readonly isOptional: true } }

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
  const { who, rectifier, tell, remind, rounds, countsFor = ({ today }) => today } = terms
  const entered = terms.enteredWithin ?? enteredWithin
  const results = { passed: '合格', ...terms.faults }
  const place = terms.each ? { unit: of(terms.each) } : {},
    seen = { checkedAt: instant('检查时间') },
    said = { note: optional(text('说明', { max: 1_000 })), picture: optional(photo('照片')) }
  const fields = { ...place, ...seen, ...each(points, (label) => choice(label, results)), ...said }
  // The rules below know the points by name only, and the place where there is one; whoever calls gets them with their type.
  const known: typeof seen & typeof said & MayBePlace = fields as Erased
  const check = clause.register(id, title, known, { asOf: { at: 'checkedAt', within: entered } })
  const signed: Register<Id, typeof fields> = check as Erased
  const rectified = clause.register(
    `${id}-rectified` as const,
    `${title}整改`,
    {
      ...(place as MayBePlace),
      point: choice('检查点', points),
      doneAt: instant('整改时间'),
      measure: text('措施', { max: 1_000 }),
      picture: optional(photo('照片')),
    },
    { asOf: { at: 'doneAt', within: entered } },
  )
  const spot = (unit: string | undefined, point: string) => (unit === undefined ? point : `${unit}|${point}`)
  const fault = clause.policy.matter(`${id}-fault`, `${title}待整改`, {
    result: choice('情况', results),
    since: instant('检查时间'),
  })
  fault.on(
    rectified,
    ({ facts }) => spot(facts.unit, facts.point),
    () => undefined,
  )

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
      const open = look.row(fault, spot(facts.unit, facts.point))
      if (!open) return `“${points[facts.point]}”没有待整改的不合格`
      return facts.doneAt < open.since && '整改时间早于检查时间'
    },
    { field: 'doneAt' },
  )

  const due = clause.daily(id, title, {
    ...(terms.each ? { each: terms.each } : {}),
    ...(rounds ? { names: rounds.names } : {}),
    ...(terms.on ? { on: terms.on } : {}),
    holder: who,
    by: terms.by,
    remind,
    must: file(check, (one) => (rounds ? rounds.ahead(one) : onDay(one.facts.unit ?? '', countsFor(one)).key)),
  })
  clause.notice(`${id}-late`, `${title}逾期`, { on: due.late, to: tell })
  const rectify = Object.entries(points).map(([point, label]): Duty<OpenFault> => {
    fault.on(
      check,
      ({ facts }) => (hasFailed(facts, point) ? spot(facts.unit, point) : undefined),
      (row, { facts, at }) => row ?? { result: resultOf(facts, point), since: at },
    )
    const duty = clause.duty(
      `${id}-${point}-rectify`,
      `${label}整改`,
      check.filed,
      ({ facts: { unit = '', ...facts } }) =>
        hasFailed(facts, point) ? { key: lastingKey(unit), unit, point, result: resultOf(facts, point) } : undefined,
      {
        holder: rectifier,
        by: within(terms.rectifyWithin),
        remind,
        must: file(rectified, ({ facts }) => facts.point === point && lastingKey(facts.unit ?? '')),
      },
    )
    clause.notice(`${id}-${point}-rectify-late`, `${label}整改逾期`, { on: duty.late, to: tell })
    return duty
  })
  return { check: signed, rectified, due, rectify }
}
