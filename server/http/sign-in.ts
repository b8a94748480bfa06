/** Accounts, passwords and sessions. Sign-in never looks at a policy: what is overdue may be reported all the same. */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Credential, Credentials, TryLimits } from '../../store/credentials.ts'
import type { SessionKind, SessionPlace, Sessions } from '../../store/sessions.ts'
import { Fault } from './problem.ts'

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
export const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const limits: TryLimits = { most: 5, withinMs: 15 * 60_000, lockMs: 15 * 60_000 }
/** A session found is believed so long before the table is asked again. */
const believedMs = 30_000
export const idleMs = 2 * 3_600_000
export const sessionMs = 14 * 3_600_000
/** What cannot be undone is done by who gave his password so lately, the last millisecond included. */
export const freshMs = 5 * 60_000
/** Profile `gb3`: an older password still lets in, and is asked to be changed once what is due has been reported. */
const passwordMs = 90 * 24 * 3_600_000
/** Compared against where there is no such account, so that both answers take equally long. */
const decoy = hash('no such account', cost)
const commonPasswords = new Set(['password1234', '123456789012', 'qwertyuiop12', 'admin1234567', 'shouze123456'])

/** A right password that is no use any more: the slip was used, or it is too old. The log keeps that somebody tried. */
export class SlipRefused extends Fault {
  readonly why: 'used' | 'over'
  constructor(why: 'used' | 'over') {
    const fact = why === 'used' ? '这张口令条已经用过' : '这张口令条已过有效期'
    super(401, 'slip', '不能登录', `不能登录：${fact}，请系统管理员另发一张`)
    this.why = why
  }
}
export interface Signed {
  readonly org: number
  readonly account: string
  readonly created: number
  readonly seen: number
  /** A one-time password, or one that is too old. */
  readonly mustChange: boolean
  readonly isExpired: boolean
  readonly kind: SessionKind
  /** The enrolled computer that it belongs to. */
  readonly device: string | null
}

/** Profile `gb3`: at least 12 characters, three of four classes, no common word, not the account's name. */
export function faultOfPassword(password: string, account: string): string | undefined {
  if ([...password].length < 12) return '口令不足 12 个字符'
  if (password.length > 256) return '口令超过 256 个字符'
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((one) => one.test(password)).length
  if (classes < 3) return '口令须含小写字母、大写字母、数字、符号中的三类'
  if (password.toLowerCase().includes(account.toLowerCase())) return '口令含有账号名'
  return commonPasswords.has(password.toLowerCase()) ? '口令太常见' : undefined
}
/** A password for paper: no letters that look alike, four groups of four; never one that the account's name stands in. */
export function onePassword(account: string): string {
  const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const drawn = [...randomBytes(64)]
    .filter((byte) => byte < letters.length * 4)
    .map((byte) => letters[byte % letters.length])
  const groups = [0, 4, 8, 12].map((n) => drawn.slice(n, n + 4).join(''))
  return faultOfPassword(groups.join('-'), account) === undefined ? groups.join('-') : onePassword(account)
}

