/** One running PostgreSQL server process: started, waited for by connecting, stopped, and why it would not start. */
import { spawn, type ChildProcess } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Binaries } from './binaries.ts'
import type { DatabaseUser } from './database-user.ts'
import { codeOf, diskFull, readOnly, StartRefusal } from './start-refusal.ts'

export interface Launch {
  readonly binaries: Binaries
  readonly pgFolder: string
  readonly socketFolder: string
  readonly logFile: string
  readonly user: DatabaseUser | undefined
  /** Further settings, `name=value`; they come last and win. */
  readonly settings: readonly string[]
  /** Where to knock to see that it answers. */
  readonly url: string
  readonly say: (sentence: string) => void
}

export interface Postmaster {
  readonly pid: number
  /** Fulfilled when the process has ended, whoever ended it. */
  readonly ended: Promise<void>
  /** Fast shutdown: open transactions are rolled back, a checkpoint is written. */
  stop(): Promise<void>
}

const silenceMsMax = 9000
const recoveryMsMax = 30 * 60 * 1000
const knockEveryMs = 25
const logBytesMax = 10 * 1024 * 1024
const stopMs = 20_000

/** Starts the server and waits until it takes connections. Throws `StartRefusal`. */
export async function launch(asked: Launch): Promise<Postmaster> {
  const before = await turnLog(asked.logFile)
  const log = await open(asked.logFile, 'a', 0o600)
  const args = ['-D', asked.pgFolder, ...settingsOf(asked).flatMap((setting) => ['-c', setting])]
  const child = spawn(join(asked.binaries.folder, 'postgres'), args, {
    cwd: asked.pgFolder,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
    // Its own session: Ctrl-C in the terminal reaches us, and we stop it when the last commit has been answered.
    detached: true,
    ...(asked.user && { uid: asked.user.uid, gid: asked.user.gid }),
  })
  const ended = endOf(child)
  let isOver = false
  try {
    await Promise.race([untilItAnswers(asked, () => isOver), ended.then(async () => refuse(asked, before))])
  } catch (error) {
    child.kill('SIGQUIT')
    await ended
    throw error
  } finally {
    isOver = true
    await log.close()
  }
  if (child.pid === undefined) throw new Error('a process without a number answered')
  return { pid: child.pid, ended, stop: () => stop(child, ended) }
}

function settingsOf(asked: Launch): readonly string[] {
  return [
    'listen_addresses=',
    `unix_socket_directories=${asked.socketFolder}`,
    'unix_socket_permissions=0700',
    'password_encryption=scram-sha-256',
    'logging_collector=off',
    'log_destination=stderr',
    // Statements and key values may hold what must not lie in a log.
    'log_statement=none',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length=0',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    // Not in /dev/shm: containers give it 64 MB, and some systems clear it when the user who started us logs out.
    'dynamic_shared_memory_type=mmap',
    'max_wal_senders=0',
    'client_connection_check_interval=1s',
    ...asked.settings,
  ]
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    // Not started at all; what stands in the log, or does not, is then judged like an early end.
    child.once('error', () => resolve())
  })
}

async function untilItAnswers(asked: Launch, isOver: () => boolean): Promise<void> {
  const began = performance.now()
  let isToldOfRecovery = false
  while (!isOver()) {
    const answer = await knock(asked.url)
    if (answer === undefined) return
    const waitedMs = performance.now() - began
    if (answer === '57P03') {
      if (waitedMs > 1000 && !isToldOfRecovery) asked.say('数据库上次没有正常停止，正在自行恢复……')
      isToldOfRecovery ||= waitedMs > 1000
      if (waitedMs > recoveryMsMax) throw unanswered(asked)
    } else if (answer.startsWith('28')) {
      const fact = '数据库不认数据文件夹里记下的口令'
      throw new StartRefusal('folder', fact, '请恢复原来的 database.json，或从备份恢复')
    } else if (waitedMs > silenceMsMax) throw unanswered(asked)
    await pause(knockEveryMs)
  }
}

/** Undefined when it took the connection, else the code of what it said. */
async function knock(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return codeOf(error) ?? 'silent'
  } finally {
    await client.end()
  }
}

function unanswered(asked: Launch): StartRefusal {
  return new StartRefusal('database', '数据库启动后一直没有应答', `请查看“${asked.logFile}”的最后几行`)
}

/** What the log says since byte `before` about why the server ended. */
async function refuse(asked: Launch, before: number): Promise<never> {
  const said = (await readFile(asked.logFile)).subarray(before).toString('utf8')
  if (/No space left on device/.test(said)) throw diskFull(asked.pgFolder)
  if (/Read-only file system/.test(said)) throw readOnly(asked.pgFolder)
  // What we were answered while we knocked is no reason.
  const lines = said.split('\n').filter((line) => !/the database system is /.test(line))
  const last = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line)) ?? said.trim().split('\n').at(-1)
  const words = last?.replace(/^.*?\b(FATAL|PANIC|ERROR):\s*/, '')
  const fact = words ? `数据库没能启动（${words}）` : '数据库没能启动'
  throw new StartRefusal('database', fact, `请查看“${asked.logFile}”的最后几行`)
}

/** Keeps one older log beside the current one. Gives the length of the log as it is. */
async function turnLog(path: string): Promise<number> {
  try {
    const { size } = await stat(path)
    if (size < logBytesMax) return size
    await rename(path, `${path}.1`)
    return 0
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0
    throw error
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGINT')
  const patience = new AbortController()
  const firm = pause(stopMs, undefined, { signal: patience.signal }).then(
    () => child.kill('SIGQUIT'),
    () => undefined,
  )
  await ended
  patience.abort()
  await firm
}
