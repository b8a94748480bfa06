import { describe, expect, test } from 'vitest'
import { fullTiles, partialTiles, TileBuilder, tilePath } from './tiles.ts'

test.each([
  [0, 0, 256, 'tile/0/000'],
  [0, 67, 256, 'tile/0/067'],
  [0, 1067, 256, 'tile/0/x001/067'],
  [0, 1234067, 256, 'tile/0/x001/x234/067'],
  [0, 1000000, 256, 'tile/0/x001/x000/000'],
  [1, 0, 17, 'tile/1/000.p/17'],
  [63, 999, 1, 'tile/63/999.p/1'],
])('the tile at level %i, index %i, width %i is served as %s', (level, index, width, path) => {
  expect(tilePath(level, index, width)).toBe(path)
})

test.each([
  [64, 0, 256],
  [-1, 0, 256],
  [0, -1, 256],
  [0, 0.5, 256],
  [0, 2 ** 53, 256],
  [0, 0, 0],
  [0, 0, 257],
])('there is no tile at level %d, index %d, width %d', (level, index, width) => {
  expect(() => tilePath(level, index, width)).toThrow(RangeError)
})

describe('the tiles of a tree', () => {
  test('of 70000 leaves are those that the specification counts', () => {
    expect(fullTiles(70_000)).toEqual([273, 1])
    expect(partialTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ])
  })

  test.each([
    [0, [], []],
    [255, [], [{ level: 0, index: 0, width: 255 }]],
    [256, [1], [{ level: 1, index: 0, width: 1 }]],
    [65_536, [256, 1], [{ level: 2, index: 0, width: 1 }]],
  ])('of %i leaves', (size, full, partial) => {
    expect(fullTiles(size)).toEqual(full)
    expect(partialTiles(size)).toEqual(partial)
  })
})

test('a builder goes on within the tile that its edge began', () => {
  const begun = new Uint8Array(255 * 32).fill(1)
  const builder = TileBuilder.at(511, [begun, new Uint8Array(32).fill(9)])
  const full = builder.add(0, new Uint8Array(32).fill(2))
  expect(full).toEqual({ level: 0, index: 1, hashes: Uint8Array.of(...begun, ...new Uint8Array(32).fill(2)) })
  expect(builder.add(0, new Uint8Array(32).fill(3))).toBeUndefined()
  expect(builder.edge()).toEqual([new Uint8Array(32).fill(3), new Uint8Array(32).fill(9)])
})

test('an edge that lacks a level, has one too many or holds another number of hashes is refused', () => {
  const [one, none] = [new Uint8Array(32), new Uint8Array()]
  expect(() => TileBuilder.at(256, [none])).toThrow(RangeError)
  expect(() => TileBuilder.at(256, [none, one, none])).toThrow(RangeError)
  expect(() => TileBuilder.at(256, [one, one])).toThrow(RangeError)
  expect(TileBuilder.at(256, [none, one]).edge()).toEqual([none, one])
})
