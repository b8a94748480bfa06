import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from './postgres.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database?.drop())

async function ask(url: string, text: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows[0] ?? {}
  } finally {
    await client.end()
  }
}

test('the application sees an empty, migrated database', async () => {
  expect(await ask(database.application, 'select count(*)::int as n from shouze.event')).toEqual({ n: 0 })
})

test('two databases do not see each other, and a dropped one is gone', async () => {
  const other = await freshDatabase({ isMigrated: false })
  await ask(other.owner, 'create schema shouze create table mark (x int)')
  expect(await ask(database.owner, "select to_regclass('shouze.mark') as there")).toEqual({ there: null })
  expect(await ask(other.owner, "select to_regclass('shouze.mark')::text as there")).toEqual({ there: 'shouze.mark' })
  await other.drop()
  await expect(ask(other.owner, 'select 1')).rejects.toThrow('does not exist')
})

test('the run writes to disk as an installation does', async () => {
  expect(await ask(database.application, 'show fsync')).toEqual({ fsync: 'on' })
})

test('the owner is no superuser and the application makes nothing', async () => {
  const attributes =
    'select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls as is_mighty from pg_roles where rolname = current_user'
  expect(await ask(database.owner, attributes)).toEqual({ is_mighty: false })
  expect(await ask(database.application, attributes)).toEqual({ is_mighty: false })
  await expect(ask(database.application, 'create table shouze.own (x int)')).rejects.toThrow('permission denied')
  await expect(ask(database.application, 'create temporary table own (x int)')).rejects.toThrow('permission denied')
  await ask(database.owner, 'create table shouze.own (x int)')
})
