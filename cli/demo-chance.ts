/** Chance that a seed repeats, so that two demonstrations of one day show the same. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed
  }
  /** A whole number, both limits included. The generator is mulberry32: one draw tells nothing of the next. */
  between(least: number, most: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return least + Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (most - least + 1))
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
