import { describe, expect, test } from 'vitest'
import type { PostShape } from '../declared.ts'
import { linesOf, newcomersOf, newUnitsOf } from './people-lines.ts'

const department = { id: 'department', title: '科室' }
const posts: readonly PostShape[] = [
  { id: 'deputy-director', title: '科副主任', policy: 'p', per: department },
  { id: 'director', title: '科主任', policy: 'p', per: department },
  { id: 'medical-office', title: '医务科', policy: 'p', per: undefined },
]
const known = { posts, units: new Map([['department', ['骨科']]]), accounts: new Set(['taken']) }
const parse = (pasted: string) => linesOf(pasted, known)

describe('a pasted line is a person', () => {
  test.each([
    ['cells from a sheet', '沈某\tshen\t科副主任\t骨科'],
    ['words with spaces', '沈某  shen 副主任 骨科'],
    ['commas, full-width letters', '沈某，ｓｈｅｎ，副主任，骨科'],
    ['a name of a supplementary plane', '𠮷某\tji\t科主任\t骨科'],
  ])('%s', (_, line) => expect(parse(line)[0]?.faults).toEqual([]))
})

describe('what is wrong with a line is said, and its twin without the fault is accepted', () => {
  test.each([
    ['沈某\t\t科主任\t骨科', '没有账号', '沈某\tshen\t科主任\t骨科'],
    ['沈某\t沈\t科主任\t骨科', '账号须为 2 至 30 个小写字母、数字、点、横线', '沈某\tsh\t科主任\t骨科'],
    ['沈某\ttaken', '账号 taken 已有', '沈某\tfree'],
    ['沈某\tshen\t院长', '没有“院长”这个岗位', '沈某\tshen\t医务科'],
    ['沈某\tshen\t科主任', '科主任须写明科室', '沈某\tshen\t科主任\t骨科'],
    ['沈某\tshen\t医务科\t骨科', '医务科不分科室，第四栏应空着', '沈某\tshen\t医务科'],
    ['沈某\tshen\t科主任\t骨|科', '单位名称含有不能用的符号，或超过 60 字', '沈某\tshen\t科主任\t骨一科'],
  ])('%s: %s', (line, fault, twin) => {
    expect(parse(line)[0]?.faults).toEqual([fault])
    expect(parse(twin)[0]?.faults).toEqual([])
  })
  test('one account for two names is refused, two posts of one name are not', () => {
    expect(parse('沈某\tshen\n许某\tshen')[1]?.faults).toEqual(['账号 shen 与前面的沈某重复'])
    const lines = parse('沈某\tshen\t科主任\t骨科\n沈某\tshen\t医务科')
    expect(newcomersOf(lines)).toEqual([
      { name: '沈某', account: 'shen', posts: [{ post: 'director', unit: '骨科' }, { post: 'medical-office' }] },
    ])
  })
})

test('a heading line and empty lines are passed over, and line numbers stay those of the paste', () => {
  expect(parse('姓名\t账号\t岗位\t科室\n\n沈某\tshen').map(({ line }) => line)).toEqual([3])
})
test('a unit that does not stand is set up once, and only for lines without faults', () => {
  const lines = parse(
    '甲某\tjia\t科主任\t产科\n乙某\tyi\t科副主任\t产科\n丙某\t\t科主任\t儿科\n丁某\tding\t科主任\t骨科',
  )
  expect(newUnitsOf(lines)).toEqual([{ kind: 'department', title: '产科' }])
})
