/** From a number to what stands behind it: clause board, statistics, and the code at the foot of a printed page. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { administrator } from './page-house.ts'
import { printed } from './paper-view.ts'
import { phone, signedIn, type Walker } from './walker.ts'

let browser: Browser, hospital: Hospital, office: Walker, entry: string

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:30')])
  const { house, deputies, medicalOffice } = hospital
  const zeros = { day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  await house.file(deputies.骨科.client, 'daily-report', { department: '骨科', ...zeros })
  const item = { day, heading: 'others', kind: 'equipment', severity: 'serious', summary: '输液泵停过一次' }
  const { seq } = await house.file(deputies.内科.client, 'item', { department: '内科', ...item })
  entry = `/entries/${seq}`
  await house.moveTo(`${day}T11:05:00+08:00`)
  office = await signedIn(browser, house, medicalOffice, '/clauses')
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})

test('a clause opens its rules, and a figure its list of just so many', async () => {
  const { page } = office
  await page.getByRole('link', { name: '第二条', exact: true }).last().click()
  const detail = page.getByRole('article', { name: '第二条' })
  await detail.getByText('各科室的“科副主任”须登记“日报”').waitFor()
  const figure = detail.getByRole('link', { name: /日报 逾期$/ }).first()
  const [n = ''] = (await figure.innerText()).split(' ')
  await figure.click()
  await page.locator('.foot').getByText(`共 ${n} 条`).waitFor()
  expect(await page.locator('table.table tbody tr').count()).toBe(Number(n))
})
test('statistics lead every number down, on the phone too', async () => {
  const { page, close } = await signedIn(browser, hospital.house, hospital.medicalOffice, '/statistics', phone)
  const duties = page.getByRole('table', { name: '应做的事' })
  await duties.getByRole('link', { name: '日报', exact: true }).click()
  await page.getByRole('table', { name: '日报，各单位' }).waitFor()
  await page.getByRole('table', { name: '登记' }).getByRole('link', { name: '安全信息' }).click()
  const severities = page.getByRole('table', { name: '安全信息，按程度' })
  await severities.getByRole('row', { name: /严重/ }).getByRole('link', { name: '1' }).click()
  await page.locator('.foot').getByText('共 1 条').waitFor()
  await close()
})
test('a figure out of bounds is refused in its place, and what was typed stays', async () => {
  const { page, close } = await signedIn(browser, hospital.house, administrator, '/clauses#7.4.3')
  await page.getByRole('button', { name: '改签收时限' }).click()
  const box = page.getByRole('textbox', { name: '签收时限' })
  await box.fill('99 时')
  await page.getByRole('button', { name: '设定' }).click()
  await page.getByText('不能设定“签收时限”').waitFor()
  expect(await box.inputValue()).toBe('99 时')
  await box.fill('2 时')
  await page.getByRole('button', { name: '设定' }).click()
  await page.getByText('2 时，即刻起').waitFor()
  await close()
})
test('the code on the printed entry is genuine when it is typed, and the print says its page', async () => {
  const { page } = office
  await page.goto(entry)
  await page.locator('.timeline').waitFor()
  const { pages, text, code } = await printed(page)
  expect([pages, text.includes(code)]).toEqual([1, true])
  await page.goto('/verify')
  await page.getByLabel('核验码').fill(code.toLowerCase())
  await page.keyboard.press('Enter')
  await page.getByText('真实').waitFor()
  await page.getByRole('link', { name: /^看第/ }).click()
  await page.getByText('输液泵停过一次').first().waitFor()
  expect(office.seen.faults).toEqual([])
})
