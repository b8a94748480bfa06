/** Before its sixty days are over nobody changes or destroys a check-in, whoever he is and whichever way he tries (2.11, RG-01, RG-02, RG-05). */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from './reach.ts'
import { verifyAll } from './verify.ts'
import { days, hours } from '../engine/time.ts'
import organisation from '../engine/organisation.ts'
import { policies } from '../policies/index.ts'
import { openBed, plainParts, type Bed, type Hired } from '../testing/faults/bed.ts'
import type { HttpClient } from '../testing/http-client.ts'
import { spelled } from '../testing/world.ts'
import { writingRoutes } from '../testing/faults/writing-routes.ts'
import type { EntryView } from '../server/api.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'

const evening = Date.parse('2026-10-08T18:00:00+08:00'),
  left = evening + hours(1)
/** Whoever holds a post of the house or of the café, the administrator, and who is not signed in. */
const posts = [organisation, ...policies.filter(({ id }) => id === 'internet-cafe')].flatMap((policy) =>
  policy.posts.filter(({ per }) => per === undefined).map(({ id }) => id),
)
let bed: Bed, seq: number, id: string, before: string
const hired = new Map<string, Hired>()
const clientOf = (role: string): HttpClient => (role === 'stranger' ? bed.admin.stranger() : of(role).client)

beforeAll(async () => {
  bed = await openBed({ clock: new Date(evening).toISOString(), policies: ['internet-cafe'] })
  for (const post of posts) hired.set(post, await bed.hire(`任${post}`, [{ post }]))
  const desk = of('front-desk')
  await bed.file(desk.client, 'pledge-2.1', { signer: desk.person })
  await bed.file(of('manager').client, 'terminal', {
    seat: '01',
    licence: '许可',
    licensedUntil: '2028-12-31',
    isDirect: false,
  })
  await bed.admin.send('PUT', '/api/parameters/backed-up-first', { value: false }, randomUUID())
  ;({ seq } = await bed.file(desk.client, 'check-in', customer))
  await bed.moveTo(left)
  await bed.file(desk.client, 'check-out', { seat: '01', reason: 'leaves' })
  const [event] = await bed.open.log.events(seq, 1)
  id = event?.id ?? ''
  before = await stored()
}, 120_000)
afterAll(() => bed?.close())

const customer = {
  idKind: 'resident',
  customer: spelled('身份证 1990-01-01'),
  name: '顾客',
  seat: '01',
  faceAgrees: true,
  acceptsRules: true,
}
function of(post: string): Hired {
  const found = hired.get(post)
  if (!found) throw new Error(`nobody is ${post}`)
  return found
}
/** The entry as the tables hold it, byte by byte. */
async function stored(): Promise<string> {
  const { rows } = await bed.installation.pools.owner.query(
    `select e.id, e.recorded, encode(e.header, 'hex') as header, encode(e.facts, 'hex') as facts, encode(e.leaf, 'hex') as leaf,
      encode(b.sealed, 'hex') as sealed, b.key_no from event e left join body b using (org, seq) where seq = $1`,
    [seq],
  )
  return JSON.stringify(rows)
}

