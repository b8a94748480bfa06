/** From an empty folder to the first report, as a hospital's IT person and his first deputy go it, seeing only the pages. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openPageHouse, setUpSecret, type PageHouse } from './page-house.ts'
import { enter, stranger } from './walker.ts'

let browser: Browser,
  house: PageHouse,
  steps = 0

beforeAll(async () => {
  ;[browser, house] = await Promise.all([
    openBrowser(),
    openPageHouse({ clock: '2026-10-08T08:30:00+08:00', name: '', policies: [] }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await house?.close()
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

test('an empty house comes to its first report in three minutes, with nothing but the pages', {
  timeout: 120_000,
}, async () => {
  const started = performance.now(),
    { page, context, seen, close } = await stranger(browser, house)
  // Before anybody is signed in the page goes by the clock of its own machine, which here agrees with the server's.
  await context.clock.setSystemTime('2026-10-08T08:30:00+08:00')
  await page.goto('/')
  await page.getByRole('heading', { name: '单位叫什么，是哪一类？' }).waitFor()
  await type(page, /^启动码/, setUpSecret)
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
  console.log(
    `first run: ${setUpSteps} steps and ${(setUpMs / 1000).toFixed(1)} s to 今日 and ` +
      `to the first report ${steps} steps and ${((performance.now() - started) / 1000).toFixed(1)} s in all`,
  )
  expect(performance.now() - started).toBeLessThan(180_000)
  expect(seen.faults).toEqual([])
  await close()
})

test('a wrong start code is refused in a sentence at the end of the form, and the right one goes on', async () => {
  const other = await openPageHouse({ clock: '2026-10-08T08:30:00+08:00', name: '', policies: [] })
  const { page, close } = await stranger(browser, other)
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
  await close()
  await other.close()
})
