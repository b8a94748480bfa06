/** The real server over HTTP, on a database of its own and a driven clock: the routes that the pages use. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { vi } from 'vitest'
import { openInstallation, type Installation } from '../cli/installation.ts'
import { keyBy, verifyFile } from '../cli/verify-file.ts'
import type { Event } from '../engine/events.ts'
import { dayOf, type Day, type Instant } from '../engine/time.ts'
import type {
  Accepted as AcceptedAnswer,
  EntryView,
  History,
  MatterRows,
  NewPerson,
  Problem,
  SetUp,
  Today,
  WhyAnswers,
} from '../server/api.ts'
import type { MachineEnrolled, MachineReport, MachineTerms } from '../server/api-devices.ts'
import type { ClauseDetail } from '../server/api-board.ts'
import type { PersonView } from '../server/api-people.ts'
import type { HandingOver } from '../server/api-keeping.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'
import { keptUntil } from '../server/views/entry.ts'
import { decode } from '../store/encode.ts'
import { openStore } from '../store/log.ts'
import type { Store } from '../store/types.ts'
import type { Accepted, Answer, Driver, Heard, House, Owed, Refused, Typed, Why } from './driver.ts'
import { HttpClient, type Reply } from './http-client.ts'
import { emptyDatabase, type TestDatabase } from './postgres.ts'
import { scratchFolder, type Scratch } from './scratch.ts'

const secret = 'start-here'
/** What a password costs whoever guesses it is shown elsewhere; here everybody signs in once a scenario. */
const quick = { memoryCost: 64, timeCost: 1, parallelism: 1 }
/** A package is made beside other work. */
const packageWait = { interval: 100, timeout: 20_000 }
const administrator = { name: '管理员', account: 'admin', password: 'Kai-Ye-2026-first' }
/** More than any scenario writes. */
const eventsMax = 10_000
const start = '2026-01-01T00:00:00+08:00'

export const serverDriver: Driver = { name: 'server', open: async () => openServerHouse() }

interface Parts {
  readonly scratch: Scratch
  readonly database: TestDatabase
  readonly installation: Installation
  readonly app: FastifyInstance
  readonly address: string
  /** The organisation's number in the database. */
  readonly org: number
}
/** A fresh organisation on a server of its own; `clientOf` is somebody's browser, for what no page would send. */
export async function openServerHouse(): Promise<House & { clientOf(person: string): Promise<HttpClient> }> {
  const scratch = await scratchFolder(),
    database = await emptyDatabase()
  const served = await serve({ scratch, database }, start, 0)
  const admin = new HttpClient(served.address)
  const setUp: SetUp = { secret, name: '本单位', code: 'house', policies: [], administrator }
  expectOk(await admin.send('POST', '/api/setup', setUp))
  const org = served.installation.house.find('house')?.parts.organisation.org ?? 0
  return new ServerHouse({ scratch, database, ...served, org }, admin)
}
/** The server on its database, its clock driven from that instant. */
async function serve(
  { scratch, database: { owner, application } }: Pick<Parts, 'scratch' | 'database'>,
  clock: string,
  port: number,
): Promise<Pick<Parts, 'installation' | 'app' | 'address'>> {
  const silent = () => undefined
  const where = { data: join(scratch.path, 'data'), clock, owner, application, isReady: true } as const
  const installation = await openInstallation(where, silent)
  const { house, credentials, sessions, policies } = installation
  const app = await openApp({
    house,
    policies,
    signIn: new SignIn(credentials, sessions, () => Date.now(), quick),
    webFolder: scratch.path,
    setUpSecret: secret,
    isDemo: false,
    machine: async () => [],
  })
  return { installation, app, address: await app.listen({ host: '127.0.0.1', port }) }
}

interface Known {
  readonly id: string
  readonly account: string
  readonly password: string
  client?: Promise<HttpClient>
}
class ServerHouse implements House {
  #parts: Parts
  readonly #admin: HttpClient
  #store: Store
  readonly #people = new Map<string, Known>()
  #accounts = 0
  /** The token of whatever reports in the stead of terminals. */
  #machine: string | undefined
  #at: Instant = Date.parse(start)

