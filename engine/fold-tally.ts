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
/** A stretch of time, both ends included. */
type Stretch = readonly [from: Instant, until: Instant]
/** A line that is over: by the event that said so, the level that held then, and (of the recent ones) in which stretch. */
interface Raise {
  readonly id: string
  readonly line: string
  readonly level: number
  readonly isStrict: boolean
  readonly stretch?: Stretch
}
export interface TallySlice {
  readonly n: number
  readonly members: readonly Member[]
  /** Of a count of the recent ones: the stretch of which `n` speaks, the fullest around what was counted last. */
  readonly stretch?: Stretch
  readonly raised: readonly Raise[]
}
/** A count that an event moved: its lines are tested afterwards, by whoever decides. */
export interface Touched {
  readonly tally: AnyTally
  readonly key: string
  readonly isUp: boolean
}

export const isOver = (n: number, { level, isStrict }: { level: number; isStrict: boolean }) =>
  isStrict ? n > level : n >= level

/** `lateMs`: how long afterwards what it counts may be entered. */
export function bump(
  layer: Layer,
  tally: AnyTally,
  happening: Happening<Erased>,
  by: 1 | -1,
  lateMs: number,
): Touched[] {
  const key = tally.by(happening),
    { id, at, look } = happening,
    each = tally.each ? tally.each(happening) : id
  if (key === undefined || each === undefined) return []
  const recent = tally.within && { within: look.value(tally.within), lateMs }
  return bumpKey(layer, tally, key, by, { id, each, at }, recent)
}
export function bumpKey(
  layer: Layer,
  tally: AnyTally,
  key: string,
  by: 1 | -1,
  member: Member,
  recent?: { readonly within: number; readonly lateMs: number },
): Touched[] {
  const slot = `${tally.space}/${key}`
  const { n: was, members: old, raised } = layer.must<TallySlice>(slot) ?? { n: 0, members: [], raised: [] }
  const all = [...old.filter(({ id }) => id !== member.id), ...(by > 0 ? [member] : [])].sort((a, b) => a.at - b.at)
  if (recent) {
    layer.put(slot, recentOnes(all, by > 0 ? member : all.at(-1), raised, recent))
    return [{ tally, key, isUp: by > 0 }]
  }
  const isListed = tally.each !== undefined
  const members = isListed ? all : tally.keep ? all.slice(-tally.keep) : []
  const n = isListed ? new Set(members.map(({ each }) => each)).size : was + by
  layer.put(slot, n === 0 ? null : { n, members, raised: raised.filter((raise) => isOver(n, raise)) })
  return [{ tally, key, isUp: by > 0 }]
}

// Counts of the recent ones (decision 0031)

const meet = ([from, until]: Stretch, [since, to]: Stretch) => from <= to && since <= until
/** `about`: what was counted last. Members are in order of time. */
function recentOnes(
  all: readonly Member[],
  about: Member | undefined,
  raised: readonly Raise[],
  { within, lateMs }: { readonly within: number; readonly lateMs: number },
): TallySlice | null {
  const newest = all.at(-1)
  if (!newest || !about) return null
  // What is entered after those who came later still finds those who came with it.
  const members = all.filter(({ at }) => at >= newest.at - within - lateMs)
  const { n, stretch } = fullest(members, within, [about.at, about.at])
  const stands = raised.flatMap((raise): readonly Raise[] => {
    if (!raise.stretch || !isOver(fullest(members, within, raise.stretch).n, raise)) return []
    // What comes on while the line is over belongs to the case that it was raised for; what left it does not.
    const isSame = stretch !== undefined && isOver(n, raise) && meet(raise.stretch, stretch)
    return [{ ...raise, stretch: hull(members, isSame ? [raise.stretch, stretch] : [raise.stretch]) }]
  })
  return { n, members, raised: stands, ...(stretch ? { stretch } : {}) }
}
/** From the first to the last of those who are in one of these stretches. */
function hull(members: readonly Member[], of: readonly Stretch[]): Stretch {
  const times = members.flatMap(({ at }) => (of.some((stretch) => meet(stretch, [at, at])) ? [at] : []))
  return [times[0] ?? of[0]?.[0] ?? 0, times.at(-1) ?? of[0]?.[1] ?? 0]
}
/** How many different ones the fullest stretch of that length holds that meets another, and which it is. */
function fullest(
  members: readonly Member[],
  within: number,
  other: Stretch,
): { readonly n: number; readonly stretch?: Stretch } {
  const inside = new Map<string, number>()
  let n = 0,
    stretch: Stretch | undefined,
    first = 0
  for (const { each, at } of members) {
    inside.set(each, (inside.get(each) ?? 0) + 1)
    for (let oldest = members[first]; oldest && oldest.at < at - within; oldest = members[++first]) {
      const left = (inside.get(oldest.each) ?? 0) - 1
      left === 0 ? inside.delete(oldest.each) : inside.set(oldest.each, left)
    }
    const here: Stretch = [members[first]?.at ?? at, at]
    if (inside.size < n || !meet(here, other)) continue
    n = inside.size
    stretch = here
  }
  return stretch ? { n, stretch } : { n }
}
/** Whom a count speaks of: all its members, or those in its stretch. */
export const counted = ({ members, stretch }: Pick<TallySlice, 'members' | 'stretch'>): readonly string[] =>
  (stretch ? members.filter(({ at }) => at >= stretch[0] && at <= stretch[1]) : members).map(({ id }) => id)
/** Whether the line was already said to be over: of the recent ones, in a stretch that meets the one of now. */
export const isRaised = ({ raised, stretch }: TallySlice, line: string): boolean =>
  raised.some(
    (raise) =>
      raise.line === line && (raise.stretch === undefined || (stretch !== undefined && meet(raise.stretch, stretch))),
  )

export function crossed(layer: Layer, { tally, key, line, level, id }: EventOf<'crossed'>): Touched[] {
  const slot = `count:${tally}/${key}`,
    slice = layer.must<TallySlice>(slot),
    oldest = slice?.members[0]?.at ?? 0
  if (!slice) return []
  const raise = { id, line, level, isStrict: line.endsWith('>'), ...(slice.stretch ? { stretch: slice.stretch } : {}) }
  // What lies before everything that is still remembered cannot come back.
  const others = slice.raised.filter(({ stretch }) => stretch === undefined || stretch[1] >= oldest)
  layer.put(slot, { ...slice, raised: [...others, raise] })
  return []
}
