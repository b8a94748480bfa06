/** The golden files: what was once written must be read for ever. They were made by other code than this. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { fromHex, toHex } from './hex.ts'
import { commitTo, type Hash, leafBytes, leafHash, noBody, parseLeaf } from './leaf.ts'
import { checkpointText, openNote, signNote, verifierKey } from './note.ts'
import { nodeReader } from './reader.ts'
import { type Tile, tilePath } from './tiles.ts'
import { consistencyProof, inclusionProof, Tree, verifyConsistency, verifyInclusion } from './tree.ts'

interface GoldenLeaves {
  readonly events: readonly {
    readonly name: string
    readonly header: object
    readonly facts: object
    readonly salt: string | null
    readonly body: object | null
    readonly commitment: string
    readonly leaf: string
    readonly leafHash: string
  }[]
}
interface GoldenTree {
  readonly reference: { readonly leaves: readonly string[]; readonly roots: readonly string[] }
  readonly counted: {
    readonly roots: Readonly<Record<string, string>>
    readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[]
    readonly consistency: readonly { readonly from: number; readonly to: number; readonly proof: readonly string[] }[]
    readonly tiles: readonly { readonly path: string; readonly sha256: string }[]
  }
}
interface GoldenNote {
  readonly seed: string
  readonly publicKey: string
  readonly keyName: string
  readonly verifierKey: string
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly note: string
}

const hash: Hash = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest())
const utf8 = (text: string) => new TextEncoder().encode(text)
const fileBytes = (name: string) => readFileSync(new URL(`./golden/${name}`, import.meta.url))
const leaves: GoldenLeaves = JSON.parse(fileBytes('leaf-v1.json').toString())
const tree: GoldenTree = JSON.parse(fileBytes('tree.json').toString())
const note: GoldenNote = JSON.parse(fileBytes('note.json').toString())

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex)
  if (!bytes) throw new Error(`a golden file holds no hex: ${hex}`)
  return bytes
}

test.each([
  ['leaf-v1.json', '0f6b9a5be787e3ab2d14504d1c91546f5c8ef0e9ac2a0d3d1bc8ef40b31e4bdb'],
  ['tree.json', '9f22df4d93d53d29a9b8eb04c42c972952562e404250a896ea0c34f259119935'],
  ['note.json', '1bac1b4110d55781cc6d5b988e0a9b640d34da0005c43f4594490b4092da9b61'],
])('%s is, byte for byte, what it was when it was released', (name, digest) => {
  expect(toHex(hash(fileBytes(name)))).toBe(digest)
})

describe('leaf-v1.json', () => {
  test.each(leaves.events)('$name', ({ header, facts, salt, body, commitment, leaf, leafHash: expected }) => {
    const committed = salt === null ? noBody : commitTo(hash, bytesOf(salt), utf8(canonical(body)))
    expect(toHex(committed)).toBe(commitment)
    const parts = { header: utf8(canonical(header)), facts: utf8(canonical(facts)), commitment: committed }
    expect(toHex(leafBytes(parts))).toBe(leaf)
    expect(parseLeaf(bytesOf(leaf))).toEqual(parts)
    expect(toHex(leafHash(hash, bytesOf(leaf)))).toBe(expected)
  })
})

describe('tree.json', () => {
  const { roots, inclusion, consistency, tiles } = tree.counted
  const sizes = Object.keys(roots).map(Number)
  const counted = Array.from({ length: Math.max(...sizes) }, (_, at) => leafHash(hash, utf8(`leaf ${at}`)))
  const rootAt = (size: number) => bytesOf(roots[size] ?? rootsOf(counted.slice(0, size), [size])[0] ?? '')
  const reader = nodeReader(hash, {
    leaves: async (first, limit) => counted.slice(first, first + limit),
    tile: async () => undefined,
  })

  function rootsOf(hashes: readonly Uint8Array[], at: readonly number[], full: Tile[] = []): readonly string[] {
    const growing = Tree.empty(hash)
    const found = at.includes(0) ? [toHex(growing.root())] : []
    for (const each of hashes) {
      growing.append(each)
      full.push(...growing.takeTiles())
      if (at.includes(growing.size)) found.push(toHex(growing.root()))
    }
    return found
  }

  test('the eight reference leaves of Certificate Transparency have the known roots', () => {
    const hashes = tree.reference.leaves.map((leaf) => leafHash(hash, bytesOf(leaf)))
    expect(rootsOf(hashes, [0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual(tree.reference.roots)
    expect(tree.reference.roots[8]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
  })

  test('counted leaves have the golden roots and tiles', () => {
    const full: Tile[] = []
    expect(rootsOf(counted, sizes, full)).toEqual(sizes.map((size) => roots[size]))
    const digests = new Map(full.map(({ level, index, hashes }) => [tilePath(level, index), toHex(hash(hashes))]))
    expect(tiles.map(({ path }) => ({ path, sha256: digests.get(path) }))).toEqual(tiles)
  })

  test.each(inclusion)('leaf $index among $size has the golden proof, and it holds', async ({ index, size, proof }) => {
    expect((await inclusionProof(reader, index, size)).map(toHex)).toEqual(proof)
    const claim = { leafHash: counted[index] ?? noBody, index, size, root: rootAt(size), proof: proof.map(bytesOf) }
    expect(verifyInclusion(hash, claim)).toBe(true)
  })

  test.each(consistency)('$from leaves begin $to by the golden proof, and it holds', async ({ from, to, proof }) => {
    expect((await consistencyProof(reader, from, to)).map(toHex)).toEqual(proof)
    const claim = { from, fromRoot: rootAt(from), to, toRoot: rootAt(to), proof: proof.map(bytesOf) }
    expect(verifyConsistency(hash, claim)).toBe(true)
  })
})

test('note.json is signed again to the same text, and opens', () => {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex')
  const secret = createPrivateKey({ key: Buffer.concat([frame, bytesOf(note.seed)]), format: 'der', type: 'pkcs8' })
  const [publicKey, root] = [bytesOf(note.publicKey), bytesOf(note.root)]
  const text = checkpointText(note.origin, note.size, root)
  expect(signNote(text, note.keyName, publicKey, (bytes) => sign(null, bytes, secret))).toBe(note.note)
  expect(verifierKey(note.keyName, publicKey)).toBe(note.verifierKey)
  const holds = (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, createPublicKey(secret), signature)
  expect(openNote(note.note, note.keyName, publicKey, holds)).toEqual({ origin: note.origin, size: note.size, root })
})
