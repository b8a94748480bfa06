/** A correction stands where the first entry stood, and may not make impossible what was entered after it. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { file, within } from '../declare/terms.ts'
import { keyword, ref, text } from '../fields.ts'
import { hours } from '../time.ts'
import { same, t, World } from '../testing/world.ts'

const on = '2026-03-02'
/** Rooms that are let and given back. */
function open(isLasting: boolean) {
  const p = policy('p', '制度'),
    porter = p.post('porter', '门房')
  const clause = p.clause('1', '第一条', '一间一人')
  const room = p.matter('room', '房间', { guest: keyword('住客') })
  const take = clause.register('let', '入住', { room: ref('房间', room), guest: keyword('住客'), note: text('说明') })
  const leave = clause.register('leave', '退房', { room: ref('房间', room) })
  room.on(take, 'room', (_, { facts: { guest } }) => ({ guest })).on(leave, 'room', () => undefined)
  clause.writes([take, leave], porter)
  clause.guard('空房', take, ({ facts, look }) => look.row(room, facts.room) && `房间 ${facts.room} 有人`, {
    isLasting,
  })
  clause.guard('说明', take, ({ entry }) => entry.note.length > 90 && '说明太长', { isLasting })
  clause.duty('stay', '退房', take.filed, ({ facts }) => ({ key: facts.room }), {
    holder: porter,
    by: within(hours(20)),
    must: file(leave, 'room'),
  })
  const w = new World(p)
  w.post('porter', 'porter')
  w.adopt('p', on)
  const comes = (room: string, guest: string, clock: string, corrects?: string) =>
    w.file('let', 'porter', { room, guest, note: '无' }, t(on, clock), corrects)
  const leaves = (room: string, clock: string, corrects?: string) =>
    w.file('leave', 'porter', { room }, t(on, clock), corrects)
  const guests = () => ['1', '2'].map((key) => Object(w.state.get(`row:room/${key}`)).guest)
  const owed = () => [...w.state.entries()].flatMap(([key]) => (key.startsWith('duty:stay/') ? [key] : []))
  return { w, comes, leaves, guests, owed }
}

test.each([
  [
    'a lasting guard forbids the correction that would have turned a later guest away',
    true,
    /^不能更正：其后的登记 .* 便不成立/,
  ],
  ['another guard does not look back', false, /^e/],
])('%s', (_, isLasting, said) => {
  const { w, comes, leaves } = open(isLasting)
  comes('1', '甲', '10:00')
  comes('2', '乙', '10:01')
  const left = leaves('1', '11:00')
  comes('1', '丙', '11:05')
  expect(leaves('2', '11:10', left)).toMatch(said)
  expect(same(w.state, w.replay())).toBe(true)
})
test('where nobody came meanwhile the correction stands', () => {
  const { w, comes, leaves, guests } = open(true)
  comes('1', '甲', '10:00')
  comes('2', '乙', '10:01')
  const left = leaves('1', '11:00')
  expect(leaves('2', '11:10', left)).toMatch(/^e/)
  expect(guests()).toEqual(['甲', undefined])
  expect(same(w.state, w.replay())).toBe(true)
})
test('what would have been refused then is refused, whoever is there by now', () => {
  const { comes, leaves } = open(true)
  comes('2', '乙', '09:00')
  const wrong = comes('1', '甲', '10:00')
  leaves('2', '10:30')
  expect(comes('2', '甲', '10:40', wrong)).toBe('不能登记“入住”：房间 2 有人（第一条）')
})
test('a row that only the truth moves takes the entry at its own time: who came later is still there', () => {
  const { w, comes, leaves, guests } = open(false)
  const wrong = comes('1', '甲', '10:00')
  comes('2', '乙', '11:00')
  expect(comes('2', '甲', '11:10', wrong)).toMatch(/^e/)
  expect(guests()).toEqual([undefined, '乙'])
  leaves('2', '12:00')
  expect(guests()).toEqual([undefined, undefined])
  expect(same(w.state, w.replay())).toBe(true)
})
test('an act that is put right settles nothing that was opened after it', () => {
  const { w, comes, leaves, owed } = open(true)
  comes('1', '甲', '10:00')
  const left = leaves('1', '11:00')
  comes('1', '丙', '11:05')
  expect(leaves('1', '11:10', left)).toMatch(/^e/)
  expect(owed()).toEqual(['duty:stay/1'])
  w.pass(t('2026-03-03', '08:00'))
  expect(w.file('leave', 'porter', { room: '1' }, t('2026-03-03', '09:00'), left)).toMatch(/^e/)
  w.pass(t('2026-03-03', '10:00'))
  expect(w.has('missed', 'stay')).toHaveLength(1)
  expect(w.log.every(({ recorded }, n) => recorded >= (w.log[n - 1]?.recorded ?? 0))).toBe(true)
  expect(same(w.state, w.replay())).toBe(true)
})
