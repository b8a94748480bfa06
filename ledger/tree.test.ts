import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Hash, leafHash, nodeHash } from './leaf.ts'
import { perfectRoot } from './nodes.ts'
import { nodeReader, type TreeSource } from './reader.ts'
import { fullTiles, type Tile } from './tiles.ts'
import { edgeOf, rootOf, Tree } from './tree.ts'

const hash: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest())
const leaves = Array.from({ length: 66_100 }, (_, at) => leafHash(hash, new TextEncoder().encode(`leaf ${at}`)))

/** MTH as RFC 6962 section 2.1 defines it, word by word. */
function definedRoot(of: readonly Uint8Array[]): Uint8Array {
  const [first] = of
  if (!first) return hash(new Uint8Array())
  if (of.length === 1) return first
  let split = 1
  while (split * 2 < of.length) split *= 2
  return nodeHash(hash, definedRoot(of.slice(0, split)), definedRoot(of.slice(split)))
}

/** A store of the first `size` leaves, with the tiles that are kept. */
function sourceOf(size: number, tiles: readonly Tile[]): TreeSource {
  return {
    leaves: async (first, limit) => leaves.slice(first, Math.min(first + limit, size)),
    tile: async (level, index) => tiles.find((tile) => tile.level === level && tile.index === index)?.hashes,
  }
}

function grown(size: number): { tree: Tree; tiles: readonly Tile[] } {
  const tree = Tree.empty(hash)
  for (const leaf of leaves.slice(0, size)) tree.append(leaf)
  return { tree, tiles: tree.takeTiles() }
}

test('the root is the one that RFC 6962 defines, at every size up to 300', () => {
  const tree = Tree.empty(hash)
  for (let size = 0; size <= 300; size++) {
    expect(tree.size).toBe(size)
    expect(tree.root()).toEqual(definedRoot(leaves.slice(0, size)))
    tree.append(leaves[size] ?? new Uint8Array())
  }
})

test('a tree that goes on from its edge has the roots and the tiles of one that never stopped', () => {
  const whole = grown(800)
  for (const stop of [0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 799, 800]) {
    const before = grown(stop)
    const after = Tree.grow(hash, stop, before.tree.edge())
    expect(after.root()).toEqual(before.tree.root())
    for (const leaf of leaves.slice(stop, 800)) after.append(leaf)
    expect(after.root()).toEqual(whole.tree.root())
    expect([...before.tiles, ...after.takeTiles()]).toEqual(whole.tiles)
  }
})

test('an edge of another size is refused', () => {
  const { tree } = grown(300)
  expect(() => Tree.grow(hash, 299, tree.edge())).toThrow(RangeError)
  expect(() => Tree.grow(hash, 300 * 256, tree.edge())).toThrow(RangeError)
  expect(() => Tree.grow(hash, 300.5, tree.edge())).toThrow(RangeError)
  expect(Tree.grow(hash, 300, tree.edge()).size).toBe(300)
})

test('a fork grows by itself', () => {
  const { tree } = grown(255)
  const [root, fork] = [tree.root(), tree.fork()]
  fork.append(leaves[255] ?? new Uint8Array())
  expect(fork.root()).toEqual(grown(256).tree.root())
  expect(fork.takeTiles()).toHaveLength(1)
  expect(tree.root()).toEqual(root)
  expect(tree.takeTiles()).toEqual([])
})

test('a leaf hash that is not 32 bytes long is refused and changes nothing', () => {
  const { tree } = grown(3)
  expect(() => tree.append(new Uint8Array(31))).toThrow(RangeError)
  expect(tree.root()).toEqual(grown(3).tree.root())
})

test('tiles come out as they fill, once, and each is the root of the one above it', () => {
  const { tree, tiles } = grown(66_000)
  expect(tree.takeTiles()).toEqual([])
  expect(fullTiles(66_000).map((_, level) => tiles.filter((tile) => tile.level === level).length)).toEqual([257, 1])
  const above = tiles.find((tile) => tile.level === 1)
  for (const tile of tiles.filter(({ level, index }) => level === 0 && index < 256)) {
    expect(above?.hashes.slice(tile.index * 32, tile.index * 32 + 32)).toEqual(perfectRoot(hash, tile.hashes))
  }
  expect(above && perfectRoot(hash, above.hashes)).toEqual(definedRoot(leaves.slice(0, 65_536)))
})

const sizes = [0, 1, 7, 255, 256, 257, 600, 65_535, 65_536, 65_537, 66_100]
const slow = { timeout: 60_000 }
test.each(sizes)('the edge and root at %i leaves are the same from tiles and from leaves alone', slow, async (size) => {
  const { tree, tiles } = grown(size)
  for (const kept of [tiles, tiles.filter(({ level }) => level === 0), []]) {
    const reader = nodeReader(hash, sourceOf(size, kept))
    expect(await edgeOf(reader, size)).toEqual(tree.edge())
    expect(await rootOf(reader, size)).toEqual(tree.root())
  }
})

test('a log that has lost leaves, or holds a tile of another length, says so', async () => {
  const { tree, tiles } = grown(300)
  await expect(edgeOf(nodeReader(hash, sourceOf(299, tiles)), 300)).rejects.toThrow('no hash of leaf 299')
  const short = tiles.map((tile) => ({ ...tile, hashes: tile.hashes.slice(32) }))
  await expect(rootOf(nodeReader(hash, sourceOf(300, short)), 300)).rejects.toThrow('8160 bytes')
  expect(await rootOf(nodeReader(hash, sourceOf(300, tiles)), 300)).toEqual(tree.root())
})
