/** What must hold whatever happens: batches that fail, states that are not loaded, mistakes that are corrected. */
import { admit } from '../commands.ts'
import { decide } from '../decide.ts'
import { elapse } from '../elapse.ts'
import type { Event } from '../events.ts'
import { Layer, type Slice, type State } from '../state.ts'
import { hours, minutes } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { keyed, same, t, type World } from '../testing/world.ts'
import { guest, openCafe, rules } from '../testing/houses.ts'
import { openHospital } from '../testing/houses.ts'

function dice(seed: number) {
  let state = seed
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
  return { roll, pick: <T>(of: readonly T[]) => of[roll(of.length)] as T }
}
const day = '2026-03-02'
const isOrdered = ({ log }: World) => log.every(({ recorded }, n) => recorded >= (log[n - 1]?.recorded ?? 0))
const step = (w: World, state: State & { apply: Layer['apply'] }, id: string, at: number, typed: object): Event[] => {
  const decision = decide(w.book, state, admit(w.book, { id, ...typed } as never, keyed), at)
  if ('needs' in decision) throw new Error('everything is loaded')
  state.apply(decision.changes)
  return 'accepted' in decision ? [...decision.accepted] : [...decision.record]
}

claims('At random')
{
  const w = openCafe(),
    { roll, pick } = dice(1),
    guests = ['甲', '乙', '丙', '丁']
  for (const one of guests) rules(w, one, t(day))
  let at = t(day, '10:00'),
    forgotten = 0
  for (let batch = 0; batch < 500; batch++) {
    at += minutes(roll(90))
    const layer = new Layer(w.state),
      events: Event[] = [],
      elapsed = elapse(w.book, layer, at)
    if ('came' in elapsed) {
      layer.apply(elapsed.changes)
      events.push(...elapsed.came)
    }
    for (let i = roll(6); i >= 0; i--) {
      const seat = pick(['1', '2'])
      const entry = roll(2) ? guest(seat, pick(guests), pick(['2000-01-01', '2010-01-01'])) : { seat, reason: 'leaves' }
      const register = 'customer' in entry ? 'check-in' : 'check-out'
      events.push(...step(w, layer, `r${batch}.${i}`, at, { do: 'file', register, account: 'desk', entry }))
    }
    if (roll(10) < 3) {
      forgotten++
      continue
    }
    w.state.apply(layer.changes)
    w.log.push(...events)
  }
  holds(
    `500 batches, ${forgotten} of them forgotten at commit, ${w.log.length} events: replay equals state`,
    same(w.state, w.replay()),
  )
  holds('time in the log never runs backwards', isOrdered(w))
  holds('every id once', new Set(w.log.map(({ id }) => id)).size === w.log.length)
}
{
  const cold = (w: World, typed: object, at: number) => {
    const known = new Map<string, Slice | null>()
    let trips = 0
    const state: State = { get: (key) => known.get(key), keys: () => [], due: () => [], earliest: () => undefined }
    for (;;) {
      const decision = decide(w.book, state, admit(w.book, { id: 'cold', do: 'file', ...typed } as never, keyed), at)
      if (!('needs' in decision)) return [trips, known.size, 'accepted' in decision]
      trips++
      for (const key of decision.needs) known.set(key, w.state.get(key) ?? null)
    }
  }
  const cafe = openCafe()
  rules(cafe, '甲', t(day))
  holds(
    'a check-in with nothing loaded: two trips to the store (the account first), thirteen slices',
    cold(cafe, { register: 'check-in', account: 'desk', entry: guest('1', '甲') }, t(day, '10:00')),
    [2, 13, true],
  )
}
{
  // To mistype and correct must leave the state that typing it right at once would have left, but for ids and for
  // whom a batch named when it was announced: that was said, and stands.
  const nameless = (slice: unknown) =>
    JSON.stringify(slice)
      .replace(/"(id|recorded)":("[^"]*"|\d+),?/g, '')
      .replace(/@[^"]*"/g, '"')
      .replace(/"items":\[[^\]]*\]/, '')
  const bare = (w: World) => [...w.state.entries()].map(nameless).sort().join('\n')
  const { roll, pick } = dice(7),
    at = t('2026-10-08')
  const note = () => ({
    department: '骨科',
    day: '2026-10-08',
    heading: pick(['risks', 'events', 'critical']),
    kind: 'medical',
    form: pick(['none', 'quality']),
    severity: pick(['minor', 'serious', 'grave']),
    summary: '情况',
    ...(roll(2) ? { patient: pick(['p1', 'p2', 'p3', 'p4']), cause: pick(['车祸', '中毒']) } : {}),
  })
  const play = (typed: readonly object[], correction?: { readonly right: object; readonly when: number }) => {
    const w = openHospital('2026-10-08')
    const file = (id: string, entry: object, when: number, corrects?: string) =>
      w.do({ id, do: 'file', register: 'item', account: 'deputy', entry, ...(corrects ? { corrects } : {}) }, when)
    for (const [n, entry] of typed.entries()) file(`n${n}`, entry, at + minutes(n))
    if (correction) file('correction', correction.right, correction.when, 'n3')
    w.pass(at + hours(5))
    return w
  }
  const isEqual = (right: object, wrong: object, when: number) => {
    const before = [note(), note(), note()],
      after = Array.from({ length: roll(4) }, note)
    const mistyped = play([...before, wrong, ...after], { right, when }),
      typed = play([...before, right, ...after])
    return same(mistyped.state, mistyped.replay()) && isOrdered(mistyped) && bare(mistyped) === bare(typed)
  }
  const wrongAndLeft = () => {
    const others = [note(), note(), note()]
    const one = bare(play([...others, note()]))
    return one === bare(play([...others, note()]))
  }
  const equal = (of: readonly boolean[]) => [of.length, of.filter(Boolean).length]
  holds(
    'control: left uncorrected, nearly all differ',
    Array.from({ length: 50 }, wrongAndLeft).filter(Boolean).length < 10,
  )
  holds(
    'mistyped and corrected at once leaves the state that typing it right would have left',
    equal(Array.from({ length: 200 }, () => isEqual(note(), note(), at + minutes(10)))),
    [200, 200],
  )
  holds(
    'so does a correction hours later, when lateness and its consequences have to be undone',
    equal(
      Array.from({ length: 200 }, () => {
        const right = { ...note(), severity: pick(['minor', 'serious']) }
        return isEqual(right, { ...right, severity: 'grave' }, at + hours(4))
      }),
    ),
    [200, 200],
  )
}
