import { describe, expect, test } from 'vitest'
import { World, same, t } from '../../engine/testing/world.ts'
import hospital from './policy.ts'

const day = '2026-10-09',
  eve = '2026-10-08',
  holiday = '2026-10-07'
const zero = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
function open(from: string) {
  const w = new World(hospital)
  w.unit('department', '骨科')
  for (const [person, post, unit] of [
    ['主任', 'director', '骨科'],
    ['副主任', 'deputy-director', '骨科'],
    ['护士长', 'head-nurse', '骨科'],
    ['值班', 'duty-officer'],
    ['医务', 'medical-office'],
    ['护理', 'nursing-office'],
  ] as const)
    w.post(person, post, unit)
  w.load('2026', ['2026-10-01', holiday], ['2026-10-10'], 0)
  w.adopt('hospital-daily-report', from)
  return {
    w,
    send: (of: string, at: number, corrects?: string) =>
      w.file('daily-report', '副主任', { department: '骨科', day: of, ...zero }, at, corrects),
    call: (called: string, at: number, corrects?: string) =>
      w.file(
        'phone-report',
        '值班',
        {
          department: '骨科',
          day: holiday,
          caller: '副主任',
          calledAt: t(holiday, called),
          summary: '无',
        },
        at,
        corrects,
      ),
    outcome: (of: string) =>
      w.log.findLast((event) => event.type === 'met' && event.duty === 'daily' && event.key.endsWith(of)),
    isOnce: () => new Set(w.log.map(({ id }) => id)).size === w.log.length,
  }
}
const isInTime = (event: object | undefined) => event !== undefined && 'isInTime' in event && event.isInTime

describe('corrections', () => {
  test('a report under the wrong day, corrected and sent again, settles each day once', () => {
    const { w, send, outcome, isOnce } = open(eve)
    const wrong = send(day, t(day, '10:00'))
    send(eve, t(day, '10:30'), wrong)
    expect(w.state.get(`duty:daily/骨科|${day}`)).not.toBeNull()
    send(day, t(day, '10:45'))
    expect([isInTime(outcome(day)), w.state.get(`duty:daily/骨科|${day}`)]).toEqual([true, null])
    expect([isOnce(), same(w.state, w.replay())]).toEqual([true, true])
  })
  test.each([
    ['11:00', '10:59', false, true],
    ['10:59', '11:00', true, false],
  ])('a call booked at %s and corrected to %s is judged by the corrected hour', (typed, right, was, is) => {
    const { w, call, outcome, isOnce } = open(holiday)
    const first = call(typed, t(holiday, '11:05'))
    expect(isInTime(outcome(holiday))).toBe(was)
    expect(call(right, t(holiday, '11:10'), first)).toMatch(/^e/)
    expect(isInTime(outcome(holiday))).toBe(is)
    expect([isOnce(), same(w.state, w.replay())]).toEqual([true, true])
  })
  test('a call is not corrected into the future', () => {
    const { call } = open(holiday),
      first = call('10:00', t(holiday, '10:05'))
    expect(call('12:00', t(holiday, '10:10'), first)).toBe('不能登记“电话报告”：来电时间晚于现在（第二条）')
  })
})

describe('who reports', () => {
  const name = (w: World, reporter: string, clock: string) =>
    w.file('named-reporter', '主任', { department: '骨科', reporter }, t(day, clock))
  test('a designated deputy who leaves his post leaves the designation with it', () => {
    const { w, send } = open(day)
    w.post('副主任乙', 'deputy-director', '骨科', t(day, '08:00'))
    name(w, '副主任乙', '08:10')
    expect(send(day, t(day, '08:20'))).toBe('不能登记“日报”：操作人不是{p:副主任乙}（第三条第一项）')
    w.setUp('dismiss', { person: '副主任乙', post: 'deputy-director', unit: '骨科' }, t(day, '08:30'))
    expect(send(day, t(day, '08:40'))).toMatch(/^e/)
  })
  test('without any deputy a designation as deputy names nobody; a new one does', () => {
    const { w, send } = open(day)
    name(w, '副主任', '08:00')
    w.setUp('dismiss', { person: '副主任', post: 'deputy-director', unit: '骨科' }, t(day, '08:10'))
    expect(send(day, t(day, '08:20'))).toBe('不能登记“日报”：操作人不是骨科“科副主任”（第三条第一项）')
    name(w, '副主任', '08:30')
    expect(send(day, t(day, '08:40'))).toMatch(/^e/)
  })
})

test('a report for a day to come is refused, one for today taken', () => {
  const { send } = open(day)
  expect(send('2026-10-10', t(day))).toBe('不能登记“日报”：日期 2026-10-10 还没有到（第一条第一项）')
  expect(send(day, t(day))).toMatch(/^e/)
})
test('a medical item is passed to no functional department, a building one is', () => {
  const { w } = open(day),
    at = t(day)
  w.unit('functional', '总务科', at)
  const item = (kind: string) =>
    w.file(
      'item',
      '副主任',
      {
        department: '骨科',
        day,
        heading: kind === 'medical' ? 'risks' : 'others',
        kind,
        severity: 'minor',
        summary: '情况',
      },
      at,
    )
  const pass = (of: string) => w.file('pass-on', '医务', { item: of, to: '总务科' }, at)
  expect([pass(item('medical')), pass(item('building')), pass('nothing')]).toEqual([
    '不能登记“转交”：医疗信息不转职能科室（第四条第三项）',
    expect.stringMatching(/^e/),
    '不能登记“转交”：没有这件信息（第四条第三项）',
  ])
})
test('not entered after a call: the director and the offices are told', () => {
  const { w, call } = open(holiday)
  call('10:00', t(holiday, '10:00'))
  w.pass(t(eve, '11:00'))
  const told = w.log.flatMap((event) =>
    event.type === 'told' && event.notice.startsWith('enter') ? w.titles(event.to) : [],
  )
  expect(told.sort()).toEqual(['“医务科”', '“护理部”', '骨科“科主任”', '骨科“科主任”'])
})
