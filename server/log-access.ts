/** Between the writer and the store: events become leaves and sealed bodies, questions of the engine become queries. */
import type { Book } from '../engine/book.ts'
import { admit, type Keyed } from '../engine/commands.ts'
import type { History, Logged } from '../engine/correct.ts'
import type { Event, Row } from '../engine/events.ts'
import { floorOf } from '../engine/retention.ts'
import type { Slice } from '../engine/state.ts'
import { dayOf, type Instant } from '../engine/time.ts'
import { leafBytes, leafHash, noBody } from '../ledger/leaf.ts'
import { checkpointText, noteSigner } from '../ledger/note.ts'
import type { Tree } from '../ledger/tree.ts'
import { decode, encode } from '../store/encode.ts'
import type { OpenedBody, OrganisationKeys } from '../store/organisation-keys.ts'
import type { Projection } from '../store/projection.ts'
import type { Answer, Checkpoint, Lease, Organisation, SealedBody, Store, StoredEvent, Tile } from '../store/types.ts'
import { sha256 } from './sha256.ts'

export interface Sealed {
  readonly events: readonly StoredEvent[]
  readonly bodies: readonly SealedBody[]
  readonly outbox: readonly { readonly seq: number; readonly notice: string }[]
  readonly checkpoint: Checkpoint
  readonly tiles: readonly Tile[]
  /** The tree as it will stand once this is appended. */
  readonly tree: Tree
}
export interface Answered {
  readonly key: Uint8Array
  readonly request: Uint8Array
  readonly written: { readonly seq: number; readonly at: Instant; readonly recorded: Instant; readonly isRepeat: true }
}
type Bodies = ReadonlyMap<string, { readonly register: string; readonly body: Row }>

/**
 * The retention class of a register's bodies: each has data keys of its own, so that a month of it can be destroyed alone.
 * It begins with the least time that they are kept, by which the database itself refuses to give them up before.
 */
export function retentionClass(book: Book, register: string): string {
  const floor = floorOf(book, register)
  if (floor === 'forever') return floor
  return 'days' in floor ? `days-${floor.days}.${register}` : `years-${floor.years}.${register}`
}

export class LogAccess {
  readonly #organisation: Organisation
  readonly #book: Book
  readonly #store: Store
  readonly #keys: OrganisationKeys
  readonly #projection: Projection
  readonly #signed: (text: string) => string
  #tree: Tree
  readonly keyed: (as: string, value: string) => string
  readonly answerKey: (text: string) => Uint8Array
  /** Resolves when lists reach so far; corrections ask them. */
  caughtUp: (size: number) => Promise<void> = () => Promise.resolve()

  constructor(parts: {
    organisation: Organisation
    book: Book
    store: Store
    keys: OrganisationKeys
    projection: Projection
    tree: Tree
  }) {
    this.#organisation = parts.organisation
    this.#book = parts.book
    this.#store = parts.store
    this.#keys = parts.keys
    this.#projection = parts.projection
    this.#tree = parts.tree
    const { keyName, publicKey, sign } = parts.keys.signer
    this.#signed = noteSigner(keyName, publicKey, sign)
    this.keyed = parts.keys.keyed
    this.answerKey = parts.keys.answerKey
  }
  get tree() {
    return this.#tree
  }
  /** After nothing was known: the tree as the log has it. */
  restoreTree(tree: Tree) {
    this.#tree = tree
  }

