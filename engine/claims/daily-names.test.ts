/** A daily duty whose names a rule gives: the times of the day's rounds. */
import { policy } from '../declare/policy.ts'
import { before, file } from '../declare/terms.ts'
import { instant } from '../fields.ts'
import { hours, instantOf, timeOfDay } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { World, same, t } from '../testing/world.ts'

const p = policy('rounds', '巡查')
const head = p.post('head', '负责人')
const watch = p.post('watch', '值班员')
const 第一条 = p.clause('1', '第一条', '按时巡查')
const every = 第一条.parameter('every', '间隔', hours(6), { setBy: head })
const walked = 第一条.register(
  'walked',
  '巡查',
  { walkedAt: instant('巡查时间') },
  { asOf: { at: 'walkedAt', within: hours(1) }, who: watch },
)
/** 06:00, 12:00, … of the day, as the figure has it. */
const times = (every: number) =>
  Array.from(
    { length: Math.floor(hours(24) / every) - 1 },
    (_, n) => `${String(((n + 1) * every) / hours(1)).padStart(2, '0')}:00`,
  )
const rounds = 第一条.daily('rounds', '巡查', {
  names: (_, { look }) => times(look.value(every)),
  holder: watch,
  by: before(({ day, unit }) => instantOf(day, unit)),
  must: file(walked, ({ at, today, look }) => {
    const next = times(look.value(every)).find((time) => instantOf(today, time) > at)
    return next !== undefined && timeOfDay(at) > 0 && `${next}|${today}`
  }),
})
第一条.notice('rounds-late', '没有巡查', { on: rounds.late, to: head })

function house() {
  const w = new World(p)
  w.post('boss', 'head')
  w.post('early', 'watch')
  w.adopt('rounds', '2026-03-02')
  return w
}
const at = (clock: string, day = '2026-03-02') => t(day, clock)
const open = (w: World, slot: string) => w.state.get(`duty:${slot}`) as { due: number; isLate: boolean } | null
const walk = (w: World, clock: string, day?: string) =>
  w.file('walked', 'early', { walkedAt: at(clock, day) }, at(clock, day))

claims('A daily duty whose names a rule gives')
{
  const w = house()
  w.pass(at('00:00'))
  holds(
    'one for each, by its own time',
    ['06:00', '12:00', '18:00', '24:00'].map((time) => open(w, `rounds/${time}|2026-03-02`)?.due),
    [at('06:00'), at('12:00'), at('18:00'), undefined],
  )
  walk(w, '05:30')
  holds(
    'one done leaves the others open',
    [open(w, 'rounds/06:00|2026-03-02'), open(w, 'rounds/12:00|2026-03-02') !== null],
    [null, true],
  )
  w.pass(at('12:00'))
  holds('each is late by itself', [w.has('late', 'rounds/12:00').length, w.has('told', 'rounds-late').length], [1, 1])
  w.do({ do: 'set', account: 'boss', parameter: 'every', value: hours(12), from: '2026-03-03' }, at('13:00'))
  w.pass(at('00:00', '2026-03-03'))
  holds(
    'tomorrow it names what tomorrow’s figure says',
    ['06:00', '12:00'].map((time) => open(w, `rounds/${time}|2026-03-03`) !== null),
    [false, true],
  )
  holds('and the log refolds', same(w.state, w.replay()))
}
