/** A hospital's morning from half past ten to half past eleven, on the driven clock, in real Chromium at desk and phone. */
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { send } from './form-steps.ts'
import { isUnreloaded, markUnreloaded, sideOf } from './board-view.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import type { Hired } from './page-house.ts'
import { printed } from './paper-view.ts'
import type { PdfText } from './pdf-text.ts'
import { desk, phone, signedIn, type Size, type Walker } from './walker.ts'
import { stored } from './watch.ts'

let browser: Browser,
  hospital: Hospital,
  office: Walker,
  wall: Page,
  items = ''
const walkers: Walker[] = []
const told = '三号病房输液泵停过一次，已换备用泵'
const soon = { timeout: 8_000 }

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:30')])
  office = await come(hospital.medicalOffice, '/board')
  wall = await office.context.newPage()
  await wall.goto('/board?wall')
  await Promise.all([office.page, wall].map((page) => page.getByRole('timer').waitFor()))
  await Promise.all([office.page, wall].map(markUnreloaded))
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})

async function come(who: Hired, path = '/', size: Size = desk): Promise<Walker> {
  const walker = await signedIn(browser, hospital.house, who, path, size)
  walkers.push(walker)
  return walker
}
const clock = (time: string) => hospital.house.moveTo(`${day}T${time}+08:00`)
const timer = (page: Page) =>
  page
    .getByRole('timer')
    .innerText()
    .then((text) => text.replaceAll(/\s/g, ''))
/** Goes from 今日 to the form of what is due, as its user does. */
async function toForm({ page }: Walker) {
  await page.getByRole('article', { name: '一小时内到期' }).getByRole('link', { name: '填报' }).click()
  await page.getByRole('button', { name: /今日零报告/ }).waitFor()
}
const zero = (page: Page) => page.getByRole('button', { name: /今日零报告/ }).click()

test('at half past ten nobody has reported, and board and wall say how long is left', async () => {
  for (const page of [office.page, wall]) {
    expect(await timer(page)).toBe('还有30分')
    for (const side of ['医疗', '护理']) expect((await sideOf(page, side)).count).toBe('0/5')
  }
  expect(await wall.getByRole('button').count()).toBe(0)
})

test('a zero report is one press at the desk, and its tile moves on board and wall without a reload', async () => {
  const deputy = await come(hospital.deputies.骨科)
  await toForm(deputy)
  await zero(deputy.page)
  expect(await send(deputy.page, '报出')).toMatch(/^10:30:00 已报出，第 \d+ 条。/)
  for (const page of [office.page, wall]) {
    await expect
      .poll(() => sideOf(page, '医疗'), soon)
      .toMatchObject({ count: '1/5', done: { 骨科: expect.stringContaining('10:30') } })
    expect(await isUnreloaded(page)).toBe(true)
  }
  expect((await sideOf(office.page, '医疗')).done['骨科']).toContain('零')
})

test('a head nurse reports from her phone, and the nursing side moves', async () => {
  await clock('10:40:00')
  const nurse = await come(hospital.headNurses.骨科, '/', phone)
  await toForm(nurse)
  await zero(nurse.page)
  expect(await send(nurse.page, '报出')).toMatch(/^10:40:00 已报出/)
  await expect
    .poll(() => sideOf(office.page, '护理'), soon)
    .toMatchObject({ count: '1/5', done: { 骨科: expect.stringContaining('10:40') } })
  await expect.poll(() => timer(wall), soon).toBe('还有20分')
})

test('a report with figures and one item: the item stands among what came in, and with whom it lies', async () => {
  const deputy = await come(hospital.deputies.内科),
    { page } = deputy
  await toForm(deputy)
  await page.getByRole('radiogroup', { name: '危重患者' }).getByText('有').click()
  await page.getByLabel('件数').fill('3')
  await page.getByRole('button', { name: '其余 4 项答“无”' }).click()
  await send(page, '报出')
  await page.goto(`/registers/item/new?department=${encodeURIComponent('内科')}&day=${day}`)
  await page.getByRole('radiogroup', { name: '项目' }).getByText('其他安全信息').click()
  await page.getByLabel('类别').selectOption({ label: '设备' })
  await page.getByRole('radiogroup', { name: '程度' }).getByText('严重', { exact: true }).click()
  await page.getByLabel('情况').fill(told)
  expect(await send(page, '登记')).toContain('已送医务科，须于 14:40 前签收')
  items = (await page.getByRole('link', { name: '看这一条' }).getAttribute('href')) ?? ''
  const came = office.page.getByRole('region', { name: /^报来的/ })
  await came.getByRole('link', { name: told }).waitFor()
  expect(await came.innerText()).toMatch(/1 件[\s\S]*严重/)
  await expect.poll(() => sideOf(office.page, '医疗'), soon).toMatchObject({ count: '2/5' })
  expect(await wall.getByRole('region', { name: /^报来的/ }).innerText()).not.toContain('输液泵')
})

