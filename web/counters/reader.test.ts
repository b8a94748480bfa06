import { expect, test } from 'vitest'
import { numberRead, Reader } from './reader.ts'

/** Feeds a text at a pace, then its end; answers what the end brought. */
function typed(reader: Reader, text: string, gapMs: number, end = 'Enter') {
  let at = 1_000
  for (const key of text) reader.key(key, (at += gapMs))
  return reader.key(end, at + gapMs)
}
const number = '44010119900101001X'

test.each(['Enter', 'Tab'])('a number at a reader’s pace that ends with %s is a scan', (end) => {
  expect(typed(new Reader(), number, 4, end)).toEqual({ text: number, head: '' })
})
test('the same number typed by hand is not', () => {
  expect(typed(new Reader(), number, 90)).toBeUndefined()
})
test('a short word typed fast is not', () => {
  expect(typed(new Reader(), '05', 10)).toBeUndefined()
})
test('a foreign name typed at a machine’s pace is not, a travel permit is', () => {
  expect(typed(new Reader(), 'ALEXANDER', 4)).toBeUndefined()
  expect(typed(new Reader(), 'H12345678', 4)).toEqual({ text: 'H12345678', head: '' })
})
test('a scan after something typed by hand says what the hand typed', () => {
  const reader = new Reader()
  reader.key('0', 0)
  reader.key('5', 200)
  expect(typed(reader, number, 4)).toEqual({ text: number, head: '05' })
  reader.key('5', 5_000)
  reader.key('Backspace', 5_500)
  expect(typed(reader, number, 4)).toEqual({ text: number, head: '' })
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
  expect(reader.key('Enter', at + 4)).toEqual({ text: '44010119X', head: '' })
})

/** Keys three milliseconds apart but for one, which a busy machine held up; Enter after the last. */
function heldUp(text: string, before: number, pauseMs: number) {
  const reader = new Reader()
  let at = 1_000
  for (const [index, key] of [...text].entries()) reader.key(key, (at += index === before ? pauseMs : 3))
  return reader.key('Enter', at + 3)
}
const passport = 'E447110002'

test.each([1, 2, 5, 9])('a pause of a busy machine before character %d takes nothing away', (before) => {
  for (const pauseMs of [36, 80, 400]) expect(heldUp(passport, before, pauseMs)).toEqual({ text: passport, head: '' })
})
test('after a pause in which a hand could have laid on the card, the head stays in doubt and is kept', () => {
  expect(heldUp(passport, 1, 1_200)).toEqual({ text: passport.slice(1), head: 'E' })
  expect(heldUp(passport, 1, 3_100)).toEqual({ text: passport.slice(1), head: '' })
})
test('a number by hand in which every third pair of keys rolls is no scan', () => {
  const reader = new Reader()
  let at = 0
  for (const [index, key] of [...number].entries()) reader.key(key, (at += index % 3 === 0 ? 20 : 110))
  expect(reader.key('Enter', at + 20)).toBeUndefined()
})
test.each([
  ['only what the reader typed is a number', '05', number, [number], number],
  ['only both together are', number.slice(0, 4), number.slice(4), [number], number],
  ['there is no head', '', 'E12', [], 'E12'],
  ['both could be one', 'E4', '47110002', ['47110002', 'E447110002'], undefined],
  ['neither is', '05', 'E447110002', [], undefined],
])('where %s, that is what was read', (_, head, text, numbers, read) => {
  expect(numberRead({ head, text }, (one) => numbers.some((number) => number === one))).toBe(read)
})
