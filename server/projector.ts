/** Follows the log after each commit and keeps the lists. What it made can be dropped: it is made again from the log. */
import type { Book } from '../engine/book.ts'
import type { Event } from '../engine/events.ts'
import type { Projection } from '../store/projection.ts'
import { additionOf } from './additions.ts'
import { Unavailable } from './unavailable.ts'

export interface Stretch {
  readonly first: number
  readonly events: readonly Event[]
}

/** Events of the log from one number on, at most up to before another. */
export type Reread = (from: number, to: number) => Promise<Stretch>

/** A second of many commits makes ten transactions of the lists, not a thousand; who asks for a list waits for none. */
const gatherMs = 100

export class Projector {
  readonly #book: Book
  readonly #projection: Projection
  readonly #digest: string
  readonly #reread: Reread
  #waiting: Stretch[] = []
  #reach: number
  #running: Promise<void> | undefined
  #addedAtMs = -Infinity
  #isClosing = false
  #isAbandoned = false
  #hurry: (() => void) | undefined
  #listeners: { readonly size: number; readonly done: () => void; readonly fail: (error: Error) => void }[] = []

  constructor(book: Book, projection: Projection, digest: string, reach: number, reread: Reread) {
    this.#reread = reread
    this.#book = book
    this.#projection = projection
    this.#digest = digest
    this.#reach = reach
  }
  get reach() {
    return this.#reach
  }
  follow(stretch: Stretch) {
    this.#waiting.push(stretch)
    this.#running ??= this.#run()
  }
  /** Resolves once the lists hold everything before `size`. Throws `Unavailable` when they will not be brought so far. */
  async caughtUp(size: number): Promise<void> {
    if (this.#reach >= size) return
    if (this.#isAbandoned) throw new Unavailable('清单正在重建')
    const reached = new Promise<void>((done, fail) => {
      this.#listeners.push({ size, done, fail })
    })
    this.#hurry?.()
    await reached
  }
  /** Adds no more, and nobody waits for it: what is missing is read from the log by whoever goes on. */
  abandon() {
    this.#isAbandoned = true
    this.#waiting = []
    this.#hurry?.()
    for (const { fail } of this.#listeners) fail(new Unavailable('清单正在重建'))
    this.#listeners = []
  }
  /** Adds what waits. What the database does not take at this moment is added after the next start. */
  async close() {
    this.#isClosing = true
    this.#hurry?.()
    await this.#running
  }
  async #run() {
    while (this.#waiting.length > 0) {
      await this.#gather()
      const stretches = this.#waiting
      this.#waiting = []
      await this.#add(stretches)
      this.#addedAtMs = performance.now()
    }
    this.#running = undefined
  }
  /** Lets more come, unless somebody waits or the last time was long ago. */
  async #gather() {
    const restMs = this.#addedAtMs + gatherMs - performance.now()
    if (restMs <= 0 || this.#listeners.length > 0 || this.#isClosing) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, restMs)
      this.#hurry = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#hurry = undefined
  }
  /** What the database does not take now is offered again: nothing is lost, lists are late. */
  async #add(stretches: readonly Stretch[]) {
    const first = stretches[0]?.first ?? this.#reach,
      events = stretches.flatMap((stretch) => stretch.events)
    const size = first + events.length
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
      try {
        await this.#bring(first, events)
        break
      } catch {
        if (this.#isClosing || this.#isAbandoned) return this.abandon()
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
    this.#reach = size
    const isReached = (one: { size: number }) => one.size <= size
    for (const { done } of this.#listeners.filter(isReached)) done()
    this.#listeners = this.#listeners.filter((one) => !isReached(one))
  }
  /** Goes on from wherever the lists stand: behind, when they were dropped; ahead, when another server was quicker. */
  async #bring(first: number, events: readonly Event[]) {
    const size = first + events.length
    for (let reach = first; reach < size; ) {
      const from = reach
      const next = from < first ? await this.#reread(from, first) : { first: from, events: events.slice(from - first) }
      if (this.#isAbandoned || next.events.length === 0) throw new Error('the log is not what it was')
      const additions = next.events.map((event, n) => additionOf(this.#book, event, from + n))
      reach = await this.#projection.add(additions, from, from + next.events.length, this.#digest)
    }
  }
}
