/** A list of staff with every fault that such lists have: mended on screen, entered, slips, first sign-in, taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import ExcelJS from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { checkDigitOf } from '../../engine/identity.ts'
import { openBrowser } from '../browser.ts'
import { openHospital, type Hospital } from './hospital.ts'
import { administrator } from './page-house.ts'
import { textOfPdf } from './pdf-text.ts'
import { desk, enter, phone, signedIn, stranger, type Walker } from './walker.ts'

let browser: Browser, hospital: Hospital, walker: Walker, page: Page
const ownPassword = 'Zi-Ji-2026-xin'
const idOf = (n: number) => {
  const digits = `440101198501010${String(n).padStart(2, '0')}`
  return digits + checkDigitOf(digits)
}
/** The rows below the headings; the sheet counts them from 4 on. */
const rows: readonly (readonly (string | number | null)[])[] = [
  // Spaces inside the name; a number that Excel keeps with fifteen digits.
  [1, '沈　某 清', '骨 科', '护士长', 440101198501010110, '13800000001', 'N1'],
  // The same number as a text that Excel once wrote out.
  [2, '韩某', '内科', '科副主任', '4.40101E+17', '13800000002', 'N2'],
  // Two of one name.
  [3, '韩某', '外科', '科副主任', null, null, null],
  // One person in two posts.
  [4, '周某', '儿科', '护士长', idOf(4), '13800000004', 'N4'],
  [5, '周某', null, '医务科', idOf(4), null, 'N4'],
  // Somebody who is here already.
  [6, '长试一', '骨科', '护士长', null, null, null],
  // A unit that there is not, merged over two rows; a post that no policy has.
  [7, '钱某', '康复科', '科主任', idOf(7), null, 'N7'],
  [8, '孙某', null, '护工', null, null, 'N8'],
]
async function workbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook(),
    sheet = book.addWorksheet('职工名册')
  sheet.addRow(['全院职工名册（2026 年 10 月）'])
  sheet.addRow(['序号', '姓名', '任职情况', null, '身份证号', '手机', '工号'])
  sheet.addRow([null, null, '科室', '岗位', null, null, null])
  for (const row of rows) sheet.addRow([...row])
  sheet.addRow(['合计', `${rows.length} 人`])
  for (const range of ['A1:G1', 'A2:A3', 'B2:B3', 'C2:D2', 'E2:E3', 'F2:F3', 'G2:G3', 'C10:C11'])
    sheet.mergeCells(range)
  return Buffer.from(await book.xlsx.writeBuffer())
}
const cell = (line: number, column: string) => page.getByLabel(`第 ${line} 行${column}`, { exact: true })
const rowOf = (line: number) => page.getByRole('row').filter({ has: cell(line, '姓名') })

interface Handed {
  readonly account: string
  readonly password: string
}
const slips = new Map<string, Handed>()

beforeAll(async () => {
  ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('09:00')])
  walker = await signedIn(browser, hospital.house, administrator, '/people/import')
  page = walker.page
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
})

test('each row says what it comes to, and what is wrong says so at its cell', { timeout: 90_000 }, async () => {
  await page
    .getByLabel('人员名单文件')
    .setInputFiles({ name: '名单.xlsx', mimeType: 'application/octet-stream', buffer: await workbook() })
  await page.getByText('读出 8 行；姓名、科室、岗位、工号、身份证号、手机').waitFor({ timeout: 30_000 })
  for (const [line, says] of [
    [4, '超过 15 位的数字，后几位已被表格丢掉'],
    [5, '被表格改成了 4.40101E+17'],
    [6, '有同名的人，他是：'],
    [7, '新人员，儿科护士长'],
    [8, '同第 7 行，再任医务科'],
    [9, '在册的（骨科护士长）'],
    [10, '要回答：单位“康复科”'],
    [11, '要回答：岗位“护工”'],
  ] as const) {
    await expect.poll(() => rowOf(line).innerText(), { timeout: 10_000 }).toContain(says)
  }
  // Not a digit of a number that was cut short is taken for one: nothing of these rows can be entered yet.
  await page.getByRole('button', { name: '登记 1 人' }).waitFor()
})

