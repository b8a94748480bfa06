/** The day of those who report: deputy director, head nurse, named reporter, and the officer of a day off. Desk and phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { choose, send } from './form-steps.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import type { Hired } from './page-house.ts'
import { desk, outOfReach, phone, signedIn } from './walker.ts'

const eve = '2026-10-08',
  today = '2026-10-09',
  dayOff = '2026-10-11',
  monday = '2026-10-12'
const course = '夜里下床时滑倒，右髋部着地'
describe.each([desk, phone])('at $width × $height', (size) => {
  let browser: Browser, hospital: Hospital, director: Hired, named: Hired
  const pages: Page[] = []

  beforeAll(async () => {
    expect(day).toBe(eve)
    ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('10:00')])
    const { house, deputies } = hospital
    await house.openUnit('department', '康复科')
    director = await house.hire('主试六', [{ post: 'director', unit: '康复科' }])
    named = await house.hire('名试某', [])
    const before = { department: '骨科', day: eve, critical: 2, events: 0, batches: 0, risks: 1, others: 0 }
    await house.file(deputies.骨科.client, 'daily-report', before)
    await house.moveTo(`${today}T10:20:00+08:00`)
  })
  afterAll(async () => {
    await browser?.close()
    await hospital?.house.close()
  })

  async function come(who: Hired, path = '/'): Promise<Page> {
    const { page } = await signedIn(browser, hospital.house, who, path, size)
    pages.push(page)
    return page
  }
  /** From 今日 to the form of what is due within the hour. */
  const toForm = (page: Page) =>
    page.getByRole('article', { name: '一小时内到期' }).getByRole('link', { name: '填报' }).click()
  const footer = (page: Page) => page.locator('footer.send:visible').innerText()

  test('a deputy director: yesterday beside today, an event asks for its form, the report goes on', async () => {
    const page = await come(hospital.deputies.骨科)
    await toForm(page)
    const critical = page.getByRole('group', { name: /^一 危重患者/ })
    await critical.getByRole('link', { name: '昨日 2' }).waitFor()
    await page.getByRole('group', { name: /^四 / }).getByRole('link', { name: '昨日 1' }).waitFor()
    await choose(page, '质量事件与非计划诊疗行为', '有')
    await page.getByLabel('件数').fill('1')
    await page.getByRole('button', { name: '其余 4 项答“无”' }).click()
    await expect.poll(() => footer(page)).toContain('报了 1 件事件，缺 1 张专表（第一条第二项）')
    await page.getByLabel('说明').fill('夜班交接已知')
    await page.getByRole('link', { name: '填质量事件上报表' }).click()
    await page.getByRole('heading', { name: '骨科 质量事件上报表' }).waitFor()
    await choose(page, '类别', '医疗')
    await page.getByLabel('事件', { exact: true }).selectOption({ label: '跌倒坠床' })
    await choose(page, '程度', '一般')
    await page.getByLabel('发生时间').fill(`${today} 08:10`)
    await choose(page, '后果', '没有')
    await page.getByLabel('经过').fill(course)
    await page.getByLabel('已采取的措施').fill('查体，未见外伤')
    expect(await send(page, '登记')).toContain('已送医务科')
    await page.getByRole('link', { name: '接着报 骨科 日报' }).click()
    await page.getByRole('link', { name: course }).waitFor()
    expect(await page.getByLabel('说明').inputValue()).toBe('夜班交接已知')
    expect(await send(page, '报出')).toMatch(/^10:20:00 已报出/)
  })

  /** Counts what a person presses and strikes on this page from now on; the page must not be loaded anew meanwhile. */
  async function counting(page: Page) {
    await page.evaluate(() => {
      const { dataset } = document.documentElement
      const count = (name: 'presses' | 'keys') => () => (dataset[name] = String(Number(dataset[name] ?? '0') + 1))
      addEventListener('pointerdown', count('presses'), true)
      addEventListener('keydown', count('keys'), true)
    })
    const begun = performance.now()
    return async (what: string) => {
      const tookMs = performance.now() - begun
      const [presses, keys] = await page.evaluate(() =>
        [document.documentElement.dataset['presses'], document.documentElement.dataset['keys']].map((n) =>
          Number(n ?? 0),
        ),
      )
      console.log(`${what}: ${presses} presses, ${keys} keys, ${(tookMs / 1000).toFixed(1)} s without pauses`)
      return { presses, keys }
    }
  }

  test('a report with figures takes a deputy seven presses and three keys, of which one answers all that is left', async () => {
    const page = await come(hospital.deputies.外科)
    const done = await counting(page)
    await toForm(page)
    await choose(page, '危重患者', '有')
    await page.getByRole('group', { name: /^一 / }).getByLabel('件数').click()
    await page.keyboard.type('12')
    await choose(page, '医疗安全隐患', '有')
    await page.getByRole('group', { name: /^四 / }).getByLabel('件数').click()
    await page.keyboard.type('1')
    await page.getByRole('button', { name: '其余 3 项答“无”' }).click()
    await send(page, '报出')
    expect(await done('a report with two figures')).toEqual({ presses: 7, keys: 3 })
  })

  test('nothing to report is one press for all five, three presses from 今日 to the report that is sent', async () => {
    const page = await come(hospital.deputies.儿科)
    const done = await counting(page)
    await toForm(page)
    await page.getByRole('button', { name: '今日零报告：五项都答“无”' }).click()
    await send(page, '报出')
    expect(await done('a zero report')).toEqual({ presses: 3, keys: 0 })
  })

  test('the back key of the browser leads from the form to the report, and what was typed in either stands', async () => {
    const page = await come(hospital.deputies.内科)
    await toForm(page)
    await choose(page, '质量事件与非计划诊疗行为', '有')
    await page.getByLabel('件数').fill('2')
    await page.getByRole('link', { name: '填非计划诊疗行为报告表' }).click()
    await page.getByLabel('经过').fill(course)
    await page.locator('footer.send:visible .note').filter({ hasText: '草稿' }).waitFor({ state: 'attached' })
    await page.goBack()
    expect(await page.getByLabel('件数').inputValue()).toBe('2')
    await page.getByRole('link', { name: '填非计划诊疗行为报告表' }).click()
    await expect.poll(() => page.getByLabel('经过').inputValue()).toBe(course)
  })

  test('a second report of the day is refused and led to the correction of the first', async () => {
    const page = await come(hospital.deputies.骨科, `/registers/daily-report/new?department=骨科&day=${today}`)
    const lead = page.locator('.lead .refusal')
    await lead.waitFor()
    expect(await lead.innerText()).toContain(`${today} 的日报已经报过，有变动请更正那一份`)
    await lead.getByRole('link', { name: /^更正第/ }).click()
    await page.getByRole('heading', { name: /更正/ }).waitFor()
  })

  test('a head nurse reports nothing in two presses', async () => {
    const page = await come(hospital.headNurses.骨科)
    await toForm(page)
    await page.getByRole('button', { name: '今日零报告：答“无”' }).click()
    expect(await send(page, '报出')).toMatch(/已报出/)
  })

  test('a head nurse enters one thing from her report, and it goes to the nursing office', async () => {
    const page = await come(hospital.headNurses.内科)
    await toForm(page)
    await choose(page, '护理信息', '有')
    await page.getByRole('link', { name: '填安全信息' }).click()
    await choose(page, '项目', '其他安全信息')
    await choose(page, '程度', '一般')
    await page.getByLabel('情况').fill('胃管脱出一次，已重置')
    expect(await send(page, '登记')).toContain('已送护理部')
    await page.getByRole('link', { name: '接着报 内科 护理日报' }).click()
    await expect.poll(() => page.getByLabel('件数').inputValue()).toBe('1')
    await send(page, '报出')
  })

  test('in a department without a deputy nobody reports until its director names somebody, who then does', async () => {
    const before = await come(named)
    await before.getByText('没有要做的').waitFor()
    const page = await come(director, '/registers/named-reporter/new')
    await page.getByRole('combobox', { name: '报告人' }).selectOption({ label: '名试某' })
    expect(await send(page, '登记')).toContain('已送医务科')
    const reporter = await come(named)
    await toForm(reporter)
    await reporter.getByRole('button', { name: '今日零报告：五项都答“无”' }).click()
    expect(await send(reporter, '报出')).toMatch(/已报出/)
  })

  test('on a day off the officer takes a call, and it is entered when work begins again', async () => {
    await hospital.house.moveTo(`${dayOff}T10:31:00+08:00`)
    const officer = await come(hospital.dutyOfficer, '/registers/phone-report/new')
    await officer.getByLabel('科室').selectOption({ label: '骨科' })
    await officer.getByRole('combobox', { name: '来电人' }).selectOption({ label: '副试一，骨科副主任' })
    await officer.getByRole('button', { name: '现在' }).click()
    await officer.getByLabel('内容').fill('五项皆无，护理也无')
    expect(await send(officer, '登记')).toMatch(/日报按时/)
    await hospital.house.moveTo(`${monday}T09:00:00+08:00`)
    const deputy = await come(hospital.deputies.骨科)
    const owed = deputy.getByRole('listitem').or(deputy.getByRole('article')).filter({ hasText: '补录日报' })
    expect(await owed.first().innerText()).toContain('11:00 前')
    await owed.first().getByRole('link', { name: '日报', exact: true }).click()
    expect(await deputy.getByLabel('日期').inputValue()).toBe(dayOff)
    await deputy.getByRole('button', { name: '今日零报告：五项都答“无”' }).click()
    expect(await send(deputy, '报出')).toContain('补录日报按时')
  })

  test('no page of the day is wider than its screen, and what one may press is in reach', async () => {
    for (const page of pages) {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([page.url(), over <= 0]).toEqual([page.url(), true])
      expect([page.url(), await outOfReach(page)]).toEqual([page.url(), []])
    }
  })
})
