/** What stands behind every command: the data folder, its database, keys, clock and organisations. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { policies as known } from '../policies/index.ts'
import { DrivenClock, realClock as machineClock, type Clock } from '../server/clock.ts'
import { House } from '../server/house.ts'
import { Policies } from '../server/policies.ts'
import { createOrganisation, sweepDisposed } from '../store/admin.ts'
import { lastBackup } from '../store/archive-notes.ts'
import { openPools, type Pools } from '../store/connect.ts'
import { credentialsOf, type Credentials } from '../store/credentials.ts'
import { openDataFolder, type DataFolder } from '../store/data-folder.ts'
import { startEmbedded } from '../store/embedded.ts'
import { checkExternal } from '../store/external.ts'
import { openKeys } from '../store/keys.ts'
import { openStore } from '../store/log.ts'
import { migrate } from '../store/migrate.ts'
import { sessionsOf, type Sessions } from '../store/sessions.ts'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'
import type { Access } from '../store/types.ts'

declare const __FOLD_DIGEST__: string

export interface InstallationOptions {
  readonly data: string
  /** An instant as ISO text: the clock is driven from there on. */
  readonly clock?: string
  readonly owner?: string
  readonly application?: string
  /** The external database was checked and brought up to this program before. */
  readonly isReady?: true
  /** A clock that is not to be driven by anybody, in the place of the real one. */
  readonly realClock?: Clock
}
export interface Installation {
  readonly folder: string
  readonly access: Access
  /** Fulfilled when the embedded database ended and could not be revived. */
  readonly lost: Promise<StartRefusal>
  readonly pools: Pools
  readonly house: House
  readonly policies: Policies
  readonly credentials: Credentials
  readonly sessions: Sessions
  readonly clock: Clock
  close(): Promise<void>
}

/** Throws `StartRefusal`; then nothing is left running. */
export async function openInstallation(
  options: InstallationOptions,
  say: (sentence: string) => void,
): Promise<Installation> {
  const folder = await openDataFolder(options.data),
    undo: (() => Promise<void>)[] = [() => folder.release()]
  const close = async () => {
    for (const step of undo.reverse()) await step()
  }
  try {
    const clock = await clockOf(folder.path, options)
    const { access, lost } = await databaseOf(options, folder, say, undo)
    if (!options.isReady) await migrate(access, { say })
    const pools = openPools(access)
    undo.push(() => pools.close())
    const keys = await openKeys(pools.application, folder.path),
      policies = new Policies(known)
    const house = new House({
      book: policies.book,
      store: openStore(pools.application, pools.writer),
      application: pools.application,
      keys,
      clock,
      digest: __FOLD_DIGEST__,
      isAlone: options.owner === undefined,
      createOrganisation: (wanted, at) => createOrganisation(pools.owner, wanted, at),
      handOverFolder: join(folder.path, 'handed-over'),
      sweepDisposed: () => sweepDisposed(pools.owner),
      lastBackup: () => lastBackup(folder.path),
      log: (line) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`),
    })
    await house.open()
    undo.push(() => house.close())
    return {
      folder: folder.path,
      access,
      lost,
      pools,
      house,
      policies,
      clock,
      close,
      credentials: credentialsOf(pools.application),
      sessions: sessionsOf(pools.application),
    }
  } catch (error) {
    await close()
    throw error
  }
}
/** The external PostgreSQL of two addresses, or the one that comes with the program. */
async function databaseOf(
  { owner, application, isReady }: InstallationOptions,
  folder: DataFolder,
  say: (sentence: string) => void,
  undo: (() => Promise<void>)[],
): Promise<{ readonly access: Access; readonly lost: Promise<StartRefusal> }> {
  if (owner === undefined && application === undefined) {
    const server = await startEmbedded(folder, { say })
    undo.push(() => server.stop())
    return server
  }
  if (owner === undefined || application === undefined) {
    throw new StartRefusal('external', '外部数据库只给了一个连接', '--owner 和 --application 须一起给出')
  }
  if (!isReady) await checkExternal({ owner, application })
  return { access: { owner, application }, lost: new Promise(() => undefined) }
}
/** A folder is of one clock for ever: what ran on the real one never becomes a rehearsal, nor the other way round. */
async function clockOf(
  folder: string,
  { clock: start, realClock = machineClock }: InstallationOptions,
): Promise<Clock> {
  const path = join(folder, 'clock'),
    wanted = start === undefined ? 'real' : 'driven',
    kind = (await read(path)) ?? wanted
  if (kind !== wanted) {
    const fact = wanted === 'driven' ? '这个文件夹用过真实时钟，不能用作演练' : '这是演练用的文件夹，不能按真实时钟运行'
    throw new StartRefusal('folder', fact, '请另选一个文件夹')
  }
  if (start === undefined) {
    await writeFile(path, 'real\n')
    return realClock
  }
  const instant = Date.parse(start)
  if (Number.isNaN(instant))
    throw new StartRefusal('folder', `演练时刻“${start}”不是时刻`, '请写成 2026-10-08T08:00:00+08:00')
  await writeFile(path, 'driven\n')
  return new DrivenClock(instant)
}
async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
