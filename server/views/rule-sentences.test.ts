import { describe, expect, test } from 'vitest'
import { Book } from '../../engine/book.ts'
import { policy } from '../../engine/declare/policy.ts'
import { before, file, through, within } from '../../engine/declare/terms.ts'
import { choice, day, of, person, text } from '../../engine/fields.ts'
import { Memory } from '../../engine/state.ts'
import { days, hours, minutes } from '../../engine/time.ts'
import { policies } from '../../policies/index.ts'
import { ruleSentences } from './rule-sentences.ts'

const at = Date.parse('2026-10-08T10:00:00+08:00')

function sentences() {
  const p = policy('p', '制度'),
    ward = p.unit('ward', '病区'),
    office = p.post('office', '主管科室'),
    clerk = p.post('clerk', '填报人', ward),
    chief = p.post('chief', '院长')
  const clause = p.clause('1', '第一条', '……')
  const fields = {
    ward: of(ward),
    day: day('日期'),
    kind: choice('类别', { a: '甲类', b: '乙类' }),
    story: text('情况'),
  }
  const report = clause.register('report', '报告', fields, { keep: { years: 2 } })
  clause.writes(report, clerk.of('ward'))
  clause.assists(report, office, hours(6))
  clause.reads(report, ({ ward, kind }) => [clerk.at(ward), kind === 'b' && chief])
  clause.guard('不重报', report, () => undefined, { recordPerDay: 3 })
  const acts = clause.forbids({ lie: '谎报', delay: '瞒报' })
  const breach = clause.register('breach', '违规', { act: choice('行为', acts), who: person('当事人') })
  clause.conflicts([office, clerk])
  clause.daily('owed', '周报', {
    each: ward,
    on: (day) => new Date(day).getUTCDay() === 1,
    holder: ({ unit }) => clerk.at(unit),
    by: before('09:30'),
    remind: minutes(15),
    must: file(report, 'ward', 'day'),
    urge: office,
  })
  const reply = clause.duty(
    'reply',
    '答复',
    report.filed,
    ({ id, facts }) => (facts.kind === 'b' && { key: id }) || undefined,
    {
      holder: office,
      by: within(hours(36)),
    },
  )
  clause.duty('plan', '计划', report.filed, ({ id, facts: { day } }) => ({ key: id, day }), {
    holder: chief,
    by: through(({ day }) => day),
  })
  const many = p.counts('many', '一天的报告', report.filed, { by: ({ facts }) => facts.day })
  const batch = clause.register('batch', '成批', { day: day('日期') })
  clause.enters('batch', batch, many.reaches(3), ({ facts }) => ({ day: facts.key }))
  const within4 = clause.parameter('answer', '签收时限', hours(4), { unit: 'duration' })
  clause.notice('late', '逾期', { on: reply.late, to: chief, answer: within4 })
  clause.notice('own', '告知本人', { on: breach.filed, to: ({ who }) => who })
  clause.approval('change', '变更', {
    on: report.filed,
    applicant: () => '',
    fixes: ['ward'],
    steps: [
      { id: 'one', title: '科室审核', who: office },
      { id: 'two', title: '院长批准', who: chief },
    ],
  })
  clause.filled(clerk, { within: days(3), holder: chief })
  clause.pledge('遵守报告纪律', [clerk], days(2))
  clause.keeps(report, clause.parameter('keep', '保存', 730), report.filed, ({ id }) => id)
  const book = new Book([p])
  return ruleSentences(book, new Memory(), clause, at)
}

describe('a rule reads', () => {
  const said = sentences()
  test.each([
    ['a register', '登记“报告”：病区、日期、类别、情况；保存 2 年。'],
    ['who enters', '“报告”由本病区的“填报人”登记。'],
    ['who enters in their stead', '别人打电话或当面告诉的“报告”，“主管科室”可以在 6 小时内代录。'],
    ['who reads, by what was chosen', '“报告”只有本病区的“填报人”、“院长”（乙类）可以查看。'],
    ['a refusal that is recorded', '“报告”须合“不重报”，不合的不能登记；拒绝留下记录，每人每天至多 3 条。'],
    ['what is forbidden', '禁止：谎报；瞒报。违反的登记在案，写明是哪一类。'],
    ['what nobody holds together', '“主管科室”和“填报人”不能由同一个人担任。'],
    ['a weekly duty', '每周一 09:30 前，各病区的“填报人”须登记“报告”，提前 15 分钟提醒；“主管科室”可以催办。'],
    ['a duty for some choices, within a length', '登记“报告”后，类别为“乙类”的，“主管科室”须在 36 小时内“答复”。'],
    ['a duty by the day that the entry names', '登记“报告”后，“院长”须在所写日期的当天以内“计划”。'],
    ['what the system enters', '“一天的报告”达到 3 时，系统登记“成批”。'],
    ['a notice that must be answered', '“答复”逾期时，告知“院长”（逾期），须在 4 小时内签收。'],
    ['a notice to a person', '登记“违规”后，告知所填的“当事人”（告知本人）。'],
    ['an approval', '登记“报告”后，“变更”须由科室审核，再由院长批准同意；申请人和各步的人不能相同。'],
    ['a post that must be held', '“任命填报人”：各病区有空缺的，“院长”须在 3 天内登记“任命”。'],
    ['a pledge', '“遵守报告纪律”：任“填报人”的，当事人须在 2 天内登记“遵守报告纪律”或“免职”。'],
    ['how long it is kept', '“报告”自登记“报告”起保存 730 天。'],
  ])('%s', (_, sentence) => {
    expect(said).toContain(sentence)
  })
})

test.each([
  ['7.0', '自本单位决定的日期起施行；在那以前，什么也不欠，什么也不收。'],
  ['7.2', '每天 11:00 前，各科室的“科副主任”须登记“日报”或“电话报告”，提前 30 分钟提醒；“医务科”、“护理部”可以催办。'],
  ['7.3.2', '“安全信息”、“质量事件上报表”由本科室的“护士长”（护理）登记。'],
  ['2.10', '“打烊前下机”到点没有人做的，由系统自己做。'],
])('clause %s of a policy that there is says: %s', (id, sentence) => {
  const book = new Book(policies),
    clause = book.clauses.get(id)
  expect(clause && ruleSentences(book, new Memory(), clause, at)).toContain(sentence)
})
test('every clause of every policy says something, without a token or a type in it', () => {
  const book = new Book(policies)
  for (const clause of book.clauses.values()) {
    if (clause.policy.isStanding) continue
    const said = ruleSentences(book, new Memory(), clause, at)
    expect([clause.id, said.length > 0]).toEqual([clause.id, true])
    expect(said.join('\n')).not.toMatch(/§|undefined|NaN|\[object/)
  }
})
