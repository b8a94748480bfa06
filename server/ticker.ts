/** Wakes the writer when something comes due. It holds no time of its own: the earliest wake stands in the state. */
import type { Clock } from './clock.ts'
import type { Writer } from './writer.ts'

/** `setTimeout` overflows after 24 days; looking again each minute costs nothing. */
const sleepMaxMs = 60_000

export class Ticker {
  readonly #clock: Clock
  readonly #writer: Writer
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  constructor(clock: Clock, writer: Writer) {
    this.#clock = clock
    this.#writer = writer
    clock.onMoved(() => this.wake())
  }
  /** Looks when the next thing comes due, and sleeps until then. Called after every commit. */
  wake() {
    clearTimeout(this.#timer)
    if (this.#isStopped) return
    if (this.#writer.isReading) return this.#look()
    const next = this.#writer.state.earliest()?.at ?? Infinity,
      leftMs = next - this.#clock.now()
    if (leftMs <= 0) this.#elapse()
    else if (this.#clock.kind === 'real') this.#timer = setTimeout(() => this.wake(), Math.min(leftMs, sleepMaxMs))
  }
  stop() {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }
  /** Nothing is known at present: asking makes the writer read the log, and in a second we look again. */
  #look() {
    this.#timer = setTimeout(() => this.wake(), 1_000)
    this.#elapse()
  }
  #elapse() {
    this.#writer.elapse().catch(() => {
      clearTimeout(this.#timer)
      if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), 1_000)
    })
  }
}
