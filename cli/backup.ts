/** `shouze backup`: one file with everything that the installation needs, but for the key that opens it. */
import { dirname, join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { backupFormat, writeArchive, type Manifest } from '../store/archive-file.ts'
import { noteBackup, sayWhen } from '../store/archive-notes.ts'
import { prepareToRead, tablesIn } from '../store/archive-tables.ts'
import { codeOf } from '../store/start-refusal.ts'
import {
  archivedOrganisations,
  archiveLines,
  migrationsIn,
  outgoing,
  programVersion,
  progressTo,
  type Progress,
} from './archive-content.ts'
import { isThere, reach, wrappingKeysOf, type ReachOptions } from './reach.ts'
import { Refused } from './refused.ts'

export async function backup(file: string, options: ReachOptions, say: (sentence: string) => void): Promise<void> {
  const path = resolve(file)
  await refuseFile('备份', path)
  const reached = await reach('备份', options, say)
  try {
    const progress = progressTo(say, '正在备份')
    const { manifest, bytes } = await backupTo(path, reached.client, reached.folder, Date.now(), progress)
    await noteBackup(reached.folder, { at: manifest.made, bytes, organisations: manifest.organisations })
    const known = (await wrappingKeysOf(reached.folder)).map(({ id }) => id)
    for (const sentence of sayBackup(path, bytes, manifest, known)) say(sentence)
  } catch (error) {
    throw writeRefusal('备份', path, error)
  } finally {
    await reached.close()
  }
}

/** Writes the file as of one instant, while others write. `folder` is the data folder, whose keys it will need. */
export async function backupTo(
  path: string,
  client: ClientBase,
  folder: string,
  made: number,
  progress: Progress = () => undefined,
): Promise<{ readonly manifest: Manifest; readonly bytes: number }> {
  await prepareToRead(client)
  await client.query('begin isolation level repeatable read read only')
  try {
    const tables = await outgoing(client, await tablesIn(client))
    const { rows: keys } = await client.query<{ kek: string }>('select distinct kek from shouze.data_key order by kek')
    const manifest: Manifest = {
      format: backupFormat,
      program: await programVersion(),
      made,
      migrations: await migrationsIn(client),
      organisations: await archivedOrganisations(client),
      tables: tables.map(({ table, rows }) => ({ table: table.name, rows })),
      keys: { ids: keys.map(({ kek }) => kek), folder: join(folder, 'keys') },
    }
    return { manifest, bytes: await writeArchive(path, archiveLines(client, manifest, tables, undefined, progress)) }
  } finally {
    await client.query('rollback')
  }
}

function sayBackup(path: string, bytes: number, { organisations, keys, made }: Manifest, known: readonly string[]) {
  const what = organisations.map(
    ({ name, size, root }) => `“${name}”${size} 条${size === 0 ? '' : `（根 ${root.slice(0, 16)}）`}`,
  )
  const missing = keys.ids.filter((id) => !known.includes(id))
  return [
    `已备份到“${path}”：${sayWhen(made)} 的全部数据，${Math.ceil(bytes / 1024)} KB。`,
    what.length === 0 ? '其中还没有单位。' : `其中有${what.join('，')}，以及账号、草稿和待发的通知。`,
    `文件里没有主密钥：恢复时还需要“${keys.folder}”里的文件，请另处存放，不要与备份放在一起。`,
    ...(missing.length === 0 ? [] : [`注意：编号 ${missing.join('、')} 的主密钥现在不在那里，没有它这份备份打不开。`]),
  ]
}

/** A file that is there is not written over: it may be the only good one. */
export async function refuseFile(act: string, path: string): Promise<void> {
  if (await isThere(path)) throw new Refused(act, `“${path}”已经存在`, '请换一个文件名')
  if (!(await isThere(dirname(path)))) throw new Refused(act, `没有文件夹“${dirname(path)}”`, '请先建立它，或换一处')
}
/** The sentence for what the disk of the file says; other errors as they are. */
export function writeRefusal(act: string, path: string, error: unknown): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Refused(act, `“${path}”所在的磁盘已满`, '请腾出空间或换一处')
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new Refused(act, `“${path}”所在的文件夹不可写`, '请换一处')
    default:
      return error
  }
}
