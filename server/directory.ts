/** Who is who: names live in bodies only, so they are read once, kept in memory, and dropped with it. */
import { pinyin } from 'pinyin-pro'
import { account as accounts, held, human, isHeld } from '../engine/people.ts'
import type { Book } from '../engine/book.ts'
import { withNames } from '../engine/names.ts'
import type { EventOf } from '../engine/events.ts'
import type { Holding } from '../engine/people.ts'
import type { Instant } from '../engine/time.ts'
import type { PostHeld, UnitRow } from './api.ts'
import type { CommittedState } from './committed-state.ts'

/** What a name is looked up by: 沈万山 → sws. */
export const initialsOf = (name: string) =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head' }).join('').toLowerCase()

export interface Known {
  readonly name: string
  readonly initials: string
  readonly accounts: readonly string[]
}

export class Directory {
  readonly #book: Book
  readonly #names = new Map<string, string>()
  readonly #accounts = new Map<string, string[]>()
  constructor(book: Book) {
    this.#book = book
  }
  /** An entry of the registers `person` and `open-account`, with its body where it has one. */
  learn(event: Pick<EventOf<'filed'>, 'register' | 'facts'>, body: Readonly<Record<string, unknown>> | undefined) {
    const { person, account } = event.facts
    if (typeof person !== 'string') return
    if (event.register === 'person' && typeof body?.['name'] === 'string') this.#names.set(person, body['name'])
    if (event.register === 'open-account' && typeof account === 'string') {
      this.#accounts.set(person, [...(this.#accounts.get(person) ?? []), account])
    }
  }
  name(person: string): string {
    return person === 'system' ? '系统' : (this.#names.get(person) ?? '（未登记姓名）')
  }
  people(): readonly (Known & { readonly person: string })[] {
    return [...this.#names].map(([person, name]) => ({
      person,
      name,
      initials: initialsOf(name),
      accounts: this.#accounts.get(person) ?? [],
    }))
  }
  /** The accounts that are open now, by the person whose they are. */
  accountsOf(state: CommittedState): ReadonlyMap<string, readonly string[]> {
    const isOpen = (account: string) => Boolean(state.get(`${accounts.space}/${account}`))
    return new Map([...this.#accounts].map(([person, all]) => [person, all.filter(isOpen)]))
  }
  /** The natural person behind an account, as of now. */
  personOf(state: CommittedState, account: string): string | undefined {
    const row = state.get(`${accounts.space}/${account}`)
    return row && typeof row === 'object' && 'person' in row ? String(row.person) : undefined
  }
  postsOf(state: CommittedState, person: string, at: Instant): readonly PostHeld[] {
    const row = state.get(`${human.space}/${person}`)
    const holds = row && typeof row === 'object' && 'holds' in row ? (row.holds as readonly Holding[]) : []
    return holds
      .filter((holding) => isHeld(holding, at))
      .map(({ post, unit }) => ({
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
