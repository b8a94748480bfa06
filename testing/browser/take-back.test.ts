/** Within a minute a slip of the hand is taken back with one press, and what was typed stands again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { phone, signedIn } from './walker.ts'

let browser: Browser, hospital: Hospital

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:30')])
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})
const reports = () => hospital.house.list(hospital.medicalOffice.client, 'daily-report')

test('a report taken back leaves the list and is owed again; sent anew it stands once', async () => {
  const { page } = await signedIn(browser, hospital.house, hospital.deputies.骨科, '/', phone)
  const due = page.getByRole('article', { name: '一小时内到期' })
  await due.getByRole('link', { name: '填报' }).click()
  await page.getByRole('button', { name: /今日零报告/ }).click()
  const send = page.getByRole('button', { name: /^报出/ })
  await send.click()
  await page.locator('.sent').waitFor()
  expect((await reports()).total).toBe(1)

  await page.getByRole('button', { name: /^撤回/ }).click()
  await send.waitFor()
  expect((await reports()).total).toBe(0)
  expect(await page.getByRole('radio', { name: '无', checked: true }).count()).toBe(5)
  await send.click()
  await page.locator('.sent').waitFor()
  expect((await reports()).total).toBe(1)

  await hospital.house.moveTo(`${day}T10:31:01+08:00`)
  await expect.poll(() => page.getByRole('button', { name: /^撤回/ }).count(), { timeout: 15_000 }).toBe(0)
  await page.getByRole('link', { name: '看这一条' }).click()
  await page.getByRole('heading', { name: '经过' }).waitFor()
  expect(await page.getByRole('button', { name: /^撤回/ }).count()).toBe(0)
})
