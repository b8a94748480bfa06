/** Every daily duty is opened on every day on which it is owed, for every unit that is open on it. */
import { lastingKey, onDay, type Duty, type Erased, type Now, type Post } from '../../../engine/declare/words.ts'
import type { Event, EventOf } from '../../../engine/events.ts'
import { dayOf, instantOf, nextDay, type Day, type Instant } from '../../../engine/time.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { Adoptions, broken, Standing } from './watch.ts'

export class OpenedDays implements Onlooker {
  readonly #scene: Scene
  readonly #standing = new Standing()
  readonly #adoptions: Adoptions
  /** The last day that was opened, by duty. */
  readonly #last = new Map<string, Day>()
  readonly #begun = new Map<string, Day>()

  constructor(scene: Scene) {
    this.#scene = scene
    this.#adoptions = new Adoptions(scene)
  }
  /** What is owed is known at midnight, before the day's own event is folded. */
  before(event: Event) {
    if (event.type === 'dayOpened' && event.id === `${event.duty}:${event.day}`) this.#opens(event)
    this.#standing.saw(event)
    this.#adoptions.saw(event)
  }
  rests(at: Instant) {
    const today = dayOf(at)
    for (const { id, clause } of this.#scene.book.dailies) {
      if (!this.#adoptions.holds(clause.policy, today)) continue
      // A duty that began with the policy goes on when the policy was ended and begun anew.
      const last = this.#last.get(id)
      if (last !== today) broken('every day is opened', `${id} was opened for ${last}, and today is ${today}`)
    }
  }
  #opens(event: EventOf<'dayOpened'>) {
    const { duty: id, day, at } = event,
      duty = this.#scene.book.duty(id),
      last = this.#last.get(id)
    if (last !== undefined && day !== nextDay(last)) broken('every day is opened', `${id}: ${day} follows ${last}`)
    this.#last.set(id, day)
    if (!this.#begun.has(id)) this.#begun.set(id, day)
    // On its first day some units' time may be past already.
    if (at !== instantOf(day, '00:00')) return
    const owed = this.#isOwed(duty, day, at) ? this.#owing(duty, day, at) : []
    const opened = event.opens.map(({ unit, key }) => (duty.holders ? (key ?? '') : unit))
    const missing = owed.filter((unit) => !opened.includes(unit)),
      over = opened.filter((unit) => !owed.includes(unit))
    if (missing.length > 0) broken('every day is opened', `${id} ${day} lacks ${missing.join()}`)
    if (over.length > 0) broken('every day is opened', `${id} ${day} is owed by ${over.join()}, which are not open`)
  }
  #isOwed(duty: Duty<Erased>, day: Day, at: Instant): boolean {
    return this.#adoptions.isInForce(duty.clause, day) && duty.on?.(day, this.#scene.now(at)) === true
  }
  /** The units that owe it, who holds a post, or the house itself; what lasts and stands already is not owed once more. */
  #owing(duty: Duty<Erased>, day: Day, at: Instant): readonly string[] {
    const now = this.#scene.now(at),
      whose = duty.holders
        ? this.#holding(duty.holders, day, now)
        : duty.each
          ? this.#unitsOn(duty.each.id, day)
          : (duty.names?.(day, now) ?? [''])
    return whose.filter((one) => {
      const about = duty.holders
        ? onDay('', day, one)
        : duty.isLasting
          ? onDay(one, day, lastingKey(one))
          : onDay(one, day)
      const stands = duty.isLasting === true && this.#scene.replica.get(`${duty.space}/${about.key}`) !== null
      return !stands && (!duty.owes || duty.owes(about, now))
    })
  }
  /** Whoever holds one of the posts himself, at a unit that is open. */
  #holding(posts: readonly Post[], day: Day, { look }: Now): readonly string[] {
    const seats = posts.flatMap((post) =>
      post.per ? this.#unitsOn(post.per.id, day).map((unit) => post.at(unit)) : [post],
    )
    return [...new Set(seats.flatMap((seat) => look.holders(seat)))]
  }
  /** Counted from what was entered of units, in order. */
  #unitsOn(kind: string, day: Day): readonly string[] {
    const spans = new Map<string, { readonly from: Day; readonly until?: Day }>()
    const facts = (register: string) => this.#standing.of(register).filter((one) => one.facts['kind'] === kind)
    const entries = [...facts('open-unit'), ...facts('close-unit')].sort((a, b) => a.recorded - b.recorded)
    for (const { register, facts } of entries) {
      const unit = `${facts['unit']}`,
        span = spans.get(unit)
      if (register === 'open-unit') spans.set(unit, { from: `${facts['from']}` })
      else if (span) spans.set(unit, { ...span, until: `${facts['last']}` })
    }
    return [...spans].flatMap(([unit, { from, until }]) =>
      from <= day && (until === undefined || day <= until) ? [unit] : [],
    )
  }
}
