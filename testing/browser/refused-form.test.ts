/** A form with several bad values: each is refused at its field, nothing typed is lost, and put right it is accepted. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { phone, signedIn } from './walker.ts'

let browser: Browser, hospital: Hospital
const soon = { timeout: 8_000 }

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:30')])
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})

/** What is refused, by the name of its field. */
const refusals = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('.field[data-name]')].flatMap((field) => {
        const said = field.querySelector('.refusal.at-field span')?.textContent
        return said ? [[field.dataset['name'] ?? '', said]] : []
      }),
    ),
  )
const button = (page: Page, verb: string) => page.getByRole('button', { name: new RegExp(`^${verb}( Ctrl ⏎)?$`) })
const footer = (page: Page) => page.locator('footer.send .reason').innerText()

test('five bad answers at once are refused each at its field, stand as they were typed, and are accepted when put right', async () => {
  for (const size of [undefined, phone]) {
    const { page, seen, close } = await signedIn(
      browser,
      hospital.house,
      hospital.dutyOfficer,
      '/registers/phone-report/new',
      size,
    )
    const bad = { 日期: '2026-02-30', 来电时间: '2026-13-40 25:61', 内容: `${'长'.repeat(2_001)}𠮷` }
    for (const [label, text] of Object.entries(bad)) await page.getByLabel(label).fill(text)
    await page.keyboard.press('Control+Enter')
    expect(await refusals(page)).toEqual({
      department: '没有填写',
      day: '没有这一天',
      caller: '没有填写',
      calledAt: '不是有效的时间',
      summary: '超过 2000 字',
    })
    expect(await footer(page)).toMatch(/^不能登记：日期.*（第二条）/)
    for (const [label, text] of Object.entries(bad)) expect(await page.getByLabel(label).inputValue()).toBe(text)

    await page.getByLabel('科室').selectOption({ label: '儿科' })
    await page.getByRole('combobox', { name: '来电人' }).selectOption({ label: '副试四，儿科副主任' })
    await page.getByLabel('内容').fill(`五项皆无${size ? '，再报' : ''}`)
    await page.getByLabel('日期').fill('2026-10-07')
    expect(Object.keys(await refusals(page))).toEqual(['calledAt'])
    // What only the server knows is refused at the field too.
    await page.getByLabel('来电时间').fill(`${day} 08:15`)
    await expect.poll(() => refusals(page), soon).toEqual({ calledAt: '来电时间不在 2026-10-07 当日' })
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => refusals(page), soon).toEqual({ calledAt: '来电时间不在 2026-10-07 当日' })
    expect(await page.getByLabel('来电时间').inputValue()).toBe(`${day} 08:15`)
    expect(await page.getByLabel('内容').inputValue()).toContain('五项皆无')
    await page.getByLabel('日期').fill(day)
    await expect.poll(() => footer(page), soon).toMatch(/^已填好/)
    await button(page, '登记').click()
    await page.locator('.sent').waitFor()
    expect(seen.faults).toEqual([])
    await close()
  }
})

test('a correction that would be refused says so where it is sent, with the button grey, and is sent once it is right', async () => {
  const {
    house,
    deputies: { 骨科: deputy },
  } = hospital
  const zero = { department: '骨科', day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  const { seq } = await house.file(deputy.client, 'daily-report', zero)
  const { page, seen, close } = await signedIn(browser, house, deputy, `/entries/${seq}/correct`)
  await page.getByLabel('说明').fill('改科室')
  await expect.poll(() => footer(page), soon).toMatch(/^已填好|^各项已答完/)
  await page.getByLabel('科室').selectOption({ label: '外科' })
  await expect.poll(() => footer(page), soon).toMatch(/不能.*操作人不是外科“科副主任”（第三条第一项）/)
  expect(await button(page, '更正').getAttribute('aria-disabled')).toBe('true')
  expect(await page.getByText('操作人不是外科', { exact: false }).count()).toBe(1)
  await page.getByLabel('科室').selectOption({ label: '骨科' })
  await page.getByLabel('日期').fill('2026-10-09')
  await expect.poll(() => refusals(page), soon).toEqual({ day: '日期 2026-10-09 还没有到' })
  await page.getByLabel('日期').fill(day)
  await expect.poll(() => button(page, '更正').getAttribute('aria-disabled'), soon).toBe('false')
  await button(page, '更正').click()
  await page.locator('.sent').waitFor()
  expect(seen.faults).toEqual([])
  await close()
})

test('whoever may read an entry but not correct it is told so at once on its page and on its form', async () => {
  const { house, deputies } = hospital
  const zero = { department: '外科', day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  const { seq } = await house.file(deputies.外科.client, 'daily-report', zero)
  const both = await house.hire('兼试某', [{ post: 'medical-office' }, { post: 'deputy-director', unit: '骨科' }])
  const { page, close } = await signedIn(browser, house, both, `/entries/${seq}`)
  const no = '不能登记“日报”：操作人不是外科“科副主任”（第三条第一项）'
  await page.getByText(no).waitFor()
  expect(await page.getByRole('link', { name: '更正', exact: true }).count()).toBe(0)
  await page.goto(`/entries/${seq}/correct`)
  await expect.poll(() => footer(page), soon).toContain(no)
  expect(await button(page, '更正').getAttribute('aria-disabled')).toBe('true')
  await close()
})
