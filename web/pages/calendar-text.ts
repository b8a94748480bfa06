/** A year's holidays as somebody pastes them: the notice itself, or days one by one; what is off and what is worked instead. */
import { dayOf, nextDay } from '../../engine/time.ts'

export interface PastedYear {
  readonly holidays: readonly string[]
  readonly makeUpDays: readonly string[]
  /** What was not understood, or cannot be so, a sentence each. */
  readonly faults: readonly string[]
  /** The year that the notice itself is about, where it is another one. */
  readonly about?: string
}
type Token =
  | { readonly is: 'days'; readonly days: readonly string[] }
  | { readonly is: 'kind'; readonly kind: 'off' | 'work'; readonly isLabel: boolean }
  | { readonly is: 'count'; readonly n: number }
const rangeMax = 40

const digitsOf: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
/** 十二 → 12, 二十 → 20, 二〇二六 → 2026. */
function numberOf(text: string): string {
  const tens = /^([一二三])?十([一二三四五六七八九])?$/.exec(text)
  if (tens) return String((digitsOf[tens[1] ?? '一'] ?? 1) * 10 + (digitsOf[tens[2] ?? '〇'] ?? 0))
  return [...text].map((one) => digitsOf[one] ?? one).join('')
}
const weekdays = '日一二三四五六'
/** Digits as digits, one way of writing a date, weekdays kept as marks, what else stands in brackets left out. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[〇零一二三四五六七八九十]+(?=\s*[年月日号天])/g, numberOf)
    .replace(/[(（][^)）]*[)）]/g, (inside) => {
      const [, day = ''] = /(?:周|星期|礼拜)([日天一二三四五六])/.exec(inside) ?? []
      return day === '' ? '' : `<${day === '天' ? '日' : day}>`
    })
    .replace(/(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})日?/g, '$1年$2月$3日')
    .replace(/(?<!\d)(\d{1,2})[./](\d{1,2})(?!\d)(?!月)/g, '$1月$2日')
    .replace(/[^\S\n]+/g, '')

const date = '(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})[日号](?:<(.)>)?'
const token = new RegExp(
  `${date}(?:(?:至|到|-|–|—|~|～)${date})?|(上班|补班|补休上班|照常工作)([:：])?|(放假|休息|休假|公休|节假日)([:：])?|共(\\d{1,2})天`,
  'g',
)

/** The year as the text gives it; `year` is meant where a date names none. */
export function yearIn(text: string, year: string): PastedYear {
  const off = new Set<string>(),
    work = new Set<string>(),
    faults: string[] = []
  const words = plain(text)
  for (const sentence of words.split(/[。；;\n]/)) {
    const into = { off: new Set<string>(), work: new Set<string>() }
    let counted: number | undefined
    for (const { kind, days, count } of parted(tokensIn(sentence, year, faults))) {
      if (count !== undefined) counted = count
      for (const day of days) into[kind].add(day)
    }
    if (counted !== undefined && into.off.size > 0 && counted !== into.off.size) {
      faults.push(`写的是共 ${counted} 天，读出 ${into.off.size} 天：${sentence.slice(0, 30).replaceAll(',', '，')}`)
    }
    for (const day of into.off) off.add(day)
    for (const day of into.work) work.add(day)
  }
  for (const day of off) if (work.has(day)) faults.push(`${sayIn(day)}既写了放假又写了上班`)
  for (const day of work) {
    if (![0, 6].includes(weekdayOf(day))) faults.push(`${sayIn(day)}是周${weekdays[weekdayOf(day)]}，本来就上班`)
  }
  const within = (days: ReadonlySet<string>) => [...days].filter((day) => day.startsWith(year)).sort()
  const [, about] = /(\d{4})年(?:部分)?节假日/.exec(words) ?? []
  return {
    holidays: within(off).filter((day) => !work.has(day)),
    makeUpDays: within(work),
    faults,
    ...(about !== undefined && about !== year ? { about } : {}),
  }
}
/** Days by what the sentence says of them: what stands behind them (放假, 上班), or a label before them (补班：). */
function* parted(tokens: readonly Token[]) {
  let waiting: string[] = [],
    label: 'off' | 'work' | undefined
  for (const one of tokens) {
    if (one.is === 'count') yield { kind: 'off' as const, days: [], count: one.n }
    else if (one.is === 'days') {
      if (label) yield { kind: label, days: one.days }
      else waiting.push(...one.days)
    } else if (one.isLabel) {
      yield { kind: label ?? 'off', days: waiting }
      waiting = []
      label = one.kind
    } else {
      yield { kind: one.kind, days: waiting }
      waiting = []
    }
  }
  yield { kind: label ?? 'off', days: waiting }
}
function tokensIn(sentence: string, year: string, faults: string[]): readonly Token[] {
  const tokens: Token[] = []
  let month: string | undefined
  for (const found of sentence.matchAll(token)) {
    const [
      whole,
      fromYear,
      fromMonth,
      fromDay,
      fromWeekday,
      toYear,
      toMonth,
      toDay,
      toWeekday,
      isWork,
      workLabel,
      isOff,
      offLabel,
      count,
    ] = found
    if (isWork !== undefined) tokens.push({ is: 'kind', kind: 'work', isLabel: workLabel !== undefined })
    else if (isOff !== undefined) tokens.push({ is: 'kind', kind: 'off', isLabel: offLabel !== undefined })
    else if (count !== undefined) tokens.push({ is: 'count', n: Number(count) })
    else {
      // 2 月 14 日、28 日: the month of the day before.
      month = fromMonth ?? month
      const from = dayAt(fromYear ?? year, month, fromDay),
        to = toDay === undefined ? from : dayAt(toYear ?? fromYear ?? year, toMonth ?? month, toDay)
      if (!from || !to || to < from) {
        faults.push(`${whole.replace(/<.>/g, '')}不是日期`)
        continue
      }
      month = toMonth ?? month
      faults.push(...[wrong(from, fromWeekday), wrong(to, toWeekday)].flat())
      tokens.push({ is: 'days', days: daysFrom(from, to) })
    }
  }
  return tokens
}
function daysFrom(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let day = from; day <= to && days.length < rangeMax; day = nextDay(day)) days.push(day)
  return days
}
function dayAt(year: string, month: string | undefined, date: string | undefined): string | undefined {
  const text = `${year}-${(month ?? '').padStart(2, '0')}-${(date ?? '').padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00+08:00`)
  return !Number.isNaN(at) && dayOf(at) === text ? text : undefined
}
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const sayIn = (day: string) => `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`
/** A weekday that is not that day's: the notice of another year, or a slip of the pen. */
function wrong(day: string, weekday: string | undefined): readonly string[] {
  const is = weekdays[weekdayOf(day)]
  if (weekday === undefined || weekday === is) return []
  return [`${sayIn(day)}写的是周${weekday}，${day.slice(0, 4)} 年这天是周${is}`]
}
