/** The clock of a demonstration: driven through two weeks that never were, then the real one for ever. */
import type { Instant } from '../engine/time.ts'
import type { Clock } from '../server/clock.ts'

/** Nobody can move it over HTTP, since it is no `DrivenClock`; what was laid out has the times that it was given. */
export class CatchUpClock implements Clock {
  readonly kind = 'real'
  #at: Instant | undefined
  readonly #listeners: (() => void)[] = []
  constructor(start: Instant) {
    this.#at = Math.min(start, Date.now())
  }
  now(): Instant {
    return this.#at ?? Date.now()
  }
  /** Forward only, and never beyond the present. */
  moveTo(instant: Instant) {
    if (this.#at === undefined) throw new Error('the clock has reached the present')
    this.#at = Math.min(Math.max(this.#at, instant), Date.now())
    for (const listener of this.#listeners) listener()
  }
  /** From now on it is the real one. */
  reachPresent() {
    this.#at = undefined
    for (const listener of this.#listeners) listener()
  }
  onMoved(listener: () => void) {
    this.#listeners.push(listener)
  }
}
