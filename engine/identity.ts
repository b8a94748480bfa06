/** Documents by which a person shows who he is. GB 11643-1999 for the number of a resident. */
import { narrow } from './text.ts'
import { isDay, type Day } from './time.ts'

/** The kinds that a counter accepts. The first three carry a number of GB 11643, hence a birth date. */
export const documents = {
  resident: '居民身份证',
  temporary: '临时身份证',
  residence: '港澳台居民居住证',
  homeReturn: '港澳居民来往内地通行证',
  taiwan: '台湾居民来往大陆通行证',
  passport: '护照',
  permanent: '外国人永久居留身份证',
  military: '军人证件',
} as const
export type DocumentKind = keyof typeof documents
const numbered: ReadonlySet<unknown> = new Set<DocumentKind>(['resident', 'temporary', 'residence'])

/** Whether that kind's number tells the birth date, so that nobody types it. */
export const tellsBirth = (kind: unknown) => numbered.has(kind)

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** The eighteenth character for the first seventeen digits: ISO 7064, MOD 11-2. */
export const checkDigitOf = (digits: string) =>
  '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11] ?? ''

/** The day of birth inside a number of GB 11643; undefined where it has none that exists. */
export function bornIn(idNumber: string): Day | undefined {
  const plain = narrow(idNumber).replace(/\s/g, '')
  if (!/^\d{17}[\dXx]$/.test(plain)) return undefined
  const born = `${plain.slice(6, 10)}-${plain.slice(10, 12)}-${plain.slice(12, 14)}`
  return isDay(born) ? born : undefined
}

/** What is wrong with a number of that kind of document, as of a day. */
export function faultInIdNumber(value: string, kind: unknown, today: Day | undefined): string | undefined {
  if (!numbered.has(kind)) {
    return /^[A-Za-z0-9]{5,20}$/.test(value) ? undefined : '应为 5 至 20 位字母和数字'
  }
  if (value.length !== 18) return `应为 18 位，现为 ${[...value].length} 位`
  if (!/^\d{17}[\dXx]$/.test(value)) return '前 17 位应为数字，末位为数字或 X'
  const born = bornIn(value)
  if (born === undefined) return '中的出生日期不存在'
  if (today !== undefined && born > today) return '中的出生日期晚于今天'
  return checkDigitOf(value) === value[17]?.toUpperCase() ? undefined : '校验位不对'
}
