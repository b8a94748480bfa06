/** Who asks: the session behind a request, its organisation and natural person. */
import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { Unavailable } from '../unavailable.ts'
import { Overloaded } from '../writer.ts'
import { refuseShort } from './by-password.ts'
import { cookieName, cookieOf } from './cookies.ts'
import type { Devices } from './devices.ts'
import { Fault, notFound, signedOut } from './problem.ts'
import { RateLimit, type Rate } from './rate-limit.ts'
import type { Signed, SignIn } from './sign-in.ts'

export interface Asking {
  readonly open: OpenOrganisation
  readonly account: string
  readonly person: string
  readonly signed: Signed
  /** Whether he gave his password lately enough for what cannot be undone. */
  readonly isFresh: boolean
}
export const tokenOf = (request: FastifyRequest) => cookieOf(request, cookieName)

export class Door {
  readonly #house: House
  readonly #signIn: SignIn
  readonly #devices: Devices
  readonly #limit: RateLimit
  constructor(house: House, signIn: SignIn, devices: Devices, rate: Rate) {
    this.#limit = new RateLimit(rate)
    this.#house = house
    this.#signIn = signIn
    this.#devices = devices
  }
  /**
   * Throws 401 without a session, 403 where its short number does not suffice, 429 for a flood, 503 where another server
   * writes the organisation at present.
   */
  async ask(request: FastifyRequest): Promise<Asking> {
    const asking = await this.whoAsks(request)
    if (!asking) throw signedOut()
    refuseShort(asking, request)
    return asking
  }
  /** The same without the refusals: undefined where nobody is signed in. */
  async whoAsks(request: FastifyRequest): Promise<Asking | undefined> {
    const token = tokenOf(request),
      signed = await this.#signIn.find(token)
    if (!signed || token === undefined) return undefined
    if (!this.#limit.take(token, performance.now())) throw new Overloaded('这一登录的请求太多')
    const open = this.#house.byNumber(signed.org)
    if (!open) throw new Unavailable('另一台服务器正在写')
    const person = open.directory.personOf(await stateOf(open), signed.account)
    if (person === undefined) return undefined
    // A session of an enrolled computer is good there and nowhere else, and no longer than the enrolment.
    if (signed.device !== null && (await this.#devices.here(request))?.device !== signed.device) return undefined
    return { open, account: signed.account, person, signed, isFresh: this.#signIn.isFresh(token, signed) }
  }
}
/** Waits while the writer reads the log again: what it was asked in between is not refused. */
export async function stateOf({ writer }: OpenOrganisation) {
  try {
    return await writer.ready()
  } catch (error) {
    throw new Unavailable('记录读不到', { cause: error })
  }
}
/** A page of another site can send a form, but neither this header nor our origin. */
export function refuseForeign(request: FastifyRequest) {
  const site = request.headers['sec-fetch-site'],
    { origin, host } = request.headers
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && origin !== `http://${host ?? ''}` && origin !== `https://${host ?? ''}`)
  if (isForeign) throw new Fault(403, 'foreign', '不能', '不能提交：请求来自别的网站')
}
/** The key that makes a repeat harmless: 16 to 100 printable characters, and no number of a person. */
export function answerKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !/^[\w.:-]{16,100}$/.test(key)) {
    throw new Fault(400, 'idempotency-key', '不能', '不能提交：缺少 Idempotency-Key（16 至 100 个字母、数字、连字符）')
  }
  return key
}
export function objectBody(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Fault(400, 'malformed', '不能', '不能提交：内容不是一个对象')
  }
  return Object.fromEntries(Object.entries(body))
}
/** A member of a body that has to be a text of no more than 300 characters. */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value.length > 300)
    throw new Fault(400, 'malformed', '不能', `不能提交：${name} 不是文字`)
  return value
}
/** The number of an entry in an address. */
export function seqOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound('这一条')
  return Number(text)
}
