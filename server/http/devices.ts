/** Enrolled computers (组织第七条): which one a request comes from, and how persons change there by a short number. */
import { createHmac, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { FastifyRequest } from 'fastify'
import { device as enrolled } from '../../engine/devices.ts'
import { nowFor } from '../../engine/now.ts'
import { faultOfPin } from '../../engine/pin.ts'
import { Layer } from '../../engine/state.ts'
import type { DeviceStore, DeviceUser, StoredDevice } from '../../store/devices.ts'
import type { SessionKind } from '../../store/sessions.ts'
import type { House } from '../house.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { cookieOf, deviceCookieName } from './cookies.ts'
import { Fault, forbidden } from './problem.ts'
import { stateOf } from './request.ts'
import { cost, sessionMs, type Signed, type SignIn } from './sign-in.ts'

/** How long one whole password lasts at one computer; within it the short number suffices. */
export const shiftMs = 12 * 3_600_000
export const pinTriesMax = 5
/** When a computer was last seen is written no oftener. */
const seenEveryMs = 60_000
/** The page leaves by itself after its idle minutes; the server waits so much longer, for pages that could not. */
const idleSlackMs = 60_000

export type DeviceRow = NonNullable<(typeof enrolled)['row']>
/** The computer that asks. */
export interface Here {
  readonly open: OpenOrganisation
  readonly device: string
  readonly row: DeviceRow
  readonly token: string
}
/** How somebody gets in: by the short number, or by the whole password, because …. */
export type Way = 'pin' | 'first' | 'unset' | 'locked'
const whyPassword = {
  first: '这一班还没有用口令登录过',
  unset: '还没有设六位口令',
  locked: `六位口令连错 ${pinTriesMax} 次，用口令登录一次就解开`,
} as const

/** The row of an enrolled computer; undefined where there is none or it was revoked. */
export function deviceRow({ writer, parts: { clock } }: OpenOrganisation, device: string): DeviceRow | undefined {
  const at = clock.now()
  return nowFor(new Layer(writer.state), { at, recorded: at, by: 'system' }).look.row(enrolled, device)
}
/** Letters alone: what stands in the log for ever must not look like the number of a person. */
export const freshDeviceId = () =>
  Array.from({ length: 12 }, () => 'abcdefghjkmnpqrstuvwxyz'[randomInt(23)] ?? 'a').join('')

export class Devices {
  readonly store: DeviceStore
  readonly #house: House
  readonly #signIn: SignIn
  /** Computers found lately, by token; whether they are still enrolled, the state says each time. */
  readonly #found = new Map<string, { readonly stored: StoredDevice; seenAt: number }>()
  constructor(house: House, signIn: SignIn, store: DeviceStore) {
    this.#house = house
    this.#signIn = signIn
    this.store = store
  }
  /** Undefined where no computer is known by the request's cookie, or it is no longer enrolled. */
  async here(request: FastifyRequest): Promise<Here | undefined> {
    const token = cookieOf(request, deviceCookieName)
    if (!token) return undefined
    const known = this.#found.get(token) ?? (await this.#find(token))
    const open = known && this.#house.byNumber(known.stored.org)
    if (!known || !open) return undefined
    await stateOf(open)
    const { org, device } = known.stored,
      now = this.#signIn.now(),
      row = deviceRow(open, device)
    if (!row) return undefined
    if (now - known.seenAt >= seenEveryMs) {
      known.seenAt = now
      await this.store.touch(org, device, now)
    }
    return { open, device, row, token }
  }
  /** Which computer or machine a token was given to; `seen` is written no oftener than for any other. */
  async byToken(token: string): Promise<StoredDevice | undefined> {
    const known = this.#found.get(token) ?? (await this.#find(token)),
      now = this.#signIn.now()
    if (known && now - known.seenAt >= seenEveryMs) {
      known.seenAt = now
      await this.store.touch(known.stored.org, known.stored.device, now)
    }
    return known?.stored
  }
  async #find(token: string) {
    const stored = await this.store.find(token)
    if (!stored) return undefined
    const known = { stored, seenAt: stored.seen }
    this.#found.set(token, known)
    return known
  }
  /** Everything that its token opened ends at once. */
  async drop(org: number, device: string) {
    for (const [token, { stored }] of this.#found) {
      if (stored.org === org && stored.device === device) this.#found.delete(token)
    }
    await this.store.drop(org, device)
    this.#signIn.forgetDevice(org, device)
  }
  /** How a session of that computer is marked. */
  placeOf({ device, row }: Here, kind: SessionKind) {
    return { kind, device, idleMs: row.idleMin * 60_000 + idleSlackMs }
  }
  /** How the account gets in; `user` is what the computer knows of it. */
  async wayOf(org: number, account: string, user: DeviceUser | undefined): Promise<Way> {
    if (!user || user.signed + shiftMs <= this.#signIn.now()) return 'first'
    const password = await this.#signIn.passwordOf(org, account)
    if (!password || password.mustChange || user.signed < password.changed) return 'first'
    if (user.pin === null) return 'unset'
    return user.failures >= pinTriesMax ? 'locked' : 'pin'
  }
  /** The token of a session by the short number; throws what is said at the tile. The caller knows that he may be here. */
  async openByPin(here: Here, account: string, pin: string): Promise<string> {
    const { org } = here.open.parts.organisation,
      user = await this.store.user(org, here.device, account)
    const way = await this.wayOf(org, account, user)
    if (way !== 'pin') throw refusedPin(whyPassword[way], 'password-first')
    const claimed = await this.store.claimTry(org, here.device, account, pinTriesMax)
    if (!claimed?.pin) throw refusedPin(whyPassword.locked, 'password-first')
    if (!(await verify(claimed.pin, pin, { secret: secretOf(here, account) }))) {
      const left = pinTriesMax - claimed.failures
      throw left > 0
        ? refusedPin(`六位口令不对，还可试 ${left} 次`, 'pin')
        : refusedPin(whyPassword.locked, 'password-first')
    }
    const now = this.#signIn.now()
    await this.store.succeed(org, here.device, account, now)
    const expires = Math.min(now + sessionMs, claimed.signed + shiftMs)
    return this.#signIn.begin(org, account, expires, this.placeOf(here, 'pin'))
  }
  /** Sets the short number of who has come in by his whole password at this computer; the door has seen to that. */
  async setPin(here: Here | undefined, { org, account, mustChange }: Signed, pin: string) {
    const refuse = (fact: string, status = 409) =>
      new Fault(status, 'pin', '不能', `不能设六位口令：${fact}（组织第七条）`)
    if (!here) throw refuse('这台电脑没有登记为共用电脑')
    if (mustChange) throw refuse('请先改口令')
    const fault = faultOfPin(pin, account)
    if (fault) throw refuse(fault, 422)
    const hashed = await hash(pin, { ...cost, secret: secretOf(here, account) })
    if (!(await this.store.savePin(org, here.device, account, hashed))) throw refuse('不在这台电脑的名单上')
  }
}
/** Bound to the person and to the computer: without its token, which is kept nowhere, no guess can be checked. */
const secretOf = ({ token, open }: Here, account: string) =>
  createHmac('sha256', Buffer.from(token, 'base64url')).update(`${open.parts.organisation.org} ${account}`).digest()
export const refusedPin = (fact: string, kind: 'pin' | 'password-first' | 'not-here') =>
  forbidden(`不能进入：${fact}（组织第七条）`, kind)
export const whyNoPin = (way: Way) => (way === 'pin' ? undefined : whyPassword[way])
