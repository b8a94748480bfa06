/** Computes one organisation's log anew from its bytes: leaves, tiles, roots, signatures, bodies, order, time. */
import { createPublicKey, verify as verifySignature } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Event } from '../engine/events.ts'
import { leafBytes, leafHash, noBody } from '../ledger/leaf.ts'
import { NoteRefused, openNote } from '../ledger/note.ts'
import { fullTiles, tileWidth, type Tile } from '../ledger/tiles.ts'
import { Tree } from '../ledger/tree.ts'
import { sha256 } from '../server/sha256.ts'
import { decode } from '../store/encode.ts'
import { commitmentOf, type OrganisationKeys } from '../store/organisation-keys.ts'
import type { Organisation } from '../store/types.ts'
import { DisposalCheck } from './verify-disposals.ts'

const readAtOnce = 1_000
/** A public key in SubjectPublicKeyInfo is these bytes and the 32 of Ed25519 (RFC 8410, section 4). */
const spkiEd25519 = Buffer.from('302a300506032b6570032100', 'hex')

export interface LogReport {
  /** How many entries were found whole. */
  readonly size: number
  /** Hexadecimal root over them. */
  readonly root: string
  readonly checkpoints: number
  /** Bodies that opened and match their commitment; bodies that are gone, each by a certificate where the log is whole. */
  readonly bodies: { readonly opened: number; readonly disposed: number }
  /** The first thing that is wrong: a clause without full stop; `seq` where it is one entry's. */
  readonly fault?: { readonly seq?: number; readonly fact: string }
}
export interface LogAsked {
  /** In a transaction that sees one snapshot. */
  readonly client: ClientBase
  readonly organisation: Organisation
  /** Undefined where nothing was ever signed: then the log must be empty. */
  readonly keys: OrganisationKeys | undefined
  readonly progress?: (done: number) => void
}

/** Reads the whole log once. What is wrong with the log is in the report; what is wrong with the database is thrown. */
export async function verifyLog(asked: LogAsked): Promise<LogReport> {
  const check = new LogCheck(asked)
  try {
    await check.run()
    return check.report()
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
    return { ...check.report(), fault: { fact: error.fact, ...(error.seq === undefined ? {} : { seq: error.seq }) } }
  }
}

class Wrong extends Error {
  readonly fact: string
  readonly seq: number | undefined
  constructor(fact: string, seq?: number) {
    super(fact)
    this.fact = fact
    this.seq = seq
  }
}
interface EventRow {
  readonly seq: number
  readonly id: string
  readonly because: string | null
  readonly corrects: string | null
  readonly recorded: number
  readonly header: Buffer
  readonly facts: Buffer
  readonly commitment: Buffer
  readonly leaf: Buffer
  readonly key_no: number | null
  readonly sealed: Buffer | null
}
interface CheckpointRow {
  readonly size: number
  readonly root: Buffer
  readonly note: string
}

class LogCheck {
  readonly #client: ClientBase
  readonly #organisation: Organisation
  readonly #keys: OrganisationKeys | undefined
  readonly #progress: (done: number) => void
  readonly #tree = Tree.empty(sha256)
  #recorded = 0
  #opened = 0
  #disposed = 0
  #checkpoints = 0
  readonly #disposals = new DisposalCheck()
  /** How far a signed root has confirmed what was read. */
  #confirmed = 0

