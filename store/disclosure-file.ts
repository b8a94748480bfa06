/**
 * The file in which entries are handed over: lines of JSON, each sealed by itself under a key made of a passphrase, signed
 * as a whole. Written down in docs/formats/disclosure-v1.md.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { openWith, sealWith } from './envelope.ts'
import { type Derivation, keyFrom, newDerivation } from './passphrase-key.ts'

export const disclosureFormat = 'shouze-disclosure/1'
/** `sha256 `, 64 hexadecimal digits, a newline. */
const trailerLength = 72
const writtenAtOnce = 256 * 1024
const lineLengthMax = 8 * 1024 * 1024

/** The first line, in the clear. */
export interface DisclosureHead {
  readonly format: typeof disclosureFormat
  /** The log's name. */
  readonly origin: string
  readonly passphrase: Derivation
}
/** What is authenticated with each line, so that none is moved, left out in the middle, or called otherwise. */
const contextOf = (origin: string, line: number, label: string) => `${origin}|disclosure|${line}|${label}`
/** What is signed: the format, whose log it is, and SHA-256 over the lines before. */
export const signedText = (origin: string, digest: string) => `${disclosureFormat}\n${origin}\n${digest}\n`

export class DisclosureWriter {
  readonly #file: FileHandle
  readonly #key: KeyObject
  readonly #origin: string
  readonly #inner = createHash('sha256')
  readonly #outer = createHash('sha256')
  readonly #whole = createHash('sha256')
  #waiting: string[] = []
  #length = 0
  #line = 1
  #bytes = 0

  private constructor(file: FileHandle, key: KeyObject, origin: string) {
    this.#file = file
    this.#key = key
    this.#origin = origin
  }
  /** A new file that only its owner reads; it must not be there yet. */
  static async create(path: string, origin: string, passphrase: string): Promise<DisclosureWriter> {
    const derivation = newDerivation(true),
      key = await keyFrom(passphrase, derivation)
    const writer = new DisclosureWriter(await open(path, 'wx', 0o600), key, origin)
    const head: DisclosureHead = { format: disclosureFormat, origin, passphrase: derivation }
    await writer.#put(JSON.stringify(head))
    return writer
  }
  /** `label` stands beside what is sealed and says what is damaged when a line does not open: it names nobody. */
  async line(label: string, value: object): Promise<void> {
    const text = JSON.stringify(value)
    this.#inner.update(`${text}\n`)
    await this.#sealed(label, text)
  }
  /** The signature over everything before, and the digest of the file. Gives what the log says of the file. */
  async end(sign: (text: string) => string): Promise<{ readonly sha256: string; readonly bytes: number }> {
    const note = sign(signedText(this.#origin, this.#inner.digest('hex')))
    await this.#sealed('signature', JSON.stringify({ is: 'signature', note }))
    await this.#flush()
    const trailer = `sha256 ${this.#outer.digest('hex')}\n`
    this.#whole.update(trailer)
    await this.#file.write(trailer)
    await this.#file.sync()
    await this.#file.close()
    return { sha256: this.#whole.digest('hex'), bytes: this.#bytes + trailerLength }
  }
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }
  async #sealed(label: string, text: string) {
    this.#line += 1
    const sealed = sealWith(this.#key, contextOf(this.#origin, this.#line, label), Buffer.from(text))
    await this.#put(`${label} ${sealed.toString('base64')}`)
  }
  async #put(line: string) {
    this.#waiting.push(line, '\n')
    this.#length += line.length + 1
    if (this.#length >= writtenAtOnce) await this.#flush()
  }
  async #flush() {
    const bytes = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    this.#length = 0
    this.#outer.update(bytes)
    this.#whole.update(bytes)
    this.#bytes += bytes.length
    await this.#file.write(bytes)
  }
}

/** A line as it lies in the file; the number counts from 1. */
export interface FileLine {
  readonly number: number
  readonly bytes: Buffer
  /** False for a last line that lacks its newline. */
  readonly isEnded: boolean
}
/** Lines without their newline; a last one without a newline too. Throws `RangeError` at a line beyond all measure. */
export async function* linesIn(path: string): AsyncGenerator<FileLine> {
  let rest: Buffer[] = [],
    length = 0,
    number = 0
  for await (const chunk of createReadStream(path, { highWaterMark: writtenAtOnce })) {
    let from = 0
    const bytes: Buffer = chunk
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
      yield { number: ++number, bytes: Buffer.concat([...rest, bytes.subarray(from, at)]), isEnded: true }
      rest = []
      length = 0
      from = at + 1
    }
    rest.push(bytes.subarray(from))
    length += bytes.length - from
    if (length > lineLengthMax) throw new RangeError(`line ${number + 1} is longer than any that was written`)
  }
  const last = Buffer.concat(rest)
  if (last.length > 0) yield { number: ++number, bytes: last, isEnded: false }
}

/** Undefined where the first line is not that of such a file, or not written as this format writes it. */
export function headIn(line: Buffer): DisclosureHead | undefined {
  try {
    const head: unknown = JSON.parse(line.toString())
    if (typeof head !== 'object' || head === null || !('format' in head) || head.format !== disclosureFormat)
      return undefined
    if (!('origin' in head) || typeof head.origin !== 'string' || !('passphrase' in head)) return undefined
    const derivation = derivationIn(head.passphrase)
    const read: DisclosureHead | undefined = derivation && {
      format: disclosureFormat,
      origin: head.origin,
      passphrase: derivation,
    }
    // White space or a member more would make another file that says the same.
    return read && Buffer.from(JSON.stringify(read)).equals(line) ? read : undefined
  } catch {
    return undefined
  }
}
function derivationIn(value: unknown): Derivation | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kdf, salt, n, r, p }: Readonly<Record<string, unknown>> = { ...value }
  if (kdf !== 'scrypt' || typeof salt !== 'string' || !/^[0-9a-f]{64}$/.test(salt)) return undefined
  if (typeof n !== 'number' || typeof r !== 'number' || typeof p !== 'number') return undefined
  return { kdf, salt, n, r, p }
}
/** What a sealed line says it is, before it is opened; undefined where it is no such line. */
export function labelIn({ bytes }: FileLine): { readonly label: string; readonly sealed: Buffer } | undefined {
  const [, label = '', base64 = ''] = /^([a-z0-9-]{1,80}) ([A-Za-z0-9+/]+={0,2})$/.exec(bytes.toString('latin1')) ?? []
  const sealed = Buffer.from(base64, 'base64')
  // Bits that base64 does not use must be nought, or a changed byte would change nothing.
  return label === '' || sealed.toString('base64') !== base64 ? undefined : { label, sealed }
}
/** The text of a line. Throws where key, place, label or a byte are not those of the sealing. */
export const openLine = (key: KeyObject, origin: string, number: number, label: string, sealed: Buffer): string =>
  openWith(key, contextOf(origin, number, label), sealed).toString()
