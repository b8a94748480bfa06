/** The container of backup and export: what goes in comes out, and nothing comes out of what was damaged. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ArchiveDamaged, backupFormat, checkArchive, openArchive, writeArchive, type Manifest } from './archive-file.ts'

const manifest: Manifest = {
  format: backupFormat,
  program: '0',
  made: 0,
  migrations: [],
  organisations: [],
  tables: [],
  keys: { ids: [], folder: '' },
}
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shouze-archive-'))
  path = join(folder, 'a')
})
afterAll(() => rm(folder, { recursive: true }))

async function* of(...lines: readonly string[]) {
  for (const line of [JSON.stringify(manifest), ...lines]) yield `${line}\n`
}
async function read(): Promise<readonly string[]> {
  await checkArchive(path)
  const all: string[] = []
  for await (const line of (await openArchive(path)).lines) all.push(line)
  return all
}

it('gives every line back, whatever it holds, and nothing half written beside it', async () => {
  const lines = ['一二三', 'two\u2028lines\u2029to some\u0085', '\r', '', '𠮷'.repeat(100_000), '"\\n"']
  const bytes = await writeArchive(path, of(...lines))
  expect(await read()).toEqual(lines)
  expect((await openArchive(path)).manifest).toEqual(manifest)
  expect((await readFile(path)).length).toBe(bytes)
  expect(await readdir(folder)).toEqual(['a'])
})

it('finds any one bit that was turned, and any end that was cut off', async () => {
  await writeArchive(path, of('{"table":"event","rows":0}'))
  const whole = await readFile(path)
  for (let at = 0; at < whole.length; at++) {
    const turned = Buffer.from(whole)
    turned.writeUInt8(turned.readUInt8(at) ^ (1 << (at % 8)), at)
    await writeFile(path, turned)
    await expect(checkArchive(path), `byte ${at}`).rejects.toThrow(ArchiveDamaged)
    await writeFile(path, whole.subarray(0, at))
    await expect(checkArchive(path), `cut at ${at}`).rejects.toThrow(ArchiveDamaged)
  }
  await writeFile(path, whole)
  expect(await read()).toEqual(['{"table":"event","rows":0}'])
})

it('leaves what was there when the lines break off', async () => {
  await writeArchive(path, of('good'))
  const broken = async function* () {
    yield* of('bad')
    throw new Error('the connection is gone')
  }
  await expect(writeArchive(path, broken())).rejects.toThrow('the connection is gone')
  expect(await read()).toEqual(['good'])
  expect(await readdir(folder)).toEqual(['a'])
})

it('of another format is refused by that format’s name', async () => {
  await writeArchive(
    path,
    (async function* () {
      yield '{"format":"shouze-backup/2"}\n'
    })(),
  )
  await expect(openArchive(path)).rejects.toThrow('的格式是 shouze-backup/2，本程序不认得')
})
