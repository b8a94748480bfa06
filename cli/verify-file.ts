/** `shouze verify FILE`: whether a package of handed-over entries is what was signed, without database and without network. */
import { createHash, createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import { Book } from '../engine/book.ts'
import { disclosed, rowAlong, type Candidate } from '../engine/disclosure.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { EventOf } from '../engine/events.ts'
import { fromBase64 } from '../ledger/base64.ts'
import { coveredRoot, type ShownLeaf, type Stretch } from '../ledger/cover.ts'
import { commitTo, leafBytes, leafHash, noBody } from '../ledger/leaf.ts'
import { noteSigner, openNote, unverifiedNote, type TreeHead } from '../ledger/note.ts'
import { sha256 } from '../server/sha256.ts'
import {
  headIn,
  labelIn,
  linesIn,
  openLine,
  signedText,
  type DisclosureHead,
  type FileLine,
} from '../store/disclosure-file.ts'
import { decode } from '../store/encode.ts'
import { type Derivation, keyFrom } from '../store/passphrase-key.ts'

/** A public key in SubjectPublicKeyInfo is these bytes and the 32 of Ed25519 (RFC 8410, section 7). */
const spkiEd25519 = Buffer.from('302a300506032b6570032100', 'hex')
const faultsMax = 20

export interface FileFault {
  /** Of the file, counted from 1. */
  readonly line?: number
  /** Of the entry in the log. */
  readonly seq?: number
  /** A clause without full stop. */
  readonly fact: string
}
export interface PackageEntry {
  readonly seq: number
  readonly event: EventOf<'filed'>
  /** Absent: it had none, or was disposed of. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly isDisposed: boolean
}
/** How a register's entries are read: its fields in order, with the words of their options. */
export interface Shape {
  readonly register: string
  readonly title: string
  readonly fields: readonly {
    readonly name: string
    readonly label: string
    readonly keeps: string
    readonly kind: string
    readonly options: Readonly<Record<string, string>>
  }[]
}
export interface FileReport {
  readonly isWhole: boolean
  readonly faults: readonly FileFault[]
  /** What stands in the log beside: SHA-256 of the file. */
  readonly sha256: string
  readonly organisation: string
  readonly origin: string
  /** Base64 of the key that signed; compare it with the printed summary. */
  readonly publicKey: string
  readonly query: number
  readonly made: number
  readonly entries: number
  readonly corrections: number
  readonly bodies: number
  readonly disposed: number
  readonly takenBack: number
  readonly size: number
  readonly root: string
  /** Leaves of the log that are in the file by the root of their subtree alone. */
  readonly unseen: number
  readonly shapes: readonly Shape[]
  readonly found: readonly PackageEntry[]
  readonly names: Readonly<Record<string, string>>
}

/** How the key comes from what the file says of its passphrase. */
export type KeyOf = (derivation: Derivation) => Promise<KeyObject>
export const keyBy =
  (passphrase: string): KeyOf =>
  (derivation) =>
    keyFrom(passphrase, derivation)

/** Everything that is wrong, as far as it can be told apart; at most twenty faults. */
export async function verifyFile(
  path: string,
  keyOf: KeyOf,
  policies: readonly Policy[],
  progress: (lines: number) => void = () => undefined,
): Promise<FileReport> {
  const check = new FileCheck(policies)
  let waiting: FileLine | undefined
  for await (const line of linesIn(path)) {
    if (waiting) await check.line(waiting, keyOf)
    waiting = line
    if (line.number % 1_000 === 0) progress(line.number)
  }
  check.end(waiting)
  return check.report()
}

type Row = Readonly<Record<string, unknown>>
interface Manifest {
  readonly organisation: string
  readonly made: number
  readonly query: number
  readonly registers: readonly string[]
  readonly counts: Readonly<Record<'entries' | 'corrections' | 'bodies' | 'disposed' | 'takenBack', number>>
  readonly size: number
  readonly root: string
}

class FileCheck {
  readonly #book: Book
  readonly #faults: FileFault[] = []
  readonly #whole = createHash('sha256')
  readonly #outer = createHash('sha256')
  readonly #inner = createHash('sha256')
  readonly #entries: PackageEntry[] = []
  readonly #leaves: ShownLeaf[] = []
  readonly #stretches: Stretch[] = []
  readonly #shapes: Shape[] = []
  #names: Readonly<Record<string, string>> = {}
  #head: DisclosureHead | undefined
  #key: KeyObject | undefined
  #manifest: Manifest | undefined
  #checkpoint: { readonly note: string; readonly publicKey: Uint8Array } | undefined
  #signature: string | undefined
  #opened = 0
  #isEnded = false

  constructor(policies: readonly Policy[]) {
    this.#book = new Book(policies)
  }
  async line(line: FileLine, keyOf: KeyOf) {
    for (const hash of [this.#whole, this.#outer]) hash.update(line.bytes).update('\n')
    if (line.number === 1) {
      this.#head = headIn(line.bytes)
      if (!this.#head) return this.#wrong({ line: 1, fact: '文件头（第 1 行）读不懂：不是查询包，或被改动过' })
      this.#key = await keyOf(this.#head.passphrase).catch(() => undefined)
      if (!this.#key) this.#wrong({ line: 1, fact: '文件头（第 1 行）被改动过：算不出密钥' })
      return
    }
    if (!this.#head || !this.#key) return
    const labelled = labelIn(line)
    if (!labelled) return this.#wrong({ line: line.number, fact: `文件第 ${line.number} 行读不懂` })
    const text = this.#open(line.number, labelled)
    if (text !== undefined) this.#take(line.number, labelled.label, text)
  }
  #open(number: number, { label, sealed }: { readonly label: string; readonly sealed: Buffer }): string | undefined {
    if (!this.#head || !this.#key) return undefined
    try {
      const text = openLine(this.#key, this.#head.origin, number, label, sealed)
      this.#opened += 1
      return text
    } catch {
      // GCM says no more than this: the passphrase, the place, the label or a byte is not that of the sealing.
      this.#wrong({ line: number, ...seqIn(label), fact: `文件第 ${number} 行（${sayLabel(label)}）被改动过` })
      return undefined
    }
  }
  #take(number: number, label: string, text: string) {
    const value = objectIn(text)
    // The label decides what is signed and the content what is meant: they must not say different things.
    if (!isSpeltByRule(label, value, text))
      return this.#wrong({
        line: number,
        ...seqIn(label),
        fact: `文件第 ${number} 行（${sayLabel(label)}）的写法不合格式`,
      })
    if (this.#signature !== undefined)
      return this.#wrong({ line: number, ...seqIn(label), fact: `文件第 ${number} 行在签名之后` })
    if (label !== 'signature') this.#inner.update(`${text}\n`)
    switch (value['is']) {
      case 'manifest':
        this.#manifest = manifestIn(value)
        if (!this.#manifest) this.#wrong({ line: number, fact: '清单读不懂' })
        break
      case 'register':
        this.#shapes.push(shapeIn(value))
        break
      case 'people':
        this.#names = Object.fromEntries(
          Object.entries(objectOf(value['names'])).map(([id, name]) => [id, String(name)]),
        )
        break
      case 'entry':
        this.#entry(number, value)
        break
      case 'rest':
        this.#rest(number, value['stretches'])
        break
      case 'checkpoint': {
        const publicKey = fromBase64(String(value['publicKey']))
        if (publicKey?.length === 32) this.#checkpoint = { note: String(value['note']), publicKey }
        else this.#wrong({ line: number, fact: '公钥读不出来' })
        break
      }
      case 'signature':
        this.#signature = String(value['note'])
        break
      default:
        this.#wrong({ line: number, fact: `文件第 ${number} 行不知道是什么` })
    }
  }
  #entry(line: number, value: Row) {
    const seq = Number(value['seq']),
      no = (fact: string) => this.#wrong({ line, seq, fact: `第 ${seq} 条${fact}` })
    const header = Buffer.from(String(value['header'])),
      facts = Buffer.from(String(value['facts'])),
      stated = fromBase64(String(value['leaf']))
    const { salt, body, commitment: bare } = value
    const isOpened = typeof salt === 'string' && typeof body === 'string',
      salted = isOpened ? fromBase64(salt) : undefined
    const commitment = isOpened
      ? salted?.length === 32
        ? commitTo(sha256, salted, Buffer.from(body))
        : undefined
      : typeof bare === 'string'
        ? fromBase64(bare)
        : noBody
    if (commitment?.length !== 32) return no('的正文没有可核对的承诺')
    const leaf = leafHash(sha256, leafBytes({ header, facts, commitment }))
    if (stated === undefined || !Buffer.from(leaf).equals(stated)) no('的内容与它的叶子不符')
    this.#leaves.push({ index: seq, hash: leaf })
    const event = this.#decoded(seq, header, facts, no)
    if (!event) return
    const isDisposed = !isOpened && typeof bare === 'string'
    this.#entries.push({ seq, event, isDisposed, ...(isOpened ? { body: objectIn(body) } : {}) })
  }
  #decoded(seq: number, header: Buffer, facts: Buffer, no: (fact: string) => void): EventOf<'filed'> | undefined {
    let place: ReturnType<typeof decode>
    try {
      place = decode({ header, facts })
    } catch {
      no('读不懂')
      return undefined
    }
    if (place.seq !== seq || place.origin !== this.#head?.origin)
      no(`写的是别处的内容（${place.origin}，第 ${place.seq} 条）`)
    if (place.event.type === 'filed') return place.event
    no('不是登记')
    return undefined
  }
  #rest(line: number, value: unknown) {
    for (const one of Array.isArray(value) ? value : []) {
      const [from, to, root] = Array.isArray(one) ? one : []
      const bytes = fromBase64(String(root))
      if (typeof from !== 'number' || typeof to !== 'number' || bytes?.length !== 32)
        return this.#wrong({ line, fact: `文件第 ${line} 行（其余部分的摘要）读不懂` })
      this.#stretches.push({ from, to, root: bytes })
    }
  }

  /** The last line, and everything that only the whole can show. */
  end(last: FileLine | undefined) {
    this.#isEnded = true
    if (last) this.#whole.update(last.bytes).update(last.isEnded ? '\n' : '')
    const trailer = `sha256 ${this.#outer.digest('hex')}`
    const isSealed = last?.isEnded === true && last.bytes.toString() === trailer
    if (!this.#head || !this.#key) return
    if (this.#opened === 0) {
      const fact = isSealed ? '口令不对' : '文件头（第 1 行）被改动过，或口令不对'
      this.#faults.splice(0, Infinity, { line: 1, fact })
      return
    }
    if (!this.#manifest) this.#wrong({ fact: '清单不见了' })
    if (!this.#checkpoint) this.#wrong({ fact: '封存不见了' })
    if (this.#manifest && this.#checkpoint) {
      this.#signed(this.#manifest, this.#checkpoint)
      this.#counted(this.#manifest)
      this.#scoped(this.#manifest)
    }
    if (!isSealed && this.#faults.length === 0)
      this.#wrong({ fact: `文件末行的摘要与内容不符：${last ? '末行' : '末尾'}被改动过或缺了` })
  }
  #signed({ size, root }: Manifest, { note, publicKey }: { readonly note: string; readonly publicKey: Uint8Array }) {
    const origin = this.#head?.origin ?? ''
    const key = createPublicKey({ key: Buffer.concat([spkiEd25519, publicKey]), format: 'der', type: 'spki' })
    const verify = (bytes: Uint8Array, signature: Uint8Array) => verifySignature(null, bytes, key, signature)
    const head = openedNote(note, origin, publicKey, verify)
    if (!head) this.#wrong({ fact: '封存的签名不对' })
    else {
      const covered = coveredRoot(sha256, head.size, this.#leaves, this.#stretches)
      if (typeof covered === 'number') this.#wrong({ fact: `登记与其余部分合不拢：在账本第 ${covered} 条处` })
      else if (!Buffer.from(covered).equals(head.root)) this.#wrong({ fact: '登记与封存不符：算出的根不是签过名的根' })
      if (head.origin !== origin || head.size !== size || Buffer.from(head.root).toString('hex') !== root)
        this.#wrong({ fact: '清单上的条数和根与封存不符' })
    }
    const text = signedText(origin, this.#inner.digest('hex'))
    if (!this.#signature || !isSigned(this.#signature, text, origin, publicKey, verify))
      this.#wrong({ fact: '整份文件的签名不对：有的行不是本单位写的，或缺了' })
  }
  #counted({ counts, query }: Manifest) {
    const others = this.#entries.filter(({ seq, event }) => seq !== query && event.corrects !== this.#queryId(query))
    const found = {
      entries: others.filter(({ event }) => event.corrects === undefined).length,
      corrections: others.filter(({ event }) => event.corrects !== undefined).length,
      bodies: others.filter(({ body }) => body !== undefined).length,
      disposed: others.filter(({ isDisposed }) => isDisposed).length,
    }
    for (const name of ['entries', 'corrections', 'bodies', 'disposed'] as const) {
      if (found[name] !== counts[name])
        this.#wrong({ fact: `清单说${sayCount[name]} ${counts[name]}，文件里是 ${found[name]}` })
    }
  }
  #queryId(query: number) {
    return this.#entries.find(({ seq }) => seq === query)?.event.id
  }
  /** That nothing is here that was not asked for; corrections follow each other without a gap. */
  #scoped({ query: at, registers }: Manifest) {
    const query = this.#entries.find(({ seq }) => seq === at)
    if (!query) return this.#wrong({ seq: at, fact: `没有查询本身的登记（第 ${at} 条）` })
    const first = new Map(
      this.#entries.flatMap(({ event }) => (event.corrects === undefined ? [[event.id, event]] : [])),
    )
    const facts = new Map<string, Row>([...first].map(([id, event]) => [id, event.facts]))
    let recorded = 0
    for (const { seq, event } of this.#entries) {
      if (event.recorded < recorded) this.#wrong({ seq, fact: `第 ${seq} 条记录的时间早于前一条` })
      recorded = event.recorded
      if (event.corrects === undefined) continue
      const before = facts.get(event.corrects)
      if (!before) this.#wrong({ seq, fact: `第 ${seq} 条更正的那一条不在文件里` })
      else if (JSON.stringify(before) !== JSON.stringify(event.was ?? {}))
        this.#wrong({ seq, fact: `第 ${seq} 条更正以前还有一次更正，不在文件里` })
      facts.set(event.corrects, event.facts)
    }
    const strange = this.#entries.find(
      ({ event }) => event !== query.event && event.corrects !== query.event.id && !registers.includes(event.register),
    )
    if (strange) this.#wrong({ seq: strange.seq, fact: `第 ${strange.seq} 条不属于查询的登记簿` })
    this.#wanted(query, facts.get(query.event.id) ?? query.event.facts)
  }
  /** By the rule of the clause itself, where this program knows it. */
  #wanted(query: PackageEntry, asked: Row) {
    if (!this.#book.has('register', query.event.register)) return
    const told = new Map<string, EventOf<'filed'>[]>()
    for (const { event } of this.#entries) {
      const of = event.corrects ?? event.id
      told.set(of, [...(told.get(of) ?? []), event])
    }
    const candidates = this.#entries.flatMap(({ seq, event }): (Candidate & { readonly rows: readonly string[] })[] => {
      if (event.corrects !== undefined || event === query.event) return []
      const versions = (told.get(event.id) ?? []).map(({ at, facts }) => ({ at, facts }))
      return [{ seq, register: event.register, versions, rows: event.rows ?? [] }]
    })
    const wanted = new Set<number>()
    for (const disclosure of this.#book.shelf(query.event.register).disclosures) {
      const placed = candidates.map((one) => {
        const row = rowAlong(disclosure, one.rows)
        return row === undefined ? one : { ...one, row }
      })
      // Whether a thing still stands, the file does not say; what came too late or was not asked for it does.
      for (const { seq } of disclosed(disclosure, asked, placed, () => true)) wanted.add(seq)
    }
    const extra = candidates.find(({ seq }) => !wanted.has(seq))
    if (extra) this.#wrong({ seq: extra.seq, fact: `第 ${extra.seq} 条超出查询的范围` })
  }
  #wrong(fault: FileFault) {
    if (this.#faults.length < faultsMax) this.#faults.push(fault)
  }
  report(): FileReport {
    if (!this.#isEnded) throw new Error('asked before the end')
    const manifest = this.#manifest
    const counts = manifest?.counts ?? { entries: 0, corrections: 0, bodies: 0, disposed: 0, takenBack: 0 }
    return {
      isWhole: this.#faults.length === 0,
      faults: this.#faults,
      sha256: this.#whole.digest('hex'),
      organisation: manifest?.organisation ?? '',
      origin: this.#head?.origin ?? '',
      publicKey: this.#checkpoint ? Buffer.from(this.#checkpoint.publicKey).toString('base64') : '',
      query: manifest?.query ?? 0,
      made: manifest?.made ?? 0,
      ...counts,
      size: manifest?.size ?? 0,
      root: manifest?.root ?? '',
      unseen: this.#stretches.reduce((sum, { from, to }) => sum + to - from, 0),
      shapes: this.#shapes,
      found: this.#entries,
      names: this.#names,
    }
  }
}
const sayCount = { entries: '登记', corrections: '更正', bodies: '正文', disposed: '已销毁的正文' } as const
const seqIn = (label: string) => (label.startsWith('entry-') ? { seq: Number(label.slice('entry-'.length)) } : {})
const labels: Readonly<Record<string, string>> = {
  manifest: '清单',
  people: '登记人名单',
  rest: '其余部分的摘要',
  checkpoint: '封存',
  signature: '签名',
}
const sayLabel = (label: string) =>
  label.startsWith('entry-')
    ? `第 ${label.slice(6)} 条登记`
    : label.startsWith('register-')
      ? '栏目说明'
      : (labels[label] ?? label)

function objectIn(text: string): Row {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return {}
  }
}
const objectOf = (value: unknown): Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}
function shapeIn(value: Row): Shape {
  const fields = Array.isArray(value['fields']) ? value['fields'].map(objectOf) : []
  return {
    register: String(value['register']),
    title: String(value['title']),
    fields: fields.map(({ name, label, keeps, kind, options }) => ({
      name: String(name),
      label: String(label),
      keeps: String(keeps),
      kind: String(kind),
      options: Object.fromEntries(Object.entries(objectOf(options)).map(([id, title]) => [id, String(title)])),
    })),
  }
}
function manifestIn(value: Row): Manifest | undefined {
  const numbers = ['made', 'query', 'entries', 'corrections', 'bodies', 'disposed', 'takenBack', 'size'] as const
  if (numbers.some((name) => typeof value[name] !== 'number') || !Array.isArray(value['registers'])) return undefined
  const at = (name: (typeof numbers)[number]) => Number(value[name])
  return {
    organisation: String(objectOf(value['organisation'])['name']),
    made: at('made'),
    query: at('query'),
    registers: value['registers'].map(String),
    counts: {
      entries: at('entries'),
      corrections: at('corrections'),
      bodies: at('bodies'),
      disposed: at('disposed'),
      takenBack: at('takenBack'),
    },
    size: at('size'),
    root: String(value['root']),
  }
}
type Verify = (bytes: Uint8Array, signature: Uint8Array) => boolean
function openedNote(note: string, origin: string, publicKey: Uint8Array, verify: Verify): TreeHead | undefined {
  try {
    return openNote(note, origin, publicKey, verify)
  } catch {
    // Which part of a note is wrong does not matter to who asks whether it is signed.
    return undefined
  }
}
/** One signature, in the one way of writing it: a witness's line beside it would be a file that differs and says the same. */
function isSigned(note: string, text: string, origin: string, publicKey: Uint8Array, verify: Verify): boolean {
  try {
    const { signed, signatures } = unverifiedNote(note, origin, publicKey),
      [signature, ...others] = signatures
    const again = noteSigner(origin, publicKey, () => signature)(text)
    return others.length === 0 && note === again && verify(signed, signature)
  } catch {
    return false
  }
}
/** Whether the line is the one text of what it says, under the label that belongs to it. */
function isSpeltByRule(label: string, value: Row, text: string): boolean {
  const { is, seq, register } = value
  const own = is === 'entry' ? `entry-${String(seq)}` : is === 'register' ? `register-${String(register)}` : is
  return own === label && JSON.stringify(value) === text
}
