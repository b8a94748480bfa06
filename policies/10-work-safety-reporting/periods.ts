/** What is owed by week, month, stage and year: at the usual times, unless a leader demands it by another. */
import type { Clause } from '../../engine/declare/policy.ts'
import { before, file } from '../../engine/declare/terms.ts'
import type { AnyRegister, Look, Now, OnEach, Parameter, Register, Seat, Trigger } from '../../engine/declare/words.ts'
import { choice, instant, type Facts } from '../../engine/fields.ts'
import { hours, nextDay, type Day } from '../../engine/time.ts'
import {
  firstDay,
  lastDay,
  office,
  type ofPeriod,
  onWorkday,
  p,
  periods,
  section,
  type Due,
  type Period,
} from './house.ts'

export const kinds = { plan: '工作计划', inspection: '监督检查情况', field: '分管领域情况' } as const
export type Kind = keyof typeof kinds
export const keyOf = (kind: Kind, { section: unit, period, day }: Due) => `${kind}|${unit}|${period}|${day}`

/** Which reports of which periods have come. */
export const reported = p.matter('period-report', '定期上报', { kind: choice('种类', kinds) })
export const isReported = (kind: Kind, due: Due, look: Pick<Look, 'row'>) =>
  look.row(reported, keyOf(kind, due)) !== undefined
/** Which a leader has demanded by a time of his own. */
export const demanded = p.matter('period-demand', '领导要求', { dueAt: instant('限期') })

type OfPeriod = Register<string, typeof ofPeriod>
interface Stage {
  readonly day: Day
  readonly sections: readonly string[]
}
interface Owed {
  readonly register: AnyRegister
  readonly demand: AnyRegister
  readonly opens: { readonly filed: Trigger<Stage> }
  readonly holder: (unit: string) => Seat
}
interface Usual {
  readonly workdays: Readonly<Record<Period, Parameter<number>>>
  readonly time: Parameter<number>
}
let usual: Usual | undefined
/** The usual times, declared once, by the first clause that needs them. */
function usualOf(clause: Clause): Usual {
  const own = { min: 1, max: 30, unit: '个工作日', isOwn: true, setBy: office } as const
  return (usual ??= {
    workdays: {
      week: clause.parameter('due-week', '周报期限', 1, { ...own, max: 5 }),
      month: clause.parameter('due-month', '月报期限', 3, { ...own, max: 10 }),
      stage: clause.parameter('due-stage', '阶段报期限', 3, { ...own, max: 10 }),
      year: clause.parameter('due-year', '年报期限', 10, own),
    },
    time: clause.parameter('due-time', '上报限时', hours(17), {
      min: hours(9),
      max: hours(18),
      unit: 'clock',
      isOwn: true,
      setBy: office,
    }),
  })
}

/** A plan is due when its period begins, a report of what was done when it has ended. */
export function owedByPeriod(clause: Clause, kind: Kind, { register, demand, opens, holder }: Owed) {
  const { workdays, time } = usualOf(clause)
  const settledBy = (period: Period) => {
    const key = ({ section: unit, day }: Facts<typeof ofPeriod>) => `${unit}|${day}`
    const isIt = (facts: Facts<typeof ofPeriod> & { readonly report?: Kind }) =>
      facts.period === period && (facts.report ?? kind) === kind && key(facts)
    // The rules know the registers by the fields of a period alone.
    return [register, demand].map((one: OfPeriod) => file(one, ({ facts }) => isIt(facts)))
  }
  const by = (period: Period) =>
    before(({ unit, day }: { readonly unit: string; readonly day: Day }, now: Now) => {
      const due: Due = { section: unit, period, day }
      const from = kind === 'plan' ? day : nextDay(lastDay(due, now) ?? day)
      return onWorkday(now.look.value(workdays[period]), from, now.look.value(time), now.calendar)
    })
  const terms = (period: Period) => ({
    holder: ({ unit }: { readonly unit: string }) => holder(unit),
    by: by(period),
    remind: hours(24),
    prefill: { period },
    must: settledBy(period),
  })
  for (const period of ['week', 'month', 'year'] as const) {
    clause.daily(`${kind}-${period}`, `${periods[period]}${kinds[kind]}`, {
      ...terms(period),
      each: section,
      on: (day) => firstDay(period, day) === day,
      owes: ({ unit, day }, { look }) => !look.row(demanded, keyOf(kind, { section: unit, period, day })),
    })
  }
  clause.duty<Stage, OnEach>(
    `${kind}-stage`,
    `阶段${kinds[kind]}`,
    opens.filed,
    ({ facts: { day, sections } }) => sections.map((unit) => ({ key: `${unit}|${day}`, unit, day })),
    terms('stage'),
  )
}
