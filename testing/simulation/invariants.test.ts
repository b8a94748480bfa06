/** Each invariant of a simulated organisation has a control here: a bug planted in a small house, which it must find. */
import { describe, expect, test } from 'vitest'
import { policy } from '../../engine/declare/policy.ts'
import { before, file } from '../../engine/declare/terms.ts'
import type { Event } from '../../engine/events.ts'
import { choice, count, day, of, text } from '../../engine/fields.ts'
import type { TallySlice } from '../../engine/fold.ts'
import { days, hours } from '../../engine/time.ts'
import { hospitalOf } from './hospital.ts'
import type { MemoryStageOptions } from './memory-stage.ts'
import { play } from './play.ts'
import { Tallies } from './watches/tallies.ts'
import type { Script } from './script.ts'

const small = hospitalOf(6)
const from = '2026-09-21'

/** Twelve days, or until something does not hold. */
const lived = (script: Script, stage: MemoryStageOptions = {}, seed = 3) =>
  play(script, { seed, from, days: 12, stage })
/** What is logged instead of the events of that type, from the tenth on. */
function instead<T extends Event['type']>(type: T, change: (event: Event) => readonly Event[], isFolded = true) {
  let seen = 0
  const logs = (events: readonly Event[]) =>
    events.flatMap((event) => (event.type === type && ++seen > 10 ? change(event) : [event]))
  return { planted: { logs, isFolded } }
}

test('control: without a planted bug nothing is found', async () => {
  const { scene, unknownWays } = await lived(small)
  expect({ isLively: scene.events.length > 500, unknownWays }).toEqual({ isLively: true, unknownWays: [] })
})

describe('what is logged otherwise than decided is found', () => {
  const planted: readonly (readonly [string, RegExp, MemoryStageOptions])[] = [
    ['an event is lost on its way to the log', /replay equals state/, instead('met', () => [], false)],
    [
      'a duty is settled twice',
      /one outcome for each duty/,
      instead('met', (event) => [event, { ...event, id: `${event.id}+` }]),
    ],
    ['a notice is lost', /nothing is lost/, instead('told', () => [])],
    ['a duty is not opened', /nothing is lost/, instead('opened', () => [])],
    [
      'lateness is judged by when it was recorded',
      /judged by when it happened/,
      instead('met', (event) => {
        if (event.type !== 'met') return [event]
        return [{ ...event, isInTime: !event.isInTime }]
      }),
    ],
    [
      'lateness comes a millisecond early',
      /never late too early/,
      instead('late', (event) => [{ ...event, at: event.at - 1 }]),
    ],
    [
      'lateness is final an hour early',
      /never missed too early/,
      instead('missed', (event) => [{ ...event, at: event.at - hours(1) }]),
    ],
    [
      'lateness never comes',
      /what is due comes/,
      instead('late', (event) => (event.type === 'late' && event.duty === 'daily' ? [] : [event])),
    ],
    [
      'a department is left out of a day',
      /every day is opened/,
      instead('dayOpened', (event) =>
        event.type === 'dayOpened' ? [{ ...event, opens: event.opens.slice(1) }] : [event],
      ),
    ],
    ['a whole day is left out', /every day is opened|what is due comes/, instead('dayOpened', () => [])],
    [
      'a clause is cited before it held',
      /the clause is in force/,
      instead('told', (event) => [{ ...event, at: event.at - days(60) }]),
    ],
    [
      'a clause is cited that there is not',
      /the clause is in force/,
      instead('told', (event) => [{ ...event, clause: '7.99' }]),
    ],
    [
      'time runs backwards',
      /time never runs backwards/,
      instead('told', (event) => [{ ...event, recorded: event.recorded - 1 }]),
    ],
    ['two events bear one id', /ids are unique/, instead('told', (event) => [event, event])],
    [
      'somebody acts through another’s account',
      /nobody acts who may not/,
      instead('filed', (event) => [event.by === 'system' ? event : { ...event, by: 'p1' }]),
    ],
    [
      'somebody enters what another owes',
      /nobody acts who may not/,
      instead('filed', (event) => [event.by === 'system' ? event : { ...event, by: 'p1', account: 'p1' }]),
    ],
    [
      'a sentence from a body stands in the facts',
      /no personal value lies about/,
      instead('filed', (event) =>
        event.type === 'filed' ? [{ ...event, facts: { ...event.facts, said: '所写第 1 句' } }] : [],
      ),
    ],
    [
      'a notice is told to nobody',
      /somebody’s turn/,
      instead('told', (event) => (event.type === 'told' ? [{ ...event, to: [] }] : [])),
    ],
    [
      'a duty is owed by nobody',
      /somebody’s turn/,
      instead('opened', (event) => (event.type === 'opened' ? [{ ...event, holder: [] }] : [])),
    ],
  ]
  test.each(planted)('%s', async (_, found, stage) => {
    await expect(lived(small, stage)).rejects.toThrow(found)
  })
  test('an earlier event is changed in the log', async () => {
    const early: Event[] = []
    const logs = (events: readonly Event[]) => {
      const copies = events.map((event) => ({ ...event }))
      early.push(...copies)
      if (early.length > 400) Reflect.set(early[200] ?? {}, 'clause', '0.1')
      return copies
    }
    await expect(lived(small, { planted: { logs, isFolded: false } })).rejects.toThrow(/the prefix is consistent/)
  })
  test('an outage of ours moves nothing', async () => {
    const often: Script = { ...small, outagesPerYear: 1_500 }
    const logs = (events: readonly Event[]) => events.filter(({ type }) => type !== 'moved')
    await expect(lived(often, { planted: { logs, isFolded: true } })).rejects.toThrow(/our outages make nobody late/)
    await expect(lived(often)).resolves.toBeDefined()
  })
  test('a failure names its seed, its instant and the last acts', async () => {
    const failure = lived(
      small,
      instead('told', () => []),
    )
    await expect(failure).rejects.toThrow(
      /^seed 3, 2026-09-\d\d \d\d:\d\d:\d\d, event \d+: nothing is lost[\s\S]*"do":"file"/,
    )
  })
})

