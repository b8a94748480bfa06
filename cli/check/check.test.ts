/** Whatever a policy's folder can lack is said in a sentence; a whole one has none. */
import { describe, expect, test } from 'vitest'
import { policy, type Policy } from '../../engine/declare/policy.ts'
import { before, file, within } from '../../engine/declare/terms.ts'
import { day, instant, of } from '../../engine/fields.ts'
import { hours, timeOfDay } from '../../engine/time.ts'
import { policies } from '../../policies/index.ts'
import { checked, unshown } from '../check.ts'
import { faultsOfRules } from './rules.ts'
import { faultsOfText } from './text.ts'

interface Lacks {
  readonly keep?: 'none'
  readonly max?: number
  readonly min?: number
  readonly unanswered?: boolean
  readonly extraPost?: boolean
  readonly nightOnly?: boolean
  readonly barred?: boolean
}
/** A policy that lacks nothing, but for what is asked for. */
function built({ keep, min = hours(1), max = hours(8), unanswered, extraPost, nightOnly, barred }: Lacks = {}): Policy {
  const p = policy('p', '制度', keep === 'none' ? {} : { keep: { years: 1 } })
  const ward = p.unit('ward', '科室'),
    clerk = p.post('clerk', '填报人', ward)
  if (extraPost) p.post('idle', '闲职')
  const clause = p.clause('1', '第一条', '每日填报')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期') })
  clause.writes(report, clerk.of('ward'))
  clause.reads(report, ({ ward }) => clerk.at(ward))
  const answer = clause.parameter('answer', '答复时限', hours(4), { min, max, unit: 'duration' })
  clause.daily('daily', '日报', {
    each: ward,
    holder: ({ unit }, { at }) => (nightOnly && timeOfDay(at) < hours(12) ? [] : clerk.at(unit)),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
  })
  const asked = clause.register('asked', '询问', { ward: of(ward), at: instant('时间') }, { who: clerk.of('ward') })
  clause.duty('reply', '答复', asked.filed, ({ facts }) => ({ key: facts.ward, unit: facts.ward }), {
    holder: ({ unit }, { at }) => (unanswered && timeOfDay(at) >= hours(22) ? [] : clerk.at(unit)),
    by: within(answer),
  })
  if (barred) clause.conflicts([clerk, clerk])
  return p
}
const text = '## 1 第一条\n每天十一时前报出，询问在四小时内答复。\n'
const said = (of: Policy, notes = '') => faultsOfRules(of, notes).map(({ sentence }) => sentence)

describe('the rules', () => {
  test('of a whole policy lack nothing', () => expect(said(built())).toEqual([]))
  test.each<[string, Lacks, RegExp]>([
    ['a register without retention', { keep: 'none' }, /登记簿“日报”没有写明保存多久/],
    ['a parameter without a bound', { max: Number.POSITIVE_INFINITY }, /参数“答复时限”没有上限/],
    ['a parameter without a lower bound', { min: Number.NEGATIVE_INFINITY }, /参数“答复时限”没有下限/],
    [
      'a duty that an entry opens and nobody owes at some hour',
      { unanswered: true },
      /职责“答复”在 2026-09-28 22:00 没有人承担/,
    ],
    ['a post that no rule names', { extraPost: true }, /岗位“闲职”没有任何规则用到/],
    ['a duty that nobody owes at some hour', { nightOnly: true }, /职责“日报”在 2026-09-28 00:00 没有人承担/],
  ])('%s', (_, lacks, sentence) => expect(said(built(lacks)).join('\n')).toMatch(sentence))

  test('a clause without a rule, unless the notes say why', () => {
    const p = built()
    p.clause('2', '第二条', '只是宗旨')
    expect(said(p)).toEqual(['没有规则，NOTES.md 里也没有写为什么'])
    expect(said(p, '- **2** 宗旨，没有可以运行的内容。')).toEqual([])
  })
  test('a post that nobody can hold', () => {
    const p = policy('p', '制度', { keep: 'forever' }),
      elsewhere = policy('q', '别的').unit('ward', '科室')
    const post = p.post('clerk', '填报人', elsewhere)
    p.clause('1', '第一条', 'w').register('r', '登记', { day: day('日期') }, { who: post })
    expect(said(p).join('\n')).toMatch(/岗位“填报人”没有人能担任：不能登记“任命”/)
  })
})

describe('the features', () => {
  const seen = (kept: boolean, broken: boolean) => ({
    driver: 'memory',
    scenarios: [
      {
        uri: 'policies/p/features/1.feature',
        line: 1,
        name: '一件',
        kept: kept ? { 1: ['日报'] } : {},
        broken: broken ? { 1: ['日报'] } : {},
      },
    ],
  })
  const lacks = (files: readonly string[], kept = true, broken = true) =>
    unshown(built(), files, [seen(kept, broken)]).map(({ sentence }) => sentence)
  test('that show a rule kept and broken lack nothing', () => expect(lacks(['1.feature'])).toEqual([]))
  test('of a rule shown one way only say which way is missing', () => {
    expect(lacks(['1-more.feature'], true, false)).toEqual(['在“memory”上没有违反的场景'])
    expect(lacks(['1.feature'], false, true)).toEqual(['在“memory”上没有守住的场景'])
    expect(lacks(['1.feature'], false, false)).toEqual(['在“memory”上既没有守住也没有违反的场景'])
  })
  test('that are not there are missed by name', () => expect(lacks([])).toEqual(['没有 features/1.feature']))
})

describe('the text', () => {
  const textFaults = (of: string) => faultsOfText(built(), of).map(({ sentence }) => sentence)
  test('that says what the rules do lacks nothing', () => expect(textFaults(text)).toEqual([]))
  test.each([
    ['a missing clause', '# 制度\n', 'text.md 里没有这一条'],
    ['an empty one', '## 1 第一条\n', 'text.md 里这一条是空的'],
    ['another name', text.replace('第一条', '第一款'), 'text.md 称它“第一款”，规则称它“第一条”'],
    ['a clause that is gone', `${text}## 9 第九条\n作废。\n`, 'text.md 还写着这一条，规则里已经没有'],
    ['an hour that is no longer so', text.replace('十一时', '十时'), 'text.md 说“十时”，规则里没有这个时间'],
    ['a length that is no longer so', text.replace('四小时', '三小时'), 'text.md 说“三小时”，规则里没有这个时间'],
  ])('%s', (_, of, sentence) => expect(textFaults(of)).toEqual([sentence]))
  test('that counts what is no time as the rules do, or says what they no longer do', () => {
    const p = built()
    p.clauses[0]?.parameter('points', '每次扣分', 2, { min: 0, max: 20, unit: '分' })
    const of = (points: string) => faultsOfText(p, `${text}迟报一次扣${points}分，三分之二的记录留存。\n`)
    expect(of('两')).toEqual([])
    expect(of('三').map(({ sentence }) => sentence)).toEqual(['text.md 说“三分”，规则里没有这个数'])
  })
})

test.each(policies.filter(({ isStanding }) => !isStanding).map((one) => [one.id, one] as const))(
  'the folder of %s is whole',
  (_, one) => {
    const { faults, ruleLines } = checked(one, [])
    expect(faults).toEqual([])
    expect(ruleLines).toBeGreaterThan(0)
  },
)
