/** The state as of the last commit, whole in memory, and what `decide` asked of the log besides. */
import type { Book } from '../engine/book.ts'
import type { Event } from '../engine/events.ts'
import { foldInto } from '../engine/fold.ts'
import { canonical } from '../ledger/canonical.ts'
import { Layer, Memory, type Changes, type Slice, type State } from '../engine/state.ts'

/** Questions that are answered from the log and not from a slice. */
const isOfLog = (key: string) => key.startsWith('log/') || key.startsWith('history/')

export class CommittedState implements State {
  readonly #memory = new Memory()
  /** Answers of the log, valid until the next commit. */
  readonly #fromLog = new Map<string, Slice | null>()
  readonly #changed = new Set<string>()

  get(key: string) {
    return isOfLog(key) ? this.#fromLog.get(key) : this.#memory.get(key)
  }
  /** In one order, whether the state was folded from the log or read back. */
  keys(space: string) {
    return this.#memory.keys(space)?.toSorted()
  }
  due(until: number) {
    return this.#memory.due(until)
  }
  earliest() {
    return this.#memory.earliest()
  }
  answer(key: string, slice: Slice | null) {
    this.#fromLog.set(key, slice)
  }
  apply(changes: Changes) {
    this.#memory.apply(changes)
    for (const key of changes.keys()) this.#changed.add(key)
    this.#fromLog.clear()
  }
  /** Puts back what was written behind; it does not count as changed. */
  restore(changes: Changes) {
    this.#memory.apply(changes)
  }
  refold(book: Book, event: Event) {
    const layer = new Layer(this)
    foldInto(book, layer, book.read(event))
    this.apply(layer.changes)
  }
  /** What changed since it was last asked, as it stands now. */
  takeChanged(): readonly { readonly key: string; readonly slice: Slice | null }[] {
    const keys = [...this.#changed]
    this.#changed.clear()
    return keys.map((key) => ({ key, slice: this.#memory.get(key) ?? null }))
  }
  /** Every slice in the order of its key, as canonical JSON: two states are equal when these are. */
  dump(): string {
    const entries = [...this.#memory.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    return entries.map(([key, slice]) => `${key} ${canonical(slice)}`).join('\n')
  }
  /** What could not be written is written with the next. */
  putBack(keys: readonly string[]) {
    for (const key of keys) this.#changed.add(key)
  }
  /** Every slice that there is; what changed until now counts as taken. */
  takeAll(): readonly { readonly key: string; readonly slice: Slice }[] {
    this.#changed.clear()
    return [...this.#memory.entries()].map(([key, slice]) => ({ key, slice }))
  }
  get changedCount() {
    return this.#changed.size
  }
}
