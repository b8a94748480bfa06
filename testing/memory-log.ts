/** A log in memory and the state folded from it, answering what the engine asks of a store. */
import type { Book } from '../engine/book.ts'
import type { History, Logged } from '../engine/correct.ts'
import type { Event, EventOf } from '../engine/events.ts'
import { fold, happeningOf } from '../engine/fold.ts'
import { Layer, Memory, type Changes, type Slice } from '../engine/state.ts'

export class MemoryLog {
  readonly events: Event[] = []
  readonly state = new Memory((key) => this.#answer(key))
  readonly #book: Book

  constructor(book: Book) {
    this.#book = book
  }
  /** Events that were decided, with the changes that deciding them made. */
  append(events: readonly Event[], changes: Changes): void {
    this.events.push(...events)
    this.state.apply(changes)
  }
  /** Events whose changes are not at hand: folded one by one. */
  fold(events: readonly Event[]): void {
    for (const event of events) this.append([event], fold(this.#book, this.state, event))
  }
  /** The same events folded from nothing. */
  again(): MemoryLog {
    const again = new MemoryLog(this.#book)
    again.fold(this.events)
    return again
  }
  /** The state as text: equal states give equal texts. */
  text(): string {
    return JSON.stringify(
      [...this.state.entries()].sort(([a], [b]) => (a < b ? -1 : 1)),
      null,
      1,
    )
  }

  #answer(key: string): Slice | null {
    const of = key.slice(key.indexOf('/') + 1)
    return key.startsWith('log/') ? this.#logged(of) : this.#history(of)
  }
  #standing(): readonly Event[] {
    const gone = new Set(this.events.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
    return this.events.filter(({ id, type }) => !gone.has(id) && type !== 'undone' && type !== 'restated')
  }
  #truth(event: EventOf<'filed'>): EventOf<'filed'> {
    const last = this.events.findLast((one) => one.type === 'filed' && one.corrects === event.id)
    return last?.type === 'filed' ? { ...event, facts: last.facts } : event
  }
  #logged(id: string): Logged | null {
    const event = this.events.find((one) => one.id === id)
    if (!event) return null
    const corrections = this.events.filter((one) => one.type === 'filed' && one.corrects === id).map((one) => one.id)
    const isOpenedByIt = (one: Event) =>
      one.because !== undefined && [id, ...corrections].includes(one.because) && !(one.type === 'told' && one.follows)
    const opened = this.#standing().filter(isOpenedByIt)
    const isGone = this.events.some((one) => one.type === 'undone' && one.what.id === id)
    return {
      event: event.type === 'filed' ? this.#truth(event) : event,
      opened,
      ...(isGone ? { isTakenBack: true } : {}),
    }
  }
  #history(row: string): History {
    const layer = new Layer(this.state)
    return this.#standing().flatMap((event) => {
      if (event.type !== 'filed' || event.corrects !== undefined) return []
      const truth = this.#truth(event),
        happening = happeningOf(layer, truth)
      const { steps } = this.#book.shelf(event.register)
      return steps.some(({ matter, key }) => `${matter.space}/${key(happening)}` === row) ? [truth] : []
    })
  }
}
