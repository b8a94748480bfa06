/**
 * The one that writes an organisation's log. Commands enter a queue, stamped as they enter; what arrived while the last
 * commit was under way is decided together and appended in one round trip. An answer goes out only after its commit.
 */
import type { Book } from '../engine/book.ts'
import { admit, type Typed } from '../engine/commands.ts'
import type { Outage } from '../engine/declare/words.ts'
import { decide } from '../engine/decide.ts'
import { elapse } from '../engine/elapse.ts'
import type { Event, Row } from '../engine/events.ts'
import type { Refusal } from '../engine/judge.ts'
import { nowFor } from '../engine/now.ts'
import { Layer } from '../engine/state.ts'
import type { Instant } from '../engine/time.ts'
import { Fenced, Unfit, type Answer, type Lease } from '../store/types.ts'
import type { Clock } from './clock.ts'
import type { CommittedState } from './committed-state.ts'
import { isSameKey, KeptAnswers, KeyReused, type AnswerKey } from './kept-answers.ts'
import type { Answered, LogAccess } from './log-access.ts'
import { Unavailable } from './unavailable.ts'

/** The most that one append carries; more waits for the next. */
const batchMax = 512
/** Nothing of ours that was shorter than this kept anybody from being in time: he tries again. */
const outageMinMs = 1_000
/** So many lines of an import go together: whoever signs a form meanwhile waits for one such batch at most. */
const bulkAtOnce = 64
/** How many may wait. Beyond it the answer is 429 at once, which is kinder than a long silence. */
const queueMax = 8_192

export interface Written {
  readonly seq: number
  readonly at: Instant
  readonly recorded: Instant
  /** What the command set in motion; empty for a repeat, whose first answer named it. */
  readonly events: readonly Event[]
  readonly isRepeat: boolean
}
export type Outcome = { readonly accepted: Written } | { readonly refused: Refusal }
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never
/** A command before it has a number. */
export type Asked = Unnumbered<Typed>

export class Overloaded extends Error {
  override name = 'Overloaded'
}

interface Waiting {
  readonly asked: Asked | 'elapse'
  readonly stamp: Instant
  readonly answerKey: AnswerKey | undefined
  isRetried: boolean
  readonly settle: (outcome: Outcome) => void
  readonly fail: (error: Error) => void
}
interface Plan {
  readonly layer: Layer
  readonly events: readonly Event[]
  readonly bodies: ReadonlyMap<string, { readonly register: string; readonly body: Row }>
  readonly answers: readonly Answer[]
  readonly outcomes: readonly Settled[]
}
/** An error here is a bug of a rule: nothing has happened yet, and only its own command fails. */
interface Settled {
  readonly member: Waiting
  readonly outcome: Outcome | Error
}
export interface Committed {
  readonly events: readonly Event[]
  readonly first: number
}
export interface WriterParts {
  readonly book: Book
  readonly clock: Clock
  readonly log: LogAccess
  readonly lease: Lease
  /** Reads the log from nothing: called at the start and whenever nothing is known any more. */
  readonly recall: () => Promise<{ readonly state: CommittedState; readonly size: number; readonly recorded: Instant }>
  readonly onCommitted: (committed: Committed) => void
  readonly onLost: (error: Error) => void
}

export class Writer {
  readonly #parts: WriterParts
  #state: CommittedState | undefined
  #size = 0
  /** When the last event of the log was recorded. */
  #recorded: Instant = 0
  #stamped: Instant = 0
  #recalling: Promise<void> | undefined
  #queue: Waiting[] = []
  /** Lines of an import: taken when nobody else waits, and stamped then. */
  #bulk: Omit<Waiting, 'stamp'>[] = []
  #isRunning = false
  #isClosed = false
  readonly #answers = new KeptAnswers<Outcome>()
  /** Since when nothing could be written. */
  #failingSince: Instant | undefined

