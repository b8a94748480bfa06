/** Several entries that only make sense together: judged one after the other on a layer before the first is filed. */
import { admit, type Typed } from '../engine/commands.ts'
import { decide } from '../engine/decide.ts'
import type { Refusal } from '../engine/judge.ts'
import {
  absence,
  absenceEnd,
  appoint,
  closeAccount,
  delegate,
  depart,
  dismiss,
  human,
  revoke,
} from '../engine/people.ts'
import { nowFor } from '../engine/now.ts'
import { Layer } from '../engine/state.ts'
import { dayOf, instantOf, nextDay, type Instant } from '../engine/time.ts'
import type { Back, Leave, Leaving } from './api-people.ts'
import { Fault, problemOf } from './http/problem.ts'
import type { OpenOrganisation } from './organisation.ts'
import { file } from './staff.ts'

/** `at`: the field of the page at which its refusal belongs, with the entry's own field behind it. */
interface Step {
  readonly register: string
  readonly entry: object
  readonly at: string
}
interface Held {
  readonly person: string
  readonly post: string
  readonly unit: string
  readonly from: Instant
  readonly until?: Instant
  readonly for?: string
  readonly isActing?: true
}

/** Leave, and for each post that somebody takes over meanwhile a delegation. */
export const leaveSteps = (person: string, { from, until, to }: Leave): readonly Step[] => [
  { register: absence.id, entry: { person, from, until }, at: '' },
  ...to.map(({ post, unit, person: to }, n) => ({
    register: delegate.id,
    entry: { person: to, for: person, post, ...(unit === undefined ? {} : { unit }), from, until },
    at: `to-${n}`,
  })),
]
/** Back before the leave is over: it ends, and so do the delegations that would last longer. */
export const backSteps = (open: OpenOrganisation, person: string, { last }: Back): readonly Step[] => [
  { register: absenceEnd.id, entry: { person, last }, at: '' },
  ...mandatesOf(open, person)
    .filter(({ until = Infinity }) => until > instantOf(nextDay(last), '00:00'))
    .map(({ person: to, post, unit }) => ({
      register: revoke.id,
      entry: { person: to, for: person, post, ...(unit === '' ? {} : { unit }), last },
      at: '',
    })),
]
/** Leaving: every post goes to somebody or falls vacant, mandates and accounts end, what was his alone goes to `to`. */
export function leavingSteps(
  open: OpenOrganisation,
  person: string,
  { last, why, to, hand }: Leaving,
): readonly Step[] {
  const isToday = last === dayOf(open.parts.clock.now()),
    held = holdsOf(open, person)
  const seatOf = ({ post, unit }: Pick<Held, 'post' | 'unit'>) => ({ post, ...(unit === '' ? {} : { unit }) })
  const heirOf = ({ post, unit }: Held) => hand.findIndex((one) => one.post === post && (one.unit ?? '') === unit)
  const own = held.filter((one) => one.for === undefined),
    mandates = held.filter((one) => one.for !== undefined)
  return [
    // First whoever follows, so that a post that must be held is held all the time.
    ...own.flatMap((one) => {
      const n = heirOf(one),
        { person: heir, kind = 'regular' } = hand[n] ?? {}
      if (heir === undefined) return []
      const entry = { person: heir, ...seatOf(one), kind, ...(isToday ? {} : { from: nextDay(last) }) }
      return [{ register: appoint.id, entry, at: `hand-${n}` }]
    }),
    ...own.map((one) => ({
      register: dismiss.id,
      entry: { person, ...seatOf(one), ...(isToday ? {} : { last }) },
      at: `hand-${heirOf(one)}`,
    })),
    ...mandates.flatMap((one) =>
      one.for === undefined ? [] : [{ register: revoke.id, entry: { person, for: one.for, ...seatOf(one) }, at: '' }],
    ),
    ...open.directory
      .accountsOf(open.writer.state, person)
      .map((account) => ({ register: closeAccount.id, entry: { account }, at: '' })),
    { register: depart.id, entry: { person, last, why, ...(to === undefined ? {} : { to }) }, at: '' },
  ]
}
/** What a person holds or will hold, his own and for others. */
export function holdsOf({ writer: { state }, parts: { clock } }: OpenOrganisation, person: string): readonly Held[] {
  const at = clock.now(),
    { look } = nowFor(new Layer(state), { at, recorded: at, by: 'system' })
  const holds = look.row(human, person)?.holds ?? []
  return holds.filter(({ until }) => until === undefined || until > at).map((one) => ({ ...one, person }))
}
/** Who holds or will hold something for a person. */
export const mandatesOf = (open: OpenOrganisation, principal: string): readonly Held[] =>
  open.directory
    .people(open.writer.state)
    .flatMap(({ person }) => holdsOf(open, person))
    .filter((one) => one.for === principal)

/** Files all, or none where one of them would be refused: that one's refusal is thrown, at its field of the page. */
export async function fileAll(
  open: OpenOrganisation,
  account: string,
  steps: readonly Step[],
): Promise<readonly number[]> {
  const refused = await rehearsed(open, account, steps)
  if (refused) throw faultOf(open, refused.step, refused.refusal)
  const seqs: number[] = []
  for (const { register, entry } of steps) seqs.push((await file(open, account, register, entry)).seq)
  return seqs
}
async function rehearsed(open: OpenOrganisation, account: string, steps: readonly Step[]) {
  const { book, clock } = open.parts
  interface Found {
    readonly refused?: { readonly step: Step; readonly refusal: Refusal }
  }
  const found = await open.writer.answer<Found>((state) => {
    const layer = new Layer(state)
    for (const [n, step] of steps.entries()) {
      const typed: Typed = {
        do: 'file',
        id: `rehearsal-${n}`,
        account,
        register: step.register,
        entry: { ...step.entry },
      }
      const decided = decide(book, layer, admit(book, typed, open.log.keyed), clock.now())
      if ('needs' in decided) return { needs: decided.needs }
      if ('refused' in decided) return { answer: { refused: { step, refusal: decided.refused } } }
      layer.apply(decided.changes)
    }
    return { answer: {} }
  })
  return found.refused
}
function faultOf({ directory }: OpenOrganisation, { at }: Step, refusal: Refusal): Fault {
  const { status, title, detail, errors = [], ...more } = problemOf(refusal)
  const field = at === '' ? refusal.field : at
  const fact = directory.spell(refusal.fact)
  return new Fault(status, 'refusal', title, directory.spell(detail), {
    ...more,
    fact,
    ...(field === undefined ? {} : { field, errors: [{ field, fact }, ...errors.slice(1)] }),
  })
}
