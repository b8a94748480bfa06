import { expect, test } from 'vitest'
import { inert } from './workbook.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\0=1', '＝1', '＋1', '－1', '＠1'])(
  'a cell that begins like a formula (%j) is text',
  (cell) => {
    expect(inert(cell)).toBe(`'${cell}`)
  },
)
test.each(['输液泵 3 台', '1-2', '', '\u2212 5'])('a cell that does not (%j) stands as it was typed', (cell) => {
  expect(inert(cell)).toBe(cell)
})
