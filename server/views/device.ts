/** An enrolled computer as who stands before it sees it: who may use it, who is on shift, and what is due there. */
import type { PostHeld } from '../api.ts'
import type { DeviceDoor, DeviceDue, DevicePerson, DeviceRow as ListedDevice } from '../api-devices.ts'
import type { Devices, DeviceRow, Here } from '../http/devices.ts'
import { deviceRow, whyNoPin } from '../http/devices.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { isAddressed, turnOf } from './addressee.ts'
import { holdersOf, openDuties } from './duties.ts'

/** More tiles than anybody can look through; whoever is not shown signs in by account. */
const tilesMax = 200
const duesMax = 3
const soonMs = 3_600_000

/** Persons who hold one of the computer's posts, or any post of its unit, as of now; by mandate too. */
export function personsAt({ parts: { book, clock }, writer: { state }, directory }: OpenOrganisation, row: DeviceRow) {
  const at = clock.now(),
    persons = new Set<string>(),
    wanted = row.posts ?? []
  for (const slot of state.keys('row:held') ?? []) {
    const [post = '', unit = ''] = slot.slice('row:held/'.length).split('|')
    const kind = book.posts.get(post)?.per?.id,
      isOfPlace = unit === row.unit && kind === row.kind && kind !== undefined
    const isMeant =
      wanted.length === 0
        ? isOfPlace
        : wanted.includes(post) && (isOfPlace || row.unit === undefined || kind !== row.kind)
    if (!isMeant) continue
    for (const person of everIn(state.get(slot))) {
      const holds = directory.postsOf(state, person, at)
      if (holds.some((one) => one.post === post && (one.unit ?? '') === unit)) persons.add(person)
    }
  }
  return persons
}
/** Everybody in a row of `held`, also whose time is over. */
function everIn(slice: unknown): readonly string[] {
  if (typeof slice !== 'object' || slice === null || !('by' in slice) || !Array.isArray(slice.by)) return []
  return slice.by.flatMap((one: { readonly person: string }) => [one.person])
}
/** Whether somebody may use the computer by his tile. */
export const mayUse = ({ open, row }: Pick<Here, 'open' | 'row'>, account: string): boolean => {
  const person = open.directory.personOf(open.writer.state, account)
  return person !== undefined && personsAt(open, row).has(person)
}

interface Due extends DeviceDue {
  readonly isFor: (person: string) => boolean
}
/** What is due within its warning or overdue, the earliest first: of the computer's unit, or of its users where it has none. */
function duesAt({ open, row }: Here, persons: readonly string[]): readonly Due[] {
  const { clock } = open.parts,
    at = clock.now(),
    dues: Due[] = []
  for (const standing of openDuties(open)) {
    const {
      duty,
      open: { due, lateFrom, about, isMetLate, isReminded, remindAt = due },
    } = standing
    const unit: unknown = about['unit']
    if (isMetLate || due - at > Math.max(due - remindAt, soonMs)) continue
    if (!isReminded && open.parts.book.settlesItself(duty)) continue
    if (row.unit !== undefined && unit !== row.unit) continue
    const holders = holdersOf(open, standing)
    const isFor = (person: string) =>
      isAddressed(holders, person, open.directory.postsOf(open.writer.state, person, at))
    if (row.unit === undefined && !persons.some(isFor)) continue
    dues.push({ title: duty.title, due, lateFrom, turn: turnOf(open, holders), isFor })
  }
  return dues.sort((a, b) => a.due - b.due)
}

export async function deviceDoor(devices: Devices, here: Here, isDemo: boolean): Promise<DeviceDoor> {
  const { open, row, device } = here,
    { organisation, clock } = open.parts,
    { state } = open.writer
  const at = clock.now(),
    persons = [...personsAt(open, row)],
    all = duesAt(here, persons)
  const users = new Map((await devices.store.users(organisation.org, device)).map((user) => [user.account, user]))
  const tiles = persons.flatMap((person) =>
    open.directory.accountsOf(state, person).map((account) => ({ person, account })),
  )
  const people = await Promise.all(
    tiles.slice(0, tilesMax).map(async ({ person, account }): Promise<DevicePerson> => {
      const posts = open.directory.postsOf(state, person, at),
        name = open.directory.name(person),
        user = users.get(account)
      const way = await devices.wayOf(organisation.org, account, user)
      const [due] = all.filter(({ isFor }) => isFor(person))
      const why = whyNoPin(way)
      return {
        account,
        name,
        initials: open.directory.identity(person)?.initials ?? '',
        spelling: open.directory.identity(person)?.spelling ?? '',
        posts: atUnit(posts, row.unit),
        isOnShift: way !== 'first',
        hasPin: user !== undefined && user.pin !== null,
        ...(why === undefined ? {} : { why }),
        ...(user === undefined ? {} : { seen: user.seen }),
        ...(due === undefined ? {} : { due: { title: due.title, due: due.due, lateFrom: due.lateFrom } }),
      }
    }),
  )
  return {
    title: row.title,
    from: row.from,
    idleMin: row.idleMin,
    organisation: { code: organisation.code, name: organisation.name, clock: clock.kind },
    isDemo,
    at,
    dues: all.slice(0, duesMax).map(({ title, due, lateFrom, turn }) => ({ title, due, lateFrom, turn })),
    people: people.sort((a, b) => a.initials.localeCompare(b.initials)),
    isCut: tiles.length > tilesMax,
  }
}
/** What somebody is called there: the posts of that unit, or all where the computer stands nowhere. */
function atUnit(posts: readonly PostHeld[], unit: string | undefined): string {
  const there = posts.filter((one) => unit === undefined || one.unit === unit)
  return (there.length > 0 ? there : posts).map(({ title }) => title).join('、')
}

/** All enrolled computers, for who enrols them. */
export async function deviceList(
  devices: Devices,
  open: OpenOrganisation,
  here: string | undefined,
): Promise<readonly ListedDevice[]> {
  const {
    parts: { book, organisation },
    writer: { state },
    directory,
  } = open
  const seen = new Map((await devices.store.list(organisation.org)).map((one) => [one.device, one.seen]))
  return (state.keys('row:device') ?? []).flatMap((slot) => {
    const device = slot.slice('row:device/'.length),
      row = deviceRow(open, device),
      seenAt = seen.get(device)
    if (!row) return []
    return [
      {
        device,
        title: row.title,
        ...(row.unit === undefined ? {} : { unitTitle: directory.unitTitle(state, row.unit) }),
        posts: (row.posts ?? []).map((post) => book.posts.get(post)?.title ?? post),
        idleMin: row.idleMin,
        from: row.from,
        byName: directory.name(row.by),
        isHere: device === here,
        ...(seenAt === undefined ? {} : { seen: seenAt }),
      },
    ]
  })
}
