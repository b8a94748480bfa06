/** What the declarations of a policy lack, in sentences: nothing of it is a matter of taste. */
import { dueOf, seatsOf, termsOf } from '../../engine/book.ts'
import type { Clause, Policy } from '../../engine/declare/policy.ts'
import { onDay, type Duty, type Erased, type Now, type Post, type Seat, type Who } from '../../engine/declare/words.ts'
import type { Fields } from '../../engine/fields.ts'
import { clockOf, hours, instantOf } from '../../engine/time.ts'
import { sampleDays, sampleHouse, sampleUnit, type SampleHouse } from './sample-house.ts'

export interface Fault {
  /** The clause that it is about; empty where it is about the whole policy. */
  readonly clause: string
  readonly sentence: string
}
const fault = ({ id }: Clause, sentence: string): Fault => ({ clause: id, sentence })

/** Rules of a clause, of whatever mechanism. */
export function rulesOf(policy: Policy, clause: Clause): number {
  const lists: readonly (readonly { readonly clause: Clause }[])[] = [
    policy.registers,
    policy.duties,
    policy.guards,
    policy.notices,
    policy.approvals,
    policy.parameters,
    policy.bans,
    policy.conflicts,
    policy.entering,
    policy.writers,
    policy.readers,
    policy.summaries,
    policy.keeping,
    policy.disclosures,
    policy.pledges,
    policy.checklists,
    policy.held,
    policy.registers.flatMap(({ assistedBy }) => assistedBy),
  ]
  const own = lists.flat().filter((rule) => rule.clause === clause).length
  return own + (policy.adoption === clause ? 1 : 0)
}

export function faultsOfRules(policy: Policy, notes: string): readonly Fault[] {
  const house = sampleHouse(policy)
  return [
    ...policy.clauses
      .filter((clause) => rulesOf(policy, clause) === 0 && !notes.includes(`**${clause.id}**`))
      .map((clause) => fault(clause, '没有规则，NOTES.md 里也没有写为什么')),
    ...house.unheld.map(({ post, sentence }) => ({
      clause: '',
      sentence: `岗位“${post.title}”没有人能担任：${sentence}`,
    })),
    ...unusedPosts(policy, house),
    ...policy.duties.flatMap((duty) => holderless(duty, house)),
    ...policy.parameters.flatMap(({ clause, title, usual, min, max }) => [
      ...(typeof usual === 'number' && min === Number.NEGATIVE_INFINITY
        ? [fault(clause, `参数“${title}”没有下限`)]
        : []),
      ...(typeof usual === 'number' && max === Number.POSITIVE_INFINITY
        ? [fault(clause, `参数“${title}”没有上限`)]
        : []),
    ]),
    ...policy.registers.flatMap(({ clause, title, options }) =>
      options.keep === undefined && !policy.keeping.some(({ register }) => register.title === title)
        ? [fault(clause, `登记簿“${title}”没有写明保存多久`)]
        : [],
    ),
  ]
}
/** A post that no rule ever means, whatever the choices of an entry. */
function unusedPosts(policy: Policy, house: SampleHouse): readonly Fault[] {
  const meant = meantBySample(policy, house)
  return policy.posts
    .filter((post) => !isNamed(policy, post) && !meant.has(post.id))
    .map((post) => ({ clause: '', sentence: `岗位“${post.title}”没有任何规则用到` }))
}
/** By a pledge, a conflict, or because it must be held. */
const isNamed = ({ pledges, conflicts, held }: Policy, post: Post) =>
  [
    ...pledges.flatMap(({ posts }) => posts),
    ...conflicts.flatMap(({ pair }) => pair),
    ...held.map((one) => one.post),
  ].includes(post)
function meantBySample(policy: Policy, house: SampleHouse): ReadonlySet<string> {
  const now = house.now(instantOf(sampleDays[0] ?? '', '09:00')),
    entries = [{}, ...choicesOf(policy)].map(answering)
  const whos: readonly Who<Erased>[] = [
    ...policy.writers.map(({ who }) => who),
    ...policy.readers.map(({ who }) => who),
    ...policy.registers.flatMap(({ options: { who = () => [] }, assistedBy }) => [
      who,
      ...assistedBy.map((one) => one.who),
    ]),
    ...policy.notices.map(({ terms }) => terms.to),
    ...policy.duties.flatMap(({ terms: { holder, urge = () => [] } }) => [holder, urge]),
    ...policy.approvals.flatMap(({ terms }) => terms.steps.map(({ who }) => who)),
  ]
  const seats = whos.flatMap((who) => entries.flatMap((entry) => seatsAsked(who, entry, now)))
  return new Set(seats.flatMap((one) => (typeof one === 'string' ? [] : [one.post.id])))
}
/** Every option of every choice in the policy, one at a time. */
const choicesOf = (policy: Policy): readonly Readonly<Record<string, string>>[] =>
  policy.registers.flatMap((register) => {
    const fields: Fields = register.fields
    return Object.entries(fields).flatMap(([name, { kind, limits }]) =>
      kind === 'choice' ? Object.keys(limits.options ?? {}).map((option) => ({ [name]: option })) : [],
    )
  })
