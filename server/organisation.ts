/** One organisation that this server writes: its state, writer, ticker, lists, names and live updates. */
import type { Pool } from 'pg'
import type { Book } from '../engine/book.ts'
import type { Event, EventOf } from '../engine/events.ts'
import { closeAccount, enrol, openAccount } from '../engine/people.ts'
import type { Slice } from '../engine/state.ts'
import type { Instant } from '../engine/time.ts'
import { nodeReader } from '../ledger/reader.ts'
import { edgeOf, Tree } from '../ledger/tree.ts'
import { draftsOf, type Drafts } from '../store/drafts.ts'
import { decode } from '../store/encode.ts'
import type { OrganisationKeys } from '../store/organisation-keys.ts'
import type { Disclosures } from '../store/disclosures.ts'
import type { Disposals } from '../store/disposals.ts'
import type { Projection } from '../store/projection.ts'
import { SlicesGone, type Lease, type Organisation, type Store } from '../store/types.ts'
import type { Clock } from './clock.ts'
import { Beats } from './beats.ts'
import { CommittedState } from './committed-state.ts'
import { Directory } from './directory.ts'
import { LiveUpdates } from './live.ts'
import { LogAccess } from './log-access.ts'
import { Projector } from './projector.ts'
import { sha256 } from './sha256.ts'
import { Ticker } from './ticker.ts'
import { Writer, type Committed } from './writer.ts'

const readAtOnce = 2_000
/** Slices are written behind when so many changed, or so long after the first change. */
const changedMax = 20_000
const writtenBehindMs = 5_000

/** When it was made, and how long each log was in it, by origin. */
export interface LastBackup {
  readonly at: Instant
  readonly organisations: readonly { readonly origin: string; readonly size: number }[]
}
export interface OrganisationParts {
  readonly organisation: Organisation
  readonly book: Book
  readonly store: Store
  readonly application: Pool
  readonly keys: OrganisationKeys
  readonly projection: Projection
  readonly disposals: Disposals
  readonly disclosures: Disclosures
  readonly sweepDisposed?: () => Promise<void>
  readonly lastBackup?: () => Promise<LastBackup | undefined>
  readonly clock: Clock
  readonly lease: Lease
  /** Names the fold that made a state; another digest makes it anew. */
  readonly digest: string
  readonly onLost: (error: Error) => void
}

export class OpenOrganisation {
  readonly parts: OrganisationParts
  readonly directory: Directory
  readonly live = new LiveUpdates()
  /** Called when an account was opened or closed: whoever was signed in by that name is so no longer. */
  onAccount: (account: string, how: 'opened' | 'closed') => void = () => undefined
  readonly log: LogAccess
  readonly drafts: Drafts
  readonly writer: Writer
  readonly ticker: Ticker
  readonly beats: Beats
  #projector: Projector | undefined
  /** Our last sign of life. */
  #aliveAt: number
  #writtenBehind: NodeJS.Timeout | undefined
  #isEnded = false
  #flushing: Promise<void> = Promise.resolve()
  /** Names of people on their way out of their bodies. */
  #learning: Promise<void> = Promise.resolve()

