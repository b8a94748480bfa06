/** May a parameter be set so, may a calendar be loaded? */
import type { Book } from './book.ts'
import type { Command } from './commands.ts'
import type { Now, Parameter } from './declare/words.ts'
import { 日历 } from './people.ts'
import { refuse, type Refusal } from './refusal.ts'
import { dayOf, isDay, type Day } from './time.ts'

type Setting = Extract<Command, { readonly do: 'set' }>
type Loading = Extract<Command, { readonly do: 'load' }>

/** A figure as people read it: 02:00（次日）, 24 小时, 60 天. */
export function figure({ unit }: Pick<Parameter<number | boolean>, 'unit'>, value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value !== 'number') return String(value)
  if (unit === 'clock') return clock(value)
  if (unit !== 'duration') return `${value}${unit === undefined ? '' : ` ${unit}`}`
  const [ms, word] =
    value % 86_400_000 === 0 ? [86_400_000, '天'] : value % 3_600_000 === 0 ? [3_600_000, '小时'] : [60_000, '分钟']
  return `${Math.round(value / ms)} ${word}`
}
function clock(ms: number): string {
  const minutes = Math.floor(ms / 60_000),
    two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
  return ms < 86_400_000 ? time : ms === 86_400_000 ? '24:00' : `次日 ${time}`
}

export function checkSet(book: Book, { parameter: id, value, from }: Setting, { recorded }: Now): Refusal | undefined {
  const parameter = book.parameter(id),
    { clause, title, usual, min, max } = parameter,
    doing = `设定“${title}”`
  const no = (fact: string, field: string) => refuse(clause, doing, fact, field)
  if (typeof value !== typeof usual || Number.isNaN(value)) {
    return no(typeof usual === 'number' ? '应为数字' : '应为是或否', 'value')
  }
  if (typeof value === 'number' && Number.isInteger(usual) && !Number.isInteger(value)) return no('应为整数', 'value')
  if (typeof value === 'number' && value < min) {
    return no(`${figure(parameter, value)} 低于下限 ${figure(parameter, min)}`, 'value')
  }
  if (typeof value === 'number' && value > max) {
    return no(`${figure(parameter, value)} 高于上限 ${figure(parameter, max)}`, 'value')
  }
  if (from === undefined) return undefined
  if (!isDay(from)) return no('没有这一天', 'from')
  const today = dayOf(recorded)
  if (from < today) return no('生效日早于今天', 'from')
  const isLine = book.tallies.some(({ lines }) =>
    lines.some(({ level }) => typeof level !== 'number' && level.id === id),
  )
  // A line is tested when it is set; one that changes by itself at midnight would have nobody to test it.
  return isLine && from > today ? no('此项须自设定之日生效', 'from') : undefined
}
const daysMax = 200
export function checkLoad({ year, holidays, makeUpDays }: Loading): Refusal | undefined {
  const no = (fact: string, field: string) => refuse(日历, '载入节假日', fact, field)
  if (!/^(19|20|21)\d\d$/.test(year)) return no('没有这一年', 'year')
  const isFault = (days: readonly Day[]) =>
    !Array.isArray(days) || days.length > daysMax || days.some((day) => !isDay(day) || !day.startsWith(year))
  if (isFault(holidays)) return no(`节假日中有不属于 ${year} 年的日期`, 'holidays')
  if (isFault(makeUpDays)) return no(`调休上班日中有不属于 ${year} 年的日期`, 'makeUpDays')
  const both = holidays.find((day) => makeUpDays.includes(day))
  return both === undefined ? undefined : no(`${both} 既是节假日又是上班日`, 'makeUpDays')
}
