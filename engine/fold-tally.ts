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
  const members = isListed ? all.filter(({ at }) => at > newest - within) : tally.keep ? all.slice(-tally.keep) : []
  const n = isListed ? new Set(members.map(({ each }) => each)).size : was + by
  const still = Object.fromEntries(Object.entries(raised).filter(([, line]) => isOver(n, line)))
  layer.put(slot, n === 0 ? null : { n, members, raised: still })
  return [{ tally, key, isUp: by > 0 }]
}
export function crossed(layer: Layer, { tally, key, line, level, id }: EventOf<'crossed'>): Touched[] {
  const slot = `count:${tally}/${key}`,
    slice = layer.must<TallySlice>(slot)
  const isStrict = line.endsWith('>')
  if (slice) layer.put(slot, { ...slice, raised: { ...slice.raised, [line]: { id, level, isStrict } } })
  return []
}
