/** One person's page: signs in, goes to an address, is watched; the two sizes that the pages are made for. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Hired, PageHouse } from './page-house.ts'
import { watch, type Watch } from './watch.ts'

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }
export type Size = typeof desk

export interface Walker {
  readonly context: BrowserContext
  readonly page: Page
  readonly seen: Watch
  close(): Promise<void>
}

/** Before this Chromium a session's cookie of a secure prefix is kept over HTTPS alone, on the same machine too. */
const loopbackIsSecureFrom = 120

/** A browser profile of its own that nobody has signed in to; an old browser comes over the house's network. */
export async function stranger(
  browser: Browser,
  house: Pick<PageHouse, 'address' | 'secureAddress'>,
  size: Size = desk,
): Promise<Walker> {
  const isOld = Number.parseInt(browser.version(), 10) < loopbackIsSecureFrom
  const context = await browser.newContext({
    viewport: size,
    baseURL: isOld ? house.secureAddress : house.address,
    ignoreHTTPSErrors: isOld,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: size === phone,
  })
  context.setDefaultTimeout(10_000)
  const seen = watch(context),
    page = await context.newPage()
  return { context, page, seen, close: () => context.close() }
}
type Who = Pick<Hired, 'account' | 'password'>

/** Signs in by keyboard on the page that `path` leads to, and waits until that page stands. */
export async function signedIn(
  browser: Browser,
  house: PageHouse,
  who: Who,
  path = '/',
  size: Size = desk,
): Promise<Walker> {
  const walker = await stranger(browser, house, size),
    { page } = walker
  await page.goto(path)
  await enter(page, who)
  await page.getByRole('main').waitFor()
  await page.getByLabel('账号').waitFor({ state: 'detached' })
  return walker
}
/** Account and password into the sign-in page, by keyboard alone: the cursor stands where it begins. */
export async function enter(page: Page, { account, password }: Who) {
  await page.getByLabel('账号').waitFor()
  await page.keyboard.type(account)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}
/** What stands on the page to be pressed and lies beside the screen, or is too small for a finger, by its words. */
export const outOfReach = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main :is(.btn, select, .input)')].flatMap((one) => {
      const { left, right, width, height } = one.getBoundingClientRect()
      const isShown = width > 0 && height > 0 && getComputedStyle(one).visibility !== 'hidden'
      return isShown && (left < 0 || right > innerWidth || height < 24) ? [one.innerText || one.id] : []
    }),
  )
