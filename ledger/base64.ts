/** Base 64 (RFC 4648 section 4) over what both Node and browsers have. For hashes and signatures, not for files. */

/** The base64 text of some bytes. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** The bytes of a base64 text; undefined unless it is exactly what `toBase64` would have written. */
export function fromBase64(text: string): Uint8Array | undefined {
  // `atob` forgives white space and missing padding and throws on the rest, so the alphabet is looked at first.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  return toBase64(bytes) === text ? bytes : undefined
}