  constructor(parts: Parts, admin: HttpClient) {
    this.#parts = parts
    this.#admin = admin
    this.#store = openStore(parts.installation.pools.application)
  }
  async at() {
    return this.#at
  }
  idOf(person: string) {
    return this.#known(person).id
  }
  async moveTo(at: Instant) {
    if (at < this.#at) throw new Error('时间不能倒流')
    expectOk(await this.#admin.send('POST', '/api/clock', { to: at }))
    // The ticker was woken by the clock; what it asked for stands in the queue before this.
    await this.#parts.installation.house.find('house')?.writer.elapse()
    this.#at = at
  }

  /** A real one: the server ends, and stands again on the same port when the clock says so. */
  async outage(until: Instant) {
    const { app, installation, address } = this.#parts
    await app.close()
    await installation.close()
    const served = await serve(this.#parts, new Date(until).toISOString(), Number(new URL(address).port))
    this.#parts = { ...this.#parts, ...served }
    this.#store = openStore(served.installation.pools.application)
    this.#at = until
    await served.installation.house.find('house')?.writer.elapse()
  }

  async adopt(policy: string, from: Day) {
    await this.#asAdministrator('adopt', { policy, from })
  }
  async endAdoption(policy: string, last: Day) {
    await this.#asAdministrator('end-adoption', { policy, last })
  }
  async addUnit(kind: string, unit: string) {
    await this.#asAdministrator('open-unit', { kind, unit, title: unit, from: dayOf(this.#at) })
  }
  async closeUnit(kind: string, unit: string) {
    await this.#asAdministrator('close-unit', { kind, unit, last: dayOf(this.#at) })
  }
  async addPerson(person: string) {
    const wanted: NewPerson = { name: person, account: `staff${++this.#accounts}`, posts: [] }
    const { person: id, account, password } = expectOk(await this.#admin.send('POST', '/api/people', wanted))
    this.#people.set(person, { id: String(id), account: String(account), password: String(password) })
  }
  async appoint(person: string, post: string, unit?: string, until?: Day) {
    const at = { ...(unit === undefined ? {} : { unit }), ...(until === undefined ? {} : { until }) },
      seat = { person: this.idOf(person), post, ...at },
      path = '/api/registers/appoint/entries'
    return this.#answered(await this.#admin.send('POST', path, { ...seat, kind: 'regular' }, randomUUID()))
  }
  async dismiss(person: string, post: string, unit?: string) {
    await this.#asAdministrator('dismiss', { person: this.idOf(person), post, ...(unit === undefined ? {} : { unit }) })
  }
  async loadYear(year: string, holidays: readonly Day[], makeUpDays: readonly Day[]) {
    expectOk(await this.#admin.send('PUT', `/api/calendar/${year}`, { holidays, makeUpDays }, randomUUID()))
  }

  async file(person: string, register: string, entry: Typed) {
    return this.#do(person, 'POST', `/api/registers/${register}/entries`, entry)
  }
  async correct(person: string, _register: string, entry: Typed, corrects: Accepted) {
    return this.#do(person, 'POST', `/api/entries/${corrects.seq}/corrections`, entry)
  }
  async assist(person: string, stead: string, toldAt: Instant, register: string, entry: Typed) {
    return this.#do(person, 'POST', `/api/registers/${register}/assisted`, { for: this.idOf(stead), toldAt, entry })
  }
  async urge(person: string, duty: string, key: string) {
    return this.#do(person, 'POST', `/api/duties/${duty}/${encodeURIComponent(key)}/urge`, {})
  }
  async takeBack(person: string, { seq }: Accepted) {
    return this.#do(person, 'POST', `/api/entries/${seq}/take-back`, {})
  }
  async see(person: string, notice: string, key: string) {
    return this.#do(person, 'POST', `/api/notices/${notice}/${encodeURIComponent(key)}/see`, {})
  }
  async acknowledge(person: string, notice: string, key: string) {
    return this.#do(person, 'POST', `/api/notices/${notice}/${encodeURIComponent(key)}/acknowledge`, {})
  }
  async set(person: string, parameter: string, value: number | boolean, from?: Day) {
    return this.#do(person, 'PUT', `/api/parameters/${parameter}`, { value, ...(from === undefined ? {} : { from }) })
  }
  async answer(person: string, approval: string, subject: string, isAgreed: boolean) {
    const act = isAgreed ? 'agree' : 'return'
    return this.#do(person, 'POST', `/api/approvals/${approval}/${encodeURIComponent(subject)}/${act}`, {})
  }
  async report(register: string, entry: Typed): Promise<Answer | 'known'> {
    this.#machine ??= expectOk<MachineEnrolled>(
      await this.#admin.send('POST', '/api/machines', { title: '管理软件' } satisfies MachineTerms),
    ).token
    const reply = await fetch(`${this.#parts.address}/api/machine/reports`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.#machine}`,
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ register, entry } satisfies MachineReport),
    })
    const body = await reply.json()
    if (reply.status === 200) return 'known'
    if (reply.status !== 201) return refusedBy(body)
    const [event] = await this.events(body.seq)
    return { isAccepted: true, seq: body.seq, id: event?.id ?? '' }
  }
  async quarrel(clause: string) {
    const { row, argues } = expectOk<ClauseDetail>(await this.#admin.send('GET', `/api/clauses/${clause}`))
    return { isAgainstLaw: row.behind.includes('与法律不一致'), argues }
  }
  async why(person: string, register: string, entry: Typed): Promise<Why> {
    const client = await this.clientOf(person)
    const reply = expectOk<WhyAnswers>(await client.send('POST', '/api/why', { questions: [{ register, entry }] }))
    const [answer] = reply.answers
    if (!answer) return 'may'
    return 'waits' in answer ? answer : refusedBy(answer)
  }
  async mayRead(person: string, _register: string, entry: Accepted) {
    const { status } = await (await this.clientOf(person)).send('GET', `/api/entries/${entry.seq}`)
    return status === 200
  }
  async seesDutiesOf(person: string, other: string) {
    const reply = await (await this.clientOf(person)).send('GET', `/api/people/${encodeURIComponent(this.idOf(other))}`)
    return expectOk<PersonView>(reply).owes !== undefined
  }
  async keptUntil({ seq }: Accepted) {
    const open = this.#parts.installation.house.find('house')
    await open?.projector.caughtUp(open.writer.size)
    const entry = await open?.parts.projection.entry(seq)
    if (!open || !entry) throw new Error('没有这条登记')
    const kept = await keptUntil(open, entry)
    return kept.keptUntil === undefined ? 'forever' : (kept.keptUntil ?? undefined)
  }
  async disclosed(person: string, { seq, id }: Accepted) {
    const client = await this.clientOf(person),
      address = `/api/disclosures/${seq}`
    expectOk(await client.send('POST', address, {}))
    const now = await vi.waitUntil(async () => {
      const told = expectOk<HandingOver>(await client.send('GET', address))
      return told.state === 'working' ? undefined : told
    }, packageWait)
    if (now.state !== 'ready') throw new Error(`查询包没有做成：${JSON.stringify(now)}`)
    const path = join(this.#parts.scratch.path, `package-${seq}`)
    await writeFile(path, await client.bytes(`${address}/file`))
    const report = await verifyFile(
      path,
      keyBy(now.passphrase),
      this.#parts.installation.policies.book.policies.slice(1),
    )
    if (!report.isWhole || report.sha256 !== now.sha256) throw new Error(JSON.stringify(report.faults))
    return report.found.flatMap(({ event }) => (event.corrects === undefined && event.id !== id ? [event.id] : []))
  }
  async gathered(person: string, { seq }: Accepted) {
    const view = expectOk<EntryView>(await (await this.clientOf(person)).send('GET', `/api/entries/${seq}`))
    return (view.gathered ?? []).flatMap(({ rows }) => rows.map((row) => row.seq)).sort((a, b) => a - b)
  }
  async row(person: string, matter: string, key: string): Promise<Typed | undefined> {
    const reply = await (await this.clientOf(person)).send(
      'GET',
      `/api/matters/${matter}?key=${encodeURIComponent(key)}`,
    )
    if (reply.status === 404) return undefined
    return expectOk<MatterRows>(reply).rows[key]
  }
  async told(person: string): Promise<readonly Heard[]> {
    return (await this.#today(person)).told
  }
  async owed(person: string): Promise<readonly Owed[]> {
    return (await this.#today(person)).todo
  }
  async events(from: number): Promise<readonly Event[]> {
    const stored = await this.#store.events(this.#parts.org, from, eventsMax)
    return stored.map((one) => decode(one).event)
  }
  async close(): Promise<readonly string[]> {
    const { scratch, database, installation, app } = this.#parts
    const history = expectOk<History>(await this.#admin.send('GET', '/api/history?replay=1'))
    await app.close()
    await installation.close()
    await database.drop()
    await scratch.remove()
    return history.replay?.isEqual ? [] : ['由日志重算的状态与现有状态不同']
  }

  async #do(person: string, method: 'POST' | 'PUT', path: string, body: Typed): Promise<Answer> {
    return this.#answered(await (await this.clientOf(person)).send(method, path, body, randomUUID()))
  }
  async #answered(reply: Reply): Promise<Answer> {
    if (reply.status !== 201) return refusedBy(reply.body)
    const { seq }: AcceptedAnswer = reply.body
    const [event] = await this.events(seq)
    if (!event) throw new Error(`日志里没有第 ${seq} 条`)
    return { isAccepted: true, seq, id: event.id }
  }
  async #asAdministrator(register: string, entry: Typed) {
    expectOk(await this.#admin.send('POST', `/api/registers/${register}/entries`, entry, randomUUID()))
  }
  async #today(person: string): Promise<Today> {
    return expectOk<Today>(await (await this.clientOf(person)).send('GET', '/api/today'))
  }
  #known(person: string): Known {
    const known = this.#people.get(person)
    if (!known) throw new Error(`没有“${person}”这个人`)
    return known
  }
  /** Signs in when somebody first does something. */
  clientOf(person: string): Promise<HttpClient> {
    const known = this.#known(person),
      { account, password } = known
    known.client ??= (async () => {
      const client = new HttpClient(this.#parts.address)
      expectOk(await client.send('POST', '/api/session', { organisation: 'house', account, password }))
      return client
    })()
    return known.client
  }
}
function refusedBy({ clause = '', cite = '', fact, field, detail, errors = [] }: Problem): Refused {
  const at = field === undefined ? {} : { field }
  return { isAccepted: false, clause, cite, fact: fact ?? detail, ...at, sentence: detail, errors }
}
/** The border: what the server answers is what its contract says; anything but success is a fault of the test. */
function expectOk<T = Readonly<Record<string, unknown>>>({ status, body }: Reply): T {
  if (status < 200 || status > 299) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
