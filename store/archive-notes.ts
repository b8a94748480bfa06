/** What the data folder remembers of backups made and of having been restored, and what 今日 says of it. */
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './start-refusal.ts'

export interface ArchivedLog {
  readonly origin: string
  readonly code: string
  readonly size: number
  /** Hexadecimal. */
  readonly root: string
}
export interface BackupNote {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly bytes: number
  readonly organisations: readonly ArchivedLog[]
}
/** What was put here from a file: `made` is when the file was, so what came after it elsewhere is not here. */
export interface RestoredNote {
  readonly at: number
  readonly made: number
  readonly how: 'restore' | 'import'
  readonly organisations: readonly ArchivedLog[]
}
/** A line of 今日 for who runs the machine. */
export interface MachineNote {
  readonly state: 'kept' | 'soon' | 'late'
  readonly text: string
}

const backupFile = 'backup.json'
const restoredFile = 'restored.json'
const never = '还没有备份过：请运行 shouze backup 文件名，并把 keys 文件夹另处存放'
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const backupEveryMs = 7 * dayMs
const restoredShownMs = 30 * dayMs
/** China has had one offset since 1991 and no summer time. */
const offsetMs = 8 * hourMs

export const noteBackup = (folder: string, note: BackupNote): Promise<void> => keep(join(folder, backupFile), note)

/** Adds to what was restored before: an organisation may come in later, by import. */
export async function noteRestored(folder: string, note: RestoredNote): Promise<void> {
  await keep(join(folder, restoredFile), [...(await restoredIn(folder)), note])
}

/** Everything that came into this folder from a file, the oldest first; empty for an installation of its own. */
export async function restoredIn(folder: string): Promise<readonly RestoredNote[]> {
  // The border: only `noteRestored` writes this file.
  const notes: readonly RestoredNote[] | undefined = await kept(join(folder, restoredFile))
  return notes ?? []
}

/** The last backup that was made from this folder; undefined where there was none. */
export const lastBackup = (folder: string): Promise<BackupNote | undefined> =>
  // The border: only `noteBackup` writes this file.
  kept(join(folder, backupFile))

/** How old the last backup is at `now` (milliseconds since 1970): never is late, more than seven days is soon. */
export async function backupAge(folder: string, now: number): Promise<MachineNote> {
  const note = await lastBackup(folder)
  if (note === undefined) return { state: 'late', text: never }
  const ageMs = now - note.at,
    when = `上次备份：${sayWhen(note.at)}`
  if (ageMs <= backupEveryMs) return { state: 'kept', text: when }
  return { state: 'soon', text: `${when}，已过 ${Math.floor(ageMs / dayMs)} 天：请再备份一次` }
}

/** What 今日 tells who runs the machine: the last backup's age, and for thirty days that the data were restored. */
export async function machineNotes(folder: string, now: number): Promise<readonly MachineNote[]> {
  const restored = (await restoredIn(folder)).filter(({ at }) => now - at < restoredShownMs)
  return [
    await backupAge(folder, now),
    ...restored.flatMap((note) =>
      note.organisations.map((log): MachineNote => ({ state: 'soon', text: sayRestored(note, log) })),
    ),
  ]
}

/** One sentence without full stop: which log, when, from when, and from which entry on something may be missing. */
export function sayRestored(note: Omit<RestoredNote, 'organisations'>, { code, size }: ArchivedLog): string {
  const { at, made, how } = note
  const act = how === 'restore' ? '由备份恢复' : '由导出的文件导入'
  return `“${code}”于 ${sayWhen(at)} ${act}：文件写于 ${sayWhen(made)}，共 ${size} 条，其后别处的登记不在这里`
}

/** `2026-10-08 09:30`, Beijing time. */
export const sayWhen = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 16).replace('T', ' ')

async function keep(path: string, value: object): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(value, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
async function kept<T>(path: string): Promise<T | undefined> {
  try {
    const value: T = JSON.parse(await readFile(path, 'utf8'))
    return value
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
