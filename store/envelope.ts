/** AES-256-GCM as everything sealed here uses it: nonce (12 bytes), ciphertext, tag (16 bytes). */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/** Random bytes are drawn in bulk, since each call to the generator costs more than one encryption. */
const drawn = Buffer.alloc(64 * 1024)
let next = drawn.length

/** Fills `target` with random bytes that nobody gets twice. At most 64 KiB. */
export function fillRandom(target: Uint8Array): void {
  if (next + target.length > drawn.length) {
    randomFillSync(drawn)
    next = 0
  }
  target.set(drawn.subarray(next, next + target.length))
  drawn.fill(0, next, next + target.length)
  next += target.length
}

/** `context` is authenticated and not stored: what is sealed opens only in the place that it was sealed for. */
export function sealWith(key: KeyObject, context: string, plain: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(nonceLength + plain.length + tagLength)
  const nonce = sealed.subarray(0, nonceLength)
  fillRandom(nonce)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(context))
  sealed.set(cipher.update(plain), nonceLength)
  // GCM is a stream: `final` gives no bytes, but makes the tag.
  cipher.final()
  sealed.set(cipher.getAuthTag(), nonceLength + plain.length)
  return sealed
}

/** Throws where key, context or a byte differ from those that it was sealed with. */
export function openWith(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
  const end = sealed.length - tagLength
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(end))
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength, end)), decipher.final()])
}
