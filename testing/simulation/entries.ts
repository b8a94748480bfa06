/** Entries that people might make: every field by its kind, or as the policy's script says. */
import { checkDigitOf } from '../../engine/identity.ts'
import type { AnyRegister } from '../../engine/declare/words.ts'
import type { Row } from '../../engine/events.ts'
import type { Field, Fields } from '../../engine/fields.ts'
import { days, minutes, nextDay, type Day } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import { tinyPhoto } from '../photo.ts'
import type { Scene } from './scene.ts'
import type { Script } from './script.ts'
import type { Staff } from './staff.ts'

type Known = Field & { readonly unit?: string; readonly space?: string; readonly postIn?: string }

/** A number of GB 11643 that nobody has: no district begins with 99. */
export function documentNumber(born: Day, n: number): string {
  const digits = `990000${born.replaceAll('-', '')}${String(n % 1_000).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
/** A birthday of somebody from 18 to 70 or so. */
export const birthday = (dice: Dice, today: Day): Day =>
  nextDay(`${Number(today.slice(0, 4)) - 19}-06-01`, -dice.roll(365 * 50))

export class Entries {
  readonly #scene: Scene
  readonly #staff: Staff
  readonly #script: Script
  readonly #dice: Dice
  #typed = 0

  constructor(scene: Scene, staff: Staff, script: Script) {
    this.#scene = scene
    this.#staff = staff
    this.#script = script
    this.#dice = scene.dice.fork('entries')
  }
  /** Something that one could enter now; nothing, where the script knows of nothing. */
  draft(register: AnyRegister, about?: Row): Row | undefined {
    const fields: Fields = register.fields
    const filled = Object.entries(fields)
      .filter(([name, field]) => !field.isOptional || (about && Object.hasOwn(about, name)) || this.#dice.isIn(30))
      .map(([name, field]) => [name, this.value(field, about, name)] as const)
    const entry = Object.fromEntries(filled.filter(([, value]) => value !== undefined))
    const fill = this.#script.fills?.[register.id]
    const draft = { scene: this.#scene, staff: this.#staff, dice: this.#dice, entry }
    return fill ? fill(about ? { ...draft, about } : draft) : entry
  }
  /** A value of that kind; what the duty is about, where it says the like. */
  value(field: Known, about: Row = {}, name = ''): unknown {
    const said = about[name]
    if (said !== undefined && field.check(said) === undefined) return said
    if (field.kind === 'list') {
      const of = { ...field, kind: field.limits.input ?? 'text' }
      return Array.from({ length: 1 + this.#dice.roll(2) }, () => this.value(of))
    }
    const { today } = this.#scene.now()
    switch (field.kind) {
      case 'choice':
        return this.#dice.pick(Object.keys(field.limits.options ?? {}))
      case 'yes':
        return this.#dice.isIn(80)
      case 'count':
        return this.#count(field)
      case 'day':
        return field.keeps === 'body' ? birthday(this.#dice, today) : (about['day'] ?? today)
      case 'instant':
        return this.#scene.at - minutes(this.#dice.pick([0, 1, 5, 20, 60]))
      case 'person':
        return about['person'] ?? this.#dice.pick([...this.#staff.people.keys()])
      case 'unit':
        return about['unit'] ?? this.#unit(field)
      case 'ref':
        return this.#row(field.space ?? '')
      case 'keyword':
        return `${this.#dice.pick(['甲', '乙', '丙', '丁'])} ${this.#dice.roll(40)}`
      case 'hashed':
      case 'id-number':
        return documentNumber(birthday(this.#dice, today), this.#dice.roll(1_000))
      case 'photo':
        return tinyPhoto
      case 'phone':
        return `010-${5_550_0000 + (++this.#typed % 10_000)}`
      default:
        return this.words()
    }
  }
  /** A sentence that nobody typed before and nobody will again: found in a log, it came out of a body. */
  words(): string {
    return `所写第 ${++this.#typed} 句`
  }
  /** Mostly none, as most days are. */
  #count({ limits: { min = 0, max = 10 } }: Field) {
    return this.#dice.isIn(70) ? Math.max(0, min) : Math.min(max, Math.max(0, min) + this.#dice.roll(4))
  }
  #unit({ unit: kind }: Known): string | undefined {
    const row = this.#scene.slice<{ readonly all: readonly { unit: string; until?: Day }[] }>(`row:units/${kind ?? ''}`)
    const { today } = this.#scene.now(),
      open = (row?.all ?? []).filter(({ until }) => until === undefined || until >= today)
    return open.length === 0 ? undefined : this.#dice.pick(open).unit
  }
  /** One of the things of that kind that there are, or a late entry of that register. */
  #row(space: string): string | undefined {
    const keys = space.startsWith('row:') ? (this.#scene.replica.keys(space) ?? []) : []
    if (keys.length > 0) return this.#dice.pick(keys).slice(space.length + 1)
    const since = this.#scene.at - days(30)
    const entry = this.#scene.events.findLast(
      (event) => event.recorded < since || (event.type === 'filed' && `entry:${event.register}` === space),
    )
    return entry?.type === 'filed' && `entry:${entry.register}` === space ? entry.id : undefined
  }
}
