/**
 * The parts of a workbook: a zip archive read by its central directory (APPNOTE 4.3). Nothing is unpacked before entry
 * count, sizes, ratio and overlaps are known to be harmless, and nothing beyond what was declared.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { sheetLimits as limits } from './limits.ts'
import { refuse } from './refused.ts'

interface Part {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}
const endLength = 22,
  commentMax = 65_535,
  headLength = 46,
  localLength = 30
const broken = () => refuse('文件不完整，或不是 Excel 工作簿；请在 Excel 或 WPS 里打开，另存为 .xlsx 再传')

export class Zip {
  readonly #bytes: Buffer
  readonly #parts: ReadonlyMap<string, Part>

  /** Throws a sentence where the archive is broken, encrypted, or larger than a list can be. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#parts = new Map(partsOf(bytes).map((part) => [part.name, part]))
  }
  has(name: string): boolean {
    return this.#parts.has(name)
  }
  /** The bytes of a part; throws where there is none, or where it is not what the directory says. */
  read(name: string): Buffer {
    const part = this.#parts.get(name) ?? broken(),
      { offset, packed, unpacked, method, crc } = part
    const bytes = this.#bytes
    if (offset + localLength > bytes.length || bytes.readUInt32LE(offset) !== 0x04034b50) broken()
    const from = offset + localLength + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
    if (from + packed > bytes.length) broken()
    const content = unpackedOf(bytes.subarray(from, from + packed), method, unpacked)
    return content.length === unpacked && crc32(content) === crc ? content : broken()
  }
}
function unpackedOf(packed: Buffer, method: number, length: number): Buffer {
  if (method === 0) return packed
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, length) })
  } catch {
    return broken()
  }
}
function partsOf(bytes: Buffer): readonly Part[] {
  const end = endOf(bytes),
    count = bytes.readUInt16LE(end + 10),
    start = bytes.readUInt32LE(end + 16)
  if (count === 0xffff || start === 0xffffffff || count !== bytes.readUInt16LE(end + 8)) broken()
  if (count > limits.partsMax) refuse(`工作簿里有 ${count} 个文件，多于 ${limits.partsMax} 个`)
  const parts: Part[] = []
  for (let at = start, n = 0; n < count; n++) {
    if (at + headLength > end || bytes.readUInt32LE(at) !== 0x02014b50) broken()
    const nameLength = bytes.readUInt16LE(at + 28)
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) refuse('工作簿加了密码，请去掉密码再传')
    const part: Part = {
      // Some programs write a backslash.
      name: bytes.toString('utf8', at + headLength, at + headLength + nameLength).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if (part.method !== 0 && part.method !== 8) broken()
    if (part.method === 0 && part.packed !== part.unpacked) broken()
    parts.push(part)
    at += headLength + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  checkSizes(parts)
  checkApart(parts, start)
  if (new Set(parts.map(({ name }) => name)).size !== parts.length) broken()
  return parts
}
/** Where the end record stands: before a comment, if there is one. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - endLength; at >= Math.max(0, bytes.length - endLength - commentMax); at--) {
    if (bytes.readUInt32LE(at) === 0x06054b50) return at
  }
  return broken()
}
function checkSizes(parts: readonly Part[]) {
  const total = parts.reduce((sum, { unpacked }) => sum + unpacked, 0)
  const isHuge = parts.some(
    ({ packed, unpacked }) =>
      unpacked > limits.partBytesMax || (unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratioMax),
  )
  if (isHuge || total > limits.unpackedBytesMax) {
    refuse('工作簿解开后太大；把人员名单复制到一个新的空白工作簿，存好再传')
  }
}
/** A part that lies in another one would be unpacked over and over. */
function checkApart(parts: readonly Part[], directory: number) {
  let free = 0
  for (const { offset, packed } of parts.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < free) broken()
    free = offset + localLength + packed
  }
  if (free > directory) broken()
}
