import { spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDatabaseChild } from '../testing/database-child.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { openDataFolder } from './data-folder.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import type { Access } from './types.ts'

let scratch: Scratch
let folder: string
let database: TestDatabase

beforeEach(async () => {
  scratch = await scratchFolder()
  folder = join(scratch.path, 'migrations')
  await mkdir(folder)
  database = await freshDatabase({ isMigrated: false })
})
afterEach(async () => {
  await database.drop()
  await scratch.remove()
})

function write(name: string, sql: string): Promise<void> {
  return writeFile(join(folder, `${name}.sql`), sql)
}
async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

test('files run once, in their order, and the next run adds only what is new', async () => {
  await write('0001-one', 'create table one (x int); insert into one values (1)')
  await write('0002-two', 'create table two as select x + 1 as x from one')
  expect(await migrate(database, { folder })).toEqual(['0001-one', '0002-two'])
  expect(await migrate(database, { folder })).toEqual([])
  await write('0003-three', 'create table three as select x + 1 as x from two')
  expect(await migrate(database, { folder })).toEqual(['0003-three'])
  expect(await ask(database.owner, 'select x from shouze.three')).toEqual([3])
})

test('a failing file leaves nothing of itself and says why; put right, it runs', async () => {
  await write('0001-one', 'create table one (x int)')
  await write('0002-two', 'create table half (x int); select 1 / 0')
  await expect(migrate(database, { folder })).rejects.toMatchObject({
    reason: 'migration',
    exitCode: 19,
    message: '不能启动：数据库升级 0002-two 没有成功，已全部撤回（22012 division by zero）；请排除原因后再启动。',
  })
  expect(await ask(database.owner, "select to_regclass('shouze.half')")).toEqual([null])
  await write('0002-two', 'create table whole (x int)')
  expect(await migrate(database, { folder })).toEqual(['0002-two'])
})

test('an applied file that was edited is refused; as it was, accepted', async () => {
  await write('0001-one', 'create table one (x int)')
  await migrate(database, { folder })
  await write('0001-one', 'create table one (x int) ')
  await expect(migrate(database, { folder })).rejects.toMatchObject({
    reason: 'altered',
    message: '不能启动：数据库升级文件 0001-one 与当初执行的不同；请恢复原来的程序文件后再启动。',
  })
  await write('0001-one', 'create table one (x int)')
  expect(await migrate(database, { folder })).toEqual([])
})

test('a database that a newer program has migrated is refused by the older one', async () => {
  await write('0001-one', 'create table one (x int)')
  await write('0002-two', 'create table two (x int)')
  await migrate(database, { folder })
  await rm(join(folder, '0002-two.sql'))
  await expect(migrate(database, { folder })).rejects.toMatchObject({
    reason: 'newer',
    exitCode: 14,
    message: '不能启动：数据已被较新的守则升级过（0002-two），本程序只认得到 0001-one；请换回较新的程序。',
  })
})

test.each(['0002-gap', '001-short', '0001-UPPER'])(
  'files must be numbered from 0001 without gap: not %s',
  async (name) => {
    await write(name, 'select 1')
    await expect(migrate(database, { folder })).rejects.toThrow(`${name}.sql is not migration 1`)
  },
)

test('of many that migrate at once each file runs for exactly one', async () => {
  await write('0001-one', 'create table one (x int)')
  await write('0002-two', 'create table two (x int)')
  const ran = await Promise.all(Array.from({ length: 5 }, () => migrate(database, { folder })))
  expect(ran.flat().sort()).toEqual(['0001-one', '0002-two'])
})

test('the grants are made anew on every run, for the role of the application', async () => {
  await write(
    '0001-grants',
    `create table one (x int);
    create function grant_application(application name) returns void language plpgsql set search_path = shouze as $$
    begin
      execute format('grant usage on schema shouze to %1$I; grant select on one to %1$I', application);
    end $$`,
  )
  await migrate(database, { folder })
  await ask(database.owner, 'revoke all on shouze.one from shouze_app')
  await expect(ask(database.application, 'select x from shouze.one')).rejects.toThrow('permission denied')
  await migrate(database, { folder })
  expect(await ask(database.application, 'select x from shouze.one')).toEqual([])
  await expect(ask(database.application, 'select * from shouze.migration')).rejects.toThrow('permission denied')
})

test('a program killed inside a migration leaves nothing half done, and the next start goes on', async () => {
  const path = join(scratch.path, 'data')
  await write('0001-patience', 'create table patience (seconds int); insert into patience values (600)')
  await write('0002-slow', 'create table half (x int); select pg_sleep(seconds) from patience')
  const { report, kill } = await startDatabaseChild(path, { migrations: folder })
  const { owner }: Access = report.access ?? { owner: '', application: '' }
  const asleep = "select count(*)::int from pg_stat_activity where wait_event = 'PgSleep'"
  await expect.poll(() => ask(owner, asleep), { timeout: 20_000 }).toEqual([1])
  await kill()
  const held = await openDataFolder(path)
  const server = await startEmbedded(held)
  try {
    expect(await ask(server.access.owner, "select to_regclass('shouze.half')")).toEqual([null])
    await ask(server.access.owner, 'update shouze.patience set seconds = 0')
    expect(await migrate(server.access, { folder })).toEqual(['0002-slow'])
    expect(await ask(server.access.owner, 'select count(*)::int from shouze.half')).toEqual([0])
  } finally {
    await server.stop()
    await held.release()
  }
})

test('a program killed inside a migration of an external database frees it within seconds', async () => {
  await write('0001-slow', 'create table half (x int); select pg_sleep(600)')
  const script = join(import.meta.dirname, '..', 'testing', 'migrate-process.ts')
  const args = ['--import', 'tsx', script, database.owner, database.application, folder]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const asleep =
    "select count(*)::int from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"
  await expect.poll(() => ask(database.superuser, asleep), { timeout: 20_000 }).toEqual([1])
  child.kill('SIGKILL')
  await write('0001-slow', 'create table whole (x int)')
  expect(await migrate(database, { folder })).toEqual(['0001-slow'])
  expect(await ask(database.owner, "select to_regclass('shouze.half')")).toEqual([null])
})

test('a connection that breaks inside a migration is a refusal, and the next run goes on', async () => {
  await write('0001-slow', 'create table half (x int); select pg_sleep(600)')
  const client = new pg.Client({ connectionString: database.superuser })
  await client.connect()
  const lost = expect(migrate(database, { folder })).rejects.toMatchObject({ reason: 'migration' })
  const sleeper = "select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"
  await expect.poll(async () => (await client.query(sleeper)).rowCount, { timeout: 20_000 }).toBe(1)
  await client.query(`select pg_terminate_backend(pid) from (${sleeper}) as it`)
  await lost
  await client.end()
  await write('0001-slow', 'create table whole (x int)')
  expect(await migrate(database, { folder })).toEqual(['0001-slow'])
})
