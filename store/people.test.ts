/** Credentials and sessions, on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { openPools, type Pools } from './connect.ts'
import { type Credentials, credentialsOf } from './credentials.ts'
import { sampleOrganisation } from './sample-batch.ts'
import { type Sessions, sessionsOf } from './sessions.ts'

const now = 1_760_000_000_000
const minute = 60_000
const limits = { most: 5, withinMs: 15 * minute, lockMs: 15 * minute }
let database: TestDatabase
let pools: Pools
let credentials: Credentials
let sessions: Sessions
let org: number
let made = 0

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  credentials = credentialsOf(pools.application)
  sessions = sessionsOf(pools.application)
})
beforeEach(async () => {
  org = (await sampleOrganisation(pools.owner, `house-${made++}`)).org
  await credentials.save(org, 'yuan', 'hash 0', now, now + minute)
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

describe('a credential', () => {
  it('is found in its organisation only', async () => {
    expect(await credentials.find(org, 'yuan')).toEqual({
      account: 'yuan',
      hash: 'hash 0',
      mustChange: true,
      slipUntil: now + minute,
      changed: now,
      lockedUntil: 0,
      past: [],
    })
    expect(await credentials.find(org, 'fang')).toBeUndefined()
    const other = (await sampleOrganisation(pools.owner, `house-${made++}`)).org
    expect(await credentials.find(other, 'yuan')).toBeUndefined()
  })

  it('of a slip is good once and not after its time; a password of one’s own is no slip', async () => {
    const uses = await Promise.all(Array.from({ length: 20 }, () => credentials.takeSlip(org, 'yuan', now)))
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect(await credentials.find(org, 'yuan')).toMatchObject({ slipUsed: now })
    await credentials.save(org, 'yuan', 'hash 1', now, now + minute)
    expect(await credentials.slips(org)).toMatchObject([{ account: 'yuan', slipUntil: now + minute }])
    expect([
      await credentials.takeSlip(org, 'yuan', now + minute),
      await credentials.takeSlip(org, 'yuan', now + minute - 1),
    ]).toEqual([false, true])
    await credentials.save(org, 'yuan', 'hash 2', now)
    expect([await credentials.takeSlip(org, 'yuan', now), await credentials.slips(org)]).toEqual([false, []])
  })

  it('remembers the last five that it replaced', async () => {
    for (let n = 1; n <= 7; n++) await credentials.save(org, 'yuan', `hash ${n}`, now + n)
    expect(await credentials.find(org, 'yuan')).toEqual({
      account: 'yuan',
      hash: 'hash 7',
      mustChange: false,
      changed: now + 7,
      lockedUntil: 0,
      past: ['hash 6', 'hash 5', 'hash 4', 'hash 3', 'hash 2'],
    })
  })

  it('is locked by the fifth try in fifteen minutes, for fifteen minutes', async () => {
    for (let n = 0; n < 5; n++) expect((await credentials.claimTry(org, 'yuan', now + n, limits))?.isAllowed).toBe(true)
    const locked = await credentials.claimTry(org, 'yuan', now + 5, limits)
    expect(locked?.isAllowed).toBe(false)
    expect(locked?.credential.lockedUntil).toBe(now + 4 + 15 * minute)
    expect((await credentials.claimTry(org, 'yuan', now + 4 + 15 * minute - 1, limits))?.isAllowed).toBe(false)
    expect((await credentials.claimTry(org, 'yuan', now + 4 + 15 * minute, limits))?.isAllowed).toBe(true)
  })

  it('is not locked by a fifth try after the fifteen minutes', async () => {
    for (let n = 0; n < 4; n++) await credentials.claimTry(org, 'yuan', now, limits)
    expect((await credentials.claimTry(org, 'yuan', now + 15 * minute, limits))?.credential.lockedUntil).toBe(0)
    expect((await credentials.claimTry(org, 'yuan', now + 15 * minute, limits))?.isAllowed).toBe(true)
  })

  it('is opened by a right password, and by a new one', async () => {
    for (let n = 0; n < 5; n++) await credentials.claimTry(org, 'yuan', now, limits)
    await credentials.succeed(org, 'yuan')
    for (let n = 0; n < 5; n++) expect((await credentials.claimTry(org, 'yuan', now, limits))?.isAllowed).toBe(true)
    expect((await credentials.claimTry(org, 'yuan', now, limits))?.isAllowed).toBe(false)
    await credentials.save(org, 'yuan', 'hash 1', now)
    expect((await credentials.claimTry(org, 'yuan', now, limits))?.isAllowed).toBe(true)
  })

  it('lets five of a hundred tries at once be looked at', async () => {
    const tries = await Promise.all(Array.from({ length: 100 }, () => credentials.claimTry(org, 'yuan', now, limits)))
    expect(tries.filter((one) => one?.isAllowed)).toHaveLength(5)
  })

  it('locks nobody else, and no try is counted for who is not there', async () => {
    await credentials.save(org, 'fang', 'hash', now)
    for (let n = 0; n < 6; n++) await credentials.claimTry(org, 'yuan', now, limits)
    expect((await credentials.claimTry(org, 'fang', now, limits))?.isAllowed).toBe(true)
    expect(await credentials.claimTry(org, 'nobody', now, limits)).toBeUndefined()
    await credentials.drop(org, 'fang')
    expect(await credentials.claimTry(org, 'fang', now, limits)).toBeUndefined()
  })
})

describe('a session', () => {
  const idle = 15 * minute
  const begun = () => sessions.begin(org, 'yuan', now, now + 12 * 60 * minute)

  it('is found by its token, of which nothing but the hash is kept', async () => {
    const token = await begun()
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await sessions.find(token, now + 1, idle)).toEqual({
      org,
      account: 'yuan',
      created: now,
      seen: now,
      expires: now + 12 * 60 * minute,
      kind: 'full',
      device: null,
    })
    const { rows } = await pools.owner.query<{ row: string }>('select session::text as row from session')
    const raw = Buffer.from(token, 'base64url').toString('hex')
    for (const { row } of rows) {
      expect(row).not.toContain(raw)
      expect(row).not.toContain(token)
    }
    expect(await sessions.find(`${token}A`, now + 1, idle)).toBeUndefined()
    expect(await sessions.find('', now + 1, idle)).toBeUndefined()
  })

  it('ends after fifteen idle minutes, from when it was last touched', async () => {
    const token = await begun()
    expect(await sessions.find(token, now + idle - 1, idle)).toBeDefined()
    expect(await sessions.find(token, now + idle, idle)).toBeUndefined()
    await sessions.touch(token, now + 10 * minute)
    expect(await sessions.find(token, now + 10 * minute + idle - 1, idle)).toBeDefined()
    expect(await sessions.find(token, now + 10 * minute + idle, idle)).toBeUndefined()
  })

  it('ends sooner where its computer says so, and never later', async () => {
    const short = { kind: 'pin', device: 'dabc', idleMs: 3 * minute } as const
    const token = await sessions.begin(org, 'yuan', now, now + 60 * minute, short)
    expect(await sessions.find(token, now + 3 * minute - 1, idle)).toMatchObject({ kind: 'pin', device: 'dabc' })
    expect(await sessions.find(token, now + 3 * minute, idle)).toBeUndefined()
    const long = await sessions.begin(org, 'yuan', now, now + 60 * minute, { ...short, idleMs: 2 * idle })
    expect(await sessions.find(long, now + idle, idle)).toBeUndefined()
    await sessions.sweep(now + 3 * minute, idle)
    const { rows } = await pools.owner.query('select idle from session where org = $1', [org])
    expect(rows).toEqual([{ idle: 2 * idle }])
  })

  it('ends after twelve hours, however busy', async () => {
    const token = await begun()
    const end = now + 12 * 60 * minute
    await sessions.touch(token, end - 1)
    expect(await sessions.find(token, end - 1, idle)).toBeDefined()
    expect(await sessions.find(token, end, idle)).toBeUndefined()
  })

  it('ends by itself, or with all others of its account, or all but one', async () => {
    const tokens = [await begun(), await begun(), await begun()] as const
    const fang = await sessions.begin(org, 'fang', now, now + 60 * minute)
    const alive = async () =>
      (await Promise.all([...tokens, fang].map((token) => sessions.find(token, now, idle)))).map(
        (session) => session !== undefined,
      )
    await sessions.end(tokens[0])
    expect(await alive()).toEqual([false, true, true, true])
    expect(await sessions.endAll(org, 'yuan', tokens[1])).toBe(1)
    expect(await alive()).toEqual([false, true, false, true])
    expect(await sessions.endAll(org, 'yuan')).toBe(1)
    expect(await alive()).toEqual([false, false, false, true])
  })

  it('is swept away when it can never be found again', async () => {
    const [old, young] = [await begun(), await begun()]
    await sessions.touch(young, now + 10 * minute)
    await sessions.sweep(now + idle, idle)
    const { rows } = await pools.owner.query('select seen from session where org = $1', [org])
    expect(rows).toEqual([{ seen: now + 10 * minute }])
    expect(await sessions.find(old, now, idle)).toBeUndefined()
    expect(await sessions.find(young, now + idle, idle)).toBeDefined()
  })
})
