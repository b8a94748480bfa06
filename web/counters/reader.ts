/** An ID reader types like a keyboard, only faster, and ends with Enter or Tab: told apart from hands by its pace. */

/** Hands need longer between two keys; readers take a few milliseconds. */
const gapMaxMs = 35
/** The shortest document number that a reader gives, and how many of it are digits: names typed fast have none. */
const lengthMin = 8
const digitsMin = 5

export interface Burst {
  readonly text: string
}

/** Follows keys as they fall. `key` answers a burst when its end has come, and nothing for what hands type. */
export class Reader {
  #text = ''
  #lastAt = Number.NEGATIVE_INFINITY

  /** `at` in milliseconds of any steady clock. */
  key(key: string, at: number): Burst | undefined {
    const gapMs = at - this.#lastAt
    this.#lastAt = at
    if (key === 'Enter' || key === 'Tab') {
      const text = this.#text
      const isBurst = gapMs <= gapMaxMs && [...text].length >= lengthMin && text.replace(/\D/g, '').length >= digitsMin
      this.forget()
      return isBurst ? { text } : undefined
    }
    if ([...key].length !== 1) return undefined
    if (gapMs > gapMaxMs) this.forget()
    this.#lastAt = at
    this.#text += key
    return undefined
  }
  /** True at the first character of what may become a burst: the moment to remember what stood before. */
  get isBeginning() {
    return this.#text.length === 1
  }
  forget(): void {
    this.#text = ''
    this.#lastAt = Number.NEGATIVE_INFINITY
  }
}
