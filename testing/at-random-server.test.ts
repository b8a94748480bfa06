/** The same random commands over HTTP, on a server whose state and lists are dropped while they go on. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../engine/events.ts'
import { minutes } from '../engine/time.ts'
import { policies } from '../policies/index.ts'
import { cast, posts, units } from './cast.ts'
import { Dice } from './dice.ts'
import { expectOk, openBed, type Bed, type Hired } from './faults/bed.ts'
import type { HttpClient, Reply } from './http-client.ts'
import { randomCommand } from './random-commands.ts'

const opening = '2026-10-01T10:00:00+08:00'
const commands = 400,
  betweenDrops = 80
let bed: Bed
const hired = new Map<string, Hired>()

beforeAll(async () => {
  bed = await openBed({ clock: opening, policies: policies.map(({ id }) => id) })
  for (const [kind, unit] of units) {
    await bed.file(bed.admin, 'open-unit', { kind, unit, title: unit, from: '2026-10-01' })
  }
  for (const [name, post, unit] of posts) {
    const one = await bed.hire(name, [])
    hired.set(name, one)
    // A policy may say that only who holds another post may hold this one.
    const appointment = { person: one.person, post, kind: 'regular', ...(unit === undefined ? {} : { unit }) }
    await bed.admin.send('POST', '/api/registers/appoint/entries', appointment, randomUUID())
  }
}, 120_000)
afterAll(() => bed?.close())

type Command = ReturnType<typeof randomCommand>
const clientOf = ({ account }: Command) => hired.get(account ?? '')?.client ?? bed.admin
/** The staff of the cast are known here by the ids that the server gave them. */
const known = (value: unknown): unknown =>
  typeof value === 'string' ? (hired.get(value)?.person ?? value) : Array.isArray(value) ? value.map(known) : value
const entryOf = (entry: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, known(value)]))

/** As the page would send it; undefined where no page sends such a command. */
function send(client: HttpClient, command: Command): Promise<Reply> | undefined {
  const key = randomUUID()
  if (command.do === 'file') {
    const { register, corrects, entry } = command
    const path = corrects === undefined ? `/api/registers/${register}/entries` : `/api/entries/${corrects}/corrections`
    return client.send('POST', path, entryOf(entry), key)
  }
  if (command.do === 'set') {
    return client.send('PUT', `/api/parameters/${command.parameter}`, { value: command.value }, key)
  }
  if (command.do === 'acknowledge') {
    return client.send('POST', `/api/notices/${command.notice}/${encodeURIComponent(command.key)}/acknowledge`, {}, key)
  }
  return undefined
}
/** The first page of every register, and what everybody sees today. */
async function pages() {
  const lists: string[] = []
  for (const { id } of policies.flatMap(({ registers }) => registers)) {
    for (const { client } of [...hired.values()].slice(0, 8)) {
      const { status, body } = await client.send('POST', `/api/registers/${id}/search`, { size: 30 })
      lists.push(`${id} ${status} ${JSON.stringify(body)}`)
    }
  }
  for (const { client } of hired.values()) {
    lists.push(JSON.stringify(expectOk(await client.send('GET', '/api/today'))))
  }
  return lists
}
async function restart() {
  await bed.restart()
  for (const [name, one] of hired) hired.set(name, { ...one, client: await bed.signIn(one.account, one.password) })
}

test('random commands over HTTP, with state and lists dropped in between, leave what the log says', {
  timeout: 240_000,
}, async () => {
  const seed = 11,
    dice = new Dice(seed),
    log: Event[] = [],
    statuses: Record<string, number> = {}
  let at = Date.parse(opening)
  for (let n = 1; n <= commands; n++) {
    if (dice.isIn(40)) {
      at += minutes(dice.pick([1, 7, 30, 90, 600]))
      await bed.moveTo(at)
    }
    log.push(...(await bed.open.log.events(log.length, bed.open.writer.size - log.length)))
    const command = randomCommand(dice, cast, log, at),
      reply = await send(clientOf(command), command)
    if (reply) statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
    if (n % betweenDrops === 0) {
      await bed.dropDerived()
      if (n % (2 * betweenDrops) === 0) await restart()
    }
  }
  // Nothing but taken, refused, or unknown to who asked: no fault of ours.
  expect(Object.keys(statuses).filter((status) => !['201', '404', '409', '422', '403'].includes(status))).toEqual([])
  expect(statuses['201'] ?? 0, JSON.stringify(statuses)).toBeGreaterThan(commands / 10)
  expect(expectOk(await bed.admin.send('GET', '/api/history?replay=1')).replay.isEqual, `seed ${seed}`).toBe(true)

  await restart()
  const before = await pages()
  await bed.dropDerived()
  await restart()
  expect(await pages(), `seed ${seed}`).toEqual(before)
})
