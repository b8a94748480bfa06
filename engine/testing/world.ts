/** A store in memory around the pure verbs, as tests and measurements need it. */
import { createHmac } from 'node:crypto'
import { Book } from '../book.ts'
import { admit, type Typed } from '../commands.ts'
import type { History, Logged } from '../correct.ts'
import { decide } from '../decide.ts'
import type { Policy } from '../declare/policy.ts'
import { elapse } from '../elapse.ts'
import type { Event, EventOf, Row, Whom } from '../events.ts'
import { fold, happeningOf } from '../fold.ts'
import { Layer, Memory, type Slice } from '../state.ts'
import { dayOf, instantOf, type Day, type Instant } from '../time.ts'

/** The key lives here, outside the engine. */
export const keyed = (as: string, value: string) =>
  createHmac('sha256', 'the organisation’s own key').update(`${as} ${value}`).digest('hex').slice(0, 16)

export class World {
  readonly book: Book
  readonly log: Event[] = []
  readonly bodies = new Map<string, Row>()
  readonly state = new Memory((key) => this.#fromLog(key))
  #commands = 0

  constructor(...policies: Policy[]) {
    this.book = new Book(policies)
  }
  take(events: readonly Event[]) {
    for (const event of events) {
      this.log.push(event)
      this.state.apply(fold(this.book, this.state, event))
    }
  }
  /** By the system itself, as a first run does it. */
  setUp(register: string, entry: object, at: Instant) {
    const id = `${register}-${Object.values(entry).join('-')}`
    return this.do({ id, do: 'file', register, account: 'system', entry }, at)
  }
  unit(kind: string, unit: string, at: Instant = 0) {
    return this.setUp('open-unit', { kind, unit, title: unit, from: dayOf(at) }, at)
  }
  /** From the midnight of that day. */
  adopt(policy: string, from: Day = '1970-01-01') {
    return this.setUp('adopt', { policy, from }, Math.max(0, instantOf(from, '00:00')))
  }
  load(year: string, holidays: readonly Day[], makeUpDays: readonly Day[], at: Instant) {
    return this.do({ id: `load-${year}-${at}`, do: 'load', account: 'system', year, holidays, makeUpDays }, at)
  }
  /** An account of the same name, or the ones given. */
  person(person: string, ...accounts: string[]) {
    this.setUp('person', { person, name: '某', kind: 'staff' }, 0)
    for (const account of accounts.length > 0 ? accounts : [person]) this.setUp('open-account', { account, person }, 0)
  }
  post(person: string, post: string, unit?: string, at = 0) {
    if (!this.state.get(`row:person/${person}`)) this.person(person)
    const entry = { person, post, ...(unit ? { unit } : {}), kind: 'regular' }
    return this.do({ id: `post-${person}-${post}`, do: 'file', register: 'appoint', account: 'system', entry }, at)
  }
  pass(until: Instant) {
    const elapsed = elapse(this.book, this.state, until)
    if ('needs' in elapsed) throw new Error(elapsed.needs.join())
    this.log.push(...elapsed.came)
    this.state.apply(elapsed.changes)
    return elapsed.came
  }
  dry(typed: Record<string, unknown>, at: Instant) {
    return decide(this.book, this.state, admit(this.book, typed as unknown as Typed, keyed), at)
  }
  /** The id of what was accepted, or the sentence of refusal. */
  do(typed: Record<string, unknown>, at: Instant): string {
    this.pass(at)
    const id = (typed.id as string | undefined) ?? `e${++this.#commands}`
    const command = admit(this.book, { ...typed, id } as unknown as Typed, keyed)
    const decision = decide(this.book, this.state, command, at)
    if ('needs' in decision) throw new Error(decision.needs.join())
    this.state.apply(decision.changes)
    if ('refused' in decision) {
      this.log.push(...decision.record)
      return decision.refused.sentence
    }
    this.log.push(...decision.accepted)
    if (command.do === 'file') this.bodies.set(id, command.body)
    return id
  }
  file(register: string, account: string, entry: object, at: Instant, corrects?: string) {
    return this.do({ do: 'file', register, account, entry, ...(corrects ? { corrects } : {}) }, at)
  }
  /** The state folded again from the log alone. No body is at hand here. */
  replay() {
    const again = new World()
    Object.assign(again, { book: this.book })
    again.take(this.log)
    return again.state
  }
  entries(register: string) {
    return this.log.filter((event): event is EventOf<'filed'> => event.type === 'filed' && event.register === register)
  }
  /** 骨科“科主任”; in these houses a unit is called by its title. */
  titles(to: readonly Whom[]) {
    return to.map((one) =>
      'person' in one ? one.person : `${one.unit ?? ''}“${this.book.posts.get(one.post)?.title}”`,
    )
  }
  has(type: Event['type'], start: string) {
    return this.log.filter((event) => event.type === type && event.id.startsWith(start))
  }

  // What a store answers from its log, by an index on `because` and one on the rows that entries moved

  #fromLog(key: string): Slice | null {
    const of = key.slice(key.indexOf('/') + 1)
    return key.startsWith('log/') ? this.#logged(of) : this.#history(of)
  }
  #standing(): readonly Event[] {
    const gone = new Set(this.log.flatMap((event) => (event.type === 'undone' ? [event.what.id] : [])))
    return this.log.filter(({ id, type }) => !gone.has(id) && type !== 'undone' && type !== 'restated')
  }
  #truth(event: EventOf<'filed'>): EventOf<'filed'> {
    const last = this.log.findLast((one) => one.type === 'filed' && one.corrects === event.id)
    return last?.type === 'filed' ? { ...event, facts: last.facts } : event
  }
  #logged(id: string): Logged | null {
    const event = this.log.find((one) => one.id === id)
    if (!event) return null
    const corrections = this.log.filter((one) => one.type === 'filed' && one.corrects === id).map((one) => one.id)
    const opened = this.#standing().filter(
      (one) =>
        one.because !== undefined &&
        [id, ...corrections].includes(one.because) &&
        !(one.type === 'told' && one.follows),
    )
    const isGone = !this.#standing().includes(event)
    return {
      event: event.type === 'filed' ? this.#truth(event) : event,
      opened,
      ...(isGone ? { isTakenBack: true } : {}),
    }
  }
  #history(row: string): History {
    const layer = new Layer(this.state)
    return this.#standing().flatMap((event) => {
      if (event.type !== 'filed' || event.corrects !== undefined) return []
      const truth = this.#truth(event),
        happening = happeningOf(layer, truth)
      const moves = this.book
        .shelf(event.register)
        .steps.some(({ matter, key }) => `${matter.space}/${key(happening)}` === row)
      return moves ? [truth] : []
    })
  }
}
export const t = (day: string, clock = '09:00') => instantOf(day, clock)
export const same = (a: Memory, b: Memory) => {
  const dump = (memory: Memory) => JSON.stringify([...memory.entries()].sort(([x], [y]) => (x < y ? -1 : 1)))
  return dump(a) === dump(b)
}
