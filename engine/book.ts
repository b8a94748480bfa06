/** All policies of an organisation, indexed once: what stands before an entry, what an event sets in motion. */
import type { AnyTally, Clause, Policy, Step } from './declare/policy.ts'
import type {
  AnyRegister,
  Approval,
  Disclosure,
  Duty,
  DutyTerms,
  Erased,
  Guard,
  Happening,
  Hearing,
  Keeping,
  Notice,
  Now,
  Parameter,
  Post,
  Seat,
  Stay,
  Trigger,
  Unit,
  Who,
} from './declare/words.ts'
import type { Event, Filed, Header, Terms, Whom } from './events.ts'
import { extended, movedBy } from './extension.ts'
import type { Declared } from './fields.ts'
import { personToken, whomOf } from './names.ts'
import people from './organisation.ts'
import { appoint, delegate, gone, human, type Holding } from './people.ts'
import { isTold } from './retention.ts'
import type { Calendar, Day, Instant } from './time.ts'
import { wording } from './wording.ts'

/** What opens something: its id becomes part of the ids of all that it opens. */
export interface Opener {
  readonly id: string
  readonly at: Instant
  readonly recorded: Instant
}
export interface Reaction {
  readonly rule: string
  readonly clause: Clause
  readonly run: (happening: Happening<Erased>, opener: Opener) => Event[]
}
export interface Shelf {
  readonly register: AnyRegister
  readonly guards: Guard<Erased>[]
  readonly stays: Stay[]
  readonly steps: Step[]
  readonly writers: { readonly clause: Clause; readonly who: Who<Erased> }[]
  readonly readers: { readonly clause: Clause; readonly who: Who<Erased> }[]
  /** From what its retention is counted, where not from the entry itself. */
  keeping?: Keeping
  /** What may be handed over to whoever makes such an entry. */
  readonly disclosures: Disclosure[]
  readonly answers: { readonly duty: Duty<Erased>; readonly key: Spell }[]
  /** Notices that such an entry answers. */
  readonly receipts: { readonly notice: Notice<Erased>; readonly key: Spell }[]
}
type Spell = (happening: Erased) => string | undefined | false
function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (const one of all) {
    if (map.has(one.id) && map.get(one.id) !== one) throw new Error(`two things are called ${one.id}`)
    map.set(one.id, one)
  }
  return map
}
/** Policies that declare the same post or kind of unit mean the same one: what is called so must be the same thing. */
function shared<T extends { readonly id: string }>(
  all: readonly T[],
  same: (one: T) => string,
): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (const one of all) {
    const known = map.get(one.id)
    if (known && same(known) !== same(one)) throw new Error(`two different things are called ${one.id}`)
    if (!known) map.set(one.id, one)
  }
  return map
}
const named = <T>(of: ReadonlyMap<string, T>, id: string): T => {
  const found = of.get(id)
  if (found === undefined) throw new Error(`nothing is called ${id}`)
  return found
}
export const seatsOf = (who: Who<Erased>, facts: Erased, now: Now): readonly (Seat | string)[] =>
  [typeof who === 'function' ? who(facts, now) : who]
    .flat()
    .filter((one): one is Seat | string => one !== undefined && one !== false && one !== '')
/** Whom a rule names, as of now: in the place of somebody who has left stands whoever took over from him. */
export const whoms = (who: Who<Erased>, facts: Erased, now: Now): readonly Whom[] =>
  seatsOf(who, facts, now)
    .flatMap((one): readonly (Seat | string)[] => (typeof one === 'string' ? heirOf(one, now) : [one]))
    .map(whomOf)
const heirsMax = 20
function heirOf(person: string, { look }: Now): readonly string[] {
  let heir: string | undefined = person
  for (let n = 0; n < heirsMax && heir !== undefined; n++) {
    const left: { readonly to?: string } | undefined = look.row(gone, heir)
    if (!left) return [heir]
    heir = left.to
  }
  return []
}
/** The names by which an event cites its clause. */
export const under = (clause: Clause) => ({ policy: clause.policy.id, clause: clause.id })
/** The terms in force on a day: the last amendment that has begun. */
export const termsOf = (duty: Duty<Erased>, day: Day): DutyTerms<Erased> =>
  duty.later.findLast(({ clause }) => clause.isDated(day))?.terms ?? duty.terms

/** A log has no word for `undefined`. */
export const bare = (facts: Erased) =>
  facts && Object.values(facts).includes(undefined)
    ? Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
    : facts

