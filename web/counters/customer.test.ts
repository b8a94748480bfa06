import { expect, test } from 'vitest'
import { checkDigitOf } from '../../engine/identity.ts'
import { ageOf, emptyCustomer, maskedNumber, numberFault, placesOf } from './customer.ts'

const numberOf = (born: string) => {
  const digits = `440101${born.replaceAll('-', '')}001`
  return digits + checkDigitOf(digits)
}
const today = '2026-11-23'
const one = (customer: string, more = {}) => ({ ...emptyCustomer, customer, ...more })

test.each([
  ['2008-11-23', 18],
  ['2008-11-24', 17],
  ['2000-02-29', 26],
])('born %s is %d on the day', (born, years) => {
  expect(ageOf(one(numberOf(born)), today)).toBe(years)
})
test('a passport has no birth date until it is typed', () => {
  expect(ageOf(one('E12345678', { idKind: 'passport' }), today)).toBeUndefined()
  expect(ageOf(one('E12345678', { idKind: 'passport', born: '2000-01-01' }), today)).toBe(26)
})
test('a number with spaces, full-width digits or a small x is understood', () => {
  const number = numberOf('1990-01-01')
  const wide = number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).toLowerCase()
  expect([numberFault(one(` ${wide} `), today), maskedNumber(wide)]).toEqual([
    undefined,
    `${number.slice(0, 4)}**********${number.slice(-4)}`,
  ])
})
test('a wrong check digit is said, and the right one is not', () => {
  const right = numberOf('1990-01-01')
  const wrong = right.slice(0, 17) + (right.endsWith('0') ? '1' : '0')
  expect([numberFault(one(wrong), today), numberFault(one(right), today)]).toEqual(['证件号校验位不对', undefined])
})
test('the desk asks for a birth date only where the number tells none', () => {
  expect([placesOf('resident').includes('born'), placesOf('passport').includes('born')]).toEqual([false, true])
})
