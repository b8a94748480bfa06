/** Chance that a seed repeats, so that two demonstrations of one day show the same. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed
  }
  /** A whole number, both limits included. */
  between(least: number, most: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return least + Math.floor((this.#state / 2 ** 32) * (most - least + 1))
  }
  isIn(percent: number): boolean {
    return this.between(0, 9_999) < percent * 100
  }
  pick<T>(of: readonly T[]): T {
    const found = of[this.between(0, of.length - 1)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
}
