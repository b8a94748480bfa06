/**
 * What a scenario showed of each clause: kept or broken, read off from what was answered and what was logged.
 * Nothing here is claimed by a tag: a clause that nobody exercises has no evidence.
 */
import { Book, seatsOf } from '../engine/book.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { AnyRegister } from '../engine/declare/words.ts'
import type { Event } from '../engine/events.ts'
import type { Field, Fields } from '../engine/fields.ts'
import { fold } from '../engine/fold.ts'
import { nowFor } from '../engine/now.ts'
import { Layer, Memory } from '../engine/state.ts'
import type { Answer, Typed } from './driver.ts'

/** Clause id → what showed it, a short word each. */
export interface Shown {
  readonly kept: Readonly<Record<string, readonly string[]>>
  readonly broken: Readonly<Record<string, readonly string[]>>
}

export class Evidence {
  readonly #kept = new Map<string, Set<string>>()
  readonly #broken = new Map<string, Set<string>>()
  readonly #book: Book
  readonly #state = new Memory()

  constructor(policies: readonly Policy[]) {
    this.#book = new Book(policies)
  }
  /** An entry and its answer, after the events that it brought about were logged. */
  filed(person: string, register: AnyRegister, entry: Typed, answer: Answer, at: number): void {
    if (!answer.isAccepted) {
      this.refused(answer.clause)
      return
    }
    const { guards } = this.#book.shelf(register.id)
    this.#note(this.#kept, register.clause.id, `登记“${register.title}”`)
    for (const { clause, title, upholds = [] } of guards) {
      for (const one of [clause, ...upholds]) this.#note(this.#kept, one.id, `经“${title}”`)
    }
    this.#breaches(register, entry)
    for (const clause of this.#allowedBy(person, register, entry, at)) {
      this.#note(this.#kept, clause, `由其人登记“${register.title}”`)
    }
  }
  /** What no program prevents is shown broken by the entry that records the breach. */
  #breaches(register: AnyRegister, entry: Typed): void {
    const fields: Fields = register.fields
    for (const { clause, act, title } of this.#book.policies.flatMap(({ bans }) => bans)) {
      const isIt = ([name, field]: readonly [string, Field]) =>
        entry[name] === act && field.limits.options?.[act] === title
      if (Object.entries(fields).some(isIt)) this.#note(this.#broken, clause.id, '登记在案的违规')
    }
  }
  refused(clause: string): void {
    if (clause !== '') this.#note(this.#broken, clause, '拒绝')
  }
  set(clause: string, answer: Answer): void {
    if (answer.isAccepted) this.#note(this.#kept, clause, '设定')
    else this.refused(answer.clause)
  }
  read(register: AnyRegister, mayRead: boolean): void {
    for (const { clause } of this.#book.shelf(register.id).readers) {
      this.#note(mayRead ? this.#kept : this.#broken, clause.id, mayRead ? '有权者可读' : '无权者不可读')
    }
  }
  logged(event: Event): void {
    this.#state.apply(fold(this.#book, this.#state, event))
    const seen = seenIn(event),
      { adoption } = this.#book.clauses.get(event.clause)?.policy ?? {}
    if (seen) this.#note(seen.isKept ? this.#kept : this.#broken, event.clause, seen.word)
    // What is owed is owed since the policy holds; that nothing was before, the refusals show.
    if (adoption && event.type === 'dayOpened' && event.opens.length > 0) {
      this.#note(this.#kept, adoption.id, '施行之后起算')
    }
  }
  shown(): Shown {
    const plain = (of: ReadonlyMap<string, ReadonlySet<string>>) =>
      Object.fromEntries([...of].map(([clause, words]) => [clause, [...words]]))
    return { kept: plain(this.#kept), broken: plain(this.#broken) }
  }
  #allowedBy(person: string, register: AnyRegister, entry: Typed, at: number): readonly string[] {
    const now = nowFor(new Layer(this.#state), { at, recorded: at, by: person })
    const allows = (one: ReturnType<typeof seatsOf>[number]) =>
      typeof one === 'string' ? one === person : now.look.holds(person, one)
    return this.#book
      .shelf(register.id)
      .writers.filter(({ who }) => seatsOf(who, entry, now).some(allows))
      .map(({ clause }) => clause.id)
  }
  #note(of: Map<string, Set<string>>, clause: string, word: string): void {
    const words = of.get(clause) ?? new Set()
    of.set(clause, words.add(word))
  }
}
/** What an event says of its clause; nothing where it only keeps the books. */
function seenIn(event: Event): { readonly isKept: boolean; readonly word: string } | undefined {
  const kept = (word: string) => ({ isKept: true, word }),
    broken = (word: string) => ({ isKept: false, word })
  switch (event.type) {
    case 'filed':
      return event.because !== undefined ? kept('系统登记') : undefined
    case 'dayOpened':
      return event.opens.length > 0 ? kept('起算') : undefined
    case 'told':
      return kept('送达')
    case 'acknowledged':
      return kept('签收')
    case 'agreed':
      return kept('同意')
    case 'returned':
      return broken('退回')
    case 'met':
      return event.isInTime ? kept('按时') : broken('迟做')
    case 'late':
      return broken('逾期')
    case 'missed':
      return broken('未做')
    case 'unanswered':
      return broken('逾期未签收')
    case 'refused':
      return broken('记录在案的拒绝')
    default:
      return undefined
  }
}
