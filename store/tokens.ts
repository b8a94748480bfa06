/** Tokens that leave once, in a cookie: 32 random bytes in base64url, of which only the SHA-256 is kept. */
import { createHash, randomBytes } from 'node:crypto'

export const freshToken = () => randomBytes(32).toString('base64url')
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest()
