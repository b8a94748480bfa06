/**
 * SHA-256 (FIPS 180-4) in plain code, for where no faster one is at hand at once: a browser's own is asynchronous, and
 * is missing on a page that came without TLS. A server passes its own wherever a `Hash` is asked for.
 */

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const roundConstants = Uint32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
)
/** The same of the square roots of the first eight. */
const initial = Uint32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)
const blockLength = 64

/** The 32 bytes of SHA-256. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = initial.slice()
  const words = new Uint32Array(64)
  const padded = pad(bytes)
  for (let at = 0; at < padded.byteLength; at += blockLength) {
    schedule(words, padded, at)
    compress(state, words)
  }
  const digest = new DataView(new ArrayBuffer(32))
  for (const [at, word] of state.entries()) digest.setUint32(at * 4, word)
  return new Uint8Array(digest.buffer)
}

/** The message, a 1 bit, zeros, and its length in bits as 64 bits, filling whole blocks. */
function pad(bytes: Uint8Array): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / blockLength) * blockLength)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  return view
}

function schedule(words: Uint32Array, message: DataView, at: number): void {
  for (let t = 0; t < 16; t++) words[t] = message.getUint32(at + t * 4)
  for (let t = 16; t < 64; t++) {
    const [early, late] = [word(words, t - 15), word(words, t - 2)]
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[t] = word(words, t - 16) + s0 + word(words, t - 7) + s1
  }
}

function compress(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const up = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + word(roundConstants, t) + word(words, t)
    const down = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority
    h = g
    g = f
    f = e
    e = (d + up) | 0
    d = c
    c = b
    b = a
    a = (up + down) | 0
  }
  for (const [at, each] of [a, b, c, d, e, f, g, h].entries()) state[at] = word(state, at) + each
}

/** Rotated to the right. */
function turn(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits))
}

/** A word of the array; every caller counts within it. */
function word(words: Uint32Array, at: number): number {
  return words[at] ?? 0
}
