/** The ground of the fault tests: the real server over HTTP on a database of its own, stopped and started at will. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { openInstallation, type Installation } from '../../cli/installation.ts'
import type { Instant } from '../../engine/time.ts'
import type { OpenOrganisation } from '../../server/organisation.ts'
import { openApp } from '../../server/http/app.ts'
import type { Rate } from '../../server/http/rate-limit.ts'
import { SignIn } from '../../server/http/sign-in.ts'
import { dropDerived } from '../../store/admin.ts'
import { HttpClient, type Reply } from '../http-client.ts'
import { noLimit } from './no-limit.ts'
import { asOwner, freshDatabase, type TestDatabase } from '../postgres.ts'
import { scratchFolder, type Scratch } from '../scratch.ts'

export const setUpSecret = 'start-here'
export const code = 'house'
export const administrator = { name: '管理员', account: 'admin', password: 'Kai-Ye-2026-first' }

/** What everybody chooses after his slip. */
export const ownPassword = 'Zi-Ji-2026-own'

export interface BedOptions {
  /** Where the driven clock stands. */
  readonly clock: string
  readonly policies: readonly string[]
  readonly departments?: readonly string[]
  readonly rate?: Rate
}
export interface Seat {
  readonly post: string
  readonly unit?: string
}
export interface Hired {
  readonly person: string
  readonly account: string
  readonly password: string
  readonly client: HttpClient
}
interface Running {
  readonly installation: Installation
  readonly app: FastifyInstance
  readonly address: string
}

/** Opens an organisation with its administrator, policies and departments. */
export async function openBed(options: BedOptions): Promise<Bed> {
  const scratch = await scratchFolder(),
    database = await freshDatabase()
  const bed = new Bed(options, scratch, database, await run(options, scratch, database, options.clock))
  const policies = options.policies.map((id) => ({ id, from: options.clock.slice(0, 10) }))
  expectOk(
    await bed.admin.send('POST', '/api/setup', { secret: setUpSecret, name: '本单位', code, policies, administrator }),
  )
  for (const unit of options.departments ?? []) {
    await bed.file(bed.admin, 'open-unit', { kind: 'department', unit, title: unit, from: options.clock.slice(0, 10) })
  }
  return bed
}
export class Bed {
  readonly database: TestDatabase
  readonly scratch: Scratch
  readonly #options: BedOptions
  admin: HttpClient
  #running: Running
  #hired = 0

  constructor(options: BedOptions, scratch: Scratch, database: TestDatabase, running: Running) {
    this.#options = options
    this.scratch = scratch
    this.database = database
    this.#running = running
    this.admin = new HttpClient(running.address)
  }
  get address() {
    return this.#running.address
  }
  get installation() {
    return this.#running.installation
  }
  get org() {
    return this.open.parts.organisation.org
  }
  get open(): OpenOrganisation {
    const open = this.installation.house.find(code)
    if (!open) throw new Error('the organisation is not open here')
    return open
  }
  /** Moves the driven clock and waits until what came due stands in the log. */
  async moveTo(to: Instant | string) {
    expectOk(await this.admin.send('POST', '/api/clock', { to: typeof to === 'string' ? Date.parse(to) : to }))
    await this.open.writer.elapse()
  }
  /** Somebody of the staff, signed in, with a password of his own. */
  async hire(name: string, posts: readonly Seat[]): Promise<Hired> {
    const wanted = { name, account: `staff${++this.#hired}`, posts }
    const { person, account, password } = expectOk(await this.admin.send('POST', '/api/people', wanted))
    const client = await this.signIn(account, password)
    expectOk(await client.send('POST', '/api/password', { old: password, new: ownPassword }))
    return { person, account, password: ownPassword, client }
  }
  async signIn(account: string, password: string): Promise<HttpClient> {
    const client = new HttpClient(this.address)
    expectOk(await client.send('POST', '/api/session', { organisation: code, account, password }))
    return client
  }
  /** Lists and written-behind state go, as if they had never been. */
  dropDerived() {
    return asOwner(this.database, (owner) => dropDerived(owner, this.org))
  }
  /** Files an entry that has to be accepted. */
  async file(client: HttpClient, register: string, entry: object) {
    return expectOk(await client.send('POST', `/api/registers/${register}/entries`, entry, randomUUID()))
  }
  /**
   * Ends the server in order and starts another on the same folder and database, at once or at a later instant of the
   * driven clock; of the clients the administrator's alone is signed in again.
   */
  async restart(between: () => Promise<unknown> = () => Promise.resolve(), at = this.installation.clock.now()) {
    await this.#stop()
    await between()
    this.#running = await run(this.#options, this.scratch, this.database, new Date(at).toISOString())
    this.admin = await this.signIn(administrator.account, administrator.password)
  }
  async close() {
    await this.#stop()
    await this.database.drop()
    await this.scratch.remove()
  }
  async #stop() {
    await this.#running.app.close()
    await this.#running.installation.close()
  }
}
/** The parts of a second server on the same installation that do not matter to a test of sessions. */
export const plainParts = ({ scratch }: Bed) => ({
  webFolder: scratch.path,
  setUpSecret,
  isDemo: false,
  machine: async () => [],
  rate: noLimit,
})

async function run(
  { rate = noLimit }: BedOptions,
  scratch: Scratch,
  { owner, application }: TestDatabase,
  clock: string,
): Promise<Running> {
  const installation = await openInstallation(
    { data: join(scratch.path, 'data'), clock, owner, application },
    () => undefined,
  )
  const { house, credentials, sessions, policies } = installation
  const app = await openApp({
    house,
    policies,
    signIn: new SignIn(credentials, sessions, () => Date.now()),
    webFolder: scratch.path,
    setUpSecret,
    isDemo: false,
    machine: async () => [],
    rate,
  })
  return { installation, app, address: await app.listen({ host: '127.0.0.1', port: 0 }) }
}
/** The border: what was answered, where anything but success is a fault of the test. */
export function expectOk({ status, body }: Reply) {
  if (status < 200 || status > 299) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