  /** Header, facts and body of each event as bytes; the leaves; the tree that they make; its signed checkpoint. */
  async seal(first: number, events: readonly Event[], bodies: Bodies): Promise<Sealed> {
    await this.#warmUp(events, bodies)
    const tree = this.#tree.fork(),
      sealedBodies: SealedBody[] = [],
      stored: StoredEvent[] = []
    const outbox: { seq: number; notice: string }[] = []
    for (const [n, event] of events.entries()) {
      const seq = first + n,
        body = bodies.get(event.id),
        held = body && this.#sealBody(seq, event, body)
      if (held) sealedBodies.push({ seq, key: held.key, sealed: held.sealed })
      const { header, facts } = encode(event, this.#organisation.origin, seq),
        commitment = held?.commitment ?? noBody
      const leaf = leafHash(sha256, leafBytes({ header, facts, commitment }))
      tree.append(leaf)
      stored.push({ id: event.id, recorded: event.recorded, header, facts, commitment, leaf, ...pointers(event) })
      if (event.type === 'told') outbox.push({ seq, notice: event.notice })
    }
    return {
      events: stored,
      bodies: sealedBodies,
      outbox,
      tiles: tree.takeTiles(),
      tree,
      checkpoint: this.#checkpoint(tree),
    }
  }
  /** Data keys are made before the first body of a class and month, so that sealing waits for nothing. */
  async #warmUp(events: readonly Event[], bodies: Bodies) {
    for (const event of events) {
      const body = bodies.get(event.id)
      if (!body) continue
      const retention = retentionClass(this.#book, body.register),
        month = monthOf(event.recorded)
      if (!this.#keys.isWarm(retention, month)) await this.#keys.warm(retention, month)
    }
  }
  #sealBody(seq: number, { recorded }: Event, { register, body }: { register: string; body: Row }) {
    return this.#keys.seal(retentionClass(this.#book, register), monthOf(recorded), seq, body)
  }
  #checkpoint(tree: Tree): Checkpoint {
    const root = tree.root(),
      note = this.#signed(checkpointText(this.#organisation.origin, tree.size, root))
    return { size: tree.size, root, note }
  }
  async append(lease: Lease, first: number, { tree, ...sealed }: Sealed, answers: readonly Answer[]) {
    await this.#store.append({ org: this.#organisation.org, epoch: lease.epoch, first, answers, ...sealed })
    this.#tree = tree
  }
  async answered(keys: readonly Uint8Array[]): Promise<readonly Answered[]> {
    const answers = keys.length === 0 ? [] : await this.#store.answers(this.#organisation.org, keys)
    return Promise.all(
      answers.map(async ({ key, request, seq }) => {
        const [event] = await this.events(seq, 1)
        return {
          key,
          request,
          written: { seq, at: event?.at ?? 0, recorded: event?.recorded ?? 0, isRepeat: true as const },
        }
      }),
    )
  }
  async events(first: number, limit: number): Promise<readonly (Event & { readonly seq: number })[]> {
    return (await this.#store.events(this.#organisation.org, first, limit)).map(opened)
  }
  async body(seq: number): Promise<Row | undefined> {
    const held = await this.#store.body(this.#organisation.org, seq)
    return held && rowOf(await this.#keys.open(held))
  }
  async bodies(seqs: readonly number[]): Promise<ReadonlyMap<number, Row>> {
    const held = await this.#store.bodies(this.#organisation.org, seqs)
    const rows = await Promise.all(held.map(async (one) => [one.seq, rowOf(await this.#keys.open(one))] as const))
    return new Map(rows.flatMap(([seq, row]) => (row ? [[seq, row] as const] : [])))
  }

  /** The keyed hash that a hashed field of a register keeps of a value. */
  hashOf(register: string, field: string, value: string): string | undefined {
    const { facts } = hashedOnly(this.#book, register, field, value, this.keyed)
    return typeof facts[field] === 'string' ? facts[field] : undefined
  }
  async correctionsOf(id: string): Promise<readonly (Event & { readonly seq: number })[]> {
    return (await this.#store.corrections(this.#organisation.org, [id])).map(opened)
  }
  /** What these events set in motion, and what that set in motion, to a depth. */
  async because(ids: readonly string[], depth: number): Promise<readonly (Event & { readonly seq: number })[]> {
    if (ids.length === 0 || depth === 0) return []
    const found = (await this.#store.eventsBecause(this.#organisation.org, ids)).map(opened)
    return [
      ...found,
      ...(await this.because(
        found.map(({ id }) => id),
        depth - 1,
      )),
    ]
  }
  /** `log/ID` and `history/ROW`, as the engine asks for them. */
  async ask(needs: readonly string[]): Promise<readonly (readonly [string, Slice | null])[]> {
    await this.caughtUp(this.#tree.size)
    return Promise.all(
      needs.map(async (key) => {
        const slash = key.indexOf('/'),
          of = key.slice(slash + 1)
        return [key, key.slice(0, slash) === 'log' ? await this.logged(of) : await this.#history(of)] as const
      }),
    )
  }
  /** An entry with the facts that stand today, and what it and its corrections opened that still stands. */
  async logged(id: string): Promise<Logged | null> {
    const { org } = this.#organisation
    const stored = await this.#store.eventById(org, id)
    if (!stored) return null
    const corrections = (await this.#store.corrections(org, [id])).map(opened)
    const opening = (await this.#store.eventsBecause(org, [id, ...corrections.map((one) => one.id)])).map(opened)
    const undone = await this.#projection.undone([id, ...opening.map((one) => one.id)])
    const standing = opening.filter(
      (one) =>
        !undone.has(one.id) &&
        one.type !== 'undone' &&
        one.type !== 'restated' &&
        !(one.type === 'told' && one.follows !== undefined),
    )
    const isGone = undone.has(id) ? ({ isTakenBack: true } as const) : {}
    return { event: truth(opened(stored), corrections), opened: standing, ...isGone }
  }
  /** In two questions however long it is: a seat of a café has thousands of entries after a year. */
  async #history(row: string): Promise<History> {
    const { org } = this.#organisation,
      moved = await this.#projection.moved(row)
    if (moved.length === 0) return []
    const first = new Map((await this.#store.eventsById(org, moved)).map((stored) => [stored.id, opened(stored)]))
    const corrections = new Map<string, Event[]>()
    for (const one of (await this.#store.corrections(org, moved)).map(opened)) {
      if (one.type !== 'filed' || one.corrects === undefined) continue
      corrections.set(one.corrects, [...(corrections.get(one.corrects) ?? []), one])
    }
    return moved.flatMap((id) => {
      const event = first.get(id)
      return event?.type === 'filed' ? [truth(event, corrections.get(id) ?? [])] : []
    })
  }
}
const monthOf = (at: Instant) => dayOf(at).slice(0, 7)
function hashedOnly(book: Book, register: string, field: string, value: string, keyed: Keyed) {
  const command = admit(book, { do: 'file', id: '', account: '', register, entry: { [field]: value } }, keyed)
  return command.do === 'file' ? command : { facts: {} as Row }
}
const opened = (stored: StoredEvent & { readonly seq: number }): Event & { readonly seq: number } => ({
  ...decode(stored).event,
  seq: stored.seq,
})
const pointers = (event: Event) => ({
  ...(event.because === undefined ? {} : { because: event.because }),
  ...(event.type === 'filed' && event.corrects !== undefined ? { corrects: event.corrects } : {}),
})
/** A body is an object, since `admit` made it one. */
const rowOf = (body: OpenedBody | undefined): Row | undefined =>
  body && (JSON.parse(Buffer.from(body.bytes).toString()) as Row)
function truth<E extends Event>(event: E, corrections: readonly Event[]): E {
  const last = corrections.findLast((one) => one.type === 'filed')
  return event.type === 'filed' && last?.type === 'filed' ? { ...event, facts: last.facts } : event
}
