/** One clause of a policy. Every rule is a method of the clause that demands it. */
import type { Facts, Field, Fields, Person, RequiredBodyKey } from '../fields.ts'
import { count, derived, person } from '../fields.ts'
import type { Day } from '../time.ts'
import { checklist, type ChecklistTerms, type Titles } from './checklist.ts'
import type { Policy } from './policy.ts'
import { standing } from './standing.ts'
import { within } from './terms.ts'
import { lastingKey, onDay } from './words.ts'
import type {
  About,
  Answer,
  AnyRegister,
  Approval,
  ApprovalTerms,
  Beat,
  Days,
  DisclosureTerms,
  Duty,
  DutyTerms,
  EntryOf,
  Erased,
  FactsOf,
  Found,
  Guard,
  GuardOptions,
  Happened,
  Happening,
  Leaving,
  Matter,
  Look,
  Notice,
  NoticeTerms,
  Now,
  Objection,
  OnEach,
  OneOrMore,
  Parameter,
  ParameterTerms,
  Pledge,
  Post,
  Register,
  RegisterOptions,
  Standing,
  Summary,
  SummaryTerms,
  Trigger,
  Who,
} from './words.ts'

export interface Force {
  readonly from?: Day
  readonly until?: Day
}
/** The compiler's message to whoever lets the system enter a register that only a person can fill in. */
type WithoutBody<F extends Fields> = [RequiredBodyKey<F>] extends [never]
  ? unknown
  : { readonly '系统不能登记：这些字段在正文里且必填': RequiredBodyKey<F> }
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
    this.from = force.from ?? policy.from
    this.until = force.until ?? '9999-12-31'
    policy.clauses.push(this)
  }
  /** By its own dates alone; whether the policy is adopted, `now.isInForce` knows. */
  isDated(day: Day) {
    return this.from <= day && day < this.until
  }

  register<const Id extends string, const F extends Fields>(
    id: Id,
    title: string,
    fields: F,
    options: RegisterOptions<F> = {},
  ): Register<Id, F> {
    const isDerived = ([, field]: readonly [string, Field]) => 'isDerived' in field
    // Derived facts are in the type of the facts, but no form and no list of columns knows them.
    const filled = Object.fromEntries(Object.entries(fields).filter((one) => !isDerived(one))) as F
    const register: Register<Id, F> = {
      id,
      title,
      clause: this,
      fields: filled,
      derived: Object.fromEntries(Object.entries(fields).filter(isDerived)),
      space: `entry:${id}`,
      filed: { on: `filed:${id}` },
      disproved: { on: `disproved:${id}` },
      options: { ...this.policy.usual, ...options },
      assistedBy: [],
      shape: options.shape ?? 1 + Math.max(0, ...(options.was ?? []).map(({ number }) => number)),
      by: (field, table) => (facts) => (table as Erased)[(facts as Erased)[field]],
    }
    this.policy.registers.push(register)
    return register
  }
  /** Who may make the entry. Several clauses may each allow somebody. */
  writes<R extends AnyRegister>(register: R | readonly R[], who: Who<EntryOf<R>>) {
    for (const one of [register].flat()) this.policy.writers.push({ clause: this, register: one, who })
  }
  /**
   * Who may enter it in the stead of somebody who may and who told him of it, by telephone or in person: it happened when
   * he was told, at most so many milliseconds ago. The log names both (decision 0047).
   */
  assists<R extends AnyRegister>(register: R | readonly R[], who: Who<EntryOf<R>>, withinMs: number) {
    for (const one of [register].flat()) one.assistedBy.push({ clause: this, who, withinMs })
  }
  /** What machines may report by a token of their own, as beats or one by one; `of` names the field of what it is about. */
  hears<R extends AnyRegister>(register: R, of: keyof FactsOf<R> & string, beat?: Beat) {
    this.policy.hearings.push({ clause: this, register, of, ...(beat ? { beat } : {}) })
  }
  /** Who may read it; nobody else can. */
  reads<R extends AnyRegister>(register: R | readonly R[], who: Who<FactsOf<R> & { readonly id: string }>) {
    for (const one of [register].flat()) this.policy.readers.push({ clause: this, register: one, who })
  }
  /** Who may see a row of a matter, told its key besides; without this, whoever may write or read what moves it. */
  shows<R>(matter: Matter<R>, who: Who<R & { readonly key: string }>) {
    this.policy.viewers.push({ clause: this, matter, who })
  }
  /**
   * How long what it holds of persons is kept: so many days of 24 hours from the last such happening, `of` saying which
   * entry it ends for. Before the first one its time has not begun (decision 0041).
   */
  keeps<A>(
    register: AnyRegister,
    days: Parameter<number>,
    from: OneOrMore<Trigger<A>>,
    of: (happened: Happened<NoInfer<A>>) => string | undefined,
  ) {
    this.policy.keeping.push({ clause: this, register, days, from: [from].flat(), of })
  }
  /** To whoever makes such a query, these registers' entries may be handed over as far as he asks (decision 0043). */
  discloses<Q extends AnyRegister, R extends AnyRegister>(
    query: Q,
    registers: readonly R[],
    terms: DisclosureTerms<FactsOf<Q>, FactsOf<R>>,
  ) {
    this.policy.disclosures.push({ clause: this, query, registers, terms })
  }
  /** The system itself makes an entry (a batch, an incident, a check-out at closing) or several, out of facts alone. */
  enters<A, Id extends string, F extends Fields, const B extends Facts<F>>(
    name: string,
    register: Register<Id, F> & WithoutBody<F>,
    on: OneOrMore<Trigger<A>>,
    as: (happening: Happening<A>) => OneOrMore<B> | undefined,
  ) {
    this.policy.entering.push({ clause: this, name, register, on, as })
  }

  /**
   * Owed on each day that `on` picks: by each unit of a kind, or for each of the `names` that a rule gives (the times of the
   * day's rounds, decision 0035), keyed `name|day`; by each of the `holders` of posts, keyed by the person; without any of them,
   * once by the whole organisation, keyed by the day.
   */
  daily(
    id: string,
    title: string,
    { each, names, holders, on = () => true, owes, isLasting, ...terms }: DutyTerms<OnEach> & Partial<Days>,
  ): Duty<OnEach> {
    const whose = {
      ...(each ? { each } : {}),
      ...(names ? { names } : {}),
      ...(holders ? { holders } : {}),
      ...(owes ? { owes } : {}),
    }
    return this.#duty(id, title, terms, { on, ...whose, ...(isLasting ? { isLasting } : {}) })
  }
  /** Owed once for each thing that happens, or for each of several that `about` names; nothing where it names none. */
  duty<A, B extends About>(
    id: string,
    title: string,
    opens: OneOrMore<Trigger<A>>,
    about: (happening: Happening<A>) => OneOrMore<B> | undefined,
    terms: DutyTerms<NoInfer<B>>,
  ): Duty<B> {
    return this.#duty(id, title, terms, { opens, about })
  }
  #duty(id: string, title: string, terms: Erased, opening: object): Duty<Erased> {
    const on = (what: string) => ({ on: `${what}:${id}` })
    const duty: Duty<Erased> = {
      id,
      title,
      space: `duty:${id}`,
      clause: this,
      terms,
      later: [],
      ...opening,
      opened: on('opened'),
      reminded: on('reminded'),
      late: on('late'),
      missed: on('missed'),
      met: on('met'),
    }
    this.policy.duties.push(duty)
    return duty
  }
  /** From this clause's first day the duty is owed on other terms; what was opened before keeps its own. */
  changes<A>(duty: Duty<A>, terms: Partial<DutyTerms<A>>) {
    duty.later.push({ clause: this, terms: { ...duty.terms, ...terms } })
  }

  guard<R extends AnyRegister>(
    title: string,
    on: R | readonly R[],
    refuses: (standing: Standing<R>) => Objection,
    options: GuardOptions<R> = {},
  ): Guard<FactsOf<R>> {
    const guard = {
      title,
      clause: this,
      on: [on].flat(),
      refuses,
      ...options,
      refused: { on: `refused:${this.id}/${title}` },
    } as Guard<FactsOf<R>>
    this.policy.guards.push(guard)
    return guard
  }
  /**
   * A rule about the wording of every text of these registers. The page applies it while one types and marks the place;
   * the entry is refused at its fields (decision 0052).
   */
  wording(title: string, on: readonly AnyRegister[], finds: (text: string) => Found | undefined) {
    for (const register of on) {
      const texts = Object.entries(register.fields as Fields).filter(([, { kind }]) => kind === 'text')
      this.policy.wordings.push({ clause: this, register, finds })
      this.guard(`${title}（${register.title}）`, register, ({ entry }) =>
        texts.flatMap(([field, { label }]) => {
          const said: unknown = Reflect.get(entry, field),
            found = typeof said === 'string' ? finds(said) : undefined
          return found ? [{ field, fact: `${label}${found.fact}` }] : []
        }),
      )
    }
  }
  /** An entry on which something else already rests: whether it may be corrected away or taken back is asked first. */
  stays<R extends AnyRegister>(
    title: string,
    on: R | readonly R[],
    refuses: (leaving: Leaving<R>) => string | false | undefined,
  ) {
    this.policy.stays.push({ title, clause: this, on: [on].flat(), refuses })
  }
  /** What no program can prevent: options of a violation, each of which cites this clause. */
  forbids<const O extends Readonly<Record<string, string>>>(acts: O): O {
    for (const [act, title] of Object.entries(acts)) this.policy.bans.push({ clause: this, act, title })
    return acts
  }
  /** Where the text argues with the law or with itself, in one line; it stands on the clause board (decision 0038). */
  argues(line: string) {
    this.policy.arguments.push({ clause: this, line })
  }
  /** Nobody holds both, by appointment or by delegation, through whatever account. */
  conflicts(...pairs: readonly (readonly [Post, Post])[]) {
    this.policy.conflicts.push(...pairs.map((pair) => ({ clause: this, pair })))
  }
  notice<A>(id: string, title: string, terms: NoticeTerms<A>): Notice<A> {
    const notice = {
      id,
      title,
      space: `notice:${id}`,
      clause: this,
      terms: terms as Erased,
      unanswered: { on: `unanswered:${id}` },
      acknowledged: { on: `acknowledged:${id}` },
    }
    this.policy.notices.push(notice)
    return notice
  }
  approval<A>(id: string, title: string, terms: ApprovalTerms<A>): Approval<A> {
    const approval = {
      id,
      title,
      space: `approval:${id}`,
      clause: this,
      terms: terms as Erased,
      granted: { on: `granted:${id}` },
    }
    this.policy.approvals.push(approval)
    return approval
  }
  parameter<const V extends number | boolean>(
    id: string,
    title: string,
    usual: V,
    bounds: ParameterTerms<V> = {},
  ): Parameter<V extends number ? number : boolean> {
    const parameter: Erased = {
      id,
      title,
      space: `parameter:${id}`,
      usual,
      min: 0,
      max: Infinity,
      clause: this,
      ...bounds,
    }
    this.policy.parameters.push(parameter)
    return parameter
  }
  /** A day's page: who did, who did not, what came in. Of a register that came it shows only what one may read. */
  summary<const T extends Summary['came']['registers']>(title: string, terms: SummaryTerms<T>) {
    this.policy.summaries.push({ clause: this, title, ...(terms as Erased) })
  }

  // Short words, made of the words above

  /**
   * A post that must be held: a vacancy, seen when the day begins, is a duty to appoint somebody, `fill-<post>`, keyed by
   * the unit (decision 0048). Whoever holds it only by delegation does not fill it.
   */
  filled(
    post: Post,
    terms: { readonly within: number | Parameter<number>; readonly holder: Who<OnEach> },
  ): Duty<OnEach> {
    this.policy.held.push({ clause: this, post })
    const isVacant = (unit: string, look: Look) => look.holders(post.per ? post.at(unit) : post).length === 0
    const left = ({ facts, look, today }: Happening<{ readonly post: string; readonly unit?: string }>) => {
      const unit = facts.unit ?? ''
      return facts.post === post.id && isVacant(unit, look) ? onDay(unit, today, lastingKey(unit)) : undefined
    }
    const appointed: Answer = {
      get register() {
        return standing('appoint')
      },
      key: ({ facts }) => facts.post === post.id && lastingKey(facts.unit ?? ''),
    }
    return this.#duty(
      `fill-${post.id}`,
      `任命${post.title}`,
      { holder: terms.holder, by: within(terms.within), must: appointed },
      {
        ...(post.per ? { each: post.per } : {}),
        on: () => true,
        owes: ({ unit }: OnEach, { look }: Now) => isVacant(unit, look),
        isLasting: true,
        opens: { on: 'filed:dismiss' },
        about: left,
      },
    )
  }

  /**
   * Read and signed by everybody who holds one of these posts, from the day on which he holds it and the policy holds;
   * once, until the words get a new version (decision 0033). `look.hasSigned` says whether he has.
   */
  pledge(
    words: string,
    posts: readonly Post[],
    withinMs: number | Parameter<number>,
    { version = 1 }: { readonly version?: number } = {},
  ): Pledge {
    const id = `pledge-${this.id}`
    this.policy.pledges.push({ clause: this, title: words, posts })
    const signature = this.register(
      id,
      words,
      { signer: person('签署人'), version: derived(count('版本')) },
      { derives: () => ({ version }) },
    )
    this.guard('本人签署', signature, ({ facts, by }) => facts.signer !== by && '签署人不是操作人', {
      field: 'signer',
    })
    this.reads(signature, ({ signer }) => signer)
    const signed = this.policy.matter(id, words, { signer: person('签署人') })
    // What was signed before versions were counted was the first.
    const ofThis = ({ facts }: { readonly facts: { readonly signer: Person; readonly version?: number } }) =>
      (facts.version ?? 1) === version ? facts.signer : undefined
    signed.on(signature, ofThis, (_, { facts }) => ({ signer: facts.signer }))
    const pledge = { pledge: id, space: signed.space, words, signature }
    const isBound = (person: Person, look: Look) => posts.some((post) => look.holds(person, { post }))
    const appointed = ({ facts, look, today }: Happening<{ readonly person: Person }>) =>
      isBound(facts.person, look) && !look.hasSigned(facts.person, pledge) ? onDay('', today, facts.person) : undefined
    const left: Answer = {
      get register() {
        return standing('dismiss')
      },
      key: ({ facts, look }) => !isBound(facts.person, look) && facts.person,
    }
    const duty = this.#duty(
      id,
      words,
      {
        holder: ({ key }: OnEach) => key,
        by: within(withinMs),
        must: [{ register: signature, key: ofThis }, left],
        isPersonal: true,
      },
      {
        holders: posts,
        on: () => true,
        owes: ({ key }: OnEach, { look }: Now) => !look.hasSigned(key, pledge),
        isLasting: true,
        opens: { on: 'filed:appoint' },
        about: appointed,
      },
    )
    return { ...pledge, duty }
  }
  /** Points at places that somebody inspects and signs on their days; what fails is rectified (decision 0016). */
  checklist<const Id extends string, const P extends Titles, const F extends Titles>(
    id: Id,
    title: string,
    points: P,
    terms: ChecklistTerms<F>,
  ) {
    this.policy.checklists.push({ clause: this, title })
    return checklist<Id, P, F>(this, id, title, points, terms)
  }
}
