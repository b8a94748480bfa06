/** The same pages in Chromium 109, the last that Windows 7 runs: they open, work, and complain of nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { CounterDesk, markDesk } from './counter-desk.ts'
import { customers } from './customers.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { counterPages, hospitalPages, standing } from './page-list.ts'
import { enter, signedIn, stranger } from './walker.ts'

let browser: Browser, hospital: Hospital, cafe: Cafe

beforeAll(async () => {
  browser = await openBrowser({ oldest: true })
  hospital = await openHospital('10:30')
  cafe = await openCafe({ seats: 8 })
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
  await cafe?.house.close()
})

test('a deputy signs in, reports zero by one press, and sees it in list, entry and history', async () => {
  expect(browser.version()).toMatch(/^109\./)
  const { page, seen, close } = await signedIn(browser, hospital.house, hospital.deputies.骨科)
  await page.getByRole('article', { name: '一小时内到期' }).getByRole('link', { name: '填报' }).click()
  await page.getByRole('button', { name: /今日零报告/ }).click()
  await page.getByRole('button', { name: /^报出/, disabled: false }).click()
  await page.getByRole('link', { name: '看这一条' }).click()
  await page.locator('.timeline').waitFor()
  for (const path of [
    `${new URL(page.url()).pathname}/correct`,
    '/',
    '/registers/daily-report',
    '/registers',
    '/clauses',
    '/history',
  ]) {
    await page.goto(path)
    await standing(page)
    expect((await page.screenshot()).length).toBeGreaterThan(8_000)
  }
  await page.getByRole('button', { name: '在本机校验' }).click()
  await page.getByRole('heading', { name: /一条没改，一条没少/ }).waitFor()
  expect(seen.faults).toEqual([])
  await close()
})

test('every page that the medical office has stands without a fault', async () => {
  const { page, seen, close } = await signedIn(browser, hospital.house, hospital.medicalOffice)
  for (const path of hospitalPages) {
    await page.goto(path)
    await standing(page)
    expect([path, (await page.screenshot()).length > 8_000]).toEqual([path, true])
  }
  expect(await page.evaluate((key) => localStorage.getItem(key), day)).toBeNull()
  expect(seen.faults).toEqual([])
  await close()
})

test('five customers are checked in by keyboard alone', async () => {
  const { page, context, seen, close } = await signedIn(browser, cafe.house, cafe.frontDesk)
  await context.addInitScript(markDesk)
  await page.goto('/counter')
  const counter = await CounterDesk.of(page)
  for (const customer of customers(6).filter(({ way }) => way !== 'reader-tab')) await counter.checkIn(customer)
  expect(await cafe.seatsTaken()).toHaveLength(5)
  expect(await counter.pointers()).toEqual([])
  for (const path of counterPages) {
    await page.goto(path)
    await standing(page)
    expect([path, (await page.screenshot()).length > 8_000]).toEqual([path, true])
  }
  expect(seen.faults).toEqual([])
  await close()
})

test('over plain HTTP, where the old browser keeps no such cookie, the sign-in says so', async () => {
  const { page, close } = await stranger(browser, hospital.house)
  await page.goto(`${hospital.house.address}/`)
  await enter(page, hospital.medicalOffice)
  expect(await page.getByRole('alert').innerText()).toMatch(/^不能进入：这个浏览器没有收下登录凭据/)
  await close()
})
