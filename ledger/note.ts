/**
 * Checkpoints as signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): how large the log was and what its root
 * was, signed with Ed25519, in a text that can be printed, mailed, and opened by tools that others wrote.
 */
import { fromBase64, toBase64 } from './base64.ts'
import { hashLength } from './leaf.ts'
import { sha256 } from './sha256.ts'
import { isCount } from './tiles.ts'

/** Ed25519 over the note's text. */
const algorithm = 0x01
const keyIdLength = 4
const publicKeyLength = 32
const signatureLength = 64
/** Room for dozens of witnesses; a longer text is not looked at. */
const noteLengthMax = 1_000_000
const loneSurrogate = /[\ud800-\udfff]/u

/** Signs bytes with Ed25519: 64 bytes. */
export type Sign = (bytes: Uint8Array) => Uint8Array
/** Whether a signature of 64 bytes is one over these bytes. */
export type Verify = (bytes: Uint8Array, signature: Uint8Array) => boolean

/** How large a log was, and the root of its tree then. */
export interface TreeHead {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/**
 * `malformed`: no signed note at all. `unsigned`: no signature by the key that was asked for. `forged`: a signature in
 * its name that does not hold. `noCheckpoint`: a signed text that is not a checkpoint.
 */
export type NoteFault = 'malformed' | 'unsigned' | 'forged' | 'noCheckpoint'

/** Why a note cannot be trusted. */
export class NoteRefused extends Error {
  override name = 'NoteRefused'
  readonly fault: NoteFault

  constructor(fault: NoteFault, message: string) {
    super(message)
    this.fault = fault
  }
}

/** The text of a checkpoint: origin, size, root in base64, each on its line. Throws a `RangeError` on other values. */
export function checkpointText(origin: string, size: number, root: Uint8Array): string {
  if (!isOrigin(origin)) throw new RangeError('an origin is one line of text')
  if (!isCount(size)) throw new RangeError(`a log has no size ${size}`)
  if (root.length !== hashLength) throw new RangeError('a root is 32 bytes long')
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): tells keys apart, proves nothing. */
export function keyId(keyName: string, publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== publicKeyLength) throw new RangeError('an Ed25519 public key is 32 bytes long')
  if (!isKeyName(keyName)) throw new RangeError('a key name has neither spaces nor plus signs')
  return sha256(joined(utf8(`${keyName}\n`), Uint8Array.of(algorithm), publicKey)).slice(0, keyIdLength)
}

/** The key as other tools take it: name, key id in hex, algorithm and key in base64, with plus signs between. */
export function verifierKey(keyName: string, publicKey: Uint8Array): string {
  const id = Array.from(keyId(keyName, publicKey), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${keyName}+${id}+${toBase64(joined(Uint8Array.of(algorithm), publicKey))}`
}

/** The signed note: text, a blank line, one signature. The text ends with a newline; what is signed is its UTF-8. */
export function signNote(text: string, keyName: string, publicKey: Uint8Array, sign: Sign): string {
  return noteSigner(keyName, publicKey, sign)(text)
}

/** `signNote` for one key and many texts: what the key alone decides is computed once. */
export function noteSigner(keyName: string, publicKey: Uint8Array, sign: Sign): (text: string) => string {
  const id = keyId(keyName, publicKey)
  return (text) => {
    if (!isText(text) || !text.endsWith('\n')) throw new RangeError('a note is text that ends with a newline')
    const signature = sign(utf8(text))
    if (signature.length !== signatureLength) throw new RangeError('an Ed25519 signature is 64 bytes long')
    return `${text}\n— ${keyName} ${toBase64(joined(id, signature))}\n`
  }
}

/** A checkpoint together with what must still be verified before it means anything. */
export interface UnverifiedNote {
  readonly signed: Uint8Array
  /** All that the note has in the name of the key: each must hold. */
  readonly signatures: readonly [Uint8Array, ...Uint8Array[]]
  /** Reads the text. Call it only once every signature has been verified. */
  readonly head: () => TreeHead
}

/**
 * Takes a note apart without verifying it, for callers whose `verify` is asynchronous (a browser); others use
 * `openNote`. Throws `NoteRefused` when it is malformed, or not signed in the name of this key. Signatures of other
 * keys (witnesses, earlier keys) are passed over.
 */
export function unverifiedNote(note: string, keyName: string, publicKey: Uint8Array): UnverifiedNote {
  const split = note.lastIndexOf('\n\n')
  if (note.length > noteLengthMax || !isText(note) || split < 0 || !note.endsWith('\n')) {
    throw new NoteRefused('malformed', 'a signed note is text, a blank line, and signatures')
  }
  const text = note.slice(0, split + 1)
  const id = keyId(keyName, publicKey)
  const lines = note
    .slice(split + 2, -1)
    .split('\n')
    .map(signatureLine)
  const own = lines.filter((line) => line.keyName === keyName && startsWith(line.bytes, id))
  const [first, ...others] = own.map((line) => line.bytes.slice(keyIdLength))
  if (!first) throw new NoteRefused('unsigned', `no signature of ${keyName} with this key`)
  return { signed: utf8(text), signatures: [first, ...others], head: () => headOf(text) }
}

/**
 * What a checkpoint says, once its signature by this key holds. Throws `NoteRefused`. Whose log it is stands in
 * `origin`: compare it with the one that was expected.
 */
export function openNote(note: string, keyName: string, publicKey: Uint8Array, verify: Verify): TreeHead {
  const { signed, signatures, head } = unverifiedNote(note, keyName, publicKey)
  for (const signature of signatures) {
    if (signature.length !== signatureLength || !verify(signed, signature)) {
      throw new NoteRefused('forged', `the signature of ${keyName} does not hold`)
    }
  }
  return head()
}

function signatureLine(line: string): { readonly keyName: string; readonly bytes: Uint8Array } {
  const [dash, keyName = '', base64 = '', ...rest] = line.split(' ')
  const bytes = fromBase64(base64)
  if (dash !== '—' || !isKeyName(keyName) || rest.length > 0 || !bytes || bytes.length <= keyIdLength) {
    throw new NoteRefused('malformed', 'a signature line is a dash, a key name and base64')
  }
  return { keyName, bytes }
}

function headOf(text: string): TreeHead {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n')
  const root = fromBase64(rootText)
  const size = /^(0|[1-9][0-9]*)$/.test(sizeText) ? Number(sizeText) : Number.NaN
  // After the last newline comes an empty piece; extension lines before it are allowed and must not be empty.
  const isEnded = rest.at(-1) === '' && rest.slice(0, -1).every((line) => line !== '')
  if (!isOrigin(origin) || !isCount(size) || root?.length !== hashLength || !isEnded) {
    throw new NoteRefused('noCheckpoint', 'a checkpoint is origin, size and root, each on its line')
  }
  return { origin, size, root }
}

/** Well-formed, and without control characters other than newline: the rule for everything in a note. */
function isText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) < 0x20 && text[at] !== '\n') return false
  }
  return !loneSurrogate.test(text)
}

function isOrigin(text: string): boolean {
  return text !== '' && !text.includes('\n') && isText(text)
}

function isKeyName(text: string): boolean {
  return isOrigin(text) && !/[\s\u0085+]/u.test(text)
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, at) => byte === bytes[at])
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
