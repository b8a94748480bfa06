/** Every page at both sizes violates no rule of WCAG 2 A or AA that axe can judge, and says that its clock is driven. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { violations } from './axe.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { counterPages, hospitalPages, standing } from './page-list.ts'
import { desk, phone, signedIn, stranger } from './walker.ts'

let browser: Browser,
  hospital: Hospital,
  cafe: Cafe,
  entry = ''
const report = { department: '骨科', day, critical: 2, events: 0, batches: 0, risks: 0, others: 0 }

beforeAll(async () => {
  ;[browser, hospital, cafe] = await Promise.all([openBrowser(), openHospital('10:30'), openCafe({ seats: 12 })])
  const { house, deputies } = hospital
  const { seq } = await house.file(deputies.骨科.client, 'daily-report', report)
  entry = `/entries/${seq}`
  await house.file(deputies.内科.client, 'item', {
    department: '内科',
    day,
    heading: 'others',
    kind: 'equipment',
    severity: 'serious',
    summary: '输液泵停过一次',
  })
  await house.moveTo(`${day}T11:05:00+08:00`)
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
  await cafe?.house.close()
})

async function clean(page: Page, path: string) {
  await page.goto(path)
  await standing(page)
  expect([path, await violations(page)]).toEqual([path, []])
  expect([path, await page.getByText('演练时钟').first().isVisible()]).toEqual([path, true])
}

test.each([desk, phone])('the pages of the hospital at $width × $height', { timeout: 180_000 }, async (size) => {
  const { page, close } = await signedIn(browser, hospital.house, hospital.medicalOffice, '/', size)
  for (const path of [...hospitalPages, entry]) await clean(page, path)
  await close()
})

test.each([desk, phone])('what a deputy fills in and puts right at $width × $height', async (size) => {
  const { page, close } = await signedIn(browser, hospital.house, hospital.deputies.骨科, '/', size)
  for (const path of [
    '/',
    '/registers/item/new',
    `/registers/daily-report/new?department=${encodeURIComponent('骨科')}&day=${day}`,
    `${entry}/correct`,
  ]) {
    await clean(page, path)
  }
  await close()
})

test.each([desk, phone])('the counter at $width × $height, also with a refusal on it', async (size) => {
  const { page, close } = await signedIn(browser, cafe.house, cafe.frontDesk, '/', size)
  for (const path of [...counterPages].reverse()) await clean(page, path)
  await page.keyboard.type('4401')
  await page.keyboard.press('Enter')
  await page.locator('.say .refusal').waitFor()
  expect(await violations(page)).toEqual([])
  await close()
})

test.each([desk, phone])('the doors at $width × $height: sign-in and first run', async (size) => {
  const { page, close } = await stranger(browser, hospital.house, size)
  for (const path of ['/sign-in', '/first-run']) await clean(page, path)
  await close()
})

test('a picture without words and grey on grey are noticed', async () => {
  const { page, close } = await stranger(browser, hospital.house)
  await page.goto('/sign-in')
  await standing(page)
  await page.evaluate(() => {
    const grey = Object.assign(document.createElement('p'), {
      textContent: '看不清',
      style: 'color: #999; background: #aaa',
    })
    document.querySelector('main')?.append(Object.assign(document.createElement('img'), { src: '/seal.svg' }), grey)
  })
  expect((await violations(page)).map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['image-alt', 'color-contrast']),
  )
  await close()
})
