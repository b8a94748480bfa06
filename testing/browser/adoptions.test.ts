/** 制度: a house that runs one policy adopts two more at once, sees what they will ask, fills a vacancy, ends one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Locator } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { administrator, openPageHouse, type PageHouse } from './page-house.ts'
import { phone, signedIn } from './walker.ts'

let browser: Browser, house: PageHouse

beforeAll(async () => {
  const clock = '2026-10-30T09:00:00+08:00'
  ;[browser, house] = await Promise.all([
    openBrowser(),
    openPageHouse({ clock, name: '临江县药监局', policies: ['work-safety-reporting'] }),
  ])
  await house.moveTo(clock)
  for (const section of ['监察科', '法规科']) await house.openUnit('section', section)
  for (const town of ['东街', '西镇']) await house.openUnit('drug-town', town)
  await house.hire('局长甲', [{ post: 'bureau-director' }])
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
})
const row = (within: Locator, title: string) => within.getByRole('listitem', { name: title, exact: true })
const drugNetwork = '药品安全协查与协管信息员',
  hospital = '医院日安全信息上报'

test('what two further policies will ask is shown before they are adopted, refused in place, adopted together', async () => {
  const { page, seen } = await signedIn(browser, house, administrator, '/policies')
  const further = page.getByRole('region', { name: /还可以施行的/ }),
    running = page.getByRole('region', { name: /^施行的/ })
  const go = further.getByRole('button', { name: /^施行/ })
  expect(await go.getAttribute('aria-disabled')).toBe('true')
  await further.getByText('不能施行：还没有选制度').waitFor()

  await row(further, drugNetwork).getByRole('checkbox').check()
  await row(further, hospital).getByRole('checkbox').check()
  const from = further.getByLabel('从哪天起施行')
  await from.fill('2026-10-29')
  await further.getByText('不能施行：施行之日早于今天').waitFor()
  expect(await go.getAttribute('aria-disabled')).toBe('true')
  await from.fill('2026-11-02')

  const preview = further.getByRole('region', { name: `${drugNetwork}施行以后` })
  const contact = preview.getByRole('row', { name: /联络协管员/ })
  expect(await contact.innerText()).toContain('2026 年 12 月 1 日')
  expect(await contact.innerText()).toContain('2 个街道乡镇')
  expect(await preview.getByText(/共用：/).innerText()).toContain('局长')
  await preview.locator('details.vacancies > summary').click()
  await preview.getByRole('link', { name: '任命 东街' }).first().waitFor()
  await further.getByRole('region', { name: `${hospital}施行以后` }).waitFor()

  await go.click()
  await page.getByRole('status').filter({ hasText: '自 2026 年 11 月 2 日起施行' }).waitFor()
  expect(await row(running, drugNetwork).innerText()).toContain('还没有到')
  expect(await row(running, hospital).innerText()).toContain('还没有到')
  expect(await row(further, drugNetwork).count()).toBe(0)
  expect(seen.faults).toEqual([])
})

test('a post that stands empty is filled from the page, and no longer counted', async () => {
  const { page } = await signedIn(browser, house, administrator, '/policies')
  const hired = await house.hire('流通甲', [])
  const vacancies = row(page.getByRole('region', { name: /^施行的/ }), drugNetwork).locator('details.vacancies')
  await vacancies.locator('summary').click()
  const before = await vacancies.locator('summary').innerText()
  await vacancies.getByRole('listitem').filter({ hasText: '流通股' }).getByRole('link', { name: '任命' }).click()
  await page.getByRole('heading', { name: '任命' }).waitFor()
  await house.file(house.admin, 'appoint', { person: hired.person, post: 'drug-circulation', kind: 'regular' })
  await page.goto('/policies')
  await vacancies.locator('summary').waitFor()
  expect(await vacancies.locator('summary').innerText()).not.toContain('流通股')
  expect(before).toContain('流通股')
})

test('once they hold, the clause board of each names the posts that stand empty in it', async () => {
  await house.moveTo('2026-11-02T09:00:00+08:00')
  const { page } = await signedIn(browser, house, administrator, '/clauses')
  const vacant = page.locator('details.vacancies > summary, .vacancies')
  for (const [policy, post] of [
    [drugNetwork, '协管员'],
    [hospital, '医务科'],
    ['安全生产工作信息上报', '办公室'],
  ] as const) {
    await page.locator('.pick select').selectOption({ label: policy })
    await vacant.first().filter({ hasText: post }).waitFor()
    expect(await vacant.first().innerText()).toMatch(/岗位空缺 \d+ 处/)
  }
})

test('one policy ends on a day; a day before today is refused at its field, and the others go on', async () => {
  const { page } = await signedIn(browser, house, administrator, '/policies', phone)
  const running = page.getByRole('region', { name: /^施行的/ }),
    bureau = row(running, '安全生产工作信息上报')
  await bureau.getByRole('button', { name: /^终止/ }).click()
  const last = bureau.getByLabel('最后一日')
  await last.fill('2026-10-29')
  const end = bureau.getByRole('button', { name: /为止$/ })
  await end.click()
  await bureau.getByText('不能登记“终止制度”：最后一日早于今天（组织第四条）').waitFor()
  expect(await last.getAttribute('aria-invalid')).toBe('true')
  await last.fill('2026-11-30')
  await end.click()
  await page.getByRole('status').filter({ hasText: '施行到 2026 年 11 月 30 日为止' }).waitFor()
  await bureau.getByText('施行到 2026 年 11 月 30 日为止').waitFor()
  expect(await bureau.getByRole('button', { name: /^终止/ }).count()).toBe(0)
  expect(await row(running, drugNetwork).getByRole('button', { name: /^终止/ }).count()).toBe(1)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
})

test('who is no administrator looks, and chooses nothing', async () => {
  const clerk = await house.hire('科员甲', [{ post: 'section-staff', unit: '监察科' }])
  const { page } = await signedIn(browser, house, clerk, '/policies')
  await row(page.getByRole('region', { name: /^施行的/ }), drugNetwork).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('button', { name: /终止|^施行/ }).count()).toBe(0)
  const reply = await clerk.client.send(
    'POST',
    '/api/registers/adopt/entries',
    { policy: 'internet-cafe', from: '2026-11-02' },
    'adopt-by-a-clerk-is-refused',
  )
  expect([reply.status, JSON.stringify(reply.body)]).toEqual([409, expect.stringContaining('操作人不是')])
})
