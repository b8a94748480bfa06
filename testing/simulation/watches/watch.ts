/** What every watch over a simulated organisation shares. */
import type { Clause, Policy } from '../../../engine/declare/policy.ts'
import type { Event, EventOf } from '../../../engine/events.ts'
import { dayOf, type Day } from '../../../engine/time.ts'
import { Broken, type Scene } from '../scene.ts'

/** Ends the play with the name of what did not hold. */
export function broken(invariant: string, fact: string): never {
  throw new Broken(`${invariant}: ${fact}`)
}
/** The trigger that an event pulls, as rules call it; nothing, where none listens to its like. */
export function triggerOf(event: Event): string | undefined {
  switch (event.type) {
    case 'filed':
      return event.corrects === undefined ? `filed:${event.register}` : undefined
    case 'crossed':
      return event.line
    case 'opened':
    case 'reminded':
    case 'late':
    case 'missed':
    case 'met':
      return `${event.type}:${event.duty}`
    case 'unanswered':
    case 'acknowledged':
      return `${event.type}:${event.notice}`
    case 'refused':
      return `refused:${event.rule}`
    default:
      return undefined
  }
}

/** Entries as they stand: each with the facts of its last correction, without what a correction took back. */
export class Standing {
  readonly #entries = new Map<string, EventOf<'filed'>>()
  readonly #byRegister = new Map<string, Map<string, EventOf<'filed'>>>()
  saw(event: Event) {
    if (event.type === 'undone' && event.what.type === 'filed') {
      this.#entries.delete(event.what.id)
      this.#byRegister.get(event.what.register)?.delete(event.what.id)
    }
    if (event.type !== 'filed') return
    const first = event.corrects === undefined ? undefined : this.#entries.get(event.corrects)
    if (first) this.#put({ ...first, facts: event.facts, at: event.at })
    else if (event.corrects === undefined) this.#put(event)
  }
  get(id: string): EventOf<'filed'> | undefined {
    return this.#entries.get(id)
  }
  of(register: string): readonly EventOf<'filed'>[] {
    return [...(this.#byRegister.get(register)?.values() ?? [])]
  }
  #put(entry: EventOf<'filed'>) {
    this.#entries.set(entry.id, entry)
    const same = this.#byRegister.get(entry.register) ?? new Map<string, EventOf<'filed'>>()
    this.#byRegister.set(entry.register, same.set(entry.id, entry))
  }
}

/** From which day which policy holds, counted from the adoptions alone. */
export class Adoptions {
  readonly #scene: Scene
  readonly #terms = new Map<string, { readonly from: Day; readonly until?: Day }>()
  constructor(scene: Scene) {
    this.#scene = scene
  }
  saw(event: Event) {
    if (event.type !== 'filed') return
    const policy = `${event.facts['policy']}`
    if (event.register === 'adopt') this.#terms.set(policy, { from: `${event.facts['from']}` })
    if (event.register !== 'end-adoption') return
    const { from = '9999-12-31' } = this.#terms.get(policy) ?? {}
    this.#terms.set(policy, { from, until: `${event.facts['last']}` })
  }
  holds(policy: Policy, day: Day): boolean {
    const { from, until = '9999-12-31' } = this.#terms.get(policy.id) ?? {}
    return policy.isStanding || (from !== undefined && from <= day && day <= until)
  }
  isInForce(clause: Clause, day: Day): boolean {
    return clause.from <= day && day < clause.until && this.holds(clause.policy, day)
  }
  clause(id: string): Clause | undefined {
    return this.#scene.book.clauses.get(id)
  }
  today(): Day {
    return dayOf(this.#scene.at)
  }
}
