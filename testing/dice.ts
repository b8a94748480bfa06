/** Random choices that a seed repeats. */
export class Dice {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed
  }
  /** Dice of their own for one purpose: a further roll here shifts nothing there. */
  fork(purpose: string): Dice {
    let mixed = 0x811c9dc5 ^ this.seed
    for (const letter of purpose) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    return new Dice((mixed ^ (mixed >>> 13)) >>> 0)
  }
  /** A whole number from 0 up to, but not including, `sides`. */
  roll(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * sides)
  }
  pick<T>(of: readonly T[]): T {
    const found = of[this.roll(of.length)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
  /** The same things in another order. */
  shuffled<T>(of: readonly T[]): readonly T[] {
    const all = [...of]
    return of.flatMap(() => all.splice(this.roll(all.length), 1))
  }
  /** True so many times of a hundred. */
  isIn(percent: number): boolean {
    return this.roll(100) < percent
  }
}