  constructor(parts: OrganisationParts) {
    const { organisation, book, store, keys, projection, clock, lease } = parts
    this.parts = parts
    this.#aliveAt = clock.now()
    this.directory = new Directory(book)
    this.log = new LogAccess({ organisation, book, store, keys, projection, tree: Tree.empty(sha256) })
    this.drafts = draftsOf(parts.application, organisation.org, keys)
    this.log.caughtUp = (size) => this.projector.caughtUp(size)
    this.writer = new Writer({
      book,
      clock,
      log: this.log,
      lease,
      recall: () => this.#recall(),
      onCommitted: (committed) => this.#committed(committed),
      onLost: parts.onLost,
    })
    this.ticker = new Ticker(clock, this.writer)
    this.beats = new Beats(parts, this.writer)
    clock.onMoved(() => this.live.send({ event: 'clock', at: clock.now() }))
  }
  get projector(): Projector {
    if (!this.#projector) throw new Error('the organisation is not open')
    return this.#projector
  }
  async open() {
    const { store, organisation } = this.parts
    await this.writer.open(await store.aliveAt(organisation.org))
    await this.showLife()
    this.ticker.wake()
  }
  faltered() {
    this.writer.faltered(this.#aliveAt)
  }
  /** Until here nothing was our outage; throws what the database threw. */
  async showLife() {
    const { store, organisation, clock } = this.parts
    const at = clock.now()
    await store.setAlive(organisation.org, at)
    this.#aliveAt = at
    await this.writer.recovered()
  }
  /** Resolves when the names of everybody who was committed until now are known. */
  named(): Promise<void> {
    return this.#learning
  }
  /** Finishes what waits, writes the state behind, and gives the lease back. */
  async close() {
    this.#isEnded = true
    this.beats.stop()
    this.ticker.stop()
    await this.writer.close()
    await this.#learning
    await this.flush()
    await this.projector.close()
    this.live.close()
    await this.showLife()
    await this.parts.store.giveUpLease(this.parts.lease)
  }
  /** Stops without writing anything: another server has the lease. */
  abandon() {
    this.#isEnded = true
    this.beats.stop()
    this.ticker.stop()
    clearTimeout(this.#writtenBehind)
    this.#projector?.abandon()
    this.live.close()
  }

  #committed({ events, first }: Committed) {
    this.projector.follow({ first, events })
    this.#learning = this.#learning
      .then(() => this.#learn(events, first))
      .catch((error: unknown) => {
        this.parts.onLost(error instanceof Error ? error : new Error(String(error)))
      })
    for (const event of events) if (event.type === 'filed') this.#minded(event)
    const registers = [...new Set(events.flatMap((event) => (event.type === 'filed' ? [event.register] : [])))]
    this.live.send({ event: 'changed', size: first + events.length, registers })
    this.ticker.wake()
    if (this.writer.state.changedCount >= changedMax) void this.flush()
    else this.#writtenBehind ??= setTimeout(() => void this.flush(), writtenBehindMs)
  }
  #minded({ register, facts: { account } }: EventOf<'filed'>) {
    if (typeof account !== 'string') return
    if (register === closeAccount.id) this.onAccount(account, 'closed')
    if (register === openAccount.id) this.onAccount(account, 'opened')
  }
  /** Names are learned from bodies; the registers that carry them are few. */
  async #learn(events: readonly Event[], first: number) {
    for (const [n, event] of events.entries()) {
      if (event.type !== 'filed' || !ofPeople.includes(event.register)) continue
      this.directory.learn(event, await this.log.body(first + n))
    }
  }
  /** Writes the changed slices, but never further than the lists reach: a restart refolds at least that far. */
  flush(): Promise<void> {
    clearTimeout(this.#writtenBehind)
    this.#writtenBehind = undefined
    this.#flushing = this.#flushing
      .then(() => this.#flush())
      .catch((error: unknown) => {
        this.parts.onLost(error instanceof Error ? error : new Error(String(error)))
        if (!this.#isEnded) this.#writtenBehind ??= setTimeout(() => void this.flush(), writtenBehindMs)
      })
    return this.#flushing
  }
  /** Values are those of one instant between two batches; what is not written now is written with the next. */
  async #flush() {
    const { size, state } = this.writer,
      changed = state.takeChanged()
    if (changed.length === 0) return
    try {
      await this.#writeSlices(size, changed)
    } catch (error) {
      state.putBack(changed.map(({ key }) => key))
      if (!(error instanceof SlicesGone)) throw error
      await this.#writeAll(state, this.writer.size)
    }
  }
  async #writeSlices(
    size: number,
    slices: readonly { readonly key: string; readonly slice: Slice | null }[],
    all = false,
  ) {
    const rows = slices.map(({ key, slice }) => ({ key, ...sliceColumns(slice) }))
    await this.projector.caughtUp(size)
    await this.parts.store.writeSlices(this.parts.organisation.org, size, this.parts.digest, rows, all)
  }
  async #writeAll(state: CommittedState, size: number) {
    const all = state.takeAll()
    try {
      await this.#writeSlices(size, all, true)
    } catch (error) {
      state.putBack(all.map(({ key }) => key))
      throw error
    }
  }

  // Reading the log from nothing

  async #recall() {
    const {
      store,
      organisation: { org },
      book,
      digest,
      projection,
    } = this.parts
    // Who waits for the lists of the memory that is forgotten must not be waited for.
    this.#projector?.abandon()
    await this.#flushing
    const head = await store.head(org),
      kept = await store.folded(org),
      state = new CommittedState()
    const reach = await projection.reach(digest)
    const isKept = kept !== undefined && kept.digest === digest && reach !== undefined && kept.size <= reach
    const from = isKept ? kept.size : 0
    if (isKept)
      state.restore(new Map((await store.slicesUnder(org, '')).map(({ key, value }) => [key, value as object])))
    if (!isKept) await projection.drop()
    const reached = isKept ? reach : 0
    this.#projector = new Projector(book, projection, digest, reached, (first, to) => this.#stretch(first, to))
    for await (const { first, events } of this.#stretches(from, head.size)) {
      for (const event of events) state.refold(book, event)
      const known = Math.max(0, reached - first)
      if (known < events.length) this.#projector.follow({ first: first + known, events: events.slice(known) })
    }
    if (!isKept) await this.#writeAll(state, head.size)
    await this.#readNames(head.size)
    this.log.restoreTree(await this.#tree(head.size))
    return { state, size: head.size, recorded: head.recorded }
  }
  async *#stretches(from: number, to: number) {
    for (let first = from; first < to; first += readAtOnce) yield this.#stretch(first, to)
  }
  async #stretch(first: number, to: number) {
    const {
      store,
      organisation: { org },
    } = this.parts
    const stored = await store.events(org, first, Math.min(readAtOnce, to - first))
    return { first, events: stored.map((one) => decode(one).event) }
  }
  async #readNames(size: number) {
    const { projection } = this.parts
    await this.projector.caughtUp(size)
    for (const register of ofPeople) {
      const entries = await projection.entries({ register, limit: 100_000 })
      const bodies = await this.log.bodies(entries.map(({ seq, correctedBy }) => correctedBy ?? seq))
      for (const { seq, facts, current, correctedBy } of entries.toReversed()) {
        this.directory.learn({ register, facts: current ?? facts }, bodies.get(correctedBy ?? seq))
      }
    }
  }
  async #tree(size: number): Promise<Tree> {
    const {
      store,
      organisation: { org },
    } = this.parts
    const reader = nodeReader(sha256, {
      leaves: (first, limit) => store.leaves(org, first, limit),
      tile: (level, index) => store.tile(org, level, index),
    })
    return Tree.grow(sha256, size, await edgeOf(reader, size))
  }
}
/** The registers whose bodies say who somebody is. */
const ofPeople: readonly string[] = [enrol.id, openAccount.id]
function sliceColumns(slice: object | number | null) {
  const wakes = typeof slice === 'object' && slice !== null && 'wakes' in slice ? slice.wakes : undefined
  return { value: slice ?? undefined, ...(typeof wakes === 'number' ? { wakes } : {}) }
}
