/** The key that scrypt (RFC 7914) makes of a passphrase, for files that leave the house. */
import { createSecretKey, type KeyObject, randomBytes, scrypt } from 'node:crypto'

/** How a key comes from a passphrase; salt in hexadecimal. */
export interface Derivation {
  readonly kdf: 'scrypt'
  readonly salt: string
  readonly n: number
  readonly r: number
  readonly p: number
}
/** 128 MiB and some hundred milliseconds for each try: for a passphrase that somebody thought up. */
const costForPeople = { n: 2 ** 17, r: 8, p: 1 } as const
/** 32 MiB: for one that was drawn at random and is beyond all trying. */
const costForRandom = { n: 2 ** 15, r: 8, p: 1 } as const
const memoryBytesMax = 256 * 1024 * 1024

export const newDerivation = (isRandom = false): Derivation => ({
  kdf: 'scrypt',
  salt: randomBytes(32).toString('hex'),
  ...(isRandom ? costForRandom : costForPeople),
})

/** 32 bytes of scrypt over the UTF-8 of the passphrase in normal form C. Throws where the file asks for more memory. */
export function keyFrom(passphrase: string, { salt, n, r, p }: Derivation): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r, p, maxmem: memoryBytesMax }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 32, options, (error, bytes) => {
      if (error) reject(error)
      else resolve(createSecretKey(bytes))
    })
  })
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** Twenty characters in groups of five that no one mistakes for another: 99 bits. */
export function randomPassphrase(): string {
  const drawn = [...randomBytes(128)]
    .filter((byte) => byte < letters.length * 8)
    .map((byte) => letters[byte % letters.length])
  return [0, 5, 10, 15].map((n) => drawn.slice(n, n + 5).join('')).join('-')
}
