import { expect, test } from 'vitest'
import { columnOf, layoutOf, type Cell } from './columns.ts'

const grid = (...rows: readonly string[]): readonly (readonly Cell[])[] =>
  rows.map((row) => row.split('|').map((text) => ({ text, as: 'text' as const })))
const found = (...rows: readonly string[]) => {
  const { from, at } = layoutOf(grid(...rows))
  return { from, ...Object.fromEntries(at) }
}

test.each([
  ['姓　名', 'name'],
  ['姓名*', 'name'],
  ['科室（全称）', 'unit'],
  ['岗位/职务', 'post'],
  ['职务', 'post'],
  ['工号', 'staffNumber'],
  ['身份证号码（18 位）', 'idNumber'],
  ['公民身份号码', 'idNumber'],
  ['手机：', 'phone'],
  ['任职日期', 'from'],
  ['登录账号', 'account'],
  ['序号', undefined],
  ['性别', undefined],
  ['张三', undefined],
])('%s heads %s', (text, column) => expect(columnOf(text)).toBe(column))

test('headings in the first row, in any order, with columns between that say nothing here', () => {
  expect(found('序号|部门|姓名|性别|职务', '1|骨科|张三|男|护士长')).toEqual({ from: 1, unit: 1, name: 2, post: 4 })
})
test('below a title that is merged over all columns, and notes', () => {
  expect(found('全院职工名册|全院职工名册', '填报日期 2026-10-08|', '姓名|科室', '张三|骨科')).toEqual({
    from: 3,
    name: 0,
    unit: 1,
  })
})
test('in two rows, the upper ones merged over the lower ones', () => {
  expect(
    found('姓名|任职情况|任职情况|联系方式|联系方式', '姓名|科室|岗位|手机|邮箱', '张三|骨科|护士长|138|x'),
  ).toEqual({
    from: 2,
    name: 0,
    unit: 1,
    post: 2,
    phone: 3,
  })
})
test('in two rows that are not merged: what only the upper one says counts as well', () => {
  expect(found('姓名|任职||手机', '|科室|岗位|', '张三|骨科|护士长|138')).toEqual({
    from: 2,
    name: 0,
    unit: 1,
    post: 2,
    phone: 3,
  })
})
test('the better of two columns that say the same', () => {
  expect(found('姓名|联系电话|手机|入职日期|任职日期', 'x|1|2|3|4')).toMatchObject({ phone: 2, from: 4 })
})
test('a list of names alone', () => expect(found('姓名', '张三')).toEqual({ from: 1, name: 0 }))
test('without headings as a paste has it', () => {
  expect(found('沈某|shen|科副主任|骨科', '郝某|hao|医务科')).toEqual({
    from: 0,
    name: 0,
    account: 1,
    post: 2,
    unit: 3,
  })
})
