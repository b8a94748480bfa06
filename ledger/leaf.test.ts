import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commitTo, type Hash, leafBytes, leafHash, MalformedLeaf, noBody, nodeHash, parseLeaf } from './leaf.ts'

const hash: Hash = (bytes) => createHash('sha256').update(bytes).digest()
const bytesOf = (text: string) => new TextEncoder().encode(text)
const leaf = { header: bytesOf('{"seq":0}'), facts: bytesOf('{"科室":"骨科"}'), commitment: new Uint8Array(32).fill(7) }

test('a leaf reads back as it was written, also from the middle of a larger buffer', () => {
  const parts = fc.record({
    header: fc.uint8Array(),
    facts: fc.uint8Array(),
    commitment: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  fc.assert(
    fc.property(parts, fc.nat(9), (each, before) => {
      const bytes = leafBytes(each)
      const larger = new Uint8Array(before + bytes.length + 5)
      larger.set(bytes, before)
      expect(parseLeaf(larger.subarray(before, before + bytes.length))).toEqual(each)
    }),
  )
})

describe('bytes that are no leaf are refused', () => {
  const good = leafBytes(leaf)
  const changed = (at: number, byte: number) => Uint8Array.from(good).fill(byte, at, at + 1)

  test('the leaf that the others differ from is accepted', () => {
    expect(parseLeaf(good)).toEqual(leaf)
  })

  test.each([
    ['no bytes', new Uint8Array(), 'version missing'],
    ['another version', changed(0, 2), 'version 2'],
    ['a header longer than the rest', changed(1, 1), 'within its header'],
    ['facts longer than the rest', changed(5 + leaf.header.length, 1), 'within its facts'],
    ['facts one byte shorter', changed(8 + leaf.header.length, leaf.facts.length - 1), '33 bytes'],
    ['one byte less', good.slice(0, -1), '31 bytes'],
    ['one byte more', Uint8Array.of(...good, 0), '33 bytes'],
  ])('%s', (_, bytes, message) => {
    expect(() => parseLeaf(bytes)).toThrow(MalformedLeaf)
    expect(() => parseLeaf(bytes)).toThrow(message)
  })

  test('every leaf that was cut short', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => parseLeaf(good.slice(0, length))).toThrow(MalformedLeaf)
    }
  })
})

test('a commitment has 32 bytes', () => {
  expect(() => leafBytes({ ...leaf, commitment: new Uint8Array(31) })).toThrow(RangeError)
  expect(leafBytes({ ...leaf, commitment: noBody })).toHaveLength(1 + 4 + 9 + 4 + leaf.facts.length + 32)
})

test('a salt has 32 bytes, and another salt gives another commitment', () => {
  const body = bytesOf('{}')
  expect(() => commitTo(hash, new Uint8Array(16), body)).toThrow(RangeError)
  expect(commitTo(hash, new Uint8Array(32), body)).not.toEqual(commitTo(hash, new Uint8Array(32).fill(1), body))
})

test('leaf, node and commitment over the same bytes differ', () => {
  const [left, right] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  const asLeaf = leafHash(hash, Uint8Array.of(...left, ...right))
  const hashes = [asLeaf, nodeHash(hash, left, right), commitTo(hash, left, right)]
  expect(new Set(hashes.map((each) => Buffer.from(each).toString('hex'))).size).toBe(3)
})
