/** A year's holidays as somebody pastes them: days one by one or as ranges, 放假 and 补班 told apart by their line. */
import { dayOf, nextDay } from '../../engine/time.ts'

export interface PastedYear {
  readonly holidays: readonly string[]
  readonly makeUpDays: readonly string[]
  readonly faults: readonly string[]
}
const rangeMax = 40

/** Days of a year in a text: 2026-10-01, 10月1日, 10.1, and ranges with 至, – or ~ between them. */
export function daysIn(
  text: string,
  year: string,
): { readonly days: readonly string[]; readonly faults: readonly string[] } {
  const days: string[] = []
  const faults: string[] = []
  const one = '(?:(\\d{4})\\s*[-年./])?\\s*(\\d{1,2})\\s*[-月./]\\s*(\\d{1,2})\\s*(?:日|号)?(?:（[^）]*）|\\([^)]*\\))?'
  const range = new RegExp(
    `${one}(?:\\s*(?:至|到|–|—|~|～)\\s*(?:(?:(\\d{4})\\s*[-年./])?\\s*(\\d{1,2})\\s*[-月./])?\\s*(\\d{1,2})\\s*(?:日|号)?)?`,
    'g',
  )
  for (const [, fromYear, fromMonth, fromDay, toYear, toMonth, toDay] of text.normalize('NFKC').matchAll(range)) {
    const from = dayAt(fromYear ?? year, fromMonth, fromDay)
    const to = toDay === undefined ? from : dayAt(toYear ?? fromYear ?? year, toMonth ?? fromMonth, toDay)
    if (!from || !to || to < from) {
      faults.push(
        `${fromMonth} 月 ${fromDay} 日${toDay ? ` 至 ${toMonth ?? fromMonth} 月 ${toDay} 日` : ''} 不是一段日期`,
      )
      continue
    }
    for (let day = from, n = 0; day <= to && n < rangeMax; day = nextDay(day), n += 1) days.push(day)
  }
  return { days: [...new Set(days)].filter((day) => day.startsWith(year)).sort(), faults }
}
function dayAt(year: string, month: string | undefined, date: string | undefined): string | undefined {
  const text = `${year}-${(month ?? '').padStart(2, '0')}-${(date ?? '').padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00+08:00`)
  return !Number.isNaN(at) && dayOf(at) === text ? text : undefined
}

/** Sentences that speak of 上班, 补班 or 调休上班 give make-up days; all others give holidays. */
export function yearIn(text: string, year: string): PastedYear {
  const parts = text.split(/[。；;\n]/)
  const isWork = (part: string) => /上班|补班/.test(part)
  const off = parts.filter((part) => !isWork(part)).map((part) => daysIn(part, year))
  const work = parts.filter(isWork).map((part) => daysIn(part, year))
  const makeUpDays = [...new Set(work.flatMap(({ days }) => days))].sort()
  return {
    holidays: [...new Set(off.flatMap(({ days }) => days))].filter((day) => !makeUpDays.includes(day)).sort(),
    makeUpDays,
    faults: [...off, ...work].flatMap(({ faults }) => faults),
  }
}
