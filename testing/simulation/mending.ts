/** Mistakes that people see later: a further entry that points back, a minute or some days afterwards. */
import type { Row } from '../../engine/events.ts'
import type { Fields } from '../../engine/fields.ts'
import { days, hours, minutes } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import type { Entries } from './entries.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Answer, Asked } from './stage.ts'
import type { Staff } from './staff.ts'

type Filing = Extract<Asked, { readonly do: 'file' }>

export class Mending implements Onlooker {
  readonly #scene: Scene
  readonly #staff: Staff
  readonly #entries: Entries
  readonly #dice: Dice

  constructor(scene: Scene, staff: Staff, entries: Entries) {
    this.#scene = scene
    this.#staff = staff
    this.#entries = entries
    this.#dice = scene.dice.fork('mending')
    scene.onlookers.push(this)
  }
  answered(asked: Asked, answer: Answer) {
    if (asked.do !== 'file' || asked.account === 'system' || answer === 'lost' || 'refused' in answer) return
    const person = [...this.#staff.people.values()].find(({ account }) => account === asked.account)
    if (!this.#dice.isIn(person?.habits.mistypes ?? 1)) return
    if (asked.corrects === undefined && this.#dice.isIn(20)) return this.#takeBack(asked.account, answer.id)
    const first = asked.corrects ?? answer.id,
      seen = this.#scene.at + this.#dice.pick([minutes(1), minutes(20), hours(3), days(1), days(3)])
    this.#scene.plan({ at: seen + this.#dice.roll(minutes(30)), ask: () => this.#correction(asked, first) })
  }
  /** Seen at once: in its minute it is as if it had not been. */
  #takeBack(account: string, entry: string) {
    const at = this.#scene.at + this.#dice.pick([2_000, 20_000, 59_999, 60_000, 60_001])
    this.#scene.plan({ at, ask: () => ({ do: 'takeBack', account, entry }) })
  }
  /** What stood there, with one field or two as they should have been. */
  #correction({ account, register, entry }: Filing, corrects: string): Asked {
    return { do: 'file', account, register, entry: this.#mended(register, entry), corrects }
  }
  #mended(register: string, entry: Row): Row {
    const fields: Fields = this.#scene.book.shelf(register).register.fields
    const mended: Record<string, unknown> = { ...entry }
    for (let wrong = 1 + this.#dice.roll(2); wrong > 0; wrong--) {
      const name = this.#dice.pick(Object.keys(fields)),
        field = fields[name],
        value = field && this.#entries.value(field)
      if (value !== undefined) mended[name] = value
    }
    return mended
  }
}
