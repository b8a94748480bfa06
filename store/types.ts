/** What the rooms above ask of a store. Instants are milliseconds since 1970; sequence numbers begin at 0. */

/** How the two roles reach the database. The application never uses the owner's. */
export interface Access {
  readonly owner: string
  readonly application: string
}

export interface Organisation {
  readonly org: number
  /** What people type or choose at sign-in; lower-case letters, digits, hyphen. */
  readonly code: string
  readonly name: string
  /** Random, chosen once; the log's name in every checkpoint. */
  readonly origin: string
  readonly clock: 'real' | 'driven'
}

/** One event as it lies in the log. `header` and `facts` are canonical JSON. */
export interface StoredEvent {
  readonly id: string
  readonly because?: string
  readonly corrects?: string
  readonly recorded: number
  readonly header: Uint8Array
  readonly facts: Uint8Array
  /** SHA-256 over salt and body, or 32 zero bytes where there is no body. */
  readonly commitment: Uint8Array
  /** The leaf's hash in the tree. */
  readonly leaf: Uint8Array
}
export interface SealedBody {
  readonly seq: number
  readonly key: number
  /** Nonce (12), ciphertext, tag (16). */
  readonly sealed: Uint8Array
}
export interface Answer {
  /** HMAC of the key that the client sent. */
  readonly key: Uint8Array
  readonly account: string
  /** HMAC of the command, so that the same key with another body is told apart. */
  readonly request: Uint8Array
  readonly seq: number
}
export interface Checkpoint {
  readonly size: number
  readonly root: Uint8Array
  readonly note: string
}
export interface Tile {
  readonly level: number
  readonly index: number
  /** 256 hashes of 32 bytes. */
  readonly hashes: Uint8Array
}
export interface Batch {
  readonly org: number
  readonly epoch: number
  /** Sequence number of the first event; the log must hold exactly so many. */
  readonly first: number
  readonly events: readonly StoredEvent[]
  readonly bodies: readonly SealedBody[]
  readonly answers: readonly Answer[]
  readonly outbox: readonly { readonly seq: number; readonly notice: string }[]
  readonly checkpoint: Checkpoint
  readonly tiles: readonly Tile[]
}
/** Another server writes now; or the log is longer than we thought. Nothing was appended. */
export class Fenced extends Error {
  override name = 'Fenced'
}
/** The database refused what it was given (SQLSTATE classes 22 and 23). Nothing was appended. */
export class Unfit extends Error {
  override name = 'Unfit'
}
/** The slices in the database do not go on to what was written: another fold made them, they reach further, or they
 * are gone. Nothing was written; what would be right is to write them all. */
export class SlicesGone extends Error {
  override name = 'SlicesGone'
}

export interface Head {
  readonly size: number
  readonly recorded: number
  readonly checkpoint: Checkpoint | undefined
}
export interface SliceRow {
  readonly key: string
  readonly value: unknown
  readonly wakes?: number
}
export interface Lease {
  readonly org: number
  readonly epoch: number
}
/** The log and what stands beside it, for one or several organisations, through the application's role. */
export interface Store {
  organisations(): Promise<readonly Organisation[]>
  /** Takes the lease if it is free or has run out at `now`; otherwise undefined. Raises the epoch. */
  takeLease(org: number, holder: string, now: number, ttlMs: number): Promise<Lease | undefined>
  /** False when another has taken it. */
  renewLease(lease: Lease, now: number, ttlMs: number): Promise<boolean>
  giveUpLease(lease: Lease): Promise<void>
  /** When its writer last showed a sign of life, by the organisation's clock; undefined: never. */
  aliveAt(org: number): Promise<number | undefined>
  setAlive(org: number, at: number): Promise<void>

  head(org: number): Promise<Head>
  /** One round trip. Throws `Fenced`, `Unfit`, or whatever the connection threw: then nothing is known. */
  append(batch: Batch): Promise<void>
  /** Events from `first`, in order, at most `limit`. */
  events(org: number, first: number, limit: number): Promise<readonly (StoredEvent & { readonly seq: number })[]>
  eventById(org: number, id: string): Promise<(StoredEvent & { readonly seq: number }) | undefined>
  /** In no order. */
  eventsById(org: number, ids: readonly string[]): Promise<readonly (StoredEvent & { readonly seq: number })[]>
  eventsBecause(org: number, because: readonly string[]): Promise<readonly (StoredEvent & { readonly seq: number })[]>
  corrections(org: number, ids: readonly string[]): Promise<readonly (StoredEvent & { readonly seq: number })[]>
  answers(org: number, keys: readonly Uint8Array[]): Promise<readonly Answer[]>
  body(org: number, seq: number): Promise<SealedBody | undefined>
  bodies(org: number, seqs: readonly number[]): Promise<readonly SealedBody[]>
  leaves(org: number, first: number, limit: number): Promise<readonly Uint8Array[]>
  tile(org: number, level: number, index: number): Promise<Uint8Array | undefined>
  checkpointAt(org: number, sizeAtLeast: number): Promise<Checkpoint | undefined>

  /** The state as it was last written behind: up to which event, and by which fold. */
  folded(org: number): Promise<{ readonly size: number; readonly digest: string } | undefined>
  slices(org: number, keys: readonly string[]): Promise<readonly SliceRow[]>
  /** All slices whose key begins so; '' for all. */
  slicesUnder(org: number, prefix: string): Promise<readonly SliceRow[]>
  slicesThatWake(org: number): Promise<readonly SliceRow[]>
  /** One transaction: changed slices (`undefined` value: gone) and how far they reach. `all`: replaces every slice. */
  writeSlices(org: number, size: number, digest: string, rows: readonly SliceRow[], all?: boolean): Promise<void>
}
