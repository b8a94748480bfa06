import { expect, test } from 'vitest'
import { laidOut, median, ratioLine, tableOf } from './bench-table.ts'

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 3], 2.5],
  [[10, 9, 100], 10],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle)
})

test('ratios are taken round by round, so a slow round of both changes nothing', () => {
  const product = { name: '守则', rates: [200, 20, 260] },
    rival = { name: 'pgbench', rates: [100, 10, 100] }
  expect(ratioLine(product, rival, 2.5)).toBe('守则 ÷ pgbench：2.00（2.00 至 2.60，目标 2.5）')
  expect(ratioLine(product, rival, undefined)).toBe('守则 ÷ pgbench：2.00（2.00 至 2.60）')
})

test('a Chinese character takes two columns', () => {
  expect(
    laidOut([
      ['守则', '1'],
      ['abc', '10'],
    ]),
  ).toBe('守则   1\nabc   10')
})

test('a row tells median, lowest and highest', () => {
  const [head, row] = tableOf([{ name: 'x', rates: [30, 10, 20] }], '每秒').split('\n')
  expect(head?.trim().split(/ +/)).toEqual(['每秒', '中位数', '最低', '最高'])
  expect(row?.trim().split(/ +/)).toEqual(['x', '20', '10', '30'])
})
