/** Who is signed in. The token leaves once, in a cookie; only its SHA-256 is kept. */
import type { Pool } from 'pg'
import { freshToken, hashOfToken } from './tokens.ts'

/** By the whole password, or by the short number of a computer that several people use. */
export type SessionKind = 'full' | 'pin'

export interface StoredSession {
  readonly org: number
  readonly account: string
  readonly created: number
  /** When it was last used, as far as `touch` told. */
  readonly seen: number
  readonly expires: number
  readonly kind: SessionKind
  /** The enrolled computer that it was begun at. */
  readonly device: string | null
}
export interface SessionPlace {
  readonly kind: SessionKind
  readonly device: string
  /** How long it may stand unused there. */
  readonly idleMs: number
}
export interface Sessions {
  /** Gives the token: 32 random bytes in base64url. `expires` is absolute, whatever is done meanwhile. */
  begin(org: number, account: string, now: number, expires: number, place?: SessionPlace): Promise<string>
  /** Undefined for what is no token, was ended, has expired at `now`, or was not seen for `idleMs` or its own less. */
  find(token: string, now: number, idleMs: number): Promise<StoredSession | undefined>
  touch(token: string, now: number): Promise<void>
  end(token: string): Promise<void>
  /** Every session of the account, on every device; the one of `exceptToken` goes on. Gives how many ended. */
  endAll(org: number, account: string, exceptToken?: string): Promise<number>
  /** Removes what can never be found again. */
  sweep(now: number, idleMs: number): Promise<void>
}

/** On the application's pool. */
export function sessionsOf(pool: Pool): Sessions {
  const run = (name: string, text: string, values: unknown[]) => pool.query<StoredSession>({ name, text, values })
  return {
    async begin(org, account, now, expires, place) {
      const token = freshToken(),
        { kind, device, idleMs } = place ?? { kind: 'full', device: null, idleMs: null }
      await run('begin-session', beginSession, [hashOfToken(token), org, account, now, expires, kind, device, idleMs])
      return token
    },
    async find(token, now, idleMs) {
      const {
        rows: [row],
      } = await run('session', findSession, [hashOfToken(token), now, idleMs])
      return row
    },
    async touch(token, now) {
      await run('touch-session', 'update shouze.session set seen = $2 where token_hash = $1 and seen < $2', [
        hashOfToken(token),
        now,
      ])
    },
    async end(token) {
      await run('end-session', 'delete from shouze.session where token_hash = $1', [hashOfToken(token)])
    },
    async endAll(org, account, exceptToken) {
      const { rowCount } = await run('end-sessions', endSessions, [
        org,
        account,
        exceptToken === undefined ? null : hashOfToken(exceptToken),
      ])
      return rowCount ?? 0
    },
    async sweep(now, idleMs) {
      await run('sweep-sessions', sweepSessions, [now, idleMs])
    },
  }
}

const beginSession = `insert into shouze.session (token_hash, org, account, created, seen, expires, kind, device, idle)
  values ($1, $2, $3, $4, $4, $5, $6, $7, $8)`
const findSession = `select org, account, created, seen, expires, kind, device from shouze.session
  where token_hash = $1 and expires > $2 and seen > $2::bigint - least(idle, $3::bigint)`
const sweepSessions = 'delete from shouze.session where expires <= $1 or seen <= $1::bigint - least(idle, $2::bigint)'
const endSessions = `delete from shouze.session
  where org = $1 and account = $2 and ($3::bytea is null or token_hash <> $3)`
