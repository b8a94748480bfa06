/** The day of those who gather, deal with and decide: offices, functional department, leader, director, IT person. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { choose, send } from './form-steps.ts'
import { day, departments, openHospital, type Hospital } from './hospital.ts'
import { administrator, type Hired } from './page-house.ts'
import { printed } from './paper-view.ts'
import { desk, outOfReach, phone, signedIn } from './walker.ts'

const pump = '三号病房输液泵停过一次，已换备用泵',
  hard = '同批次二十台须停用，备用泵不够',
  order = '从内科调配，今天下午拿出更换方案'
describe.each([desk, phone])('at $width × $height', (size) => {
  let browser: Browser, hospital: Hospital, functional: Hired, vice: Hired, item: number
  const pages: Page[] = []

  beforeAll(async () => {
    ;[browser, hospital] = await Promise.all([openBrowser(), openHospital('09:50')])
    const { house, deputies, headNurses } = hospital
    functional = await house.hire('设试某', [{ post: 'functional-head', unit: '设备科' }])
    vice = await house.hire('分试某', [{ post: 'vice-president' }])
    const zeros = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
    for (const department of departments.slice(0, 4)) {
      const { client } = deputies[department]
      await house.file(client, 'daily-report', { department, day, ...zeros, others: department === '骨科' ? 1 : 0 })
      await house.file(headNurses[department].client, 'nursing-report', { department, day, nursing: 0 })
    }
    const one = { department: '骨科', day, heading: 'others', kind: 'equipment', severity: 'serious', summary: pump }
    item = (await house.file(deputies.骨科.client, 'item', one)).seq
    await house.file(headNurses.骨科.client, 'item', { ...one, kind: 'nursing', summary: '胃管脱出一次' })
  })
  afterAll(async () => {
    await browser?.close()
    await hospital?.house.close()
  })
  const clock = (to: string) => hospital.house.moveTo(`${to}:00+08:00`)
  async function come(who: Pick<Hired, 'account' | 'password'>, path = '/'): Promise<Page> {
    const { page } = await signedIn(browser, hospital.house, who, path, size)
    pages.push(page)
    return page
  }
  const act = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()
  const owed = (page: Page) => page.getByRole('region', { name: '还要办的' })

  test('the medical office finds the item in its inbox, reads it and passes it on; the unit is not guessed', async () => {
    const page = await come(hospital.medicalOffice)
    await page
      .getByRole('link', { name: `看第 ${item} 条` })
      .first()
      .click()
    await page.getByRole('heading', { name: pump }).waitFor()
    await act(page, '转交')
    const subject = page.getByRole('region', { name: '安全信息' })
    await subject.waitFor()
    expect(await subject.innerText()).toMatch(/设备[\s\S]*严重[\s\S]*待处置/)
    expect(await page.getByLabel('职能科室').inputValue()).toBe('')
    await page.getByLabel('职能科室').selectOption({ label: '设备科' })
    expect(await send(page)).toContain('已送设备科职能科室负责人')
  })

  test('the nursing office has its own item and not that of the medical office', async () => {
    const page = await come(hospital.nursingOffice, '/registers/item')
    await page.getByText('胃管脱出一次').first().waitFor()
    expect(await page.getByText(pump).count()).toBe(0)
  })

  test('who reported sees whose turn it is and asks once; the second time the button says when it may again', async () => {
    const page = await come(hospital.deputies.骨科, `/entries/${item}`)
    await owed(page).getByRole('button', { name: '催办 处置' }).click()
    await owed(page)
      .getByText(/不能催办“处置”：同一件事每小时催一次，10:50 起可再催/)
      .waitFor()
    expect(await owed(page).innerText()).toContain('轮到 设试某（职能科室负责人）')
  })

  test('the functional department says that it is beyond it, and the leader orders', async () => {
    await clock(`${day}T10:20`)
    const page = await come(functional)
    await page
      .getByRole('link', { name: `看第 ${item} 条` })
      .first()
      .click()
    await act(page, '超出能力')
    await page.getByLabel('难在哪里').fill(hard)
    expect(await send(page)).toContain('已送分管副院长')
    const leader = await come(vice)
    await act(leader, '批示')
    await leader.getByRole('textbox', { name: '批示' }).fill(order)
    await send(leader)
  })

  test('the life of the item stands on its page until it is closed, and then nothing more is offered but to reopen', async () => {
    await clock(`${day}T10:40`)
    const page = await come(functional, `/entries/${item}`)
    await act(page, '处置与反馈')
    await choose(page, '结果', '已处置完毕')
    await page.getByLabel('处置', { exact: true }).fill('二十台全部更换')
    await send(page)
    const office = await come(hospital.medicalOffice, `/entries/${item}`)
    const course = await office.locator('.timeline').innerText()
    for (const words of ['已读', '转交', hard, '上报院领导', order, '签收', '二十台全部更换'])
      expect(course).toContain(words)
    expect(await owed(office).count()).toBe(0)
    await office.getByText('不能登记“处置与反馈”：这件已经处置完毕（第五条第三项）').waitFor()
    await office.getByRole('link', { name: '退回重办' }).waitFor()
  })

  test('at eleven the board is the summary; every number leads on, and it prints on one page with a code', async () => {
    await clock(`${day}T11:05`)
    const page = await come(hospital.medicalOffice, '/board')
    await page.getByText('本页即当日汇总').waitFor()
    const came = page.getByRole('region', { name: /^报来的/ })
    await came.getByRole('link', { name: pump }).waitFor()
    expect(await came.innerText()).toContain('已处置')
    const { pages: sheets, says } = await printed(page)
    expect(sheets).toBe(1)
    for (const words of ['日安全信息汇总', '应报5', '已报4', '未报1', '急诊医学科', '分管副院长', '核验码'])
      expect([words, says(words)]).toEqual([words, true])
  })

  test('a missed report costs points: proposed by the system, confirmed by a person, printed as a notice, appealed once', async () => {
    await clock(`${day}T23:05`)
    const page = await come(hospital.medicalOffice)
    const line = page.getByRole('listitem').filter({ hasText: '急诊医学科 确认扣分' })
    await line.getByRole('link', { name: /^看第/ }).click()
    await act(page, '扣分确认')
    const subject = page.getByRole('region', { name: '质量扣分' })
    await subject.waitFor()
    expect(await subject.innerText()).toMatch(/急诊医学科[\s\S]*未报[\s\S]*2[\s\S]*待确认/)
    await choose(page, '决定', '确认')
    await send(page)
    const chief = await come(hospital.directors.急诊医学科, '/registers/deduction')
    const confirmed = chief.locator('tr[data-seq]').filter({ hasText: '已确认' })
    const deduction = await confirmed.getAttribute('data-seq')
    await chief.goto(`/entries/${deduction}`)
    await chief.locator('.timeline').waitFor()
    const notice = await printed(chief)
    expect(notice.pages).toBe(1)
    for (const words of ['质量扣分通知单', '急诊医学科', '未报', '主管部门', '科主任', '编号', notice.code])
      expect([words, notice.says(words)]).toEqual([words, true])
    await act(chief, '扣分申诉')
    await chief.getByLabel('理由').fill('当日全科参加抢救')
    expect(await send(chief)).toContain('已送分管副院长')
    const leader = await come(vice)
    await act(leader, '申诉裁定')
    await choose(leader, '裁定', '撤销扣分')
    await leader.getByLabel('理由').fill('情况属实')
    await send(leader)
    await page.goto('/registers/deduction')
    await page.getByText('已撤销').waitFor()
  })

  test('the IT person finds people and settings, and of what was reported nothing', async () => {
    const page = await come(administrator)
    await page.getByRole('heading', { name: '今日' }).waitFor()
    await page.goto(`/entries/${item}`)
    await page.locator('.refusal').first().waitFor()
    expect(await page.getByText(pump).count()).toBe(0)
    for (const path of ['/people', '/settings']) {
      await page.goto(path)
      await page.locator('main h1').first().waitFor()
    }
  })

  test('no page of the day is wider than its screen, and what one may press is in reach', async () => {
    for (const page of pages) {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([page.url(), over <= 0]).toEqual([page.url(), true])
      expect([page.url(), await outOfReach(page)]).toEqual([page.url(), []])
    }
    // A button that hangs over the edge is seen.
    const [page] = pages
    await page?.locator('main').evaluate((main) => {
      const button = document.createElement('button')
      button.className = 'btn'
      button.textContent = '外面'
      Object.assign(button.style, { position: 'fixed', left: '-20px' })
      main.append(button)
    })
    expect(page && (await outOfReach(page))).toContain('外面')
  })
})
