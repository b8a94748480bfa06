/**
 * Brings the schema up to the program: named SQL files, forward only, each in one transaction with the row that says
 * so. A kill inside one leaves nothing of it, and the next start goes on from there.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isDiskFull, sqlState } from './connect.ts'
import { packageRoot } from './package-root.ts'
import { diskFull, StartRefusal } from './start-refusal.ts'
import type { Access } from './types.ts'

export interface Migration {
  readonly number: number
  /** As in the file's name, without `.sql`: '0001-log'. */
  readonly name: string
  readonly sql: string
  /** Of the file's bytes, in hexadecimal. */
  readonly sha256: string
}

export interface MigrateOptions {
  /** Where the files lie; the program's own when not given. */
  readonly folder?: string
  readonly say?: (sentence: string) => void
}

/** Any number that only this program uses; it is the same for all versions. */
const lockKey = 7_301_946_202
const lockWaitMs = 9000
const lockEveryMs = 50

/**
 * Runs what has not run, as the owner, under an advisory lock; then grants anew what the application's role may do
 * (the schema's own function `grant_application`). Gives the names of what ran now.
 * Throws `StartRefusal`: taken, newer, altered, migration, full.
 */
export async function migrate(access: Access, options: MigrateOptions = {}): Promise<readonly string[]> {
  const known = await readMigrations(options.folder ?? join(packageRoot(), 'store', 'sql', 'migrations'))
  const client = new pg.Client({ connectionString: access.owner, application_name: 'shouze-migrate' })
  // A connection that breaks also rejects the query under way; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query("set client_connection_check_interval = '1s'")
    await takeLock(client)
    await makeTable(client)
    const pending = pendingOf(known, await appliedIn(client))
    for (const migration of pending) {
      options.say?.(`正在升级数据库：${migration.name}……`)
      await apply(client, migration)
    }
    await grant(client, access)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/** The files of a folder in their order. Throws when a name or the numbering is not as it must be. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file, index) => {
      const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1])
      if (number !== index + 1) throw new Error(`${file} is not migration ${index + 1}`)
      const bytes = await readFile(join(folder, file))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { number, name: file.slice(0, -'.sql'.length), sql: bytes.toString('utf8'), sha256 }
    }),
  )
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

async function takeLock(client: pg.Client): Promise<void> {
  const until = performance.now() + lockWaitMs
  for (;;) {
    const { rows } = await client.query<{ is_ours: boolean }>('select pg_try_advisory_lock($1) as is_ours', [lockKey])
    if (rows[0]?.is_ours) return
    if (performance.now() > until) {
      throw new StartRefusal('taken', '另一个守则正在升级同一个数据库', '请等它完成后再启动')
    }
    await pause(lockEveryMs)
  }
}

async function makeTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is_there: boolean }>(
    "select to_regclass('shouze.migration') is not null as is_there",
  )
  if (rows[0]?.is_there) return
  await client.query('begin')
  await client.query('create schema if not exists shouze')
  await client.query(
    'create table shouze.migration (number integer primary key, name text not null, sha256 text not null)',
  )
  await client.query('commit')
}

async function appliedIn(client: pg.Client): Promise<readonly Applied[]> {
  const { rows } = await client.query<Applied>('select number, name, sha256 from shouze.migration order by number')
  return rows
}

function pendingOf(known: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  for (const done of applied) {
    const file = known[done.number - 1]
    if (!file) {
      const fact = `数据已被较新的守则升级过（${done.name}），本程序只认得到 ${known.at(-1)?.name ?? '0000'}`
      throw new StartRefusal('newer', fact, '请换回较新的程序')
    }
    if (file.sha256 !== done.sha256) {
      const fact = `数据库升级文件 ${file.name} 与当初执行的不同`
      throw new StartRefusal('altered', fact, '请恢复原来的程序文件后再启动')
    }
  }
  return known.slice(applied.length)
}

async function apply(client: pg.Client, { number, name, sql, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query('set local search_path = shouze')
    await client.query(sql)
    await client.query('insert into shouze.migration (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ])
    await client.query('commit')
  } catch (error) {
    // Ending the connection rolls back; nothing more is said on it.
    if (isDiskFull(error)) throw diskFull('数据库', error)
    const words = `${sqlState(error) ?? ''} ${error instanceof Error ? error.message : String(error)}`.trim()
    throw new StartRefusal(
      'migration',
      `数据库升级 ${name} 没有成功，已全部撤回（${words}）`,
      '请排除原因后再启动',
      error,
    )
  }
}

async function grant(client: pg.Client, access: Access): Promise<void> {
  const signature = 'shouze.grant_application(name)'
  const { rows } = await client.query<{ is_there: boolean }>('select to_regprocedure($1) is not null as is_there', [
    signature,
  ])
  if (!rows[0]?.is_there) return
  const application = new pg.Client({ connectionString: access.application }).user
  await client.query('select shouze.grant_application($1)', [application])
}
