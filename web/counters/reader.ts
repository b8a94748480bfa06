/** An ID reader types like a keyboard, only faster, and ends with Enter or Tab: told apart from hands by its pace. */

/** Hands need longer between two keys; readers take a few milliseconds, but a busy machine may hold some of them up. */
const gapMaxMs = 35
/** Nobody types a key and has laid a card on the reader sooner than this: what came nearer belongs to the same scan. */
const stallMaxMs = 400
/** What fell that shortly before a scan may be its head, held up for long, or a key of the hand: the pace cannot say. */
const doubtMs = 3_000
/** The shortest document number that a reader gives, and how many of it are digits: names typed fast have none. */
const lengthMin = 8
const digitsMin = 5

export interface Burst {
  readonly text: string
  /** What fell shortly before it, so that nobody can tell by the pace whether it is the number's head; mostly empty. */
  readonly head: string
}

/** Follows keys as they fall. `key` answers a burst when its end has come, and nothing for what hands type. */
export class Reader {
  #head = ''
  #text = ''
  #fastGaps = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /** `at` in milliseconds of any steady clock. */
  key(key: string, at: number): Burst | undefined {
    const gapMs = at - this.#lastAt
    if (key === 'Enter' || key === 'Tab') {
      const burst = gapMs <= gapMaxMs && this.#isScan() ? { text: this.#text, head: this.#head } : undefined
      this.forget()
      return burst
    }
    // What takes back or moves breaks off; Shift before a capital does not.
    if (['Backspace', 'Delete', 'Escape'].includes(key)) this.forget()
    if ([...key].length !== 1) return undefined
    if (gapMs > stallMaxMs) {
      this.#head = gapMs > doubtMs ? '' : this.#head + this.#text
      this.#text = ''
      this.#fastGaps = 0
    } else if (gapMs <= gapMaxMs) this.#fastGaps += 1
    this.#lastAt = at
    this.#text += key
    return undefined
  }
  /** True at the first character of what may become a burst: the moment to remember what stood before. */
  get isBeginning() {
    return this.#text.length === 1
  }
  forget(): void {
    this.#head = ''
    this.#text = ''
    this.#fastGaps = 0
    this.#lastAt = Number.NEGATIVE_INFINITY
  }
  /** Long enough, of digits, and at most one gap in five longer than a reader's: hands have hardly one as short. */
  #isScan(): boolean {
    const length = [...this.#text].length
    const isFast = this.#fastGaps * 5 >= (length - 1) * 4
    return length >= lengthMin && this.#text.replace(/\D/g, '').length >= digitsMin && isFast
  }
}

/** The number that was read: where its head is in doubt, the one that is a number; undefined where both are, or neither. */
export function numberRead({ text, head }: Burst, isNumber: (text: string) => boolean): string | undefined {
  if (head === '') return text
  const whole = head + text
  if (isNumber(whole) === isNumber(text)) return undefined
  return isNumber(text) ? text : whole
}
