/** What whoever walks a day does again and again: goes to a form, chooses in it, sends it, comes back to his page. */
import type { Browser, Page } from 'playwright-core'
import type { Hired, PageHouse } from './page-house.ts'
import { signedIn, type Size } from './walker.ts'

export const choose = (page: Page, field: string | RegExp, option: string) =>
  page.getByRole('radiogroup', { name: field }).getByText(option, { exact: true }).click()

/** Sends the form by the button of that name, and gives what the page then says. */
export async function send(page: Page, verb = '登记') {
  await page.getByRole('button', { name: new RegExp(`^(${verb})( Ctrl ⏎)?$`), disabled: false }).click()
  await page.locator('.sent').waitFor()
  return page.locator('.sent [role=status]').innerText()
}

/** From 填报 to an empty form, as somebody who was not asked for it finds it. */
export async function toForm(page: Page, title: string) {
  await page.goto('/write')
  await page
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .first()
    .click()
  await page.getByRole('heading', { name: new RegExp(title) }).waitFor()
}

/** The pages of those who come, each signed in once and come back to. */
export class Pages {
  readonly #of = new Map<string, Page>()
  all() {
    return this.#of.values()
  }
  async come(browser: Browser, house: PageHouse, who: Hired, path: string, size: Size): Promise<Page> {
    const open = this.#of.get(who.person)
    if (open) {
      await open.goto(path)
      return open
    }
    const { page } = await signedIn(browser, house, who, path, size)
    this.#of.set(who.person, page)
    return page
  }
}
