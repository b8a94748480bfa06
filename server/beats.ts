/** What machines of one organisation report: news becomes an entry of the system's, a beat is remembered here alone. */
import { isNews, silenceOf } from '../engine/beats.ts'
import type { Hearing, HeardRow } from '../engine/declare/words.ts'
import { nowFor } from '../engine/now.ts'
import { Layer } from '../engine/state.ts'
import type { Instant } from '../engine/time.ts'
import type { OrganisationParts } from './organisation.ts'
import type { Outcome, Writer } from './writer.ts'

/** How often it is looked who has been silent. */
const sweptEveryMs = 30_000
/** A beat that said nothing new. */
export const known = 'known'

export class Beats {
  readonly #parts: Pick<OrganisationParts, 'book' | 'clock'>
  readonly #writer: Writer
  /** Nobody is held to have been silent while we did not listen. */
  readonly #listeningFrom: Instant
  readonly #heardAt = new Map<string, Instant>()
  /** Beats of one thing go one after the other: the first is news, those beside it are not. */
  readonly #underWay = new Map<string, Promise<unknown>>()
  readonly #timer: NodeJS.Timeout | undefined
  constructor(parts: Pick<OrganisationParts, 'book' | 'clock'>, writer: Writer) {
    this.#parts = parts
    this.#writer = writer
    this.#listeningFrom = parts.clock.now()
    if (parts.clock.kind === 'real' && this.#hearings().length > 0)
      this.#timer = setInterval(() => void this.#sweepQuietly(), sweptEveryMs)
  }
  stop() {
    clearInterval(this.#timer)
  }
  /** Enters what was reported, unless it is a beat that says nothing new. `key` as `writer.submit` has it. */
  async report(
    hearing: Hearing,
    entry: Readonly<Record<string, unknown>>,
    key?: string,
  ): Promise<Outcome | typeof known> {
    const { register, of, beat } = hearing,
      about = entry[of]
    const asked = { do: 'file', register: register.id, account: 'system', entry } as const
    if (!beat || typeof about !== 'string') return this.#writer.submit(asked, key)
    const name = `${register.id}/${about}`
    while (this.#underWay.has(name)) await this.#underWay.get(name)
    const beating = this.#beat(name, () => isNews(this.#row(beat.heard.space, about), entry[beat.address]), asked)
    this.#underWay.set(
      name,
      beating.catch(() => undefined).finally(() => this.#underWay.delete(name)),
    )
    return beating
  }
  async #beat(name: string, hasNews: () => boolean, asked: Parameters<Writer['submit']>[0]) {
    await this.#writer.ready()
    const outcome = hasNews() ? await this.#writer.submit(asked) : known
    // What was refused is no terminal of the house, and takes no room here.
    if (outcome === known || 'accepted' in outcome) this.#heardAt.set(name, this.#parts.clock.now())
    return outcome
  }
  /** Enters the silence of whatever was not heard for too long; resolves when that is written. */
  async sweep(): Promise<void> {
    const state = await this.#writer.ready()
    for (const hearing of this.#hearings()) {
      const { beat, register } = hearing
      for (const slot of state.keys(beat.heard.space) ?? []) {
        const at = this.#parts.clock.now(),
          about = slot.slice(beat.heard.space.length + 1)
        const now = nowFor(new Layer(state), { at, recorded: at, by: 'system' })
        if (!now.isInForce(hearing.clause)) continue
        const lastHeard = this.#heardAt.get(`${register.id}/${about}`) ?? this.#listeningFrom,
          entry = silenceOf(hearing, about, lastHeard, now)
        if (entry) await this.#writer.submit({ do: 'file', register: beat.silence.id, account: 'system', entry })
      }
    }
  }
  /** Where nothing can be written at present, half a minute later it is looked again. */
  async #sweepQuietly() {
    await this.sweep().catch(() => undefined)
  }
  #hearings() {
    return this.#parts.book.hearings.flatMap(({ beat, ...one }) => (beat ? [{ ...one, beat }] : []))
  }
  #row(space: string, key: string): HeardRow | undefined {
    const slice: unknown = this.#writer.state.get(`${space}/${key}`)
    if (typeof slice !== 'object' || slice === null || !('address' in slice)) return undefined
    const { address } = slice,
      silentSince = 'silentSince' in slice ? slice.silentSince : undefined
    return {
      address: String(address),
      ...(typeof silentSince === 'number' ? { silentSince } : {}),
    }
  }
}
