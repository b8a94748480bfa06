/** A newer version of a policy on the log of an older one: what it adds is owed from now on and never before. */
import { expect, test } from 'vitest'
import { policy } from './declare/policy.ts'
import { before } from './declare/terms.ts'
import { same, t, World } from './testing/world.ts'

const adopted = '2026-03-02',
  upgraded = '2026-03-09'
/** The policy as it was, or with a second daily duty. */
function version(duties: readonly string[]) {
  const p = policy('p', '制度'),
    ward = p.unit('ward', '病区'),
    clerk = p.post('clerk', '填报人')
  const clause = p.clause('1', '第一条', '每日填报')
  for (const id of duties) clause.daily(id, id, { each: ward, holder: clerk, by: before('11:00'), remind: 3_600_000 })
  return p
}
function old() {
  const w = new World(version(['first']))
  w.unit('ward', '东区')
  w.adopt('p', adopted)
  w.pass(t(upgraded, '10:30') - 1)
  return w
}
function upgrade(at: number) {
  const w = new World(version(['first', 'second']))
  w.take(old().log)
  return { w, came: w.pass(at) }
}
const openedOf = (w: World, duty: string) =>
  w.log.flatMap((event) =>
    event.type === 'dayOpened' && event.duty === duty ? [`${event.day} ${event.opens.length}`] : [],
  )

test('a daily duty that is new is owed from the day of the upgrade, as far as its time is not past', () => {
  const { w, came } = upgrade(t(upgraded, '10:30'))
  expect(openedOf(w, 'second')).toEqual([`${upgraded} 1`])
  expect(came.map(({ recorded }) => recorded)).toEqual(came.map(() => t(upgraded, '10:30')))
  w.pass(t('2026-03-10', '00:00'))
  expect(openedOf(w, 'second')).toEqual([`${upgraded} 1`, '2026-03-10 1'])
})
test('upgraded after its time, nobody owes it that day', () => {
  const { w } = upgrade(t(upgraded, '11:00'))
  expect(openedOf(w, 'second')).toEqual([`${upgraded} 0`])
  w.pass(t('2026-03-10', '00:00'))
  expect(openedOf(w, 'second')).toEqual([`${upgraded} 0`, '2026-03-10 1'])
})
test('the log stays in order, every id once, folds to the state, and asking again adds nothing', () => {
  const { w } = upgrade(t('2026-03-12', '10:30')),
    times = w.log.map(({ recorded }) => recorded)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(new Set(w.log.map(({ id }) => id)).size).toBe(w.log.length)
  expect(same(w.state, w.replay())).toBe(true)
  expect(w.pass(t('2026-03-12', '10:30'))).toEqual([])
})
test('adopted with both, both are owed from the first day', () => {
  const w = new World(version(['first', 'second']))
  w.unit('ward', '东区')
  w.adopt('p', adopted)
  w.pass(t(adopted, '00:00'))
  expect([openedOf(w, 'first'), openedOf(w, 'second')]).toEqual([[`${adopted} 1`], [`${adopted} 1`]])
})
test('not adopted, neither is ever owed', () => {
  const w = new World(version(['first', 'second']))
  w.unit('ward', '东区')
  expect(w.pass(t(upgraded))).toEqual([])
})
