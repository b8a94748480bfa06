import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Hash, leafHash } from './leaf.ts'
import { nodeReader } from './reader.ts'
import { consistencyProof, inclusionProof, Tree, verifyConsistency, verifyInclusion } from './tree.ts'

const hash: Hash = (bytes) => createHash('sha256').update(bytes).digest()
const sizeMax = 130
const leaves = Array.from({ length: sizeMax }, (_, at) => leafHash(hash, new TextEncoder().encode(`leaf ${at}`)))
const leafAt = (index: number) => leaves[index] ?? new Uint8Array()
const roots = rootsOf(leaves)
const rootAt = (size: number) => roots[size] ?? new Uint8Array()
const reader = nodeReader(hash, {
  leaves: async (first, limit) => leaves.slice(first, first + limit),
  tile: async () => undefined,
})

function rootsOf(hashes: readonly Uint8Array[]): readonly Uint8Array[] {
  const tree = Tree.empty(hash)
  return [tree.root(), ...hashes.map((each) => (tree.append(each), tree.root()))]
}

/** The same bytes with one bit the other way. */
function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const other = Uint8Array.from(bytes)
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return other
}

/** All claims that differ from this one in one bit of one hash: in every bit, or in one that `some` picks. */
function* oneBitOff<C extends { readonly proof: readonly Uint8Array[] }>(
  claim: C,
  names: readonly (keyof C)[],
  some?: number,
): Generator<C> {
  const bits = some === undefined ? Array.from({ length: 256 }, (_, bit) => bit) : [some % 256]
  for (const bit of bits) {
    for (const name of names) {
      const bytes = claim[name]
      if (bytes instanceof Uint8Array) yield { ...claim, [name]: flipped(bytes, bit) }
    }
    for (const [at, each] of claim.proof.entries()) yield { ...claim, proof: claim.proof.with(at, flipped(each, bit)) }
  }
}

async function inclusionAt(index: number, size: number) {
  const proof = await inclusionProof(reader, index, size)
  return { leafHash: leafAt(index), index, size, root: rootAt(size), proof }
}

async function consistencyAt(from: number, to: number) {
  const proof = await consistencyProof(reader, from, to)
  return { from, fromRoot: rootAt(from), to, toRoot: rootAt(to), proof }
}

const rows = Array.from({ length: sizeMax }, (_, at) => at + 1)

describe('inclusion', () => {
  test('every leaf of every tree up to 130 is proved, and not with one bit changed', async () => {
    for (const size of rows) {
      for (let index = 0; index < size; index++) {
        const claim = await inclusionAt(index, size)
        const off = [...oneBitOff(claim, ['leafHash', 'root'], size <= 8 ? undefined : index * 31 + size)]
        const held = [claim, ...off].filter((each) => verifyInclusion(hash, each))
        expect(held, `${index} in ${size}`).toEqual([claim])
      }
    }
  }, 60_000)

  test('a proof holds for no other index, no other size, and with no hash more or less', async () => {
    for (const size of [1, 2, 7, 64, 65, 130]) {
      for (let index = 0; index < size; index++) {
        const claim = await inclusionAt(index, size)
        const { proof } = claim
        const others = [
          ...rows.filter((other) => other - 1 !== index).map((other) => ({ ...claim, index: other - 1 })),
          { ...claim, size: size * 2 },
          { ...claim, size: index },
          { ...claim, index: -1 },
          { ...claim, index: index + 0.5 },
          { ...claim, leafHash: claim.leafHash.slice(1) },
          { ...claim, proof: [...proof, claim.root] },
          { ...claim, proof: [claim.root, ...proof] },
          { ...claim, proof: [...proof, new Uint8Array()] },
          ...proof.map((_, at) => ({ ...claim, proof: proof.toSpliced(at, 1) })),
        ]
        expect(others.filter((other) => verifyInclusion(hash, other))).toEqual([])
      }
    }
  })

  test('a leaf that is not in the tree has no proof', async () => {
    await expect(inclusionProof(reader, 5, 5)).rejects.toThrow(RangeError)
    await expect(inclusionProof(reader, -1, 5)).rejects.toThrow(RangeError)
    expect(await inclusionProof(reader, 4, 5)).toHaveLength(1)
  })
})

describe('consistency', () => {
  test('every tree up to 130 begins every larger one, and not with one bit changed', async () => {
    for (const to of rows) {
      for (let from = 1; from <= to; from++) {
        const claim = await consistencyAt(from, to)
        const off = [...oneBitOff(claim, ['fromRoot', 'toRoot'], to <= 8 ? undefined : from * 31 + to)]
        const held = [claim, ...off].filter((each) => verifyConsistency(hash, each))
        expect(held, `${from} begins ${to}`).toEqual([claim])
      }
    }
  }, 60_000)

  test('a proof holds for no other size, no other order, and with no hash more or less', async () => {
    for (const to of [2, 3, 7, 64, 65, 130]) {
      for (let from = 1; from < to; from++) {
        const claim = await consistencyAt(from, to)
        const { proof } = claim
        const others = [
          { ...claim, from: from - 1 },
          { ...claim, from: from + 1 },
          { ...claim, from: from + 0.5 },
          { ...claim, to: to * 2 },
          { ...claim, from: to, to: from },
          { ...claim, fromRoot: claim.toRoot, toRoot: claim.fromRoot },
          { ...claim, proof: [] },
          { ...claim, proof: [...proof, claim.toRoot] },
          { ...claim, proof: [claim.fromRoot, ...proof] },
          { ...claim, proof: [...proof, new Uint8Array()] },
          ...proof.map((_, at) => ({ ...claim, proof: proof.toSpliced(at, 1) })),
        ]
        expect(others.filter((other) => verifyConsistency(hash, other))).toEqual([])
      }
    }
  })

  test('the empty tree begins every other, by its own root and an empty proof', async () => {
    const claim = await consistencyAt(0, 9)
    expect(claim.proof).toEqual([])
    expect(verifyConsistency(hash, claim)).toBe(true)
    expect(verifyConsistency(hash, { ...claim, fromRoot: rootAt(1) })).toBe(false)
    expect(verifyConsistency(hash, { ...claim, proof: [rootAt(9)] })).toBe(false)
  })

  test('a larger tree does not begin a smaller one', async () => {
    await expect(consistencyProof(reader, 6, 5)).rejects.toThrow(RangeError)
    expect(await consistencyProof(reader, 5, 5)).toEqual([])
  })

  test('a log whose third entry was rewritten is not a continuation', async () => {
    const rewritten = rootsOf(leaves.with(2, leafAt(3)))
    const claim = await consistencyAt(6, 11)
    expect(verifyConsistency(hash, { ...claim, toRoot: rewritten[11] ?? claim.toRoot })).toBe(false)
    expect(verifyConsistency(hash, claim)).toBe(true)
  })
})
