/** Who there is: people with habits, found by the posts that they hold on the day. */
import type { Post, Seat } from '../../engine/declare/words.ts'
import type { Event } from '../../engine/events.ts'
import type { Instant } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import type { Onlooker, Scene } from './scene.ts'

/** Of a hundred things that are due. What is left of the hundred is done in good time. */
export interface Habits {
  /** Within a millisecond of the instant, on either side. */
  readonly lastInstant: number
  readonly late: number
  /** After all waiting has ended. */
  readonly tooLate: number
  readonly never: number
  /** Of a hundred entries: how many have to be put right afterwards. */
  readonly mistypes: number
  /** Of a hundred notices: how many are acknowledged in time. */
  readonly answers: number
}
const diligent: Habits = { lastInstant: 2, late: 1, tooLate: 0, never: 0, mistypes: 1, answers: 97 }
const ordinary: Habits = { lastInstant: 3, late: 3, tooLate: 1, never: 1, mistypes: 2, answers: 90 }
const careless: Habits = { lastInstant: 5, late: 15, tooLate: 6, never: 8, mistypes: 5, answers: 60 }

export interface Person {
  readonly id: string
  /** Through which he acts: the one that he was given last. */
  account: string
  readonly habits: Habits
  /** Away until then; what he owes meanwhile, nobody does, unless he has delegated it. */
  awayUntil: Instant
}
/** A post at its unit, as the log spells it. */
export interface Place {
  readonly post: string
  readonly unit: string
}
const spell = ({ post, unit }: Place) => `${post}|${unit}`

export class Staff implements Onlooker {
  readonly people = new Map<string, Person>()
  readonly #scene: Scene
  readonly #dice: Dice
  /** To whom a post was ever delegated: whether he still holds it, the state says. */
  readonly #deputies = new Map<string, Set<string>>()

  constructor(scene: Scene) {
    this.#scene = scene
    this.#dice = scene.dice.fork('staff')
    scene.onlookers.push(this)
  }
  saw(event: Event) {
    this.#learnAccount(event)
    if (event.type !== 'filed' || event.register !== 'delegate') return
    const place = spell({ post: `${event.facts['post']}`, unit: `${event.facts['unit'] ?? ''}` })
    this.#deputies.set(place, new Set([...(this.#deputies.get(place) ?? []), `${event.facts['person']}`]))
  }
  /** Whoever gets an account, or gets it right after a mistake, uses it from then on. */
  #learnAccount(event: Event) {
    if (event.type === 'filed' && event.register === 'open-account' && event.corrects === undefined) {
      this.#uses(`${event.facts['person']}`, `${event.facts['account']}`)
    }
    if (event.type === 'restated' && event.row.startsWith('row:account/') && event.to) {
      this.#uses(`${event.to['person']}`, event.row.slice('row:account/'.length))
    }
  }
  #uses(id: string, account: string) {
    const person = this.people.get(id)
    if (person) person.account = account
  }
  /** A person with habits of his own. Whether he is entered and appointed is for others to do. */
  draw(): Person {
    const id = `p${this.people.size + 1}`,
      luck = this.#dice.roll(100)
    const habits = luck < 45 ? diligent : luck < 90 ? ordinary : careless
    const person: Person = { id, account: id, habits, awayUntil: 0 }
    this.people.set(id, person)
    return person
  }
  /** Who holds a post at that unit (of the whole house, without one), himself or for another. */
  holders({ post, unit }: Seat): readonly string[] {
    const { look } = this.#scene.now(),
      at = unit === undefined ? { post } : { post, unit }
    const deputies = [...(this.#deputies.get(spell({ post: post.id, unit: unit ?? '' })) ?? [])]
    return [...new Set([...look.holders({ post, unit: unit ?? '' }), ...deputies.filter((one) => look.holds(one, at))])]
  }
  /** Whoever of them is there now, by name or by post; several, where several are. */
  present(seats: readonly (Seat | string)[]): readonly Person[] {
    const named = seats.flatMap((one) => (typeof one === 'string' ? [one] : this.holders(one)))
    return [...new Set(named)].flatMap((id) => {
      const person = this.people.get(id)
      return person && person.awayUntil <= this.#scene.at ? [person] : []
    })
  }
  /** All places that a post is held at: one for each open unit, or one in the whole house. */
  places(post: Post): readonly Place[] {
    if (!post.per) return [{ post: post.id, unit: '' }]
    const row = this.#scene.slice<{ readonly all: readonly { unit: string; until?: string }[] }>(
      `row:units/${post.per.id}`,
    )
    const { today } = this.#scene.now()
    return (row?.all ?? [])
      .filter(({ until }) => until === undefined || until >= today)
      .map(({ unit }) => ({ post: post.id, unit }))
  }
}
