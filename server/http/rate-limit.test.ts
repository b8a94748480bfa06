import { expect, test } from 'vitest'
import { RateLimit } from './rate-limit.ts'

test('a burst passes, the next one waits until the bucket has refilled', () => {
  const limit = new RateLimit({ perSecond: 2, burst: 3 })
  expect([0, 0, 0, 0].map((now) => limit.take('a', now))).toEqual([true, true, true, false])
  expect(limit.take('a', 499)).toBe(false)
  expect(limit.take('a', 1_000)).toBe(true)
})
test('one asker does not use up what another may ask', () => {
  const limit = new RateLimit({ perSecond: 1, burst: 1 })
  expect([limit.take('a', 0), limit.take('a', 0), limit.take('b', 0)]).toEqual([true, false, true])
})
test('a rest of any length fills the bucket no further than its burst', () => {
  const limit = new RateLimit({ perSecond: 1, burst: 2 })
  limit.take('a', 0)
  expect([1e9, 1e9, 1e9].map((now) => limit.take('a', now))).toEqual([true, true, false])
})
