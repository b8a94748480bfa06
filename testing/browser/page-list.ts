/** The pages that everybody of the hospital has, and how one knows that a page stands. */
import type { Page } from 'playwright-core'
import { day } from './hospital.ts'

export const hospitalPages = [
  '/',
  '/board',
  '/board?wall',
  '/registers',
  '/write',
  '/registers/daily-report',
  '/registers/item',
  `/registers/daily-report/new?day=${day}`,
  '/clauses',
  '/clauses#7.2',
  '/owed?duty=daily',
  '/statistics',
  '/verify',
  '/verify?code=EJNW-BE4X-H04F-W5',
  '/statistics?duty=daily',
  '/statistics?register=item',
  `/sent?rule=${encodeURIComponent('notice:to-office')}&month=${day.slice(0, 7)}`,
  '/people',
  '/people/import',
  '/people/nobody',
  '/calendar',
  '/history',
  '/settings',
  '/machines',
  '/policies',
  '/disposals',
  '/me',
  '/nowhere',
] as const

/** The pages of the café's counter. */
export const counterPages = ['/counter', '/reader'] as const

/** Waits until the page has its content: no word that something is still being fetched, and something in the middle. */
export async function standing(page: Page) {
  await page.locator('main :is(h1, h2, form, .empty):visible').first().waitFor()
  await page.locator('.waiting').first().waitFor({ state: 'detached' })
}
