/** The database that comes with the program: made in the data folder at first start, run as a child, kept alive. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findBinaries, type Binaries } from './binaries.ts'
import type { DataFolder } from './data-folder.ts'
import { refuseUnreachable } from './database-user.ts'
import { readSecrets, type Secrets } from './embedded-secrets.ts'
import { stopOrphans } from './orphans.ts'
import { launch, type Launch, type Postmaster } from './postmaster.ts'
import { socketFolderFor } from './socket-folder.ts'
import { codeOf, diskFull, StartRefusal } from './start-refusal.ts'
import type { Access } from './types.ts'

export interface EmbeddedServer {
  readonly access: Access
  /** For making databases, in tests; the program itself never connects by it once it runs. */
  readonly superuser: string
  /** The process id of the postmaster as of now; another one after it was revived. */
  pid(): number
  /** Fulfilled when the server ended by itself and could not be revived. */
  readonly lost: Promise<StartRefusal>
  /** Fast shutdown. Calling twice is calling once. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Other binaries than the package's: the folder of `initdb` and `postgres`. */
  readonly binaries?: string
  /** Further settings of PostgreSQL, `name=value`. */
  readonly settings?: readonly string[]
  /** Told, in Chinese, what takes time. */
  readonly say?: (sentence: string) => void
}

const run = promisify(execFile)
const unfinished = 'pg.new-'
const revivalsMax = 5
const revivalsWithinMs = 60_000

/** Starts the database of a folder that this process holds. Throws `StartRefusal`; then nothing is left running. */
export async function startEmbedded(folder: DataFolder, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const say = options.say ?? ((): void => undefined)
  const binaries = await findBinaries(options.binaries)
  const pgFolder = join(folder.path, 'pg')
  const socketFolder = await socketFolderFor(folder)
  if (folder.user) {
    await refuseUnreachable(binaries.folder, folder.user)
    await refuseUnreachable(folder.path, folder.user)
  }
  if ((await stopOrphans(pgFolder, socketFolder)) > 0) say('上次留下的数据库进程已停止。')
  const secrets = await readSecrets(folder.path, await isThere(pgFolder))
  if (!(await isThere(pgFolder))) {
    say('首次启动，正在建立数据库……')
    await initialise(folder, binaries, secrets)
  }
  await refuseOtherMajor(pgFolder, binaries)
  const url = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`
  const superuser = url('shouze_root', secrets.superuser, 'postgres')
  const asked: Launch = {
    binaries,
    pgFolder,
    socketFolder,
    logFile: join(folder.path, 'postgres.log'),
    user: folder.user,
    settings: options.settings ?? [],
    url: superuser,
    say,
  }
  const alive = await keepAlive(asked)
  try {
    await makeRoles(superuser, secrets)
  } catch (error) {
    await alive.stop()
    throw error
  }
  const access: Access = {
    owner: url('shouze_owner', secrets.owner, 'shouze'),
    application: url('shouze_app', secrets.application, 'shouze'),
  }
  return { access, superuser, ...alive }
}

/** Makes the cluster beside its place and moves it there whole, so that a kill in between leaves nothing half made. */
async function initialise(folder: DataFolder, binaries: Binaries, secrets: Secrets): Promise<void> {
  await clearUnfinished(folder.path)
  // A name of its own: an initdb that outlived its parent may still write, and in the end clear, the folder it was given.
  const fresh = join(folder.path, `${unfinished}${randomBytes(4).toString('hex')}`)
  const passwordFile = `${fresh}.password`
  const { user } = folder
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(passwordFile, secrets.superuser, { mode: 0o600 })
  if (user) for (const path of [fresh, passwordFile]) await chown(path, user.uid, user.gid)
  const args = [
    ...['-D', fresh, '-U', 'shouze_root', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh-Hans-CN'],
  ]
  try {
    const identity = user && { uid: user.uid, gid: user.gid }
    await run(join(binaries.folder, 'initdb'), args, {
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      ...identity,
    })
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw initialiseRefusal(error, folder.path)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(fresh, join(folder.path, 'pg'))
  const parent = await open(folder.path)
  await parent.sync()
  await parent.close()
}

async function clearUnfinished(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (name.startsWith(unfinished)) await rm(join(path, name), { recursive: true, force: true, maxRetries: 20 })
  }
}

function initialiseRefusal(error: unknown, path: string): StartRefusal {
  const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : ''
  if (/No space left on device/.test(said)) return diskFull(path, error)
  const words = /(?:FATAL|initdb: error|error):\s*(.*)/.exec(said)?.[1] ?? String(error)
  return new StartRefusal('database', `数据库没能建立（${words}）`, '请核对文件夹的权限与磁盘后再启动', error)
}

async function refuseOtherMajor(pgFolder: string, binaries: Binaries): Promise<void> {
  const major = (await readFile(join(pgFolder, 'PG_VERSION'), 'utf8')).trim()
  if (major === binaries.major) return
  const fact = `数据由 PostgreSQL ${major} 写成，而程序带的是 ${binaries.major}`
  throw new StartRefusal('newer', fact, '请用原来版本的守则导出（shouze export），再在新文件夹里导入')
}

/** Two roles and their database. Each is made if it is not there, so a kill between two of them is made good. */
async function makeRoles(superuser: string, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ connectionString: superuser })
  await client.connect()
  try {
    const attributes = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
    for (const [role, password] of [
      ['shouze_owner', secrets.owner],
      ['shouze_app', secrets.application],
    ] as const) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
      if (rowCount === 0) await client.query(`create role ${role} ${attributes} password '${password}'`)
    }
    const { rowCount } = await client.query("select from pg_database where datname = 'shouze'")
    if (rowCount === 0) await client.query('create database shouze owner shouze_owner')
    await client.query('revoke all on database shouze from public; grant connect on database shouze to shouze_app')
  } finally {
    await client.end()
  }
}

interface Alive {
  pid(): number
  readonly lost: Promise<StartRefusal>
  stop(): Promise<void>
}

/** Starts the server and starts it again when it ends without having been stopped, five times a minute at most. */
async function keepAlive(asked: Launch): Promise<Alive> {
  let now: Postmaster = await launch(asked)
  let isStopping = false
  const watch = async (): Promise<StartRefusal | undefined> => {
    const revived: number[] = []
    for (;;) {
      await now.ended
      if (isStopping) return undefined
      const at = performance.now()
      revived.push(at)
      if (revived.filter((each) => each > at - revivalsWithinMs).length > revivalsMax) {
        return new StartRefusal('database', '数据库接连中断', `请查看“${asked.logFile}”的最后几行`)
      }
      try {
        asked.say('数据库中断，正在重新启动……')
        await stopOrphans(asked.pgFolder, asked.socketFolder)
        now = await launch(asked)
        // Asked to stop while it was coming back: `stop` has seen the one before.
        if (isStopping) await now.stop()
      } catch (error) {
        if (error instanceof StartRefusal) return error
        return new StartRefusal('database', '数据库中断后没能再启动', `请查看“${asked.logFile}”的最后几行`, error)
      }
    }
  }
  const watched = watch()
  const lost = new Promise<StartRefusal>((resolve) => {
    void watched.then((refusal) => {
      if (refusal) resolve(refusal)
    })
  })
  const stop = async (): Promise<void> => {
    isStopping = true
    await now.stop()
    await watched
  }
  return { pid: () => now.pid, lost, stop }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
