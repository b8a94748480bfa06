/** What was typed of persons stands in no header, no facts and no state. */
import type { Event } from '../../../engine/events.ts'
import type { Field, Fields } from '../../../engine/fields.ts'
import type { Instant } from '../../../engine/time.ts'
import { textOf } from '../../memory-log.ts'
import type { Onlooker, Scene } from '../scene.ts'
import type { Answer, Asked } from '../stage.ts'
import { broken } from './watch.ts'

const name = 'no personal value lies about'
/** How the simulation's people write: sentences, document numbers, telephones and birthdays. */
const looks = /所写第 \d+ 句|990000\d{11}[\dX]|010-5555\d|"19[4-9]\d-\d\d-\d\d"/
/** The state is searched once in so many steps. */
const stateEvery = 2_000
/** A shorter one would be found by accident. */
const shortest = 6

export class PersonalValues implements Onlooker {
  readonly #scene: Scene
  #texts: string[] = []
  #rests = 0

  constructor(scene: Scene) {
    this.#scene = scene
  }
  saw(event: Event) {
    const text = JSON.stringify(event)
    if (looks.test(text)) broken(name, `${looks.exec(text)?.[0]} stands in ${event.id}`)
    this.#texts.push(text)
  }
  answered(asked: Asked, answer: Answer) {
    if (asked.do !== 'file' || answer === 'lost') return
    const fields: Fields = this.#scene.book.shelf(asked.register).register.fields
    for (const [field, typed] of Object.entries(asked.entry)) {
      if (typeof typed !== 'string' || typed.length < shortest || !isPersonal(fields[field])) continue
      if (this.#texts.some((text) => text.includes(typed)))
        broken(name, `“${field}” of ${asked.register} is in the log`)
    }
  }
  rests(_: Instant) {
    this.#texts = []
    if (++this.#rests % stateEvery !== 0) return
    const found = looks.exec(textOf(this.#scene.replica))
    if (found) broken(name, `${found[0]} stands in the state`)
  }
}
const isPersonal = (field: Field | undefined) => field?.keeps === 'body' || field?.kind === 'hashed'
