/** A list of three hundred, mended on screen, entered, its slips printed, taken back; then leave, leaving, a forgotten password, holidays. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import ExcelJS from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { checkDigitOf } from '../../engine/identity.ts'
import { openBrowser } from '../browser.ts'
import { openHospital, type Hospital } from './hospital.ts'
import { administrator } from './page-house.ts'
import { textOfPdf } from './pdf-text.ts'
import { violations } from './axe.ts'
import { standing } from './page-list.ts'
import { desk, enter, phone, signedIn, stranger, type Walker } from './walker.ts'

let browser: Browser, hospital: Hospital, walker: Walker, page: Page
const people = 300
const idOf = (n: number) => {
  const digits = `44010119${String(50 + (n % 50))}0101${String(n).padStart(3, '0')}`
  return digits + checkDigitOf(digits)
}
/** As a hospital has it: a merged title, headings in two rows, spaces in names, and what goes wrong in such lists. */
async function list(): Promise<Buffer> {
  const book = new ExcelJS.Workbook(),
    sheet = book.addWorksheet('职工名册')
  sheet.addRow(['全院职工名册'])
  sheet.addRow(['序号', '姓名', '任职', null, '身份证号', '手机', '工号'])
  sheet.addRow([null, null, '科室', '岗位/职务', null, null, null])
  for (const range of ['A1:G1', 'A2:A3', 'B2:B3', 'C2:D2', 'E2:E3', 'F2:F3', 'G2:G3']) sheet.mergeCells(range)
  for (let n = 1; n <= people; n++) {
    const name = `职${String.fromCodePoint(n === 9 ? 0x20bb7 : 0x4e00 + n * 11)}　某`
    sheet.addRow([
      n,
      name,
      n % 4 ? '骨科' : '康复科',
      n % 10 ? '护士' : '科副主任',
      idOf(n),
      `138${String(n).padStart(8, '0')}`,
      `N${n}`,
    ])
  }
  // Rows 4, 5 and 6 of the sheet: a number of Excel's, a telephone with an exponent, a day of birth that there is not.
  sheet.getCell('E4').value = 440101198101010011
  sheet.getCell('F5').value = '1.38E+10'
  sheet.getCell('E6').value = '440101198102300011'
  return Buffer.from(await book.xlsx.writeBuffer())
}

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('09:00')])
  walker = await signedIn(browser, hospital.house, administrator, '/people')
  page = walker.page
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})

