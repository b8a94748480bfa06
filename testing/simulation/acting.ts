/** What people do about what is owed and told: in good time, at the last instant, late, never. */
import { seatsOf, termsOf } from '../../engine/book.ts'
import { admit } from '../../engine/commands.ts'
import { onDay } from '../../engine/declare/words.ts'
import type { AnyRegister, Answer as Settling, Duty, Erased, Seat } from '../../engine/declare/words.ts'
import type { Event, EventOf, Row, Terms, Whom } from '../../engine/events.ts'
import type { Fields } from '../../engine/fields.ts'
import type { OpenDuty } from '../../engine/fold.ts'
import type { ApprovalSlice } from '../../engine/now.ts'
import { days, hours, minutes, timeOfDay, type Instant } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import { keyed } from '../memory-driver.ts'
import type { Entries } from './entries.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Script } from './script.ts'
import type { Answer, Asked } from './stage.ts'
import type { Habits, Person, Staff } from './staff.ts'

type Fate = 'in time' | 'last instant' | 'late' | 'too late' | 'never'
const usual: Habits = { lastInstant: 2, late: 3, tooLate: 1, never: 1, mistypes: 2, answers: 90 }

export class Acting implements Onlooker {
  readonly #scene: Scene
  readonly #staff: Staff
  readonly #entries: Entries
  readonly #script: Script
  readonly #dice: Dice
  readonly #tried = new Set<string>()
  readonly #managed = new Set<string>()

