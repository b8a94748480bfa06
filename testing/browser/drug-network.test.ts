/** 药品协管 on the page: the days of an informant, a coordinator, a township and the county section, at the desk and on the phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { Pages, choose, send, toForm } from './form-steps.ts'
import { openPageHouse, type Hired, type PageHouse } from './page-house.ts'
import { desk, phone } from './walker.ts'

describe.each([desk, phone])('at $width × $height', (size) => {
  let browser: Browser, house: PageHouse
  let circulation: Hired, coordinator: Hired, informant: Hired, townHead: Hired, lead: string
  const pages = new Pages()

  beforeAll(async () => {
    ;[browser, house] = await Promise.all([
      openBrowser(),
      openPageHouse({ clock: '2026-12-29T00:00:00+08:00', name: '临江县药监局', policies: ['drug-safety-network'] }),
    ])
    for (const town of ['东街', '西镇', '北乡']) await house.openUnit('drug-town', town)
    for (const village of ['甲村', '乙村']) await house.openUnit('drug-community', village)
    circulation = await house.hire('流试一', [{ post: 'drug-circulation' }])
    coordinator = await house.hire('东试二', [{ post: 'drug-coordinator', unit: '东街' }])
    informant = await house.hire('信试三', [{ post: 'drug-informant', unit: '甲村' }])
    townHead = await house.hire('负试四', [{ post: 'drug-town-head', unit: '东街' }])
    await house.file(circulation.client, 'drug-belonging', { community: '甲村', town: '东街' })
    await house.moveTo('2026-12-30T09:00:00+08:00')
  })
  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })
  const come = (who: Hired, path = '/') => pages.come(browser, house, who, path, size)
  const act = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()

  test('an informant finds the form; his village is filled in, no township is guessed', async () => {
    const page = await come(informant)
    await toForm(page, '违规线索')
    await expect.poll(() => page.getByLabel('社区村').inputValue()).toBe('甲村')
    expect(await page.getByLabel('街道乡镇').inputValue()).toBe('')
    await page.getByLabel('街道乡镇').selectOption('东街')
    await choose(page, '环节', '经营')
    await page.getByLabel('情形').selectOption('假药')
    await page.getByLabel('发现时间').fill('2026-12-30 08:30')
    await page.getByLabel('在哪里').fill('街口药店')
    await page.getByLabel('情况', { exact: true }).fill('一盒药没有批号')
    expect(await send(page)).toContain('已送流通股')
    await page.getByRole('link', { name: '看这一条' }).click()
    await page.getByRole('heading', { name: '一盒药没有批号' }).waitFor()
    lead = new URL(page.url()).pathname
  })

  test('a coordinator enters what he was told by telephone; the section enters what he telephones', async () => {
    const page = await come(coordinator)
    await toForm(page, '违规线索')
    await expect.poll(() => page.getByLabel('街道乡镇').inputValue()).toBe('东街')
    await choose(page, '环节', '使用')
    await page.getByLabel('情形').selectOption('过期失效')
    await page.getByRole('button', { name: '现在' }).click()
    await page.getByLabel('在哪里').fill('卫生室')
    await page.getByLabel('情况', { exact: true }).fill('村民来电：输液瓶过期')
    await page.getByLabel('联系电话').fill('13800000000')
    await send(page)
    const section = await come(circulation)
    await toForm(section, '违规线索')
    await section.getByLabel('报告人', { exact: true }).selectOption(coordinator.person)
    await section.getByLabel('街道乡镇').selectOption('东街')
    await choose(section, '环节', '经营')
    await section.getByLabel('情形').selectOption('储存不当')
    await section.getByLabel('发现时间').fill('2026-12-30 08:50')
    await section.getByLabel('在哪里').fill('东街药房')
    await section.getByLabel('情况', { exact: true }).fill('冷藏柜断电一夜')
    await send(section)
    await section.getByRole('link', { name: '看这一条' }).click()
    await section.getByText(`流试一 代 东试二 登记`).first().waitFor()
  })

  test('the lead is acknowledged, assigned, dealt with and answered, each by whose turn it is', async () => {
    const page = await come(circulation)
    const next = page.getByRole('article', { name: '一小时内到期' })
    await next.getByText('受理线索').first().waitFor()
    await next.getByRole('link', { name: '受理线索' }).click()
    const subject = page.getByRole('region', { name: '违规线索' })
    await subject.waitFor()
    expect(await subject.innerText()).toMatch(/东街[\s\S]*信试三[\s\S]*待受理/)
    await send(page)
    await page.goto(lead)
    await act(page, '分派线索')
    await page.getByLabel('承办人').selectOption(coordinator.person)
    expect(await send(page)).toContain('前办理线索')
    const near = await come(coordinator)
    await near
      .getByRole('listitem')
      .or(near.getByRole('article'))
      .filter({ hasText: '办理线索' })
      .getByRole('link', { name: /办理结果/ })
      .first()
      .click()
    await choose(near, '结果', '属实已查处')
    await near.getByLabel('情况').fill('下架 12 盒，移送检验')
    await send(near)
    await page.goto(lead)
    await act(page, '答复报告人')
    await page.getByLabel('情况').fill('已查处，谢谢')
    await send(page)
    const reporter = await come(informant, lead)
    await reporter.getByText('已查处，谢谢').first().waitFor()
    const course = await reporter.locator('.timeline').innerText()
    for (const words of ['受理线索', '分派线索', '下架 12 盒', '答复报告人']) expect(course).toContain(words)
  })

  test('who comes to the form without a lead chooses one by what it says', async () => {
    const page = await come(circulation, '/registers/drug-lead-taken/new')
    const field = page.getByLabel('线索')
    await expect.poll(() => field.locator('option').allInnerTexts()).toHaveLength(3)
    expect((await field.locator('option').allInnerTexts()).join()).toMatch(/第 \d+ 条，东街/)
  })

  test('a notice goes to the townships that are ticked, shows who has read it, and the rest are urged once an hour', async () => {
    const page = await come(circulation)
    await toForm(page, '下发信息')
    const towns = page.getByRole('group', { name: '发到哪里' })
    await towns.getByLabel('全部 3 个').check()
    await page.getByLabel('标题').fill('假药通报')
    await page.getByLabel('内容').fill('批号见附件')
    await page.getByLabel('阅读限期').fill('2026-12-31 17:00')
    await send(page)
    await page.getByRole('link', { name: '看这一条' }).click()
    await page.getByRole('heading', { name: '各处办理：0 / 3 已办' }).waitFor()
    const reader = await come(coordinator)
    await reader
      .getByRole('listitem')
      .or(reader.getByRole('article'))
      .filter({ hasText: '阅读下发信息' })
      .getByRole('link', { name: '已阅' })
      .first()
      .click()
    await expect.poll(() => reader.getByLabel('街道乡镇').inputValue()).toBe('东街')
    await send(reader)
    const table = page.getByRole('table', { name: '各处办理' })
    await page.getByRole('heading', { name: '各处办理：1 / 3 已办' }).waitFor()
    expect(await table.getByRole('row', { name: /东街/ }).innerText()).toContain('按时')
    const other = table.getByRole('row', { name: /西镇/ })
    expect(await other.innerText()).toContain('待做')
    await other.getByRole('button', { name: /催办/ }).click()
    await other.getByText(/催过/).waitFor()
    expect(await other.getByRole('button').count()).toBe(0)
    expect(await table.getByRole('row', { name: /北乡/ }).getByRole('button', { name: /催办/ }).count()).toBe(1)
  })

  test('a township enters its targets for the year, and each number of the score leads to what it was counted from', async () => {
    await house.file(townHead.client, 'drug-target', { town: '东街', day: '2026-01-01', leads: 4, sessions: 2 })
    const teacher = await come(coordinator)
    await toForm(teacher, '宣传活动')
    await teacher.getByLabel('地点').fill('东街广场')
    await teacher.getByLabel('内容').fill('识别假药')
    await teacher.getByLabel('人数').fill('120')
    await send(teacher)
    await house.moveTo('2027-01-04T09:00:00+08:00')
    const head = await come(townHead)
    const owed = head.getByRole('listitem').or(head.getByRole('article')).filter({ hasText: '列入年度目标' })
    await owed.getByRole('link', { name: '填报' }).first().click()
    await head.getByLabel('线索目标').fill('8')
    await head.getByLabel('宣传活动目标').fill('4')
    await send(head)

    const page = await come(circulation, '/registers/drug-score')
    const row = page.getByRole('row', { name: /东街/ })
    await row.waitFor()
    expect(await row.innerText()).toMatch(/3\s+1\s+0\s+63/)
    await row.getByRole('link').first().click()
    const sheet = page.locator('article.entry')
    for (const [figure, title, n] of [
      ['线索', '违规线索', 3],
      ['宣传活动', '宣传活动', 1],
      ['得分', '年度目标', 1],
    ] as const) {
      await sheet.waitFor()
      const fact = sheet
        .locator('dl.facts > div')
        .filter({ has: page.locator('dt', { hasText: new RegExp(`^${figure}$`) }) })
      await fact.getByRole('link', { name: `看${title}` }).click()
      await page.getByText(`共 ${n} 条`).first().waitFor()
      await page.goBack()
      // At the desk the entry stood beside its list; on the phone it is a page of its own.
      await row.or(sheet).first().waitFor()
      if (await row.isVisible()) await row.getByRole('link').first().click()
    }
    await sheet.getByRole('link', { name: '看阅读下发信息逾期' }).click()
    await page.getByRole('heading').first().waitFor()
  })

  test('no page of the day is wider than its screen', async () => {
    for (const page of pages.all()) {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([page.url(), over <= 0]).toEqual([page.url(), true])
    }
  })
})
