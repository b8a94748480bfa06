/** What somebody reads off the morning board, and how far it says things have come. */
import type { Page } from 'playwright-core'

export interface SideSeen {
  /** 2 / 5. */
  readonly count: string
  /** Units that have not reported, each with its state as the tile's colour says it. */
  readonly open: Readonly<Record<string, string>>
  /** Units that have, each with what stands beside it: 零10:31, 迟11:00. */
  readonly done: Readonly<Record<string, string>>
}

/** One side of the board, 医疗 or 护理. */
export async function sideOf(page: Page, title: string): Promise<SideSeen> {
  return page.getByRole('region', { name: new RegExp(`^${title} `) }).evaluate((side) => {
    const text = (of: Element, selector: string) => of.querySelector(selector)?.textContent ?? ''
    const all = (selector: string) => [...side.querySelectorAll<HTMLElement>(selector)]
    return {
      count: text(side, 'h2 .count').replaceAll(' ', ''),
      open: Object.fromEntries(all('.tile').map((tile) => [text(tile, '.name'), tile.dataset['state'] ?? ''])),
      done: Object.fromEntries(
        all('.done-list li').map((line) => [
          text(line, 'a, .name'),
          (line.textContent ?? '').slice(text(line, 'a, .name').length),
        ]),
      ),
    }
  })
}
/** A mark that a reload would wipe away. */
export const markUnreloaded = (page: Page) =>
  page.evaluate(() => {
    document.documentElement.dataset['unreloaded'] = 'yes'
  })
export const isUnreloaded = (page: Page) =>
  page.evaluate(() => document.documentElement.dataset['unreloaded'] === 'yes')
