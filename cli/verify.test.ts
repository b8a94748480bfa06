/** What `verify` finds when somebody with every right has changed the database, and that it finds nothing otherwise. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leafBytes, leafHash } from '../ledger/leaf.ts'
import { policies } from '../policies/index.ts'
import { sha256 } from '../server/sha256.ts'
import { unwrapped, wrappedKeys, type WrappedKey } from '../store/archive-keys.ts'
import { readWrappingKeys, type WrappingKey } from '../store/key-folder.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { makeSample } from './archive-sample.ts'
import { connected, organisationsIn } from './reach.ts'
import { sayReport, verifyOne, type VerifyReport } from './verify.ts'

const refolding = { policies, digest: 'the fold of this test' }
let scratch: Scratch
let database: TestDatabase
let client: pg.PoolClient
let end: () => Promise<void>
let wrapping: readonly WrappingKey[]
let size: number

beforeAll(async () => {
  scratch = await scratchFolder()
  const home = join(scratch.path, 'home')
  await mkdir(home)
  database = await freshDatabase()
  await makeSample(database, home, refolding.digest)
  wrapping = await readWrappingKeys(home)
  ;({ client, end } = await connected(database.owner))
  const {
    rows: [row],
  } = await client.query<{ n: number }>('select count(*)::int as n from event')
  size = row?.n ?? 0
})
afterAll(async () => {
  await end()
  await database.drop()
  await scratch.remove()
})

/** Looks at what the statement left, and takes it back. */
async function verifiedAfter(change: string): Promise<VerifyReport> {
  await client.query('begin')
  try {
    await client.query('alter table event disable trigger event_stays')
    await client.query('alter table checkpoint disable trigger checkpoint_stays')
    await client.query('alter table body disable trigger body_stays')
    if (change !== '') await client.query(change)
    const [organisation] = await organisationsIn(client)
    if (organisation === undefined) throw new Error('the sample has an organisation')
    const keys = await wrappedKeys(client, organisation.org)
    const open = (key: WrappedKey) => unwrapped(key, organisation.origin, wrapping)
    return await verifyOne(client, organisation, { keys, open }, refolding)
  } finally {
    await client.query('rollback')
  }
}

describe('an untouched log', () => {
  it('is whole, with every body, and its state is what is stored', async () => {
    const report = await verifiedAfter('')
    expect(report).toMatchObject({ isWhole: true, size, replay: { size, projected: size } })
    expect(report.bodies).toMatchObject({ disposed: 0 })
    expect(report.bodies.opened).toBeGreaterThan(300)
    expect(sayReport(report)).toMatch(/^✓ “蓝天网吧”的 \d+ 条记录完好，根 [0-9a-f]{16}；.*逐字节相同。$/)
  })

  it('whose state another fold made, or that has none, is not compared', async () => {
    const report = await verifiedAfter("update folded set digest = 'another'; delete from projected")
    expect(report).toMatchObject({ isWhole: true })
    expect(report.replay).not.toHaveProperty('size')
    expect(sayReport(report)).toContain('没有本程序存下的可比')
  })
})

const turn = (column: string, seq: number) =>
  `update event set ${column} = set_byte(${column}, 9, get_byte(${column}, 9) # 1) where seq = ${seq}`

describe('an organisation that has written nothing yet', () => {
  it('is whole without keys, and with one of its two', async () => {
    const tables = ['event', 'body', 'checkpoint', 'tile', 'folded', 'projected']
    const emptied = tables.map((table) => `delete from ${table}`)
    const without = (keys: string) => verifiedAfter([...emptied, `delete from data_key where ${keys}`].join('; '))
    expect(await without('true')).toMatchObject({ isWhole: true, size: 0 })
    expect(await without("class <> 'index'")).toMatchObject({ isWhole: true, size: 0 })
  })
})

