/** A list of staff entered: its own entry first, then every line as entries like any other, behind whoever waits. */
import { randomBytes } from 'node:crypto'
import { appoint, enrol, openAccount, openUnit } from '../../engine/people.ts'
import { dayOf } from '../../engine/time.ts'
import type { NewImport } from '../api-people.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { faultOfAccount } from '../staff.ts'
import { Progress, type Settled } from './progress.ts'

type Line = NewImport['people'][number]
/** Which column of the list a field of an entry came from. */
const columnsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [enrol.id]: { name: 'name', idNumber: 'idNumber', phone: 'phone', staffNumber: 'staffNumber' },
  [openAccount.id]: { account: 'account', person: 'name' },
  [appoint.id]: { post: 'post', unit: 'unit', from: 'from', person: 'post' },
}

/** Goes on in the background; `id` is that of the import's entry. */
export function enterList(open: OpenOrganisation, by: string, id: string, list: NewImport): Progress {
  const progress = new Progress(id, 'import', list.people.length)
  void enter(open, by, id, list, progress).finally(() => progress.end())
  return progress
}
async function enter(open: OpenOrganisation, by: string, id: string, list: NewImport, progress: Progress) {
  const closed = new Map<string, string>()
  await progress.run(list.units, async ({ kind, title }) => {
    const from = dayOf(open.parts.clock.now())
    const refused = await fileLine(open, by, id, openUnit.id, { kind, unit: title, title, from })
    if (refused) closed.set(title, refused.fact)
    return undefined
  })
  await progress.run(list.people, async (line, n) => {
    const unit = line.posts.find((post) => post.unit !== undefined && closed.has(post.unit))?.unit
    if (unit !== undefined) return { n, what: line.name, isDone: false, column: 'unit', fact: closed.get(unit) ?? '' }
    return enterPerson(open, by, id, line, n)
  })
  // Who asks right afterwards finds the names.
  await open.named()
}
/** The person, his account and his posts, in this order; what was entered before a refusal stands. */
async function enterPerson(
  open: OpenOrganisation,
  by: string,
  id: string,
  { posts, account, person: known, ...identity }: Line,
  n: number,
): Promise<Settled> {
  const person = known ?? `p${randomBytes(5).toString('hex')}`,
    entries: (readonly [register: string, entry: object])[] = []
  if (known === undefined) {
    entries.push([enrol.id, { person, kind: 'staff', ...identity }])
    if (account !== undefined) entries.push([openAccount.id, { account, person }])
  }
  const fault = known === undefined && account !== undefined ? faultOfAccount(account) : undefined
  if (fault !== undefined) return { n, what: identity.name, isDone: false, column: 'account', fact: fault }
  for (const post of posts) entries.push([appoint.id, { person, kind: 'regular', ...post }])
  let isEntered = known !== undefined
  for (const [register, entry] of entries) {
    const refused = await fileLine(open, by, id, register, entry)
    if (refused) {
      const column = columnsOf[register]?.[refused.field ?? ''] ?? 'name'
      const fact = isEntered && known === undefined ? `人已登记，但${refused.fact}` : refused.fact
      return { n, what: identity.name, isDone: false, column, fact, ...(isEntered ? { person } : {}) }
    }
    isEntered = true
  }
  return {
    n,
    what: identity.name,
    isDone: true,
    person,
    ...(known === undefined && account !== undefined ? { account } : {}),
  }
}
/** One line of the list; why not, where it is refused. */
export async function fileLine(
  open: OpenOrganisation,
  account: string,
  because: string,
  register: string,
  entry: object,
) {
  const outcome = await open.writer.submitBulk({ do: 'file', register, account, because, entry: { ...entry } })
  if ('accepted' in outcome) return undefined
  const { fact, field } = outcome.refused
  return { fact: open.directory.spell(fact), ...(field === undefined ? {} : { field }) }
}
