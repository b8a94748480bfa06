import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDatabaseChild, type ChildOptions, type DatabaseChild } from '../testing/database-child.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { startEmbedded, type EmbeddedServer } from './embedded.ts'
import { stopOrphans } from './orphans.ts'

const isRoot = process.getuid?.() === 0
/** For what happens in its own time on a busy machine; nothing waits so long that goes well. */
const patience = { timeout: 20_000 }
let scratch: Scratch
let path: string
const children: DatabaseChild[] = []
let open: { folder: DataFolder; server: EmbeddedServer }[] = []

beforeEach(async () => {
  scratch = await scratchFolder()
  path = join(scratch.path, 'data')
})
afterEach(async () => {
  for (const each of open) await close(each)
  open = []
  for (const child of children.splice(0)) await child.kill()
  await stopOrphans(join(path, 'pg'), join(path, 'run'))
  await scratch.remove()
})

async function start(): Promise<{ folder: DataFolder; server: EmbeddedServer }> {
  const folder = await openDataFolder(path)
  try {
    const started = { folder, server: await startEmbedded(folder) }
    open.push(started)
    return started
  } catch (error) {
    await folder.release()
    throw error
  }
}
async function close({ folder, server }: { folder: DataFolder; server: EmbeddedServer }): Promise<void> {
  await server.stop()
  await folder.release()
}
async function startAndStop(): Promise<void> {
  const started = await start()
  await close(started)
}
async function startChild(options: ChildOptions = {}): Promise<DatabaseChild> {
  const child = await startDatabaseChild(path, options)
  children.push(child)
  return child
}
async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}
async function keepSeven(url: string): Promise<void> {
  await rows(url, 'create schema shouze create table kept (x int)')
  await rows(url, 'insert into shouze.kept values (7)')
}
/** A process that ended but that nobody has asked after (state Z) is not alive. */
function isAlive(pid: number | undefined): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}

test('a first start makes a checked, socket-only database that sorts by pinyin', async () => {
  const { server } = await start()
  const settings = [
    'data_checksums',
    'listen_addresses',
    'password_encryption',
    'fsync',
    'server_encoding',
    'unix_socket_directories',
  ]
  const shown = await rows(
    server.superuser,
    settings.map((name) => `select current_setting('${name}')`).join(' union all '),
  )
  expect(shown).toEqual(['on', '', 'scram-sha-256', 'on', 'UTF8', join(path, 'run')])
  const names = "select * from (values ('张'), ('王'), ('阿'), ('李')) as person (name) order by name"
  expect(await rows(server.access.application, names)).toEqual(['阿', '李', '王', '张'])
})