  constructor(scene: Scene, staff: Staff, entries: Entries, script: Script) {
    this.#scene = scene
    this.#staff = staff
    this.#entries = entries
    this.#script = script
    this.#dice = scene.dice.fork('acting')
    scene.onlookers.push(this)
  }
  /** Ways to settle a duty for which nobody ever found a fitting entry: the script has to say how. */
  get unknownWays(): readonly string[] {
    return [...this.#tried].filter((way) => !this.#managed.has(way))
  }
  saw(event: Event) {
    switch (event.type) {
      case 'opened':
        return this.#planDuty(event.duty, event.about, event)
      case 'dayOpened':
        for (const { unit, key, ...terms } of event.opens) {
          this.#planDuty(event.duty, onDay(unit, event.day, key), terms)
        }
        return
      case 'told':
        return event.follows === undefined ? this.#planAnswer(event) : undefined
      case 'asked':
      case 'agreed':
      case 'returned':
        return this.#planConsent(event)
      default:
        return
    }
  }
  /** Somebody enters something that nobody asked for. */
  enterAt(at: Instant, register: AnyRegister): void {
    this.#scene.plan({ at, ask: () => this.#filing(register, this.#entries.draft(register), []) })
  }

  // Duties

  #planDuty(id: string, about: Row, terms: Terms) {
    const duty = this.#scene.book.duty(id)
    const person = this.#owing(duty, about)[0]
    const at = this.#whenOf(this.#fate(person?.habits ?? usual), terms)
    if (at === undefined) return
    this.#scene.plan({ at, ask: () => this.#settle(duty, about), learn: (answer) => this.#again(duty, about, answer) })
  }
  #fate({ lastInstant, late, tooLate, never }: Habits): Fate {
    const luck = this.#dice.roll(100)
    if (luck < lastInstant) return 'last instant'
    if (luck < lastInstant + late) return 'late'
    if (luck < lastInstant + late + tooLate) return 'too late'
    return luck < lastInstant + late + tooLate + never ? 'never' : 'in time'
  }
  #whenOf(fate: Fate, { due, lateFrom, missedFrom }: Terms): Instant | undefined {
    const from = Math.max(this.#scene.at + minutes(1), due - days(30)),
      within = (length: number) => this.#dice.roll(Math.max(1, Math.floor(length)))
    switch (fate) {
      case 'never':
        return undefined
      case 'last instant':
        return this.#dice.pick([lateFrom - 1, lateFrom, lateFrom + 1, due, missedFrom - 1, missedFrom])
      case 'late':
        return lateFrom + within(Math.max(missedFrom - lateFrom, hours(3)))
      case 'too late':
        return missedFrom + within(days(2))
      default:
        return this.#awake(from + within(due - from), from, due)
    }
  }
  /** At an hour at which people work, if there is one left. */
  #awake(at: Instant, from: Instant, due: Instant): Instant {
    const [opens, closes] = this.#script.hours
    const midnight = at - timeOfDay(at),
      first = Math.max(from, midnight + hours(opens)),
      last = Math.min(due - 1, midnight + hours(closes))
    return first < last ? first + this.#dice.roll(last - first) : at
  }
  /** Whoever was away when it fell due comes back to it, twice at most. */
  #again(duty: Duty<Erased>, about: Row, answer: Answer) {
    if (answer !== 'lost' && !('refused' in answer)) return
    if (this.#dice.isIn(50)) this.#scene.plan({ at: this.#scene.at + minutes(2), ask: () => this.#settle(duty, about) })
  }
  #owing(duty: Duty<Erased>, about: Row): readonly Person[] {
    const now = this.#scene.now()
    return this.#staff.present(seatsOf(termsOf(duty, now.today).holder, about, now))
  }
  /** The entry that settles it, by whoever owes it or (by telephone) whoever may enter it for him. */
  #settle(duty: Duty<Erased>, about: Row): Asked | undefined {
    const key = `${about['key']}`
    const open = this.#scene.slice<OpenDuty>(`${duty.space}/${key}`)
    // Now and then one does it twice, as one who was not sure.
    if ((!open || open.isMetLate) && !this.#dice.isIn(3)) return undefined
    const owing = this.#owing(duty, about),
      ways: readonly Settling[] = [termsOf(duty, this.#scene.now().today).must ?? []].flat()
    if (ways.length === 0) return undefined
    const isSecond = ways.length > 1 && this.#dice.isIn(this.#script.secondWayPercent?.(about, this.#scene) ?? 0)
    const [way, ...others] = isSecond ? ways.slice(1) : ways
    if (!way) return undefined
    const entry = this.#settling(duty, way, about)
    if (entry || isSecond) return this.#filing(way.register, entry, owing)
    // Which of them settles it may hang on what it is about.
    for (const other of others) {
      const found = this.#settling(duty, other, about)
      if (found) return this.#filing(other.register, found, owing)
    }
    return undefined
  }
  /** An entry that spells the duty's key: what it is about in its fields, or its key in one of them. */
  #settling(duty: Duty<Erased>, { register, key: spell }: Settling, about: Row): Row | undefined {
    // What its form is filled with stands in it, as what it is about does.
    const { prefill } = duty.terms,
      // What a rule fills in, the script of the year fills in by itself.
      filled = typeof prefill === 'function' ? {} : prefill
    const entry = this.#entries.draft(register, { ...about, ...filled })
    if (!entry) return undefined
    const key = `${about['key']}`,
      fields: Fields = register.fields
    // A vacancy is filled by an appointment to the post that its duty is called after.
    const vacant = { post: duty.id.replace(/^fill-/, '') }
    const tries = [{}, vacant, ...Object.keys(fields).map((name) => ({ [name]: key })), ...parted(fields, key)]
    const found = tries
      .map((other) => ({ ...entry, ...other }))
      .find((one) => spell({ ...this.#scene.now(), id: '', facts: this.#facts(register, one) }) === key)
    this.#tried.add(`${duty.id} by ${register.id}`)
    if (found) this.#managed.add(`${duty.id} by ${register.id}`)
    return found
  }
  #facts(register: AnyRegister, entry: Row): Row {
    const command = admit(this.#scene.book, { id: '', account: '', do: 'file', register: register.id, entry }, keyed)
    if (command.do !== 'file') return {}
    // What its register looks up is written down with it.
    const { facts } = command
    try {
      return { ...facts, ...register.options.derives?.({ ...this.#scene.now(), id: '', facts }) }
    } catch {
      // Tried with a key where a day belongs.
      return facts
    }
  }
  /** Made by one of those who may; by one of `first`, if one of them may. */
  #filing(register: AnyRegister, entry: Row | undefined, first: readonly Person[]): Asked | undefined {
    if (!entry) return undefined
    const may = this.#writers(register, entry, first),
      [person] = may.length > 0 ? [this.#dice.pick(may)] : []
    if (!person) return undefined
    const asked = { do: 'file', account: person.account, register: register.id, entry } as const
    return this.#dice.isIn(8) ? (this.#inHisStead(register, entry, person) ?? asked) : asked
  }
  /** He telephones, and whoever a clause names enters it for him. */
  #inHisStead(register: AnyRegister, entry: Row, { id }: Person): Asked | undefined {
    const now = this.#scene.now()
    const seats = register.assistedBy.flatMap(({ clause, who }) =>
      now.isInForce(clause) ? seatsOf(who, entry, now) : [],
    )
    const others = this.#staff.present(seats).filter((one) => one.id !== id),
      toldAt = this.#scene.at - minutes(this.#dice.pick([0, 1, 5, 30, 300]))
    if (others.length === 0) return undefined
    const { account } = this.#dice.pick(others)
    return { do: 'file', account, register: register.id, entry, for: id, toldAt }
  }
  #writers(register: AnyRegister, entry: Row, first: readonly Person[]): readonly Person[] {
    const now = this.#scene.now()
    const writers = this.#scene.book.shelf(register.id).writers.filter(({ clause }) => now.isInForce(clause))
    if (writers.length === 0) return first.length > 0 ? first : [...this.#staff.people.values()]
    const allowed = this.#staff.present(writers.flatMap(({ who }) => seatsOf(who, entry, now)))
    const his = first.filter((one) => allowed.includes(one))
    return his.length > 0 ? his : allowed
  }

  // Notices and approvals

  #planAnswer({ notice, key, to, answerBy }: EventOf<'told'>) {
    const now = this.#scene.at,
      [person] = this.#recipients(to)
    if (!this.#dice.isIn((person?.habits ?? usual).answers)) return
    const length = answerBy === undefined ? days(2) : answerBy - now
    const at =
      answerBy !== undefined && this.#dice.isIn(3)
        ? answerBy + this.#dice.pick([-1, 0, 1, hours(1)])
        : now + this.#dice.roll(length)
    this.#scene.plan({
      at,
      ask: () => {
        const [reader] = this.#recipients(to)
        const isOpen = this.#scene.replica.get(`notice:${notice}/${key}`) !== null
        return reader && isOpen ? { do: 'acknowledge', account: reader.account, notice, key } : undefined
      },
    })
    if (!this.#dice.isIn(40)) return
    this.#scene.plan({
      at: now + this.#dice.roll(Math.max(1, at - now)),
      ask: () => {
        const [reader] = this.#recipients(to)
        return reader && { do: 'see', account: reader.account, notice, key }
      },
    })
  }
  #recipients(to: readonly Whom[]): readonly Person[] {
    return this.#staff.present(
      to.flatMap((one): (Seat | string)[] => ('person' in one ? [one.person] : this.#seat(one))),
    )
  }
  #seat({ post, unit }: { readonly post: string; readonly unit?: string }): Seat[] {
    const found = this.#scene.book.posts.get(post)
    return found ? [unit === undefined ? { post: found } : { post: found, unit }] : []
  }
  /** Whoever's turn it is agrees after a while, or sends it back. */
  #planConsent({ approval, subject }: EventOf<'asked' | 'agreed' | 'returned'>) {
    const { space, terms } = this.#scene.book.approval(approval)
    if (this.#dice.isIn(4)) return
    const wants = this.#dice.isIn(90) ? ('agree' as const) : ('return' as const)
    this.#scene.plan({
      at: this.#scene.at + minutes(5) + this.#dice.roll(days(2)),
      ask: () => {
        const slice = this.#scene.slice<ApprovalSlice>(`${space}/${subject}`)
        const step = slice && !slice.isGranted ? terms.steps[slice.turn] : undefined
        if (!slice || !step) return undefined
        const [person] = this.#staff.present(seatsOf(step.who, slice.facts, this.#scene.now()))
        return person && { do: wants, account: person.account, approval, subject }
      },
    })
  }
}
/** A key of several parts, each in the first field that may hold it. */
function parted(fields: Fields, key: string): readonly Row[] {
  const parts = key.split('|')
  if (parts.length < 2) return []
  const left = Object.entries(fields).filter(([, { keeps }]) => keeps === 'fact')
  const filled: Record<string, string> = {}
  for (const part of parts) {
    const at = left.findIndex(([, field]) => field.check(part) === undefined)
    const [found] = at < 0 ? [] : left.splice(at, 1)
    if (!found) return []
    filled[found[0]] = part
  }
  return [filled]
}