/** A policy without a script: its people live by its declarations alone. */
function unscripted(isThrowing = false) {
  const p = policy('cellar', '地窖')
  const hall = p.unit('hall', '库房'),
    keeper = p.post('keeper', '保管员', hall),
    chief = p.post('chief', '主管')
  const clause = p.clause('1', '第一条', '每日查看')
  const look = clause.register('look', '查看', {
    hall: of(hall),
    day: day('日期'),
    crates: count('箱数'),
    note: text('说明'),
  })
  clause.writes(look, keeper.of('hall'))
  const must = {
    holder: ({ unit }: { unit: string }) => keeper.at(unit),
    by: before('12:00'),
    must: file(look, 'hall', 'day'),
  }
  const daily = clause.daily('daily', '查看', { each: hall, ...must })
  clause.notice('late', '未看', {
    on: daily.late,
    to: () => {
      if (isThrowing) throw new Error('a rule that throws')
      return chief
    },
  })
  const damage = clause.register('damage', '损坏', {
    hall: of(hall),
    kind: choice('种类', { wet: '受潮', torn: '破损' }),
  })
  clause.writes(damage, keeper.of('hall'))
  const open = p.matter('damage', '损坏', { kind: choice('种类', { wet: '受潮', torn: '破损' }) })
  open.opens(damage, ({ facts }) => ({ kind: facts.kind }))
  open.count('kinds', '种类', { by: ({ kind }) => kind })
  p.counts('halls', '库房', damage.filed, { by: ({ facts }) => facts.hall })
  return p
}
const cellarOf = (more: Partial<Script> = {}, isThrowing = false): Script => ({
  title: '地窖',
  policies: [unscripted(isThrowing)],
  units: { hall: ['甲', '乙', '丙'] },
  perDay: { look: 0, damage: 3 },
  hours: [8, 18],
  outagesPerYear: 20,
  ...more,
})
describe('a policy that nobody wrote a script for', () => {
  test('lives by its declarations', async () => {
    const { diary } = await play(cellarOf(), { seed: 4, from, days: 60 })
    expect({ looks: (diary.filed.get('look') ?? 0) > 100, damages: (diary.filed.get('damage') ?? 0) > 50 }).toEqual({
      looks: true,
      damages: true,
    })
  })
  test.each(['kinds/wet', 'halls/甲'])('control: a count that is wrong is found (%s)', async (key) => {
    const { scene } = await play(cellarOf(), { seed: 4, from, days: 20 })
    const tallies = new Tallies(scene)
    for (const event of scene.events) tallies.saw(event)
    expect(() => tallies.ends()).not.toThrow()
    const is = scene.slice<TallySlice>(`count:${key}`)
    scene.replica.put(`count:${key}`, { ...is, n: (is?.n ?? 0) + 1 })
    expect(() => tallies.ends()).toThrow(/counts are what one counts/)
  })
  test('control: a rule that throws is found', async () => {
    await expect(play(cellarOf({}, true), { seed: 4, from, days: 60 })).rejects.toThrow(/no rule fails/)
  })
})