test('the passwords are random, for our eyes only, and asked for', async () => {
  const { server } = await start()
  const file = join(path, 'database.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(path, 'pg'))).mode & 0o777).toBe(0o700)
  expect((await readFile(join(path, 'pg', 'pg_hba.conf'), 'utf8')).match(/^local.*(trust|password|peer)$/m)).toBeNull()
  const wrong = server.access.owner.replace(/:[0-9a-f]{64}@/, ':password@')
  await expect(rows(wrong, 'select 1')).rejects.toThrow('password authentication failed')
  expect(await rows(server.access.owner, 'select 1')).toEqual([1])
})

test('started by root the database runs as another user, who sees nothing else of the folder', async ({ skip }) => {
  skip(!isRoot, 'needs root')
  const { server, folder } = await start()
  const status = await readFile(`/proc/${server.pid()}/status`, 'utf8')
  expect(status).toMatch(new RegExp(`^Uid:\\s+${folder.user?.uid}\\s`, 'm'))
  expect(folder.user?.uid).toBeGreaterThan(0)
  expect((await stat(path)).mode & 0o777).toBe(0o710)
})

test('an ordinary user starts it as himself', async ({ skip }) => {
  skip(!isRoot, 'needs root to become another user')
  const nobody = { uid: 65534, gid: 65534 }
  await mkdir(path)
  await chown(path, nobody.uid, nobody.gid)
  const { report, kill } = await startChild(nobody)
  expect(report.refused).toBeUndefined()
  expect(await readFile(`/proc/${report.pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s/m)
  await kill()
  process.kill(report.pid ?? 0, 'SIGINT')
  await expect.poll(() => isAlive(report.pid), patience).toBe(false)
})

test('what was written before a stop is there after the next start', async () => {
  const first = await start()
  await keepSeven(first.server.access.owner)
  await close(first)
  expect(isAlive(first.server.pid())).toBe(false)
  const second = await start()
  expect(await rows(second.server.access.owner, 'select x from shouze.kept')).toEqual([7])
})

test('after a kill of the program the next start stops the orphan and keeps what was committed', async () => {
  const { report, kill } = await startChild()
  await keepSeven(report.access?.owner ?? '')
  await kill()
  expect(isAlive(report.pid)).toBe(true)
  const { server } = await start()
  expect(isAlive(report.pid)).toBe(false)
  expect(await rows(server.access.owner, 'select x from shouze.kept')).toEqual([7])
})

test('after a kill of program and database the next start recovers', async () => {
  const { report, kill } = await startChild()
  await keepSeven(report.access?.owner ?? '')
  await kill()
  process.kill(report.pid ?? 0, 'SIGKILL')
  const { server } = await start()
  expect(await rows(server.access.owner, 'select x from shouze.kept')).toEqual([7])
})

test('a database that is killed under the program comes back by itself', async () => {
  const { server } = await start()
  await keepSeven(server.access.owner)
  const before = server.pid()
  process.kill(before, 'SIGKILL')
  await expect.poll(() => rows(server.access.owner, 'select x from shouze.kept').catch(String), patience).toEqual([7])
  // It answers a moment before its supervisor has read its new number.
  await expect.poll(() => server.pid()).not.toBe(before)
})

test('a program killed while it made the database is followed by one that makes it', async () => {
  const ended = startChild().catch(String)
  await expect.poll(() => existsSync(path) && hasUnfinished(), { ...patience, interval: 1 }).toBe(true)
  process.kill(await holderOf(path), 'SIGKILL')
  expect(await ended).toContain('without a word')
  expect(existsSync(join(path, 'pg'))).toBe(false)
  await start()
  expect(await hasUnfinished()).toBe(false)
})

test('a second start on the folder is refused and names the first; a third after its end works', async () => {
  const { report, child, kill } = await startChild()
  await expect(start()).rejects.toMatchObject({
    reason: 'taken',
    exitCode: 10,
    message: `不能启动：数据文件夹“${path}”正被另一个守则（进程号 ${child.pid}）使用；请先停止它，或用 --data 换一个文件夹。`,
  })
  expect(isAlive(report.pid)).toBe(true)
  await kill()
  await start()
})

test('a lock that names some other living program, or nothing, neither blocks the start nor harms that program', async () => {
  const started = await start()
  await close(started)
  const { folder } = started
  const identity = folder.user && { uid: folder.user.uid, gid: folder.user.gid }
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore', ...identity })
  await once(bystander, 'spawn')
  const lock = join(path, 'pg', 'postmaster.pid')
  for (const content of [`${bystander.pid}\n${join(path, 'pg')}\n1700000000\n5432\n`, '']) {
    await writeFile(lock, content)
    if (folder.user) await chown(lock, folder.user.uid, folder.user.gid)
    await startAndStop()
  }
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
  bystander.kill()
})

test('a folder whose path is too long for a socket has it elsewhere', async () => {
  path = join(scratch.path, 'x'.repeat(90))
  const { server } = await start()
  const [there] = await rows(server.superuser, "select current_setting('unix_socket_directories')")
  expect(there).toMatch(/shouze-[0-9a-f]{16}$/)
  await rm(String(there), { recursive: true })
})

test('a folder without its passwords is refused, and with them again accepted', async () => {
  await startAndStop()
  const file = join(path, 'database.json')
  const kept = await readFile(file)
  await rm(file)
  await expect(start()).rejects.toMatchObject({ reason: 'folder', message: expect.stringContaining('口令文件') })
  await writeFile(file, kept, { mode: 0o600 })
  await start()
})

test('data of another PostgreSQL are refused with a way out', async () => {
  await startAndStop()
  const file = join(path, 'pg', 'PG_VERSION')
  const kept = await readFile(file)
  await writeFile(file, '17\n')
  await expect(start()).rejects.toMatchObject({
    reason: 'newer',
    message: expect.stringContaining('由 PostgreSQL 17 写成'),
  })
  await writeFile(file, kept)
  await start()
})

async function hasUnfinished(): Promise<boolean> {
  return (await readdir(path)).some((name) => name.startsWith('pg.new-'))
}

async function holderOf(folder: string): Promise<number> {
  return Number(await text(connect(join(folder, 'start.sock'))))
}
