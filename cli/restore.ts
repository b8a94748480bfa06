/** `shouze restore`: an installation made from a backup, into an empty folder or an empty external database. */
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { ArchiveDamaged, backupFormat, checkArchive, openArchive, type Manifest } from '../store/archive-file.ts'
import { noteBackup, noteRestored, sayRestored, type RestoredNote } from '../store/archive-notes.ts'
import { continueNumbers } from '../store/archive-tables.ts'
import { openDataFolder, type DataFolder } from '../store/data-folder.ts'
import { startEmbedded } from '../store/embedded.ts'
import { checkExternal } from '../store/external.ts'
import { readWrappingKeys } from '../store/key-folder.ts'
import { migrate } from '../store/migrate.ts'
import { codeOf } from '../store/start-refusal.ts'
import type { Access } from '../store/types.ts'
import { load, ownMigrations, ownMigrationsFolder, progressTo, sinksOf, type Progress } from './archive-content.ts'
import { connected, isThere, type ReachOptions } from './reach.ts'
import { Refused } from './refused.ts'
import { sayReport, verifyAll, type Refolding, type VerifyReport } from './verify.ts'

export interface RestoreOptions extends ReachOptions {
  /** The folder of the wrapping keys, or a data folder that has them in `keys`. */
  readonly keys?: string
}
const act = '恢复'
const keyFile = /^kek-[0-9]{1,6}\.key$/

/** Gives the exit code: 1 where what was restored is not whole. Nothing is left behind where it throws. */
export async function restore(
  file: string,
  options: RestoreOptions,
  refolding: Refolding,
  say: (sentence: string) => void,
): Promise<number> {
  const manifest = await openBackup(resolve(file)),
    path = resolve(options.data)
  const was = await refuseFull(path)
  const folder = await openDataFolder(path),
    undo: (() => Promise<void>)[] = [() => folder.release()]
  const undone = async () => {
    for (const step of undo.reverse()) await step()
  }
  try {
    await bringKeys(manifest, options.keys, folder.path)
    const access = await databaseFor(options, folder, say, undo)
    const { client, end } = await connected(access.owner)
    undo.push(end)
    const reports = await restoreInto(resolve(file), access, client, folder.path, refolding, say)
    const note = await remember(folder.path, manifest)
    for (const sentence of sayRestore(manifest, note, reports, folder.path)) say(sentence)
    await undone()
    return reports.every(({ isWhole }) => isWhole) ? 0 : 1
  } catch (error) {
    await undone()
    await clear(folder.path, was)
    if (error instanceof ArchiveDamaged) throw new Refused(act, error.message, '请换一份备份')
    throw error
  }
}

/** Brings the rows into an empty database, then verifies and refolds it. `folder` is where the keys lie by now. */
export async function restoreInto(
  file: string,
  access: Access,
  client: ClientBase,
  folder: string,
  refolding: Refolding,
  say: (sentence: string) => void,
): Promise<readonly VerifyReport[]> {
  const { manifest, lines } = await openArchive(file)
  const {
    rows: [found],
  } = await client.query<{ is_there: boolean }>("select to_regnamespace('shouze') is not null as is_there")
  if (found?.is_there) throw new Refused(act, '这个数据库里已有守则的数据', '请另建一个空的数据库')
  try {
    await migrateTo(manifest, access)
    await loadAll(client, manifest, lines, progressTo(say, '正在恢复'))
    await migrate(access, { say })
  } catch (error) {
    await client.query('drop schema if exists shouze cascade')
    throw error
  }
  say('正在核对恢复的数据……')
  return verifyAll(client, folder, refolding)
}

async function openBackup(path: string): Promise<Manifest> {
  if (!(await isThere(path))) throw new Refused(act, `没有文件“${path}”`)
  try {
    await checkArchive(path)
    const { manifest, lines } = await openArchive(path)
    await lines.return(undefined)
    if (manifest.format !== backupFormat) {
      throw new Refused(act, `“${path}”是一个单位的导出，不是备份`, '请用 shouze import 导入')
    }
    await refuseNewer(act, manifest)
    return manifest
  } catch (error) {
    if (error instanceof ArchiveDamaged) throw new Refused(act, error.message, '请换一份备份')
    throw error
  }
}
/** Throws where this program does not know every migration that had run when the file was written. */
export async function refuseNewer(doing: string, { migrations, program }: Manifest): Promise<void> {
  const own = await ownMigrations()
  const strange = migrations.find(({ number, sha256 }) => own[number - 1]?.sha256 !== sha256)
  if (strange)
    throw new Refused(
      doing,
      `文件由守则 ${program} 写成（${strange.name}），本程序不认得`,
      '请换用那个版本或更新的程序',
    )
}

