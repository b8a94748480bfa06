/** Who is who: names live in bodies only, so they are read once, kept in memory, and dropped with it. */
import { pinyin } from 'pinyin-pro'
import { account as accounts, enrol, gone, held, isHeld, openAccount } from '../engine/people.ts'
import type { Book } from '../engine/book.ts'
import { withNames } from '../engine/names.ts'
import { holdings } from '../engine/now.ts'
import { Layer } from '../engine/state.ts'
import type { EventOf } from '../engine/events.ts'
import type { Holding } from '../engine/people.ts'
import type { Instant } from '../engine/time.ts'
import type { PostHeld, UnitRow } from './api.ts'
import type { CommittedState } from './committed-state.ts'

/** 沈万山 → shen, wan, shan; a character without a reading stays as it is. */
export const readingOf = (name: string): readonly string[] =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((one) => one.trim().toLowerCase())

/** What a body says of who somebody is. Kept in memory only, and shown to nobody but through a view. */
export interface Identity {
  readonly name: string
  /** What a name is looked up by: sws, shenwanshan. */
  readonly initials: string
  readonly spelling: string
  readonly staffNumber?: string
  readonly idNumber?: string
  readonly phone?: string
}
export interface Known extends Pick<Identity, 'name' | 'initials' | 'spelling'> {
  readonly person: string
  /** Those that are open. */
  readonly accounts: readonly string[]
  /** The last day of who has left. */
  readonly left?: string
}

export class Directory {
  readonly #book: Book
  readonly #people = new Map<string, Identity>()
  /** Every account that a person ever had. */
  readonly #accounts = new Map<string, Set<string>>()
  readonly #taken = new Set<string>()
  constructor(book: Book) {
    this.#book = book
  }
  /** An entry of the registers `person` and `open-account`, with its body where it has one. */
  learn(event: Pick<EventOf<'filed'>, 'register' | 'facts'>, body: Readonly<Record<string, unknown>> | undefined) {
    const { person, account } = event.facts
    if (typeof person !== 'string') return
    if (event.register === enrol.id && body) this.#people.set(person, identityIn(body))
    if (event.register === openAccount.id && typeof account === 'string') {
      this.#taken.add(account)
      this.#accounts.set(person, (this.#accounts.get(person) ?? new Set()).add(account))
    }
  }
  name(person: string): string {
    return person === 'system' ? '系统' : (this.#people.get(person)?.name ?? '（未登记姓名）')
  }
  identity(person: string): Identity | undefined {
    return this.#people.get(person)
  }
  /** Everybody who was ever entered. */
  identities(): ReadonlyMap<string, Identity> {
    return this.#people
  }
  people(state: CommittedState): readonly Known[] {
    return [...this.#people].map(([person, { name, initials, spelling }]) => {
      const left = this.leftOn(state, person)
      return {
        person,
        name,
        initials,
        spelling,
        accounts: this.accountsOf(state, person),
        ...(left === undefined ? {} : { left }),
      }
    })
  }
  /** The accounts of a person that are open. */
  accountsOf(state: CommittedState, person: string): readonly string[] {
    return [...(this.#accounts.get(person) ?? [])].filter((account) => this.personOf(state, account) === person)
  }
  /** Whether somebody has the account, or once had it. */
  hasHad(account: string): boolean {
    return this.#taken.has(account)
  }
  /** The last day of somebody who has left. */
  leftOn(state: CommittedState, person: string): string | undefined {
    const row = state.get(`${gone.space}/${person}`)
    return row && typeof row === 'object' && 'last' in row ? String(row.last) : undefined
  }
  /** The natural person behind an account, as of now. */
  personOf(state: CommittedState, account: string): string | undefined {
    const row = state.get(`${accounts.space}/${account}`)
    return row && typeof row === 'object' && 'person' in row ? String(row.person) : undefined
  }
  postsOf(state: CommittedState, person: string, at: Instant): readonly PostHeld[] {
    return holdings(new Layer(state), person, at).map(({ post, unit }) => ({
      post,
      title: this.#book.posts.get(post)?.title ?? post,
      ...(unit === '' ? {} : { unit, unitTitle: this.unitTitle(state, unit) }),
    }))
  }
  /** The persons who hold a post of a unit (`''`: of the whole organisation). */
  holders(state: CommittedState, post: string, unit: string, at: Instant): readonly string[] {
    const row = state.get(`${held.space}/${post}|${unit}`)
    const by =
      row && typeof row === 'object' && 'by' in row ? (row.by as readonly (Holding & { person: string })[]) : []
    return by.filter((holding) => isHeld(holding, at) && holding.for === undefined).map(({ person }) => person)
  }
  /** Units of a kind that are open on a day, in the order in which they were opened. */
  unitsOf(state: CommittedState, kind: string, day: string): readonly UnitRow[] {
    return (state.keys('row:unit') ?? [])
      .filter((key) => key.startsWith(`row:unit/${kind}|`))
      .flatMap((key) => {
        const row = state.get(key)
        if (!row || typeof row !== 'object' || !('title' in row) || !('from' in row)) return []
        const until = 'until' in row && typeof row.until === 'string' ? { until: row.until } : {}
        const unit = {
          id: key.slice(`row:unit/${kind}|`.length),
          title: String(row.title),
          from: String(row.from),
          ...until,
        }
        return unit.from <= day && (unit.until === undefined || day <= unit.until) ? [unit] : []
      })
  }
  /** The title of a unit, whatever its kind. */
  unitTitle(state: CommittedState, unit: string): string {
    for (const kind of this.#book.units.keys()) {
      const row = state.get(`row:unit/${kind}|${unit}`)
      if (row && typeof row === 'object' && 'title' in row) return String(row.title)
    }
    return unit
  }
  /** A sentence of the engine with the names in it that it left open. */
  spell(sentence: string): string {
    return withNames(sentence, (person) => this.name(person))
  }
}
function identityIn(body: Readonly<Record<string, unknown>>): Identity {
  const { name, staffNumber, idNumber, phone } = body,
    called = typeof name === 'string' ? name : '',
    reading = readingOf(called)
  return {
    name: called,
    initials: reading.map((one) => [...one][0] ?? '').join(''),
    spelling: reading.join(''),
    ...(typeof staffNumber === 'string' ? { staffNumber } : {}),
    ...(typeof idNumber === 'string' ? { idNumber } : {}),
    ...(typeof phone === 'string' ? { phone } : {}),
  }
}
