/** Counts are what one counts: rows by their keys, entries by theirs. */
import type { AnyTally } from '../../../engine/declare/policy.ts'
import type { Event } from '../../../engine/events.ts'
import type { TallySlice } from '../../../engine/fold.ts'
import { nowFor } from '../../../engine/now.ts'
import { Layer } from '../../../engine/state.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { broken, Standing } from './watch.ts'

/** Everything is counted again once in so many steps. */
const recountEvery = 500

export class Tallies implements Onlooker {
  readonly #scene: Scene
  readonly #standing = new Standing()
  #rests = 0

  constructor(scene: Scene) {
    this.#scene = scene
  }
  saw(event: Event) {
    this.#standing.saw(event)
  }
  rests(_: Instant) {
    if (++this.#rests % recountEvery === 0) this.ends()
  }
  ends() {
    for (const tally of this.#scene.book.tallies) {
      const counted = tally.matter ? this.#rows(tally) : this.#entries(tally)
      if (counted) this.#compare(tally, counted)
    }
  }
  #compare({ id, space }: AnyTally, counted: ReadonlyMap<string, number>) {
    const keys = new Set([...counted.keys(), ...this.#keys(space)])
    for (const key of keys) {
      const n = this.#scene.slice<TallySlice>(`${space}/${key}`)?.n ?? 0,
        is = counted.get(key) ?? 0
      if (n !== is) broken('counts are what one counts', `${id} of ${key} says ${n}, and there are ${is}`)
    }
  }
  #keys(space: string): readonly string[] {
    return (this.#scene.replica.keys(space) ?? []).map((slot) => slot.slice(space.length + 1))
  }
  #rows({ matter, where, by }: AnyTally): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const key of this.#scene.replica.keys(matter?.space ?? '') ?? []) {
      const row = this.#scene.replica.get(key)
      const group = row && (!where || where(row)) ? by(row) : undefined
      if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1)
    }
    return counts
  }
  /** Entries of one register. What counts only the recent ones, or lapses, has no second way of counting here. */
  #entries({ of, by, each, within }: AnyTally): ReadonlyMap<string, number> | undefined {
    const [what, register] = of?.on.split(':') ?? []
    if (what !== 'filed' || register === undefined || within) return undefined
    const members = new Map<string, Set<string>>()
    for (const entry of this.#standing.of(register)) {
      const happening = { ...nowFor(new Layer(this.#scene.replica), entry), id: entry.id, facts: entry.facts }
      const group = by(happening),
        member = each ? each(happening) : entry.id
      if (group === undefined || member === undefined) continue
      members.set(group, new Set([...(members.get(group) ?? []), member]))
    }
    return new Map([...members].map(([group, all]) => [group, all.size]))
  }
}
