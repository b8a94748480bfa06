/** Our own outages make nobody late; within a minute an entry is taken back; reading a notice leaves its mark. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { before, file } from '../declare/terms.ts'
import { choice, count, day, of, ref } from '../fields.ts'
import { hours, type Instant } from '../time.ts'
import { same, t, World } from '../testing/world.ts'

const on = '2026-03-02'
function open() {
  const p = policy('p', '制度'),
    ward = p.unit('ward', '科室'),
    clerk = p.post('clerk', '填报人', ward),
    office = p.post('office', '主管科室')
  const clause = p.clause('1', '第一条', '每日填报')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期'), n: count('件数') })
  clause.writes(report, clerk.of('ward'))
  clause.daily('daily', '日报', {
    each: ward,
    holder: ({ unit }) => clerk.at(unit),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
  })
  clause.notice('came', '日报已到', { on: report.filed, to: office, answer: hours(4) })
  const case_ = p.matter('case', '事项', { step: choice('步骤', { open: '待办', taken: '已接' }) })
  const raise = clause.register('raise', '提出', { ward: of(ward) })
  case_.opens(raise, () => ({ step: 'open' as const }))
  const take = clause.register('take', '接办', { case: ref('事项', case_) })
  case_.step(take, 'case', { from: ['open'], to: 'taken' })
  const many = p.counts('many', '多件', report.filed, { by: ({ facts }) => facts.ward })
  const alarm = clause.register('alarm', '警报', { ward: of(ward) })
  clause.enters('alarm', alarm, many.reaches(2), ({ facts }) => ({ ward: facts.key }))
  const w = new World(p)
  w.unit('ward', 'A')
  w.post('a', 'clerk', 'A')
  w.post('o', 'office')
  w.adopt('p', on)
  w.pass(t(on, '08:00'))
  return w
}
const outage = (w: World, from: Instant, until: Instant, account = 'system') => {
  w.pass(from)
  return w.do({ do: 'outage', account, from, until }, from)
}
const report = (w: World, clock: string, n = 0) => w.file('report', 'a', { ward: 'A', day: on, n }, t(on, clock))
const dues = (w: World) =>
  w.log.flatMap((event) => (event.type === 'moved' ? [[event.due, event.lateFrom, event.isExtended]] : []))
const types = (w: World) => w.log.flatMap(({ type }) => (['late', 'missed'].includes(type) ? [type] : []))

test.each([
  ['what was left is given back', '10:30', '11:40', '12:10'],
  ['half an hour at least', '10:55', '11:40', '12:10'],
  ['two hours at most', '00:30', '11:40', '13:40'],
  ['due right after a long one: half an hour from its end', '08:30', '10:50', '11:20'],
  ['a short one over the due instant: half an hour from its end', '10:59:50', '11:00:10', '11:30:10'],
])('%s', (_, from, until, due) => {
  const w = open()
  const [a, b] = [from, until].map((clock) => t('2026-03-03', clock))
  outage(w, a ?? 0, b ?? 0)
  expect(dues(w)).toEqual([[t('2026-03-03', due), t('2026-03-03', due), true]])
})
test('one that ended long enough before moves nothing', () => {
  const w = open()
  outage(w, t(on, '09:00'), t(on, '10:30'))
  expect(dues(w)).toEqual([])
})
test('what opens while we are down is due later, too, and nobody is late before', () => {
  const w = open()
  report(w, '10:00')
  outage(w, t(on, '20:00'), t('2026-03-03', '12:00'))
  w.pass(t('2026-03-03', '13:59:59'))
  expect(types(w)).toEqual([])
  w.pass(t('2026-03-03', '14:00'))
  expect(types(w)).toEqual(['late', 'missed'])
})
test('an answer that was due meanwhile is due later', () => {
  const w = open()
  report(w, '09:00')
  outage(w, t(on, '12:00'), t(on, '15:00'))
  w.pass(t(on, '15:59:59'))
  expect(w.has('unanswered', 'came')).toHaveLength(0)
  w.pass(t(on, '16:00'))
  expect(w.has('unanswered', 'came')).toHaveLength(1)
})
test('what the system enters and tells while nothing works is to be answered when it stands again', () => {
  const p = policy('q', '制度'),
    office = p.post('office', '主管科室')
  const clause = p.clause('1', '第一条', '每日汇总')
  const digest = clause.register('digest', '汇总', { day: day('日期') }, { who: () => [] })
  const due = clause.daily('gather', '汇总', { holder: office, by: before('11:00'), must: file(digest, 'day') })
  clause.enters('eleven', digest, due.late, ({ facts }) => ({ day: facts.day }))
  clause.notice('digest', '汇总', { on: digest.filed, to: office, answer: hours(2) })
  const w = new World(p)
  w.post('o', 'office')
  w.adopt('q', on)
  outage(w, t(on, '10:30'), t(on, '14:00'))
  w.pass(t(on, '15:59:59'))
  expect(w.has('unanswered', 'digest')).toHaveLength(0)
  w.pass(t(on, '16:00'))
  expect(w.has('unanswered', 'digest')).toHaveLength(1)
})
test('a report that turns out to be another day’s leaves its own day owed, moved by the outage that came meanwhile', () => {
  const w = open(),
    id = report(w, '10:00')
  outage(w, t(on, '10:30'), t(on, '11:40'))
  expect(dues(w)).toEqual([])
  expect(w.file('report', 'a', { ward: 'A', day: '2026-03-01', n: 0 }, t(on, '12:00'), id)).not.toMatch(/^不能/)
  expect(dues(w)).toEqual([[t(on, '12:10'), t(on, '12:10'), true]])
  w.pass(t(on, '12:09:59'))
  expect(types(w)).toEqual([])
  w.pass(t(on, '12:10'))
  expect(types(w)).toEqual(['late', 'missed'])
  expect(same(w.state, w.replay())).toBe(true)
})
test('only the machine says that it was down, and each time after the last', () => {
  const w = open()
  expect(outage(w, t(on, '09:00'), t(on, '09:30'), 'a')).toBe('不能登记停机：只由系统自己登记（组织第八条）')
  outage(w, t(on, '09:00'), t(on, '09:30'))
  expect(w.do({ do: 'outage', account: 'system', from: t(on, '09:20'), until: t(on, '09:40') }, t(on, '09:20'))).toBe(
    '不能登记停机：起止不成先后（组织第八条）',
  )
})

const back = (w: World, entry: string, at: Instant, account = 'a') => w.do({ do: 'takeBack', account, entry }, at)
test('a report taken back within the minute is owed again, told to nobody and counted nowhere', () => {
  const w = open(),
    before = [...w.state.entries()].filter(([key]) => !key.startsWith('row:')).length
  const id = report(w, '10:00')
  expect(back(w, id, t(on, '10:01'))).not.toMatch(/^不能/)
  expect([...w.state.entries()].filter(([key]) => !key.startsWith('row:'))).toHaveLength(before)
  expect(w.state.get('notice:came/e1')).toBeNull()
  expect(w.state.get('count:many/A')).toBeNull()
  expect(report(w, '10:02')).not.toMatch(/^不能/)
  w.pass(t(on, '11:00'))
  expect(types(w)).toEqual([])
  expect(same(w.state, w.replay())).toBe(true)
})
test('a line that it crossed is no longer crossed, and what the system entered for it is gone', () => {
  const w = open()
  report(w, '10:00')
  const second = report(w, '10:05')
  expect(w.entries('alarm')).toHaveLength(1)
  back(w, second, t(on, '10:05:30'))
  expect(
    w.log.some((event) => event.type === 'undone' && event.what.type === 'filed' && event.what.register === 'alarm'),
  ).toBe(true)
  report(w, '10:06')
  expect(w.entries('alarm')).toHaveLength(2)
})
test.each([
  ['not after the minute', t(on, '10:01') + 1, 'a', '不能撤回“日报”：已过 60 秒，请改用更正（第一条）'],
  ['not by somebody else', t(on, '10:00:30'), 'o', '不能撤回“日报”：这是 {p:a} 登记的（第一条）'],
])('%s', (_, at, account, sentence) => {
  const w = open(),
    id = report(w, '10:00')
  expect(back(w, id, at, account)).toBe(sentence)
})
test('not once somebody has read it, not twice, not after a correction', () => {
  const w = open(),
    first = report(w, '10:00')
  w.do({ do: 'see', account: 'o', notice: 'came', key: first }, t(on, '10:00:10'))
  expect(back(w, first, t(on, '10:00:30'))).toBe('不能撤回“日报”：{p:o} 已经看过或处理，请改用更正（第一条）')
  const second = report(w, '10:02')
  expect(back(w, second, t(on, '10:02:30'))).not.toMatch(/^不能/)
  expect(back(w, second, t(on, '10:02:40'))).toBe('不能撤回“日报”：已经撤回（第一条）')
  expect(w.file('report', 'a', { ward: 'A', day: on, n: 2 }, t(on, '10:02:50'), second)).toBe(
    '不能更正“日报”：这条登记已经撤回（第一条）',
  )
})
test('not when a later entry stands on it', () => {
  const w = open(),
    raised = w.file('raise', 'a', { ward: 'A' }, t(on, '10:00'))
  w.file('take', 'a', { case: raised }, t(on, '10:00:20'))
  expect(back(w, raised, t(on, '10:00:40'))).toMatch(/^不能撤回：其后的登记 .* 便不成立/)
  expect(same(w.state, w.replay())).toBe(true)
})

test('whoever was told reads it once in the log, and nobody else does', () => {
  const w = open(),
    id = report(w, '10:00'),
    see = (account: string) => w.do({ do: 'see', account, notice: 'came', key: id }, t(on, '10:10'))
  expect(see('a')).toBe('不能阅读“日报已到”：操作人不是收件人（第一条）')
  see('o')
  see('o')
  expect(w.has('seen', '').map(({ by }) => by)).toEqual(['o'])
  expect(w.state.get(`notice:came/${id}`)).toMatchObject({ seen: [{ person: 'o', at: t(on, '10:10') }] })
  w.do({ do: 'acknowledge', account: 'o', notice: 'came', key: id }, t(on, '10:11'))
  expect(w.state.get(`notice:came/${id}`)).toBeNull()
  expect(same(w.state, w.replay())).toBe(true)
})
