/** All organisations of one installation: which of them this server writes, and how new ones come to be. */
import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { Book } from '../engine/book.ts'
import type { NewOrganisation } from '../store/admin.ts'
import type { Keys } from '../store/keys.ts'
import { Disclosures } from '../store/disclosures.ts'
import { Disposals } from '../store/disposals.ts'
import { Projection } from '../store/projection.ts'
import { Fenced, type Organisation, type Store } from '../store/types.ts'
import type { Clock } from './clock.ts'
import { finishDisposals } from './disposal.ts'
import { OpenOrganisation, type LastBackup } from './organisation.ts'

/** A lease is renewed three times before it runs out, so that one lost packet costs nothing. */
const leaseMs = 9_000
const renewMs = leaseMs / 3

export interface HouseParts {
  readonly book: Book
  readonly store: Store
  readonly application: Pool
  readonly keys: Keys
  readonly clock: Clock
  readonly digest: string
  /** Nobody else can reach the database: whoever holds a lease when we start is dead, and need not be waited for. */
  readonly isAlone: boolean
  /** Through the owner's role, which alone may. */
  readonly createOrganisation: (wanted: NewOrganisation, at: number) => Promise<Organisation>
  /** Where packages lie until they are fetched; ours alone, emptied at every end. */
  readonly handOverFolder: string
  /** Through the owner's role too: gives back what destroyed bodies and keys took on the disk. */
  readonly sweepDisposed?: () => Promise<void>
  /** The last backup of this installation, as far as it knows. */
  readonly lastBackup?: () => Promise<LastBackup | undefined>
  readonly log: (line: Readonly<Record<string, string | number>>) => void
}

/** An account of an organisation was opened or closed. */
export interface AccountChange {
  readonly open: OpenOrganisation
  readonly account: string
  readonly how: 'opened' | 'closed'
}
export class House {
  readonly parts: HouseParts
  readonly #open = new Map<string, OpenOrganisation>()
  #known: readonly Organisation[] = []
  readonly #minding = new Set<(change: AccountChange) => void>()
  readonly #holder = `${process.pid}-${randomBytes(6).toString('hex')}`
  #timer: NodeJS.Timeout | undefined
  #isClosing = false

  constructor(parts: HouseParts) {
    this.parts = parts
  }
  async open() {
    this.#known = await this.parts.store.organisations()
    const from = this.parts.isAlone ? Date.now() + leaseMs : Date.now()
    for (const organisation of this.#known) await this.#take(organisation, from)
    this.#keepLeases()
  }
  async close() {
    this.#isClosing = true
    clearTimeout(this.#timer)
    await Promise.all([...this.#open.values()].map((open) => open.close()))
  }
  get organisations() {
    return this.#known
  }
  /** Calls back right after the commit. */
  onAccount(listener: (change: AccountChange) => void) {
    this.#minding.add(listener)
  }
  /** Undefined where another server writes it at present. */
  find(code: string): OpenOrganisation | undefined {
    return this.#open.get(code)
  }
  /** Those that this server writes. */
  written(): readonly OpenOrganisation[] {
    return [...this.#open.values()]
  }
  byNumber(org: number): OpenOrganisation | undefined {
    return [...this.#open.values()].find(({ parts }) => parts.organisation.org === org)
  }
  async create(name: string, code: string): Promise<OpenOrganisation> {
    const { clock, createOrganisation } = this.parts
    const organisation = await createOrganisation({ code, name, clock: clock.kind }, clock.now())
    this.#known = [...this.#known, organisation]
    const open = await this.#take(organisation)
    if (!open) throw new Error('a new organisation has no other writer')
    return open
  }

  /** The database did not answer: what falls due until it does is our outage. */
  faltered() {
    for (const open of this.#open.values()) open.faltered()
  }
  /** Takes the lease if it has run out at `from`, and opens the organisation. */
  async #take(organisation: Organisation, from = Date.now()): Promise<OpenOrganisation | undefined> {
    const { store, book, application, keys, clock, digest, sweepDisposed, lastBackup } = this.parts
    const lease = await store.takeLease(organisation.org, this.#holder, from, leaseMs)
    if (!lease) return undefined
    const open = new OpenOrganisation({
      organisation,
      book,
      store,
      application,
      clock,
      lease,
      digest,
      keys: await keys.of(organisation),
      projection: new Projection(application, organisation.org),
      disposals: new Disposals(application, organisation.org),
      disclosures: new Disclosures(application, organisation.org),
      ...(sweepDisposed ? { sweepDisposed } : {}),
      ...(lastBackup ? { lastBackup } : {}),
      onLost: (error) => this.#lost(organisation, error),
    })
    open.onAccount = (account, how) => {
      for (const listener of this.#minding) listener({ open, account, how })
    }
    await open.open()
    this.#open.set(organisation.code, open)
    // What two persons agreed to before a server ended is carried out by the next one.
    finishDisposals(open).catch((error: unknown) =>
      this.parts.log({ event: 'disposal', org: organisation.org, cause: error instanceof Error ? error.name : '' }),
    )
    return open
  }
  #lost(organisation: Organisation, error: Error) {
    this.parts.log({ event: 'writer', org: organisation.org, cause: error.name })
    if (error instanceof Fenced) this.#abandon(organisation)
  }
  #abandon({ code }: Organisation) {
    this.#open.get(code)?.abandon()
    this.#open.delete(code)
  }
  #keepLeases() {
    this.#timer = setTimeout(() => {
      void this.#renewAll()
        .catch((error: unknown) => {
          this.faltered()
          this.parts.log({ event: 'lease', cause: String(error) })
        })
        .finally(() => {
          if (!this.#isClosing) this.#keepLeases()
        })
    }, renewMs)
  }
  async #renewAll() {
    this.#known = await this.parts.store.organisations()
    for (const organisation of this.#known) {
      const open = this.#open.get(organisation.code)
      if (!open) await this.#take(organisation)
      else if (!(await this.parts.store.renewLease(open.parts.lease, Date.now(), leaseMs))) this.#abandon(organisation)
      else await open.showLife()
    }
  }
}
