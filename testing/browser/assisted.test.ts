/** 代录: who takes the call of a ward enters its report from the morning board, or from the page of who calls. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { violations } from './axe.ts'
import { openHospital, type Hospital } from './hospital.ts'
import { standing } from './page-list.ts'
import { desk, phone, signedIn } from './walker.ts'

let browser: Browser, hospital: Hospital

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:40')])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})
/** Nothing happened there: one press, sent; then the entry itself. */
async function reported(page: Page) {
  await page.getByRole('button', { name: /今日零报告/ }).click()
  await page.getByRole('button', { name: /^报出/, disabled: false }).click()
  await page.getByText(/已报出，第 \d+ 条/).waitFor()
  await page.getByRole('link', { name: '看这一条' }).click()
}

test('from the tile of the ward that has not reported: who telephones is filled in', { timeout: 90_000 }, async () => {
  const { medicalOffice, deputies } = hospital
  const { page, seen, close } = await signedIn(browser, hospital.house, medicalOffice, '/board', desk)
  await standing(page)
  expect(await violations(page)).toEqual([])
  await page.getByRole('link', { name: '代录 医疗 内科' }).click()
  await page.getByRole('heading', { name: '内科 日报' }).waitFor()
  await expect.poll(() => page.getByLabel('报告人', { exact: true }).inputValue()).toBe(deputies.内科.person)
  // Nobody was told later than now.
  await page.getByLabel('告知时间').fill('2026-10-08 12:00')
  await page
    .getByText(/告知时间晚于现在/)
    .first()
    .waitFor()
  await page.getByLabel('告知时间').fill('2026-10-08 10:31')
  await reported(page)
  await page.getByText(`${medicalOffice.name} 代 ${deputies.内科.name} 登记，10:31`).waitFor()
  await page.goto('/board')
  await standing(page)
  expect(await page.getByRole('link', { name: '代录 医疗 内科' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: '代录 医疗 外科' }).count()).toBe(1)
  expect(seen.faults).toEqual([])
  await close()
})

test('from the page of who calls, on a phone; whoever may not stand in is not offered it', {
  timeout: 90_000,
}, async () => {
  const { nursingOffice, headNurses, directors } = hospital,
    caller = headNurses.外科
  const { page, seen, close } = await signedIn(
    browser,
    hospital.house,
    nursingOffice,
    `/people/${caller.person}`,
    phone,
  )
  await page.getByRole('heading', { name: `替${caller.name}代录` }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('link', { name: `替${caller.name}代录 外科 护理日报` }).click()
  await expect.poll(() => page.getByLabel('报告人', { exact: true }).inputValue()).toBe(caller.person)
  await reported(page)
  await page.getByText(`${nursingOffice.name} 代 ${caller.name} 登记，10:40`).waitFor()
  expect(seen.faults).toEqual([])
  await close()
  const other = await signedIn(browser, hospital.house, directors.内科, `/people/${caller.person}`, desk)
  await other.page.getByRole('heading', { name: caller.name }).waitFor()
  expect(await other.page.getByText('代录').count()).toBe(0)
  await other.page.goto('/board')
  await standing(other.page)
  expect(await other.page.getByRole('link', { name: /^代录/ }).count()).toBe(0)
  await other.close()
})
