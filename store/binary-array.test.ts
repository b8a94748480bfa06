/** PostgreSQL reads the binary arrays as what they were made from. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { byteaArray, int4Array, int8Array, textArray } from './binary-array.ts'
import { openPools, type Pools } from './connect.ts'

let database: TestDatabase
let pools: Pools

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

const kinds = { 'text[]': textArray, 'bytea[]': byteaArray, 'bigint[]': int8Array, 'integer[]': int4Array }

/** What the database sees, an element a row. */
async function seen(kind: keyof typeof kinds, array: Buffer): Promise<readonly unknown[]> {
  const { rows } = await pools.application.query<{ v: unknown }>(
    `select v from unnest($1::${kind}) with ordinality as e (v, n) order by n`,
    [array],
  )
  return rows.map(({ v }) => v)
}

it('texts of every length and alphabet, missing ones as NULL', async () => {
  const texts = ['', 'a', undefined, '骨科', '𠮷', 'NULL', '{"a,b"}', '\\x00', 'x'.repeat(100_000), undefined]
  expect(await seen('text[]', textArray(texts))).toEqual(texts.map((one) => one ?? null))
})

it('bytes of every value', async () => {
  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const values = [Buffer.alloc(0), everyByte, Buffer.alloc(70_000, 0xff)]
  expect(await seen('bytea[]', byteaArray(values))).toEqual(values)
  expect(await seen('bytea[]', byteaArray([new Uint8Array([1, 2, 3]).subarray(1)]))).toEqual([Buffer.from([2, 3])])
})

it('whole numbers of either sign up to what a number holds exactly', async () => {
  const whole = [
    0,
    1,
    -1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32,
    2 ** 32 - 1,
    -(2 ** 32),
    1_760_000_000_000,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    undefined,
  ]
  expect(await seen('bigint[]', int8Array(whole))).toEqual(whole.map((one) => one ?? null))
  const small = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]
  expect(await seen('integer[]', int4Array(small))).toEqual(small)
})

it('nothing at all', async () => {
  for (const kind of ['text[]', 'bytea[]', 'bigint[]', 'integer[]'] as const) {
    expect(await seen(kind, kinds[kind]([]))).toEqual([])
  }
})

it('and what is no such number is refused before it is sent', () => {
  for (const wrong of [0.5, 2 ** 53, NaN]) expect(() => int8Array([wrong])).toThrow(RangeError)
  expect(() => int4Array([2 ** 31])).toThrow(RangeError)
})
