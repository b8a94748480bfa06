/** Who asks: the session behind a request, its organisation and natural person. */
import type { FastifyRequest } from 'fastify'
import type { House } from '../house.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { Unavailable } from '../unavailable.ts'
import { Overloaded } from '../writer.ts'
import { Fault, signedOut } from './problem.ts'
import { RateLimit, type Rate } from './rate-limit.ts'
import type { Signed, SignIn } from './sign-in.ts'

export const cookieName = '__Host-shouze'

export interface Asking {
  readonly open: OpenOrganisation
  readonly account: string
  readonly person: string
  readonly signed: Signed
  /** Whether he gave his password lately enough for what cannot be undone. */
  readonly isFresh: boolean
}
/** Reads one cookie; a plugin for that would cost more than all the rest of the hot route. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.cookie ?? '',
    start = header.indexOf(`${cookieName}=`)
  if (start < 0) return undefined
  const from = start + cookieName.length + 1,
    end = header.indexOf(';', from)
  return header.slice(from, end < 0 ? undefined : end)
}
export class Door {
  readonly #house: House
  readonly #signIn: SignIn
  readonly #limit: RateLimit
  constructor(house: House, signIn: SignIn, rate: Rate) {
    this.#limit = new RateLimit(rate)
    this.#house = house
    this.#signIn = signIn
  }
  /** Throws 401 without a session, 429 for a flood, 503 where another server writes the organisation at present. */
  async ask(request: FastifyRequest): Promise<Asking> {
    const token = tokenOf(request),
      signed = await this.#signIn.find(token)
    if (!signed || token === undefined) throw signedOut()
    if (!this.#limit.take(token, performance.now())) throw new Overloaded('这一登录的请求太多')
    const open = this.#house.byNumber(signed.org)
    if (!open) throw new Unavailable('另一台服务器正在写')
    const person = open.directory.personOf(await stateOf(open), signed.account)
    if (person === undefined) throw signedOut()
    return { open, account: signed.account, person, signed, isFresh: this.#signIn.isFresh(token, signed) }
  }
}
/** Waits while the writer reads the log again: what it was asked in between is not refused. */
async function stateOf({ writer }: OpenOrganisation) {
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
