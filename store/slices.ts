/** The state as it was last written behind: slices by `space/key`, and how far they reach. */
import type { Pool } from 'pg'
import { int8Array, textArray } from './binary-array.ts'
import { refusalOf } from './refusals.ts'
import type { SliceRow, Store } from './types.ts'

type Slices = Pick<Store, 'folded' | 'slices' | 'slicesUnder' | 'slicesThatWake' | 'writeSlices'>
interface Row {
  readonly key: string
  readonly value: string
  readonly wakes: number | null
}

/** The part of a store that keeps the state, on the application's pool. */
export function slicesOf(pool: Pool): Slices {
  return {
    folded: (org) => folded(pool, org),
    slices: (org, keys) => read(pool, 'slices', 'key = any ($2::text[])', [org, textArray(keys)]),
    slicesUnder: (org, prefix) =>
      read(pool, 'slices-under', 'key >= $2 and ($3::text is null or key < $3) order by key', [
        org,
        prefix,
        after(prefix),
      ]),
    slicesThatWake: (org) => read(pool, 'slices-that-wake', 'wakes is not null order by wakes, key', [org]),
    writeSlices: (org, size, digest, rows, all = false) => writeSlices(pool, org, size, digest, rows, all),
  }
}

async function folded(pool: Pool, org: number) {
  const {
    rows: [row],
  } = await pool.query<{ readonly size: number; readonly digest: string }>({
    name: 'folded',
    text: 'select size, digest from shouze.folded where org = $1',
    values: [org],
  })
  return row
}

async function read(pool: Pool, name: string, where: string, values: unknown[]): Promise<readonly SliceRow[]> {
  const text = `select key, value, wakes from shouze.slice where org = $1 and ${where}`
  const { rows } = await pool.query<Row>({ name, text, values })
  return rows.map(({ key, value, wakes }) => {
    const parsed: unknown = JSON.parse(value)
    return wakes === null ? { key, value: parsed } : { key, value: parsed, wakes }
  })
}

/** The least string above all that begin with `prefix`; null where nothing is. Keys compare by their UTF-8 bytes. */
function after(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1)
  }
  return null
}

async function writeSlices(
  pool: Pool,
  org: number,
  size: number,
  digest: string,
  rows: readonly SliceRow[],
  all: boolean,
) {
  const kept = rows.filter((row) => row.value !== undefined)
  const gone = rows.filter((row) => row.value === undefined)
  const values = [
    org,
    size,
    digest,
    all,
    textArray(kept.map((row) => row.key)),
    textArray(kept.map((row) => JSON.stringify(row.value))),
    int8Array(kept.map((row) => row.wakes)),
    textArray(gone.map((row) => row.key)),
  ]
  try {
    const text = 'select shouze.write_slices($1, $2, $3, $4, $5, $6, $7, $8)'
    await pool.query({ name: 'write-slices', text, values })
  } catch (error) {
    throw refusalOf(error)
  }
}
