/** The engine in memory, with a store that forgets: commits that fail, restarts from a snapshot and from nothing. */
import type { Book } from '../../engine/book.ts'
import { admit } from '../../engine/commands.ts'
import { decide } from '../../engine/decide.ts'
import { elapse } from '../../engine/elapse.ts'
import type { Event } from '../../engine/events.ts'
import { Layer, type Memory } from '../../engine/state.ts'
import type { Instant } from '../../engine/time.ts'
import type { Dice } from '../dice.ts'
import { keyed } from '../memory-driver.ts'
import { MemoryLog, textOf } from '../memory-log.ts'
import type { Answer, Asked, Stage } from './stage.ts'

export interface MemoryStageOptions {
  /** How many commits of a thousand fail, after which memory is dropped and everything is decided again. */
  readonly failsPerMille?: number
  /** A bug planted between deciding and logging: what is logged instead, and whether the state follows the log in it. */
  readonly planted?: { readonly logs: (events: readonly Event[]) => readonly Event[]; readonly isFolded: boolean }
}
/** So many commits go by before the state is written behind again. */
const writtenEvery = 1_600
/** Of so many commits nothing is known afterwards, unless it is said otherwise: a hundred times in a large house's year. */
const failsPerMille = 0.5

export class MemoryStage implements Stage {
  readonly #book: Book
  readonly #dice: Dice
  readonly #log: MemoryLog
  readonly #options: MemoryStageOptions
  readonly #changed = new Set<string>()
  #stored: { readonly size: number; readonly text: string } | undefined
  #commits = 0

  constructor(book: Book, dice: Dice, options: MemoryStageOptions = {}) {
    this.#book = book
    this.#dice = dice
    this.#options = options
    this.#log = new MemoryLog(book)
  }
  get events(): readonly Event[] {
    return this.#log.events
  }
  moveTo(at: Instant): void {
    this.#commit((layer) => ({ events: this.#elapsed(layer, at), answers: [] }))
  }
  submit(asked: readonly Asked[], at: Instant): readonly Answer[] {
    const answers: Answer[] = []
    for (const batch of batches(asked)) {
      answers.push(...this.#commit((layer) => this.#decided(layer, batch, at)))
    }
    return answers
  }
  /** One of twenty begins from nothing, as a folder does whose slices were made by another version. */
  restart(): void {
    this.#log.recall(this.#dice.isIn(95) ? this.#stored : undefined)
  }
  differences(from: Memory, extent: 'changed' | 'whole'): readonly string[] {
    if (extent === 'whole') return textOf(from) === this.#log.text() ? [] : ['the refolded state is not the live one']
    const differing = [...this.#changed].filter(
      (key) => JSON.stringify(from.get(key)) !== JSON.stringify(this.#log.state.get(key)),
    )
    this.#changed.clear()
    return differing.map((key) => `${key} is not what the log makes of it`)
  }

  /** What is decided on a layer and then forgotten leaves nothing; decided again, it is the same. */
  #commit(plan: (layer: Layer) => { readonly events: readonly Event[]; readonly answers: readonly Answer[] }) {
    if (this.#dice.roll(10_000) < 10 * (this.#options.failsPerMille ?? failsPerMille)) {
      plan(new Layer(this.#log.state))
      this.restart()
    }
    const layer = new Layer(this.#log.state),
      { events, answers } = plan(layer)
    if (events.length === 0) return answers
    const { planted } = this.#options
    if (planted?.isFolded) this.#log.fold(planted.logs(events))
    else this.#log.append(planted ? planted.logs(events) : events, layer.changes)
    for (const key of layer.changes.keys()) this.#changed.add(key)
    if (++this.#commits % writtenEvery === 0) {
      this.#stored = { size: this.#log.events.length, text: this.#log.text() }
    }
    return answers
  }
  #elapsed(layer: Layer, until: Instant): readonly Event[] {
    const elapsed = elapse(this.#book, layer, until)
    if ('needs' in elapsed) throw new Error(`all is in memory, yet ${elapsed.needs.join()} is asked for`)
    layer.apply(elapsed.changes)
    return elapsed.came
  }
  #decided(layer: Layer, asked: readonly Asked[], at: Instant) {
    const events: Event[] = [...this.#elapsed(layer, at)]
    const answers = asked.map((one): Answer => {
      // As the server numbers them: by their place in the log.
      const id = `${this.#log.events.length + events.length}`
      const decision = decide(this.#book, layer, admit(this.#book, { ...one, id }, keyed), at)
      if ('needs' in decision) throw new Error(`all is in memory, yet ${decision.needs.join()} is asked for`)
      const isRefused = 'refused' in decision
      if (!isRefused || decision.record.length > 0) layer.apply(decision.changes)
      events.push(...(isRefused ? decision.record : decision.accepted))
      return isRefused ? { refused: decision.refused } : { id }
    })
    return { events, answers }
  }
}
/** A correction asks the log about entries; so it stands alone, behind everything that is committed. */
function batches(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const made: Asked[][] = []
  let isOpen = false
  for (const one of asked) {
    const isAlone = one.do === 'file' && one.corrects !== undefined
    if (isOpen && !isAlone) made.at(-1)?.push(one)
    else made.push([one])
    isOpen = !isAlone
  }
  return made
}
