/** Times of day and lengths of time that a Chinese text names, as milliseconds: 十一时前, 24 小时内, 六十日, 次日二时. */
import { days, hours, minutes } from '../../engine/time.ts'

export interface Figure {
  readonly words: string
  readonly is: 'clock' | 'length'
  readonly ms: number
}
const digits: Readonly<Record<string, number>> = Object.fromEntries(
  [...'零一二三四五六七八九']
    .map((digit, n) => [digit, n] as const)
    .concat([
      ['两', 2],
      ['〇', 0],
    ]),
)
/** 二十四 → 24, 一百二十 → 120, 24 → 24, 半 → 0.5; NaN for what is no number. */
export function numberIn(text: string): number {
  if (text === '半') return 0.5
  if (/^\d+$/.test(text)) return Number(text)
  let sum = 0,
    digit = 0
  for (const one of text) {
    const place = { 十: 10, 百: 100, 千: 1_000 }[one]
    if (place !== undefined) {
      sum += (digit === 0 ? 1 : digit) * place
      digit = 0
    } else digit = digits[one] ?? Number.NaN
  }
  return sum + digit
}
const number = '(\\d+|[零〇一二两三四五六七八九十百千]+|半)'
const lengths: readonly (readonly [unit: string, ms: number])[] = [
  ['[个]?[小]时', hours(1)],
  ['分钟', minutes(1)],
  ['秒', 1_000],
  ['天', days(1)],
  ['日(?![期程报志常])', days(1)],
  ['周(?!岁|末)', days(7)],
  ['个月', days(30)],
  ['年(?![月度内])', days(365)],
]
/** `第二日`, `10 月 1 日` and `二十时` are no lengths; what stands behind 第 or 月 is passed over. */
const lengthPatterns = lengths.map(([unit, ms]) => ({
  pattern: new RegExp(`(?<![第月年])${number} ?(${unit})`, 'g'),
  ms,
}))
const clockPattern = new RegExp(`([次][日])? ?${number} ?时(?![间候限刻段常代])(${number} ?分)?(?!之?内)`, 'g')

/** Every such figure of a text, in its own words. */
export function figuresIn(text: string): readonly Figure[] {
  const found: Figure[] = []
  for (const { pattern, ms } of lengthPatterns) {
    for (const [words, amount = ''] of text.matchAll(pattern)) {
      const n = numberIn(amount)
      // 一天, 一日, 一年, 一周 mostly mean “on a day”; what is really due within one day is said as 24 小时.
      if (!Number.isNaN(n) && !(n === 1 && ms >= days(1))) found.push({ words, is: 'length', ms: n * ms })
    }
  }
  for (const [words, next, hour = '', , minute = '0'] of text.matchAll(clockPattern)) {
    const at = hours(numberIn(hour)) + minutes(numberIn(minute)) + (next === undefined ? 0 : days(1))
    if (!Number.isNaN(at)) found.push({ words: words.trim(), is: 'clock', ms: at })
  }
  return found
}

/** Every figure before a word that is no time: 前三个工作日, 扣两分. */
export function countsIn(text: string, unit: string): readonly { readonly words: string; readonly n: number }[] {
  return [...text.matchAll(new RegExp(`(?<![第百千万])${number} ?${unit}(?!之)`, 'g'))].flatMap(
    ([words, amount = '']) => {
      const n = numberIn(amount)
      // 一人 mostly means somebody, 一分 a bit.
      return Number.isNaN(n) || n === 1 ? [] : [{ words, n }]
    },
  )
}
