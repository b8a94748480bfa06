/** Entries in somebody's stead, duties of the house, posts that must be held, several duties from one happening. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { before, file, within } from '../declare/terms.ts'
import { day, list, of } from '../fields.ts'
import { days, hours, minutes } from '../time.ts'
import { same, t, World } from '../testing/world.ts'

const on = '2026-03-02'
function open() {
  const p = policy('p', '制度'),
    ward = p.unit('ward', '科室')
  const clerk = p.post('clerk', '填报人', ward),
    office = p.post('office', '主管科室'),
    boss = p.post('boss', '院长')
  const clause = p.clause('1', '第一条', '每日填报')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期') })
  clause.writes(report, clerk.of('ward'))
  clause.assists(report, office, hours(12))
  clause.daily('daily', '日报', {
    each: ward,
    holder: ({ unit }) => clerk.at(unit),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
  })
  const digest = clause.register('digest', '汇总', { day: day('日期') })
  clause.writes(digest, office)
  clause.daily('sum', '汇总', { holder: office, by: before('12:00'), must: file(digest, 'day') })
  const call = clause.register('call', '通知', { wards: list(of(ward)) })
  clause.writes(call, office)
  const answer = clause.register('answer', '答复', { ward: of(ward) })
  clause.writes(answer, clerk.of('ward'))
  clause.duty('reply', '答复', call.filed, ({ facts }) => facts.wards.map((unit) => ({ key: unit, unit })), {
    holder: ({ unit }) => clerk.at(unit),
    by: within(hours(24)),
    must: file(answer, 'ward'),
  })
  clause.filled(clerk, { within: days(2), holder: boss })
  const w = new World(p)
  for (const unit of ['A', 'B']) w.unit('ward', unit)
  w.post('a', 'clerk', 'A')
  w.post('o', 'office')
  w.post('x', 'boss')
  w.adopt('p', on)
  w.pass(t(on, '08:00'))
  return w
}
const assist = (w: World, toldAt: number, at: number, who = 'a', account = 'o') =>
  w.do({ do: 'file', register: 'report', account, for: who, toldAt, entry: { ward: 'A', day: on } }, at)
const outcome = (w: World, duty: string) =>
  w.log.flatMap((event) =>
    (event.type === 'late' || event.type === 'met' || event.type === 'missed') && event.duty === duty
      ? [event.type === 'met' ? `met ${event.isInTime}` : event.type]
      : [],
  )

test('told at 10:59:59, entered at 11:20 in his stead: in time, and the log names both', () => {
  const w = open()
  expect(assist(w, t(on, '10:59:59'), t(on, '11:20'))).not.toMatch(/^不能/)
  expect(w.entries('report')[0]).toMatchObject({ by: 'o', for: 'a', at: t(on, '10:59:59') })
  w.pass(t('2026-03-03', '00:30'))
  expect(outcome(w, 'daily').slice(0, 3)).toEqual(['late', 'late', 'met true'])
})
test('told at eleven sharp it is late', () => {
  const w = open()
  assist(w, t(on, '11:00'), t(on, '11:20'))
  expect(outcome(w, 'daily')).toContain('met false')
})
test.each([
  ['by nobody but whom the clause names', 'a', 'x', 0, '不能代录“日报”：操作人不是“主管科室”（第一条）'],
  ['for nobody who may not enter it himself', 'x', 'o', 0, '不能登记“日报”：{p:x} 不是A“填报人”（第一条）'],
  ['for nobody who is not there', 'nobody', 'o', 0, '不能代录“日报”：报告人不在人员名册中（第一条）'],
  ['for nobody who sits there himself', 'o', 'o', 0, '不能代录“日报”：报告人就是操作人，请直接登记（第一条）'],
  ['of nothing that will be told', 'a', 'o', 1, '不能代录“日报”：告知时间晚于现在（第一条）'],
  ['of nothing told too long ago', 'a', 'o', -hours(12) - 1, '不能代录“日报”：已过代录期限（第一条）'],
])('%s', (_, who, account, shift, sentence) => {
  const w = open(),
    at = t('2026-03-03', '13:00')
  expect(assist(w, at + shift, at, who, account)).toBe(sentence)
})
test('lateness is final only when nothing told in time can be entered any more', () => {
  const w = open()
  w.pass(t(on, '22:59'))
  expect(outcome(w, 'daily')).toEqual(['late', 'late'])
  w.pass(t(on, '23:00'))
  expect(outcome(w, 'daily')).toEqual(['late', 'late', 'missed', 'missed'])
})

test('what the house owes once is keyed by its day', () => {
  const w = open()
  expect(w.file('digest', 'o', { day: on }, t(on, '11:59'))).not.toMatch(/^不能/)
  w.pass(t('2026-03-03', '12:30'))
  expect(outcome(w, 'sum')).toEqual(['met true', 'late', 'missed'])
})

test('one happening opens a duty for each that it names, and each is settled by itself', () => {
  const w = open()
  w.file('call', 'o', { wards: ['A', 'B'] }, t(on, '09:00'))
  w.file('answer', 'a', { ward: 'A' }, t(on, '10:00'))
  w.pass(t('2026-03-03', '10:00'))
  expect(outcome(w, 'reply')).toEqual(['met true', 'late', 'missed'])
})

const fills = (w: World) =>
  w.log.flatMap((event) =>
    event.type === 'dayOpened' && event.duty === 'fill-clerk'
      ? event.opens.map(({ unit, due }) => [unit, due])
      : event.type === 'opened' && event.duty === 'fill-clerk'
        ? [[event.key, event.due]]
        : [],
  )
test('a post that nobody holds is a dated duty from the day on which the policy holds, once until it is filled', () => {
  const w = open()
  w.pass(t('2026-03-06', '08:00'))
  expect(fills(w)).toEqual([['B', t('2026-03-04', '00:00')]])
  expect(outcome(w, 'fill-clerk')).toEqual(['late', 'missed'])
  w.post('b', 'clerk', 'B', t('2026-03-06', '09:00'))
  w.pass(t('2026-03-09', '08:00'))
  expect(outcome(w, 'fill-clerk')).toEqual(['late', 'missed', 'met false'])
  expect(fills(w)).toHaveLength(1)
})
test('whoever leaves opens it at that instant, and whoever was appointed until a day at its end', () => {
  const w = open()
  w.post('b', 'clerk', 'B', t(on, '09:00'))
  w.setUp('dismiss', { person: 'a', post: 'clerk', unit: 'A' }, t(on, '15:00'))
  expect(fills(w).at(-1)).toEqual(['A', t('2026-03-04', '15:00')])
  w.setUp('dismiss', { person: 'b', post: 'clerk', unit: 'B' }, t(on, '16:00'))
  const term = { person: 'b', post: 'clerk', unit: 'B', kind: 'acting', from: on, until: '2026-03-05' }
  w.setUp('appoint', term, t(on, '17:00'))
  expect(outcome(w, 'fill-clerk')).toEqual(['met true', 'met true'])
  w.pass(t('2026-03-06', '00:00') + minutes(1))
  expect(fills(w).at(-1)).toEqual(['B', t('2026-03-08', '00:00')])
})
test('a policy that ends owes nothing from the day after, and what is open stays open', () => {
  const w = open()
  const end = (last: string, at: number) => w.setUp('end-adoption', { policy: 'p', last }, at)
  expect(end('2026-03-01', t(on, '08:00'))).toBe('不能登记“终止制度”：最后一日早于今天（组织第四条）')
  expect(end('2026-03-03', t(on, '08:01'))).not.toMatch(/^不能/)
  w.pass(t('2026-03-05', '12:00'))
  const opened = w.log.filter((event) => event.type === 'dayOpened' && event.duty === 'daily' && event.opens.length > 0)
  expect(opened.map((event) => event.type === 'dayOpened' && event.day)).toEqual([on, '2026-03-03'])
  expect(w.file('report', 'a', { ward: 'A', day: '2026-03-05' }, t('2026-03-05', '13:00'))).toMatch(/^不能/)
})
test('all of it folds again to the same state', () => {
  const w = open()
  assist(w, t(on, '10:00'), t(on, '10:20'))
  w.file('call', 'o', { wards: ['A', 'B'] }, t(on, '10:30'))
  w.setUp('dismiss', { person: 'a', post: 'clerk', unit: 'A' }, t(on, '15:00'))
  w.pass(t('2026-03-09', '08:00'))
  expect(same(w.state, w.replay())).toBe(true)
})
