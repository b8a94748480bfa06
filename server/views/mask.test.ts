import { expect, test } from 'vitest'
import { masked } from './mask.ts'

test.each([
  ['440101199001010011', '4401**********0011'],
  ['E12345678', 'E*******8'],
  ['13800000000', '1380***0000'],
  ['𠮷1', '𠮷1'],
  ['', ''],
])('%s is shown as %s', (value, shown) => {
  expect(masked(value)).toBe(shown)
})
test('eight characters of a long number are shown, however long it is', () => {
  for (let length = 11; length <= 30; length++) {
    const shown = [...masked('1'.repeat(length))].filter((one) => one !== '*')
    expect(shown).toHaveLength(8)
  }
})
