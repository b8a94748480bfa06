/** Keys in their envelope: what opens, what does not, and what a dump holds, on a real PostgreSQL. */
import { createPublicKey, verify } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canonical } from '../ledger/canonical.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { openPools, type Pools } from './connect.ts'
import { draftsOf } from './drafts.ts'
import { KeyMissing, makeWrappingKey } from './key-folder.ts'
import { type Keys, openKeys } from './keys.ts'
import { commitmentOf, type OrganisationKeys } from './organisation-keys.ts'
import { sampleOrganisation } from './sample-batch.ts'
import type { Organisation } from './types.ts'

const body = { document: '110101199003070118', name: '𠮷田' }
let database: TestDatabase
let pools: Pools
let folder: string
let keys: Keys
let organisation: Organisation
let house: OrganisationKeys
let made = 0

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  folder = await mkdtemp(join(tmpdir(), 'shouze-keys-'))
  keys = await openKeys(pools.application, folder)
})
beforeEach(async () => {
  organisation = await sampleOrganisation(pools.owner, `house-${made++}`)
  house = await keys.of(organisation)
  await house.warm('guest', '2026-10')
})
afterAll(async () => {
  await pools.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

describe('a body', () => {
  it('opens to the very bytes that its commitment was made over', async () => {
    const sealed = house.seal('guest', '2026-10', 7, body)
    const opened = await house.open({ ...sealed, seq: 7 })
    if (opened === undefined) throw new Error('its key is there')
    expect(Buffer.from(opened.bytes).toString()).toBe(canonical(body))
    expect(Buffer.from(commitmentOf(opened)).equals(sealed.commitment)).toBe(true)
    expect(sealed.sealed).toHaveLength(12 + 32 + opened.bytes.length + 16)
  })

  it('opens after a restart too', async () => {
    const sealed = house.seal('guest', '2026-10', 7, body)
    const again = await (await openKeys(pools.application, folder)).of(organisation)
    expect((await again.open({ ...sealed, seq: 7 }))?.bytes).toEqual(Buffer.from(canonical(body)))
  })

  it('sealed twice gives other bytes and another commitment', () => {
    const [first, second] = [house.seal('guest', '2026-10', 7, body), house.seal('guest', '2026-10', 7, body)]
    expect(Buffer.compare(first.sealed, second.sealed)).not.toBe(0)
    expect(Buffer.compare(first.commitment, second.commitment)).not.toBe(0)
  })

  it('does not open at another place, under another key, or with any byte changed', async () => {
    await house.warm('staff', '2026-10')
    const sealed = house.seal('guest', '2026-10', 7, body)
    const other = house.seal('staff', '2026-10', 7, body)
    expect(other.key).not.toBe(sealed.key)
    await expect(house.open({ ...sealed, seq: 8 })).rejects.toThrow()
    await expect(house.open({ ...sealed, seq: 7, key: other.key })).rejects.toThrow()
    for (let at = 0; at < sealed.sealed.length; at++) {
      const changed = Buffer.from(sealed.sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(house.open({ ...sealed, seq: 7, sealed: changed })).rejects.toThrow()
    }
    expect(await house.open({ ...sealed, seq: 7 })).toBeDefined()
  })

  it('is gone when its data key is destroyed, while its neighbour under another stays', async () => {
    await house.warm('guest', '2026-11')
    const gone = { ...house.seal('guest', '2026-10', 1, body), seq: 1 }
    const kept = { ...house.seal('guest', '2026-11', 2, body), seq: 2 }
    await pools.owner.query("delete from data_key where org = $1 and month = '2026-10'", [organisation.org])
    const again = await (await openKeys(pools.application, folder)).of(organisation)
    expect(await again.open(gone)).toBeUndefined()
    expect(await again.open(kept)).toBeDefined()
  })

  it('does not open with the keys of another organisation', async () => {
    const other = await keys.of(await sampleOrganisation(pools.owner, `house-${made++}`))
    await other.warm('guest', '2026-10')
    const sealed = house.seal('guest', '2026-10', 7, body)
    await expect(other.open({ ...sealed, seq: 7 })).rejects.toThrow()
  })

  it('does not open with its own data key either, once that was copied to another organisation', async () => {
    const there = await sampleOrganisation(pools.owner, `house-${made++}`)
    const copy = (number: number) =>
      pools.owner.query(
        `insert into data_key (org, key_no, class, month, wrapped, kek)
        select $1, 99, class, month, wrapped, kek from data_key where org = $2 and key_no = $3`,
        [there.org, organisation.org, number],
      )
    const sealed = house.seal('guest', '2026-10', 7, body)
    await copy(sealed.key)
    const other = await keys.of(there)
    await expect(other.open({ ...sealed, seq: 7, key: 99 })).rejects.toThrow()
    await pools.owner.query('delete from data_key where org = $1 and key_no = 99', [there.org])
    expect(await other.open({ ...sealed, seq: 7, key: 99 })).toBeUndefined()
  })

  it('cannot be sealed before its key is warm', () => {
    expect(house.isWarm('guest', '2026-12')).toBe(false)
    expect(() => house.seal('guest', '2026-12', 7, body)).toThrow('not warm')
    expect(house.isWarm('guest', '2026-10')).toBe(true)
  })

  it('gets one data key for its class and month, however many ask for it at once', async () => {
    const servers = await Promise.all(
      Array.from({ length: 6 }, async () => (await openKeys(pools.application, folder)).of(organisation)),
    )
    await Promise.all(servers.map((server) => server.warm('guest', '2027-01')))
    const numbers = servers.map((server) => server.seal('guest', '2027-01', 0, body).key)
    expect(new Set(numbers).size).toBe(1)
  })

  it('never has the nonce of another in a hundred thousand', () => {
    const nonces = new Set<string>()
    for (let seq = 0; seq < 100_000; seq++) {
      nonces.add(Buffer.from(house.seal('guest', '2026-10', seq, 1).sealed.subarray(0, 12)).toString('latin1'))
    }
    expect(nonces.size).toBe(100_000)
  })
})

describe('a keyed hash', () => {
  it('is the same for the same value of the same kind, after a restart too, and other for all else', async () => {
    const again = await (await openKeys(pools.application, folder)).of(organisation)
    const other = await keys.of(await sampleOrganisation(pools.owner, `house-${made++}`))
    const hash = house.keyed('document', body.document)
    expect(hash).toMatch(/^h1\.[A-Za-z0-9_-]{22}$/)
    expect(again.keyed('document', body.document)).toBe(hash)
    const different = [
      house.keyed('phone', body.document),
      house.keyed('document', `${body.document}x`),
      other.keyed('document', body.document),
      house.keyed('documen', `t${body.document}`),
    ]
    for (const one of different) expect(one).not.toBe(hash)
  })

  it('of an idempotency key is 32 bytes, the same after a restart', async () => {
    const again = await (await openKeys(pools.application, folder)).of(organisation)
    expect(house.answerKey('a')).toHaveLength(32)
    expect(again.answerKey('a')).toEqual(house.answerKey('a'))
    expect(house.answerKey('b')).not.toEqual(house.answerKey('a'))
  })
})

describe('a signature', () => {
  it('is one of Ed25519 under the published key, the same key after a restart', async () => {
    const { signer } = house
    const again = await (await openKeys(pools.application, folder)).of(organisation)
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(signer.publicKey).toString('base64url') },
      format: 'jwk',
    })
    const text = Buffer.from('checkpoint\n')
    expect(signer.keyName).toBe(organisation.origin)
    expect(verify(null, text, key, signer.sign(text))).toBe(true)
    expect(verify(null, Buffer.from('checkpoint'), key, signer.sign(text))).toBe(false)
    expect(again.signer.publicKey).toEqual(signer.publicKey)
  })
})

