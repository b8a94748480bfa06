/** Whatever a rule says shall follow, follows in the same step: notices, duties, entries of the system. Nothing is lost. */
import type { Duty, Erased, Notice, OneOrMore, Trigger } from '../../../engine/declare/words.ts'
import type { Event } from '../../../engine/events.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { Adoptions, broken, triggerOf } from './watch.ts'

type Opening = Duty<Erased> & {
  readonly opens?: OneOrMore<Trigger<Erased>>
  readonly about?: (happening: Erased) => Erased
}

export class Followers implements Onlooker {
  readonly #scene: Scene
  readonly #adoptions: Adoptions
  readonly #notices = new Map<string, Notice<Erased>[]>()
  readonly #duties = new Map<string, Opening[]>()
  /** What must still come in this step: rule and cause. */
  readonly #awaited = new Set<string>()

  constructor(scene: Scene) {
    this.#scene = scene
    this.#adoptions = new Adoptions(scene)
    for (const notice of scene.book.notices) {
      for (const { on } of [notice.terms.on].flat()) listIn(this.#notices, on).push(notice)
    }
    for (const duty of scene.book.duties) {
      const opening: Opening = duty
      for (const { on } of [opening.opens ?? []].flat()) listIn(this.#duties, on).push(opening)
    }
  }
  saw(event: Event) {
    this.#adoptions.saw(event)
    if (event.type === 'told') {
      if (event.follows === undefined) this.#awaited.delete(`${event.notice} told because ${event.because}`)
      if (event.to.length === 0) broken('somebody’s turn', `${event.id} was told to nobody`)
    }
    if (event.type === 'opened') {
      this.#awaited.delete(`${event.duty} ${event.key} opened because ${event.because}`)
      if (event.holder.length === 0) broken('somebody’s turn', `${event.id} is owed by nobody`)
    }
    this.#await(event)
  }
  rests(_: Instant) {
    for (const awaited of this.#awaited) broken('nothing is lost', awaited)
  }
  #await(event: Event) {
    const on = triggerOf(event)
    if (on === undefined) return
    const notices = this.#notices.get(on) ?? [],
      duties = this.#duties.get(on) ?? []
    if (notices.length === 0 && duties.length === 0) return
    const happening = { ...this.#scene.now(event.at, event.by), recorded: event.recorded, ...pulled(event) }
    const isBinding = ({ clause }: Pick<Duty<Erased>, 'clause'>) => this.#adoptions.isInForce(clause, happening.today)
    for (const { id, terms } of notices.filter(isBinding)) {
      if (!terms.when || terms.when(happening)) this.#awaited.add(`${id} told because ${event.id}`)
    }
    for (const { id, about } of duties.filter(isBinding)) {
      const given: OneOrMore<{ readonly key: string }> | undefined = about?.(happening)
      for (const { key } of [given ?? []].flat()) this.#awaited.add(`${id} ${key} opened because ${event.id}`)
    }
  }
}
/** Id and facts of what happened, as a rule is told them. */
function pulled(event: Event): { readonly id: string; readonly facts: Erased } {
  switch (event.type) {
    case 'filed':
    case 'refused':
      return { id: event.id, facts: event.facts }
    case 'crossed':
      return { id: event.id, facts: { key: event.key, count: event.count, members: event.members } }
    case 'opened':
    case 'reminded':
    case 'late':
    case 'missed':
      return { id: event.id, facts: event.about }
    case 'met': {
      const open: { readonly about?: Erased } = event.open
      return { id: event.id, facts: open.about }
    }
    default:
      return { id: event.id, facts: {} }
  }
}
function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}