  constructor(parts: WriterParts) {
    this.#parts = parts
  }
  /** `aliveAt`: when whoever wrote before last showed a sign of life. What fell due since then was our outage. */
  async open(aliveAt?: Instant) {
    await this.#recall()
    this.faltered(aliveAt ?? 0)
    await this.recovered()
  }
  /** Answers what waits, then takes nothing any more. */
  async close() {
    while (this.#isRunning || this.#queue.length + this.#bulk.length > 0)
      await new Promise((resolve) => setImmediate(resolve))
    this.#isClosed = true
  }
  get size() {
    return this.#size
  }
  get queued() {
    return this.#queue.length
  }
  get state(): CommittedState {
    if (!this.#state) throw new Unavailable('正在读取记录')
    return this.#state
  }
  /** True while nothing is known: the log is being read, or could not be read yet. */
  get isReading() {
    return this.#state === undefined
  }
  /** Waits while the log is being read, and reads it where that failed before. Throws what reading threw. */
  async ready(): Promise<CommittedState> {
    if (this.isReading) await this.#recall()
    return this.state
  }

  /** Decides and appends a command. The same key gives the same answer; a refusal is decided again. */
  async submit(asked: Asked, key?: string): Promise<Outcome> {
    if (this.#isClosed) throw new Unavailable('本机不是写入者')
    const answerKey = key === undefined ? undefined : this.#keyOf(key, asked)
    const known = answerKey && this.#answers.find(answerKey)
    if (known) return 'outcome' in known ? known.outcome : { accepted: known.written }
    if (this.#queue.length >= queueMax) throw new Overloaded('排队的登记太多')
    const outcome = this.#enqueue(asked, answerKey)
    if (answerKey) this.#answers.hold(answerKey, outcome)
    return outcome
  }
  /** One line of an import: it goes after everything that somebody waits for. */
  async submitBulk(asked: Asked): Promise<Outcome> {
    if (this.#isClosed) throw new Unavailable('本机不是写入者')
    if (this.#bulk.length >= queueMax) throw new Overloaded('排队的登记太多')
    const outcome = new Promise<Outcome>((settle, fail) => {
      this.#bulk.push({ asked, answerKey: undefined, isRetried: false, settle, fail })
    })
    this.#wake()
    return outcome
  }
  /** Asks a question of the committed state; what it needs of the log is loaded, and it is asked again. */
  async answer<T>(question: (state: CommittedState) => { readonly answer: T } | { readonly needs: readonly string[] }) {
    for (;;) {
      const found = question(await this.ready())
      if ('answer' in found) return found.answer
      await this.#load(found.needs)
    }
  }
  /** Lets come due what is due by the clock, behind whatever was asked before. */
  async elapse(): Promise<void> {
    if (!this.#isClosed) await this.#enqueue('elapse', undefined)
  }

  #keyOf(text: string, asked: Asked): AnswerKey {
    const { log } = this.#parts
    return {
      text: `${asked.account} ${text}`,
      key: log.answerKey(`${asked.account} ${text}`),
      request: log.answerKey(JSON.stringify(asked)),
    }
  }
  #enqueue(asked: Asked | 'elapse', answerKey: AnswerKey | undefined): Promise<Outcome> {
    const stamp = this.#stamp()
    const outcome = new Promise<Outcome>((settle, fail) => {
      this.#queue.push({ asked, stamp, answerKey, isRetried: false, settle, fail })
    })
    this.#wake()
    return outcome
  }
  #stamp(): Instant {
    this.#stamped = Math.max(this.#parts.clock.now(), this.#stamped)
    return this.#stamped
  }
  #wake() {
    if (this.#isRunning) return
    this.#isRunning = true
    setImmediate(() => void this.#run())
  }
  async #run() {
    while (this.#queue.length + this.#bulk.length > 0) await this.#commit(this.#takeBatch())
    this.#isRunning = false
  }
  /** A correction or a taking back asks the log about entries; so it stands alone, behind everything that is committed. */
  #takeBatch(): readonly Waiting[] {
    const correction = this.#queue.slice(0, batchMax).findIndex(isCorrection)
    const count = correction < 0 ? batchMax : Math.max(1, correction)
    const batch = this.#queue.splice(0, count)
    if (correction >= 0 || this.#queue.length > 0) return batch
    const lines = this.#bulk.splice(0, Math.min(bulkAtOnce, batchMax - batch.length))
    return [...batch, ...lines.map((line) => ({ ...line, stamp: this.#stamp() }))]
  }

  async #commit(members: readonly Waiting[]) {
    try {
      const plan = await this.#plan(members)
      if (plan.events.length > 0) await this.#append(plan)
      this.#failingSince = undefined
      for (const { member, outcome } of plan.outcomes) {
        if (outcome instanceof Error) this.#fail(member, outcome)
        else this.#answer(member, outcome)
      }
    } catch (error) {
      await this.#recover(members, error)
    }
  }
  /** Decides the members in turn, each on what the ones before it left. A refusal leaves nothing behind. */
  async #plan(members: readonly Waiting[]): Promise<Plan> {
    const layer = new Layer(await this.ready()),
      events: Event[] = [],
      answers: Answer[] = []
    const bodies = new Map<string, { register: string; body: Row }>()
    const outcomes: Settled[] = []
    const outage = this.#outage(layer)
    if (outage) events.push(...(await this.#outageEvents(layer, outage, members[0]?.stamp ?? outage.from)))
    for (const member of members) {
      events.push(...(await this.#elapsed(layer, member.stamp)))
      if (member.asked === 'elapse') {
        outcomes.push({ member, outcome: { accepted: this.#written(0, member.stamp, []) } })
        continue
      }
      const seq = this.#size + events.length
      const decided = await this.#decided(layer, { ...member.asked, id: `${seq}` }, member.stamp)
      if (decided instanceof Error) {
        outcomes.push({ member, outcome: decided })
        continue
      }
      const { command, decision } = decided
      if ('refused' in decision) {
        if (decision.record.length > 0) layer.apply(decision.changes)
        events.push(...decision.record)
        outcomes.push({ member, outcome: { refused: decision.refused } })
        continue
      }
      layer.apply(decision.changes)
      events.push(...decision.accepted)
      if (command.do === 'file' && Object.keys(command.body).length > 0) {
        bodies.set(command.id, { register: command.register, body: command.body })
      }
      if (member.answerKey) answers.push({ ...member.answerKey, account: member.asked.account, seq })
      const at = decision.accepted[0]?.at ?? member.stamp
      outcomes.push({ member, outcome: { accepted: { ...this.#written(seq, member.stamp, decision.accepted), at } } })
    }
    return { layer, events, bodies, answers, outcomes }
  }
  #written(seq: number, recorded: Instant, events: readonly Event[]): Written {
    return { seq, at: recorded, recorded, events, isRepeat: false }
  }
  /**
   * What came due before it, and then the outage itself, recorded when it began, or before whoever waits longest: who was
   * stamped during one outage may be written only after the next, and time in the log runs on.
   */
  async #outageEvents(layer: Layer, { from, until }: Outage, stamp: Instant): Promise<readonly Event[]> {
    const at = Math.max(this.#recorded, Math.min(from, stamp)),
      before = await this.#elapsed(layer, at),
      id = `${this.#size + before.length}`
    const { decision } = unfailing(await this.#decided(layer, { do: 'outage', account: 'system', id, from, until }, at))
    if ('refused' in decision) throw new Error(decision.refused.sentence)
    layer.apply(decision.changes)
    return [...before, ...decision.accepted]
  }
  /** Nothing can be written since then, as far as is known; an outage, should it last. */
  faltered(since: Instant) {
    this.#failingSince ??= since
  }
  get isFaltering() {
    return this.#failingSince !== undefined
  }
  /** It can be written again: what was out is said before anything else comes due. */
  async recovered() {
    if (this.#failingSince !== undefined) await this.elapse()
  }
  /** What is to be said first, if nothing could be written for a while until now. */
  #outage(layer: Layer): Outage | undefined {
    if (this.#failingSince === undefined || this.#size === 0) return undefined
    const until = this.#parts.clock.now(),
      { outages } = nowFor(layer, { at: until, recorded: until, by: 'system' })
    const from = Math.max(this.#failingSince, this.#recorded, outages().at(-1)?.until ?? 0)
    return until - from >= outageMinMs ? { from, until } : undefined
  }
  async #elapsed(layer: Layer, until: Instant): Promise<readonly Event[]> {
    for (;;) {
      const elapsed = elapse(this.#parts.book, layer, until)
      if (!('needs' in elapsed)) {
        layer.apply(elapsed.changes)
        return elapsed.came
      }
      await this.#load(elapsed.needs)
    }
  }
  async #decided(layer: Layer, typed: Typed, stamp: Instant) {
    for (;;) {
      const decided = this.#attempt(layer, typed, stamp)
      if (decided instanceof Error) return decided
      const { command, decision } = decided
      if (!('needs' in decision)) return { command, decision }
      await this.#load(decision.needs)
    }
  }
  #attempt(layer: Layer, typed: Typed, stamp: Instant) {
    try {
      const command = admit(this.#parts.book, typed, this.#parts.log.keyed)
      return { command, decision: decide(this.#parts.book, layer, command, stamp) }
    } catch (thrown) {
      return thrown instanceof Error ? thrown : new Error(String(thrown))
    }
  }
  async #load(needs: readonly string[]) {
    const { state } = this
    for (const [key, slice] of await this.#parts.log.ask(needs)) state.answer(key, slice)
  }
  async #append({ layer, events, bodies, answers }: Plan) {
    const first = this.#size
    const sealed = await this.#parts.log.seal(first, events, bodies)
    await this.#parts.log.append(this.#parts.lease, first, sealed, answers)
    this.#size = first + events.length
    this.#recorded = events.at(-1)?.recorded ?? this.#recorded
    this.state.apply(layer.changes)
    this.#parts.onCommitted({ events, first })
  }
  #answer(member: Waiting, outcome: Outcome) {
    const { answerKey } = member
    if (answerKey) {
      this.#answers.forget(answerKey)
      if ('accepted' in outcome) this.#answers.remember(answerKey, outcome.accepted)
    }
    member.settle(outcome)
  }

  // Nothing is known: forget, read the log, and only then answer

  async #recover(members: readonly Waiting[], error: unknown) {
    if (members[0]) this.faltered(members[0].stamp)
    try {
      if (error instanceof Fenced) throw error
      await this.#recall()
      const left = await this.#answerCommitted(members)
      if (error instanceof Unfit && left.length > 1 && left.length === members.length) {
        const half = Math.ceil(left.length / 2)
        await this.#commit(left.slice(0, half))
        await this.#commit(left.slice(half))
      } else {
        await this.#again(left, error)
      }
    } catch (lost) {
      this.#lose(members, lost)
    }
  }
  /** Whose entry stands in the log already gets the answer that it would have got. */
  async #answerCommitted(members: readonly Waiting[]): Promise<readonly Waiting[]> {
    const keys = members.flatMap(({ answerKey }) => answerKey ?? [])
    const found = await this.#parts.log.answered(keys.map(({ key }) => key))
    return members.filter((member) => {
      const { answerKey } = member
      const answer = answerKey && found.find(({ key }) => isSameKey(key, answerKey.key))
      if (!answer) return true
      this.#answerAgain(member, answer)
      return false
    })
  }
  #answerAgain(member: Waiting, { request, written }: Answered) {
    const { answerKey } = member
    if (answerKey && !isSameKey(request, answerKey.request)) this.#fail(member, new KeyReused(answerKey.text))
    else this.#answer(member, { accepted: { ...written, events: [], isRepeat: true } })
  }
  async #again(left: readonly Waiting[], error: unknown) {
    const once = left.filter(({ isRetried }) => !isRetried),
      twice = left.filter(({ isRetried }) => isRetried)
    for (const member of twice) this.#fail(member, error instanceof Error ? error : new Error(String(error)))
    for (const member of once) member.isRetried = true
    if (once.length > 0) await this.#commit(once)
  }
  #fail(member: Pick<Waiting, 'answerKey' | 'fail'>, error: Error) {
    if (member.answerKey) this.#answers.forget(member.answerKey)
    member.fail(error)
  }
  #lose(members: readonly Waiting[], lost: unknown) {
    const cause = lost instanceof Error ? lost : new Error(String(lost))
    const error = new Unavailable('暂时不能保存', { cause })
    this.#isClosed = this.#isClosed || lost instanceof Fenced
    const waiting = [...members, ...(this.#isClosed ? [...this.#queue.splice(0), ...this.#bulk.splice(0)] : [])]
    for (const member of waiting) this.#fail(member, error)
    this.#parts.onLost(cause)
  }
  #recall(): Promise<void> {
    return (this.#recalling ??= this.#readLog().finally(() => {
      this.#recalling = undefined
    }))
  }
  async #readLog() {
    this.#state = undefined
    const { state, size, recorded } = await this.#parts.recall()
    this.#state = state
    this.#size = size
    this.#recorded = recorded
    this.#stamped = Math.max(this.#stamped, recorded)
  }
}
const isCorrection = ({ asked }: Waiting) =>
  asked !== 'elapse' && (asked.do === 'takeBack' || (asked.do === 'file' && asked.corrects !== undefined))
function unfailing<T>(decided: T | Error): T {
  if (decided instanceof Error) throw decided
  return decided
}
