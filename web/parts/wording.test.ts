import { describe, expect, test } from 'vitest'
import { instantOf } from '../../engine/time.ts'
import { sayCut, sayLeft, sayLong, sayWhen, timeLeft } from './wording.ts'

const eleven = instantOf('2026-11-23', '11:00')
const at = (clock: string) => instantOf('2026-11-23', clock)

describe('a deadline says how long is left', () => {
  test.each([
    ['10:42:07', '还有 18 分', 'soon'],
    ['10:00:00', '还有 60 分', 'soon'],
    ['09:59:59', '还有 1 时', 'none'],
    ['07:30:00', '还有 3 时', 'none'],
    ['10:55:00', '还有 5 分', 'soon'],
    ['10:55:51', '还有 4 分 09 秒', 'soon'],
    ['10:59:59', '还有 0 分 01 秒', 'soon'],
    ['11:00:00', '逾期 0 分', 'late'],
    ['11:04:30', '逾期 4 分', 'late'],
    ['13:00:00', '逾期 2 时', 'late'],
  ])('at %s: %s', (clock, said, state) => {
    const left = timeLeft(eleven, at(clock))
    expect([sayLeft(left), left.state]).toEqual([said, state])
  })
  test('a day and more is said in days', () => {
    expect(sayLeft(timeLeft(eleven, eleven - 26 * 3_600_000))).toBe('还有 1 天')
  })
  test('an instant that still counts is not late', () => {
    expect(timeLeft(eleven, eleven, 3_600_000, eleven + 1).word).toBe('还有')
  })
  test('what warns sixty days before is soon fifty days before', () => {
    const dayMs = 86_400_000
    expect(timeLeft(eleven, eleven - 50 * dayMs, 60 * dayMs).state).toBe('soon')
    expect(timeLeft(eleven, eleven - 61 * dayMs, 60 * dayMs).state).toBe('none')
  })
})

test.each([
  [30_000, '不到 1 分'],
  [40 * 60_000, '40 分'],
  [192 * 60_000, '3 时 12 分'],
  [120 * 60_000, '2 时'],
  [49 * 3_600_000, '2 天'],
])('%d ms last %s', (ms, said) => expect(sayLong(ms)).toBe(said))

test('a cut line says minutes and seconds', () => {
  expect([sayCut(9_000), sayCut(98_000)]).toEqual(['9 秒', '1 分 38 秒'])
})

describe('an instant is named by how near it is', () => {
  test.each([
    ['2026-11-23', '15:00', '今日 15:00'],
    ['2026-11-24', '11:00', '明日 11:00'],
    ['2026-11-22', '18:00', '昨日 18:00'],
    ['2026-11-27', '17:00', '周五 17:00'],
    ['2026-11-30', '17:00', '11 月 30 日 17:00'],
    ['2027-01-04', '11:00', '2027 年 1 月 4 日 11:00'],
  ])('%s %s is %s', (day, clock, said) => expect(sayWhen(instantOf(day, clock), at('10:42'))).toBe(said))
})
