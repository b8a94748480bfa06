/** Which policies run from when to when; what would be owed for the first time, were some of them adopted on a day. */
import { termsOf, type Book } from '../../engine/book.ts'
import { admit } from '../../engine/commands.ts'
import { why } from '../../engine/decide.ts'
import type { Policy } from '../../engine/declare/policy.ts'
import { onDay, type Duty, type Erased, type Now } from '../../engine/declare/words.ts'
import { subjectsOf } from '../../engine/elapse.ts'
import { nowFor } from '../../engine/now.ts'
import { adopt, adopted, isAdoptedOn } from '../../engine/people.ts'
import { owedBy } from '../../engine/settle.ts'
import { Layer } from '../../engine/state.ts'
import { dayOf, instantOf, nextDay, type Day } from '../../engine/time.ts'
import type { AdoptionPreview, FirstOwed, PolicyRow, PreviewedPolicy } from '../api-adoption.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { clauseRef } from './clause.ts'
import { postsAsked } from './probe.ts'
import { vacanciesOf } from './vacancies.ts'

/** A yearly duty comes round within so many days. */
const daysAhead = 370
/** So many are told of each policy; the others are counted. */
const dutiesMax = 40

interface Term {
  readonly from: Day
  readonly until?: Day
}
const termIn = (layer: Layer, { id }: Policy): Term | undefined =>
  layer.must<Term & object>(`${adopted.space}/${id}`) ?? undefined
const ours = ({ policies }: Book) => policies.filter(({ isStanding }) => !isStanding)

export function policyRows({ open }: Asking): readonly PolicyRow[] {
  const { book, clock } = open.parts,
    layer = new Layer(open.writer.state),
    at = clock.now(),
    now = nowFor(layer, { at, recorded: at, by: 'system' })
  return ours(book).map((policy): PolicyRow => {
    const term = termIn(layer, policy)
    return {
      id: policy.id,
      title: policy.title,
      words: policy.clauses[0]?.words ?? '',
      clauses: policy.clauses.length,
      ...term,
      state: stateOf(term, now.today),
      vacancies: term ? vacanciesOf(open, policy, now) : [],
      open: policy.duties.reduce((sum, duty) => sum + (layer.mustKeys(duty.space).length ?? 0), 0),
    }
  })
}
function stateOf(term: Term | undefined, today: Day): PolicyRow['state'] {
  if (!term) return 'never'
  if (today < term.from) return 'coming'
  if (!isAdoptedOn(term, today)) return 'ended'
  return term.until === undefined ? 'running' : 'ending'
}

/** Nothing is written: the adoptions stand on a layer that is forgotten. */
export function adoptionPreview({ open, account }: Asking, ids: readonly string[], from: Day): AdoptionPreview {
  const { book, clock } = open.parts,
    layer = new Layer(open.writer.state),
    at = clock.now()
  const today = dayOf(at),
    running = ours(book).filter((policy) => {
      const term = termIn(layer, policy)
      return term !== undefined && isAdoptedOn(term, today)
    })
  const chosen = ours(book).filter(({ id }) => ids.includes(id))
  const refusals = new Map(chosen.map(({ id }) => [id, refusalOf(open, account, id, from)]))
  for (const { id } of chosen) layer.put(`${adopted.space}/${id}`, { from })
  const first = firstOwed(book, layer, chosen, from < today ? today : from)
  const now = nowFor(layer, { at, recorded: at, by: 'system' })
  return {
    from,
    policies: chosen.map((policy): PreviewedPolicy => {
      const refusal = refusals.get(policy.id)
      return {
        id: policy.id,
        title: policy.title,
        ...(refusal === undefined ? {} : { refusal }),
        duties: first
          .filter(({ duty }) => duty.clause.policy === policy)
          .map(({ owed }) => owed)
          .slice(0, dutiesMax),
        onEntry: policy.duties.filter(({ on }) => on === undefined).length,
        vacancies: vacanciesOf(open, policy, now),
        shared: sharedWith(policy, running),
      }
    }),
  }
}
/** The engine's own answer, as the button would get it. */
function refusalOf(open: OpenOrganisation, account: string, policy: string, from: Day): string | undefined {
  const { book, clock } = open.parts
  const command = admit(
    book,
    { do: 'file', register: adopt.id, entry: { policy, from }, id: 'preview', account },
    open.log.keyed,
  )
  const answer = why(book, open.writer.state, command, clock.now())
  return answer && 'sentence' in answer ? open.directory.spell(answer.sentence) : undefined
}
interface First {
  readonly duty: Duty<Erased>
  readonly owed: FirstOwed
}
/** Each duty of the calendar on the first day on which somebody owes it. */
function firstOwed(book: Book, layer: Layer, policies: readonly Policy[], from: Day): readonly First[] {
  const found: First[] = []
  let left = book.dailies.filter(({ clause }) => policies.includes(clause.policy))
  for (let n = 0, day = from; n < daysAhead && left.length > 0; n++, day = nextDay(day)) {
    const at = instantOf(day, '00:00'),
      now = nowFor(layer, { at, recorded: at, by: 'system' })
    left = left.filter((duty) => {
      const owed = now.isInForce(duty.clause) && duty.on?.(day, now) ? owedOn(book, layer, duty, day, now) : undefined
      if (owed) found.push({ duty, owed })
      return owed === undefined
    })
  }
  return found
}
function owedOn(book: Book, layer: Layer, duty: Duty<Erased>, day: Day, now: Parameters<typeof owedBy>[4]) {
  const owing = subjectsOf(layer, duty, day, now).flatMap((subject) => owedBy(book, duty, subject, day, now) ?? [])
  const [one] = owing
  if (!one) return undefined
  return {
    title: duty.title,
    clause: clauseRef(duty.clause),
    day,
    due: one.due,
    ...whoOwe(duty, owing.length),
    posts: postsOwing(duty, one.unit, day, now),
  }
}
const whoOwe = ({ each, holders }: Duty<Erased>, n: number) =>
  each ? { owing: { n, what: each.title } } : holders ? { owing: { n, what: '人' } } : {}
function postsOwing(duty: Duty<Erased>, unit: string, day: Day, now: Now): readonly string[] {
  const { holder } = termsOf(duty, now.today)
  return duty.holders
    ? duty.holders.map(({ title }) => title)
    : [
        ...new Set(
          postsAsked(
            (about) => (typeof holder === 'function' ? holder({ ...about, ...onDay(unit, day) }, now) : holder),
            {},
            now,
          ).map(({ title }) => title),
        ),
      ]
}
/** What they both speak of: appointed once, opened once. */
const sharedWith = (policy: Policy, running: readonly Policy[]): readonly string[] => [
  ...policy.posts.filter(({ id }) => isAmong(running, policy, (one) => one.posts, id)).map(({ title }) => title),
  ...policy.units.filter(({ id }) => isAmong(running, policy, (one) => one.units, id)).map(({ title }) => title),
]
const isAmong = (
  running: readonly Policy[],
  policy: Policy,
  of: (one: Policy) => readonly { readonly id: string }[],
  id: string,
) => running.some((one) => one !== policy && of(one).some((other) => other.id === id))
