/** What happens, happens by a clause that binds on that day; and no rule fails. */
import type { Event } from '../../../engine/events.ts'
import { dayOf } from '../../../engine/time.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { Adoptions, broken } from './watch.ts'

export class ClausesInForce implements Onlooker {
  readonly #adoptions: Adoptions
  constructor(scene: Scene) {
    this.#adoptions = new Adoptions(scene)
  }
  saw(event: Event) {
    this.#adoptions.saw(event)
    if (event.type === 'ruleFailed') broken('no rule fails', `${event.rule}: ${event.error}`)
    const clause = this.#adoptions.clause(event.clause),
      day = dayOf(event.at)
    if (!clause || clause.policy.id !== event.policy) {
      broken('the clause is in force', `${event.id} cites ${event.policy} ${event.clause}, which there is not`)
    }
    if (!isByItsClause(event)) return
    if (!this.#adoptions.isInForce(clause, day)) {
      broken('the clause is in force', `${event.id} cites ${event.clause}, which did not bind on ${day}`)
    }
  }
}
/** An adoption is by the clause that it puts in force; what a duty comes to, is by the day on which it was opened. */
function isByItsClause(event: Event): boolean {
  switch (event.type) {
    case 'filed':
      return event.register !== 'adopt'
    case 'dayOpened':
      return event.opens.length > 0
    case 'opened':
    case 'asked':
    case 'refused':
      return true
    case 'told':
      return event.follows === undefined
    default:
      return false
  }
}
