import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import {
  isConnectionLost,
  isDataError,
  isRetryable,
  openPool,
  openPools,
  queriesOn,
  sqlState,
  type Pools,
} from './connect.ts'

let database: TestDatabase
let pools: Pools

beforeAll(async () => {
  database = await freshDatabase({ isMigrated: false })
  pools = openPools(database, { max: 4 })
  await pools.owner.query('create schema shouze')
  await pools.owner.query('create table number (x int primary key)')
})
afterAll(async () => {
  await pools?.close()
  await database?.drop()
})

async function errorOf(sql: string): Promise<unknown> {
  try {
    await pools.owner.query(sql)
  } catch (error) {
    return error
  }
  throw new Error(`${sql} was accepted`)
}

test.each([
  ["'2026-11-23'::date", '2026-11-23'],
  ["'2026-11-23 11:00'::timestamp", '2026-11-23 11:00:00'],
  ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
  ["'{1,2,null}'::bigint[]", [1, 2, null]],
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ['\'{"骨科": 1}\'::jsonb', { 骨科: 1 }],
  ['1.50::numeric', '1.50'],
])('%s comes as it is', async (sql, value) => {
  const { rows } = await pools.owner.query<{ it: unknown }>(`select ${sql} as it`)
  expect(rows[0]?.it).toEqual(value)
})

test.each(['9007199254740992::bigint', "'{9007199254740992}'::bigint[]"])(
  '%s throws, it does not round',
  async (sql) => {
    expect(await errorOf(`select ${sql}`)).toBeInstanceOf(RangeError)
    expect((await pools.owner.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  },
)

test.each([
  ['insert into number values (1), (1)', '23505', true],
  ["select 'x'::int", '22P02', true],
  ['select 1 from nowhere', '42P01', false],
])('%s is %s', async (sql, state, isOfData) => {
  const error = await errorOf(sql)
  expect(sqlState(error)).toBe(state)
  expect(isDataError(error)).toBe(isOfData)
  expect(isConnectionLost(error)).toBe(false)
  expect(isRetryable(error)).toBe(false)
})

test('a transaction is all or nothing, and leaves its connection fit for the next', async () => {
  const queries = queriesOn(pools.owner)
  const both = queries.transaction(async (query) => {
    await query('add', 'insert into number values ($1)', [1])
    await query('add', 'insert into number values ($1)', [1])
  })
  await expect(both).rejects.toThrow('duplicate key')
  expect(await queries.rows('count', 'select count(*) as n from number')).toEqual([{ n: 0 }])
  await queries.transaction((query) => query('add', 'insert into number values ($1)', [1]))
  expect(await queries.rows('count', 'select count(*) as n from number')).toEqual([{ n: 1 }])
})

test('a cut connection is known as lost, and the pool makes another', async () => {
  const cut = await errorOf('select pg_terminate_backend(pg_backend_pid())')
  expect(isConnectionLost(cut)).toBe(true)
  expect((await pools.owner.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a server that is not there, or says nothing, is a lost connection', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve)
  })
  // A listening TCP server always has an AddressInfo.
  const { port } = silent.address() as AddressInfo
  for (const url of [`postgresql://u:p@127.0.0.1:${port}/x`, 'postgresql://u:p@localhost/x?host=%2Fnowhere']) {
    const pool = openPool(url)
    const error: unknown = await pool.query('select 1').then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(isConnectionLost(error)).toBe(true)
    await pool.end()
  }
  silent.close()
})

test('a statement that takes too long is ended', async () => {
  const pool = openPool(database.owner, { statementTimeoutMs: 50 })
  await expect(pool.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' })
  await pool.end()
})
