import { expect, test } from 'vitest'
import { instantOf } from '../../engine/time.ts'
import type { Todo } from '../../server/api.ts'
import { firstOf } from './today.tsx'

const due = (clock: string): Todo => {
  const at = instantOf('2026-11-23', clock)
  const clause = { id: '7.2', cite: '第二条', words: '', policy: '' }
  return {
    id: clock,
    duty: 'daily',
    key: clock,
    title: clock,
    clause,
    due: at,
    lateFrom: at,
    isLate: false,
    isExtended: false,
    isQuiet: false,
    soonMs: 0,
  }
}
const at = (clock: string) => instantOf('2026-11-23', clock)
const named = ([next, rest]: ReturnType<typeof firstOf>) => [next?.id, rest.map(({ id }) => id)]

test('what falls due within the hour stands alone, and the overdue lead the rest', () => {
  expect(named(firstOf([due('14:00'), due('11:00'), due('08:00')], at('10:55')))).toEqual(['11:00', ['08:00', '14:00']])
})
test('what is due in more than an hour does not stand alone', () => {
  expect(named(firstOf([due('11:00'), due('08:00')], at('09:59')))).toEqual([undefined, ['08:00', '11:00']])
})
test('what has become late leads the list instead', () => {
  expect(named(firstOf([due('11:30'), due('11:00')], at('11:00')))).toEqual(['11:30', ['11:00']])
})