test('mended on screen, every row can be entered', { timeout: 90_000 }, async () => {
  await page.getByRole('button', { name: '新设“康复科”' }).click()
  await page.getByRole('button', { name: '只登记人员' }).click()
  await rowOf(6).getByRole('button', { name: '另一个人' }).click()
  await rowOf(9).getByRole('button', { name: '在册的（骨科护士长）' }).click()
  for (const line of [4, 5]) {
    await cell(line, '身份证号').fill(idOf(line - 3))
    await page.keyboard.press('Enter')
  }
  for (const [line, says] of [
    [4, '新人员，骨科护士长'],
    [5, '新人员，内科科副主任'],
    [6, '新人员，外科科副主任'],
    [9, '已在名册'],
    [10, '新人员，康复科科主任'],
    [11, '新人员，不任岗'],
  ] as const) {
    await expect.poll(() => rowOf(line).innerText(), { timeout: 10_000 }).toContain(says)
  }
  await page.getByRole('button', { name: '登记 6 人', disabled: false }).click()
  await page.getByText('6 人都登记过了').waitFor({ timeout: 30_000 })
  expect(await rowOf(4).count()).toBe(0)
  await page
    .getByRole('cell', { name: '沈某清' })
    .or(page.getByRole('cell', { name: '沈　某 清' }))
    .waitFor()
})

test('six slips come on one sheet of A4, cut lines between them', async () => {
  await page.getByRole('button', { name: '发 6 张口令条' }).click()
  await page.getByRole('heading', { name: '一次性口令条 6' }).waitFor()
  for (const text of await page.locator('.slip-page li').allInnerTexts()) {
    const [, name = ''] = text.split('\n').filter((line) => line !== '')
    const [, account = ''] = /账号\s*(\S+)/.exec(text) ?? [],
      [, password = ''] = /口令\s*(\S{4}-\S{4}-\S{4}-\S{4})/.exec(text) ?? []
    slips.set(`${name} ${account}`, { account, password })
  }
  expect([...slips.keys()].map((key) => key.split(' ')[0]).sort()).toEqual(
    ['周某', '孙某', '沈某清', '钱某', '韩某', '韩某'].sort(),
  )
  const paper = textOfPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(paper.pages).toBe(1)
  for (const { account, password } of slips.values()) {
    expect(paper.text).toContain(account)
    expect(paper.text).toContain(password)
  }
  await page.emulateMedia({ media: 'print' })
  const [slip] = await page
    .locator('.slip-page li')
    .evaluateAll((all) =>
      all.map((one) => getComputedStyle(one)).map((style) => [style.borderRightStyle, style.height]),
    )
  expect(slip?.[0]).toBe('dashed')
  await page.emulateMedia({ media: 'screen' })
})

const slipOf = (name: string): Handed => {
  const found = [...slips].find(([key]) => key.startsWith(`${name} `))
  if (!found) throw new Error(`no slip of ${name}`)
  return found[1]
}
test('the slip opens once, on a phone: an own password is chosen, and his report stands first', async () => {
  const own = await stranger(browser, hospital.house, phone),
    { account, password } = slipOf('沈某清')
  await own.page.goto('/')
  await enter(own.page, { account, password })
  await own.page.getByRole('heading', { name: '改成自己的口令' }).waitFor()
  await own.page.getByLabel('一次性口令').fill(password)
  await own.page.getByLabel('新口令', { exact: true }).fill(ownPassword)
  await own.page.getByLabel('再填一次新口令').fill(ownPassword)
  await own.page.keyboard.press('Enter')
  await own.page.getByRole('heading', { name: '今日', exact: true }).waitFor()
  await own.page.getByText('护理日报').first().waitFor()
  expect(own.seen.faults).toEqual([])
  await own.close()
  const again = await stranger(browser, hospital.house, desk)
  await again.page.goto('/')
  await enter(again.page, { account, password })
  await again.page.getByText('不能登录：账号或口令不对').waitFor()
  await again.close()
})

test('taken back as a whole: all but who has come in since, and a slip of theirs opens nothing any more', {
  timeout: 60_000,
}, async () => {
  await page.getByRole('button', { name: '收起' }).click()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByRole('button', { name: '撤销这 6 人' }).click()
  await page.getByText('撤销了 6 项，1 项没有撤').waitFor({ timeout: 30_000 })
  await page.getByText(`本人已用账号 ${slipOf('沈某清').account} 登录过`).waitFor()
  const { account, password } = slipOf('钱某')
  const gone = await stranger(browser, hospital.house)
  await gone.page.goto('/')
  await enter(gone.page, { account, password })
  await gone.page.getByText('不能登录：账号或口令不对').waitFor()
  await gone.close()
  await page.goto('/people')
  await page.getByText('共 20 人，另有 5 人已离开').waitFor()
  // Who was here before, and the post that he held, are as they were.
  await page.getByRole('link', { name: '长试一' }).click()
  await page.getByText('骨科护士长').first().waitFor()
  expect(walker.seen.faults).toEqual([])
})