test('three hundred are read, three are mended on screen, all are entered with their progress', {
  timeout: 180_000,
}, async () => {
  await page.getByRole('link', { name: '加人员、导入名单' }).click()
  await page
    .getByLabel('人员名单文件')
    .setInputFiles({ name: '名单.xlsx', mimeType: 'application/octet-stream', buffer: await list() })
  const table = page.getByRole('table', { name: '名单' })
  await table.waitFor({ timeout: 30_000 })
  await page.getByText(`读出 ${people} 行`).waitFor()
  // Answered once for all rows: a unit that there is not, a post that no policy has.
  await page.getByRole('button', { name: '新设“康复科”' }).click()
  await page.getByRole('button', { name: '只登记人员' }).click()
  await page.getByRole('radio', { name: '要改 3' }).check({ force: true })
  expect(await table.getByRole('row').count()).toBe(4)
  const says = (line: number, column: string) => page.getByLabel(`第 ${line} 行${column}`, { exact: true })
  await page.getByText('超过 15 位的数字，后几位已被表格丢掉').waitFor()
  for (const [line, column, value] of [
    [4, '身份证号', idOf(1)],
    [5, '手机', '13800000002'],
    [6, '身份证号', idOf(3)],
  ] as const) {
    await says(line, column).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('radio', { name: '要改 0' }).waitFor()
  // What was mended outlives the page.
  await page.waitForResponse((one) => one.url().endsWith('/api/drafts/staff-list') && one.request().method() === 'PUT')
  await page.reload()
  await page.getByText('上次的名单还没有做完').waitFor()
  await page.getByRole('button', { name: '接着做' }).click()
  await page.getByRole('radio', { name: '要改 0' }).waitFor()
  // One number ends in three noughts and is right: that is asked, and answered.
  await page.getByRole('radio', { name: '要回答 1' }).check({ force: true })
  await page.getByRole('button', { name: '核对过，就是 000' }).click()
  const button = page.getByRole('button', { name: `登记 ${people} 人`, disabled: false })
  await button.waitFor({ timeout: 30_000 })
  await button.click()
  await page.getByText(/^已登记 .* \/ 300 人/).waitFor()
  await page.getByText(`${people} 人都登记过了`).waitFor({ timeout: 90_000 })
  await page.getByRole('radio', { name: `已在名册 ${people}` }).waitFor()
})

test('their slips are printed eight to a page, each with name, account, password, address and code', {
  timeout: 240_000,
}, async () => {
  await page.getByRole('button', { name: `发 ${people} 张口令条` }).click()
  await page.getByText(/^已发 /).waitFor()
  await page.getByText(/^已发 /).waitFor({ state: 'detached', timeout: 200_000 })
  await page.getByRole('heading', { name: '一次性口令条 300' }).waitFor()
  expect(await page.locator('.slip-page li').count()).toBe(people)
  const paper = textOfPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(paper.pages).toBe(Math.ceil(people / 8))
  const [first] = await page.locator('.slip-page li').allInnerTexts()
  const password = /口令\s*(\S{4}-\S{4}-\S{4}-\S{4})/.exec(first ?? '')?.[1] ?? ''
  expect(paper.text).toContain(password)
  expect(paper.says('𠮷某')).toBe(true)
  expect(paper.text).toContain(hospital.house.secureAddress.replace('localhost', '127.0.0.1'))
  expect(await page.locator('.slip-page .code-square').count()).toBe(people)
  expect(paper.text).not.toContain('加人员')
  await page.getByRole('button', { name: '收起' }).click()
  expect(await page.locator('.slip-page').count()).toBe(0)
  expect(await page.content()).not.toContain(password)
})

test('taken back as a whole, except who has come in meanwhile', { timeout: 120_000 }, async () => {
  const one = await page.evaluate(async () => {
    const rows: { name: string; accounts: string[] }[] = await (await fetch('/api/people')).json()
    const account = rows.find(({ name }) => name.startsWith('职') && name.endsWith('某'))?.accounts[0]
    const reply = await fetch('/api/slips', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ accounts: [account] }),
    })
    return { account, password: (await reply.json()).slips[0].password }
  })
  const came = await stranger(browser, hospital.house)
  await came.page.goto('/')
  await enter(came.page, { account: one.account ?? '', password: one.password })
  await came.page.getByRole('heading', { name: '改成自己的口令' }).waitFor()
  await came.close()
  await page.goto('/people/import')
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByRole('button', { name: `撤销这 ${people} 人` }).click()
  await page.getByText(/^撤销了 300 项，1 项没有撤/).waitFor({ timeout: 90_000 })
  await page.getByText(`本人已用账号 ${one.account} 登录过`).waitFor()
  await page.getByText('已撤销').waitFor()
  await page.goto('/people')
  await page.getByText(/共 \d+ 人，另有 299 人已离开/).waitFor()
})

test('who is found by pinyin takes leave in one step, and who acts for him reads so on his own page', async () => {
  const { deputies, headNurses } = hospital
  await page.goto('/people')
  await page.getByLabel('按姓名或拼音找人').fill('fushiyi')
  await page.getByRole('link', { name: deputies.骨科.name }).click()
  await page.getByRole('link', { name: '请假' }).click()
  const button = page.getByRole('button', { name: /^请假/ })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  await page.getByLabel(/^到哪天/).fill('2026-10-12')
  await page
    .getByLabel('骨科副主任，委托给', { exact: true })
    .selectOption({ label: `${headNurses.骨科.name}（骨科护士长）` })
  await page.getByRole('button', { name: '请假，委托 1 个岗位' }).click()
  await page.getByText(`骨科副主任，由${headNurses.骨科.name}代行`).waitFor()
  const nurse = await signedIn(browser, hospital.house, headNurses.骨科, `/people/${headNurses.骨科.person}`)
  await nurse.page.getByText(`受${deputies.骨科.name}委托`).waitFor()
  await nurse.close()
})

