import { expect, test } from 'vitest'
import { Reader } from './reader.ts'

/** Feeds a text at a pace, then its end; answers what the end brought. */
function typed(reader: Reader, text: string, gapMs: number, end = 'Enter') {
  let at = 1_000
  for (const key of text) reader.key(key, (at += gapMs))
  return reader.key(end, at + gapMs)
}
const number = '44010119900101001X'

test.each(['Enter', 'Tab'])('a number at a reader’s pace that ends with %s is a scan', (end) => {
  expect(typed(new Reader(), number, 4, end)).toEqual({ text: number })
})
test('the same number typed by hand is not', () => {
  expect(typed(new Reader(), number, 90)).toBeUndefined()
})
test('a short word typed fast is not', () => {
  expect(typed(new Reader(), '05', 10)).toBeUndefined()
})
test('a foreign name typed at a machine’s pace is not, a travel permit is', () => {
  expect(typed(new Reader(), 'ALEXANDER', 4)).toBeUndefined()
  expect(typed(new Reader(), 'H12345678', 4)).toEqual({ text: 'H12345678' })
})
test('a scan after something typed by hand gives the scan alone', () => {
  const reader = new Reader()
  reader.key('0', 0)
  reader.key('5', 200)
  expect(typed(reader, number, 4)).toEqual({ text: number })
})
test('a hand that presses Enter long after a fast text made no scan', () => {
  const reader = new Reader()
  let at = 0
  for (const key of number) reader.key(key, (at += 4))
  expect(reader.key('Enter', at + 400)).toBeUndefined()
})
test('Shift between the digits and the X does not break a scan', () => {
  const reader = new Reader()
  let at = 0
  for (const key of ['4', '4', '0', '1', '0', '1', '1', '9', 'Shift', 'X']) reader.key(key, (at += 4))
  expect(reader.key('Enter', at + 4)).toEqual({ text: '44010119X' })
})
