/** Nobody acts who may not: an account of one's own, a post or a clause that names one, and for entries the right to make them. */
import { seatsOf } from '../../../engine/book.ts'
import type { Seat } from '../../../engine/declare/words.ts'
import type { Event, EventOf } from '../../../engine/events.ts'
import { holdings } from '../../../engine/now.ts'
import { Layer } from '../../../engine/state.ts'

import type { Onlooker, Scene } from '../scene.ts'
import { broken } from './watch.ts'

const name = 'nobody acts who may not'

export class Actors implements Onlooker {
  readonly #scene: Scene
  /** Who might enter what a correction may point back to: a clause that asks a row found it as it was then. */
  readonly #firstSeats = new Map<string, readonly (Seat | string)[]>()
  constructor(scene: Scene) {
    this.#scene = scene
  }
  /** On the state as it was when it was decided. */
  before(event: Event) {
    const { by, account, recorded } = event
    if (account === undefined || account === 'system') {
      if (by !== 'system' && !('because' in event)) broken(name, `${event.id} was done by ${by} through no account`)
      return
    }
    const owner = this.#scene.slice<{ readonly person: string }>(`row:account/${account}`)?.person
    if (owner !== by) broken(name, `${event.id}: ${account} is not the account of ${by}`)
    const isPosted = holdings(new Layer(this.#scene.replica), by, recorded).length > 0
    if (!isPosted && !this.#isNamed(event, by)) broken(name, `${event.id} was done by ${by}, who holds nothing`)
    if (event.type === 'filed') this.#mayFile(event)
  }
  /** A clause may name a person instead of a post: a reporter, somebody who signs for himself. */
  #isNamed(event: Event, by: string): boolean {
    if (event.type === 'filed') return this.#seats(event).includes(by) || Object.values(event.facts).includes(by)
    // His own entry anybody takes back; what he was told by name he answers.
    return event.type === 'undone' ? event.what.by === by : event.type === 'acknowledged' || event.type === 'seen'
  }
  /** By facts alone; where a clause wants more of the entry, it says so and is not asked here. */
  #seats(event: EventOf<'filed'>) {
    const now = this.#scene.now(judgedAt(event), event.for ?? event.by)
    const writers = this.#scene.book.shelf(event.register).writers.filter(({ clause }) => now.isInForce(clause))
    return writers.flatMap(({ who }) => seatsOf(who, event.facts, now))
  }
  #mayFile(event: EventOf<'filed'>) {
    const { writers } = this.#scene.book.shelf(event.register)
    if (writers.length === 0) return
    const { look } = this.#scene.now(judgedAt(event)),
      whose = event.for ?? event.by,
      seats = this.#seats(event)
    if (event.corrects === undefined) this.#firstSeats.set(event.id, seats)
    const then = event.corrects === undefined ? [] : (this.#firstSeats.get(event.corrects) ?? [])
    const isHis = [...seats, ...then].some((one) => (typeof one === 'string' ? one === whose : look.holds(whose, one)))
    if (!isHis) broken(name, `${event.id}: ${whose} may not enter “${event.register}”`)
  }
}
/** Who may, may as of today; whoever telephoned had to be able to when he did. */
const judgedAt = ({ corrects, for: stead, at, recorded }: EventOf<'filed'>) =>
  corrects === undefined && stead !== undefined ? at : recorded