/** An entry of which every field says the same, but for what is given. */
const answering = (given: Readonly<Record<string, string>>): Erased =>
  new Proxy({}, { get: (_, name) => given[String(name)] ?? sampleUnit })
/** Whom a rule means for an entry; nobody where it looks further than the entry. */
function seatsAsked(who: Who<Erased>, entry: Erased, now: Now): readonly (Seat | string)[] {
  try {
    return seatsOf(who, entry, now)
  } catch {
    return []
  }
}

/** Hours of the sample days at which nobody would owe a duty, whether the calendar opens it or an entry. */
function holderless(duty: Duty<Erased>, house: SampleHouse): readonly Fault[] {
  if (!duty.on) return holderlessOnceOpened(duty, house)
  for (const day of sampleDays) {
    for (let hour = 0; hour < 24; hour++) {
      const at = instantOf(day, '00:00') + hours(hour),
        now = house.now(at)
      const about = onDay(duty.each ? sampleUnit : '', day)
      const seats = seatsOf(termsOf(duty, day).holder, about, now)
      const isHeld = seats.some((one) => typeof one === 'string' || now.look.holders(one).length > 0)
      if (!isHeld) return [fault(duty.clause, `职责“${duty.title}”在 ${day} ${clockOf(at).slice(0, 5)} 没有人承担`)]
    }
  }
  return []
}

/** Whatever is said of what it is about, its holder looks no further than that, and there is nobody. */
function holderlessOnceOpened(duty: Duty<Erased>, house: SampleHouse): readonly Fault[] {
  const entries = [{}, ...choicesOf(duty.clause.policy)].map(answering)
  for (const day of sampleDays) {
    for (let hour = 0; hour < 24; hour++) {
      const at = instantOf(day, '00:00') + hours(hour),
        now = house.now(at)
      try {
        const seats = entries.flatMap((about) => seatsOf(termsOf(duty, day).holder, about, now))
        if (!seats.some((one) => typeof one === 'string' || now.look.holders(one).length > 0))
          return [fault(duty.clause, `职责“${duty.title}”在 ${day} ${clockOf(at).slice(0, 5)} 没有人承担`)]
      } catch {
        // What an entry would have to say is not there to be asked.
        return []
      }
    }
  }
  return []
}

/**
 * Every time of day and length of time that the rules know, in milliseconds, and by their word the figures that are no times,
 * such as 个工作日: what a text may name.
 */
export function figuresOfRules(policy: Policy): {
  readonly clocks: ReadonlySet<number>
  readonly lengths: ReadonlySet<number>
  readonly counts: ReadonlyMap<string, ReadonlySet<number>>
} {
  const counts = new Map<string, Set<number>>()
  const house = sampleHouse(policy),
    clocks = new Set<number>(),
    lengths = new Set<number>()
  for (const { usual, min, max, law, unit } of policy.parameters) {
    for (const figure of [usual, min, max, law]) {
      if (typeof figure !== 'number') continue
      if (unit !== undefined && !['clock', 'duration', '天'].includes(unit))
        counts.set(unit, (counts.get(unit) ?? new Set<number>()).add(figure))
      if (unit === 'clock') clocks.add(figure)
      else lengths.add(unit === '天' ? figure * hours(24) : figure)
    }
  }
  for (const { options, assistedBy } of policy.registers) {
    if (options.asOf) lengths.add(options.asOf.within)
    if (typeof options.keep === 'object') {
      const { years = 0, days = 0 } = options.keep
      lengths.add(years * 365 * hours(24) + days * hours(24))
    }
    for (const { withinMs } of assistedBy) lengths.add(withinMs)
  }
  for (const duty of policy.duties) {
    if (typeof duty.terms.remind === 'number') lengths.add(duty.terms.remind)
    for (const { due, at, missedFrom, lateFrom } of duesOf(duty, house)) {
      lengths.add(due - at).add(missedFrom - lateFrom)
      // Before midnight and after: a night belongs to the day on which it began.
      for (const time of [
        (due + hours(8)) % hours(24),
        (lateFrom + hours(8)) % hours(24),
        (missedFrom + hours(8)) % hours(24),
      ])
        clocks.add(time).add(time + hours(24))
    }
  }
  for (const { terms } of policy.notices) if (typeof terms.answer === 'number') lengths.add(terms.answer)
  return { clocks, lengths, counts }
}
function duesOf(duty: Duty<Erased>, house: SampleHouse) {
  return sampleDays.flatMap((day) => {
    const at = instantOf(day, '00:00'),
      now = house.now(at)
    const about: Erased = duty.on
      ? onDay(duty.each ? sampleUnit : '', day)
      : new Proxy({}, { get: (_, name) => (name === 'day' ? day : sampleUnit) })
    try {
      return [{ at, ...dueOf(duty, about, now) }]
    } catch {
      // What an entry would have to say is not there to be asked.
      return []
    }
  })
}
