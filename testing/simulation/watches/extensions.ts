/** What our own outages took from anybody's time is given back: nothing that somebody owes falls due while nothing works. */
import type { Event, EventOf } from '../../../engine/events.ts'
import type { OpenDuty } from '../../../engine/fold.ts'
import { extensionMinMs } from '../../../engine/limits.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Onlooker, Scene, Span } from '../scene.ts'
import { broken } from './watch.ts'

const name = 'our outages make nobody late'

export class Extensions implements Onlooker {
  readonly #scene: Scene
  readonly #outages: readonly Span[]
  readonly #awaited = new Map<string, number>()

  constructor(scene: Scene, outages: readonly Span[]) {
    this.#scene = scene
    this.#outages = outages
  }
  /** What stands open when the machine says that it was down, is due no sooner than half an hour after it stands again. */
  before(event: Event) {
    if (event.type !== 'outage') return
    for (const duty of this.#scene.book.duties) {
      if (this.#scene.book.settlesItself(duty)) continue
      for (const slot of this.#scene.replica.keys(duty.space) ?? []) {
        const open = this.#scene.slice<OpenDuty>(slot)
        if (!open || open.isLate || open.due <= event.from || open.due > event.until) continue
        this.#awaited.set(slot, event.until + extensionMinMs)
      }
    }
  }
  saw(event: Event) {
    if (event.type === 'moved') {
      const slot = `duty:${event.duty}/${event.key}`,
        least = this.#awaited.get(slot) ?? 0
      if (event.due < least) broken(name, `${event.id} gives back less than half an hour`)
      this.#awaited.delete(slot)
    }
    const due = event.type === 'unanswered' ? event.at : event.type === 'late' ? this.#dueOf(event) : undefined
    if (due !== undefined && this.#outages.some(({ from, to }) => from < due && due <= to)) {
      broken(name, `${event.id} fell due while nothing worked`)
    }
  }
  #dueOf({ duty, key }: EventOf<'late'>): Instant | undefined {
    if (this.#scene.book.settlesItself(this.#scene.book.duty(duty))) return undefined
    return this.#scene.slice<OpenDuty>(`duty:${duty}/${key}`)?.due
  }
  elapsed() {
    for (const slot of this.#awaited.keys()) broken(name, `${slot} was due in an outage and was not moved`)
  }
}
