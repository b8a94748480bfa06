/** How accounts prove who they are. The hash is made and compared by the server; here it is only kept. */
import type { Pool } from 'pg'

export interface Credential {
  readonly account: string
  readonly hash: string
  readonly mustChange: boolean
  readonly changed: number
  readonly lockedUntil: number
  /** Hashes of earlier passwords, the latest first, at most five. */
  readonly past: readonly string[]
}
/** `most` wrong tries within `withinMs` lock the account for `lockMs`; never for good. */
export interface TryLimits {
  readonly most: number
  readonly withinMs: number
  readonly lockMs: number
}
export interface Credentials {
  find(org: number, account: string): Promise<Credential | undefined>
  /**
   * Counts a try before the password is looked at, so that a thousand at once are `most` and no more. `isAllowed`
   * false: locked until `credential.lockedUntil`. Undefined: no such account. After a right password call `succeed`.
   */
  claimTry(
    org: number,
    account: string,
    now: number,
    limits: TryLimits,
  ): Promise<{ readonly isAllowed: boolean; readonly credential: Credential } | undefined>
  succeed(org: number, account: string): Promise<void>
  /** Sets or replaces; what was before goes to `past`; opens a lock. */
  save(org: number, account: string, hash: string, mustChange: boolean, now: number): Promise<void>
  drop(org: number, account: string): Promise<void>
}

interface Row {
  readonly account: string
  readonly hash: string
  readonly must_change: boolean
  readonly changed: number
  readonly locked_until: number
  readonly past: readonly string[]
}
const columns = 'account, hash, must_change, changed, locked_until, past'

/** On the application's pool. */
export function credentialsOf(pool: Pool): Credentials {
  const one = async (name: string, text: string, values: unknown[]) => {
    const {
      rows: [row],
    } = await pool.query<Row>({ name, text, values })
    return row === undefined ? undefined : credentialOf(row)
  }
  const find = (org: number, account: string) => one('credential', selectCredential, [org, account])
  return {
    find,
    async claimTry(org, account, now, { most, withinMs, lockMs }) {
      const allowed = await one('claim-try', claimTry, [org, account, now, most, withinMs, lockMs])
      if (allowed !== undefined) return { isAllowed: true, credential: allowed }
      const credential = await find(org, account)
      return credential === undefined ? undefined : { isAllowed: false, credential }
    },
    async succeed(org, account) {
      await one('succeed', succeed, [org, account])
    },
    async save(org, account, hash, mustChange, now) {
      await one('save-credential', saveCredential, [org, account, hash, mustChange, now])
    },
    async drop(org, account) {
      await one('drop-credential', 'delete from shouze.credential where org = $1 and account = $2', [org, account])
    },
  }
}

const credentialOf = ({ must_change: mustChange, locked_until: lockedUntil, ...row }: Row): Credential => ({
  ...row,
  mustChange,
  lockedUntil,
})

const selectCredential = `select ${columns} from shouze.credential where org = $1 and account = $2`
/** How many tries this one makes; asked of the locked row, so that no try counts from an older version of it. */
const tries = 'case when failed_since + $5::bigint <= $3::bigint then 1 else failures + 1 end'
/** The last try that is allowed locks at once; `succeed` opens the lock again. */
const claimTry = `update shouze.credential set
    failures = case when ${tries} >= $4 then 0 else ${tries} end,
    failed_since = case when ${tries} = 1 then $3::bigint else failed_since end,
    locked_until = case when ${tries} >= $4 then $3::bigint + $6::bigint else 0 end
  where org = $1 and account = $2 and locked_until <= $3::bigint returning ${columns}`
const succeed = `update shouze.credential set failures = 0, failed_since = 0, locked_until = 0
  where org = $1 and account = $2`
const saveCredential = `insert into shouze.credential as c (org, account, hash, must_change, changed)
  values ($1, $2, $3, $4, $5)
  on conflict (org, account) do update set hash = excluded.hash, must_change = excluded.must_change,
    changed = excluded.changed, failures = 0, failed_since = 0, locked_until = 0,
    past = (array[c.hash] || c.past)[1:5]`