test('a telephone call on a workday is written down and settles nothing; one of another day is refused', async () => {
  const { page } = await come(hospital.dutyOfficer, '/registers/phone-report/new')
  await page.getByLabel('科室').selectOption({ label: '儿科' })
  await page.getByRole('combobox', { name: '来电人' }).selectOption({ label: '副试四，儿科副主任' })
  await page.getByLabel('日期').fill('2026-10-07')
  await page.getByLabel('来电时间').fill(`${day} 08:50`)
  await page.getByLabel('内容').fill('五项皆无')
  await expect
    .poll(() => page.getByRole('contentinfo').or(page.locator('footer')).innerText(), soon)
    .toMatch(/不能.*来电时间不在 2026-10-07 当日（第二条）/)
  expect(await page.getByRole('button', { name: /^登记/ }).isDisabled()).toBe(true)
  await page.getByLabel('日期').fill(day)
  await page.getByRole('button', { name: '现在' }).click()
  await send(page, '登记')
  const deputy = await come(hospital.deputies.儿科)
  expect(await deputy.page.getByRole('article', { name: '一小时内到期' }).innerText()).toContain('儿科 日报')
})

test('the last millisecond before eleven is in time, eleven sharp is late, and both stand so on the board', async () => {
  const inTime = await come(hospital.deputies.外科),
    late = await come(hospital.deputies.儿科, '/', phone)
  for (const walker of [inTime, late]) {
    await toForm(walker)
    await zero(walker.page)
  }
  await clock('10:59:59.999')
  await send(inTime.page, '报出')
  await clock('11:00:00.000')
  expect(await send(late.page, '报出')).toMatch(/^11:00:00 已报出/)
  await expect.poll(() => sideOf(office.page, '医疗'), soon).toMatchObject({ count: '4/5' })
  const { done, open } = await sideOf(office.page, '医疗')
  expect([done['外科'], done['儿科'], open]).toEqual(['零10:59', '迟11:00', { 急诊医学科: 'late' }])
})

test('at eleven the same page is the summary, and who has not reported is red', async () => {
  const { page } = office
  await expect.poll(() => page.getByText('本页即当日汇总').innerText(), soon).toBe('11:00 已过，本页即当日汇总')
  const tile = page.locator('.tile[data-state=late]').filter({ hasText: '急诊医学科' }).first()
  await tile.waitFor()
  const [word, ink] = await tile
    .locator('.state[data-state=late]')
    .evaluate((state) => [state.textContent, getComputedStyle(state).color])
  expect(word).toContain('逾期')
  const [red = 0, green = 0, blue = 0] = (ink ?? '').match(/\d+/g)?.map(Number) ?? []
  expect(red).toBeGreaterThan(2 * Math.max(green, blue))
  expect((await isUnreloaded(page)) && (await isUnreloaded(wall))).toBe(true)
})

test('the director of the late department finds in his 今日 that he was told', async () => {
  const { page } = await come(hospital.directors.急诊医学科, '/', phone)
  await page.getByText('日报未报').first().waitFor()
  const calm = await come(hospital.directors.骨科)
  await calm.page.getByRole('heading', { name: '今日' }).waitFor()
  expect(await calm.page.getByText('日报未报').count()).toBe(0)
})

