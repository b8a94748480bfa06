/** 安全生产信息 on the page: the days of who reports, of the section head and of the office, at the desk and on the phone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { Pages, choose, send, toForm } from './form-steps.ts'
import { openPageHouse, type Hired, type PageHouse } from './page-house.ts'
import { printed } from './paper-view.ts'
import { desk, phone } from './walker.ts'

describe.each([desk, phone])('at $width × $height', (size) => {
  let browser: Browser, house: PageHouse
  let clerk: Hired, head: Hired, deputy: Hired, director: Hired, office: Hired
  const pages = new Pages()

  beforeAll(async () => {
    ;[browser, house] = await Promise.all([
      openBrowser(),
      openPageHouse({ clock: '2026-10-30T00:00:00+08:00', name: '临江县安监局', policies: ['work-safety-reporting'] }),
    ])
    for (const section of ['监察科', '法规科']) await house.openUnit('section', section)
    clerk = await house.hire('员试一', [{ post: 'section-staff', unit: '监察科' }])
    head = await house.hire('科试二', [{ post: 'section-head', unit: '监察科' }])
    deputy = await house.hire('分试三', [{ post: 'deputy-in-charge', unit: '监察科' }])
    director = await house.hire('局试四', [{ post: 'bureau-director' }])
    office = await house.hire('办试五', [{ post: 'bureau-office' }])
    await house.moveTo('2026-11-02T09:00:00+08:00')
  })
  afterAll(async () => {
    await browser?.close()
    await house?.close()
  })
  const come = (who: Hired, path = '/') => pages.come(browser, house, who, path, size)
  const owed = (page: Page, title: string) =>
    page.getByRole('listitem').or(page.getByRole('article')).filter({ hasText: title }).first()

  test('who reports finds hearsay marked while he types, and part by part what is missing; only he signs for it', async () => {
    const page = await come(clerk)
    await toForm(page, '重要工作')
    expect(await page.getByLabel('科室').inputValue()).toBe('监察科')
    await page.getByLabel('类别').selectOption('会议')
    await page.getByLabel('发生时间').fill('2026-11-02 08:00')
    await page.getByLabel('概况').fill('听说到会多家企业，可能性分析另附')
    await page.getByLabel('核实时间').fill('2026-11-02 08:30')
    await page.getByLabel('怎样核实').fill('到会场清点')
    await page.getByLabel('核实人').selectOption(office.person)
    const mark = page.locator('p.wording')
    expect(await mark.count()).toBe(1)
    expect(await mark.innerText()).toContain('听说')
    const go = page.getByRole('button', { name: /^登记/ })
    expect(await go.getAttribute('aria-disabled')).toBe('true')
    await page.getByLabel('概况').fill('到会多家企业，可能性分析另附')
    await mark.waitFor({ state: 'detached' })
    await page.getByText('核实人不是上报人本人').first().waitFor()
    await page.getByLabel('核实人').selectOption(clerk.person)
    await page.getByText('概况里没有数字；确实没有的，勾选“确无数字”').first().waitFor()
    await page.getByLabel('概况').fill('到会 48 人，可能性分析另附')
    for (const [label, part] of [
      ['过程', '通报情况，布置任务'],
      ['结果或结论', '形成意见 3 项'],
    ] as const) {
      await page.getByText(`${label}没有写`).first().waitFor()
      await page.getByLabel(label).fill(part)
    }
    expect(await send(page, '登记|报出')).toContain('重要工作上报按时')
  })

  test('an ordinary report goes no level over; an urgent one does with its reason, and who was passed over is told', async () => {
    const page = await come(clerk)
    await toForm(page, '科室人员上报')
    await choose(page, '缓急', '一般')
    await choose(page, '报给', '局长')
    await page.getByLabel('信息').fill('某厂氨罐泄漏，已疏散 30 人')
    await page.getByText('一般信息应报科室负责人，不能越级').first().waitFor()
    await choose(page, '缓急', '紧急')
    await page.getByText('越级而没有理由').first().waitFor()
    await page.getByLabel('越级的理由').fill('科室负责人在外，电话不通')
    expect(await send(page, '登记|报出')).toContain('局长')
    const over = await come(head)
    await over.getByText('越级告知').first().waitFor()
  })

  test('the section head writes the week’s plan from what is owed, and its item becomes somebody’s task', async () => {
    const page = await come(head)
    await owed(page, '周工作计划').getByRole('link', { name: '填报' }).click()
    await expect.poll(() => page.getByLabel('首日').inputValue()).toContain('2026-11-02')
    expect(await page.getByLabel('科室').inputValue()).toBe('监察科')
    await page.getByLabel('措施').fill('检查危化品企业 12 家')
    await page.getByLabel('分工').fill('一组东片，二组西片')
    expect(await send(page, '登记|报出')).toContain('按时')
    await toForm(page, '计划事项')
    await choose(page, '期间', '周')
    await page.getByLabel('首日').fill('2026-11-02')
    await page.getByRole('textbox', { name: '事项' }).fill('查东片 6 家')
    await page.getByLabel('承办人').selectOption(clerk.person)
    await page.getByLabel('完成期限').fill('2026-11-05')
    await send(page, '登记|报出')
    const task = await come(clerk)
    await owed(task, '计划事项').getByRole('link', { name: '落实情况' }).click()
    await choose(task, '进展', '进行中')
    await task.getByLabel('完成比例').fill('50')
    await task.getByRole('textbox', { name: '情况' }).fill('查了 3 家')
    await send(task, '登记|报出')
  })

  test('a leader’s demand comes before the usual time and leads to its own form, asked for part by part; figures add up', async () => {
    for (const [place, found, fixed] of [
      ['东方化工', 3, 2],
      ['西山矿', 2, 2],
    ] as const) {
      await house.file(clerk.client, 'site-inspection', {
        section: '监察科',
        day: '2026-11-02',
        place,
        found,
        fixed,
        note: `隐患 ${found} 处`,
      })
    }
    const leader = await come(deputy)
    await toForm(leader, '领导要求')
    await choose(leader, '报什么', '监督检查情况')
    await choose(leader, '期间', '周')
    await leader.getByLabel('首日').fill('2026-11-02')
    await leader.getByLabel('限期').fill('2026-11-03 17:00')
    await send(leader, '登记|报出')
    const page = await come(head)
    await owed(page, '按领导要求上报').getByRole('link').filter({ hasText: '监督检查情况' }).click()
    await page.getByRole('heading', { name: /监督检查情况/ }).waitFor()
    await expect.poll(() => page.getByLabel('首日').inputValue()).toContain('2026-11-02')
    await page.getByLabel('概况').fill('本周检查 2 家')
    for (const [label, part] of [
      ['过程', '分两组逐家检查'],
      ['分析', '隐患集中在电气线路'],
      ['结果或结论', '整改到位'],
    ] as const) {
      await page.getByText(`${label}没有写`).first().waitFor()
      await page.getByLabel(label).fill(part)
    }
    await page.getByText('结果或结论里没有数字').first().waitFor()
    await page.getByRole('radiogroup', { name: '确无数字' }).getByText('是', { exact: true }).click()
    expect(await send(page, '登记|报出')).toContain('按领导要求上报按时')
    await page.getByRole('link', { name: '看这一条' }).click()
    const facts = page.locator('dl.facts').first()
    await facts.waitFor()
    expect(await facts.innerText()).toMatch(/发现隐患\s*5[\s\S]*整改隐患\s*4/)
    await facts.getByRole('link', { name: '看现场检查' }).first().click()
    await page.getByText('共 2 条').first().waitFor()
  })

  test('on Monday the office signs the week’s digest, which says what came by section and prints with boxes to sign', async () => {
    await house.moveTo('2026-11-09T09:00:00+08:00')
    const page = await come(office)
    const due = page.getByRole('listitem').or(page.getByRole('article')).filter({ hasText: '签发每周汇总' }).last()
    await due
      .getByRole('link', { name: '填报' })
      .or(due.getByRole('link', { name: '汇总签发' }))
      .click()
    await page.getByRole('heading', { name: '汇总签发' }).waitFor()
    await page.getByLabel('编者按').fill('本周一起泄漏，处置得当')
    await page.getByText(/草稿 .* 已存/).waitFor({ state: 'attached' })
    await page.getByRole('region', { name: '汇总' }).getByRole('link', { name: /^看第/ }).click()
    const digest = page.getByRole('region', { name: '汇总的上报' })
    await digest.waitFor()
    const section = digest.getByRole('region', { name: '监察科' })
    for (const words of [
      '重要工作',
      '到会 48 人',
      '科室人员上报',
      '某厂氨罐泄漏',
      '工作计划',
      '监督检查情况',
      '整改隐患：4',
    ]) {
      expect([words, (await section.innerText()).includes(words)]).toEqual([words, true])
    }
    expect(await digest.getByRole('region', { name: '法规科' }).innerText()).toContain('没有上报')
    const paper = await printed(page)
    for (const words of [
      '安全生产工作信息每周汇总',
      '监察科：4条',
      '到会48人',
      '法规科：0条',
      '没有上报',
      '办公室签发',
      '局长',
      paper.code,
    ])
      expect([words, paper.says(words)]).toEqual([words, true])
    await page.goBack()
    await expect.poll(() => page.getByLabel('编者按').inputValue()).toContain('本周一起泄漏')
    expect(await send(page, '登记|报出')).toContain('签发每周汇总按时')
    const told = await come(director)
    await told.getByText('每周汇总').first().waitFor()
  })

  test('the on-time rate stands by section, and who was late is named', async () => {
    const page = await come(office, '/statistics?duty=plan-week&month=2026-11')
    const table = page.getByRole('table', { name: '周工作计划，各单位' })
    await table.waitFor()
    expect(await table.getByRole('row', { name: /监察科/ }).innerText()).toMatch(/%/)
    const late = table.getByRole('row', { name: /法规科/ })
    await late.locator('[data-late] a').first().click()
    await page.locator('main :is(td, th, li, article, h2, h3, a)').filter({ hasText: '法规科' }).first().waitFor()
  })

  test('no page of the day is wider than its screen', async () => {
    for (const page of pages.all()) {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([page.url(), over <= 0]).toEqual([page.url(), true])
    }
  })
})
