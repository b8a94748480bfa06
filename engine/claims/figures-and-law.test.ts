/** Open duties that follow a figure, reminders by a figure, figures as of an instant, and quarrels with the law. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { before, file, through } from '../declare/terms.ts'
import { count, day, keyword } from '../fields.ts'
import { nowFor } from '../now.ts'
import { quarrelOf } from '../parameter.ts'
import { Layer } from '../state.ts'
import { days, hours, instantOf } from '../time.ts'
import { World, same, t } from '../testing/world.ts'

const on = '2026-03-02'
function open() {
  const p = policy('p', '制度')
  const boss = p.post('boss', '经理'),
    clerk = p.post('clerk', '前台')
  const clause = p.clause('1', '第一条', '打烊以前离开')
  const permit = p.matter('permit', '批准', { until: day('至') })
  const closes = clause.parameter('closes', '打烊', hours(26), {
    law: hours(24),
    lawForbids: 'above',
    permits: (_, { look, today }) => today <= (look.row(permit, 'now')?.until ?? ''),
    unit: 'clock',
    setBy: boss,
  })
  const ahead = clause.parameter('ahead', '提前', days(2), { setBy: boss })
  clause.argues('原文比法律晚两小时')
  const granted = clause.register('granted', '批准', { until: day('至') }, { who: boss })
  permit.on(
    granted,
    () => 'now',
    (_, { facts }) => facts,
  )
  const comes = clause.register('comes', '来', { seat: keyword('座') }, { who: clerk })
  const leaves = clause.register('leaves', '走', { seat: keyword('座') }, { who: clerk })
  clause.duty('stay', '打烊前走', comes.filed, ({ facts, today }) => ({ key: facts.seat, day: today }), {
    holder: clerk,
    by: before(({ day }, { at, look }) =>
      Math.max(at, instantOf(day, '00:00') + look.value(closes, instantOf(day, '23:59:59'))),
    ),
    remind: hours(1),
    must: file(leaves, 'seat'),
    follows: [closes],
  })
  const licence = clause.register(
    'licence',
    '证照',
    { kind: keyword('名称'), until: day('至'), n: count('号') },
    { who: boss },
  )
  clause.duty('renew', '换证', licence.filed, ({ facts }) => ({ key: facts.kind, day: facts.until }), {
    holder: boss,
    by: through(({ day }) => day),
    remind: ahead,
    must: file(licence, 'kind'),
  })
  const w = new World(p)
  w.post('b', 'boss')
  w.post('c', 'clerk')
  w.adopt('p', on)
  const set = (parameter: string, value: number, clock: string, from?: string) =>
    w.do({ do: 'set', account: 'b', parameter, value, ...(from ? { from } : {}) }, t(on, clock))
  const due = (slot: string) => w.state.get(`duty:${slot}`) as { due: number; remindAt: number; isLate: boolean } | null
  const quarrel = (at: number) =>
    quarrelOf(w.book, clause, nowFor(new Layer(w.state), { at, recorded: at, by: 'system' }))
  return { w, set, due, quarrel }
}

test('a closing hour that is brought forward moves who sits, and reminds him by it', () => {
  const { w, set, due } = open()
  w.file('comes', 'c', { seat: '1' }, t(on, '20:00'))
  expect(due('stay/1')?.due).toBe(t('2026-03-03', '02:00'))
  set('closes', hours(24), '21:00')
  expect(due('stay/1')).toMatchObject({ due: t('2026-03-03', '00:00'), remindAt: t(on, '23:00') })
  w.pass(t(on, '23:00'))
  expect(w.has('reminded', 'stay/1')).toHaveLength(1)
  w.pass(t('2026-03-03', '00:00'))
  expect(due('stay/1')?.isLate).toBe(true)
  expect(same(w.state, w.replay())).toBe(true)
})
test('one that is past already means now; one that comes tomorrow leaves tonight as it is', () => {
  const { w, set, due } = open()
  w.file('comes', 'c', { seat: '1' }, t(on, '20:00'))
  set('closes', hours(24), '20:30', '2026-03-03')
  expect(due('stay/1')?.due).toBe(t('2026-03-03', '02:00'))
  set('closes', hours(20), '21:00')
  expect(due('stay/1')?.due).toBe(t(on, '21:00'))
})
test('what is late stays late, and what has left is not moved', () => {
  const { w, set, due } = open()
  w.file('comes', 'c', { seat: '1' }, t(on, '20:00'))
  w.file('comes', 'c', { seat: '2' }, t(on, '20:00'))
  w.file('leaves', 'c', { seat: '2' }, t(on, '20:10'))
  set('closes', hours(21), '20:20')
  w.pass(t(on, '21:00'))
  set('closes', hours(26), '21:30')
  expect(due('stay/1')).toMatchObject({ due: t(on, '21:00'), isLate: true })
  expect(due('stay/2')).toBeNull()
  expect(w.log.filter(({ type }) => type === 'moved')).toHaveLength(1)
})
test('how long before it is due something is called to mind may be a figure, kept as it was then', () => {
  const { w, set, due } = open()
  const enter = (kind: string, clock: string) =>
    w.file('licence', 'b', { kind, until: '2026-03-20', n: 1 }, t(on, clock))
  enter('甲', '09:00')
  set('ahead', days(5), '10:00')
  enter('乙', '11:00')
  expect([due('renew/甲')?.remindAt, due('renew/乙')?.remindAt]).toEqual([
    t('2026-03-18', '23:59:59'),
    t('2026-03-15', '23:59:59'),
  ])
})
test('a figure on the side that the law forbids is said, until it is changed or permitted, and the text’s own line for good', () => {
  const { w, set, quarrel } = open()
  const says = ['原文比法律晚两小时', '“打烊”为次日 02:00，法律为 24:00']
  expect(quarrel(t(on, '09:00'))).toEqual({ isAgainstLaw: true, argues: says })
  w.file('granted', 'b', { until: '2026-03-05' }, t(on, '10:00'))
  expect(quarrel(t('2026-03-05', '23:59'))).toEqual({ isAgainstLaw: false, argues: says.slice(0, 1) })
  expect(quarrel(t('2026-03-06', '00:00')).isAgainstLaw).toBe(true)
  set('closes', hours(24), '11:00')
  expect(quarrel(t('2026-03-06', '00:00')).isAgainstLaw).toBe(false)
})
