/** Customers of an evening at the counter: invented people, each with the way in which his document is entered. */
import { checkDigitOf } from '../../engine/identity.ts'

/** How the number gets into the desk. */
export type Way =
  | 'reader'
  | 'reader-tab'
  | 'hand'
  | 'lower-x'
  | 'full-width'
  | 'composed'
  | 'composed-width'
  | 'passport'
  | 'taiwan'

export interface Customer {
  readonly way: Way
  readonly number: string
  readonly name: string
  /** Typed only where the document's number does not tell it. */
  readonly born: string
}

/** A number of GB 11643 that nobody has: of a day of birth, with a serial of three digits. */
export function residentNumber(born: string, serial: number): string {
  const digits = `440106${born}${String(serial).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
/** The first serial from `from` on whose number ends with X. */
export function numberWithX(born: string, from: number): string {
  for (let serial = from; serial < 1000; serial += 1) {
    const number = residentNumber(born, serial)
    if (number.endsWith('X')) return number
  }
  throw new Error('no number of that day ends with X')
}

const special: Readonly<Record<number, Way>> = {
  2: 'reader-tab',
  5: 'lower-x',
  8: 'full-width',
  11: 'composed',
  14: 'passport',
  17: 'hand',
  21: 'taiwan',
  26: 'lower-x',
  29: 'composed-width',
  33: 'passport',
}
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']

/** So many customers, all of age, no two alike. */
export function customers(count: number): readonly Customer[] {
  return Array.from({ length: count }, (_, index) => {
    const way = special[index] ?? 'reader',
      born = `19${80 + (index % 20)}0${1 + (index % 9)}1${index % 10}`
    const name = `${surnames[index % surnames.length]}试${'甲乙丙丁'[Math.floor(index / 10)]}`
    if (way === 'passport') return { way, number: `E4471${1000 + index}`, name, born }
    if (way === 'taiwan') return { way, number: `0447${1000 + index}`, name, born }
    const number = way === 'lower-x' ? numberWithX(born, index * 10).toLowerCase() : residentNumber(born, 100 + index)
    return { way, number, name, born }
  })
}
/** The same digits and letters as some input methods give them. */
export const fullWidth = (text: string) =>
  [...text].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('')
