/** Computers that several people use: by which token each is known, and who may change persons there by a short number. */
import type { Pool } from 'pg'
import { freshToken, hashOfToken } from './tokens.ts'

export interface StoredDevice {
  readonly org: number
  readonly device: string
  readonly enrolled: number
  readonly seen: number
}
/** What one computer knows of one account that has signed in there. */
export interface DeviceUser {
  readonly account: string
  /** The hash of the short number; null where none was set. */
  readonly pin: string | null
  /** Wrong tries since the last right one. */
  readonly failures: number
  /** When the whole password was last given there. */
  readonly signed: number
  readonly seen: number
}
export interface DeviceStore {
  /** Gives the token, which leaves once, in a cookie; only its SHA-256 is kept. */
  begin(org: number, device: string, now: number): Promise<string>
  find(token: string): Promise<StoredDevice | undefined>
  touch(org: number, device: string, now: number): Promise<void>
  list(org: number): Promise<readonly StoredDevice[]>
  /** The token and all that it opened. */
  drop(org: number, device: string): Promise<void>
  users(org: number, device: string): Promise<readonly DeviceUser[]>
  user(org: number, device: string, account: string): Promise<DeviceUser | undefined>
  /** The whole password was given: the short number may be tried again. */
  signedIn(org: number, device: string, account: string, now: number): Promise<void>
  /** His shift there is over: the short number opens nothing before the whole password has been given again. */
  signedOff(org: number, device: string, account: string): Promise<void>
  /** False where he has not signed in there. */
  savePin(org: number, device: string, account: string, pin: string): Promise<boolean>
  /** Counts a try before it is looked at, so that a thousand at once are `most`; undefined: none is left, or no number. */
  claimTry(org: number, device: string, account: string, most: number): Promise<DeviceUser | undefined>
  succeed(org: number, device: string, account: string, now: number): Promise<void>
}

/** On the application's pool. */
export function devicesOf(pool: Pool): DeviceStore {
  const rows = async <R extends object>(name: string, text: string, values: unknown[]) =>
    (await pool.query<R>({ name, text, values })).rows
  const users = (name: string, text: string, values: unknown[]) => rows<DeviceUser>(name, text, values)
  return {
    async begin(org, device, now) {
      const token = freshToken()
      await rows('begin-device', beginDevice, [org, device, hashOfToken(token), now])
      return token
    },
    async find(token) {
      const [row] = await rows<StoredDevice>('device', findDevice, [hashOfToken(token)])
      return row
    },
    async touch(org, device, now) {
      await rows('touch-device', 'update shouze.device set seen = $3 where org = $1 and device = $2 and seen < $3', [
        org,
        device,
        now,
      ])
    },
    list: (org) => rows<StoredDevice>('devices', `${selectDevice} where org = $1 order by device`, [org]),
    async drop(org, device) {
      await rows('drop-device', dropDevice, [org, device])
    },
    users: (org, device) => users('device-users', `${selectUser} where org = $1 and device = $2`, [org, device]),
    async user(org, device, account) {
      const [row] = await users('device-user', `${selectUser} where ${isHis}`, [org, device, account])
      return row
    },
    async signedIn(org, device, account, now) {
      await rows('device-signed-in', signedIn, [org, device, account, now])
    },
    async signedOff(org, device, account) {
      await rows('device-signed-off', `update shouze.device_user set signed = 0 where ${isHis}`, [org, device, account])
    },
    async savePin(org, device, account, pin) {
      const saved = await users('save-pin', savePin, [org, device, account, pin])
      return saved.length > 0
    },
    async claimTry(org, device, account, most) {
      const [row] = await users('claim-pin', claimTry, [org, device, account, most])
      return row
    },
    async succeed(org, device, account, now) {
      await rows('pin-succeeded', succeed, [org, device, account, now])
    },
  }
}

const userColumns = 'account, pin, failures, signed, seen'
const selectUser = `select ${userColumns} from shouze.device_user`
const selectDevice = 'select org, device, enrolled, seen from shouze.device'
const isHis = 'org = $1 and device = $2 and account = $3'
const beginDevice = `insert into shouze.device (org, device, token_hash, enrolled, seen) values ($1, $2, $3, $4, $4)`
const findDevice = `${selectDevice} where token_hash = $1`
/** One statement, so that no session outlives the computer's token. */
const dropDevice = `with users as (delete from shouze.device_user where org = $1 and device = $2),
    sessions as (delete from shouze.session where org = $1 and device = $2)
  delete from shouze.device where org = $1 and device = $2`
const signedIn = `insert into shouze.device_user (org, device, account, signed, seen) values ($1, $2, $3, $4, $4)
  on conflict (org, device, account) do update set signed = excluded.signed, seen = excluded.seen, failures = 0`
const savePin = `update shouze.device_user set pin = $4, failures = 0 where ${isHis} returning ${userColumns}`
const claimTry = `update shouze.device_user set failures = failures + 1
  where ${isHis} and pin is not null and failures < $4 returning ${userColumns}`
const succeed = `update shouze.device_user set failures = 0, seen = $4 where ${isHis}`
