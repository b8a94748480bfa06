/** What a text says of time, read as a person reads it. */
import { expect, test } from 'vitest'
import { days, hours, minutes } from '../../engine/time.ts'
import { figuresIn, numberIn } from './figures.ts'

test.each([
  ['十一', 11],
  ['二十四', 24],
  ['六十', 60],
  ['一百二十', 120],
  ['24', 24],
  ['两', 2],
  ['半', 0.5],
])('%s is %d', (text, n) => expect(numberIn(text)).toBe(n))

test.each([
  ['每天上午十一时前报出', [['clock', hours(11)]]],
  ['次日二时打烊', [['clock', hours(26)]]],
  ['应在二十四小时内报告', [['length', hours(24)]]],
  [
    '默认 4 小时，上限 24 小时',
    [
      ['length', hours(4)],
      ['length', hours(24)],
    ],
  ],
  ['至少保存六十日', [['length', days(60)]]],
  ['半小时', [['length', minutes(30)]]],
  ['十时三十分', [['clock', hours(10) + minutes(30)]]],
  ['签收时限、二十条、十八周岁、第二日、一天、10 月 1 日、日报', []],
])('%s', (text, found) => expect(figuresIn(text).map(({ is, ms }) => [is, ms])).toEqual(found))
