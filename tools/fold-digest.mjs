// The digest of the fold: SHA-256 over the sources that decide what an event does to the state. Stored slices made under
// another digest are not read; the log is folded again.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceFiles } from './source-files.mjs'

/** Hex SHA-256 over path and bytes of every source of engine/ and policies/, tests left out, in path order. */
export function foldDigest(root) {
  const digest = createHash('sha256')
  for (const path of sourceFiles(root, ['engine', 'policies'], ['.ts'])) {
    const bytes = readFileSync(join(root, path))
    digest.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return digest.digest('hex')
}
