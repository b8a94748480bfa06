/** Work on a whole list: how far it is, what was settled, and that somebody stopped it. Kept in memory only. */
import type { ImportProgress } from '../api-people.ts'

export type Settled = ImportProgress['settled'][number]
/** So many lines are under way at once: enough to fill a commit, few enough to stop soon. */
const atOnce = 24

export class Progress {
  readonly id: string
  readonly does: ImportProgress['does']
  readonly total: number
  readonly #settled: Settled[] = []
  #isStopped = false
  #isRunning = true
  #ended: string | undefined

  constructor(id: string, does: ImportProgress['does'], total: number) {
    this.id = id
    this.does = does
    this.total = total
  }
  get isRunning() {
    return this.#isRunning
  }
  stop() {
    this.#isStopped = true
  }
  settle(one: Settled) {
    this.#settled.push(one)
  }
  settled(): readonly Settled[] {
    return this.#settled
  }
  /** Works through the list until it is done, stopped, or nothing can be saved. */
  async run<T>(lines: readonly T[], each: (line: T, n: number) => Promise<Settled | undefined>): Promise<void> {
    let next = 0
    const work = async () => {
      while (next < lines.length && !this.#isStopped && this.#ended === undefined) {
        const n = next++,
          line = lines[n]
        if (line === undefined) return
        const settled = await each(line, n)
        if (settled) this.settle(settled)
      }
    }
    try {
      await Promise.all(Array.from({ length: atOnce }, work))
    } catch {
      this.#ended = '暂时不能保存，已登记的都在；请过一会儿把其余的再登记一次'
    }
    if (this.#isStopped) this.#ended ??= '已停下，停下之前的都已登记'
  }
  end() {
    this.#isRunning = false
  }
  shown(from: number): ImportProgress {
    const { id, does, total } = this
    return {
      id,
      does,
      total,
      isRunning: this.#isRunning,
      done: this.#settled.length,
      settled: this.#settled.slice(from),
      ...(this.#ended === undefined ? {} : { ended: this.#ended }),
    }
  }
}
