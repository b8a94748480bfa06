/** 安全生产工作信息上报: who there is, and the periods in which a bureau counts. */
import { policy } from '../../engine/declare/policy.ts'
import type { Now } from '../../engine/declare/words.ts'
import { choice, day, of } from '../../engine/fields.ts'
import { instantOf, nextDay, years, type Calendar, type Day, type Instant } from '../../engine/time.ts'

export const p = policy('work-safety-reporting', '安全生产工作信息上报', { keep: years(3) })

export const section = p.unit('section', '科室')
export const staff = p.post('section-staff', '科室人员', section)
export const head = p.post('section-head', '科室负责人', section)
/** In charge of one section or of several: whoever is in charge of each. */
export const deputy = p.post('deputy-in-charge', '主管局长', section)
export const director = p.post('bureau-director', '局长')
export const office = p.post('bureau-office', '办公室')

export interface OfSection {
  readonly section: string
}
export const leaders = ({ section }: OfSection) => [deputy.at(section), director]
/** Whoever works for a section, and whoever stands above it. */
export const everybodyOf = ({ section }: OfSection) => [
  staff.at(section),
  head.at(section),
  deputy.at(section),
  director,
  office,
]

export const periods = { week: '周', month: '月', stage: '阶段', year: '年' } as const
export type Period = keyof typeof periods
/** A report of a period says which, and on which day it began. */
export const ofPeriod = {
  section: of(section),
  period: choice('期间', periods),
  day: day('首日'),
}
export interface Due extends OfSection {
  readonly period: Period
  readonly day: Day
}

/** A stage of work, called by the day on which it begins. */
export const stage = p.matter('stage', '阶段', { until: day('末日') })

/** The first day of the week, month or year in which a day lies. */
export function firstDay(period: Exclude<Period, 'stage'>, of: Day): Day {
  if (period === 'year') return `${of.slice(0, 4)}-01-01`
  if (period === 'month') return `${of.slice(0, 7)}-01`
  return nextDay(of, -((new Date(of).getUTCDay() + 6) % 7))
}
/** The last day of a period; undefined for a stage that nobody opened. */
export function lastDay({ period, day: from }: Due, { look }: Pick<Now, 'look'>): Day | undefined {
  return period === 'stage' ? look.row(stage, from)?.until : endOfPeriod(period, from)
}
/** The last day of a week, month or year that begins on a day. */
export function endOfPeriod(period: Exclude<Period, 'stage'>, from: Day): Day {
  if (period === 'week') return nextDay(from, 6)
  return period === 'year' ? `${from.slice(0, 4)}-12-31` : nextDay(firstDay('month', nextDay(from, 31)), -1)
}
/** What is wrong with the first day of a period. */
export function faultOfPeriod({ period, day: from }: Due, { look }: Pick<Now, 'look'>): string | false {
  if (period === 'stage') return look.row(stage, from) === undefined && `没有自 ${from} 开始的阶段`
  const first = firstDay(period, from)
  return first !== from && `${from} 不是${periods[period]}的首日，应为 ${first}`
}
/** That time on the n-th working day, counted from a day on. */
export function onWorkday(n: number, from: Day, time: number, calendar: Calendar): Instant {
  let day = calendar.isWorkday(from) ? from : calendar.nextWorkday(from)
  for (let left = n - 1; left > 0; left--) day = calendar.nextWorkday(day)
  return instantOf(day, '00:00') + time
}
