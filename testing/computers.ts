/** Computers that several people use, against the real server with a clock of sessions that the test moves. */
import type { FastifyInstance } from 'fastify'
import type { DeviceDoor } from '../server/api-devices.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'
import { administrator, code, expectOk, openBed, ownPassword, plainParts, type Bed, type Seat } from './faults/bed.ts'

export { ownPassword }
export const pin = '482706',
  otherPin = '903614'
export const ward = { title: '骨科护士站 1 号机', kind: 'department', unit: '骨科', idleMin: 2 }
const zeros = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
export const zeroReport = (department: string) => ({ department, day: '2026-10-08', ...zeros })
export const sentence = ({
  status,
  body,
}: {
  readonly status: number
  readonly body: { readonly detail?: string }
}) => [status, body?.detail]
export const cited = (words: string) => `${words}（组织第七条）`

/** One browser profile: keeps its cookies, as many as it is given. */
export class Profile {
  readonly cookies = new Map<string, string>()
  /** The computer that it was enrolled as. */
  device = ''
  readonly #address: string
  constructor(address: string) {
    this.#address = address
  }
  async send(method: string, path: string, body?: object) {
    const response = await fetch(this.#address + path, {
      method,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'idempotency-key': crypto.randomUUID(),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  signIn(account: string, password = ownPassword, organisation = code) {
    return this.send('POST', '/api/session', { organisation, account, password })
  }
  asAdministrator() {
    return this.signIn(administrator.account, administrator.password)
  }
  leave() {
    return this.send('DELETE', '/api/session')
  }
  byPin(account: string, number = pin) {
    return this.send('POST', '/api/device/session', { account, pin: number })
  }
  async whoIsIn(): Promise<string | undefined> {
    const { status, body } = await this.send('GET', '/api/session')
    return status === 200 ? body.account : undefined
  }
  async door(): Promise<DeviceDoor> {
    return expectOk(await this.send('GET', '/api/device'))
  }
  async tile(account: string) {
    return (await this.door()).people.find((one) => one.account === account)
  }
}

export class Computers {
  readonly bed: Bed
  readonly app: FastifyInstance
  readonly #address: string
  readonly #clock: { now: number }
  constructor(bed: Bed, app: FastifyInstance, address: string, clock: { now: number }) {
    this.bed = bed
    this.app = app
    this.#address = address
    this.#clock = clock
  }
  get now() {
    return this.#clock.now
  }
  /** Moves the clock of sessions, in milliseconds. */
  pass(ms: number) {
    this.#clock.now += ms
  }
  profile() {
    return new Profile(this.#address)
  }
  /** A profile on which a computer is enrolled; nobody is signed in there. */
  async enrolled(terms: object = ward): Promise<Profile> {
    const profile = this.profile()
    expectOk(await profile.asAdministrator())
    profile.device = expectOk(await profile.send('POST', '/api/device', terms)).device
    expectOk(await profile.leave())
    return profile
  }
  /** The first sign-in of a shift, and the number set. */
  async beginShift(profile: Profile, account: string, number = pin) {
    expectOk(await profile.signIn(account))
    expectOk(await profile.send('PUT', '/api/device/pin', { pin: number }))
    expectOk(await profile.leave())
  }
  /** Somebody with a password of his own; gives the account. */
  async hire(name: string, posts: readonly Seat[]) {
    return (await this.bed.hire(name, posts)).account
  }
  async close() {
    await this.app.close()
    await this.bed.close()
  }
}
/** A hospital with two departments, half past ten on a workday. */
export async function openComputers(): Promise<Computers> {
  const bed = await openBed({
    clock: '2026-10-08T10:30:00+08:00',
    policies: ['hospital-daily-report'],
    departments: ['骨科', '内科'],
  })
  const { house, credentials, sessions, policies } = bed.installation,
    clock = { now: Date.now() }
  const signIn = new SignIn(credentials, sessions, () => clock.now)
  const app = await openApp({ house, policies, signIn, ...plainParts(bed) })
  return new Computers(bed, app, await app.listen({ host: '127.0.0.1', port: 0 }), clock)
}
