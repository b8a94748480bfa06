/**
 * What an earlier server left in a cluster: a postmaster without its parent, backends without their postmaster, a lock
 * without its process. Only a process that works in that very folder is ever signalled, only a lock that names none of
 * them is ever removed. The caller holds the data folder, so nobody else is starting there.
 */
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, StartRefusal } from './start-refusal.ts'

const politeMs = 4000
const firmMs = 1500
const lookEveryMs = 20

/**
 * Stops every PostgreSQL process that works in the cluster `pgFolder` and clears the locks of dead ones.
 * Gives how many processes there were. Throws `StartRefusal` (database) when one survives, within eight seconds.
 */
export async function stopOrphans(pgFolder: string, socketFolder: string): Promise<number> {
  const found = await processesIn(pgFolder)
  if (found.length > 0) await stopAll(pgFolder, found)
  await clearLock(join(pgFolder, 'postmaster.pid'))
  for (const name of await namesIn(socketFolder)) {
    if (name.endsWith('.lock')) await clearLock(join(socketFolder, name))
  }
  return found.length
}

/** The ids of the PostgreSQL processes whose working directory is the cluster; PostgreSQL enters it and stays. */
export async function processesIn(pgFolder: string): Promise<readonly number[]> {
  const ids = (await namesIn('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found: number[] = []
  for (const id of ids) {
    if (await worksIn(id, pgFolder)) found.push(id)
  }
  return found
}

async function worksIn(id: number, pgFolder: string): Promise<boolean> {
  try {
    if ((await readlink(`/proc/${id}/cwd`)) !== pgFolder) return false
    const words = await readFile(`/proc/${id}/cmdline`, 'utf8')
    const first = words.split('\0')[0] ?? ''
    return first.startsWith('postgres:') || basename(first) === 'postgres'
  } catch (error) {
    const code = codeOf(error)
    // It ended while we looked, or it is another user's and so not ours.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return false
    throw error
  }
}

async function stopAll(pgFolder: string, found: readonly number[]): Promise<void> {
  const postmaster = await lockedBy(join(pgFolder, 'postmaster.pid'))
  // SIGINT to a postmaster is its fast shutdown, with a checkpoint; without one the backends are told to quit.
  if (postmaster !== undefined && found.includes(postmaster)) signal([postmaster], 'SIGINT')
  else signal(found, 'SIGQUIT')
  if (await isEmptyWithin(pgFolder, politeMs)) return
  signal(await processesIn(pgFolder), 'SIGQUIT')
  if (await isEmptyWithin(pgFolder, firmMs)) return
  signal(await processesIn(pgFolder), 'SIGKILL')
  if (await isEmptyWithin(pgFolder, firmMs)) return
  const ids = (await processesIn(pgFolder)).join('、')
  throw new StartRefusal('database', `上次留下的数据库进程（${ids}）停不下来`, '请重启这台机器后再启动')
}

async function isEmptyWithin(pgFolder: string, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs
  while ((await processesIn(pgFolder)).length > 0) {
    if (performance.now() > until) return false
    await pause(lookEveryMs)
  }
  return true
}

function signal(ids: readonly number[], name: NodeJS.Signals): void {
  for (const id of ids) {
    try {
      process.kill(id, name)
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error
    }
  }
}

/**
 * No process works in the cluster any more, so its lock is dead. PostgreSQL clears it by itself, except when it is
 * empty (the power failed while it was written) or when its number belongs to some other program by now.
 */
async function clearLock(path: string): Promise<void> {
  const id = await lockedBy(path)
  if (id === undefined) return
  if (id === 0 || (await isRunning(id))) await rm(path, { force: true })
}

/** The process id in the first line of a lock; 0 when there is none in it, undefined when there is no lock. */
async function lockedBy(path: string): Promise<number | undefined> {
  try {
    const id = Number((await readFile(path, 'utf8')).split('\n')[0])
    return Number.isSafeInteger(id) && id > 0 ? id : 0
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function isRunning(id: number): Promise<boolean> {
  return (await namesIn(`/proc/${id}`)).length > 0
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ESRCH') return []
    throw error
  }
}
