import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkpointText, keyId, NoteRefused, openNote, signNote, unverifiedNote } from './note.ts'

const origin = 'example.shouze/7Q2M4D'
const root = new Uint8Array(32).fill(5)
const own = keyOf(createPrivateKey({ key: pkcs8(Buffer.alloc(32, 1)), format: 'der', type: 'pkcs8' }))
const other = keyOf(generateKeyPairSync('ed25519').privateKey)

/** RFC 8410: the frame of an Ed25519 private key around its seed. */
function pkcs8(seed: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
}

function keyOf(secret: KeyObject) {
  const key = createPublicKey(secret)
  return {
    publicKey: new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32)),
    sign: (bytes: Uint8Array) => sign(null, bytes, secret),
    verify: (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, key, signature),
  }
}

const signed = (text: string, name = origin, by = own) => signNote(text, name, by.publicKey, by.sign)
const open = (note: string) => openNote(note, origin, own.publicKey, own.verify)
const signatureOf = (note: string) => note.slice(note.lastIndexOf('\n\n') + 2)

function faultOf(note: string): string {
  try {
    open(note)
    return 'opened'
  } catch (error) {
    if (error instanceof NoteRefused) return error.fault
    throw error
  }
}

const text = checkpointText(origin, 1234, root)
const note = signed(text)

test('a signed checkpoint opens to what was signed', () => {
  expect(open(note)).toEqual({ origin, size: 1234, root })
  expect(open(signed(checkpointText('守则/骨科', 0, root)))).toEqual({ origin: '守则/骨科', size: 0, root })
})

test('a note changed in any character does not open', () => {
  const opened: string[] = []
  for (let at = 0; at < note.length; at++) {
    const changed = note.slice(0, at) + (note[at] === 'A' ? 'B' : 'A') + note.slice(at + 1)
    if (faultOf(changed) === 'opened') opened.push(changed)
    if (faultOf(note.slice(0, at)) === 'opened') opened.push(note.slice(0, at))
  }
  expect(opened).toEqual([])
  expect(faultOf(note)).toBe('opened')
})

test('signatures of other keys and of other names are passed over', () => {
  const witness = signatureOf(signed(text, 'witness.example/w1', other))
  const namesake = signatureOf(signed(text, origin, other))
  expect(open(`${text}\n${witness}${namesake}${signatureOf(note)}`).size).toBe(1234)
  expect(faultOf(`${text}\n${witness}${namesake}`)).toBe('unsigned')
})

test('one signature of the key that does not hold spoils the note, also beside one that holds', () => {
  const elsewhere = signatureOf(signed(checkpointText(origin, 1235, root)))
  expect(faultOf(`${text}\n${elsewhere}`)).toBe('forged')
  expect(faultOf(`${note}${elsewhere}`)).toBe('forged')
  expect(faultOf(`${note}${signatureOf(note)}`)).toBe('opened')
})

test.each([
  ['nothing', ''],
  ['no blank line', text + signatureOf(note)],
  ['no signature', `${text}\n`],
  ['no last newline', note.slice(0, -1)],
  ['a hyphen instead of the dash', note.replace('—', '-')],
  ['a carriage return', note.replace('\n', '\r\n')],
  ['a lone surrogate', note.replace('1234', '\ud842')],
  ['base64 without padding', note.replace(/=*\n$/, '\n')],
  ['a third word in the line', note.replace(/\n$/, ' x\n')],
  ['more than a million characters', note + signatureOf(note).repeat(10_000)],
])('a note with %s is malformed', (_, malformed) => {
  expect(faultOf(malformed)).toBe('malformed')
})

describe('a signed text that is no checkpoint is refused as such', () => {
  const base64 = Buffer.from(root).toString('base64')
  test.each([
    ['two lines', `${origin}\n1\n`],
    ['a size with a leading zero', `${origin}\n01\n${base64}\n`],
    ['a size with a sign', `${origin}\n-1\n${base64}\n`],
    ['a size beyond what a number holds', `${origin}\n9007199254740993\n${base64}\n`],
    ['a root of 31 bytes', `${origin}\n1\n${Buffer.from(root.slice(1)).toString('base64')}\n`],
    ['an empty origin', `\n1\n${base64}\n`],
    ['an empty extension line', `${origin}\n1\n${base64}\n\n\n`],
  ])('%s', (_, words) => {
    expect(faultOf(signed(words))).toBe('noCheckpoint')
  })

  test('an extension line is allowed', () => {
    expect(open(signed(`${text}restored 2026-10-08\n`)).size).toBe(1234)
  })
})

test('what cannot be signed crashes before it is signed', () => {
  expect(() => checkpointText('two\nlines', 1, root)).toThrow(RangeError)
  expect(() => checkpointText(origin, 1.5, root)).toThrow(RangeError)
  expect(() => checkpointText(origin, 1, root.slice(1))).toThrow(RangeError)
  expect(() => signed('no newline')).toThrow(RangeError)
  expect(() => signed(text, 'a name')).toThrow(RangeError)
  expect(() => signed(text, 'a+name')).toThrow(RangeError)
  expect(() => keyId(origin, root.slice(1))).toThrow(RangeError)
  expect(() => signNote(text, origin, own.publicKey, () => new Uint8Array(63))).toThrow(RangeError)
})

test('a browser verifies the parts by itself and then reads the head', async () => {
  const parts = unverifiedNote(note, origin, own.publicKey)
  const key = await crypto.subtle.importKey('raw', Uint8Array.from(own.publicKey), 'Ed25519', false, ['verify'])
  const [signature] = parts.signatures
  const [proof, words] = [Uint8Array.from(signature), Uint8Array.from(parts.signed)]
  expect(await crypto.subtle.verify('Ed25519', key, proof, words)).toBe(true)
  expect(parts.head()).toEqual({ origin, size: 1234, root })
})