export class Book {
  readonly #shelves = new Map<string, Shelf>()
  readonly #reactions = new Map<string, Reaction[]>()
  readonly #keepings = new Map<string, readonly Keeping[]>()
  readonly #duties: ReadonlyMap<string, Duty<Erased>>
  readonly #notices: ReadonlyMap<string, Notice<Erased>>
  readonly #approvals: ReadonlyMap<string, Approval<Erased>>
  readonly #parameters: ReadonlyMap<string, Parameter<Erased>>
  readonly policies: readonly Policy[]
  readonly clauses: ReadonlyMap<string, Clause>
  readonly posts: ReadonlyMap<string, Post>
  readonly units: ReadonlyMap<string, Unit>
  readonly #lifts = new Map<string, (stored: Filed) => Partial<Filed>>()
  readonly tallies: readonly AnyTally[]
  /** The duties that a calendar opens. */
  readonly dailies: readonly Duty<Erased>[]
  /** Duties whose lateness makes the system itself enter what settles them: nobody is late with one. */
  readonly #selfSettling: ReadonlySet<string>
  /** By the trigger or the matter that they count. */
  readonly #tallies = new Map<string, AnyTally[]>()

  constructor(policies: readonly Policy[]) {
    const all = (this.policies = [people, ...policies])
    byId(all)
    this.clauses = byId(all.flatMap(({ clauses }) => clauses))
    this.posts = shared(
      all.flatMap(({ posts }) => posts),
      ({ title, per }) => `${title}|${per?.id}`,
    )
    this.units = shared(
      all.flatMap(({ units }) => units),
      ({ title }) => title,
    )
    this.#duties = byId(all.flatMap(({ duties }) => duties))
    this.dailies = this.duties.filter((duty) => duty.on)
    this.#notices = byId(all.flatMap(({ notices }) => notices))
    this.#approvals = byId(all.flatMap(({ approvals }) => approvals))
    this.#parameters = byId(all.flatMap(({ parameters }) => parameters))
    this.tallies = all.flatMap(({ tallies }) => tallies)
    for (const tally of this.tallies) {
      const counted = tally.of?.on ?? tally.matter?.space ?? ''
      this.#tallies.set(counted, [...(this.#tallies.get(counted) ?? []), tally])
    }
    for (const register of byId(all.flatMap(({ registers }) => registers)).values()) {
      const writers = register.options.who ? [{ clause: register.clause, who: register.options.who }] : []
      const empty = { readers: [], guards: [], stays: [], steps: [], answers: [], receipts: [], disclosures: [] }
      this.#shelves.set(register.id, { register, writers, ...empty })
    }
    const entering = all.flatMap((policy) => policy.entering)
    this.#selfSettling = new Set(
      this.duties.flatMap(({ id, terms: { must } }) => {
        const answers = [must ?? []].flat().map(({ register }) => register.id)
        return entering.some(
          ({ on: triggers, register }) =>
            answers.includes(register.id) &&
            [triggers].flat().some(({ on }) => on === `late:${id}` || on === `reminded:${id}`),
        )
          ? [id]
          : []
      }),
    )
    for (const policy of all) this.#read(policy)
    for (const { register } of this.#shelves.values()) {
      for (const { id = register.id, number, lift } of register.options.was ?? []) {
        this.#lifts.set(`${id}#${number}`, ({ facts }) => ({
          register: register.id,
          shape: register.shape,
          facts: lift(facts),
        }))
      }
    }
  }
  shelf(register: string) {
    return named(this.#shelves, register)
  }
  duty(id: string) {
    return named(this.#duties, id)
  }
  notice(id: string) {
    return named(this.#notices, id)
  }
  approval(id: string) {
    return named(this.#approvals, id)
  }
  parameter(id: string) {
    return named(this.#parameters, id)
  }
  reactions(on: string) {
    return this.#reactions.get(on) ?? []
  }
  /** The registers whose time begins with that trigger. */
  keepingsOn(on: string): readonly Keeping[] {
    return this.#keepings.get(on) ?? []
  }
  /** Whether the system itself settles it when it is late or due (a check-out at closing, a summary at eleven). */
  settlesItself({ id }: Duty<Erased>) {
    return this.#selfSettling.has(id)
  }
  /** What `dueOf` says, with what an outage of ours took from it given back. */
  termsFor(duty: Duty<Erased>, about: Erased, now: Now & { readonly calendar: Calendar }): Terms {
    return this.givenBack(duty, dueOf(duty, about, now), now.at, now)
  }
  /** Terms that run since an instant, with what outages took from them given back; not where the system itself settles it. */
  givenBack(duty: Duty<Erased>, terms: Terms, since: Instant, { outages }: Pick<Now, 'outages'>): Terms {
    return this.settlesItself(duty) ? terms : extended(terms, since, outages())
  }
  get duties() {
    return [...this.#duties.values()]
  }
  get parameters() {
    return [...this.#parameters.values()]
  }
  get notices() {
    return [...this.#notices.values()]
  }
  get approvals() {
    return [...this.#approvals.values()]
  }
  get registers() {
    return [...this.#shelves.values()].map(({ register }) => register)
  }
  /** Whether the policies declare such a post, kind of unit, register, policy, or clause of one. */
  declares(what: Declared, id: string) {
    if (what === 'clause') return this.clauses.get(id)?.policy.isStanding === false
    if (what === 'register') return this.#shelves.has(id)
    if (what === 'policy') return this.policies.some((policy) => policy.id === id && !policy.isStanding)
    return what === 'post' ? this.posts.has(id) : this.units.has(id)
  }
  /** Whether something of that kind is called so. */
  has(what: 'register' | 'parameter' | 'notice' | 'duty' | 'approval', id: string) {
    const all = {
      register: this.#shelves,
      parameter: this.#parameters,
      notice: this.#notices,
      duty: this.#duties,
      approval: this.#approvals,
    }
    return all[what].has(id)
  }
  /** The duties that a trigger opens. */
  dutiesOn(on: string): readonly Duty<Erased>[] {
    return this.duties.filter(
      (duty: Duty<Erased> & { readonly opens?: Trigger<Erased> | readonly Trigger<Erased>[] }) =>
        [duty.opens ?? []].flat().some((trigger) => trigger.on === on),
    )
  }
  talliesOn(on: string) {
    return this.#tallies.get(on) ?? []
  }
  /** How long afterwards what a count counts may be entered. */
  latenessOf({ of }: AnyTally): number {
    const [, register = ''] = /^filed:(.+)$/.exec(of?.on ?? '') ?? []
    return this.#shelves.get(register)?.register.options.asOf?.within ?? 0
  }
  talliesOf(matter: string) {
    return this.#tallies.get(matter) ?? []
  }

  /** What machines may report. */
  get hearings(): readonly Hearing[] {
    return this.policies.flatMap(({ hearings }) => hearings)
  }
  /** Who may see its rows, clause by clause. */
  viewersOf(matter: string) {
    return this.policies.flatMap(({ viewers }) => viewers.filter((viewer) => viewer.matter.id === matter))
  }

  /** What the log holds, in today's shape. `fold` never sees an old one. */
  read(event: Event): Event {
    if (event.type !== 'filed') return event
    const lift = this.#lifts.get(`${event.register}#${event.shape}`)
    return lift ? { ...event, ...lift(event) } : event
  }

  #read(policy: Policy) {
    const { wordedBy } = policy
    if (wordedBy) {
      const isIts = (id: string) => policy.clauses.some((clause) => clause.id === id)
      const who: Who<Erased> = ({ clause }) => isIts(clause) && wordedBy
      this.shelf(wording.id).writers.push({ clause: wording.clause, who })
    }
    for (const guard of policy.guards) for (const on of guard.on) this.shelf(on.id).guards.push(guard)
    for (const stay of policy.stays) for (const on of stay.on) this.shelf(on.id).stays.push(stay)
    for (const { clause, pair } of policy.conflicts) {
      for (const on of [appoint, delegate]) this.shelf(on.id).guards.push(conflict(clause, pair))
    }
    for (const writer of policy.writers) this.shelf(writer.register.id).writers.push(writer)
    for (const reader of policy.readers) this.shelf(reader.register.id).readers.push(reader)
    for (const step of policy.steps) this.shelf(step.register.id).steps.push(step)
    for (const keeping of policy.keeping) this.#readKeeping(keeping)
    for (const disclosure of policy.disclosures) this.shelf(disclosure.query.id).disclosures.push(disclosure)
    for (const duty of policy.duties) this.#readDuty(duty)
    for (const notice of policy.notices) this.#readNotice(notice)
    for (const approval of policy.approvals) this.#readApproval(approval)
    for (const { clause, name, register, on: triggers, as } of policy.entering) {
      const rule = `${register.id}:${clause.id}.${name}`
      const enter: Reaction['run'] = (happening, opener) => {
        const given = as(happening),
          several = Array.isArray(given)
        return (several ? given : given ? [given] : []).map((one: Erased, n: number): Event => {
          const id = several ? `${rule}/${n + 1}@${opener.id}` : `${rule}@${opener.id}`
          const filed: Filed = { type: 'filed', register: register.id, shape: register.shape, facts: bare(one) }
          return { ...caused(opener, id, clause), ...filed }
        })
      }
      for (const { on } of [triggers].flat()) this.#react(on, rule, clause, enter)
    }
  }
  #readKeeping(keeping: Keeping) {
    const shelf = this.shelf(keeping.register.id)
    if (shelf.keeping) throw new Error(`the retention of ${keeping.register.id} is counted twice`)
    shelf.keeping = keeping
    for (const { on } of keeping.from) {
      if (!isTold(on)) throw new Error(`${on} does not say by itself whose retention it begins`)
      this.#keepings.set(on, [...this.keepingsOn(on), keeping])
    }
  }
  #readDuty(duty: Duty<Erased> & { readonly opens?: Erased; readonly about?: Erased }) {
    for (const { register, key } of [duty.terms.must ?? []].flat()) this.shelf(register.id).answers.push({ duty, key })
    if (!duty.opens) return
    const open: Reaction['run'] = (happening, opener) => {
      const given = duty.about(happening),
        abouts = Array.isArray(given) ? given : given ? [given] : []
      return abouts.map((one): Event => {
        const about = bare(one),
          header = caused(opener, `${duty.id}/${about.key}@${opener.id}`, duty.clause)
        const terms = this.termsFor(duty, about, happening),
          holder = holderOf(duty, about, happening)
        return { ...header, type: 'opened', duty: duty.id, key: about.key, about, ...terms, holder }
      })
    }
    for (const { on } of [duty.opens].flat()) this.#react(on, `${duty.clause.id}.${duty.id}`, duty.clause, open)
  }
  #readNotice(notice: Notice<Erased>) {
    const { id, clause, terms } = notice
    for (const { register, key } of [terms.answeredBy ?? []].flat())
      this.shelf(register.id).receipts.push({ notice, key })
    const tell: Reaction['run'] = (happening, opener) => {
      if (terms.when && !terms.when(happening)) return []
      const to = whoms(terms.to, happening.facts, happening)
      // Told when it is recorded, whenever it happened: nobody can answer sooner.
      const within = typeof terms.answer === 'object' ? happening.look.value(terms.answer) : terms.answer
      const answerBy = (ms: number) =>
        happening.outages().reduce((due, outage) => movedBy(outage, due, opener.recorded), opener.recorded + ms)
      const answer = within === undefined ? {} : { answerBy: answerBy(within) }
      const header = caused(opener, `${id}@${opener.id}`, clause)
      return [
        {
          ...header,
          type: 'told',
          notice: id,
          key: terms.key?.(happening.facts) ?? happening.id,
          to,
          facts: happening.facts,
          ...answer,
        },
      ]
    }
    for (const { on } of [terms.on].flat()) this.#react(on, `${clause.id}.${id}`, clause, tell)
  }
  #readApproval({ id, clause, terms }: Approval<Erased>) {
    this.#react(terms.on.on, `${clause.id}.${id}`, clause, ({ facts, id: subject }, opener) => [
      {
        ...caused(opener, `${id}@${opener.id}`, clause),
        type: 'asked',
        approval: id,
        subject,
        facts,
        applicant: terms.applicant(facts),
      },
    ])
  }
  #react(on: string, rule: string, clause: Clause, run: Reaction['run']) {
    this.#reactions.set(on, [...this.reactions(on), { rule, clause, run }])
  }
}
const caused = ({ id, at, recorded }: Opener, newId: string, clause: Clause): Header => ({
  id: newId,
  at,
  recorded,
  by: 'system',
  ...under(clause),
  because: id,
})

/** When it is due, late, and finally late: the last as long afterwards as an answer may still be booked. */
export function dueOf(duty: Duty<Erased>, about: Erased, now: Now & { readonly calendar: Calendar }): Terms {
  const { by, must } = termsOf(duty, now.today)
  now.calendar.unloaded.clear()
  now.calendar.asked.clear()
  const { due, lateFrom } = by(about, now)
  const bookable = [must ?? []]
    .flat()
    .flatMap(({ register: { options, assistedBy } }) => [
      options.asOf?.within ?? 0,
      ...assistedBy.map(({ withinMs }) => withinMs),
    ])
  const provisional = [...now.calendar.unloaded]
  return { due, lateFrom, missedFrom: lateFrom + Math.max(0, ...bookable), ...(provisional[0] ? { provisional } : {}) }
}
/** Who owes it, as of that moment: the post follows whoever holds it. */
export const holderOf = (duty: Duty<Erased>, about: Erased, now: Now) =>
  whoms(termsOf(duty, now.today).holder, about, now)
/** Over natural persons: what somebody holds himself or for another, against what he is to hold now. */
function conflict(clause: Clause, [a, b]: Erased): Guard<Erased> {
  const title = `“${a.title}”与“${b.title}”不相容`
  const refuses = ({ facts, look, at }: Erased) => {
    const other = facts.post === a.id ? b : facts.post === b.id ? a : undefined
    const holds = (person: string) =>
      look
        .row(human, person)
        ?.holds.some((h: Holding) => h.post === other?.id && (h.until === undefined || h.until > at))
    const both = other && [facts.person, facts.for].find((one) => one !== undefined && holds(one))
    return both && `${personToken(both)} 已任“${other.title}”，${title}`
  }
  return { title, clause, on: [appoint, delegate], refuses, refused: { on: `refused:${clause.id}/${title}` } }
}
