/** Two hundred bytes of an installation's tables, chosen by a seed, one changed at a time: each is found and named (RG-06). */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unwrapped, wrappedKeys, type WrappedKey } from '../store/archive-keys.ts'
import { readWrappingKeys, type WrappingKey } from '../store/key-folder.ts'
import { Dice } from '../testing/dice.ts'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { makeSample } from './archive-sample.ts'
import { connected, organisationsIn } from './reach.ts'
import { verifyOne } from './verify.ts'

const seed = Number(process.env['TAMPER_SEED'] ?? 20_261_127)
const times = 200
const digest = 'the fold of this test'
let scratch: Scratch, database: TestDatabase, client: pg.PoolClient, wrapping: readonly WrappingKey[]
let end: () => Promise<void>

beforeAll(async () => {
  scratch = await scratchFolder()
  const home = join(scratch.path, 'home')
  await mkdir(home)
  database = await freshDatabase()
  await makeSample(database, home, digest)
  wrapping = await readWrappingKeys(home)
  ;({ client, end } = await connected(database.owner))
})
afterAll(async () => {
  await end()
  await database.drop()
  await scratch.remove()
})

/** Where a byte may be changed: how a row is named, and what the fault has to say of it. */
interface Place {
  readonly table: string
  readonly column: string
  readonly kind: 'bytes' | 'text' | 'number'
  /** Of the primary key. */
  readonly row: string
}
const places: readonly Place[] = [
  ...(['header', 'facts', 'commitment', 'leaf'] as const).map((column) => at('event', column, 'bytes', 'seq')),
  ...(['id', 'because', 'corrects'] as const).map((column) => at('event', column, 'text', 'seq')),
  at('event', 'recorded', 'number', 'seq'),
  at('body', 'sealed', 'bytes', 'seq'),
  at('body', 'sealed', 'bytes', 'seq'),
  at('body', 'key_no', 'number', 'seq'),
  ...(['class', 'month', 'kek'] as const).map((column) => at('data_key', column, 'text', 'key_no')),
  at('data_key', 'wrapped', 'bytes', 'key_no'),
  at('checkpoint', 'root', 'bytes', 'size'),
  at('checkpoint', 'note', 'text', 'size'),
  at('tile', 'hashes', 'bytes', 'idx'),
]
function at(table: string, column: string, kind: Place['kind'], row: string): Place {
  return { table, column, kind, row }
}
interface Change {
  readonly said: string
  readonly row: number
  readonly place: Place
}
/** One byte of one row becomes another. */
async function changeOne(dice: Dice): Promise<Change> {
  const place = dice.pick(places),
    { table, column, kind, row } = place
  const { rows } = await client.query<{ row: number; length: number }>(
    `select ${row}::float8 as row, ${kind === 'number' ? '1' : kind === 'bytes' ? `octet_length(${column})` : `char_length(${column})`} as length
      from ${table} where ${column} is not null order by 1`,
  )
  if (rows.length === 0) throw new Error(`no row of ${table} has ${column}`)
  const chosen = dice.pick(rows),
    position = dice.roll(chosen.length),
    turned = 1 + dice.roll(255)
  const value = {
    bytes: `set_byte(${column}, ${position}, get_byte(${column}, ${position}) # ${turned})`,
    text: `overlay(${column} placing chr(33 + (ascii(substr(${column}, ${position + 1}, 1)) - 33 + ${1 + (turned % 93)}) % 94) from ${position + 1} for 1)`,
    number: `${column} # ${1 << (turned % 7)}`,
  }[kind]
  const { rowCount } = await client.query(`update ${table} set ${column} = ${value} where ${row} = $1`, [chosen.row])
  expect(rowCount).toBe(1)
  return { said: `${table}.${column} of ${chosen.row}, byte ${position}`, row: chosen.row, place }
}
async function verified() {
  const [organisation] = await organisationsIn(client)
  if (organisation === undefined) throw new Error('the sample has an organisation')
  const keys = await wrappedKeys(client, organisation.org)
  const open = (key: WrappedKey) => unwrapped(key, organisation.origin, wrapping)
  return verifyOne(client, organisation, { keys, open }, undefined)
}
async function verifiedAfter<T>(change: () => Promise<T>) {
  await client.query('begin')
  try {
    for (const table of ['event', 'checkpoint', 'body']) {
      await client.query(`alter table ${table} disable trigger ${table}_stays`)
    }
    await client.query('alter table event drop constraint event_id')
    const changed = await change()
    return { changed, report: await verified() }
  } finally {
    await client.query('rollback')
  }
}
/** Whether the fault names the row that was changed: a key by itself, or by an entry that lies under it. */
async function isNamed({ row, place: { table } }: Change, fault: { readonly seq?: number; readonly fact: string }) {
  if (table === 'tile') return fault.fact.startsWith('瓦片 0/')
  if (table === 'checkpoint') return fault.fact.startsWith(`${row} 条时`)
  if (table === 'data_key') {
    const under = await client.query('select 1 from body where seq = $1 and key_no = $2', [fault.seq ?? -1, row])
    return under.rowCount === 1 || fault.fact.startsWith(`第 ${row} 把密钥`)
  }
  return fault.seq === row && fault.fact.includes(`第 ${row} 条`)
}

test(`each of ${times} single bytes, seed ${seed}`, { timeout: 300_000 }, async () => {
  const dice = new Dice(seed),
    missed: string[] = []
  const counts = new Map<string, number>()
  for (let n = 0; n < times; n++) {
    const { changed, report } = await verifiedAfter(() => changeOne(dice))
    counts.set(changed.place.table, (counts.get(changed.place.table) ?? 0) + 1)
    if (report.isWhole || !report.fault || !(await isNamed(changed, report.fault)))
      missed.push(`${changed.said}: ${report.fault?.fact ?? 'nothing'}`)
  }
  console.log(`seed ${seed}: ${[...counts].map(([table, count]) => `${table} ${count}`).join(', ')}`)
  expect(missed).toEqual([])
})
test('control: unchanged it is whole, and a change that is taken back leaves nothing', async () => {
  expect((await verifiedAfter(async () => undefined)).report.isWhole).toBe(true)
  expect((await verified()).isWhole).toBe(true)
})
