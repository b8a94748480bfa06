/** What the house decides: units, people and posts at first; later changes of holder, leave, units, figures, years. */
import type { Post } from '../../engine/declare/words.ts'
import type { Row } from '../../engine/events.ts'
import type { Holding } from '../../engine/people.ts'
import { days, hours, minutes, nextDay, type Day, type Instant } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import { yearOf } from './calendar.ts'
import type { Entries } from './entries.ts'
import type { Onlooker, Scene } from './scene.ts'
import type { Script } from './script.ts'
import type { Person, Place, Staff } from './staff.ts'
import type { Answer, Asked } from './stage.ts'

const administrator = 'administrator'

export class Administration implements Onlooker {
  readonly #scene: Scene
  readonly #staff: Staff
  readonly #entries: Entries
  readonly #script: Script
  readonly #dice: Dice
  #units = 0

  constructor(scene: Scene, staff: Staff, entries: Entries, script: Script) {
    this.#scene = scene
    this.#staff = staff
    this.#entries = entries
    this.#script = script
    this.#dice = scene.dice.fork('administration')
    scene.onlookers.push(this)
  }
  /** Whoever finds that his account is no longer there asks for another. */
  answered(asked: Asked, answer: Answer) {
    if (answer === 'lost' || !('refused' in answer) || answer.refused.clause !== '0.1') return
    const person = [...this.#staff.people.values()].find(({ account }) => account === asked.account)
    if (!person || this.#scene.replica.get(`row:account/${person.account}`)) return
    const account = `${person.id}-${this.#dice.roll(900)}`
    this.#office('open-account', { account, person: person.id }, this.#scene.at + minutes(30))
  }

  /** Before the first day: everything that a first run enters, by the system itself. */
  async setUp(from: Day): Promise<void> {
    const { today } = this.#scene.now()
    await this.#system({ do: 'load', account: 'system', year: today.slice(0, 4), ...yearOf(today.slice(0, 4)) })
    for (const [kind, units] of Object.entries(this.#script.units)) {
      for (const unit of units) await this.#system(filing('open-unit', { kind, unit, title: unit, from: today }))
    }
    await this.#employ([{ post: administrator, unit: '' }])
    for (const post of this.#posts()) {
      for (const place of this.#staff.places(post)) {
        const count = this.#script.holders?.(post.id, place.unit) ?? 1
        for (let n = 0; n < count; n++) await this.#employ([place])
      }
    }
    for (const { id } of this.#script.policies) await this.#system(filing('adopt', { policy: id, from }))
  }
  /** Intentions of one day. The rates are those of a lively house. */
  planDay(midnight: Instant, day: Day): void {
    const people = this.#staff.people.size
    this.#atTimes(midnight, (people * 0.3) / 365, () => this.#changeHolder())
    this.#atTimes(midnight, (people * 4) / 365, () => this.#leave(day))
    this.#atTimes(midnight, 12 / 365, () => this.#setParameter(day))
    this.#atTimes(midnight, 6 / 365, () => this.#changeAccount())
    this.#atTimes(midnight, 10 / 365, () => this.#secondPost(day))
    for (const [kind, count] of Object.entries(this.#script.unitChanges ?? {})) {
      this.#atTimes(midnight, count / 2 / 365, () => this.#openUnit(kind, day))
      this.#atTimes(midnight, count / 2 / 365, () => this.#closeUnit(kind, day))
    }
    const next = String(Number(day.slice(0, 4)) + 1)
    if (day.endsWith('-11-20')) this.#loadLater(midnight, next)
  }
  #posts(): readonly Post[] {
    return [...this.#scene.book.posts.values()].filter(({ id }) => id !== administrator)
  }

  /** In the hours of an office, with that chance (beyond one: so often at least). */
  #atTimes(midnight: Instant, chance: number, act: () => void) {
    const times = Math.floor(chance) + (this.#dice.roll(1_000_000) < (chance % 1) * 1_000_000 ? 1 : 0)
    for (let n = 0; n < times; n++) {
      const at = midnight + hours(8) + this.#dice.roll(hours(10))
      this.#scene.plan({
        at,
        ask: () => {
          act()
          return undefined
        },
      })
    }
  }
  /** At once, one after the other, each by whoever is administrator then. */
  #office(register: string, entry: Row, after: Instant = this.#scene.at) {
    this.#scene.plan({ at: after, ask: () => this.#byAdministrator(filing(register, entry)) })
  }
  #byAdministrator(asked: Asked): Asked | undefined {
    const post = this.#scene.book.posts.get(administrator)
    const [person] = post ? this.#staff.present([{ post }]) : []
    return person && { ...asked, account: person.account }
  }
  async #system(asked: Asked): Promise<void> {
    const [answer] = await this.#scene.submitNow([asked])
    if (answer === undefined || answer === 'lost' || 'refused' in answer) {
      throw new Error(`the first run was refused ${JSON.stringify(asked)}: ${JSON.stringify(answer)}`)
    }
  }
  async #employ(places: readonly Place[]): Promise<Person> {
    const person = this.#staff.draw()
    for (const asked of newcomer(person, this.#entries.words())) await this.#system(asked)
    for (const place of places) await this.#system(filing('appoint', appointment(person, place)))
    return person
  }

  // Changes

  #anyHolder(): { readonly person: Person; readonly holding: Holding } | undefined {
    const person = this.#dice.pick([...this.#staff.people.values()])
    const own = this.#holdings(person)
    return own.length === 0 ? undefined : { person, holding: this.#dice.pick(own) }
  }
  /** What he holds himself, now. */
  #holdings({ id }: Person): readonly Holding[] {
    const { at } = this.#scene
    const holds = this.#scene.slice<{ readonly holds: readonly Holding[] }>(`row:person/${id}`)?.holds ?? []
    return holds.filter(
      ({ from, until, for: principal, post }) =>
        from <= at && (until === undefined || until > at) && principal === undefined && post !== administrator,
    )
  }
  /** Somebody leaves a post; a successor comes the same minute, or after days of vacancy. */
  #changeHolder() {
    const found = this.#anyHolder()
    if (!found) return
    const { person, holding } = found,
      place = { post: holding.post, unit: holding.unit }
    this.#office('dismiss', { person: person.id, ...seatOf(place) })
    const gap = this.#dice.pick([0, 0, 0, hours(3), days(1), days(4)])
    const others = [...this.#staff.people.values()].filter((one) => one !== person)
    const successor = this.#dice.isIn(60) ? this.#staff.draw() : this.#dice.pick(others)
    const isNew = !others.includes(successor)
    this.#scene.plan({
      at: this.#scene.at + gap,
      ask: () => {
        if (isNew) {
          for (const { register, entry } of newcomer(successor, this.#entries.words())) this.#office(register, entry)
        }
        this.#office('appoint', appointment(successor, place))
        return undefined
      },
    })
  }
  /** Some days off; two of three delegate what they hold, the others just stay away. */
  #leave(today: Day) {
    const found = this.#anyHolder()
    if (!found || found.person.awayUntil > this.#scene.at) return
    const { person } = found,
      length = this.#dice.pick([0, 1, 1, 2, 4, 9]),
      until = nextDay(today, length)
    if (this.#dice.isIn(66)) {
      const deputy = this.#dice.pick([...this.#staff.people.values()].filter((one) => one !== person))
      for (const { post, unit } of this.#holdings(person)) {
        const entry = { person: deputy.id, ...seatOf({ post, unit }), from: today, until, for: person.id }
        this.#scene.plan({
          at: this.#scene.at,
          ask: () => ({ ...filing('delegate', entry), account: person.account }),
        })
      }
    }
    this.#scene.plan({
      at: this.#scene.at + minutes(1),
      ask: () => {
        person.awayUntil = Math.max(this.#scene.at, Date.parse(`${nextDay(until)}T00:00:00+08:00`))
        return undefined
      },
    })
  }
  /** One person in two posts, for a term or for good. */
  #secondPost(today: Day) {
    const found = this.#anyHolder()
    if (!found) return
    const other = this.#dice.pick([...this.#staff.people.values()]),
      until = this.#dice.isIn(50) ? { until: nextDay(today, 1 + this.#dice.roll(60)) } : {}
    const entry = appointment(other, { post: found.holding.post, unit: found.holding.unit })
    this.#office('appoint', { ...entry, kind: 'acting', from: nextDay(today, this.#dice.roll(4)), ...until })
  }
  #changeAccount() {
    const [, ...others] = this.#staff.people.values(),
      person = this.#dice.pick(others),
      account = `${person.id}-${this.#dice.roll(900)}`
    this.#office('close-account', { account: person.account })
    this.#office('open-account', { account, person: person.id })
  }
  #setParameter(today: Day) {
    const { parameters } = this.#scene.book
    if (parameters.length === 0) return
    const parameter = this.#dice.pick(parameters)
    const { usual, min, max } = parameter,
      high = max === Infinity ? Number(usual) * 3 : max
    const between = min + Math.floor((this.#dice.roll(1_000) / 1_000) * (high - min))
    // A length of time or a time of day is given in minutes.
    const value =
      typeof usual === 'boolean'
        ? this.#dice.isIn(50)
        : usual >= minutes(1)
          ? between - (between % minutes(1))
          : between
    const from = this.#dice.isIn(50) ? {} : { from: nextDay(today, this.#dice.roll(10)) }
    this.#scene.plan({
      at: this.#scene.at,
      ask: () => this.#byAdministrator({ do: 'set', account: '', parameter: parameter.id, value, ...from }),
    })
  }
  #openUnit(kind: string, today: Day) {
    const unit = `新设 ${++this.#units}`
    this.#office('open-unit', { kind, unit, title: unit, from: today })
    for (const post of this.#posts().filter(({ per }) => per?.id === kind)) {
      const count = this.#script.holders?.(post.id, unit) ?? 1
      for (let n = 0; n < count; n++) {
        const person = this.#staff.draw()
        for (const { register, entry } of newcomer(person, this.#entries.words())) this.#office(register, entry)
        this.#office('appoint', appointment(person, { post: post.id, unit }), this.#scene.at + 1)
      }
    }
  }
  #closeUnit(kind: string, today: Day) {
    const row = this.#scene.slice<{ readonly all: readonly { unit: string; until?: Day }[] }>(`row:units/${kind}`)
    const open = (row?.all ?? []).filter(({ until }) => until === undefined)
    if (open.length < 3) return
    const { unit } = this.#dice.pick(open)
    this.#office('close-unit', { kind, unit, last: nextDay(today, this.#dice.roll(3)) })
  }
  /** The State Council publishes in November; one house loads it at once, another in the new year. */
  #loadLater(midnight: Instant, year: string) {
    this.#scene.plan({
      at: midnight + days(this.#dice.roll(55)) + hours(9),
      ask: () => this.#byAdministrator({ do: 'load', account: '', year, ...yearOf(year) }),
    })
  }
}
type Filing = Extract<Asked, { readonly do: 'file' }>
const filing = (register: string, entry: Row): Filing => ({ do: 'file', account: 'system', register, entry })
const seatOf = ({ post, unit }: Place) => (unit === '' ? { post } : { post, unit })
const appointment = ({ id }: Person, place: Place) => ({ person: id, ...seatOf(place), kind: 'regular' })
const newcomer = ({ id, account }: Person, name: string): readonly Filing[] => [
  filing('person', { person: id, name, kind: 'staff' }),
  filing('open-account', { account, person: id }),
]
