/** The commands on a folder with the database that comes with the program: while a server holds it, and while none. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from '../policies/index.ts'
import { backupAge, machineNotes, restoredIn } from '../store/archive-notes.ts'
import { openDataFolder } from '../store/data-folder.ts'
import { startEmbedded } from '../store/embedded.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { makeSample, sampleCode } from './archive-sample.ts'
import { backup } from './backup.ts'
import { exportLog } from './export.ts'
import { importLog } from './import.ts'
import { restore } from './restore.ts'
import { verify, type VerifyReport } from './verify.ts'

const refolding = { policies, digest: 'the fold of this test' }
const day = 86_400_000
let scratch: Scratch
let database: TestDatabase
let home: string
let moved: string

beforeAll(async () => {
  scratch = await scratchFolder()
  home = join(scratch.path, 'home')
  moved = join(scratch.path, 'moved')
  await (await openDataFolder(home)).release()
  await writeFile(join(home, 'clock'), 'driven\n')
  await writeFile(join(scratch.path, 'words'), '一句够长的口令，只用于测试\n')
  database = await freshDatabase()
  await makeSample(database, home, refolding.digest, 5)
})
afterAll(async () => {
  await database.drop()
  await scratch.remove()
})
const external = () => ({ data: home, owner: database.owner, application: database.application })
/** What a command said, line by line. */
async function saidBy(command: (say: (sentence: string) => void) => Promise<unknown>): Promise<string> {
  const said: string[] = []
  await command((sentence) => said.push(sentence))
  return said.join('\n')
}
async function verified(folder: string): Promise<readonly [number, readonly VerifyReport[]]> {
  const printed: string[] = []
  const asked = { data: folder, json: true, replay: true }
  const code = await verify(
    asked,
    refolding,
    () => undefined,
    (text) => printed.push(text),
  )
  return [code, JSON.parse(printed.join(''))]
}

describe('from an external database to a folder of its own', () => {
  it('a backup says what it holds and where its key is, and the folder remembers when', async () => {
    expect((await backupAge(home, Date.now())).state).toBe('late')
    const said = await saidBy((say) => backup(join(scratch.path, 'b1'), external(), say))
    expect(said).toMatch(/其中有“蓝天网吧”\d+ 条（根 [0-9a-f]{16}）/)
    expect(said).toContain(`恢复时还需要“${join(home, 'keys')}”里的文件，请另处存放`)
    expect((await backupAge(home, Date.now())).state).toBe('kept')
    expect((await backupAge(home, Date.now() + 7 * day - 60_000)).state).toBe('kept')
    const late = await backupAge(home, Date.now() + 8 * day)
    expect(late.state).toBe('soon')
    expect(late.text).toContain('已过 8 天：请再备份一次')
  })

  it('a backup over a file that is there, or into no folder, is refused', async () => {
    await expect(backup(join(scratch.path, 'b1'), external(), () => undefined)).rejects.toThrow('不能备份：“')
    await expect(backup(join(scratch.path, 'none', 'b'), external(), () => undefined)).rejects.toThrow('没有文件夹')
  })

  it('is restored with the embedded database, knows that it was restored, and verifies while none runs', async () => {
    let code: number | undefined
    const said = await saidBy(async (say) => {
      code = await restore(join(scratch.path, 'b1'), { data: moved, keys: join(home, 'keys') }, refolding, say)
    })
    expect(code).toBe(0)
    expect(said).toContain('✓ “蓝天网吧”')
    expect(said).toMatch(/“blue-sky”于 .* 由备份恢复：文件写于 .*，共 \d+ 条，其后别处的登记不在这里。/)
    expect(await readFile(join(moved, 'clock'), 'utf8')).toBe('driven\n')
    expect(await restoredIn(home)).toEqual([])
    const [note] = await restoredIn(moved)
    expect(note).toMatchObject({ how: 'restore', organisations: [{ code: sampleCode }] })
    expect((await machineNotes(moved, Date.now())).map(({ state }) => state)).toEqual(['kept', 'soon'])
    expect(await machineNotes(moved, Date.now() + 31 * day)).toHaveLength(1)
    const [exit, [report]] = await verified(moved)
    expect(exit).toBe(0)
    expect(report).toMatchObject({ isWhole: true, root: note?.organisations[0]?.root, code: sampleCode })
  })

  it('verifies, backs up and exports beside a server that holds the folder', async () => {
    const folder = await openDataFolder(moved),
      server = await startEmbedded(folder)
    try {
      expect((await verified(moved))[0]).toBe(0)
      await backup(join(scratch.path, 'b2'), { data: moved }, () => undefined)
      const asked = { data: moved, organisation: sampleCode, passphraseFile: join(scratch.path, 'words') }
      await exportLog(join(scratch.path, 'e1'), asked, () => undefined)
      await expect(
        exportLog(join(scratch.path, 'e2'), { ...asked, organisation: 'none' }, () => undefined),
      ).rejects.toThrow('没有代号为“none”的单位；有的是 blue-sky')
      await writeFile(join(scratch.path, 'short'), '短\n')
      const short = { ...asked, passphraseFile: join(scratch.path, 'short') }
      await expect(exportLog(join(scratch.path, 'e2'), short, () => undefined)).rejects.toThrow('口令少于 12 个字符')
    } finally {
      await server.stop()
      await folder.release()
    }
  })

  it('imports what was exported into an installation that had nothing, which then knows it', async () => {
    const target = await freshDatabase(),
      third = join(scratch.path, 'third')
    try {
      await (await openDataFolder(third)).release()
      const there = { data: third, owner: target.owner, application: target.application }
      const said = await saidBy((say) =>
        importLog(join(scratch.path, 'e1'), { ...there, passphraseFile: join(scratch.path, 'words') }, say),
      )
      expect(said).toContain('由导出的文件导入')
      expect(await restoredIn(third)).toMatchObject([{ how: 'import', organisations: [{ code: sampleCode }] }])
      const printed: string[] = []
      expect(
        await verify(
          there,
          refolding,
          () => undefined,
          (text) => printed.push(text),
        ),
      ).toBe(0)
      expect(printed[0]).toContain('✓ “蓝天网吧”')
    } finally {
      await target.drop()
    }
  })
})

describe('a folder that is no installation', () => {
  it('is refused in a sentence, and nothing is made in it', async () => {
    const empty = join(scratch.path, 'empty')
    await mkdir(empty)
    const said = verify(
      { data: empty },
      refolding,
      () => undefined,
      () => undefined,
    )
    await expect(said).rejects.toThrow(`不能核对：“${empty}”不是守则的数据文件夹；请用 --data 指定。`)
    await (await openDataFolder(empty)).release()
    await expect(backup(join(scratch.path, 'b3'), { data: empty }, () => undefined)).rejects.toThrow('里没有数据库')
  })
})
