/** Databases for tests: real ones, on the run's own server, each fresh. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '../store/migrate.ts'
import type { Access } from '../store/types.ts'
import type { TestServer } from './database-setup.ts'

export interface TestDatabase extends Access {
  readonly name: string
  /** Reaches this database with every right; to look behind what the program may see. */
  readonly superuser: string
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>
}

export interface FreshOptions {
  /** False leaves it empty, for tests of migrating itself. */
  readonly isMigrated?: boolean
}

/** Makes a database, migrated, with the owner's and the application's URLs. It is gone at the end of the run anyway. */
export async function freshDatabase(options: FreshOptions = {}): Promise<TestDatabase> {
  const server = await testServer()
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser(server, `create database ${name} owner shouze_owner template template0`)
  await asSuperuser(server, `revoke all on database ${name} from public`)
  await asSuperuser(server, `grant connect on database ${name} to shouze_app`)
  const database: TestDatabase = {
    name,
    superuser: inDatabase(server.superuser, name),
    owner: inDatabase(server.owner, name),
    application: inDatabase(server.application, name),
    drop: () => asSuperuser(server, `drop database if exists ${name} with (force)`),
  }
  if (options.isMigrated ?? true) await migrate(database)
  return database
}

const emptied: TestDatabase[] = []
/** Rows of these come with the migrations. */
const migrated = ['migration', 'application_right']

/**
 * A migrated database without a row, which whoever used one before may have left behind: making one takes longer than
 * most scenarios. `drop` empties it for whoever comes next.
 */
export async function emptyDatabase(): Promise<TestDatabase> {
  const database = emptied.pop() ?? (await hasty())
  return {
    ...database,
    drop: async () => {
      await empty(database)
      emptied.push(database)
    },
  }
}
/** A database whose commits are answered before they lie on the disk: what survives a crash is shown on others. */
async function hasty(): Promise<TestDatabase> {
  const database = await freshDatabase(),
    server = await testServer()
  await asSuperuser(server, `alter database ${database.name} set synchronous_commit = off`)
  return database
}
async function empty({ superuser }: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: superuser })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; keeps: string | null }>(
      `select c.relname as name, (select t.tgname from pg_trigger t where t.tgrelid = c.oid and t.tgenabled = 'A') as keeps
        from pg_class c where c.relnamespace = 'shouze'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)`,
      [migrated],
    )
    const statements = rows.flatMap(({ name, keeps }) => {
      const table = `shouze.${pg.escapeIdentifier(name)}`
      if (keeps === null) return [`delete from ${table}`]
      const trigger = (state: string) => `alter table ${table} ${state} trigger ${pg.escapeIdentifier(keeps)}`
      return [trigger('disable'), `delete from ${table}`, trigger('enable always')]
    })
    // As a replica would: in any order of the keys.
    await client.query(['begin', 'set local session_replication_role = replica', ...statements, 'commit'].join('; '))
  } finally {
    await client.end()
  }
}

/** The run's server, started by the first who asks. Tests that need a server of their own start one themselves. */
export async function testServer(): Promise<TestServer> {
  const desk: string | undefined = inject('database')
  if (desk === undefined) throw new Error('this vitest configuration lacks globalSetup testing/database-setup.ts')
  const said = await text(connect(desk))
  // The setup writes exactly this; anything else is the sentence why it could not start.
  if (!said.startsWith('{')) throw new Error(said)
  return JSON.parse(said) as TestServer
}

/** What the application may not do: through one connection of the role that owns the tables. */
export async function asOwner<T>({ owner }: TestDatabase, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: owner })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
async function asSuperuser(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.superuser })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function inDatabase(url: string, name: string): string {
  const there = new URL(url)
  there.pathname = `/${name}`
  return there.href
}
