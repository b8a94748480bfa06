/** What an inspection sets in motion, point by point and place by place. */
import { expect, test } from 'vitest'
import { hours, minutes } from '../time.ts'
import { same, t, World } from '../testing/world.ts'
import { policy } from './policy.ts'
import { before } from './terms.ts'

const day = '2026-03-02',
  at = (clock: string) => t(day, clock)
/** Exits of two halls, owed on Mondays only (2026-03-02 is one). */
function open() {
  const p = policy('p', '制度')
  const hall = p.unit('hall', '大厅'),
    guard = p.post('guard', '巡查员'),
    boss = p.post('boss', '经理')
  const clause = p.clause('1', '第一条', '出口不封堵、不锁闭')
  const rectifyWithin = clause.parameter('rectify-within', '整改时限', hours(24), { isOwn: true })
  clause.checklist(
    'exits',
    '出口检查',
    { door: '门', window: '窗' },
    {
      each: hall,
      on: (day) => new Date(day).getUTCDay() === 1,
      by: before('10:00'),
      remind: hours(1),
      who: guard,
      faults: { blocked: '封堵', locked: '锁闭' },
      rectifier: boss,
      rectifyWithin,
      tell: boss,
    },
  )
  const w = new World(p)
  w.unit('hall', '东')
  w.unit('hall', '西')
  w.post('g', 'guard')
  w.post('b', 'boss')
  w.adopt('p', day)
  return {
    w,
    check: (unit: string, door: string, window: string, clock: string, corrects?: string) =>
      w.file('exits', 'g', { unit, checkedAt: at(clock), door, window, note: '见照片' }, at(clock), corrects),
    open: () =>
      [...w.state.entries()]
        .map(([key]) => key)
        .filter((key) => /^duty:|^row:exits-fault/.test(key))
        .sort(),
  }
}

test('a place is owed an inspection on its days only, and is answered for alone', () => {
  const { w, check, open: stands } = open()
  w.pass(at('00:00'))
  expect(stands()).toEqual([`duty:exits/东|${day}`, `duty:exits/西|${day}`])
  expect(check('东', 'passed', 'passed', '09:00')).toMatch(/^e/)
  expect(stands()).toEqual([`duty:exits/西|${day}`])
  w.file('exits', 'g', { unit: '西', checkedAt: at('09:00'), door: 'passed', window: 'passed' }, at('09:01'))
  w.pass(t('2026-03-08', '23:59'))
  expect(stands()).toEqual([])
  w.pass(t('2026-03-09', '00:00'))
  expect(stands()).toHaveLength(2)
})
test('each failed point is rectified by itself, and one of them leaves the other open', () => {
  const { w, check, open: stands } = open()
  check('东', 'blocked', 'locked', '09:00')
  check('西', 'passed', 'passed', '09:00')
  expect(stands()).toEqual([
    'duty:exits-door-rectify/东',
    'duty:exits-window-rectify/东',
    'row:exits-fault/东|door',
    'row:exits-fault/东|window',
  ])
  w.file('exits-rectified', 'b', { unit: '东', point: 'door', doneAt: at('09:30'), measure: '搬开' }, at('09:30'))
  expect(stands()).toEqual(['duty:exits-window-rectify/东', 'row:exits-fault/东|window'])
  expect(same(w.state, w.replay())).toBe(true)
})
test('a fault found again is the same fault: due as of the first time, done once', () => {
  const { w, check, open: stands } = open()
  check('西', 'passed', 'passed', '08:00')
  check('东', 'blocked', 'passed', '08:00')
  check('东', 'locked', 'passed', '09:00')
  expect(w.state.get('duty:exits-door-rectify/东')).toMatchObject({ due: at('08:00') + hours(24) })
  w.file('exits-rectified', 'b', { unit: '东', point: 'door', doneAt: at('09:30'), measure: '搬开' }, at('09:30'))
  expect(stands()).toEqual([])
})
test('what was found again after a rectification stays owed when that rectification is put right', () => {
  const { w, check } = open()
  const mend = (doneAt: string, clock: string, corrects?: string) =>
    w.file(
      'exits-rectified',
      'b',
      { unit: '东', point: 'door', doneAt: at(doneAt), measure: '搬开' },
      at(clock),
      corrects,
    )
  check('东', 'blocked', 'passed', '08:00')
  const mended = mend('09:30', '09:30')
  const again = check('东', 'locked', 'passed', '10:00')
  expect(mend('09:20', '10:30', mended)).toMatch(/^e/)
  expect(w.state.get('duty:exits-door-rectify/东')).toMatchObject({
    id: `exits-door-rectify/东@${again}`,
    due: at('10:00') + hours(24),
  })
  expect(same(w.state, w.replay())).toBe(true)
  expect(mend('11:00', '11:00')).toMatch(/^e/)
  expect(w.state.get('duty:exits-door-rectify/东')).toBeNull()
})
test('a fault found again while the lateness of the first is not final is owed by itself, and late by itself', () => {
  const { w, check } = open()
  const next = (clock: string) => t('2026-03-03', clock)
  const slot = () => w.state.get('duty:exits-door-rectify/东') as { id: string; lateFrom: number } | null
  check('东', 'blocked', 'passed', '08:00')
  w.pass(next('09:00'))
  w.file('exits-rectified', 'b', { unit: '东', point: 'door', doneAt: next('09:00'), measure: '搬开' }, next('09:00'))
  const again = w.file(
    'exits',
    'g',
    { unit: '东', checkedAt: next('09:30'), door: 'locked', window: 'passed', note: '见照片' },
    next('09:30'),
  )
  w.pass(t('2026-03-04', '09:29'))
  expect(slot()?.id).toBe(`exits-door-rectify/东@${again}`)
  expect(w.has('late', 'exits-door-rectify/东').length).toBe(1)
  w.pass(t('2026-03-04', '09:31'))
  expect(w.has('late', `exits-door-rectify/东@${again}`).length).toBe(1)
  expect(same(w.state, w.replay())).toBe(true)
})
test('a correction moves a fault to the point where it was, and touches no other row', () => {
  const { w, check, open: stands } = open()
  check('西', 'passed', 'passed', '08:00')
  const wrong = check('东', 'blocked', 'passed', '08:00')
  check('东', 'passed', 'blocked', '08:00', wrong)
  expect(stands()).toEqual(['duty:exits-window-rectify/东', 'row:exits-fault/东|window'])
  expect(w.state.get('row:exits-fault/undefined')).toBeNull()
  expect(same(w.state, w.replay())).toBe(true)
})

