/** A log in memory and the state folded from it, answering what the engine asks of a store. */
import type { Book } from '../engine/book.ts'
import type { History, Logged } from '../engine/correct.ts'
import type { Event, EventOf } from '../engine/events.ts'
import { fold } from '../engine/fold.ts'
import { Memory, type Changes, type Slice } from '../engine/state.ts'

type Filed = EventOf<'filed'>
interface Placed {
  readonly event: Event
  readonly seq: number
}
const inOrder = (placed: readonly Placed[]) => [...placed].sort((a, b) => a.seq - b.seq).map(({ event }) => event)

export class MemoryLog {
  readonly events: Event[] = []
  readonly #book: Book
  #state = this.#empty()

  // What a store finds by its indexes

  readonly #byId = new Map<string, Placed>()
  readonly #openedBy = new Map<string, Placed[]>()
  readonly #corrections = new Map<string, Filed[]>()
  /** Which entries moved a row: what they said at first, and what their corrections said. */
  readonly #moved = new Map<string, Set<string>>()
  readonly #undone = new Set<string>()

  constructor(book: Book) {
    this.#book = book
  }
  get state(): Memory {
    return this.#state
  }
  /** Events that were decided, with the changes that deciding them made. */
  append(events: readonly Event[], changes: Changes): void {
    for (const event of events) this.#index(event, this.events.push(event) - 1)
    this.#state.apply(changes)
  }
  /** Events whose changes are not at hand: folded one by one. */
  fold(events: readonly Event[]): void {
    for (const event of events) this.append([event], fold(this.#book, this.#state, event))
  }
  /** The same events folded from nothing. */
  again(): MemoryLog {
    const again = new MemoryLog(this.#book)
    again.fold(this.events)
    return again
  }
  /**
   * As after a restart: memory is gone, and the state is folded from the log. With `stored`, a text of the state as it was
   * when the log had `size` events, only what came after them is folded.
   */
  recall(stored?: { readonly size: number; readonly text: string }): void {
    this.#state = this.#empty()
    if (stored) this.#state.apply(new Map(slicesIn(stored.text)))
    for (const event of this.events.slice(stored?.size ?? 0)) this.#state.apply(fold(this.#book, this.#state, event))
  }
  /** The state as text: equal states give equal texts. */
  text(): string {
    return textOf(this.#state)
  }

  #empty(): Memory {
    return new Memory((key) => this.#answer(key))
  }
  #index(event: Event, seq: number) {
    if (!this.#byId.has(event.id)) this.#byId.set(event.id, { event, seq })
    if (event.because !== undefined) listIn(this.#openedBy, event.because).push({ event, seq })
    if (event.type === 'undone') this.#undone.add(event.what.id)
    if (event.type !== 'filed') return
    if (event.corrects !== undefined) listIn(this.#corrections, event.corrects).push(event)
    for (const row of event.rows ?? []) {
      const entries = this.#moved.get(row)
      if (entries) entries.add(event.corrects ?? event.id)
      else this.#moved.set(row, new Set([event.corrects ?? event.id]))
    }
  }
  #answer(key: string): Slice | null {
    const of = key.slice(key.indexOf('/') + 1)
    return key.startsWith('log/') ? this.#logged(of) : this.#history(of)
  }
  #truth(event: Filed): Filed {
    const last = this.#corrections.get(event.id)?.at(-1)
    return last ? { ...event, facts: last.facts } : event
  }
  #logged(id: string): Logged | null {
    const event = this.#byId.get(id)?.event
    if (!event) return null
    const openers = [id, ...(this.#corrections.get(id) ?? []).map((one) => one.id)]
    const opened = inOrder(openers.flatMap((opener) => this.#openedBy.get(opener) ?? [])).filter((one) =>
      this.#stands(one),
    )
    return {
      event: event.type === 'filed' ? this.#truth(event) : event,
      opened,
      ...(this.#undone.has(id) ? { isTakenBack: true } : {}),
    }
  }
  #stands(event: Event): boolean {
    if (event.type === 'undone' || event.type === 'restated') return false
    return !this.#undone.has(event.id) && !(event.type === 'told' && event.follows !== undefined)
  }
  #history(row: string): History {
    const entries = inOrder([...(this.#moved.get(row) ?? [])].flatMap((id) => this.#byId.get(id) ?? []))
    return entries.flatMap((event) => (event.type === 'filed' && this.#stands(event) ? [this.#truth(event)] : []))
  }
}
/** Slices as text, sorted by key. */
export const textOf = (state: Memory): string =>
  JSON.stringify(
    [...state.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
    null,
    1,
  )
function slicesIn(text: string): readonly (readonly [string, Slice])[] {
  // The border: such a text is made by `textOf` alone.
  const slices: readonly (readonly [string, Slice])[] = JSON.parse(text)
  return slices
}
function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known) return known
  const made: T[] = []
  lists.set(key, made)
  return made
}
