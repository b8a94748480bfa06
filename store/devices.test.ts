/** Computers that several people use, on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { openPools, type Pools } from './connect.ts'
import { devicesOf, type DeviceStore } from './devices.ts'
import { sampleOrganisation } from './sample-batch.ts'
import { sessionsOf } from './sessions.ts'

const now = 1_760_000_000_000
let database: TestDatabase
let pools: Pools
let devices: DeviceStore
let org: number
let token: string
let made = 0

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  devices = devicesOf(pools.application)
})
beforeEach(async () => {
  org = (await sampleOrganisation(pools.owner, `house-${made++}`)).org
  token = await devices.begin(org, 'ward', now)
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

describe('a computer', () => {
  it('is found by its token, of which nothing but the hash is kept', async () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await devices.find(token)).toEqual({ org, device: 'ward', enrolled: now, seen: now })
    expect(await devices.find(`${token.slice(1)}A`)).toBeUndefined()
    const { rows } = await pools.owner.query<{ row: string }>('select device::text as row from device')
    for (const { row } of rows) expect(row).not.toContain(Buffer.from(token, 'base64url').toString('hex'))
  })

  it('is listed for its organisation alone, with when it was last seen', async () => {
    await devices.touch(org, 'ward', now + 5)
    await devices.touch(org, 'ward', now + 3)
    expect(await devices.list(org)).toEqual([{ org, device: 'ward', enrolled: now, seen: now + 5 }])
    expect(await devices.list(org + 1)).toEqual([])
  })

  it('that is dropped takes its users and sessions with it, and nobody else’s', async () => {
    const sessions = sessionsOf(pools.application),
      other = await devices.begin(org, 'desk', now)
    const at = (device: string) => sessions.begin(org, 'yuan', now, now + 1_000, { kind: 'pin', device, idleMs: 1_000 })
    const [here, there, own] = [await at('ward'), await at('desk'), await sessions.begin(org, 'yuan', now, now + 1_000)]
    await devices.signedIn(org, 'ward', 'yuan', now)
    await devices.signedIn(org, 'desk', 'yuan', now)
    await devices.drop(org, 'ward')
    expect([await devices.find(token), await devices.users(org, 'ward')]).toEqual([undefined, []])
    expect((await devices.find(other))?.device).toBe('desk')
    expect(await devices.users(org, 'desk')).toHaveLength(1)
    const alive = await Promise.all([here, there, own].map((one) => sessions.find(one, now, 1_000)))
    expect(alive.map((one) => one !== undefined)).toEqual([false, true, true])
  })
})

describe('a short number', () => {
  const tryIt = (account = 'yuan', device = 'ward') => devices.claimTry(org, device, account, 5)

  it('is kept for who has signed in at that computer, and tried at no other', async () => {
    expect(await devices.savePin(org, 'ward', 'yuan', 'hash')).toBe(false)
    await devices.signedIn(org, 'ward', 'yuan', now)
    expect(await tryIt()).toBeUndefined()
    expect(await devices.savePin(org, 'ward', 'yuan', 'hash')).toBe(true)
    expect(await tryIt()).toEqual({ account: 'yuan', pin: 'hash', failures: 1, signed: now, seen: now })
    expect(await tryIt('yuan', 'desk')).toBeUndefined()
    expect(await tryIt('fang')).toBeUndefined()
  })

  it('is tried five times and no more, by however many at once, until the whole password was given', async () => {
    for (const account of ['yuan', 'fang']) {
      await devices.signedIn(org, 'ward', account, now)
      await devices.savePin(org, 'ward', account, 'hash')
    }
    const tries = await Promise.all(Array.from({ length: 20 }, () => tryIt()))
    expect(tries.filter((one) => one !== undefined)).toHaveLength(5)
    expect((await tryIt('fang'))?.failures).toBe(1)
    await devices.signedIn(org, 'ward', 'yuan', now + 9)
    expect(await tryIt()).toMatchObject({ failures: 1, signed: now + 9 })
  })

  it('that was right begins its tries anew', async () => {
    await devices.signedIn(org, 'ward', 'yuan', now)
    await devices.savePin(org, 'ward', 'yuan', 'hash')
    for (let n = 0; n < 5; n++) {
      await tryIt()
      await devices.succeed(org, 'ward', 'yuan', now + n)
    }
    expect(await tryIt()).toMatchObject({ failures: 1, seen: now + 4 })
  })

  it('stays when the shift is over; when he signed in does not', async () => {
    await devices.signedIn(org, 'ward', 'yuan', now)
    await devices.savePin(org, 'ward', 'yuan', 'hash')
    await devices.signedOff(org, 'ward', 'yuan')
    expect(await devices.user(org, 'ward', 'yuan')).toMatchObject({ pin: 'hash', signed: 0 })
  })
})
