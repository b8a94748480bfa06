/** Keys as a keyboard sends them: each with the instant at which it fell, so that a loaded machine changes no pace. */
import type { CDPSession, Page } from 'playwright-core'

/** The gap between two keys of an ID reader, and of hands. */
export const readerGapMs = 3
export const handGapMs = 110

const named: Readonly<Record<string, { readonly code: number; readonly text?: string }>> = {
  Enter: { code: 13, text: '\r' },
  Tab: { code: 9 },
  Escape: { code: 27 },
  F1: { code: 112 },
  F2: { code: 113 },
  F3: { code: 114 },
}

export class DeskKeys {
  readonly #page: Page
  readonly #line: CDPSession
  /** When the last key fell, in seconds since 1970; time goes on by itself between customers. */
  #atS = Date.now() / 1000

  private constructor(page: Page, line: CDPSession) {
    this.#page = page
    this.#line = line
  }
  static async of(page: Page): Promise<DeskKeys> {
    return new DeskKeys(page, await page.context().newCDPSession(page))
  }
  /** Types characters and names of keys (`Enter`, `F2`), one after the other. */
  async type(keys: readonly string[], gapMs = handGapMs) {
    for (const key of keys) {
      this.#atS += gapMs / 1000
      const { code, text } = named[key] ?? { code: codeOf(key), text: key }
      const event = { key, windowsVirtualKeyCode: code, timestamp: this.#atS }
      await this.#line.send('Input.dispatchKeyEvent', {
        type: 'keyDown',
        ...event,
        ...(text === undefined ? {} : { text }),
      })
      await this.#line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    }
  }
  /** Each character as a key of its own, by hand. */
  async hand(text: string) {
    await this.type([...text])
  }
  /** A card on the reader: the number at its pace, then Enter or Tab. */
  async read(number: string, end: 'Enter' | 'Tab' = 'Enter') {
    this.#atS += 1
    await this.type([...number, end], readerGapMs)
  }
  /** A card whose reading a busy machine holds up before one of the characters. */
  async readHeldUp(number: string, before: number, pauseMs: number) {
    this.#atS += 1
    await this.type([...number.slice(0, before)], readerGapMs)
    this.#atS += pauseMs / 1000
    await this.type([...number.slice(before), 'Enter'], readerGapMs)
  }
  /** Chinese, as an input method gives it once the choice is made. */
  async chosen(text: string) {
    await this.#line.send('Input.insertText', { text })
  }
  /** The input method shows what it would make of the keys so far; nothing is in the field for good. */
  async compose(text: string) {
    await this.#line.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  /** A chord of the browser's own keyboard: `Control+v`, `Alt+6`. */
  async chord(keys: string) {
    await this.#page.keyboard.press(keys)
  }
}
const codeOf = (key: string) => key.toUpperCase().charCodeAt(0)
