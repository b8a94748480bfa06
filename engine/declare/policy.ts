/** A policy: its clauses, and the words that belong to no single one of them. */
import type { FactFields, Facts, Hash, Key } from '../fields.ts'
import type { Day } from '../time.ts'
import { Clause, type Force } from './clause.ts'
import { MatterOf, type AnyTally, type Step } from './matter.ts'
import type {
  AnyRegister,
  Approval,
  Crossing,
  Disclosure,
  Duty,
  Erased,
  Found,
  Guard,
  Happening,
  Hearing,
  Keep,
  Keeping,
  Line,
  LineTerms,
  Matter,
  Notice,
  OneOrMore,
  Parameter,
  Post,
  Stay,
  Summary,
  Tally,
  Trigger,
  Unit,
  Who,
} from './words.ts'

export { Clause } from './clause.ts'
export { MatterOf, type AnyTally, type Step } from './matter.ts'

export class Policy {
  readonly id: string
  readonly title: string
  /** The first day that its clauses may bind anybody; whom they bind, the organisation's adoption says. */
  readonly from: Day
  /** Binds always, without being adopted. */
  readonly isStanding: boolean
  readonly clauses: Clause[] = []
  readonly posts: Post[] = []
  readonly units: Unit[] = []
  readonly matters: Matter<Erased>[] = []
  /** The kind of house that it is usually chosen in, with the code that is proposed there; and itself in one sentence. */
  readonly usualIn: PolicyOptions['usualIn']
  readonly inShort: string | undefined
  /** The clause by which it is adopted; without one, the organisation's own. */
  adoption: Clause | undefined
  /** Who may lay the organisation's own wording over it, besides the administrator. */
  wordedBy: Post | undefined
  readonly usual: { readonly keep?: Keep }
  readonly registers: AnyRegister[] = []
  readonly wordings: {
    readonly clause: Clause
    readonly register: AnyRegister
    readonly finds: (text: string) => Found | undefined
  }[] = []
  /** What the short words were made of: who must sign, which places are looked at, which posts must be held. */
  readonly pledges: { readonly clause: Clause; readonly title: string; readonly posts: readonly Post[] }[] = []
  readonly checklists: { readonly clause: Clause; readonly title: string }[] = []
  readonly held: { readonly clause: Clause; readonly post: Post }[] = []
  readonly duties: Duty<Erased>[] = []
  readonly guards: Guard<Erased>[] = []
  readonly stays: Stay[] = []
  readonly notices: Notice<Erased>[] = []
  readonly approvals: Approval<Erased>[] = []
  readonly parameters: Parameter<Erased>[] = []
  readonly bans: { readonly clause: Clause; readonly act: string; readonly title: string }[] = []
  readonly arguments: { readonly clause: Clause; readonly line: string }[] = []
  readonly conflicts: { readonly clause: Clause; readonly pair: readonly [Post, Post] }[] = []
  readonly entering: {
    readonly clause: Clause
    readonly name: string
    readonly register: AnyRegister
    readonly on: OneOrMore<Trigger<Erased>>
    readonly as: (happening: Erased) => Erased
  }[] = []
  readonly writers: { readonly clause: Clause; readonly register: AnyRegister; readonly who: Who<Erased> }[] = []
  readonly readers: { readonly clause: Clause; readonly register: AnyRegister; readonly who: Who<Erased> }[] = []
  readonly viewers: { readonly clause: Clause; readonly matter: Matter<Erased>; readonly who: Who<Erased> }[] = []
  readonly steps: Step[] = []
  readonly tallies: AnyTally[] = []
  readonly summaries: Summary[] = []
  readonly keeping: Keeping[] = []
  readonly disclosures: Disclosure[] = []
  readonly hearings: Hearing[] = []
  constructor(
    id: string,
    title: string,
    { inForce = '1900-01-01', isStanding = false, usualIn, inShort, ...usual }: PolicyOptions = {},
  ) {
    this.id = id
    this.title = title
    this.from = inForce
    this.isStanding = isStanding
    this.usualIn = usualIn
    this.inShort = inShort
    this.usual = usual
  }
  /** One clause of the text, in force from its own day on, or from the policy's. */
  clause(id: string, cite: string, words: string, force: Force = {}) {
    return new Clause(this, id, cite, words, force)
  }
  /** The clause by which it holds from the day of its adoption; before that day this clause refuses. */
  inForce(id: string, cite: string, words: string): Clause {
    return (this.adoption = this.clause(id, cite, words))
  }
  /** Who lays the organisation's own wording over its clauses. */
  worded(by: Post) {
    this.wordedBy = by
  }
  /** A kind of unit: departments, classes, outlets. Which there are, the organisation enters. */
  unit(id: string, title: string): Unit {
    const unit = { id, title }
    this.units.push(unit)
    return unit
  }
  /** A post of the whole organisation, or of each unit of a kind; the head of a unit sees what its people owe. */
  post(id: string, title: string, per?: Unit, { isHead = false } = {}): Post {
    const post: Erased = { id, title, isHead, ...(per ? { per } : {}), at: (unit: string) => ({ post, unit }) }
    post.of = (field: string) => (facts: Erased) => ({ post, unit: facts[field] })
    post.post = post
    this.posts.push(post)
    return post
  }
  matter<const F extends FactFields>(id: string, title: string, row: F): MatterOf<Facts<F>> {
    const matter = new MatterOf<Facts<F>>(this, id, title, row)
    this.matters.push(matter)
    return matter
  }
  /** How many things share a key. `each` counts one person or thing once, `within` only the recent ones. */
  counts<A>(
    id: string,
    title: string,
    of: Trigger<A>,
    terms: {
      readonly by: (happening: Happening<A>) => Key | undefined
      readonly each?: (happening: Happening<A>) => Hash | undefined
      readonly within?: Parameter<number>
      readonly keep?: number
    },
  ): Tally {
    return this.tally(id, title, { of, ...terms })
  }
  tally(id: string, title: string, terms: Erased): Tally {
    const lines: Line[] = []
    const line = (level: number | Parameter<number>, isStrict: boolean, terms: LineTerms = {}): Trigger<Crossing> => {
      const on = `crossed:${id}:${lines.length + 1}${isStrict ? '>' : '≥'}`
      lines.push({ on, level, isStrict, ...terms })
      return { on }
    }
    const tally: AnyTally = {
      id,
      title,
      space: `count:${id}`,
      ...terms,
      lines,
      above: (level, terms) => line(level, true, terms),
      reaches: (level, terms) => line(level, false, terms),
    }
    this.tallies.push(tally)
    return tally
  }
}
export interface PolicyOptions {
  readonly inForce?: Day
  readonly keep?: Keep
  readonly isStanding?: boolean
  readonly usualIn?: { readonly title: string; readonly code: string } | undefined
  readonly inShort?: string
}
export const policy = (id: string, title: string, options: PolicyOptions = {}) => new Policy(id, title, options)
