/** A shared computer as its people use it: enrolled by the administrator, then tiles, password, six digits. */
import type { Browser, Page } from 'playwright-core'
import { administrator, type Hired, type PageHouse } from './page-house.ts'
import { signedIn, type Size, type Walker } from './walker.ts'

export interface Place {
  readonly title: string
  /** The title of its unit, whose people use it; without one, whoever holds these posts. */
  readonly unit?: string
  readonly posts?: readonly string[]
}
/** The administrator signs in on that computer, enrols it in 设置 and leaves it to the tiles. */
export async function enrolled(browser: Browser, house: PageHouse, place: Place, size: Size): Promise<Walker> {
  const walker = await signedIn(browser, house, administrator, '/settings', size),
    { page } = walker
  await page.getByLabel('名称').fill(place.title)
  if (place.unit !== undefined) await page.getByLabel('放在哪里').selectOption({ label: place.unit })
  for (const post of place.posts ?? []) await page.getByLabel(post, { exact: true }).check()
  await page.getByRole('button', { name: '登记这台电脑' }).click()
  await page.getByRole('button', { name: '换人，看名单' }).click()
  await tilesOf(page, place.title)
  return walker
}
export const tilesOf = (page: Page, title: string) => page.getByRole('heading', { name: title, level: 1 }).waitFor()

/** Finds a person by pinyin initials and Enter, as the keyboard does it. */
export async function choose(page: Page, initials: string, { name }: Pick<Hired, 'name'>) {
  await page.getByRole('searchbox').and(page.locator(':focus')).waitFor()
  await page.keyboard.type(initials)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name }).waitFor()
}
export async function byPassword(page: Page, password: string) {
  await page.getByLabel('口令', { exact: true }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}
/** The six digits set for the first time, typed twice. */
export async function setPin(page: Page, pin: string) {
  await page.getByText('设六位口令', { exact: true }).waitFor()
  await page.keyboard.type(pin)
  await page.getByText('再键入一次').waitFor()
  await page.keyboard.type(pin)
}
/** How long from the sixth digit until `usable` stands, in milliseconds of this machine. */
export async function timed(page: Page, pin: string, usable: () => Promise<unknown>): Promise<number> {
  await page.keyboard.type(pin.slice(0, -1))
  const begun = performance.now()
  await page.keyboard.type(pin.slice(-1))
  await usable()
  return performance.now() - begun
}
