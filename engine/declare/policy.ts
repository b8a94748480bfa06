/** The words a policy is written in. Every rule is a method of the clause that demands it. */
import type { FactFields, Facts, Fields, Hash, Key, Person, RequiredBodyKey } from '../fields.ts'
import { choice, person, ref, text } from '../fields.ts'
import type { Day } from '../time.ts'
import { within } from './terms.ts'
import type {
  About, AnyRegister, Approval, ApprovalTerms, Crossing, Duty, DutyTerms, EntryOf, Erased, FactsOf, Guard, Happening,
  Keep, KeyBy, Line, LineTerms, Matter, Notice, NoticeTerms, Now, OnEach, Parameter, Pledge, Post, Register,
  RegisterOptions, Standing, Tally, Trigger, Unit, Who,
} from './words.ts'

/** The compiler's message to whoever lets the system enter a register that only a person can fill in. */
type WithoutBody<F extends Fields> =
  [RequiredBodyKey<F>] extends [never] ? unknown : { readonly '系统不能登记：这些字段在正文里且必填': RequiredBodyKey<F> }
export interface Force { readonly from?: Day; readonly until?: Day }
type Spell = (happening: Happening<Erased>) => string | undefined

const spell = (by: Erased): Spell =>
  typeof by === 'function' ? by
    : Array.isArray(by) ? ({ facts }) => by.map((name: string) => facts[name]).join('|')
      : ({ facts }) => facts[by]

export class Clause {
  readonly policy: Policy
  readonly id: string
  /** How the text itself calls it: 第一条第二项. */
  readonly cite: string
  readonly words: string
  readonly from: Day
  readonly until: Day
  constructor(policy: Policy, id: string, cite: string, words: string, force: Force) {
    this.policy = policy
    this.id = id
    this.cite = cite
    this.words = words
    this.from = force.from ?? policy.inForce
    this.until = force.until ?? '9999-12-31'
  }
  isInForce(day: Day) {
    return this.from <= day && day < this.until
  }

  register<const Id extends string, const F extends Fields>(
    id: Id, title: string, fields: F, options: RegisterOptions<F> = {},
  ): Register<Id, F> {
    const register: Register<Id, F> = {
      id, title, clause: this, fields, space: `entry:${id}`, filed: { on: `filed:${id}` },
      options: { ...this.policy.usual, ...options },
      by: (field, table) => (facts) => (table as Erased)[(facts as Erased)[field]],
    }
    this.policy.registers.push(register)
    return register
  }
  /** Who may make the entry. Several clauses may each allow somebody. */
  writes<R extends AnyRegister>(register: R | readonly R[], who: Who<EntryOf<R>>) {
    for (const one of [register].flat()) this.policy.writers.push({ clause: this, register: one, who })
  }
  /** Who may read it; nobody else can. */
  reads<R extends AnyRegister>(register: R | readonly R[], who: Who<FactsOf<R> & { readonly id: string }>) {
    for (const one of [register].flat()) this.policy.readers.push({ clause: this, register: one, who })
  }
  /** How long it is kept, counted from what; a parameter in days. */
  keeps(register: AnyRegister, days: Parameter<number>, from: Trigger<unknown>) {
    this.policy.keeping.push({ clause: this, register, days, from })
  }
  /** The system itself makes an entry (a batch, an incident, a check-out at closing), out of facts alone. */
  enters<A, Id extends string, F extends Fields, const B extends Facts<F>>(
    name: string, register: Register<Id, F> & WithoutBody<F>, on: Trigger<A>,
    as: (happening: Happening<A>) => B | undefined,
  ) {
    this.policy.entering.push({ clause: this, name, register, on, as })
  }