/** Gives what was there before, which is nothing but what a disk brings along. */
async function refuseFull(path: string): Promise<{ readonly wasThere: boolean }> {
  try {
    const strange = (await readdir(path)).find((name) => name !== 'lost+found')
    if (strange !== undefined)
      throw new Refused(act, `“${path}”不是空的（有“${strange}”）`, '请用 --data 指定一个空文件夹')
    return { wasThere: true }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { wasThere: false }
    throw error
  }
}
async function clear(path: string, { wasThere }: { readonly wasThere: boolean }): Promise<void> {
  if (!wasThere) await rm(path, { recursive: true, force: true })
  else
    for (const name of await readdir(path)) {
      if (name !== 'lost+found') await rm(join(path, name), { recursive: true, force: true })
    }
}

/** Copies the wrapping keys into the new folder. Throws where the one that the backup needs is not among them. */
async function bringKeys({ keys }: Manifest, from: string | undefined, folder: string): Promise<void> {
  const next = `需要编号 ${keys.ids.join('、')} 的主密钥，备份时它在“${keys.folder}”`
  if (keys.ids.length === 0) return
  if (from === undefined) throw new Refused(act, '没有给出主密钥', `请用 --keys 指出存放它的文件夹；${next}`)
  const source = (await isThere(join(from, 'keys'))) ? join(from, 'keys') : from
  if (!(await isThere(source))) throw new Refused(act, `没有文件夹“${source}”`, next)
  await mkdir(join(folder, 'keys'), { mode: 0o700 })
  for (const name of await readdir(source)) {
    if (!keyFile.test(name)) continue
    await copyFile(join(source, name), join(folder, 'keys', name))
    // A stick from another system may show every file as everybody's.
    await chmod(join(folder, 'keys', name), 0o600)
  }
  const brought = await readWrappingKeys(folder)
  const missing = keys.ids.find((id) => !brought.some((key) => key.id === id))
  if (missing !== undefined) throw new Refused(act, `“${source}”里没有这份备份的主密钥`, next)
}
async function databaseFor(
  { owner, application }: ReachOptions,
  folder: DataFolder,
  say: (sentence: string) => void,
  undo: (() => Promise<void>)[],
): Promise<Access> {
  if (owner !== undefined && application !== undefined) {
    await checkExternal({ owner, application })
    return { owner, application }
  }
  const server = await startEmbedded(folder, { say })
  undo.push(() => server.stop())
  return server.access
}

/** To the very schema that the backup was made of: its rows fit that one, and the migrations after it change them. */
async function migrateTo({ migrations }: Manifest, access: Access): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shouze-migrations-'))
  try {
    for (const { name } of migrations) {
      await copyFile(join(ownMigrationsFolder(), `${name}.sql`), join(folder, `${name}.sql`))
    }
    await migrate(access, { folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
async function loadAll(client: ClientBase, manifest: Manifest, lines: AsyncIterable<string>, progress: Progress) {
  await client.query('begin')
  try {
    await load(lines, manifest, await sinksOf(client), progress)
    await continueNumbers(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  await client.query('analyze')
}

async function remember(folder: string, { made, organisations }: Manifest): Promise<RestoredNote> {
  const note: RestoredNote = { at: Date.now(), made, how: 'restore', organisations }
  await noteRestored(folder, note)
  await noteBackup(folder, { at: made, bytes: 0, organisations })
  const clock = organisations[0]?.clock
  // A folder is of one clock for ever; `start` reads which.
  if (clock !== undefined) await writeFile(join(folder, 'clock'), `${clock}\n`)
  return note
}
function sayRestore({ organisations }: Manifest, note: RestoredNote, reports: readonly VerifyReport[], folder: string) {
  const isWhole = reports.every((report) => report.isWhole)
  return [
    ...reports.map(sayReport),
    ...organisations.map((log) => `${sayRestored(note, log)}。`),
    isWhole
      ? `已恢复到“${folder}”；原来的安装不要再启动，否则同一单位会有两份记录。`
      : `数据已放进“${folder}”，但没有通过核对：请换一份备份重做，或带着上面的话求助。`,
  ]
}
