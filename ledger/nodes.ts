/** Small arithmetic of perfect subtrees: rows of hashes, their roots, and how a size falls into powers of two. */
import { type Hash, hashLength, nodeHash } from './leaf.ts'

/** The root over a row of hashes whose number is a power of two. */
export function perfectRoot(hash: Hash, row: Uint8Array): Uint8Array {
  let hashes = row
  while (hashes.length > hashLength) {
    const above = new Uint8Array(hashes.length / 2)
    for (let at = 0; at < above.length; at += hashLength) above.set(nodeAbove(hash, hashes, 2 * at), at)
    hashes = above
  }
  return hashes
}

function nodeAbove(hash: Hash, row: Uint8Array, at: number): Uint8Array {
  const middle = at + hashLength
  return nodeHash(hash, row.subarray(at, middle), row.subarray(middle, middle + hashLength))
}

/** The roots of the perfect subtrees that a row of hashes falls into, largest first. */
export function peaksOf(hash: Hash, row: Uint8Array): readonly Uint8Array[] {
  const peaks: Uint8Array[] = []
  for (let at = 0, width = 0; at < row.length; at += width) {
    width = powerUpTo((row.length - at) / hashLength) * hashLength
    peaks.push(perfectRoot(hash, row.slice(at, at + width)))
  }
  return peaks
}

/** The root over peaks that stand beside each other, largest first; H() of nothing when there are none. */
export function rootOfPeaks(hash: Hash, peaks: readonly Uint8Array[]): Uint8Array {
  if (peaks.length === 0) return hash(new Uint8Array())
  return peaks.reduceRight((right, left) => nodeHash(hash, left, right))
}

/** Hashes in a row. */
export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const row = new Uint8Array(hashes.length * hashLength)
  for (const [at, each] of hashes.entries()) row.set(each, at * hashLength)
  return row
}

/** The largest power of two that is at most `count`, which is at least 1. No shifts: sizes outgrow 32 bits. */
export function powerUpTo(count: number): number {
  let power = 1
  while (power * 2 <= count) power *= 2
  return power
}
