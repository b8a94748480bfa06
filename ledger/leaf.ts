/**
 * A leaf is what the tree holds of one event: header, facts, and a commitment to the body.
 * Leaf bytes v1 are written down in docs/formats/leaf-v1.md and fixed by golden/leaf-v1.json; they never change.
 */

/**
 * SHA-256: any bytes in, 32 bytes out. Passed in, since a server and a browser have different ones. The bytes are read
 * during the call and are others afterwards.
 */
export type Hash = (bytes: Uint8Array) => Uint8Array

/** Lengths in bytes. */
export const hashLength = 32
const version = 0x01
const lengthLength = 4
const partLengthMax = 0xffff_ffff

/** Header and facts are canonical JSON in UTF-8; the commitment is 32 bytes, `noBody` where there is no body. */
export interface Leaf {
  readonly header: Uint8Array
  readonly facts: Uint8Array
  readonly commitment: Uint8Array
}

/** The commitment of an event without a body: 32 zero bytes, which no salted hash gives. */
export const noBody: Uint8Array = new Uint8Array(hashLength)

/** Bytes that are no leaf of version 1; the message says where they depart from it. */
export class MalformedLeaf extends Error {
  override name = 'MalformedLeaf'
}

/** Leaf bytes v1: 0x01, u32 length and header, u32 length and facts (lengths big-endian), 32 bytes commitment. */
export function leafBytes({ header, facts, commitment }: Leaf): Uint8Array {
  if (commitment.length !== hashLength) throw new RangeError('a commitment is 32 bytes long')
  if (Math.max(header.length, facts.length) > partLengthMax) throw new RangeError('header or facts exceed 4 GiB')
  const bytes = new Uint8Array(1 + 2 * lengthLength + header.length + facts.length + hashLength)
  const view = new DataView(bytes.buffer)
  const factsAt = 1 + lengthLength + header.length
  bytes[0] = version
  view.setUint32(1, header.length)
  bytes.set(header, 1 + lengthLength)
  view.setUint32(factsAt, facts.length)
  bytes.set(facts, factsAt + lengthLength)
  bytes.set(commitment, bytes.length - hashLength)
  return bytes
}

/** The parts of leaf bytes v1, copied out. Throws `MalformedLeaf` on another version, a wrong length, or more bytes. */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes[0] !== version) throw new MalformedLeaf(`leaf version ${bytes[0] ?? 'missing'} instead of ${version}`)
  const header = partAt(bytes, 1, 'header')
  const facts = partAt(bytes, 1 + lengthLength + header.length, 'facts')
  const commitment = bytes.slice(1 + 2 * lengthLength + header.length + facts.length)
  if (commitment.length !== hashLength) {
    throw new MalformedLeaf(`${commitment.length} bytes after the facts instead of a commitment of ${hashLength}`)
  }
  return { header, facts, commitment }
}

function partAt(bytes: Uint8Array, at: number, name: string): Uint8Array {
  if (bytes.length < at + lengthLength) throw new MalformedLeaf(`ends before the length of its ${name}`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at)
  const end = at + lengthLength + length
  if (bytes.length < end) throw new MalformedLeaf(`ends within its ${name}, which should be ${length} bytes long`)
  return bytes.slice(at + lengthLength, end)
}

/** H(0x00 ‖ leaf bytes), RFC 6962 section 2.1. The leading byte keeps leaves, nodes and commitments apart. */
export function leafHash(hash: Hash, bytes: Uint8Array): Uint8Array {
  return hash(joined(0x00, bytes))
}

/** H(0x01 ‖ left ‖ right), RFC 6962 section 2.1. */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(joined(0x01, left, right))
}

/**
 * H(0x02 ‖ salt ‖ body): what the leaf says of a body. The salt is 32 random bytes kept with the body and destroyed
 * with it, without which a body that can be guessed (an identity number) could be tried until the hash fits.
 */
export function commitTo(hash: Hash, salt: Uint8Array, body: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new RangeError('a salt is 32 bytes long')
  return hash(joined(0x02, salt, body))
}

/** Hashed and forgotten before the next call; a fresh array each time would cost as much as the hash itself. */
let joint = new Uint8Array(4096)

function joined(prefix: number, first: Uint8Array, second?: Uint8Array): Uint8Array {
  const length = 1 + first.length + (second?.length ?? 0)
  if (length > joint.length) joint = new Uint8Array(length)
  joint[0] = prefix
  joint.set(first, 1)
  if (second) joint.set(second, 1 + first.length)
  return joint.subarray(0, length)
}
