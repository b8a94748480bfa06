/** Whatever stands open has somebody whose turn it is: by a post that is declared, or by name. */
import { seatsOf, termsOf } from '../../../engine/book.ts'
import type { OpenDuty } from '../../../engine/fold.ts'
import type { ApprovalSlice } from '../../../engine/now.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { broken } from './watch.ts'

const everyRests = 200

export class OpenMatters implements Onlooker {
  readonly #scene: Scene
  #rests = 0
  constructor(scene: Scene) {
    this.#scene = scene
  }
  rests() {
    if (++this.#rests % everyRests === 0) this.ends()
  }
  ends() {
    const { book, replica } = this.#scene,
      now = this.#scene.now()
    for (const duty of book.duties) {
      for (const slot of replica.keys(duty.space) ?? []) {
        const open = this.#scene.slice<OpenDuty>(slot)
        if (!open || open.isMetLate) continue
        if (seatsOf(termsOf(duty, now.today).holder, open.about, now).length === 0) {
          broken('somebody’s turn', `${slot} is open and nobody owes it`)
        }
      }
    }
    for (const { space, terms } of book.policies.flatMap(({ approvals }) => approvals)) {
      for (const slot of replica.keys(space) ?? []) {
        const slice = this.#scene.slice<ApprovalSlice>(slot),
          step = slice && !slice.isGranted ? terms.steps[slice.turn] : undefined
        if (step && seatsOf(step.who, slice?.facts, now).length === 0) {
          broken('somebody’s turn', `${slot} waits for nobody`)
        }
      }
    }
  }
}
