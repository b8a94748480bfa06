/** What is due is destroyed by two people at two desks; a lawful query is entered, made, fetched and signed for (2.11, 组织第十条). */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyBy, verifyFile } from '../../cli/verify-file.ts'
import { policies } from '../../policies/index.ts'
import { openBrowser } from '../browser.ts'
import { scratchFolder, type Scratch } from '../scratch.ts'
import { spelled } from '../world.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { look, onPaper } from './look.ts'
import { expectOk, type Hired } from './page-house.ts'
import { signedIn, type Walker } from './walker.ts'

const customer = spelled('身份证 1990-01-01')
let browser: Browser, cafe: Cafe, scratch: Scratch
let clerk: Hired, approver: Hired
/** How far the clock of sessions goes ahead of the machine's. */
let aheadMs = 0
let atClerk: Walker, atApprover: Walker, atManager: Walker

beforeAll(async () => {
  ;[browser, cafe, scratch] = await Promise.all([
    openBrowser(),
    openCafe({ seats: 12, sessionClock: () => Date.now() + aheadMs }),
    scratchFolder(),
  ])
  const { house, frontDesk } = cafe
  clerk = await house.hire('经试某', [{ post: 'disposal-clerk' }])
  approver = await house.hire('批试某', [{ post: 'disposal-approver' }])
  expectOk(await house.admin.send('PUT', '/api/parameters/backed-up-first', { value: false }, randomUUID()))
  for (const [n, seat] of ['01', '02', '03'].entries()) {
    const number = n === 0 ? customer : spelled(`身份证 199${n}-02-02`)
    const entry = { idKind: 'resident', customer: number, name: `客试${n}`, seat, faceAgrees: true, acceptsRules: true }
    await house.file(frontDesk.client, 'check-in', entry)
  }
  await house.moveTo('2026-10-08T20:00:00+08:00')
  for (const seat of ['01', '02', '03']) await house.file(frontDesk.client, 'check-out', { seat, reason: 'leaves' })
  ;[atClerk, atApprover, atManager] = await Promise.all([
    signedIn(browser, house, clerk),
    signedIn(browser, house, approver),
    signedIn(browser, house, cafe.cafeManager),
  ])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await cafe?.house.close()
  await scratch?.remove()
})

test('a lawful query is entered, its package made, fetched once, and signed for on paper', {
  timeout: 120_000,
}, async () => {
  const { page } = atManager
  await page.goto('/registers/lawful-query/new')
  await page.getByLabel('查询单位').waitFor()
  await look(page, 'query-form')
  const { seq } = await cafe.house.file(cafe.cafeManager.client, 'lawful-query', {
    office: 'police',
    askedAt: Date.parse('2026-10-08T20:00:00+08:00'),
    credentials: '甲某 0001\n乙某 0002',
    document: '调证字 7 号',
    basis: '网络安全法',
    from: Date.parse('2026-10-08T18:00:00+08:00'),
    until: Date.parse('2026-10-08T19:00:00+08:00'),
    customer,
  })
  await page.goto(`/entries/${seq}`)
  await page.getByRole('link', { name: '交付查询包' }).click()
  await page.getByRole('button', { name: '做查询包' }).waitFor()
  await look(page, 'query-none')
  await page.getByRole('button', { name: '做查询包' }).click()
  await page.getByRole('link', { name: /^取走文件/ }).waitFor({ timeout: 30_000 })
  await look(page, 'query-ready')
  const passphrase = (await page.locator('.passphrase .big').textContent()) ?? ''
  const summary = await onPaper(page, 'query-summary')
  expect(summary.pages).toBe(1)
  // The first glyph that a machine without a Chinese font draws has no name in the file.
  for (const words of [
    '询交付摘要',
    '甲某',
    '乙某',
    '调证字7号',
    '网络安全法',
    '2026年10月8日',
    '公安机关',
    '登记2条',
    '公钥',
    '文件摘要',
    '交付人',
    '查询人',
    '核验码',
    '第1页',
  ]) {
    expect(summary.text).toContain(words)
  }
  expect(summary.text).not.toContain(passphrase)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^取走文件/ }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`query-${seq}.shouze`)
  const path = join(scratch.path, 'package')
  await writeFile(path, await buffer(await download.createReadStream()))
  const report = await verifyFile(path, keyBy(passphrase), policies)
  expect([report.isWhole, report.entries, report.found.some(({ body }) => body?.['customer'] === customer)]).toEqual([
    true,
    2,
    true,
  ])
  await page.getByText('文件已取走。').waitFor({ timeout: 20_000 })
  await look(page, 'query-taken')
})

