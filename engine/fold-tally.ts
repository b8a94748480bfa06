/** How counts move: members come and go, and a line that is no longer crossed is forgotten. */
import type { AnyTally } from './declare/policy.ts'
import type { Erased, Happening } from './declare/words.ts'
import type { EventOf } from './events.ts'
import type { Layer } from './state.ts'
import type { Instant } from './time.ts'

interface Member {
  readonly id: string
  readonly each: string
  readonly at: Instant
}
export interface TallySlice {
  readonly n: number
  readonly members: readonly Member[]
  /** Of a count of the recent ones: the stretch that holds the most, its first instant and its last. */
  readonly window?: readonly [from: Instant, until: Instant]
  /** Which lines it is over, by the event that said so and the level that held then. */
  readonly raised: Readonly<Record<string, { readonly id: string; readonly level: number; readonly isStrict: boolean }>>
}
/** A count that an event moved: its lines are tested afterwards, by whoever decides. */
export interface Touched {
  readonly tally: AnyTally
  readonly key: string
  readonly isUp: boolean
}

export const isOver = (n: number, { level, isStrict }: { level: number; isStrict: boolean }) =>
  isStrict ? n > level : n >= level

export function bump(layer: Layer, tally: AnyTally, happening: Happening<Erased>, by: 1 | -1): Touched[] {
  const key = tally.by(happening),
    { id, at, look } = happening,
    each = tally.each ? tally.each(happening) : id
  if (key === undefined || each === undefined) return []
  return bumpKey(layer, tally, key, by, { id, each, at }, tally.within && look.value(tally.within))
}
export function bumpKey(
  layer: Layer,
  tally: AnyTally,
  key: string,
  by: 1 | -1,
  member: Member,
  within = Infinity,
): Touched[] {
  const slot = `${tally.space}/${key}`
  const { n: was, members: old, raised } = layer.must<TallySlice>(slot) ?? { n: 0, members: [], raised: {} }
  const all = [...old.filter(({ id }) => id !== member.id), ...(by > 0 ? [member] : [])].sort((a, b) => a.at - b.at)
  const newest = all.at(-1)?.at ?? 0,
    isListed = tally.each !== undefined || tally.within !== undefined
  // Twice as long as is counted: what happened before the newest and is entered after it finds who came with it.
  const members = isListed
    ? all.filter(({ at }) => at >= newest - 2 * within)
    : tally.keep
      ? all.slice(-tally.keep)
      : []
  const { n, window } = isListed ? fullest(members, within) : { n: was + by }
  const still = Object.fromEntries(Object.entries(raised).filter(([, line]) => isOver(n, line)))
  layer.put(slot, n === 0 ? null : { n, members, raised: still, ...(window ? { window } : {}) })
  return [{ tally, key, isUp: by > 0 }]
}
/**
 * How many different ones the fullest stretch of that length holds, both ends counted, and which stretch it is (the latest
 * of equals). Members in order of time (decision 0031).
 */
function fullest(members: readonly Member[], within: number): Pick<TallySlice, 'n' | 'window'> {
  if (within === Infinity) return { n: new Set(members.map(({ each }) => each)).size }
  const inside = new Map<string, number>()
  let n = 0,
    window: TallySlice['window'],
    first = 0
  for (const { each, at } of members) {
    inside.set(each, (inside.get(each) ?? 0) + 1)
    for (let oldest = members[first]; oldest && oldest.at < at - within; oldest = members[++first]) {
      const left = (inside.get(oldest.each) ?? 0) - 1
      left === 0 ? inside.delete(oldest.each) : inside.set(oldest.each, left)
    }
    if (inside.size < n) continue
    n = inside.size
    window = [members[first]?.at ?? at, at]
  }
  return { n, ...(window ? { window } : {}) }
}
/** Whom a count counts: all its members, or those in the fullest stretch. */
export const counted = ({ members, window }: Pick<TallySlice, 'members' | 'window'>): readonly string[] =>
  (window ? members.filter(({ at }) => at >= window[0] && at <= window[1]) : members).map(({ id }) => id)
export function crossed(layer: Layer, { tally, key, line, level, id }: EventOf<'crossed'>): Touched[] {
  const slot = `count:${tally}/${key}`,
    slice = layer.must<TallySlice>(slot)
  const isStrict = line.endsWith('>')
  if (slice) layer.put(slot, { ...slice, raised: { ...slice.raised, [line]: { id, level, isStrict } } })
  return []
}
