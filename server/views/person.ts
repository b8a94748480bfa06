/** One person's page: posts by date, who acts for him, what he owes, his pledges, his accounts; to each as much as he may. */
import { away, human, gone, type Holding } from '../../engine/people.ts'
import { nowFor } from '../../engine/now.ts'
import { isHeadOf } from '../../engine/read.ts'
import { Layer } from '../../engine/state.ts'
import { dayOf, type Instant } from '../../engine/time.ts'
import type { Credential, Credentials } from '../../store/credentials.ts'
import type { PersonEntries, PersonPost, PersonView } from '../api-people.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { isAdministrator } from '../staff.ts'
import { isAddressed } from './addressee.ts'
import { assistableFor } from './assisting.ts'
import { clauseRef } from './clause.ts'
import { holdersOf, openDuties } from './duties.ts'
import { masked } from './mask.ts'

const entriesAtOnce = 50

/** How much of a person somebody may see: himself and the administrator all, the head of his unit his posts and duties. */
export function seesOf({ open, person: asker }: Asking, person: string): PersonView['sees'] {
  if (asker === person || isAdministrator(open, asker)) return 'all'
  const { book, clock } = open.parts
  return isHeadOf(book, open.writer.state, person, asker, clock.now()) ? 'unit' : 'name'
}
export async function personView(asking: Asking, person: string, credentials: Credentials): Promise<PersonView> {
  const { open } = asking,
    identity = open.directory.identity(person)
  if (!identity) throw notFound('这个人')
  const sees = seesOf(asking, person),
    at = open.parts.clock.now()
  const { look } = nowFor(new Layer(open.writer.state), { at, recorded: at, by: asking.person })
  const posts = (look.row(human, person)?.holds ?? []).map((one) => postOf(open, one, at))
  const left = look.row(gone, person)
  const seen = {
    person,
    name: identity.name,
    sees,
    assists: left ? [] : assistableFor(asking, person),
    ...(left
      ? {
          left: {
            last: left.last,
            isMistake: left.why === 'mistake',
            ...(left.to === undefined ? {} : { toName: open.directory.name(left.to) }),
          },
        }
      : {}),
  }
  if (sees === 'name') return { ...seen, posts: posts.filter(({ state }) => state === 'now') }
  const more = { ...seen, posts: posts.toSorted((a, b) => b.from - a.from), owes: owesOf(open, person) }
  if (sees === 'unit') return more
  const leaves = (look.row(away, person)?.spans ?? []).map(({ from, until }) => ({
    from: dayOf(from),
    until: dayOf(until - 1),
    state: stateOf({ from, until }, at),
  }))
  return {
    ...more,
    leaves: leaves.toReversed(),
    gave: gaveOf(open, person, at),
    pledges: await pledgesOf(open, person),
    accounts: await accountsOf(open, person, credentials),
    identity: {
      ...(identity.staffNumber === undefined ? {} : { staffNumber: identity.staffNumber }),
      ...(identity.idNumber === undefined ? {} : { idNumber: masked(identity.idNumber) }),
      ...(identity.phone === undefined ? {} : { phone: masked(identity.phone) }),
    },
  }
}
const stateOf = ({ from, until }: Pick<Holding, 'from' | 'until'>, at: Instant): PersonPost['state'] =>
  until !== undefined && until <= at ? 'over' : from > at ? 'coming' : 'now'
