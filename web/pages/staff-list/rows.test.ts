import { describe, expect, test } from 'vitest'
import { checkDigitOf } from '../../../engine/identity.ts'
import type { PostShape } from '../../declared.ts'
import { layoutOf, type Cell } from './columns.ts'
import { countsOf, judge, newUnitsOf, rowsOf, wantedOf, type Answers, type Known, type Match } from './rows.ts'

const department = { id: 'department', title: '科室' }
const post = (id: string, title: string, per?: PostShape['per']): PostShape => ({ id, title, policy: 'p', per })
const posts = [
  post('director', '科主任', department),
  post('deputy', '科副主任', department),
  post('nurse', '护士长', department),
  post('office', '医务科'),
]
const noAnswers: Answers = { posts: new Map(), units: new Set(), persons: new Map(), zeros: new Set() }
const known = (more: Partial<Known> = {}): Known => ({
  posts,
  units: new Map([['department', ['骨科', '内科']]]),
  today: '2026-10-08',
  matches: new Map(),
  answers: noAnswers,
  ...more,
})
const head = '姓名|科室|岗位|身份证号|手机|工号|任职日期|账号'
const cell = (text: string): Cell =>
  text.startsWith('#') ? { text: text.slice(1), as: 'number' } : { text, as: 'text' }
const listOf = (...lines: readonly string[]) => {
  const grid = [head, ...lines].map((line) => line.split('|').map(cell))
  return rowsOf(grid, layoutOf(grid))
}
const judged = (lines: readonly string[], more: Partial<Known> = {}) => judge(listOf(...lines), known(more))
const said = (lines: readonly string[], more: Partial<Known> = {}) =>
  judged(lines, more).map(({ line, state, says, faults, questions }) =>
    [
      line,
      state,
      says,
      ...faults.map(({ column, fact }) => `${column} ${fact}`),
      ...questions.map(({ ask }) => ask),
    ].join(' '),
  )
