/** How times, numbers and deadlines are said in Chinese; house time is UTC+8, as in the engine. */
import { clockOf, dayOf, nextDay } from '../../engine/time.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export interface Left {
  readonly state: 'late' | 'soon' | 'none'
  readonly word: '还有' | '逾期'
  /** What is said big: `18` 分, `4` 分 09 秒. */
  readonly figure: string
  readonly unit: string
}

/**
 * How long until `due`, or since: days, hours, minutes within the last hour (begun minutes count), seconds within the last
 * five. `lateFrom` is the first instant that is late; `soonMs` how close counts as soon.
 */
export function timeLeft(due: number, at: number, soonMs = hourMs, lateFrom = due): Left {
  if (at >= lateFrom) return { state: 'late', word: '逾期', ...span(at - due, Math.floor) }
  const ms = Math.max(0, due - at)
  const state = ms <= soonMs ? 'soon' : 'none'
  if (ms < 5 * minuteMs) {
    const seconds = Math.ceil(ms / 1000)
    const rest = String(seconds % 60).padStart(2, '0')
    return { state, word: '还有', figure: String(Math.floor(seconds / 60)), unit: `分 ${rest} 秒` }
  }
  return { state, word: '还有', ...span(ms, Math.ceil) }
}
function span(ms: number, roundMinutes: (minutes: number) => number) {
  if (ms >= dayMs) return { figure: String(Math.floor(ms / dayMs)), unit: '天' }
  if (ms > hourMs) return { figure: String(Math.floor(ms / hourMs)), unit: '时' }
  return { figure: String(roundMinutes(ms / minuteMs)), unit: '分' }
}
/** 还有 18 分; 逾期 2 时. */
export const sayLeft = ({ word, figure, unit }: Left) => `${word} ${figure} ${unit}`
/** 3 时 12 分; 40 分; under a minute, 不到 1 分. */
export function sayLong(ms: number): string {
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 1) return '不到 1 分'
  if (minutes < 60) return `${minutes} 分`
  const rest = minutes % 60
  return minutes >= 1440
    ? `${Math.floor(minutes / 1440)} 天`
    : `${Math.floor(minutes / 60)} 时${rest ? ` ${rest} 分` : ''}`
}
/** 1 分 38 秒, for how long a line has been cut. */
export const sayCut = (ms: number) => {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${String(seconds % 60).padStart(2, '0')} 秒`
}

/** 48,210. */
export const sayNumber = (n: number) => n.toLocaleString('en-US')
/** 第 48,210 条: the number is that of the log. */
export const sayEntry = (seq: number) => `第 ${sayNumber(seq)} 条`

export const sayClock = (at: number) => clockOf(at)
/** 10:45. */
export const sayMinute = (at: number) => clockOf(at).slice(0, 5)
const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
export const sayWeekday = (day: string) => weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
/** 11 月 23 日. */
export const sayDay = (day: string) => `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日`
/** 2026 年 11 月. */
export const sayMonth = (month: string) => `${month.slice(0, 4)} 年 ${Number(month.slice(5, 7))} 月`
/** 2026 年 11 月 23 日. */
export const sayFullDay = (day: string) => `${day.slice(0, 4)} 年 ${sayDay(day)}`
export const sayDayKind = {
  workday: '工作日',
  weekend: '双休日',
  holiday: '节假日',
  'make-up': '调休上班',
} as const

/** 11-23 in this year, else whole: for columns. */
export const sayNarrowDay = (day: string, now: number) =>
  day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day

/** 今日 15:00, 明日 11:00, 昨日 18:00, 周五 17:00 within a week, else 11 月 30 日 17:00. */
export function sayWhen(at: number, now: number): string {
  const day = dayOf(at)
  const today = dayOf(now)
  return `${nameOf(day, today)} ${sayMinute(at)}`
}
function nameOf(day: string, today: string): string {
  if (day === today) return '今日'
  if (day === nextDay(today)) return '明日'
  if (day === nextDay(today, -1)) return '昨日'
  if (day > today && day < nextDay(today, 7)) return sayWeekday(day).replace('星期', '周')
  return day.slice(0, 4) === today.slice(0, 4) ? sayDay(day) : sayFullDay(day)
}
/** 10:45 today, 11 月 22 日 10:45 on another day. */
export const sayShort = (at: number, now: number) => (dayOf(at) === dayOf(now) ? sayMinute(at) : sayWhen(at, now))
