/** What an entry gathers: by when it was written down, from the first instant of one day to the last of another. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { day, instant } from '../fields.ts'
import { gatheringOf, isGathered } from '../gathered.ts'
import { days } from '../time.ts'
import { t } from '../testing/world.ts'

const p = policy('p', '制度'),
  clause = p.clause('1', '第一条', '每周汇总')
const report = clause.register('report', '上报', { at: instant('时间') }, { asOf: { at: 'at', within: days(30) } }),
  other = clause.register('other', '其他', { at: instant('时间') })
const digest = clause.register(
  'digest',
  '汇总',
  { from: day('首日'), until: day('末日') },
  { gathers: { of: [report], from: 'from', through: 'until' } },
)
const week = gatheringOf(digest, { from: '2026-03-02', until: '2026-03-08' })
const isIn = (register: string, day: string, time: string) =>
  week && isGathered(week, { register, recorded: t(day, time) })

test.each([
  ['the first instant of the first day', 'report', '2026-03-02', '00:00', true],
  ['the last minute of the last', 'report', '2026-03-08', '23:59', true],
  ['the day before', 'report', '2026-03-01', '23:59', false],
  ['the instant after', 'report', '2026-03-09', '00:00', false],
  ['another register', 'other', '2026-03-04', '10:00', false],
])('%s', (_, register, day, time, is) => expect(isIn(register, day, time)).toBe(is))

test('a register that gathers nothing says so', () => expect(gatheringOf(other, {})).toBeUndefined())
