import { expect, test } from 'vitest'
import { daysIn, yearIn } from './calendar-text.ts'

test.each([
  ['2026-10-01', ['2026-10-01']],
  ['10月1日至3日', ['2026-10-01', '2026-10-02', '2026-10-03']],
  ['9 月 30 日（周三）至 10 月 1 日', ['2026-09-30', '2026-10-01']],
  ['10.1~10.2', ['2026-10-01', '2026-10-02']],
  ['１０月１日', ['2026-10-01']],
  ['2026年1月1日', ['2026-01-01']],
])('%s gives its days', (text, days) => expect(daysIn(text, '2026').days).toEqual(days))

test('a day that does not exist is said, the others stay', () => {
  expect(daysIn('2月30日、3月1日', '2026')).toEqual({ days: ['2026-03-01'], faults: ['2 月 30 日 不是一段日期'] })
})

test('a year as the notice words it: holidays apart from days worked instead', () => {
  const text = '国庆节：10月1日至8日放假调休。9月27日（星期日）、10月10日（星期六）上班。'
  expect(yearIn(text, '2026')).toEqual({
    holidays: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `2026-10-0${n}`),
    makeUpDays: ['2026-09-27', '2026-10-10'],
    faults: [],
  })
})
