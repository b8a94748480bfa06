/** What a correction would undo and a person has acted on: it stands, and somebody is to decide. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { before, file, within } from '../declare/terms.ts'
import { choice, count, day, instant, of, ref } from '../fields.ts'
import { hours } from '../time.ts'
import { same, t, World } from '../testing/world.ts'

const on = '2026-03-02',
  at = (clock: string, of = on) => t(of, clock)

/** A call that may be entered afterwards settles the day; a missed day is a penalty, which the office confirms. */
function open() {
  const p = policy('p', '制度')
  const ward = p.unit('ward', '病区'),
    office = p.post('office', '主管科室'),
    nurse = p.post('nurse', '护士', ward)
  const clause = p.clause('1', '第一条', '上报')
  const call = clause.register(
    'call',
    '电话',
    { ward: of(ward), day: day('日期'), calledAt: instant('来电') },
    { asOf: { at: 'calledAt', within: hours(2) } },
  )
  const daily = clause.daily('daily', '日报', {
    each: ward,
    holder: ({ unit }) => nurse.at(unit),
    by: before('11:00'),
    must: file(call, 'ward', 'day'),
  })
  const penalty = p.matter('penalty', '扣分', {
    step: choice('进展', { proposed: '待确认', confirmed: '已确认', lifted: '已撤销' }),
    points: count('分'),
  })
  const deduct = clause.register(
    'deduct',
    '扣分',
    { key: ref('事由', penalty), points: count('分') },
    { who: () => [], standsOnceActedOn: true },
  )
  penalty.on(deduct, 'key', (row, { facts }) => row ?? { step: 'proposed', points: facts.points })
  clause.enters('missed', deduct, daily.missed, ({ facts }) => ({ key: facts.key, points: 2 }))
  const confirm = clause.register('confirm', '确认', { penalty: ref('扣分', penalty) }, { who: office })
  penalty.step(confirm, 'penalty', { from: ['proposed'], to: 'confirmed' })
  const lift = clause.register('lift', '撤销', { penalty: ref('扣分', penalty) }, { who: office })
  penalty.step(lift, 'penalty', { from: ['confirmed'], to: 'lifted' })
  clause.duty('review', '复核', deduct.disproved, ({ facts }) => ({ key: facts.key }), {
    holder: office,
    by: within(hours(24)),
    must: file(lift, 'penalty'),
  })
  const w = new World(p)
  w.unit('ward', 'A')
  w.post('o', 'office')
  w.post('n', 'nurse', 'A')
  w.adopt('p', on)
  const late = w.file('call', 'n', { ward: 'A', day: on, calledAt: at('11:30') }, at('11:40'))
  w.pass(at('14:00'))
  const inTime = () => w.file('call', 'n', { ward: 'A', day: on, calledAt: at('10:50') }, at('15:00'), late)
  return { w, inTime, key: `A|${on}` }
}
const rowOf = (w: World, key: string) => w.state.get(`row:penalty/${key}`)
const reviews = (w: World) => [...w.state.entries()].filter(([key]) => key.startsWith('duty:review/')).length

test('a penalty that nobody has looked at falls with the lateness', () => {
  const { w, inTime, key } = open()
  expect(rowOf(w, key)).toEqual({ step: 'proposed', points: 2 })
  expect(inTime()).toMatch(/^e/)
  expect([rowOf(w, key), reviews(w)]).toEqual([null, 0])
  expect(same(w.state, w.replay())).toBe(true)
})
test('one that a person has confirmed stands, and is to be decided again', () => {
  const { w, inTime, key } = open()
  w.file('confirm', 'o', { penalty: key }, at('14:30'))
  expect(inTime()).toMatch(/^e/)
  expect([rowOf(w, key), reviews(w)]).toEqual([{ step: 'confirmed', points: 2 }, 1])
  expect(w.log.some((event) => event.type === 'undone' && event.what.type === 'missed')).toBe(true)
  w.file('lift', 'o', { penalty: key }, at('16:00'))
  expect([rowOf(w, key), reviews(w)]).toEqual([{ step: 'lifted', points: 2 }, 0])
  expect(same(w.state, w.replay())).toBe(true)
})
