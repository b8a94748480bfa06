/** From `npm start` on an empty folder to the first report, as a hospital's IT person and his first deputy go it. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { scratchFolder, type Scratch } from '../scratch.ts'
import { startChild, type StartChild } from '../start-child.ts'
import { openPageHouse, setUpSecret, type PageHouse } from './page-house.ts'
import { enter, stranger, type Walker } from './walker.ts'

const morning = '2026-10-08T08:30:00+08:00'
let browser: Browser,
  scratch: Scratch,
  house: PageHouse | undefined,
  tried: Walker,
  child: StartChild | undefined,
  steps = 0

beforeAll(async () => {
  ;[browser, scratch] = await Promise.all([openBrowser(), scratchFolder()])
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
  await child?.stop()
  await scratch?.remove()
})

/** One thing that the person does: fills a field or presses something. */
async function type(page: Page, label: string | RegExp, text: string) {
  steps += 1
  await page.getByLabel(label).fill(text)
}
async function press(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button') {
  steps += 1
  await page.getByRole(role, { name }).click()
}

/** `npm start` on an empty folder: where it serves, the word for the first run as it is printed, how long that took. */
async function coldStart() {
  const begun = performance.now()
  child = startChild(['--data', join(scratch.path, 'data'), '--port', '0', '--clock', morning], { npm: true })
  const address = /已启动：(\S+)/.exec((await child.hears(/^已启动：/)) ?? '')?.[1] ?? '',
    secret = /填入启动码 (\S+)/.exec((await child.hears(/填入启动码/)) ?? '')?.[1] ?? ''
  return { house: { address, secureAddress: address }, secret, tookMs: performance.now() - begun }
}
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

test('from npm start an empty folder comes to its first report in three minutes, with nothing but the pages', {
  timeout: 180_000,
}, async () => {
  const { house, secret, tookMs } = await coldStart()
  const started = performance.now(),
    { page, context, seen, close } = await stranger(browser, house)
  // Before anybody is signed in the page goes by the clock of its own machine, which here agrees with the server's.
  await context.clock.setSystemTime(morning)
  await page.goto('/')
  await page.getByRole('heading', { name: '单位叫什么，是哪一类？' }).waitFor()
  await type(page, /^启动码/, secret)
  await type(page, /^单位名称/, '临江县人民医院')
  steps += 1
  await page.getByText('医院', { exact: true }).click()
  await press(page, /^下一步/)
  expect(await page.getByRole('checkbox', { name: /医院日安全信息上报/ }).isChecked()).toBe(true)
  await type(page, /^从哪天起执行/, '2026-10-08')
  await press(page, /^下一步/)
  await type(page, /^姓名/, '管某')
  await type(page, /^账号/, 'guan')
  await type(page, /^口令/, 'Lin-Jiang-2026')
  await press(page, '建立临江县人民医院')
  await type(
    page,
    /从 Excel 复制/,
    ['姓名\t账号\t岗位\t科室', '沈某\tshen\t科副主任\t骨科', '郝某\thao\t医务科', '长某\tchang\t护士长\t骨科'].join(
      '\n',
    ),
  )
  await press(page, '新设“骨科”')
  await press(page, '登记 3 人')
  const slip = page.getByRole('listitem').filter({ hasText: 'shen' })
  const password = await slip.locator('.code').last().innerText()
  await press(page, /^下一步/)
  await page.getByRole('heading', { name: '这些岗位由谁担任？' }).waitFor()
  await press(page, '开始，打开今日', 'link')
  await page.getByRole('heading', { name: '今日', exact: true }).waitFor()
  const setUpMs = performance.now() - started,
    setUpSteps = steps
  await page.getByRole('link', { name: /管某/ }).click()
  await press(page, '退出')

  await page.getByRole('heading', { name: '登录' }).waitFor()
  await enter(page, { account: 'shen', password })
  steps += 3
  await type(page, '一次性口令', password)
  await type(page, /^新口令/, 'Gu-Ke-2026-zhu')
  await type(page, /^再填一次/, 'Gu-Ke-2026-zhu')
  await press(page, '改口令')
  await page.getByRole('heading', { name: '今日', exact: true }).waitFor()
  await press(page, '填报', 'link')
  await press(page, /今日零报告/)
  await press(page, /^报出/)
  await page.locator('.sent').waitFor()
  const walkedMs = performance.now() - started
  console.log(
    `first run: npm start served after ${seconds(tookMs)}, ${setUpSteps} steps and ${seconds(setUpMs)} to the list of the day, ` +
      `${steps} steps and ${seconds(walkedMs)} to the first report, ${seconds(tookMs + walkedMs)} from npm start in all`,
  )
  expect([setUpSteps, steps]).toEqual([15, 26])
  expect(tookMs + walkedMs).toBeLessThan(180_000)
  expect(seen.faults).toEqual([])
  await close()
})

test('a wrong start code is refused in a sentence at the end of the form, and the right one goes on', async () => {
  const other = await openPageHouse({ clock: morning, name: '', policies: [] })
  tried = await stranger(browser, other)
  house = other
  const { page } = tried
  await page.goto('/first-run')
  await type(page, /^启动码/, 'another-word')
  await type(page, /^单位名称/, '另一家医院')
  await page.getByText('医院', { exact: true }).click()
  await press(page, /^下一步/)
  await press(page, /^下一步/)
  await type(page, /^姓名/, '管某')
  await type(page, /^账号/, 'guan')
  await type(page, /^口令/, 'Lin-Jiang-2026')
  await press(page, '建立另一家医院')
  expect(await page.getByRole('alert').innerText()).toContain('启动码不对')
  await press(page, '上一步')
  await press(page, '上一步')
  expect(await page.getByLabel(/^单位名称/).inputValue()).toBe('另一家医院')
  await type(page, /^启动码/, setUpSecret)
  await press(page, /^下一步/)
  await press(page, /^下一步/)
  await type(page, /^姓名/, '管某')
  await type(page, /^账号/, 'guan')
  await type(page, /^口令/, 'Lin-Jiang-2026')
  await press(page, '建立另一家医院')
  await page.getByRole('heading', { name: '谁在这里工作？' }).waitFor()
})

test('whoever has no list at hand tries it with invented people, one for each post', async () => {
  const { page } = tried
  await page.getByRole('button', { name: '填示例人员' }).click()
  await page.getByRole('button', { name: '新设“示例科室”' }).click()
  await page.getByRole('button', { name: /^登记 \d+ 人$/ }).click()
  await page.getByRole('listitem').filter({ hasText: 'try1' }).first().waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: /^下一步/ }).click()
  await page.getByRole('heading', { name: '这些岗位由谁担任？' }).waitFor()
  await page.getByText(/^共 (\d+) 处，已定 \1，空 0$/).waitFor()
})