const idOf = (n: number) => {
  const digits = `44010119900101${String(n).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
const match = (more: Partial<Match> = {}): Match => ({
  person: 'p1',
  name: '张三',
  posts: '骨科护士长',
  holds: [{ post: 'nurse', unit: '骨科' }],
  by: 'name',
  ...more,
})
const matched = (...found: readonly Match[]) => ({ matches: new Map([[2, found]]) })
const answered = (answers: Partial<Answers>) => ({ answers: { ...noAnswers, ...answers } })

describe('a row that can be entered', () => {
  test.each([
    ['张　三|骨科|护士长', '新人员，骨科护士长'],
    ['张三|骨 科|骨科护士长', '新人员，骨科护士长'],
    ['张三|骨科|副主任', '新人员，骨科科副主任'],
    ['张三|骨科|护士长、科副主任', '新人员，骨科护士长、骨科科副主任'],
    ['张三|医务科|医务科', '新人员，医务科'],
    ['张三', '新人员，不任岗'],
    [
      `张三|骨科|护士长|４４０１０１１９９００１０１${idOf(1).slice(14)}|１３８ ００００ ００００|０７|2024年3月1日`,
      '新人员，骨科护士长',
    ],
    ['欧阳𠮷瑞|骨科|护士长', '新人员，骨科护士长'],
  ])('%s', (line, says) => expect(said([line])).toEqual([`2 new ${says}`]))
  test('is sent as one understands it, without full-width digits and without spaces within a name', () => {
    const [row] = wantedOf(judged([`张　三|骨科|护士长|${idOf(1)}|１３８００００００００|Ａ７|2024/3/1|Zhang.San`]))
    expect(row).toEqual({
      lines: [2],
      name: '张三',
      idNumber: idOf(1),
      phone: '13800000000',
      staffNumber: 'A7',
      account: 'zhang.san',
      posts: [{ post: 'nurse', unit: '骨科', from: '2024-03-01' }],
    })
  })
  test('a foreign name keeps its spaces, a day without its format is the day', () => {
    const [row] = wantedOf(judged(['John  Smith|骨科|护士长||||#45352']))
    expect([row?.name, row?.posts[0]?.from]).toEqual(['John Smith', '2024-03-01'])
  })
})

describe('a row that is refused says so at its cell, and what to do', () => {
  const asText = '请在表格里把这一列设为文本，重填后再传，或在这里改'
  test.each([
    ['|骨科|护士长', 'name 没有填写'],
    [`张三|${'长'.repeat(61)}|护士长`, 'unit 名称超过 60 字'],
    ['张三||护士长', 'unit 护士长须写明科室'],
    ['张三|骨科|护士长|#440101199001010000', `idNumber 超过 15 位的数字，后几位已被表格丢掉；${asText}`],
    ['张三|骨科|护士长|4.40101E+17', `idNumber 被表格改成了 4.40101E+17；${asText}`],
    ['张三|骨科|护士长|440101199001011000', `idNumber 后三位已被表格改成 000；${asText}`],
    ['张三|骨科|护士长|440101199001010012', 'idNumber 校验位不对'],
    ['张三|骨科|护士长|#440101900101001', 'idNumber 应为 18 位，现为 15 位'],
    ['张三|骨科|护士长||1.38E+10', `phone 被表格改成了 1.38E+10；${asText}`],
    ['张三|骨科|护士长||没有', 'phone 不是电话号码'],
    ['张三|骨科|护士长||||2024年3月', 'from 应写到日，如 2024-03-01'],
    ['张三|骨科|护士长|||||a', 'account 须为 2 至 30 个小写字母、数字、点、横线'],
    ['张三|骨科|护士长|||||z123456', 'account 不可含六位以上的连续数字'],
  ])('%s', (line, fault) => expect(said([line])).toEqual([`2 refused 要改 ${fault}`]))
  test('the twin of a long unit: sixty characters are asked about and taken', () => {
    const unit = '长'.repeat(60)
    expect(said([`张三|${unit}|护士长`])).toEqual([`2 ask 要回答：单位“${unit}” unit`])
    const rows = judged([`张三|${unit}|护士长`], answered({ units: new Set([`department|${unit}`]) }))
    expect([rows[0]?.state, newUnitsOf(rows, known())]).toEqual(['new', [{ kind: 'department', title: unit }]])
  })
  test('one number with two names is refused at the second', () => {
    expect(said([`张三|骨科|护士长|${idOf(1)}`, `李四|内科|护士长|${idOf(1)}`])).toEqual([
      '2 new 新人员，骨科护士长',
      '3 refused 要改 idNumber 与第 2 行的张三相同',
    ])
  })
  test('so is a number that belongs to somebody of the house by another name', () => {
    expect(said([`李四|骨科|护士长|${idOf(1)}`], matched(match({ by: 'idNumber' })))).toEqual([
      '2 refused 要改 idNumber 是张三的',
    ])
  })
})

describe('a row that needs an answer', () => {
  test('a number that ends in three noughts and whose check digit fits', () => {
    const ends = Array.from({ length: 28 }, (_, day) => `440101199001${String(day + 1).padStart(2, '0')}100`)
    const digits = ends.find((one) => checkDigitOf(one) === '0') ?? ''
    const line = `张三|骨科|护士长|${digits}0`
    expect([said([line]), said([line], answered({ zeros: new Set([2]) }))]).toEqual([
      ['2 ask 要回答 zeros'],
      ['2 new 新人员，骨科护士长'],
    ])
  })
  test('a post that no policy has: another one is meant, or none', () => {
    const line = '张三|骨科|主治医师'
    expect([
      said([line]),
      said([line], answered({ posts: new Map([['主治医师', 'none']]) })),
      said([line], answered({ posts: new Map([['主治医师', 'deputy']]) })),
    ]).toEqual([['2 ask 要回答：岗位“主治医师” post'], ['2 new 新人员，不任岗'], ['2 new 新人员，骨科科副主任']])
  })
  test('two of one name without a number: one person with two posts, or two people', () => {
    const lines = ['张三|骨科|护士长', '张三|内科|护士长']
    const like = answered({ persons: new Map([[3, { like: 2 }]]) }),
      apart = answered({ persons: new Map([[3, 'new' as const]]) })
    expect([said(lines)[1], said(lines, like)[1], said(lines, apart)[1]]).toEqual([
      '3 ask 要回答 person',
      '3 new 同第 2 行，再任内科护士长',
      '3 new 新人员，内科护士长',
    ])
    expect(wantedOf(judged(lines, like))).toMatchObject([
      { lines: [2, 3], posts: [{ unit: '骨科' }, { unit: '内科' }] },
    ])
    expect(wantedOf(judged(lines, apart))).toHaveLength(2)
  })
  test('one of the house has that name: he is meant, or somebody else', () => {
    const line = '张三|内科|护士长'
    expect([
      said([line], matched(match())),
      said([line], { ...matched(match()), ...answered({ persons: new Map([[2, { is: 'p1' }]]) }) }),
      said([line], { ...matched(match()), ...answered({ persons: new Map([[2, 'new']]) }) }),
    ]).toEqual([['2 ask 要回答 person'], ['2 new 已在名册，再任内科护士长'], ['2 new 新人员，内科护士长']])
  })
  test('who shares his first line’s person waits until that one is right', () => {
    expect(said([`张三|骨科|护士长|${idOf(1)}|没有`, `张三|内科|护士长|${idOf(1)}`])).toEqual([
      '2 refused 要改 phone 不是电话号码',
      '3 ask 等第 2 行',
    ])
  })
})

describe('who is whom is known by a number', () => {
  test('two rows with one number are one person with two posts; with two numbers, two people of one name', () => {
    expect(
      said([`张三|骨科|护士长|${idOf(1)}`, `张三|内科|护士长|${idOf(1)}`, `张三|内科|科副主任|${idOf(2)}`]),
    ).toEqual(['2 new 新人员，骨科护士长', '3 new 同第 2 行，再任内科护士长', '4 new 新人员，内科科副主任'])
  })
  test('the same row twice is entered once', () => {
    expect(said([`张三|骨科|护士长|||007`, `张三|骨科|护士长|||007`])).toEqual([
      '2 new 新人员，骨科护士长',
      '3 skipped 与第 2 行重复',
    ])
  })
  test('who is here already with that post is passed over', () => {
    expect(said([`张三|骨科|护士长|${idOf(1)}`], matched(match({ by: 'idNumber' })))).toEqual(['2 here 已在名册'])
  })
})

test('empty rows, repeated headings and lines of the form are no people', () => {
  const grid = ['名册', '', head, '张三|骨科|护士长', '', head, '李四|内科|护士长', '合计|2', '填表人：王五'].map(
    (line) => line.split('|').map(cell),
  )
  expect(rowsOf(grid, layoutOf(grid)).map(({ line }) => line)).toEqual([4, 7])
})
test('nor is the sum below the names, where the names stand in the second column', () => {
  const grid = ['序号|姓名|科室', '1|张三|骨科', '2|合一|骨科', '合 计|2 人', '共计|2 人'].map((line) =>
    line.split('|').map(cell),
  )
  expect(rowsOf(grid, layoutOf(grid)).map(({ line }) => line)).toEqual([2, 3])
})
test('a thousand rows are judged while one types, and counted', () => {
  const lines = Array.from({ length: 1_000 }, (_, n) => `员工${n}|${n % 2 ? '骨科' : '心内科'}|护士长|${idOf(n % 999)}`)
  const began = performance.now(),
    rows = judged(lines)
  const tookMs = performance.now() - began
  expect(countsOf(rows)).toMatchObject({ new: 499, refused: 1 })
  expect(tookMs).toBeLessThan(5_000)
  console.log(`a thousand rows judged in ${Math.round(tookMs)} ms`)
})
