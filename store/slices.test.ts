/** The state written behind and read again, on a real PostgreSQL. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { dropDerived } from './admin.ts'
import { openPools, type Pools } from './connect.ts'
import { openStore } from './log.ts'
import { sampleOrganisation } from './sample-batch.ts'
import { SlicesGone, type Store, Unfit } from './types.ts'

let database: TestDatabase
let pools: Pools
let store: Store
let org: number
let made = 0

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  store = openStore(pools.application)
})
beforeEach(async () => {
  org = (await sampleOrganisation(pools.owner, `house-${made++}`)).org
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

const keysUnder = async (prefix: string) => (await store.slicesUnder(org, prefix)).map(({ key }) => key)

describe('slices', () => {
  it('are read as they were written, whatever JSON they hold', async () => {
    const rows = [
      { key: 'a', value: { title: '骨科', ill: '𠮷', nul: '\u0000', n: 1.5 }, wakes: 1_760_000_000_000 },
      { key: 'b', value: null },
      { key: 'c', value: [1, ['x'], {}] },
      { key: 'd', value: false, wakes: 0 },
    ]
    await store.writeSlices(org, 4, 'fold', rows, true)
    expect(await store.slicesUnder(org, '')).toEqual(rows)
    expect(await store.slices(org, ['d', 'b', 'x'])).toEqual(expect.arrayContaining([rows[1], rows[3]]))
    expect(await store.slices(org, ['d', 'b', 'x'])).toHaveLength(2)
    expect(await store.slicesThatWake(org)).toEqual([rows[3], rows[0]])
    expect(await store.folded(org)).toEqual({ size: 4, digest: 'fold' })
  })

  it('written behind: changed ones are replaced, gone ones leave, others stay', async () => {
    const before = [
      { key: 'a', value: 1, wakes: 9 },
      { key: 'b', value: 2 },
      { key: 'c', value: 3 },
    ]
    const changes = [
      { key: 'a', value: 10 },
      { key: 'b', value: undefined },
      { key: 'n', value: 4 },
    ]
    await store.writeSlices(org, 1, 'fold', before, true)
    await store.writeSlices(org, 7, 'fold', changes)
    expect(await store.slicesUnder(org, '')).toEqual([
      { key: 'a', value: 10 },
      { key: 'c', value: 3 },
      { key: 'n', value: 4 },
    ])
    expect(await store.folded(org)).toEqual({ size: 7, digest: 'fold' })
  })

  it('replaced as a whole leave nothing of before', async () => {
    await store.writeSlices(
      org,
      3,
      'old',
      [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
      true,
    )
    await store.writeSlices(org, 3, 'new', [{ key: 'b', value: 5 }], true)
    expect(await store.slicesUnder(org, '')).toEqual([{ key: 'b', value: 5 }])
    expect(await store.folded(org)).toEqual({ size: 3, digest: 'new' })
  })

  it('are found under a prefix, by bytes and with nothing special in it', async () => {
    const keys = [
      'day/a',
      'day/骨科',
      'day/𠮷',
      'day0',
      'da',
      'd%y/x',
      'duty/\u{10ffff}',
      'duty/\u{10ffff}x',
      'dutz',
      '\ud7ffx',
      '\ue000x',
    ]
    await store.writeSlices(
      org,
      0,
      'fold',
      keys.map((key) => ({ key, value: 0 })),
      true,
    )
    expect(await keysUnder('day/')).toEqual(['day/a', 'day/骨科', 'day/𠮷'])
    expect(await keysUnder('d%')).toEqual(['d%y/x'])
    expect(await keysUnder('duty/\u{10ffff}')).toEqual(['duty/\u{10ffff}', 'duty/\u{10ffff}x'])
    expect(await keysUnder('\u{10ffff}')).toEqual([])
    expect(await keysUnder('\ud7ff')).toEqual(['\ud7ffx'])
    expect(await keysUnder('')).toHaveLength(keys.length)
  })
})

describe('a writer that others have overtaken does not mix its slices with theirs', () => {
  beforeEach(() => store.writeSlices(org, 10, 'fold', [{ key: 'a', value: 1 }], true))

  it.each([
    ['changes up to where the slices are already further', 9, 'fold', false],
    ['changes by another fold', 11, 'other', false],
    ['everything, of an earlier size', 9, 'other', true],
  ])('%s', async (_, size, digest, all) => {
    await expect(store.writeSlices(org, size, digest, [{ key: 'a', value: 2 }], all)).rejects.toThrow(SlicesGone)
    expect(await store.slices(org, ['a'])).toEqual([{ key: 'a', value: 1 }])
    expect(await store.folded(org)).toEqual({ size: 10, digest: 'fold' })
    await store.writeSlices(org, 11, digest, [{ key: 'a', value: 2 }], true)
    expect(await store.slices(org, ['a'])).toEqual([{ key: 'a', value: 2 }])
  })

  it('and changes to what was dropped meanwhile', async () => {
    await dropDerived(pools.owner, org)
    await expect(store.writeSlices(org, 11, 'fold', [{ key: 'b', value: 2 }])).rejects.toThrow(SlicesGone)
    expect(await store.slicesUnder(org, '')).toEqual([])
    await store.writeSlices(org, 11, 'fold', [{ key: 'b', value: 2 }], true)
    expect(await store.folded(org)).toEqual({ size: 11, digest: 'fold' })
  })
})

it('a slice that the database cannot hold is unfit, and the state stays as it was', async () => {
  await store.writeSlices(org, 1, 'fold', [{ key: 'a', value: 1 }], true)
  const rows = [
    { key: 'a', value: 2 },
    { key: 'b\0', value: 2 },
  ]
  await expect(store.writeSlices(org, 2, 'fold', rows)).rejects.toThrow(Unfit)
  expect(await store.slices(org, ['a'])).toEqual([{ key: 'a', value: 1 }])
  expect(await store.folded(org)).toEqual({ size: 1, digest: 'fold' })
})