test('who leaves is out of every page within a second, and his post is another’s', async () => {
  const { deputies, headNurses } = hospital
  const leaver = await signedIn(browser, hospital.house, deputies.内科)
  await leaver.page.getByRole('heading', { name: '今日', exact: true }).waitFor()
  await page.goto(`/people/${deputies.内科.person}/leaving`)
  const button = page.getByRole('button', { name: '办理离开' })
  await page.getByText('内科副主任还没有说交给谁，或任它空着').waitFor()
  await page
    .getByLabel('内科副主任，交给', { exact: true })
    .selectOption({ label: `${headNurses.内科.name}（内科护士长）` })
  await page.getByRole('checkbox', { name: '先代理' }).check()
  const began = Date.now()
  await button.click()
  await leaver.page.getByRole('heading', { name: '登录' }).waitFor()
  const tookMs = Date.now() - began
  console.log(`out of his page ${tookMs} ms after the press`)
  expect(tookMs).toBeLessThan(3_000)
  await page.getByText(/离开/).first().waitFor()
  await leaver.close()
  await page.goto(`/people/${headNurses.内科.person}`)
  await page.getByText('代理', { exact: true }).waitFor()
})

test('a forgotten password: a slip from the administrator opens once, and a second time nothing', async () => {
  const who = hospital.deputies.外科
  await page.goto(`/people/${who.person}`)
  await page.getByRole('button', { name: `给${who.name}发口令条` }).click()
  const slip = await page.locator('.slip-page li').first().innerText()
  const password = /口令\s*(\S{4}-\S{4}-\S{4}-\S{4})/.exec(slip)?.[1] ?? ''
  const first = await stranger(browser, hospital.house)
  await first.page.goto('/')
  await enter(first.page, { account: who.account, password })
  await first.page.getByRole('heading', { name: '改成自己的口令' }).waitFor()
  const second = await stranger(browser, hospital.house)
  await second.page.goto('/')
  await enter(second.page, { account: who.account, password })
  await second.page.getByText('不能登录：这张口令条已经用过，请系统管理员另发一张').waitFor()
  await first.close()
  await second.close()
  await page.goto('/registers/slip-refused')
  await page.getByRole('cell', { name: who.account }).first().waitFor()
  await page.getByRole('cell', { name: '已经用过' }).first().waitFor()
})

test('the notice of a year is pasted, mended on the year by keyboard, entered, and put back', async () => {
  await page.goto('/settings')
  await page.getByRole('link', { name: '看年历、录入' }).click()
  await page.getByRole('heading', { name: '2026 年放假安排' }).waitFor()
  await page
    .getByLabel(/^把放假通知的文字粘到这里/)
    .fill('国庆节：10月1日（周四）至8日（周四）放假调休，共8天。10月10日（周六）上班。')
  await page.getByRole('button', { name: '10 月 8 日 星期四，放假' }).waitFor()
  await page.getByRole('button', { name: '10 月 10 日 星期六，补班' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '10 月 11 日 星期日，放假' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowLeft')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-day'))).toBe('2026-10-03')
  await page.getByRole('button', { name: '录入 2026 年' }).click()
  await page.getByText('2026 年已录入：放假 9 天，补班 1 天').waitFor()
  await page.getByRole('button', { name: '换回录入前的安排' }).click()
  await page.getByText('已录入：放假 7 天，补班 0 天').waitFor()
})

test('the pages of people violate no rule of WCAG that axe can judge, at both sizes', {
  timeout: 180_000,
}, async () => {
  const person = `/people/${hospital.headNurses.骨科.person}`
  for (const size of [desk, phone]) {
    const { page: own, close } = await signedIn(browser, hospital.house, administrator, '/people', size)
    for (const path of [
      '/people',
      '/people/import',
      person,
      `${person}/leave`,
      `${person}/leaving`,
      '/calendar',
      '/settings',
    ]) {
      await own.goto(path)
      await standing(own)
      expect([path, size.width, await violations(own)]).toEqual([path, size.width, []])
    }
    await own.goto('/people/import')
    await own
      .getByLabel(/^或从 Excel 复制/)
      .fill('姓名\t科室\t岗位\t身份证号\n甲某\t新科\t护士长\t4.4E+17\n乙某\t骨科\t护工\t')
    await own.getByRole('table', { name: '名单' }).waitFor()
    expect(await violations(own)).toEqual([])
    await close()
  }
})

test('after all of it no page had a fault, and no address and no storage holds a number or a name', async () => {
  expect(walker.seen.faults).toEqual([])
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  const addresses = [...walker.seen.addresses].map(decodeURIComponent).join('\n')
  for (const canary of [idOf(1), idOf(2), '13800000002', '𠮷', hospital.deputies.骨科.name]) {
    expect(kept).not.toContain(canary)
    expect(addresses).not.toContain(canary)
  }
})
