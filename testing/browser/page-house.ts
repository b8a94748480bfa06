/** The real server with the built pages, on a database of its own and a driven clock: what a browser of a walk opens. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { openInstallation, type Installation } from '../../cli/installation.ts'
import { addressesOf, openLan, type Lan } from '../../cli/lan.ts'
import type { EntryList, Search } from '../../server/api.ts'
import { openApp } from '../../server/http/app.ts'
import { SignIn } from '../../server/http/sign-in.ts'
import { HttpClient, type Reply } from '../http-client.ts'
import { freshDatabase, type TestDatabase } from '../postgres.ts'
import { scratchFolder, type Scratch } from '../scratch.ts'

export const setUpSecret = 'start-here'
export const administrator = { name: '管理员', account: 'admin', password: 'Kai-Ye-2026-first' }
const ownPassword = 'Zi-Ji-2026-own'
const root = dirname(dirname(import.meta.dirname))

export interface PageHouseOptions {
  /** Where the driven clock stands, as ISO text with its zone. */
  readonly clock: string
  readonly name: string
  /** The clock of sessions; without it the machine's own. */
  readonly sessionClock?: () => number
  /** Adopted from the day of the clock on. None: nobody has set the house up yet. */
  readonly policies: readonly string[]
}
export interface Seat {
  readonly post: string
  readonly unit?: string
}
/** Somebody of the staff with a password of his own; `client` is signed in. */
export interface Hired {
  readonly name: string
  readonly person: string
  readonly account: string
  readonly password: string
  readonly client: HttpClient
}
interface Parts {
  readonly options: PageHouseOptions
  readonly scratch: Scratch
  readonly database: TestDatabase
  readonly installation: Installation
  readonly app: FastifyInstance
  readonly address: string
  readonly lan: Lan
  readonly secureAddress: string
}

/** Builds the pages where they are not up to date, and serves them. The caller closes it. */
export async function openPageHouse(options: PageHouseOptions): Promise<PageHouse> {
  execFileSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'pipe' })
  const scratch = await scratchFolder(),
    database = await freshDatabase()
  const { owner, application } = database,
    folder = join(scratch.path, 'data')
  const installation = await openInstallation(
    { data: folder, clock: options.clock, owner, application },
    () => undefined,
  )
  const { house, credentials, sessions, policies } = installation
  let lan: Lan | undefined
  const app = await openApp({
    house,
    policies,
    signIn: new SignIn(credentials, sessions, options.sessionClock ?? (() => Date.now())),
    webFolder: join(root, 'build/web'),
    setUpSecret,
    isDemo: false,
    addresses: () => addressesOf(lan),
    machine: async () => [],
  })
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const address = `http://localhost:${port}`
  lan = await openLan({
    dataFolder: folder,
    port: 0,
    say: () => undefined,
    answer: app.routing,
    reachable: () => ({ names: ['localhost'], addresses: ['127.0.0.1'] }),
  })
  const secureAddress = `https://localhost:${lan.doors.get('127.0.0.1')?.securePort}`
  const opened = new PageHouse({ options, scratch, database, installation, app, address, lan, secureAddress })
  if (options.policies.length > 0) await opened.setUp()
  return opened
}

export class PageHouse {
  readonly address: string
  /** The same pages as the house's network sees them: HTTPS under the house's own authority. */
  readonly secureAddress: string
  readonly admin: HttpClient
  readonly #parts: Parts
  #hired = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.address = parts.address
    this.secureAddress = parts.secureAddress
    this.admin = new HttpClient(parts.address)
  }
  async setUp() {
    const { clock, name, policies } = this.#parts.options,
      from = clock.slice(0, 10)
    const body = {
      secret: setUpSecret,
      name,
      code: 'house',
      policies: policies.map((id) => ({ id, from })),
      administrator,
    }
    expectOk(await this.admin.send('POST', '/api/setup', body))
  }
  async openUnit(kind: string, unit: string) {
    await this.file(this.admin, 'open-unit', { kind, unit, title: unit, from: this.#parts.options.clock.slice(0, 10) })
  }
  /** Moves the driven clock and waits until what came due stands in the log. */
  async moveTo(to: string) {
    expectOk(await this.admin.send('POST', '/api/clock', { to: Date.parse(to) }))
    await this.#parts.installation.house.find('house')?.writer.elapse()
  }
  /** Somebody of the staff who has already changed his one-time password. */
  async hire(name: string, seats: readonly Seat[]): Promise<Hired> {
    const wanted = { name, account: `staff${++this.#hired}`, posts: seats }
    const { person, account, password } = expectOk(await this.admin.send('POST', '/api/people', wanted))
    const client = new HttpClient(this.address)
    expectOk(await client.send('POST', '/api/session', { organisation: 'house', account, password }))
    expectOk(await client.send('POST', '/api/password', { old: password, new: ownPassword }))
    return { name, person, account, password: ownPassword, client }
  }
  /** Files an entry that has to be accepted. */
  async file(client: HttpClient, register: string, entry: object) {
    return expectOk(await client.send('POST', `/api/registers/${register}/entries`, entry, randomUUID()))
  }
  /** What somebody sees of a register, through the API. */
  async list(client: HttpClient, register: string, search: Search = {}): Promise<EntryList> {
    return expectOk(await client.send('POST', `/api/registers/${register}/search`, search))
  }
  async close() {
    const { app, installation, database, scratch, lan } = this.#parts
    await lan.close()
    app.server.closeAllConnections()
    await app.close()
    await installation.close()
    await database.drop()
    await scratch.remove()
  }
}
/** The border: what was answered, where anything but success is a fault of the test. */
export function expectOk({ status, body }: Reply) {
  if (status < 200 || status > 299) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