function postOf({ directory, writer, parts: { book } }: OpenOrganisation, holding: Holding, at: Instant): PersonPost {
  const { post, unit, from, until, for: principal, isActing } = holding
  return {
    post,
    title: book.posts.get(post)?.title ?? post,
    ...(unit === '' ? {} : { unit, unitTitle: directory.unitTitle(writer.state, unit) }),
    from,
    ...(until === undefined ? {} : { until }),
    how: principal !== undefined ? 'delegated' : isActing ? 'acting' : 'regular',
    ...(principal === undefined ? {} : { forName: directory.name(principal) }),
    state: stateOf(holding, at),
  }
}
function gaveOf(open: OpenOrganisation, principal: string, at: Instant): NonNullable<PersonView['gave']> {
  const { look } = nowFor(new Layer(open.writer.state), { at, recorded: at, by: 'system' })
  return open.directory
    .people(open.writer.state)
    .flatMap(({ person, name }) =>
      (look.row(human, person)?.holds ?? [])
        .filter((one) => one.for === principal && (one.until === undefined || one.until > at))
        .map((one) => ({ ...postOf(open, one, at), toName: name })),
    )
}
function owesOf(open: OpenOrganisation, person: string): NonNullable<PersonView['owes']> {
  const { state } = open.writer,
    posts = open.directory.postsOf(state, person, open.parts.clock.now())
  const owes = [...openDuties(open)].flatMap((standing) => {
    const to = holdersOf(open, standing),
      {
        duty,
        open: { due, isLate, isMetLate, about },
      } = standing
    if (isMetLate || !isAddressed(to, person, posts)) return []
    const unit: unknown = about['unit']
    return [
      {
        title: duty.title,
        clause: clauseRef(duty.clause),
        due,
        isLate,
        isHisOwn: to.some((one) => 'person' in one && one.person === person),
        ...(typeof unit === 'string' && unit !== '' ? { unitTitle: open.directory.unitTitle(state, unit) } : {}),
      },
    ]
  })
  return owes.sort((a, b) => a.due - b.due)
}
/** Signed ones and those still due; a pledge is what only the person himself can settle. */
async function pledgesOf(open: OpenOrganisation, person: string): Promise<NonNullable<PersonView['pledges']>> {
  const { book, projection } = open.parts
  await open.projector.caughtUp(open.writer.size)
  const due = [...openDuties(open)].flatMap(({ duty, key, open: { due, isLate } }) =>
    duty.terms.isPersonal && key === person
      ? [
          {
            title: duty.title,
            clause: clauseRef(duty.clause),
            state: isLate ? ('late' as const) : ('due' as const),
            at: due,
          },
        ]
      : [],
  )
  const signed = await Promise.all(
    book.duties
      .filter(({ terms }) => terms.isPersonal)
      .map(async ({ id, title, clause }) => {
        if (!open.writer.state.get(`row:${id}/${person}`)) return []
        const [entry] = await projection.entries({ register: id, filters: { signer: person }, limit: 1 })
        const at = entry ? { at: entry.recorded } : {}
        return [{ title, clause: clauseRef(clause), state: 'signed' as const, ...at }]
      }),
  )
  return [...due, ...signed.flat()]
}
async function accountsOf(
  open: OpenOrganisation,
  person: string,
  credentials: Credentials,
): Promise<NonNullable<PersonView['accounts']>> {
  const { organisation } = open.parts
  return Promise.all(
    open.directory.accountsOf(open.writer.state, person).map(async (account) => ({
      account,
      ...passwordOf(await credentials.find(organisation.org, account), Date.now()),
    })),
  )
}
function passwordOf(credential: Credential | undefined, now: number) {
  if (!credential) return { password: 'none' } as const
  if (!credential.mustChange) return { password: 'own' } as const
  if (credential.slipUsed !== undefined) return { password: 'used' } as const
  const { slipUntil: until } = credential
  if (until === undefined) return { password: 'slip' } as const
  return { password: until <= now ? 'over' : 'slip', until } as const
}
/** What somebody entered, before a sequence number; only whoever may see all of him is told. */
export async function personEntries(asking: Asking, person: string, before: number): Promise<PersonEntries> {
  const { open } = asking
  if (seesOf(asking, person) !== 'all') throw notFound('这一页')
  await open.projector.caughtUp(open.writer.size)
  const entries = await open.parts.projection.doneBy(person, 0, entriesAtOnce + 1, before)
  return {
    hasMore: entries.length > entriesAtOnce,
    rows: entries.slice(0, entriesAtOnce).map(({ seq, at, recorded, register, unit }) => ({
      seq,
      at,
      recorded,
      title: open.parts.book.shelf(register).register.title,
      ...(unit === undefined ? {} : { unitTitle: open.directory.unitTitle(open.writer.state, unit) }),
    })),
  }
}
