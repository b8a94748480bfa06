import { expect, test } from 'vitest'
import { daysOfMonth, isMonth, monthOf, nextMonth } from './month.ts'

test.each([
  ['2026-10', 1, '2026-11'],
  ['2026-12', 1, '2027-01'],
  ['2027-01', -1, '2026-12'],
  ['2026-03', -12, '2025-03'],
  ['2026-03', 0, '2026-03'],
])('%s and %d months is %s', (month, n, then) => {
  expect(nextMonth(month, n)).toBe(then)
})
test.each([
  ['2026-02', '2026-02-28'],
  ['2028-02', '2028-02-29'],
  ['2026-12', '2026-12-31'],
])('%s ends on %s', (month, last) => {
  expect(daysOfMonth(month)).toEqual({ from: `${month}-01`, to: last })
})
test('a month begins at midnight of the zone', () => {
  expect([monthOf(Date.parse('2026-10-31T15:59:59Z')), monthOf(Date.parse('2026-10-31T16:00:00Z'))]).toEqual([
    '2026-10',
    '2026-11',
  ])
})
test('what is no month is none', () => {
  expect(['2026-10', '2026-13', '2026-00', '26-10', '2026-1', 7].map(isMonth)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})
