/** Everything that must hold of a simulated organisation, whatever its policies. Each has its control in invariants.test.ts. */
import type { Instant } from '../../engine/time.ts'
import type { Onlooker, Scene, Span } from './scene.ts'
import { Actors } from './watches/actors.ts'
import { ClausesInForce } from './watches/clauses-in-force.ts'
import { DutyOutcomes } from './watches/duty-outcomes.ts'
import { Extensions } from './watches/extensions.ts'
import { Followers } from './watches/followers.ts'
import { LogOrder } from './watches/log-order.ts'
import { OpenedDays } from './watches/opened-days.ts'
import { OpenMatters } from './watches/open-matters.ts'
import { PersonalValues } from './watches/personal-values.ts'
import { Tallies } from './watches/tallies.ts'
import { broken } from './watches/watch.ts'

export interface Watch extends Onlooker {
  /** When the last day is over. */
  ends?(): void
}
export const watchesOver = (scene: Scene, outages: readonly Span[]): readonly Watch[] => [
  new LogOrder(scene),
  new ClausesInForce(scene),
  new Actors(scene),
  new DutyOutcomes(scene),
  new OpenedDays(scene),
  new Extensions(scene, outages),
  new Followers(scene),
  new OpenMatters(scene),
  new PersonalValues(scene),
  new Tallies(scene),
  new NothingOverdue(scene),
]
/** What wakes, wakes when its time has come. */
class NothingOverdue implements Watch {
  readonly #scene: Scene
  constructor(scene: Scene) {
    this.#scene = scene
  }
  elapsed(at: Instant) {
    const next = this.#scene.replica.earliest()
    if (next && next.at <= at) broken('what is due comes', `${next.key} should have woken`)
  }
}
