import { expect, test } from 'vitest'
import { figureOf, sayFigure } from './figures.ts'

const hourMs = 3_600_000
test.each([
  [10 * hourMs, 'clock', '10:00'],
  [26 * hourMs, 'clock', '次日 02:00'],
  [24 * hourMs, 'clock', '24:00'],
  [30 * 60_000, 'duration', '30 分'],
  [4 * hourMs, 'duration', '4 时'],
  [72 * hourMs, 'duration', '3 天'],
  [60, '天', '60 天'],
  [1284, undefined, '1,284'],
] as const)('%d as %s reads %s', (value, unit, said) => {
  expect(sayFigure(value, unit)).toBe(said)
  expect(figureOf(said.replace(',', ''), unit)).toBe(value)
})
test('a typed figure may be full-width or spaced; what is none is none', () => {
  expect(figureOf('次日２：００', 'clock')).toBe(26 * hourMs)
  expect(figureOf('26:00', 'clock')).toBe(26 * hourMs)
  expect([figureOf('2:70', 'clock'), figureOf('三天', 'duration'), figureOf('', '天')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
test('a bound that is none reads as such', () => expect(sayFigure(Number.POSITIVE_INFINITY, '天')).toBe('不限'))