type Attempt = readonly [path: string, body?: object]
/** Every address that changes anything, aimed at the entry. */
const aimed: Readonly<Record<string, () => readonly Attempt[]>> = {
  'POST /api/registers/:register/entries': () => [
    ['/api/registers/disposal/entries', forgedList()],
    ['/api/registers/disposal-approval/entries', { proposal: id }],
    ['/api/registers/disposal-withdrawal/entries', { proposal: id, why: '试' }],
    ['/api/registers/disposal-certificate/entries', { ...forgedList(), proposal: id, proposer: id, approver: id }],
    ['/api/registers/check-out/entries', { seat: '01', reason: 'leaves', sitting: id }],
    ['/api/registers/check-in/entries', { ...customer, id, seq }],
  ],
  'POST /api/registers/:register/assisted': () => [
    [
      '/api/registers/disposal/assisted',
      { for: of('disposal-clerk').person, toldAt: bed.installation.clock.now(), entry: forgedList() },
    ],
  ],
  'POST /api/entries/:seq/take-back': () => [[`/api/entries/${seq}/take-back`, {}]],
  'POST /api/entries/:seq/corrections': () => [[`/api/entries/${seq}/corrections`, { ...customer, name: '别人' }]],
  'PUT /api/parameters/:parameter': () =>
    [59, 1, 0, -1, null].map((value) => ['/api/parameters/keep-days', { value }] as const),
  'POST /api/disposals': () => [['/api/disposals', { bodies: 1, seqs: [seq] }]],
  'POST /api/disposals/:seq/approve': () => [[`/api/disposals/${seq}/approve`, {}]],
  'POST /api/disclosures/:seq': () => [[`/api/disclosures/${seq}`, {}]],
  'POST /api/approvals/:approval/:subject/agree': () => [[`/api/approvals/stop-measure/${id}/agree`, {}]],
  'POST /api/approvals/:approval/:subject/return': () => [[`/api/approvals/stop-measure/${id}/return`, { why: '试' }]],
  'POST /api/imports/:id/undo': () => [[`/api/imports/${id}/undo`, {}]],
}
const forgedList = () => ({
  due: bed.installation.clock.now(),
  bodies: 1,
  held: 0,
  list: 'a'.repeat(64),
  lines: [`check-in 2026-10 1 ${seq}`],
})
/** What these change holds no entry: sessions, computers, machines, drafts, accounts, calendars, stopping an import, questions. */
const elsewhere = [
  /^\w+ \/api\/(session|session\/confirm|password|setup|clock|device|device\/\w+|devices\/:device\/revoke)$/,
  /^\w+ \/api\/(drafts\/:form|people|people\/:person\/(leave|leaving|back)|accounts\/:account\/password|slips)$/,
  /^\w+ \/api\/(calendar\/:year(\/preview)?|staff-lists\/[\w-]+|imports)$/,
  /^DELETE \/api\/imports\/:id$/,
  /^POST \/api\/(machines|machines\/:machine\/revoke|machine\/reports)$/,
  /^POST \/api\/(why|[\w-]+\.xlsx|registers\/:register\/(search|entries\.xlsx))$/,
  /^POST \/api\/(duties\/:duty\/:key\/urge|notices\/:notice\/:key\/(see|acknowledge))$/,
]

test('every address that changes anything is aimed at the entry, or holds no entries', async () => {
  const { house, credentials, sessions, policies: known } = bed.installation
  const signIn = new SignIn(credentials, sessions, () => Date.now())
  const app = await openApp({ house, policies: known, signIn, ...plainParts(bed) })
  const routes = writingRoutes(app.printRoutes({ commonPrefix: false })).filter((route) => route.includes('/api/'))
  await app.close()
  expect(routes.filter((route) => !(route in aimed) && !elsewhere.some((one) => one.test(route)))).toEqual([])
  expect(Object.keys(aimed).filter((route) => !routes.includes(route))).toEqual([])
})

test.each([...posts, 'stranger'])(
  '%s, a second before the time is over',
  async (role) => {
    const client = clientOf(role)
    if (bed.installation.clock.now() < left + days(60) - 1_000) await bed.moveTo(left + days(60) - 1_000)
    const accepted: string[] = []
    for (const [route, attempts] of Object.entries(aimed)) {
      const [method = ''] = route.split(' ')
      for (const [path, body] of attempts()) {
        const { status } = await client.send(method, path, body, randomUUID())
        if (status < 400) accepted.push(`${role}: ${route}`)
        else expect([route, status < 500]).toEqual([route, true])
      }
    }
    for (const method of ['DELETE', 'PUT', 'PATCH']) {
      for (const path of ['entries', `entries/${seq}`, 'registers/check-in', `registers/check-in/entries/${seq}`]) {
        expect([method, path, (await client.send(method, `/api/${path}`, {}, randomUUID())).status]).toEqual([
          method,
          path,
          404,
        ])
      }
    }
    // A correction is one more entry that points to this one, and only the desk writes it.
    expect(accepted).toEqual(role === 'front-desk' ? ['front-desk: POST /api/entries/:seq/corrections'] : [])
    expect(await stored()).toBe(before)
  },
  60_000,
)

test('the entry is there as it was, its correction beside it, and the log is whole', async () => {
  const { values, timeline }: EntryView = (await of('manager').client.send('GET', `/api/entries/${seq}`)).body
  expect(values['name']).toBe('别人')
  expect(JSON.stringify(timeline)).toContain('顾客')
  const { client, end } = await connected(bed.database.owner)
  const digest = bed.installation.house.parts.digest
  const [report] = await verifyAll(client, join(bed.scratch.path, 'data'), { policies, digest })
  await end()
  expect(report).toMatchObject({ isWhole: true, bodies: { disposed: 0 } })
})

test('control: when the time is over, two persons destroy it, and the tables show that', async () => {
  await bed.moveTo(left + days(60))
  const { body: proposal } = await of('disposal-clerk').client.send('POST', '/api/disposals', {}, randomUUID())
  const approve = `/api/disposals/${proposal.seq}/approve`
  expect((await of('disposal-approver').client.send('POST', approve, {}, randomUUID())).status).toBe(201)
  expect(await stored()).not.toBe(before)
})
