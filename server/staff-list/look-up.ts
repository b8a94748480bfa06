/** Who of the house a line of a list may mean, and accounts that nobody has yet. */
import { setImmediate } from 'node:timers/promises'
import type { StaffAsked, StaffFound } from '../api-people.ts'
import { readingOf, type Identity } from '../directory.ts'
import type { OpenOrganisation } from '../organisation.ts'

export const askedMax = 2_000
const accountMax = 20,
  atOnce = 20

/** In the order in which they were asked. Spelling a name takes its time, so others are answered in between. */
export async function lookUp(open: OpenOrganisation, asked: readonly StaffAsked[]): Promise<readonly StaffFound[]> {
  const index = indexOf(open.directory.identities()),
    taken = new Set(asked.flatMap(({ account }) => account ?? []))
  const found: StaffFound[] = []
  for (const [n, one] of asked.entries()) {
    if (n % atOnce === 0) await setImmediate()
    const account = one.account ?? freeAccount(open, one.name, taken)
    taken.add(account)
    found.push({ account, matches: matchesOf(open, one, index) })
  }
  return found
}
interface Index {
  readonly names: ReadonlyMap<string, readonly string[]>
  readonly idNumbers: ReadonlyMap<string, string>
  readonly staffNumbers: ReadonlyMap<string, string>
}
function indexOf(people: ReadonlyMap<string, Identity>): Index {
  const names = new Map<string, string[]>(),
    idNumbers = new Map<string, string>(),
    staffNumbers = new Map<string, string>()
  for (const [person, { name, idNumber, staffNumber }] of people) {
    names.set(name, [...(names.get(name) ?? []), person])
    if (idNumber !== undefined) idNumbers.set(idNumber, person)
    if (staffNumber !== undefined) staffNumbers.set(staffNumber, person)
  }
  return { names, idNumbers, staffNumbers }
}
function matchesOf(open: OpenOrganisation, asked: StaffAsked, index: Index): StaffFound['matches'] {
  const { state } = open.writer,
    { name, idNumber, staffNumber, account } = asked
  const sure = [
    { by: 'idNumber' as const, person: idNumber && index.idNumbers.get(idNumber) },
    { by: 'staffNumber' as const, person: staffNumber && index.staffNumbers.get(staffNumber) },
    { by: 'account' as const, person: account && open.directory.personOf(state, account) },
  ].flatMap(({ by, person }) => (person ? [{ by, person }] : []))
  const named = (index.names.get(name) ?? [])
    .filter((person) => !sure.some((one) => one.person === person) && mayBe(open.directory.identity(person), asked))
    .filter((person) => open.directory.leftOn(state, person) === undefined)
    .map((person) => ({ by: 'name' as const, person }))
  const first = new Map([...named, ...sure.toReversed()].map((one) => [one.person, one]))
  return [...first.values()].map(({ by, person }) => {
    const left = open.directory.leftOn(state, person)
    return {
      person,
      by,
      name: open.directory.name(person),
      posts: open.directory.postsOf(state, person, open.parts.clock.now()),
      ...(left === undefined ? {} : { left }),
    }
  })
}
/** Whom another number makes somebody else is not meant. */
const mayBe = (known: Identity | undefined, { idNumber, staffNumber }: StaffAsked) =>
  !(known?.idNumber && idNumber && known.idNumber !== idNumber) &&
  !(known?.staffNumber && staffNumber && known.staffNumber !== staffNumber)

/** zhangsan, or zhangsan2; names that cannot be spelt begin with `user`. Whoever once had an account keeps its name. */
function freeAccount({ directory }: OpenOrganisation, name: string, taken: ReadonlySet<string>): string {
  const letters = readingOf(name)
      .join('')
      .replace(/[^a-z]/g, '')
      .slice(0, accountMax),
    base = letters.length < 2 ? `user${letters}` : letters
  for (let n = 1; ; n++) {
    const account = n === 1 ? base : `${base}${n}`
    if (!taken.has(account) && !directory.hasHad(account)) return account
  }
}
