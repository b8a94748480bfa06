/** An organisation under way: its clock, what people intend, and the state as they know it, folded from the log alone. */
import type { Book } from '../../engine/book.ts'
import type { Now } from '../../engine/declare/words.ts'
import type { Event } from '../../engine/events.ts'
import { fold } from '../../engine/fold.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer, Memory, type Slice } from '../../engine/state.ts'
import { hours, minutes, type Instant } from '../../engine/time.ts'
import { Wakes } from '../../engine/wakes.ts'
import type { Dice } from '../dice.ts'
import type { Answer, Asked, Stage } from './stage.ts'

export interface Act {
  readonly at: Instant
  /** Called when its time has come; nothing, where it is no longer called for. */
  readonly ask: () => Asked | undefined
  readonly learn?: (answer: Answer, asked: Asked) => void
}
/** Who looks at every event: `before` it is folded, and when it has been. */
export interface Onlooker {
  before?(event: Event, seq: number): void
  saw?(event: Event, seq: number): void
  /** When all that was due has come, before anybody acts. */
  elapsed?(at: Instant): void
  /** After each step: what it set in motion by itself stands in the log. */
  rests?(at: Instant): void
  answered?(asked: Asked, answer: Answer): void
}
/** From when to when nobody was served. */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}
/** The first thing that did not hold ends the play. */
export class Broken extends Error {
  override name = 'Broken'
}

export class Scene {
  readonly book: Book
  readonly stage: Stage
  readonly dice: Dice
  /** The state folded from the log as it grows, apart from the one that decides. */
  readonly replica = new Memory()
  /** Nothing is ever written on it: it only reads. */
  readonly #view = new Layer(this.replica)
  readonly onlookers: Onlooker[] = []
  at: Instant
  steps = 0
  readonly #acts = new Map<string, Act>()
  readonly #times = new Wakes()
  readonly #outages: readonly Span[]
  #planned = 0
  #reach = 0

  constructor(parts: { book: Book; stage: Stage; dice: Dice; at: Instant; outages: readonly Span[] }) {
    this.book = parts.book
    this.stage = parts.stage
    this.dice = parts.dice
    this.at = parts.at
    this.#outages = parts.outages
    // Somebody switches it on again, whether anything is due or not.
    for (const { to } of parts.outages) this.plan({ at: to, ask: () => undefined })
  }
  get events(): readonly Event[] {
    return this.stage.events
  }
  /** What a rule would be told, as of that instant. */
  now(at = this.at, by = 'system'): Now {
    return nowFor(this.#view, { at, recorded: at, by })
  }
  /** A slice as its space writes it. */
  slice<S extends Slice>(key: string): S | null {
    return this.#view.must<S>(key)
  }
  plan(act: Act): void {
    const at = Math.max(act.at, this.at),
      key = String(++this.#planned).padStart(12, '0')
    this.#acts.set(key, act)
    this.#times.push({ at, key })
  }
  /** Everything up to that instant, acts and what comes by itself. */
  async play(until: Instant): Promise<void> {
    for (let at = this.#next(until); at !== undefined; at = this.#next(until)) {
      this.at = at
      const outage = this.#outageAt(at)
      if (outage) this.#putOff(outage)
      else await this.#step(at)
    }
    this.at = until
    if (this.#outageAt(until)) return
    await this.stage.moveTo(until)
    this.#learn()
  }
  #outageAt(at: Instant): Span | undefined {
    return this.#outages.find(({ from, to }) => from <= at && at < to)
  }

  /** Outside the order of acts: what a first run enters before anybody comes. */
  async submitNow(asked: readonly Asked[]): Promise<readonly Answer[]> {
    const answers = await this.stage.submit(asked, this.at)
    this.#learn()
    return answers
  }

  /** The earliest act or wake. Nothing wakes while the power is off. */
  #next(until: Instant): Instant | undefined {
    const act = this.#times.peek()?.at ?? Infinity,
      wake = this.replica.earliest()?.at ?? Infinity
    const served = this.#outageAt(wake)?.to ?? wake
    const at = Math.max(this.at, Math.min(act, served))
    return at <= until ? at : undefined
  }
  /** Whoever comes while nothing works comes again afterwards, not all in the same second. */
  #putOff({ to }: Span) {
    const top = this.#times.pop(),
      act = top && this.#acts.get(top.key)
    if (!top || !act) return
    this.#acts.delete(top.key)
    const dice = this.dice.fork(`again ${top.key}`)
    this.plan({ ...act, at: to + minutes(dice.roll(90)) + dice.roll(60_000) })
  }
  async #step(at: Instant) {
    this.steps++
    const outage = this.#outages.find(({ to }) => to === at)
    if (outage) await this.#standAgain(outage)
    await this.stage.moveTo(at)
    this.#learn()
    for (const one of this.onlookers) one.elapsed?.(at)
    const due: Act[] = []
    for (let top = this.#times.peek(); top && top.at <= at; top = this.#times.peek()) {
      this.#times.pop()
      const act = this.#acts.get(top.key)
      this.#acts.delete(top.key)
      if (act) due.push(act)
    }
    const asked = due.flatMap((act) => {
      const asks = act.ask()
      return asks ? [{ act, asks }] : []
    })
    if (asked.length > 0) await this.#submit(asked, at)
    for (const one of this.onlookers) one.rests?.(at)
    await this.#compare('changed')
  }
  /** Memory is gone; the machine says from when to when it was down, before anything else comes due (decision 0049). */
  async #standAgain({ from, to: until }: Span) {
    await this.stage.restart()
    await this.stage.submit([{ do: 'outage', account: 'system', from, until }], from)
    this.#learn()
  }
  async #submit(asked: readonly { readonly act: Act; readonly asks: Asked }[], at: Instant) {
    const answers = await this.stage.submit(
      asked.map(({ asks }) => asks),
      at,
    )
    this.#learn()
    for (const [n, { act, asks }] of asked.entries()) {
      const answer = answers[n] ?? 'lost'
      for (const one of this.onlookers) one.answered?.(asks, answer)
      act.learn?.(answer, asks)
    }
  }
  /** Folds what came, one event after the other, under the eyes of all. */
  #learn() {
    for (; this.#reach < this.events.length; this.#reach++) {
      const event = this.events[this.#reach]
      if (!event) return
      for (const one of this.onlookers) one.before?.(event, this.#reach)
      this.replica.apply(fold(this.book, this.replica, this.book.read(event)))
      for (const one of this.onlookers) one.saw?.(event, this.#reach)
    }
  }
  async #compare(extent: 'changed' | 'whole') {
    const [difference] = await this.stage.differences(this.replica, extent)
    if (difference !== undefined) throw new Broken(`replay equals state: ${difference}`)
  }
  /** The whole state against the replica, and against one folded from nothing by the stage. */
  async compareWhole(): Promise<void> {
    await this.#compare('whole')
  }
}
/** Spans of a quarter of an hour to a day, so many of them between two instants. */
export function outagesIn(dice: Dice, from: Instant, to: Instant, count: number): readonly Span[] {
  const spans = Array.from({ length: count }, () => {
    const begins = from + dice.roll(to - from),
      lasts = dice.pick([minutes(15), minutes(40), hours(2), hours(5), hours(26)])
    return { from: begins, to: begins + lasts + dice.roll(60_000) }
  }).sort((a, b) => a.from - b.from)
  // Each after the one before has ended.
  let end = 0
  return spans.filter(({ from, to }) => {
    if (from <= end) return false
    end = to
    return true
  })
}
