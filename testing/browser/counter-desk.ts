/** The counter as who works there uses it: one customer after the other, by keyboard alone, each with its time. */
import type { Page } from 'playwright-core'
import { DeskKeys } from './desk-keys.ts'
import { fullWidth, type Customer } from './customers.ts'

/** Milliseconds of the page's own clock. */
export interface Took {
  /** From the first key of the customer to the empty form with the cursor in it. */
  readonly wholeMs: number
  /** From the last key to the same. */
  readonly lastMs: number
}
interface Marks {
  firstAt: number
  lastAt: number
  pointers: string[]
}
/** What the marks stand under in the page. */
type Marked = typeof globalThis & { deskMarks: Marks }

/** Put into every page of a context before it runs: notes when keys fell, and every event that no keyboard makes. */
export function markDesk() {
  const marks: Marks = { firstAt: 0, lastAt: 0, pointers: [] }
  Object.assign(globalThis, { deskMarks: marks })
  addEventListener(
    'keydown',
    () => {
      marks.lastAt = performance.now()
      if (marks.firstAt === 0) marks.firstAt = marks.lastAt
    },
    { capture: true },
  )
  const kinds = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'wheel', 'touchstart']
  for (const kind of kinds) addEventListener(kind, () => marks.pointers.push(kind), { capture: true })
  for (const kind of ['pointermove', 'mousemove'] as const) {
    // The browser repeats where the mouse rests when the page moves under it; nobody moved it then.
    const moved = (event: MouseEvent) => {
      if (event.movementX !== 0 || event.movementY !== 0) marks.pointers.push(kind)
    }
    addEventListener(kind, moved, { capture: true })
  }
  addEventListener(
    'click',
    (event) => {
      // A button pressed by Enter is clicked too, by nobody's pointer and for the nought-th time.
      const byPointer = event.detail > 0 || (event instanceof PointerEvent && event.pointerType !== '')
      if (byPointer) marks.pointers.push('click')
    },
    { capture: true },
  )
}

export class CounterDesk {
  readonly page: Page
  readonly keys: DeskKeys

  private constructor(page: Page, keys: DeskKeys) {
    this.page = page
    this.keys = keys
  }
  /** The counter stands open in `page`, whose context was given `markDesk`. */
  static async of(page: Page): Promise<CounterDesk> {
    await page.locator('#desk-customer:focus').waitFor()
    return new CounterDesk(page, await DeskKeys.of(page))
  }
  /** Everything up to the seat; the cursor stands in the seat's field. */
  async fill(customer: Customer) {
    await this.page.evaluate(() => {
      ;(globalThis as Marked).deskMarks.firstAt = 0
    })
    await this.#number(customer)
    await this.at('name')
    if (customer.way === 'composed') await this.#composed(customer.name)
    else await this.keys.chosen(customer.name)
    await this.keys.type(['Enter'])
    if (customer.way === 'passport' || customer.way === 'taiwan') {
      await this.at('born')
      await this.keys.hand(customer.born)
      await this.keys.type(['Enter'])
    }
    await this.at('faceAgrees')
    await this.keys.type([' ', 'Enter'])
    await this.at('seat')
  }
  /** One customer from the first key to the next empty form. */
  async checkIn(customer: Customer): Promise<Took> {
    await this.fill(customer)
    return this.send(customer)
  }
  /** Enter in the last field, until the form is empty and the cursor waits for the next. */
  async send(customer: Customer): Promise<Took> {
    await this.keys.type(['Enter'])
    const took = await this.page.waitForFunction((name) => {
      const field = document.querySelector<HTMLInputElement>('#desk-customer')
      const said = document.querySelector('.say [role=status]')?.textContent ?? ''
      if (field === null || field !== document.activeElement || field.value !== '' || !said.includes(`${name} 已登记`))
        return null
      const { firstAt, lastAt } = (globalThis as Marked).deskMarks,
        now = performance.now()
      return { wholeMs: now - firstAt, lastMs: now - lastAt }
    }, customer.name)
    const times = await took.jsonValue()
    if (times === null) throw new Error('the desk did not say how long it took')
    return times
  }
  /** Waits until the cursor stands in that place of the desk. */
  async at(place: string) {
    await this.page.locator(`#desk-${place}:focus`).waitFor()
  }
  /** The refusal that fills the width. */
  async refusal(): Promise<string> {
    return this.page.locator('.say .refusal > span').innerText()
  }
  /** Events that no keyboard makes, since the page was opened. */
  pointers(): Promise<readonly string[]> {
    return this.page.evaluate(() => (globalThis as Marked).deskMarks.pointers)
  }

  async #number({ way, number }: Customer) {
    const { keys } = this
    if (way === 'reader' || way === 'composed') return keys.read(number)
    if (way === 'reader-tab') return keys.read(number, 'Tab')
    if (way === 'passport') await keys.chord('Alt+6')
    if (way === 'taiwan') await keys.chord('Alt+5')
    if (way === 'full-width') {
      await this.page.evaluate((text) => navigator.clipboard.writeText(text), fullWidth(number))
      await keys.chord('Control+v')
    } else if (way === 'composed-width') {
      // An input method set to full width: Enter takes over what it shows, and does nothing else.
      await keys.compose(fullWidth(number))
      await keys.type(['Enter'])
      await this.at('customer')
      await keys.chosen(fullWidth(number))
    } else await keys.hand(number)
    await keys.type(['Enter'])
  }
  /** Enter while the input method composes chooses a word and does nothing else. */
  async #composed(name: string) {
    await this.keys.compose('zhou shi')
    await this.keys.type(['Enter'])
    await this.page.waitForTimeout(0)
    await this.at('name')
    await this.keys.chosen(name)
  }
}
