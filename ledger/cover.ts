/**
 * Some leaves of a tree together with what is left out, so that the root can be computed from them: one proof for all.
 * What is left out are stretches of leaves, each a whole subtree of RFC 6962, section 2.1, known by its root alone.
 */
import { type Hash, nodeHash } from './leaf.ts'
import { powerUpTo } from './nodes.ts'

/** The leaves from `from` up to, but not including, `to`. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly root: Uint8Array
}
/** Gives what the tree holds. */
export interface CoverSource {
  /** Leaf hashes from `first`, in order, just so many. */
  leaves(first: number, count: number): Promise<readonly Uint8Array[]>
  /** The root over leaves of a whole subtree. */
  root(from: number, to: number): Promise<Uint8Array>
}
/** From this size on a subtree without wanted leaves is asked for as one; smaller ones are hashed from their leaves. */
const blockWidth = 256

/** The stretches between the wanted leaves (ascending, without repeats) of the first `size` leaves, from left to right. */
export async function cover(
  hash: Hash,
  size: number,
  wanted: readonly number[],
  source: CoverSource,
): Promise<readonly Stretch[]> {
  const stretches: Stretch[] = []
  let next = 0
  const isWanted = (to: number) => (wanted[next] ?? Infinity) < to
  async function walk(from: number, to: number): Promise<void> {
    if (!isWanted(to)) stretches.push({ from, to, root: await source.root(from, to) })
    else if (to - from <= blockWidth) within(from, to, await source.leaves(from, to - from), from)
    else {
      const middle = from + powerUpTo(to - from - 1)
      await walk(from, middle)
      await walk(middle, to)
    }
  }
  function within(from: number, to: number, leaves: readonly Uint8Array[], first: number): void {
    if (!isWanted(to)) stretches.push({ from, to, root: rootOf(hash, leaves, from - first, to - first) })
    else if (to - from === 1) next += 1
    else {
      const middle = from + powerUpTo(to - from - 1)
      within(from, middle, leaves, first)
      within(middle, to, leaves, first)
    }
  }
  if (size > 0) await walk(0, size)
  if (next < wanted.length) throw new RangeError('a wanted leaf lies outside the tree, or is wanted twice')
  return stretches
}
function rootOf(hash: Hash, leaves: readonly Uint8Array[], from: number, to: number): Uint8Array {
  const leaf = leaves[from]
  if (leaf === undefined) throw new Error(`leaf ${from} of a block is missing`)
  if (to - from === 1) return leaf
  const middle = from + powerUpTo(to - from - 1)
  return nodeHash(hash, rootOf(hash, leaves, from, middle), rootOf(hash, leaves, middle, to))
}

/** A leaf that is shown, by its place in the log. */
export interface ShownLeaf {
  readonly index: number
  readonly hash: Uint8Array
}
/**
 * The root that leaves and stretches (each in order) give for a tree of that size. A number says at which leaf they do not
 * fit together: one is missing, too many, or out of order.
 */
export function coveredRoot(
  hash: Hash,
  size: number,
  leaves: readonly ShownLeaf[],
  stretches: readonly Stretch[],
): Uint8Array | number {
  let leafAt = 0,
    stretchAt = 0
  function walk(from: number, to: number): Uint8Array | number {
    const stretch = stretches[stretchAt]
    if (stretch?.from === from && stretch.to === to) {
      stretchAt += 1
      return stretch.root
    }
    if (to - from === 1) {
      const leaf = leaves[leafAt]
      if (leaf?.index !== from) return from
      leafAt += 1
      return leaf.hash
    }
    const middle = from + powerUpTo(to - from - 1),
      left = walk(from, middle)
    if (typeof left === 'number') return left
    const right = walk(middle, to)
    return typeof right === 'number' ? right : nodeHash(hash, left, right)
  }
  if (size <= 0) return 0
  const root = walk(0, size)
  if (typeof root === 'number') return root
  if (leafAt < leaves.length) return leaves[leafAt]?.index ?? size
  return stretchAt < stretches.length ? (stretches[stretchAt]?.from ?? size) : root
}
