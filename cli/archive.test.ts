/** Backup, restore, export and import between real databases. */
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from '../policies/index.ts'
import { checkArchive, openArchive } from '../store/archive-file.ts'
import { leftBehind, rowsOf, tablesIn } from '../store/archive-tables.ts'
import { makeWrappingKey, readWrappingKeys } from '../store/key-folder.ts'
import { packageRoot } from '../store/package-root.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { canaries, makeSample, sampleCode } from './archive-sample.ts'
import { backupTo } from './backup.ts'
import { exportTo } from './export.ts'
import { importFrom } from './import.ts'
import { connected } from './reach.ts'
import { restore, restoreInto } from './restore.ts'
import { verifyAll } from './verify.ts'

const refolding = { policies, digest: 'the fold of this test' }
const run = promisify(execFile)
const passphrase = '一句够长的口令，只用于测试'
const made = Date.parse('2026-10-09T12:00:00+08:00')
let scratch: Scratch
let home: string
let source: TestDatabase
const ends: (() => Promise<void>)[] = []

async function clientOf(database: { readonly owner: string }): Promise<pg.PoolClient> {
  const { client, end } = await connected(database.owner)
  ends.push(end)
  return client
}
async function fresh(isMigrated: boolean): Promise<TestDatabase> {
  const database = await freshDatabase({ isMigrated })
  ends.push(() => database.drop())
  return database
}
const at = (name: string) => join(scratch.path, name)
async function unpacked(path: string): Promise<string> {
  const chunks: Buffer[] = []
  const end = (await stat(path)).size - 73
  for await (const chunk of createReadStream(path, { end }).pipe(createGunzip())) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

beforeAll(async () => {
  scratch = await scratchFolder()
  home = at('home')
  await mkdir(home)
  source = await fresh(true)
  await makeSample(source, home, refolding.digest)
  await backupTo(at('whole.backup'), await clientOf(source), home, made)
  await exportTo(at('log.export'), await clientOf(source), sampleCode, passphrase, await readWrappingKeys(home), made)
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
  await scratch.remove()
})

describe('a backup', () => {
  it('restored elsewhere is whole, folds to the same state, and holds the same rows', async () => {
    const target = await fresh(false),
      from = await clientOf(source),
      to = await clientOf(target)
    const [before] = await verifyAll(from, home, refolding)
    const [after] = await restoreInto(at('whole.backup'), target, to, home, refolding, () => undefined)
    expect(before).toMatchObject({ isWhole: true, replay: { size: before?.size } })
    expect(after).toMatchObject({ isWhole: true, size: before?.size, root: before?.root, bodies: before?.bodies })
    expect(after?.replay?.state).toBe(before?.replay?.state)
    expect(before?.size).toBeGreaterThan(300)
    expect(await rowsIn(to)).toEqual(await rowsIn(from))
  })

  it('takes every table but those that are left behind by name', async () => {
    const client = await clientOf(source)
    const { rows } = await client.query<{ name: string }>(
      "select tablename::text as name from pg_tables where schemaname = 'shouze' order by 1",
    )
    const taken = (await openArchive(at('whole.backup'))).manifest.tables.map(({ table }) => table)
    expect([...taken, ...leftBehind.keys()].sort()).toEqual(rows.map(({ name }) => name).sort())
  })

  it('says what it holds, under which root, and which key it needs', async () => {
    const { manifest, lines } = await openArchive(at('whole.backup'))
    await lines.return(undefined)
    const [key] = await readWrappingKeys(home)
    expect(manifest).toMatchObject({
      format: 'shouze-backup/1',
      made,
      organisations: [{ code: sampleCode, name: '蓝天网吧', clock: 'driven' }],
      keys: { ids: [key?.id], folder: join(home, 'keys') },
    })
    expect(manifest.organisations[0]?.root).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(['whole.backup', 'log.export'])('shows nobody’s values once unpacked: %s', async (name) => {
    const text = await unpacked(at(name))
    // What is open is there, so the search looks at the right bytes; bytes stand in the file as hexadecimal.
    expect(text).toContain(Buffer.from('"A01"').toString('hex'))
    expect(text).toContain('蓝天网吧')
    for (const canary of Object.values(canaries)) {
      expect(text).not.toContain(canary)
      expect(text).not.toContain(Buffer.from(canary).toString('hex'))
      expect(text).not.toContain(Buffer.from(canary).toString('base64').replace(/=+$/, '').slice(0, -1))
    }
    for (const { key } of await readWrappingKeys(home)) expect(text).not.toContain(key.export().toString('hex'))
  })

  it('of which one byte was turned, or the end is missing, is refused by name; the one beside it is not', async () => {
    const whole = await readFile(at('whole.backup'))
    for (const place of [3, 10, Math.floor(whole.length / 2), whole.length - 80, whole.length - 70, whole.length - 1]) {
      const turned = Buffer.from(whole)
      turned.writeUInt8(turned.readUInt8(place) ^ 1, place)
      await writeFile(at('turned.backup'), turned)
      await expect(checkArchive(at('turned.backup')), `byte ${place}`).rejects.toThrow('turned.backup')
    }
    await writeFile(at('turned.backup'), whole.subarray(0, whole.length - 1))
    await expect(checkArchive(at('turned.backup'))).rejects.toThrow('没有结尾的校验行')
    await checkArchive(at('whole.backup'))
  })
})

describe('beside a house that writes', () => {
  it('every backup restores to a whole log, and every verification finds it whole', async () => {
    const busy = await fresh(true),
      folder = at('busy')
    await mkdir(folder)
    const reader = await clientOf(busy),
      sizes: number[] = []
    const hasSeenIt = () => new Set(sizes.filter((size) => size > 0)).size > 3
    let isOver = false
    const writing = makeSample(busy, folder, refolding.digest, 3, () => isOver)
    try {
      for (let n = 0; !hasSeenIt(); n++) {
        const reports = await verifyAll(reader, folder, refolding)
        expect(reports.filter(({ isWhole }) => !isWhole)).toEqual([])
        const { manifest } = await backupTo(at(`busy-${n}`), reader, folder, made)
        sizes.push(manifest.organisations[0]?.size ?? 0)
      }
    } finally {
      isOver = true
      await writing
    }
    const between = sizes.findIndex((size) => size > 0 && size < (sizes.at(-1) ?? 0))
    const target = await fresh(false)
    const [report] = await restoreInto(
      at(`busy-${between}`),
      target,
      await clientOf(target),
      folder,
      refolding,
      () => undefined,
    )
    expect(report).toMatchObject({ isWhole: true, size: sizes[between] })
  })
})

describe('a restore', () => {
  const restored = (path: string, keys: string | undefined, file = 'whole.backup') =>
    restore(at(file), { data: at(path), ...(keys === undefined ? {} : { keys }) }, refolding, () => undefined)

  it('without the key, with another key, or of a damaged file leaves nothing behind', async () => {
    await mkdir(at('other'))
    await makeWrappingKey(at('other'), 1)
    await expect(restored('new', undefined)).rejects.toThrow('不能恢复：没有给出主密钥')
    await expect(restored('new', at('other'))).rejects.toThrow('里没有这份备份的主密钥')
    await copyFile(at('log.export'), at('broken'))
    await writeFile(at('broken'), 'x', { flag: 'a' })
    await expect(restored('new', home, 'broken')).rejects.toThrow('不能恢复：')
    await expect(restored('new', home, 'log.export')).rejects.toThrow('请用 shouze import 导入')
    expect(await readdir(scratch.path)).not.toContain('new')
  })

  it('into a folder or a database that holds something is refused, and what it holds stays', async () => {
    await mkdir(at('full'))
    await writeFile(join(at('full'), 'letter.txt'), 'dear')
    await expect(restored('full', home)).rejects.toThrow('不是空的（有“letter.txt”）')
    expect(await readdir(at('full'))).toEqual(['letter.txt'])
    await rm(at('full'), { recursive: true })
    const taken = await fresh(true)
    const into = restoreInto(at('whole.backup'), taken, await clientOf(taken), home, refolding, () => undefined)
    await expect(into).rejects.toThrow('这个数据库里已有守则的数据')
  })
})

describe('an export', () => {
  it('imported beside others has the same root and the same state, and opens by its new key', async () => {
    const target = await fresh(true),
      folder = at('elsewhere')
    await mkdir(folder)
    await makeSample(target, folder, refolding.digest, 3)
    const client = await clientOf(target),
      [key] = await readWrappingKeys(folder)
    if (key === undefined) throw new Error('the sample has a key')
    const taken = importFrom(at('log.export'), client, passphrase, key)
    await expect(taken).rejects.toThrow(`代号“${sampleCode}”已被“蓝天网吧”使用`)
    const { report } = await importFrom(at('log.export'), client, passphrase, key, { code: 'moved' })
    const [here] = await verifyAll(await clientOf(source), home, refolding)
    const all = await verifyAll(client, folder, refolding)
    expect(all.map(({ code, isWhole }) => [code, isWhole])).toEqual([
      [sampleCode, true],
      ['moved', true],
    ])
    expect(all[1]).toMatchObject({ root: here?.root, size: here?.size, bodies: here?.bodies })
    expect(all[1]?.replay?.state).toBe(here?.replay?.state)
    expect(report.root).toBe(here?.root)
    const { rows } = await client.query(
      "select account, hash from credential join organisation using (org) where code = 'moved'",
    )
    expect(rows).toEqual([{ account: 'front', hash: 'a hash of argon2' }])
    const again = importFrom(at('log.export'), client, passphrase, key, { code: 'twice' })
    await expect(again).rejects.toThrow('同一个单位已在这里，代号“moved”')
  })

  it('opens to a stranger who has its passphrase and twenty lines of the format’s description', async () => {
    const text = await readFile(join(packageRoot(), 'docs', 'formats', 'export-v1.md'), 'utf8')
    await writeFile(at('stranger.mjs'), /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
    const read = (words: string) =>
      run(process.execPath, [at('stranger.mjs'), at('log.export'), words], { maxBuffer: 1e8 })
    const { stdout } = await read(passphrase)
    expect(stdout).toContain(canaries.customer)
    expect(stdout).toContain(canaries.staff)
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThan(300)
    await expect(read('another')).rejects.toThrow('unable to authenticate')
  })

  it('does not come in by another passphrase, nor into an installation of the other clock', async () => {
    const target = await fresh(true),
      client = await clientOf(target),
      key = await makeWrappingKey(at('other'), 2)
    await expect(importFrom(at('log.export'), client, `${passphrase}。`, key)).rejects.toThrow('不能导入：口令不对')
    await expect(importFrom(at('log.export'), client, passphrase, key, { clock: 'real' })).rejects.toThrow(
      '这是演练的记录',
    )
    expect((await client.query('select from organisation')).rowCount).toBe(0)
    expect((await client.query('select from data_key')).rowCount).toBe(0)
    await importFrom(at('log.export'), client, passphrase, key, { clock: 'driven' })
    expect((await client.query('select from organisation')).rowCount).toBe(1)
  })

  it('whose log does not verify leaves nothing behind', async () => {
    const forged = await fresh(true),
      folder = at('forged')
    await mkdir(folder)
    await makeSample(forged, folder, refolding.digest, 3)
    await (await clientOf(forged)).query(`alter table event disable trigger event_stays;
      update event set recorded = recorded - 1 where seq = 4`)
    const wrapping = await readWrappingKeys(folder)
    await exportTo(at('forged.export'), await clientOf(forged), sampleCode, passphrase, wrapping, made)
    const target = await fresh(true),
      client = await clientOf(target),
      key = await makeWrappingKey(at('other'), 3)
    await expect(importFrom(at('forged.export'), client, passphrase, key)).rejects.toThrow(
      '文件里的记录不完好：第 4 条',
    )
    expect((await client.query('select from event')).rowCount).toBe(0)
  })
})

/** Everything that a backup takes, table by table. */
async function rowsIn(client: pg.PoolClient) {
  await client.query("set bytea_output = 'hex'")
  await client.query('begin')
  const all: Record<string, readonly string[]> = {}
  for (const table of await tablesIn(client)) {
    const lines: string[] = []
    for await (const some of rowsOf(client, table)) lines.push(...some)
    all[table.name] = lines
  }
  await client.query('rollback')
  return all
}