test('a house without places is looked at as one, several times a day, and an exit is opened within minutes', () => {
  const p = policy('q', '制度'),
    guard = p.post('guard', '巡查员'),
    boss = p.post('boss', '经理')
  const clause = p.clause('1', '第一条', '出口不封堵')
  const rectifyWithin = clause.parameter('rectify-within', '整改时限', minutes(30), { isOwn: true })
  clause.checklist(
    'exits',
    '出口检查',
    { door: '门' },
    {
      rounds: {
        names: () => ['12:00', '18:00'],
        ahead: ({ at: seen, today }) =>
          ['12:00', '18:00'].filter((time) => t(today, time) > seen).map((time) => `${time}|${today}`)[0],
      },
      by: before(({ day: of, unit }: { readonly day: string; readonly unit: string }) => t(of, unit)),
      remind: minutes(10),
      who: guard,
      faults: { locked: '锁闭' },
      rectifier: boss,
      rectifyWithin,
      enteredWithin: minutes(15),
      tell: boss,
    },
  )
  const w = new World(p)
  w.post('g', 'guard')
  w.post('b', 'boss')
  w.adopt('q', day)
  w.pass(at('00:00'))
  const due = (slot: string) => (w.state.get(`duty:${slot}`) as { due: number } | null)?.due
  const check = (door: string, seen: string, entered = seen) =>
    w.file('exits', 'g', { checkedAt: at(seen), door, note: '见照片' }, at(entered))
  expect([due(`exits/12:00|${day}`), due(`exits/18:00|${day}`)]).toEqual([at('12:00'), at('18:00')])
  expect(check('passed', '11:00', '11:16')).toBe('不能登记“出口检查”：已过补记期限（第一条）')
  expect(check('locked', '11:00', '11:15')).toMatch(/^e/)
  expect([due(`exits/12:00|${day}`), due(`exits/18:00|${day}`)]).toEqual([undefined, at('18:00')])
  expect(due('exits-door-rectify/all')).toBe(at('11:30'))
  const done = { point: 'door', doneAt: at('11:25'), measure: '打开' }
  expect(w.file('exits-rectified', 'b', done, at('11:30'))).toMatch(/^e/)
  expect([due('exits-door-rectify/all'), w.state.get('row:exits-fault/door')]).toEqual([undefined, null])
  expect(same(w.state, w.replay())).toBe(true)
})