  /** Owed by each unit on each day that `on` picks. */
  daily(
    id: string, title: string,
    { each, on = () => true, ...terms }: DutyTerms<OnEach> & {
      readonly each: Unit; readonly on?: (day: Day, now: Now) => boolean },
  ): Duty<OnEach> {
    return this.#duty(id, title, terms, { each, on })
  }
  /** Owed once for each thing that happens; nothing is owed when `about` gives nothing. */
  duty<A, B extends About>(
    id: string, title: string, opens: Trigger<A>, about: (happening: Happening<A>) => B | undefined,
    terms: DutyTerms<NoInfer<B>>,
  ): Duty<B> {
    return this.#duty(id, title, terms, { opens, about })
  }
  #duty(id: string, title: string, terms: Erased, opening: object): Duty<Erased> {
    const on = (what: string) => ({ on: `${what}:${id}` })
    const duty: Duty<Erased> = {
      id, title, space: `duty:${id}`, clause: this, terms, later: [], ...opening,
      opened: on('opened'), reminded: on('reminded'), late: on('late'), missed: on('missed'), met: on('met'),
    }
    this.policy.duties.push(duty)
    return duty
  }
  /** From this clause's first day the duty is owed on other terms; what was opened before keeps its own. */
  changes<A>(duty: Duty<A>, terms: Partial<DutyTerms<A>>) {
    duty.later.push({ clause: this, terms: { ...duty.terms, ...terms } })
  }

  guard<R extends AnyRegister>(
    title: string, on: R | readonly R[], refuses: (standing: Standing<R>) => string | false | undefined,
    options: { readonly recordPerDay?: number } = {},
  ): Guard<FactsOf<R>> {
    const guard = {
      title, clause: this, on: [on].flat(), refuses, ...options, refused: { on: `refused:${this.id}/${title}` },
    } as Guard<FactsOf<R>>
    this.policy.guards.push(guard)
    return guard
  }
  /** What no program can prevent: options of a violation, each of which cites this clause. */
  forbids<const O extends Readonly<Record<string, string>>>(acts: O): O {
    for (const [act, title] of Object.entries(acts)) this.policy.bans.push({ clause: this, act, title })
    return acts
  }
  /** Nobody holds both, by appointment or by delegation, through whatever account. */
  conflicts(...pairs: readonly (readonly [Post, Post])[]) {
    this.policy.conflicts.push(...pairs.map((pair) => ({ clause: this, pair })))
  }
  notice<A>(id: string, title: string, terms: NoticeTerms<A>): Notice<A> {
    const notice = {
      id, title, space: `notice:${id}`, clause: this, terms: terms as Erased,
      unanswered: { on: `unanswered:${id}` }, acknowledged: { on: `acknowledged:${id}` },
    }
    this.policy.notices.push(notice)
    return notice
  }
  approval<A>(id: string, title: string, terms: ApprovalTerms<A>): Approval<A> {
    const approval = {
      id, title, space: `approval:${id}`, clause: this, terms: terms as Erased, granted: { on: `granted:${id}` },
    }
    this.policy.approvals.push(approval)
    return approval
  }
  parameter<const V extends number | boolean>(
    id: string, title: string, usual: V,
    bounds: { readonly min?: number; readonly max?: number; readonly law?: V } = {},
  ): Parameter<V extends number ? number : boolean> {
    const parameter: Erased = {
      id, title, space: `parameter:${id}`, usual, min: 0, max: Infinity, clause: this, ...bounds,
    }
    this.policy.parameters.push(parameter)
    return parameter
  }
  /** A day's page: who did, who did not, what is open. */
  summary(title: string, terms: { readonly of: readonly unknown[]; readonly to: Who<never> }) {
    this.policy.summaries.push({ clause: this, title, ...terms })
  }

  // Short words, made of the words above

  /** Read and signed by everybody appointed to one of these posts. `look.hasSigned` says whether he has. */
  pledge(words: string, posts: readonly Post[], withinMs: number): Pledge {
    const id = `pledge-${this.id}`
    const signature = this.register(id, words, { signer: person('签署人') })
    this.guard('本人签署', signature, ({ facts, by }) => facts.signer !== by && '签署人不是操作人')
    const signed = this.policy.matter(id, words, { signer: person('签署人') })
    signed.on(signature, 'signer', (_, { facts }) => facts)
    const appointed: Trigger<{ person: Person; post: string }> = { on: 'filed:appoint' }
    const isBound = (post: string) => posts.some(({ id }) => id === post)
    this.duty(id, words, appointed, ({ facts }) => (isBound(facts.post) ? { key: facts.person } : undefined), {
      holder: ({ key }) => key, by: within(withinMs),
      must: { register: signature, key: ({ facts }) => facts.signer },
    })
    return { pledge: id, space: signed.space, words }
  }
  /** Points that somebody looks at and signs; a failed one opens a rectification, which only its own entry closes. */
  checklist<const P extends Readonly<Record<string, string>>>(
    id: string, title: string, points: P,
    terms: { readonly who: Post; readonly rectifyWithin: Parameter<number>; readonly rectifier: Post },
  ) {
    const result = choice('结果', { passed: '合格', failed: '不合格' })
    const check = this.register(id, title, { point: choice('检查点', points), result, note: text('说明') })
    const rectified = this.register(`${id}-rectified`, `${title}整改`, {
      check: ref('检查', check), measure: text('措施', { max: 1_000 }) })
    this.writes(check, terms.who)
    this.writes(rectified, terms.rectifier)
    const rectify = this.duty(`${id}-rectify`, `${title}整改`, check.filed,
      ({ facts, id: key }) => (facts.result === 'failed' ? { key, point: facts.point } : undefined),
      { holder: terms.rectifier, by: within(terms.rectifyWithin),
        must: { register: rectified, key: ({ facts }) => facts.check } })
    return { check, rectified, rectify }
  }
}

