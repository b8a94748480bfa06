/**
 * The file that backup and export write: lines of JSON, compressed, and behind them the SHA-256 of all that stands
 * before. Written down in docs/formats/backup-v1.md.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import type { Derivation } from './passphrase-key.ts'

/** `sha256 `, 64 hexadecimal digits, a newline. */
const trailerLength = 72
const trailerForm = /^sha256 ([0-9a-f]{64})\n$/
export const backupFormat = 'shouze-backup/1'
export const exportFormat = 'shouze-log/1'

export interface ArchivedOrganisation {
  readonly org: number
  readonly code: string
  readonly name: string
  readonly origin: string
  readonly clock: 'real' | 'driven'
  /** Milliseconds since 1970. */
  readonly created: number
  readonly size: number
  /** Hexadecimal; empty for a log without events. */
  readonly root: string
}
/** The first line of every such file. */
export interface Manifest {
  readonly format: typeof backupFormat | typeof exportFormat
  /** The program's version. */
  readonly program: string
  /** Milliseconds since 1970. */
  readonly made: number
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly sha256: string }[]
  readonly organisations: readonly ArchivedOrganisation[]
  readonly tables: readonly { readonly table: string; readonly rows: number }[]
  /** Ids of the wrapping keys that a backup needs, and where they lay. None in an export. */
  readonly keys: { readonly ids: readonly string[]; readonly folder: string }
  /** How an export's key comes from its passphrase; salt in hexadecimal. */
  readonly passphrase?: Derivation
}
/** The file is not what was written; the message is the fact, in Chinese, without a full stop. */
export class ArchiveDamaged extends Error {
  override name = 'ArchiveDamaged'
}

/**
 * Writes the lines to `path` by way of `path.part`; on disk, name included, when this returns. Gives the length in
 * bytes. What was half written is removed.
 */
export async function writeArchive(path: string, lines: AsyncIterable<string>): Promise<number> {
  const part = `${path}.part`,
    digest = createHash('sha256')
  const file = await open(part, 'w', 0o600)
  let bytes = 0
  try {
    // Sealed bodies do not shrink, so most of the time would go into trying.
    const gzip = createGzip({ level: constants.Z_BEST_SPEED })
    await pipeline(Readable.from(lines), gzip, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        digest.update(chunk)
        await file.writeFile(chunk)
        bytes += chunk.length
      }
    })
    await file.writeFile(`sha256 ${digest.digest('hex')}\n`)
    await file.sync()
    await file.close()
  } catch (error) {
    await file.close()
    await rm(part, { force: true })
    throw error
  }
  await rename(part, path)
  const folder = await open(dirname(path))
  await folder.sync()
  await folder.close()
  return bytes + trailerLength
}

/** Throws `ArchiveDamaged` where a byte of the file differs from what was written, or its end is missing. */
export async function checkArchive(path: string): Promise<void> {
  const end = await payloadEnd(path),
    told = trailerForm.exec(await tail(path, end))?.[1]
  if (told === undefined) throw new ArchiveDamaged(`“${path}”没有结尾的校验行：文件不完整，或不是守则写的文件`)
  const found = await digestOf(path, end, createHash('sha256'))
  if (found !== told) throw new ArchiveDamaged(`“${path}”的内容与结尾的校验值不符：文件已损坏或被改动`)
}

/** The manifest, and every line behind it in order. Call `checkArchive` first. */
export async function openArchive(
  path: string,
): Promise<{ readonly manifest: Manifest; readonly lines: AsyncGenerator<string, undefined> }> {
  const lines = linesOf(path, await payloadEnd(path)),
    first = await lines.next()
  if (first.done) throw new ArchiveDamaged(`“${path}”是空的`)
  // The border: the checksum held, so the line is as `writeArchive` was given it, in a form told by `format`.
  const manifest: Manifest = JSON.parse(first.value)
  if (manifest.format !== backupFormat && manifest.format !== exportFormat) {
    throw new ArchiveDamaged(`“${path}”的格式是 ${String(manifest.format)}，本程序不认得`)
  }
  return { manifest, lines }
}

async function payloadEnd(path: string): Promise<number> {
  const file = await open(path)
  try {
    return Math.max(0, (await file.stat()).size - trailerLength)
  } finally {
    await file.close()
  }
}
async function tail(path: string, from: number): Promise<string> {
  let text = ''
  for await (const chunk of createReadStream(path, { start: from, encoding: 'latin1' })) text += String(chunk)
  return text
}
async function digestOf(path: string, end: number, digest: Hash): Promise<string> {
  if (end > 0) await pipeline(createReadStream(path, { end: end - 1 }), digest)
  return digest.digest('hex')
}
/** Not `readline`, which also ends lines at U+2028 and U+2029. */
async function* linesOf(path: string, end: number): AsyncGenerator<string, undefined> {
  const read = createReadStream(path, { end: Math.max(0, end - 1) }),
    gunzip = createGunzip()
  read.on('error', (error) => gunzip.destroy(error))
  read.pipe(gunzip).setEncoding('utf8')
  let rest = ''
  for await (const chunk of gunzip) {
    const pieces = (rest + String(chunk)).split('\n')
    rest = pieces.pop() ?? ''
    yield* pieces
  }
  return undefined
}
