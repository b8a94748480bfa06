/** 药品协管 and 安全生产 on the page: a lead from a phone, a notice sent down and who has read it, a report in plain words. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openPageHouse, type Hired, type PageHouse } from './page-house.ts'
import { phone, signedIn } from './walker.ts'

let browser: Browser, house: PageHouse
let circulation: Hired, coordinator: Hired, informant: Hired, clerk: Hired, office: Hired

beforeAll(async () => {
  ;[browser, house] = await Promise.all([
    openBrowser(),
    openPageHouse({
      clock: '2026-10-30T00:00:00+08:00',
      name: '临江县药监局',
      policies: ['work-safety-reporting', 'drug-safety-network'],
    }),
  ])
  await house.openUnit('section', '监察科')
  for (const town of ['东街', '西镇', '北乡']) await house.openUnit('drug-town', town)
  await house.openUnit('drug-community', '甲村')
  circulation = await house.hire('流通员', [{ post: 'drug-circulation' }])
  coordinator = await house.hire('东街协管', [{ post: 'drug-coordinator', unit: '东街' }])
  informant = await house.hire('甲村信息员', [{ post: 'drug-informant', unit: '甲村' }])
  clerk = await house.hire('监察员', [{ post: 'section-staff', unit: '监察科' }])
  office = await house.hire('办公室员', [{ post: 'bureau-office' }])
  await house.moveTo('2026-10-30T09:00:00+08:00')
  await house.file(circulation.client, 'drug-belonging', { community: '甲村', town: '东街' })
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})

test('an informant reports a lead from his phone, and whoever takes it finds it among what is owed', async () => {
  const { page } = await signedIn(browser, house, informant, '/registers/drug-lead/new', phone)
  await page.getByLabel('街道乡镇').selectOption('东街')
  await page.getByRole('radiogroup', { name: '环节' }).getByText('经营', { exact: true }).click()
  await page.getByLabel('情形').selectOption('假药')
  await page.getByLabel('发现时间').fill('2026-10-30 08:30')
  await page.getByLabel('在哪里').fill('街口药店')
  await page.getByLabel('情况', { exact: true }).fill('一盒药没有批号')
  await page.getByRole('button', { name: /^登记/ }).click()
  await page.locator('.sent').waitFor()
  const { page: desk } = await signedIn(browser, house, circulation)
  await desk.getByRole('main').getByText('受理线索').first().waitFor()
})

test('a notice sent down shows who has read it, and the rest are urged once an hour', async () => {
  const sent = await house.file(circulation.client, 'drug-bulletin', {
    towns: ['东街', '西镇', '北乡'],
    subject: '假药通报',
    told: '批号见附件',
    readBy: Date.parse('2026-11-03T17:00:00+08:00'),
  })
  const [row] = (await house.list(circulation.client, 'drug-bulletin')).rows
  expect(row?.seq).toBe(sent.seq)
  const { page: reader } = await signedIn(browser, house, coordinator, `/entries/${sent.seq}`, phone)
  await reader.getByRole('link', { name: '已阅' }).click()
  await reader.getByLabel('街道乡镇').selectOption('东街')
  await reader.getByRole('button', { name: /^登记/ }).click()
  await reader.locator('.sent').waitFor()

  const { page } = await signedIn(browser, house, circulation, `/entries/${sent.seq}`)
  await page.getByRole('heading', { name: '各处办理：1 / 3 已办' }).waitFor()
  const table = page.getByRole('table', { name: '各处办理' })
  expect(await table.getByRole('row', { name: /东街/ }).innerText()).toContain('按时')
  const town = table.getByRole('row', { name: /西镇/ })
  expect(await town.innerText()).toContain('待做')
  await town.getByRole('button', { name: /催办/ }).click()
  await town.getByText(/催过/).waitFor()
  expect(await town.getByRole('button').count()).toBe(0)
  expect(await table.getByRole('row', { name: /北乡/ }).getByRole('button', { name: /催办/ }).count()).toBe(1)
})

test('hearsay is marked while one types, its parts are asked for one by one, and another’s signature is refused', async () => {
  const { page } = await signedIn(browser, house, clerk, '/registers/important-work/new')
  await page.getByLabel('类别').selectOption('会议')
  await page.getByLabel('发生时间').fill('2026-10-30 08:00')
  await page.getByLabel('概况').fill('听说到会 48 人，可能性分析另附')
  await page.getByLabel('核实时间').fill('2026-10-30 08:30')
  await page.getByLabel('怎样核实').fill('到会场清点')
  await page.getByLabel('核实人').selectOption(office.person)
  const mark = page.locator('p.wording')
  expect(await mark.count()).toBe(1)
  expect(await mark.innerText()).toContain('听说')
  const go = page.getByRole('button', { name: /^登记/ })
  expect(await go.getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel('概况').fill('到会 48 人，可能性分析另附')
  await mark.waitFor({ state: 'detached' })
  await page.getByText('核实人不是上报人本人').first().waitFor()
  await page.getByLabel('核实人').selectOption(clerk.person)
  for (const [label, part] of [
    ['过程', '通报情况，布置任务'],
    ['结果或结论', '形成意见 3 项'],
  ] as const) {
    await page.getByText(`${label}没有写`).first().waitFor()
    await page.getByLabel(label).fill(part)
  }
  await page.getByRole('button', { name: /^登记/, disabled: false }).click()
  await page.locator('.sent').waitFor()
})

test('on Monday the week’s digest stands for the office, with a paper of its own', async () => {
  await house.moveTo('2026-11-02T09:00:00+08:00')
  const { page } = await signedIn(browser, house, office)
  await page.getByRole('main').getByText('签发每周汇总').first().waitFor()
  const [digest] = (await house.list(office.client, 'weekly-digest')).rows
  await page.goto(`/entries/${digest?.seq}`)
  await page.getByRole('link', { name: '汇总签发' }).waitFor()
  expect(await page.locator('dl.facts').first().innerText()).toContain('1')
})
