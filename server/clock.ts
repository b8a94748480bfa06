/** Whose time counts. A driven clock stands still until somebody moves it; only tests and rehearsals have one. */
import type { Instant } from '../engine/time.ts'

export interface Clock {
  readonly kind: 'real' | 'driven'
  now(): Instant
  /** Calls back when the clock was moved by hand. */
  onMoved(listener: () => void): void
}
export const realClock: Clock = { kind: 'real', now: () => Date.now(), onMoved: () => undefined }

export class DrivenClock implements Clock {
  readonly kind = 'driven'
  #now: Instant
  readonly #listeners: (() => void)[] = []
  constructor(start: Instant) {
    this.#now = start
  }
  now() {
    return this.#now
  }
  /** Time never runs backwards; an earlier instant leaves the clock where it stands. */
  moveTo(instant: Instant) {
    this.#now = Math.max(this.#now, instant)
    for (const listener of this.#listeners) listener()
  }
  onMoved(listener: () => void) {
    this.#listeners.push(listener)
  }
}