export class MatterOf<R> implements Matter<R> {
  declare readonly row?: R
  readonly id: string
  readonly title: string
  readonly space: string
  readonly #policy: Policy
  constructor(policy: Policy, id: string, title: string) {
    this.#policy = policy
    this.id = id
    this.title = title
    this.space = `row:${id}`
  }
  /** Each such entry opens a row of its own, keyed by the entry. */
  opens<F extends Fields>(register: Register<string, F>, row: (happening: Happening<Facts<F>>) => R): this {
    return this.on(register, ({ id }) => id, (_, happening) => row(happening))
  }
  /** How an entry moves the row. `undefined` in: none yet; `undefined` out: the matter is closed. */
  on<F extends Fields>(
    register: Register<string, F>, key: KeyBy<Facts<F>>,
    step: (row: R | undefined, happening: Happening<Facts<F>>) => R | undefined,
  ): this {
    this.#policy.steps.push({ matter: this, register, key: spell(key), step })
    return this
  }
  /** A step of a life: impossible from any other state, refused with the register's clause. */
  step<F extends Fields>(
    register: Register<string, F>, key: KeyBy<Facts<F>>,
    terms: R extends { readonly step: infer S }
      ? { readonly from: readonly (S | 'none')[]; readonly to: S | 'done'
          readonly sets?: (happening: Happening<Facts<F>>, row: R | undefined) => Partial<Omit<R, 'step'>> }
      : never,
  ): this {
    const { from, to, sets } = terms as Erased
    const step = (row: Erased, happening: Happening<Erased>) =>
      to === 'done' ? undefined : { ...row, ...sets?.(happening, row), step: to }
    this.#policy.steps.push({ matter: this, register, key: spell(key), from, step })
    return this
  }
  /** How many rows there are, kept per group as rows move. */
  count(id: string, title: string, terms: {
    readonly by: (row: R) => Key | undefined; readonly where?: (row: R) => boolean; readonly keep?: number
  }): Tally {
    return this.#policy.tally(id, title, { matter: this, ...terms })
  }
}

export class Policy {
  readonly id: string
  readonly title: string
  readonly inForce: Day
  readonly usual: { readonly keep?: Keep }
  readonly registers: AnyRegister[] = []
  readonly duties: Duty<Erased>[] = []
  readonly guards: Guard<Erased>[] = []
  readonly notices: Notice<Erased>[] = []
  readonly approvals: Approval<Erased>[] = []
  readonly parameters: Parameter<Erased>[] = []
  readonly bans: { readonly clause: Clause; readonly act: string; readonly title: string }[] = []
  readonly conflicts: { readonly clause: Clause; readonly pair: readonly [Post, Post] }[] = []
  readonly entering: { readonly clause: Clause; readonly name: string; readonly register: AnyRegister
    readonly on: Trigger<Erased>; readonly as: (happening: Erased) => Erased }[] = []
  readonly writers: { readonly clause: Clause; readonly register: AnyRegister; readonly who: Who<Erased> }[] = []
  readonly readers: { readonly clause: Clause; readonly register: AnyRegister; readonly who: Who<Erased> }[] = []
  readonly steps: Step[] = []
  readonly tallies: AnyTally[] = []
  readonly summaries: object[] = []
  readonly keeping: object[] = []
  constructor(id: string, title: string, { inForce, ...usual }: { readonly inForce: Day; readonly keep?: Keep }) {
    this.id = id
    this.title = title
    this.inForce = inForce
    this.usual = usual
  }
  /** One clause of the text, in force from its own day on, or from the policy's. */
  clause(id: string, cite: string, words: string, force: Force = {}) {
    return new Clause(this, id, cite, words, force)
  }
  unit(id: string, title: string): Unit {
    return { id, title, space: `unit:${id}` }
  }
  post(id: string, title: string): Post {
    const post: Erased = { id, title, at: (unit: string) => ({ post, unit }) }
    post.of = (field: string) => (facts: Erased) => ({ post, unit: facts[field] })
    post.post = post
    return post
  }
  matter<const F extends FactFields>(id: string, title: string, _row: F): MatterOf<Facts<F>> {
    return new MatterOf(this, id, title)
  }
  /** How many things share a key. `each` counts one person or thing once, `within` only the recent ones. */
  counts<A>(id: string, title: string, of: Trigger<A>, terms: {
    readonly by: (happening: Happening<A>) => Key | undefined
    readonly each?: (happening: Happening<A>) => Hash | undefined
    readonly within?: Parameter<number>
    readonly keep?: number
  }): Tally {
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
      id, title, space: `count:${id}`, ...terms, lines,
      above: (level, terms) => line(level, true, terms), reaches: (level, terms) => line(level, false, terms),
    }
    this.tallies.push(tally)
    return tally
  }
}
export interface Step {
  readonly matter: Matter<Erased>
  readonly register: AnyRegister
  readonly key: Spell
  readonly from?: readonly string[]
  readonly step: (row: Erased, happening: Happening<Erased>) => Erased
}
export interface AnyTally extends Tally {
  readonly matter?: Matter<Erased>
  readonly of?: Trigger<Erased>
  readonly by: (of: Erased) => string | undefined
  readonly where?: (row: Erased) => boolean
  readonly each?: (happening: Erased) => string | undefined
  readonly within?: Parameter<number>
  readonly keep?: number
}
export const policy = (id: string, title: string, options: { readonly inForce: Day; readonly keep?: Keep }) =>
  new Policy(id, title, options)
