import { describe, expect, test } from 'vitest'
import { Dice } from '../testing/dice.ts'
import { linesOf, readLine, spellLine } from './disposal.ts'
import { endOf, overSince, type Length } from './retention.ts'
import { t } from './testing/world.ts'
import { days, hours, minutes } from './time.ts'

const sixty: Length = { days: 60 }

describe('sixty days are sixty times twenty-four hours', () => {
  const out = t('2026-03-01', '22:48:10')
  test.each([
    ['59 days 23:59:59 are too few', days(60) - 1_000, false],
    ['a millisecond is too few', days(60) - 1, false],
    ['60 days are enough', days(60), true],
  ])('%s', (_, passed, isOver) => {
    expect(out <= overSince(out + passed, sixty)).toBe(isOver)
    expect(endOf(out, sixty) <= out + passed).toBe(isOver)
  })
  test('from ten thousand instants, whatever the machine’s zone: never a millisecond early, never late (RG-02)', () => {
    const dice = new Dice(20_260_301)
    const lengths: readonly Length[] = [sixty, { days: 184 }, { years: 1 }, { years: 3 }, { years: 4 }]
    const faults = Array.from({ length: 10_000 }, () => {
      const since = dice.roll(40_000) * days(1) + dice.roll(days(1)),
        length = dice.pick(lengths)
      const end = endOf(since, length)
      const isExact = since > overSince(end - 1, length) && since <= overSince(end, length)
      const isWhole = 'years' in length || end - since === length.days * hours(24)
      return isExact && isWhole ? [] : [{ since, length }]
    })
    expect(faults.flat()).toEqual([])
  })
})

describe('years are those of the calendar', () => {
  test.each([
    ['2026-03-01', '10:00', 3, '2029-03-01', '10:00'],
    ['2024-02-29', '10:00', 1, '2025-03-01', '00:00'],
    ['2024-02-29', '10:00', 4, '2028-02-29', '10:00'],
    ['2027-02-28', '23:59', 1, '2028-02-28', '23:59'],
    ['2027-03-01', '00:00', 1, '2028-03-01', '00:00'],
  ])('%s %s and %i years end on %s %s', (day, clock, years, endDay, endClock) => {
    expect(endOf(t(day, clock), { years })).toBe(t(endDay, endClock))
  })
  test('on 29 February everything is over that began before the 1 March of a common year', () => {
    const over = overSince(t('2028-02-29', '12:00'), { years: 1 })
    expect([over >= t('2027-02-28', '23:59'), over >= t('2027-03-01', '00:00')]).toEqual([true, false])
    expect(overSince(t('2028-03-01', '00:00') - minutes(1), { years: 1 })).toBe(over)
  })
})

describe('the lines of a disposal', () => {
  const body = (seq: number, isOver: boolean, register = 'check-in', month = '2026-08') => ({
    register,
    month,
    seq,
    isOver,
  })
  test('what stays parts a range, what is of another register does not', () => {
    const lines = linesOf([
      body(3, true),
      body(5, true),
      body(6, true, 'minor-found'),
      body(9, false),
      body(12, true),
      body(15, true),
      body(18, true, 'check-in', '2026-09'),
      body(20, false, 'check-in', '2026-09'),
    ])
    expect(lines.map(spellLine)).toEqual([
      'check-in 2026-08 4 3-5,12-15',
      'check-in 2026-09 1 18',
      'minor-found 2026-08 1 6',
    ])
    expect(lines.map(spellLine).map(readLine)).toEqual(lines)
  })
  test('what is no line is not read as one', () => {
    const bad = ['', 'check-in 2026-08 4', 'check-in 2026-8 4 3-5', 'check-in 2026-08 4 3-', 'check-in 2026-08 x 3']
    expect(bad.map(readLine)).toEqual(bad.map(() => undefined))
  })
})