test('the office acknowledges what was sent to it, and nothing waits for it any more', async () => {
  await clock('11:20:00')
  const { page } = await come(hospital.medicalOffice),
    { page: sender } = await come(hospital.deputies.内科)
  const waits = sender.getByRole('region', { name: /^我在等的/ })
  expect(await waits.innerText()).toContain('医务科')
  const signs = page.getByRole('button', { name: '签收' })
  await signs.first().waitFor()
  for (let left = await signs.count(); left > 0; left -= 1) {
    await signs.first().click()
    await expect.poll(() => signs.count(), soon).toBe(left - 1)
  }
  await waits.waitFor({ state: 'detached' })
})

test('a correction shows what it would set right before it is made, and the entry keeps both figures', async () => {
  const { page } = await come(hospital.deputies.内科, '/registers/daily-report')
  await page.locator('tr[data-seq]').first().click()
  await page.getByRole('link', { name: '更正', exact: true }).first().click()
  await page.getByLabel('件数').fill('4')
  const side = page.getByRole('complementary', { name: '期限和去向' })
  await side.getByRole('heading', { name: '更正以后' }).waitFor()
  expect(await side.locator('del').innerText()).toMatch(/^3/)
  expect(await side.locator('ins').innerText()).toMatch(/^4/)
  await send(page, '更正')
  await page.getByRole('link', { name: '看这一条' }).click()
  await page.locator('.timeline del').waitFor()
  expect([await page.locator('.timeline del').innerText(), await page.locator('.timeline ins').innerText()]).toEqual([
    '3',
    '4',
  ])
})

test('board and list hand out what they show as a workbook', async () => {
  const { page } = office
  for (const [path, name] of [
    ['/board', `晨报汇总 ${day}.xlsx`],
    ['/registers/item', '安全信息.xlsx'],
  ] as const) {
    await page.goto(path)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(name)
    expect((await buffer(await download.createReadStream())).subarray(0, 2).toString()).toBe('PK')
  }
})

test('the entry and the summary print on one page each, with what the paper form says', async () => {
  const { page } = office
  await page.goto(items)
  await page.locator('.timeline').waitFor()
  const entry = await printed(page)
  expect(entry.pages).toBe(1)
  for (const words of ['临江县人民医院', '安全信息', '设备', told, '记录人', '签收', '树根', '第1页'])
    expect(entry, words).toSatisfy(({ says }: PdfText) => says(words))
  expect(entry.says('护理部')).toBe(false)
  await page.goto('/board')
  await page.getByRole('button', { name: '打印汇总' }).waitFor()
  const summary = await printed(page)
  expect(summary.pages).toBe(1)
  for (const words of [
    '安全信息汇总',
    '应报5',
    '已报4',
    '未报1',
    '急诊医学科',
    '11:00',
    '迟报',
    '医务科',
    '分管副院长',
  ]) {
    expect(summary, words).toSatisfy(({ says }: PdfText) => says(words))
  }
})

test('the late ward reports at a quarter past, and at half past eleven the board says when', async () => {
  await clock('11:25:00')
  const form = `/registers/daily-report/new?department=${encodeURIComponent('急诊医学科')}&day=${day}`
  const { page } = await come(hospital.deputies.急诊医学科, form)
  await page.getByRole('button', { name: /今日零报告/ }).click()
  await send(page, '报出')
  await clock('11:30:00')
  await expect
    .poll(() => sideOf(office.page, '医疗'), soon)
    .toMatchObject({ count: '5/5', done: { 急诊医学科: expect.stringContaining('11:25') }, open: {} })
})

test('after the morning no page had a fault, no answer may be cached, and no storage holds what was reported', async () => {
  for (const { page, seen } of walkers) {
    expect(seen.faults).toEqual([])
    expect(seen.cacheable).toEqual([])
    const kept = await stored(page)
    for (const canary of [told, '副试二', 'Zi-Ji-2026-own']) {
      expect(kept).not.toContain(canary)
      expect([...seen.addresses].map(decodeURIComponent).join('\n')).not.toContain(canary)
    }
  }
  // The same look finds a value that somebody would have left behind, and an address that would have told it.
  const { page, seen } = office
  await page.evaluate((value) => localStorage.setItem('draft', value), told)
  expect(await stored(page)).toContain(told)
  await page.goto(`/nowhere?${new URLSearchParams({ q: told })}`)
  expect([...seen.addresses].map((one) => decodeURIComponent(one.replaceAll('+', ' '))).join('\n')).toContain(told)
})
