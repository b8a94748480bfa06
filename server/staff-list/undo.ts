/** A list of staff taken back by further entries: person by person, except where somebody has already acted. */
import {
  appoint,
  closeAccount,
  closeUnit,
  depart,
  dismiss,
  enrol,
  human,
  openAccount,
  openUnit,
} from '../../engine/people.ts'
import type { EventOf } from '../../engine/events.ts'
import { nowFor } from '../../engine/now.ts'
import type { Holding } from '../../engine/people.ts'
import { Layer } from '../../engine/state.ts'
import { dayOf, type Instant } from '../../engine/time.ts'
import { decode } from '../../store/encode.ts'
import type { Credentials } from '../../store/credentials.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { fileLine } from './import.ts'
import { Progress, type Settled } from './progress.ts'

type Facts = EventOf<'filed'>['facts']
/** What an import entered about one person. */
interface Entered {
  readonly person: string
  isNew: boolean
  readonly accounts: string[]
  readonly seats: { readonly post: string; readonly unit: string }[]
  /** When the first of it was recorded. */
  readonly since: Instant
}
const textIn = (facts: Facts, name: string) => (typeof facts[name] === 'string' ? String(facts[name]) : '')

/** The entries that an import set in motion, as the log has them. */
export async function enteredBy(open: OpenOrganisation, id: string): Promise<readonly EventOf<'filed'>[]> {
  const { store, organisation } = open.parts
  const stored = await store.eventsBecause(organisation.org, [id])
  return stored.flatMap((one) => {
    const { event } = decode(one)
    return event.type === 'filed' ? [event] : []
  })
}
/** Goes on in the background. `of` is the import, `id` the entry that takes it back. */
export async function undoList(
  open: OpenOrganisation,
  credentials: Credentials,
  by: string,
  { of, id }: { readonly of: string; readonly id: string },
): Promise<Progress> {
  const events = await enteredBy(open, of),
    people = peopleIn(events),
    units = events.filter(({ register }) => register === openUnit.id).map(({ facts }) => facts)
  const progress = new Progress(of, 'undo', people.length + units.length)
  const work = async () => {
    await progress.run(people, (entered, n) => undoPerson(open, credentials, by, id, entered, n))
    await progress.run(units, (facts, n) => undoUnit(open, by, id, facts, people.length + n))
  }
  void work().finally(() => progress.end())
  return progress
}
function peopleIn(events: readonly EventOf<'filed'>[]): readonly Entered[] {
  const people = new Map<string, Entered>()
  for (const { register, facts, recorded } of events) {
    const person = textIn(facts, 'person')
    if (person === '') continue
    const entered = people.get(person) ?? { person, isNew: false, accounts: [], seats: [], since: recorded }
    people.set(person, entered)
    if (register === enrol.id) entered.isNew = true
    if (register === openAccount.id) entered.accounts.push(textIn(facts, 'account'))
    if (register === appoint.id) entered.seats.push({ post: textIn(facts, 'post'), unit: textIn(facts, 'unit') })
  }
  return [...people.values()]
}
async function undoPerson(
  open: OpenOrganisation,
  credentials: Credentials,
  by: string,
  id: string,
  entered: Entered,
  n: number,
): Promise<Settled> {
  const { person, accounts, isNew } = entered,
    what = open.directory.name(person),
    fact = await whyNot(open, credentials, entered)
  if (fact !== undefined) return { n, what, isDone: false, fact, person }
  const { state } = open.writer,
    held = stillHeld(open, person)
  const seats = entered.seats.filter(({ post, unit }) => held.some((one) => one.post === post && one.unit === unit))
  const entries: (readonly [register: string, entry: object])[] = [
    ...seats.map(({ post, unit }) => [dismiss.id, { person, post, ...(unit === '' ? {} : { unit }) }] as const),
    ...accounts
      .filter((account) => open.directory.personOf(state, account) === person)
      .map((account) => [closeAccount.id, { account }] as const),
  ]
  if (isNew && open.directory.leftOn(state, person) === undefined) {
    entries.push([depart.id, { person, last: dayOf(open.parts.clock.now()), why: 'mistake' }])
  }
  for (const [register, entry] of entries) {
    const refused = await fileLine(open, by, id, register, entry)
    if (refused) return { n, what, isDone: false, fact: refused.fact, person }
  }
  return { n, what, isDone: true, person }
}
/** What somebody did since, which no taking back may undo silently. */
async function whyNot(open: OpenOrganisation, credentials: Credentials, entered: Entered): Promise<string | undefined> {
  const { person, accounts, isNew, since, seats } = entered,
    { organisation, projection } = open.parts
  for (const account of accounts) {
    const credential = await credentials.find(organisation.org, account)
    if (credential && (!credential.mustChange || credential.slipUsed !== undefined))
      return `本人已用账号 ${account} 登录过`
  }
  await open.projector.caughtUp(open.writer.size)
  const [done] = await projection.doneBy(person, isNew ? 0 : since, 1)
  if (done) return `本人已登记过“${open.parts.book.shelf(done.register).register.title}”`
  const others = stillHeld(open, person).filter(
    ({ post, unit, for: principal }) =>
      principal !== undefined || (isNew && !seats.some((seat) => seat.post === post && seat.unit === unit)),
  )
  return others.length > 0 ? '此后已另外任职或受人委托' : undefined
}
/** What a person holds or will hold. */
function stillHeld({ writer: { state }, parts: { clock } }: OpenOrganisation, person: string): readonly Holding[] {
  const at = clock.now(),
    { look } = nowFor(new Layer(state), { at, recorded: at, by: 'system' })
  return look.row(human, person)?.holds.filter(({ until }) => until === undefined || until > at) ?? []
}
/** A unit ends today; on its own last day it is still there. */
async function undoUnit(
  open: OpenOrganisation,
  by: string,
  id: string,
  facts: Facts,
  n: number,
): Promise<Settled | undefined> {
  const kind = textIn(facts, 'kind'),
    unit = textIn(facts, 'unit'),
    what = textIn(facts, 'title')
  const { state } = open.writer
  const row = state.get(`row:unit/${kind}|${unit}`)
  if (!row || typeof row !== 'object' || 'until' in row) return { n, what, isDone: true }
  const people = open.directory
    .people(state)
    .filter(({ person }) => stillHeld(open, person).some((one) => one.unit === unit))
  if (people.length > 0) return { n, what, isDone: false, fact: `还有 ${people.length} 人在这里任职` }
  const refused = await fileLine(open, by, id, closeUnit.id, { kind, unit, last: dayOf(open.parts.clock.now()) })
  return refused ? { n, what, isDone: false, fact: refused.fact } : { n, what, isDone: true }
}