test('a finding prints on a form for each of the two authorities, and by itself', async () => {
  const { page } = atManager,
    { house, cafeManager } = cafe
  const foundAt = Date.parse('2026-10-08T20:00:00+08:00')
  const finding = { category: 'other', foundAt, stoppedAt: foundAt, how: '当场制止，让他下机' }
  const { seq } = await house.file(cafeManager.client, 'violation', finding)
  await page.goto(`/entries/${seq}`)
  await page.evaluate(() => {
    // Without a printer there is nothing that ends a print by itself.
    globalThis.print = () => undefined
  })
  for (const office of ['文化行政部门', '公安机关']) {
    await page.getByRole('button', { name: `打印违法行为报告表（报${office}）` }).click()
    const { pages, text, code } = await onPaper(page, `report-${office}`)
    expect([pages, text.includes(code)]).toEqual([1, true])
    for (const words of [office.slice(1), '场制止', '执号', '盖章']) expect(text).toContain(words)
  }
  await look(page, 'finding')
  expect((await onPaper(page, 'finding')).text).not.toContain('盖章')
})

test('before its time nothing can be proposed, and the page says why', async () => {
  const { page } = atClerk
  await cafe.house.moveTo('2026-12-07T19:59:59+08:00')
  await page.goto('/disposals')
  await page.getByRole('heading', { name: '到期' }).waitFor()
  await page.getByText('没有到期的。').waitFor()
  expect(await page.getByRole('button', { name: /^提出处置/ }).count()).toBe(0)
  await look(page, 'disposals-none')
})

test('one proposes what is due, another agrees, and the certificate prints', { timeout: 120_000 }, async () => {
  await cafe.house.file(approver.client, 'hold', { document: '调字 7 号', reason: '案件', subject: customer })
  await cafe.house.moveTo('2026-12-07T20:00:00+08:00')
  const { page } = atClerk
  await page.goto('/disposals')
  await page.getByText('另有 1 份也到期了，因保全不动。').waitFor()
  await look(page, 'disposals-due')
  await page.getByRole('button', { name: '提出处置 2 份' }).click()
  await page.getByText('等另一个人批准').waitFor()
  const own = page.getByRole('button', { name: '批准并销毁 2 份' })
  expect(await own.getAttribute('aria-disabled')).toBe('true')
  await page.getByText('不能登记“批准处置”：操作人不是“处置批准人”（组织第十条）').waitFor()
  await look(page, 'disposals-proposed')

  const other = atApprover.page
  await other.goto('/')
  await other.getByRole('link', { name: /去办/ }).first().click()
  await other.getByRole('button', { name: '批准并销毁 2 份' }).waitFor()
  await look(other, 'disposals-to-approve')
  // Whoever signed in six minutes ago gives his password again, and then it is done.
  aheadMs = 6 * 60_000
  await other.getByRole('button', { name: '批准并销毁 2 份' }).click()
  await other.getByLabel('再输一次口令，才能批准').waitFor()
  await look(other, 'password-again')
  await other.keyboard.type('wrong')
  await other.keyboard.press('Enter')
  await other.getByText('不能确认：口令不对；连错 5 次锁定 15 分钟').waitFor()
  await other.getByLabel('再输一次口令，才能批准').fill(approver.password)
  await other.keyboard.press('Enter')
  await other.getByRole('heading', { level: 1, name: '销毁证明' }).waitFor({ timeout: 30_000 })
  await look(other, 'certificate')
  const certificate = await onPaper(other, 'certificate')
  expect(certificate.pages).toBe(1)
  for (const words of [
    '毁证明',
    '经试某',
    '批试某',
    '上机登记',
    '2026年10月',
    '提出人',
    '批准人',
    '见证人',
    '核验码',
  ]) {
    expect(certificate.text).toContain(words)
  }
})

test('lists and entries say what was destroyed', async () => {
  const { page } = atManager
  await page.goto('/registers/check-in')
  await page.getByText('已按期销毁').first().waitFor()
  await look(page, 'list-destroyed')
  await page.locator('.table tbody tr').first().getByRole('link').click()
  await page.getByText('正文已按期销毁').first().waitFor()
})

test('a small house stands on the clause board with its reason', async () => {
  await cafe.house.file(cafe.house.admin, 'small-house', { people: 3, reason: '店里只有三人' })
  const { page } = atManager
  await page.goto('/clauses')
  await page.getByText('店里只有三人').waitFor()
  await look(page, 'clauses-small-house')
})

test('no page had a fault, no answer may be cached, nothing personal stands in an address', () => {
  for (const { seen } of [atClerk, atApprover, atManager]) {
    expect([seen.faults, seen.cacheable]).toEqual([[], []])
    for (const address of seen.addresses) expect(address).not.toContain(customer)
  }
})