  constructor({ client, organisation, keys, progress }: LogAsked) {
    this.#client = client
    this.#organisation = organisation
    this.#keys = keys
    this.#progress = progress ?? ((): void => undefined)
  }
  report(): LogReport {
    const root = Buffer.from(this.#tree.root()).toString('hex')
    return {
      size: this.#tree.size,
      root,
      checkpoints: this.#checkpoints,
      bodies: { opened: this.#opened, disposed: this.#disposed },
    }
  }
  async run() {
    for (;;) {
      const events = await this.#events(this.#tree.size)
      if (events.length === 0) break
      const heads = await this.#checkpointsIn(this.#tree.size, (events.at(-1)?.seq ?? 0) + 1)
      for (const event of events) await this.#event(event, heads)
      for (const tile of this.#tree.takeTiles()) await this.#tile(tile)
      this.#progress(this.#tree.size)
    }
    await this.#end()
  }

  async #event(row: EventRow, heads: ReadonlyMap<number, CheckpointRow>) {
    const { seq, header, facts, commitment, leaf } = row,
      expected = this.#tree.size
    if (seq !== expected) throw new Wrong(`第 ${expected} 条不见了`, expected)
    const computed = leafHash(sha256, leafBytes({ header, facts, commitment }))
    if (!leaf.equals(computed)) throw new Wrong(`第 ${seq} 条的内容与它的叶子不符`, seq)
    const event = this.#header(row)
    this.#disposals.take(event, seq)
    await this.#body(row, event)
    this.#tree.append(computed)
    const head = heads.get(this.#tree.size)
    if (head) await this.#checkpoint(head)
  }
  /** What is found by columns must be what the leaf covers; and no entry was recorded before the one ahead of it. */
  #header({ seq, id, because, corrects, recorded, header, facts }: EventRow) {
    const { event, ...place } = decoded({ header, facts }, seq)
    const isHere = place.origin === this.#organisation.origin && place.seq === seq
    if (!isHere) throw new Wrong(`第 ${seq} 条写的是别处的内容（${place.origin}，第 ${place.seq} 条）`, seq)
    const corrected = event.type === 'filed' ? (event.corrects ?? null) : null
    const isSame =
      event.id === id && event.recorded === recorded && (event.because ?? null) === because && corrected === corrects
    if (!isSame) throw new Wrong(`第 ${seq} 条的编号、时间或来由与原文不符`, seq)
    if (recorded < this.#recorded) throw new Wrong(`第 ${seq} 条记录的时间早于前一条`, seq)
    this.#recorded = recorded
    return event
  }
  async #body({ seq, commitment, key_no: key, sealed }: EventRow, event: Event) {
    const isPromised = !commitment.equals(noBody),
      isThere = sealed !== null && key !== null
    if (isPromised) this.#disposals.body(event, seq, isThere)
    if (!isThere) {
      this.#disposed += isPromised ? 1 : 0
      return
    }
    if (!isPromised) throw new Wrong(`第 ${seq} 条多出一份正文`, seq)
    const opened = await this.#open(seq, key, sealed)
    if (opened === undefined) throw new Wrong(`第 ${seq} 条的正文打不开：它的密钥不见了`, seq)
    if (!commitment.equals(commitmentOf(opened))) throw new Wrong(`第 ${seq} 条的正文与登记时不符`, seq)
    else this.#opened += 1
  }
  async #open(seq: number, key: number, sealed: Buffer) {
    try {
      return await this.#mustKeys().open({ seq, key, sealed })
    } catch (error) {
      // GCM says no more than this: key, place or a byte is not that of the sealing.
      throw new Wrong(`第 ${seq} 条的正文打不开（${error instanceof Error ? error.message : String(error)}）`, seq)
    }
  }

  async #checkpoint({ size, root, note }: CheckpointRow) {
    const {
      signer: { keyName, publicKey },
    } = this.#mustKeys()
    const key = createPublicKey({ key: Buffer.concat([spkiEd25519, publicKey]), format: 'der', type: 'spki' })
    const verify = (bytes: Uint8Array, signature: Uint8Array) => verifySignature(null, bytes, key, signature)
    const head = signedHead(note, keyName, publicKey, verify)
    if (head === undefined) throw new Wrong(`${size} 条时的签名不是本单位的密钥签的`)
    const isIts = head.origin === this.#organisation.origin && head.size === size && root.equals(head.root)
    if (!isIts) throw new Wrong(`${size} 条时签的名不是对这些内容签的`)
    if (!root.equals(this.#tree.root())) throw await this.#changedBefore(size)
    this.#confirmed = size
    this.#checkpoints += 1
  }
  /** Leaf and content were changed alike: the tiles may still tell which. */
  async #changedBefore(size: number): Promise<Wrong> {
    const from = this.#confirmed
    if (size - from === 1) return new Wrong(`第 ${from} 条被改动过：根与签名时不符`, from)
    for (let first = from; first < size; first = (Math.floor(first / tileWidth) + 1) * tileWidth) {
      const index = Math.floor(first / tileWidth)
      const hashes = await this.#storedTile(0, index)
      if (hashes) {
        const differing = await this.#differingLeaf(index * tileWidth, hashes)
        if (differing !== undefined) return new Wrong(`第 ${differing} 条被改动过：与封存的叶子不符`, differing)
      }
    }
    return new Wrong(`第 ${from} 至 ${size - 1} 条里有改动：根与签名时不符`, from)
  }
  async #differingLeaf(first: number, hashes: Buffer): Promise<number | undefined> {
    const { rows } = await this.#client.query<{ seq: number; leaf: Buffer }>(
      'select seq, leaf from shouze.event where org = $1 and seq >= $2 and seq < $3 order by seq',
      [this.#organisation.org, first, first + tileWidth],
    )
    return rows.find(({ seq, leaf }) => !leaf.equals(hashes.subarray((seq - first) * 32, (seq - first + 1) * 32)))?.seq
  }
  async #tile({ level, index, hashes }: Tile) {
    const stored = await this.#storedTile(level, index)
    if (stored === undefined) throw new Wrong(`瓦片 ${level}/${index} 不见了`)
    if (stored.equals(hashes)) return
    const differing = level === 0 ? await this.#differingLeaf(index * tileWidth, stored) : undefined
    throw new Wrong(`瓦片 ${level}/${index} 与记录不符`, differing)
  }

  /** What the walk along the entries does not meet. */
  async #end() {
    await this.#refuseTwins()
    const size = this.#tree.size
    const tiles = fullTiles(size).reduce((sum, count) => sum + count, 0)
    const {
      rows: [beyond],
    } = await this.#client.query<{ head: number | null; body: number | null; tiles: number }>(
      `
      select (select max(size) from shouze.checkpoint where org = $1 and size > $2) as head,
        (select min(seq) from shouze.body where org = $1 and seq >= $2) as body,
        (select count(*)::int from shouze.tile where org = $1) as tiles`,
      [this.#organisation.org, size],
    )
    if (beyond?.head) throw new Wrong(`签过名的有 ${beyond.head} 条，现在只有 ${size} 条：末尾少了`, size)
    if (this.#confirmed !== size) throw new Wrong(`第 ${this.#confirmed} 条以后没有签名`, this.#confirmed)
    if (typeof beyond?.body === 'number') throw new Wrong(`有第 ${beyond.body} 条的正文，却没有这一条`, beyond.body)
    if (beyond && beyond.tiles !== tiles) throw new Wrong(`瓦片有 ${beyond.tiles} 块，应是 ${tiles} 块`)
    const lost = this.#disposals.fault()
    if (lost) throw new Wrong(lost.fact, lost.seq)
  }
  async #refuseTwins() {
    const {
      rows: [twin],
    } = await this.#client.query<{ seq: number }>(
      'select max(seq) as seq from shouze.event where org = $1 group by id having count(*) > 1 order by 1 limit 1',
      [this.#organisation.org],
    )
    if (twin) throw new Wrong(`第 ${twin.seq} 条的编号与另一条相同`, twin.seq)
  }
  async #events(from: number): Promise<readonly EventRow[]> {
    const { rows } = await this.#client.query<EventRow>({
      name: 'verify-events',
      text: `select e.seq, id, because, corrects, recorded, header, facts, commitment, leaf, key_no, sealed
        from shouze.event e left join shouze.body b on b.org = e.org and b.seq = e.seq
        where e.org = $1 and e.seq >= $2 order by e.seq limit $3`,
      values: [this.#organisation.org, from, readAtOnce],
    })
    return rows
  }
  async #checkpointsIn(after: number, to: number): Promise<ReadonlyMap<number, CheckpointRow>> {
    const { rows } = await this.#client.query<CheckpointRow>({
      name: 'verify-checkpoints',
      text: 'select size, root, note from shouze.checkpoint where org = $1 and size > $2 and size <= $3',
      values: [this.#organisation.org, after, to],
    })
    return new Map(rows.map((row) => [row.size, row]))
  }
  async #storedTile(level: number, index: number): Promise<Buffer | undefined> {
    const {
      rows: [row],
    } = await this.#client.query<{ hashes: Buffer }>({
      name: 'verify-tile',
      text: 'select hashes from shouze.tile where org = $1 and level = $2 and idx = $3',
      values: [this.#organisation.org, level, index],
    })
    return row?.hashes
  }
  #mustKeys(): OrganisationKeys {
    if (this.#keys === undefined) throw new Wrong('签名的密钥不见了')
    return this.#keys
  }
}

function decoded(bytes: { readonly header: Buffer; readonly facts: Buffer }, seq: number) {
  try {
    return decode(bytes)
  } catch (error) {
    throw new Wrong(`第 ${seq} 条读不懂（${error instanceof Error ? error.message : String(error)}）`, seq)
  }
}
/** Undefined where the note is not signed by this key. */
function signedHead(...[note, keyName, publicKey, verify]: Parameters<typeof openNote>) {
  try {
    return openNote(note, keyName, publicKey, verify)
  } catch (error) {
    if (error instanceof NoteRefused) return undefined
    throw error
  }
}