export class SignIn {
  readonly credentials: Credentials
  readonly #sessions: Sessions
  readonly now: () => number
  /** Sessions found lately; the table is the truth. */
  readonly #found = new Map<string, { readonly signed: Signed; readonly at: number }>()
  /** When the password was given again inside a session; a restart asks for it anew. */
  readonly #confirmed = new Map<string, number>()
  /** How often sessions ended. */
  #ended = 0
  /** Sessions on their way out; nobody is let in between. */
  #ending: Promise<unknown> = Promise.resolve()
  readonly #cost: typeof cost
  constructor(credentials: Credentials, sessions: Sessions, now: () => number, effort = cost) {
    this.credentials = credentials
    this.#sessions = sessions
    this.now = now
    this.#cost = effort
  }
  /** The token of a new session. The same words and the same effort whether the account exists or not. */
  async open(org: number, account: string, password: string, place?: SessionPlace): Promise<string> {
    await this.#ending
    const now = this.now(),
      credential = await this.#tried(org, account, password, now)
    if (!credential) throw new Fault(401, 'sign-in', '不能登录', '不能登录：账号或口令不对；连错 5 次锁定 15 分钟')
    if (credential.mustChange && !(await this.credentials.takeSlip(org, account, now))) {
      throw new SlipRefused((await this.#isUsed(org, account)) ? 'used' : 'over')
    }
    await this.credentials.succeed(org, account)
    return this.#sessions.begin(org, account, now, now + sessionMs, place)
  }
  /** The token of a session whose account has shown in another way who it is. */
  begin(org: number, account: string, expires: number, place: SessionPlace): Promise<string> {
    return this.#sessions.begin(org, account, this.now(), expires, place)
  }
  /** Counts a try; gives the credential when the password was right, which the caller tells by `succeed`. */
  async #tried(org: number, account: string, password: string, now: number): Promise<Credential | undefined> {
    const claimed = await this.credentials.claimTry(org, account, now, limits)
    const isRight = await verify(claimed?.credential.hash ?? (await decoy), password)
    return claimed?.isAllowed && isRight ? claimed.credential : undefined
  }
  /** The password once more inside a session; tries are counted like those at the door. */
  async confirm(token: string, { org, account }: Signed, password: string) {
    const now = this.now()
    if (!(await this.#tried(org, account, password, now))) {
      throw new Fault(422, 'confirm', '不能确认', '不能确认：口令不对；连错 5 次锁定 15 分钟')
    }
    await this.credentials.succeed(org, account)
    for (const [other, at] of this.#confirmed) if (now - at > freshMs) this.#confirmed.delete(other)
    this.#confirmed.set(token, now)
  }
  /** Until when what cannot be undone may be done without giving the password again. */
  freshUntil(token: string, { created, kind }: Signed): number {
    return Math.max(kind === 'full' ? created : 0, this.#confirmed.get(token) ?? 0) + freshMs
  }
  isFresh(token: string, signed: Signed): boolean {
    return this.now() <= this.freshUntil(token, signed)
  }
  async find(token: string | undefined): Promise<Signed | undefined> {
    if (!token) return undefined
    const now = this.now(),
      known = this.#found.get(token)
    if (known && now - known.at < believedMs) return known.signed
    const ended = this.#ended,
      session = await this.#sessions.find(token, now, idleMs)
    this.#found.delete(token)
    if (!session) return undefined
    const credential = await this.credentials.find(session.org, session.account)
    if (!credential) return undefined
    await this.#sessions.touch(token, now)
    // A shift that began with a password goes to its end with it.
    const isExpired = session.kind === 'full' && now - credential.changed > passwordMs
    const signed = { ...session, isExpired, mustChange: credential.mustChange || isExpired }
    // Read before some sessions ended: true for this answer, and not to be believed any longer.
    if (ended === this.#ended) this.#found.set(token, { signed, at: now })
    return signed
  }
  async end(token: string) {
    this.#found.delete(token)
    this.#confirmed.delete(token)
    await this.#sessions.end(token)
  }
  async #isUsed(org: number, account: string) {
    return (await this.credentials.find(org, account))?.slipUsed !== undefined
  }
  /** Draws the password of a slip, good once and for `forMs`; what was before ends, with every session. */
  async giveSlip(org: number, account: string, forMs: number): Promise<string> {
    const password = onePassword(account),
      now = this.now()
    await this.credentials.save(org, account, await hash(password, this.#cost), now, now + forMs)
    await this.endAll(org, account)
    return password
  }
  /** A new password of one's own; every session of the account ends. */
  async change(org: number, account: string, password: string) {
    const fault = faultOfPassword(password, account)
    if (fault) throw new Fault(422, 'password', '不能改口令', `不能改口令：${fault}`)
    const past = (await this.credentials.find(org, account))?.past ?? []
    for (const earlier of past) {
      if (await verify(earlier, password))
        throw new Fault(422, 'password', '不能改口令', '不能改口令：与前 5 次的口令相同')
    }
    await this.credentials.save(org, account, await hash(password, this.#cost), this.now())
    await this.endAll(org, account)
  }
  /** Every session of the account, on every device, at once. */
  async endAll(org: number, account: string) {
    this.#ended += 1
    await this.#sessions.endAll(org, account)
    this.#forget((signed) => signed.org === org && signed.account === account)
  }
  /** Every session of an enrolled computer, after the store has dropped it. */
  forgetDevice(org: number, device: string) {
    this.#ended += 1
    this.#forget((signed) => signed.org === org && signed.device === device)
  }
  #forget(isMeant: (signed: Signed) => boolean) {
    this.#ended += 1
    for (const [token, { signed }] of this.#found) if (isMeant(signed)) this.#found.delete(token)
  }
  /** When the password was last changed, and whether it was a one-time password; undefined: no such account. */
  passwordOf(org: number, account: string): Promise<Pick<Credential, 'changed' | 'mustChange'> | undefined> {
    return this.credentials.find(org, account)
  }
  /**
   * An account was closed, or opened anew: whoever was signed in by that name is out, and its password is no more. What
   * the database cannot do now loses nothing: no page is answered to an account that the organisation does not have.
   */
  forget(org: number, account: string, how: 'opened' | 'closed') {
    this.#ending = this.#ending
      .then(async () => {
        if (how === 'closed') await this.credentials.drop(org, account)
        await this.endAll(org, account)
      })
      .catch(() => undefined)
  }
  async isRight(org: number, account: string, password: string): Promise<boolean> {
    const known = await this.credentials.find(org, account)
    return known !== undefined && verify(known.hash, password)
  }
}