describe('a draft', () => {
  it('is found by its account and form only, replaced, and dropped', async () => {
    const drafts = draftsOf(pools.application, organisation.org, house)
    await drafts.save('yuan', 'check-in', body, 5, '2026-10')
    expect(await drafts.load('yuan', 'check-in')).toEqual({ value: body, saved: 5 })
    expect(await drafts.load('fang', 'check-in')).toBeUndefined()
    await drafts.save('yuan', 'check-in', { half: '骨' }, 6, '2026-11')
    expect(await drafts.load('yuan', 'check-in')).toEqual({ value: { half: '骨' }, saved: 6 })
    await drafts.drop('yuan', 'check-in')
    expect(await drafts.load('yuan', 'check-in')).toBeUndefined()
  })

  it('moved under another account does not open', async () => {
    const drafts = draftsOf(pools.application, organisation.org, house)
    await drafts.save('yuan', 'check-in', body, 5, '2026-10')
    await pools.owner.query("update draft set account = 'fang' where org = $1", [organisation.org])
    await expect(drafts.load('fang', 'check-in')).rejects.toThrow()
  })
})

describe('the wrapping key', () => {
  it('lies in a file of 32 bytes that only its owner reads, and not in the database', async () => {
    const path = join(folder, 'keys', 'kek-1.key')
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(join(folder, 'keys'))).mode & 0o777).toString(8)).toBe('700')
    const bytes = await readFile(path)
    expect(bytes).toHaveLength(32)
    const { rows } = await pools.owner.query<{ row: string }>('select data_key::text as row from data_key')
    expect(rows.length).toBeGreaterThan(3)
    for (const { row } of rows) expect(row).not.toContain(bytes.toString('hex'))
  })

  it('that is missing is asked for, and none is made in its place', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'shouze-keys-'))
    await expect(openKeys(pools.application, empty)).rejects.toThrow(KeyMissing)
    expect(await readdir(join(empty, 'keys'))).toEqual([])
    await expect(openKeys(pools.application, folder)).resolves.toBeDefined()
    await rm(empty, { recursive: true })
  })

  it('that was cut short is refused in a sentence', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'shouze-keys-'))
    await makeWrappingKey(broken, 1)
    await writeFile(join(broken, 'keys', 'kek-1.key'), Buffer.alloc(31))
    await expect(openKeys(pools.application, broken)).rejects.toThrow('不能打开数据：主密钥文件 kek-1.key 已损坏')
    await rm(broken, { recursive: true })
  })

  it('may be followed by a second, which wraps what is new while the first still opens what is old', async () => {
    const own = await freshDatabase()
    const ownPools = openPools(own)
    const ownFolder = await mkdtemp(join(tmpdir(), 'shouze-keys-'))
    try {
      const here = await sampleOrganisation(ownPools.owner, 'house')
      const first = await (await openKeys(ownPools.application, ownFolder)).of(here)
      await first.warm('guest', '2026-10')
      const old = { ...first.seal('guest', '2026-10', 1, body), seq: 1 }
      await makeWrappingKey(ownFolder, 2)
      const second = await (await openKeys(ownPools.application, ownFolder)).of(here)
      await second.warm('guest', '2026-11')
      expect(await second.open(old)).toBeDefined()
      const { rows } = await ownPools.owner.query('select count(distinct kek) as keks from data_key')
      expect(rows).toEqual([{ keks: 2 }])
    } finally {
      await ownPools.close()
      await own.drop()
      await rm(ownFolder, { recursive: true })
    }
  })
})