describe('the first wrong entry is named', () => {
  it.each([
    ['a byte of a header', turn('header', 7), 7, '第 7 条的内容与它的叶子不符'],
    ['a byte of facts', turn('facts', 11), 11, '第 11 条的内容与它的叶子不符'],
    ['a byte of a commitment', turn('commitment', 3), 3, '第 3 条的内容与它的叶子不符'],
    ['two bytes: the first', `${turn('facts', 12)}; ${turn('facts', 9)}`, 9, '第 9 条的内容与它的叶子不符'],
    ['a leaf', turn('leaf', 5), 5, '第 5 条的内容与它的叶子不符'],
    ['an entry taken out', 'delete from event where seq = 20', 20, '第 20 条不见了'],
    [
      'an instant moved',
      'update event set recorded = recorded + 1 where seq = 6',
      6,
      '第 6 条的编号、时间或来由与原文不符',
    ],
    ['another cause', "update event set because = 'x' where seq = 6", 6, '第 6 条的编号、时间或来由与原文不符'],
    ['another id', "update event set id = 'x' where seq = 8", 8, '第 8 条的编号、时间或来由与原文不符'],
    [
      'a body of another entry',
      `update body set sealed =
      (select sealed from body order by seq desc limit 1) where seq = 0`,
      0,
      '第 0 条的正文打不开',
    ],
    ['a body gone', 'delete from body where seq = 0', 0, '第 0 条的正文不见了，没有它的销毁证明'],
    ['a data key gone', "delete from data_key where class like 'body:%'", 0, '第 0 条的正文打不开：它的密钥不见了'],
    [
      'a byte of a body',
      'update body set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where seq = 0',
      0,
      '第 0 条的正文打不开',
    ],
    [
      'a byte of a data key',
      "update data_key set wrapped = set_byte(wrapped, 20, 0) where class like 'body:%'",
      0,
      '第 0 条的正文打不开',
    ],
  ])('%s', async (_, change, seq, fact) => {
    const report = await verifiedAfter(change)
    expect(report).toMatchObject({ isWhole: false, fault: { seq } })
    expect(report.fault?.fact).toContain(fact)
    expect(sayReport(report)).toMatch(/^✗ “蓝天网吧”的记录不完好：.*。$/)
  })

  it('also when its leaf was computed anew, by the root that was signed or by the tile', async () => {
    const {
      rows: [row],
    } = await client.query<{ header: Buffer; facts: Buffer; commitment: Buffer; seq: number }>(
      'select seq, header, facts, commitment from event where seq = 100',
    )
    if (row === undefined) throw new Error('the sample has a hundred entries')
    const facts = Buffer.from(row.facts.toString().replace('other', 'staff'))
    const leaf = Buffer.from(leafHash(sha256, leafBytes({ ...row, facts }))).toString('hex')
    const forged = `update event set facts = '\\x${facts.toString('hex')}', leaf = '\\x${leaf}' where seq = 100`
    expect(facts.equals(row.facts)).toBe(false)
    expect(await verifiedAfter(forged)).toMatchObject({ isWhole: false, fault: { seq: 100 } })
  })
})

describe('what is wrong beside the entries is said', () => {
  it.each([
    [
      'the end cut off',
      'delete from event where seq >= (select max(seq) from event)',
      /签过名的有 \d+ 条，现在只有 \d+ 条/,
    ],
    [
      'the last signature gone',
      'delete from checkpoint where size = (select max(size) from checkpoint)',
      /条以后没有签名/,
    ],
    [
      'a root',
      'update checkpoint set root = set_byte(root, 0, get_byte(root, 0) # 1) where size = 1',
      /1 条时签的名不是对这些内容签的/,
    ],
    [
      'a note of another size',
      `update checkpoint c set note =
      (select note from checkpoint where size > 1 order by size limit 1) where size = 1`,
      /不是对这些内容签的/,
    ],
    [
      'a signature',
      "update checkpoint set note = left(note, -6) || 'AAAA=' || E'\\n' where size = 1",
      /不是本单位的密钥签的/,
    ],
    [
      'a tile',
      'update tile set hashes = set_byte(hashes, 32 * 50, get_byte(hashes, 32 * 50) # 1)',
      /瓦片 0\/0 与记录不符/,
    ],
    ['a tile gone', 'delete from tile', /瓦片 0\/0 不见了/],
    ['a tile too many', 'insert into tile select org, 1, 0, hashes from tile', /瓦片有 2 块，应是 1 块/],
    [
      'a body too many',
      'insert into body select org, 100000, key_no, sealed from body where seq = 0',
      /有第 100000 条的正文/,
    ],
    ['the signing key', "delete from data_key where class = 'signing'", /签名的密钥不见了/],
    [
      'another signing key',
      "update data_key set wrapped = set_byte(wrapped, 20, 0) where class = 'signing'",
      /^第 \d+ 把密钥（signing）打不开$/,
    ],
  ])('%s', async (_, change, fact) => {
    const report = await verifiedAfter(change)
    expect(report.isWhole).toBe(false)
    expect(report.fault?.fact).toMatch(fact)
  })

  it.each([
    [
      'a slice changed',
      "update slice set value = '{}' where key = 'row:seat/A02'",
      '状态“row:seat/A02”与记录算出的不同',
    ],
    [
      'a slice too many',
      "insert into slice select org, 'row:seat/Z', value from slice where key = 'row:seat/A02'",
      '状态里多出“row:seat/Z”',
    ],
    ['a slice gone', "delete from slice where key = 'row:seat/A02'", '状态里少了“row:seat/A02”'],
    ['another wake', "update slice set wakes = 1 where key = 'row:seat/A02'", '状态“row:seat/A02”与记录算出的不同'],
    ['a list ahead of the log', 'update projected set size = size + 1', '清单列到第'],
    ['a list behind the state', 'update projected set size = 1', '清单只列到第 1 条'],
    ['a list short of a row', 'delete from entry where seq = 2', '登记清单有'],
    [
      'a search that finds too much',
      "insert into exact select org, 'h1.x', seq from entry where seq = 2",
      '检索清单里多出“h1.x 2”',
    ],
    ['a duty counted otherwise', "update owed set outcome = 'in-time' where outcome <> 'in-time'", '应做清单里'],
    ['a duty not counted', 'delete from owed', '应做清单有'],
    ['a month of duties', 'update owed_month set n = n + 1', '职责月计里'],
    ['a month of entries', "update entry_month set n = n + 1 where register = 'check-in'", '登记月计里'],
  ])('%s', async (_, change, fact) => {
    const report = await verifiedAfter(change)
    expect(report.isWhole).toBe(false)
    expect(report.replay?.fault?.fact).toContain(fact)
  })
})
