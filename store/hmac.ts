/** HMAC-SHA-256 (RFC 2104) with a key that is used often: two hashes in one call each, a third of `createHmac`. */
import { hash } from 'node:crypto'

const blockLength = 64
const digestLength = 32

export class HmacKey {
  /** The padded key before the text; it grows to the longest text so far. */
  #inner: Buffer
  readonly #outer: Buffer

  constructor(secret: Uint8Array) {
    const key = Buffer.alloc(blockLength)
    key.set(secret.length > blockLength ? hash('sha256', secret, 'buffer') : secret)
    this.#inner = Buffer.alloc(blockLength * 8)
    this.#inner.set(key.map((byte) => byte ^ 0x36))
    this.#outer = Buffer.concat([key.map((byte) => byte ^ 0x5c)], blockLength + digestLength)
  }
  /** 32 bytes over the text in UTF-8. */
  of(text: string): Buffer {
    const longest = blockLength + text.length * 3
    if (longest > this.#inner.length) this.#inner = Buffer.concat([this.#inner.subarray(0, blockLength)], longest)
    const end = blockLength + this.#inner.write(text, blockLength)
    this.#outer.set(hash('sha256', this.#inner.subarray(0, end), 'buffer'), blockLength)
    return hash('sha256', this.#outer, 'buffer')
  }
}
