import { describe, expect, test } from 'vitest'
import { cover, coveredRoot, type Stretch } from './cover.ts'
import { leafHash } from './leaf.ts'
import { sha256 } from './sha256.ts'
import { Tree } from './tree.ts'

const leafOf = (index: number) => leafHash(sha256, Uint8Array.of(index >> 8, index & 255))
function logOf(size: number) {
  const leaves = Array.from({ length: size }, (_, index) => leafOf(index))
  const rootOver = (from: number, to: number) => {
    const tree = Tree.empty(sha256)
    for (const leaf of leaves.slice(from, to)) tree.append(leaf)
    return tree.root()
  }
  const source = {
    leaves: async (first: number, count: number) => leaves.slice(first, first + count),
    root: async (from: number, to: number) => rootOver(from, to),
  }
  return { leaves, source, root: rootOver(0, size) }
}
const shown = (wanted: readonly number[]) => wanted.map((index) => ({ index, hash: leafOf(index) }))

describe('leaves with what is left out', () => {
  test('give the root, for every tree up to 40 and every pair of leaves', async () => {
    for (let size = 1; size <= 40; size++) {
      const { source, root } = logOf(size)
      for (let a = 0; a < size; a++) {
        for (let b = a; b < size; b += 3) {
          const wanted = a === b ? [a] : [a, b]
          const stretches = await cover(sha256, size, wanted, source)
          expect(coveredRoot(sha256, size, shown(wanted), stretches)).toEqual(root)
        }
      }
    }
  })
  test.each([
    ['none of them', 700, []],
    ['all of them', 300, Array.from({ length: 300 }, (_, n) => n)],
    ['every other one of a thousand', 1_000, Array.from({ length: 500 }, (_, n) => 2 * n)],
    ['a few of several blocks', 1_111, [0, 255, 256, 511, 700, 1_110]],
  ])('%s', async (_, size, wanted) => {
    const { source, root } = logOf(size)
    expect(coveredRoot(sha256, size, shown(wanted), await cover(sha256, size, wanted, source))).toEqual(root)
  })
  test('a leaf that is not in the tree is not covered', async () => {
    await expect(cover(sha256, 8, [8], logOf(8).source)).rejects.toThrow(RangeError)
  })
})

describe('what does not fit together is named by its place', () => {
  const size = 300,
    wanted = [3, 4, 100]
  const stretches = () => cover(sha256, size, wanted, logOf(size).source)
  test.each<[string, readonly number[], (all: readonly Stretch[]) => readonly Stretch[], number]>([
    ['a leaf left out', [3, 100], (all) => all, 4],
    ['a leaf too many', [3, 4, 100, 299], (all) => all, 299],
    ['a leaf twice', [3, 3, 4, 100], (all) => all, 4],
    ['a stretch left out', wanted, (all) => all.slice(1), 0],
    ['a stretch too many', wanted, (all) => [...all, { from: 300, to: 301, root: leafOf(1) }], 300],
  ])('%s', async (_, leaves, changed, place) => {
    expect(coveredRoot(sha256, size, shown(leaves), changed(await stretches()))).toBe(place)
  })
  test('any bit of any leaf or stretch gives another root', async () => {
    const { root } = logOf(size),
      all = await stretches()
    for (const [n, one] of all.entries()) {
      const forged = Uint8Array.from(one.root)
      forged[n % 32] = (forged[n % 32] ?? 0) ^ (1 << (n % 8))
      const changed = all.map((stretch) => (stretch === one ? { ...one, root: forged } : stretch))
      expect(coveredRoot(sha256, size, shown(wanted), changed)).not.toEqual(root)
    }
    expect(coveredRoot(sha256, size, [{ index: 3, hash: leafOf(2) }, ...shown([4, 100])], all)).not.toEqual(root)
  })
})
