/**
 * Proofs about the tree (RFC 6962): that an entry is in it (inclusion), that an earlier tree is its beginning
 * (consistency). Made from stored nodes, verified with nothing but hashes. Indexes count leaves from 0.
 */
import { type Hash, hashLength, nodeHash } from './leaf.ts'
import { powerUpTo } from './nodes.ts'
import { type NodeReader, rangeRoot } from './reader.ts'
import { isCount } from './tiles.ts'

/** PATH(index, D[size]) of RFC 6962 section 2.1.1: the hashes that lead from a leaf to the root, lowest first. */
export async function inclusionProof(reader: NodeReader, index: number, size: number): Promise<readonly Uint8Array[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} among ${size}`)
  const path: Promise<Uint8Array>[] = []
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + powerUpTo(to - from - 1)
    path.push(index < middle ? rangeRoot(reader, middle, to) : rangeRoot(reader, from, middle))
    if (index < middle) to = middle
    else from = middle
  }
  return (await Promise.all(path)).reverse()
}

/** PROOF(from, D[to]) of RFC 6962 section 2.1.2: that the tree of `from` leaves is the beginning of that of `to`. */
export async function consistencyProof(reader: NodeReader, from: number, to: number): Promise<readonly Uint8Array[]> {
  if (!isCount(from) || !isCount(to) || from > to) throw new RangeError(`${from} leaves do not begin ${to}`)
  if (from === 0 || from === to) return []
  const path: Promise<Uint8Array>[] = []
  let first = 0
  let last = to
  while (last !== from) {
    const middle = first + powerUpTo(last - first - 1)
    path.push(from <= middle ? rangeRoot(reader, middle, last) : rangeRoot(reader, first, middle))
    if (from <= middle) last = middle
    else first = middle
  }
  // The verifier knows the root of the old tree; any other subtree that ends where it ends must be shown.
  if (first > 0) path.push(rangeRoot(reader, first, last))
  return (await Promise.all(path)).reverse()
}

/** What an inclusion proof claims: this leaf hash stands at this index of the tree of this size and root. */
export interface Inclusion {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the claim holds (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(hash: Hash, { leafHash, index, size, root, proof }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leafHash, root, ...proof].every(isHash)) return false
  let node = leafHash
  let at = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = nodeHash(hash, sibling, node)
      for (; at % 2 === 0 && at > 0; at /= 2) last = half(last)
    } else {
      node = nodeHash(hash, node, sibling)
    }
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameBytes(node, root)
}

/** What a consistency proof claims: the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export interface Consistency {
  readonly from: number
  readonly fromRoot: Uint8Array
  readonly to: number
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the claim holds (RFC 9162 section 2.1.4.2). The empty tree begins every other, by an empty proof. */
export function verifyConsistency(hash: Hash, { from, fromRoot, to, toRoot, proof }: Consistency): boolean {
  if (!isCount(from) || !isCount(to) || from > to) return false
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  if (from === to) return proof.length === 0 && sameBytes(fromRoot, toRoot)
  if (from === 0) return proof.length === 0 && sameBytes(fromRoot, hash(new Uint8Array()))
  // An old tree that is one whole subtree is not repeated in the proof.
  const [first, ...rest] = powerUpTo(from) === from ? [fromRoot, ...proof] : proof
  if (!first) return false
  let at = from - 1
  let last = to - 1
  for (; at % 2 === 1; at = half(at)) last = half(last)
  let oldNode = first
  let newNode = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      oldNode = nodeHash(hash, sibling, oldNode)
      newNode = nodeHash(hash, sibling, newNode)
      for (; at % 2 === 0 && at > 0; at /= 2) last = half(last)
    } else {
      newNode = nodeHash(hash, newNode, sibling)
    }
    at = half(at)
    last = half(last)
  }
  return last === 0 && sameBytes(oldNode, fromRoot) && sameBytes(newNode, toRoot)
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashLength
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
