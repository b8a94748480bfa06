/** How accounts prove who they are. The hash is made and compared by the server; here it is only kept. */
import type { Pool } from 'pg'

export interface Credential {
  readonly account: string
  readonly hash: string
  /** The password is one of a slip: good for one sign-in, at which another is chosen. */
  readonly mustChange: boolean
  /** The first instant at which the slip is too old; absent for one that does not age. */
  readonly slipUntil?: number
  /** When the slip was used. */
  readonly slipUsed?: number
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
  /** Takes the one use that a slip has; of many at once one gets true. False too when it is over. */
  takeSlip(org: number, account: string, now: number): Promise<boolean>
  /** Sets or replaces; what was before goes to `past`; opens a lock. `slipUntil`: the password of a slip. */
  save(org: number, account: string, hash: string, now: number, slipUntil?: number): Promise<void>
  /** Accounts whose password is still that of a slip, with what became of the slip. */
  slips(org: number): Promise<readonly Pick<Credential, 'account' | 'slipUntil' | 'slipUsed'>[]>
  /** Accounts that can be signed in to, if only once. */
  accounts(org: number): Promise<readonly string[]>
  drop(org: number, account: string): Promise<void>
}

interface Row {
  readonly account: string
  readonly hash: string
  readonly must_change: boolean
  readonly slip_until: number | null
  readonly slip_used: number | null
  readonly changed: number
  readonly locked_until: number
  readonly past: readonly string[]
}
const columns = 'account, hash, must_change, slip_until, slip_used, changed, locked_until, past'

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
    async takeSlip(org, account, now) {
      return (await one('take-slip', takeSlip, [org, account, now])) !== undefined
    },
    async save(org, account, hash, now, slipUntil) {
      await one('save-credential', saveCredential, [org, account, hash, now, slipUntil ?? null])
    },
    async slips(org) {
      const { rows } = await pool.query<Row>({ name: 'slips', text: selectSlips, values: [org] })
      return rows.map(credentialOf)
    },
    async accounts(org) {
      const { rows } = await pool.query<{ account: string }>({
        name: 'credential-accounts',
        text: 'select account from shouze.credential where org = $1',
        values: [org],
      })
      return rows.map(({ account }) => account)
    },
    async drop(org, account) {
      await one('drop-credential', 'delete from shouze.credential where org = $1 and account = $2', [org, account])
    },
  }
}

const credentialOf = ({ must_change, slip_until, slip_used, locked_until, ...row }: Row): Credential => ({
  ...row,
  mustChange: must_change,
  lockedUntil: locked_until,
  ...(slip_until === null ? {} : { slipUntil: slip_until }),
  ...(slip_used === null ? {} : { slipUsed: slip_used }),
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
const takeSlip = `update shouze.credential set slip_used = $3::bigint
  where org = $1 and account = $2 and must_change and slip_used is null
    and (slip_until is null or slip_until > $3::bigint) returning ${columns}`
const selectSlips = `select ${columns} from shouze.credential where org = $1 and must_change`
const saveCredential = `insert into shouze.credential as c (org, account, hash, changed, must_change, slip_until)
  values ($1, $2, $3, $4, $5::bigint is not null, $5)
  on conflict (org, account) do update set hash = excluded.hash, must_change = excluded.must_change,
    slip_until = excluded.slip_until, slip_used = null, changed = excluded.changed, failures = 0, failed_since = 0, locked_until = 0,
    past = (array[c.hash] || c.past)[1:5]`
