/** The line is cut while a form is half filled and while the counter is open: said, nothing lost, sent once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Route } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { CounterDesk, markDesk } from './counter-desk.ts'
import { residentNumber } from './customers.ts'
import { day, openHospital, type Hospital } from './hospital.ts'
import { signedIn } from './walker.ts'

let browser: Browser, hospital: Hospital, cafe: Cafe
const form = (department: string) =>
  `/registers/daily-report/new?department=${encodeURIComponent(department)}&day=${day}`

beforeAll(async () => {
  ;[browser, hospital, cafe] = await Promise.all([openBrowser(), openHospital('10:30'), openCafe({ seats: 4 })])
})
afterAll(async () => {
  await browser?.close()
  await hospital?.house.close()
  await cafe?.house.close()
})

test('a form whose line is cut says so, keeps what was typed, and sends it once when the line stands again', async () => {
  const {
    house,
    deputies: { 骨科: deputy },
  } = hospital
  const { page, context, seen, close } = await signedIn(browser, house, deputy, form('骨科'))
  await page.getByRole('button', { name: /今日零报告/ }).click()
  await context.setOffline(true)
  await page.getByLabel('说明').fill('断线时写下的')
  await page
    .getByRole('alert')
    .filter({ hasText: /^线路断开/ })
    .waitFor()
  await page.getByRole('button', { name: /^报出/ }).click()
  await page.getByText('线路断开，写的都在本页；接通后再按一次，不会记成两条').waitFor()
  expect((await house.list(deputy.client, 'daily-report')).total).toBe(0)

  await context.setOffline(false)
  await page
    .getByRole('alert')
    .filter({ hasText: /^线路断开/ })
    .waitFor({ state: 'detached' })
  await page.getByText('线路已接通，刚才没有收到回音；再按一次，不会记成两条').waitFor()
  const draft = `/api/drafts/${encodeURIComponent(`daily-report?${new URLSearchParams({ department: '骨科', day })}`)}`
  const kept = async () => JSON.stringify((await deputy.client.send('GET', draft)).body)
  await expect.poll(kept, { timeout: 8_000 }).toContain('断线时写下的')
  expect(await page.getByLabel('说明').inputValue()).toBe('断线时写下的')
  await page.getByRole('button', { name: /^报出/, disabled: false }).click()
  await page.locator('.sent').waitFor()
  const {
    total,
    rows: [row],
  } = await house.list(deputy.client, 'daily-report')
  expect([total, row?.values['remark']]).toEqual([1, '断线时写下的'])
  expect(seen.faults).toEqual([])
  await close()
})

test('an entry whose answer was lost goes out again under the same key and stands once', async () => {
  const {
    house,
    deputies: { 内科: deputy },
  } = hospital
  const { page, close } = await signedIn(browser, house, deputy, form('内科')),
    keys: string[] = []
  await page.route('**/api/registers/daily-report/entries', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (keys.length > 1) return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
  await page.getByRole('button', { name: /今日零报告/ }).click()
  const send = page.getByRole('button', { name: /^报出/, disabled: false })
  await send.click()
  await page.getByText(/再按一次，不会记成两条$/).waitFor()
  // Longer than the form waits before it asks what stands against the entry: by now the entry itself would.
  await page.waitForTimeout(1_500)
  expect(await send.count()).toBe(1)
  await send.click()
  await page.locator('.sent').waitFor()
  expect([keys.length, keys[0]]).toEqual([2, keys[1]])
  expect((await house.list(deputy.client, 'daily-report')).total).toBe(1)
  await close()
})

test('what a form had kept before it was closed stands there again', async () => {
  const {
    house,
    deputies: { 外科: deputy },
  } = hospital
  const first = await signedIn(browser, house, deputy, form('外科'))
  await first.page.getByLabel('说明').fill('写到一半')
  await first.page.getByText(/^草稿 .* 已存$/).waitFor()
  await first.close()
  const second = await signedIn(browser, house, deputy, form('外科'))
  expect(await second.page.getByLabel('说明').inputValue()).toBe('写到一半')
  // Left at once by a link, and closed at once: what was typed last is kept too.
  await second.page.getByLabel('说明').fill('写完了')
  await second.page.getByRole('link', { name: '今日' }).first().click()
  await second.page.goto(form('外科'))
  expect(await second.page.getByLabel('说明').inputValue()).toBe('写完了')
  await second.page.getByLabel('说明').fill('又改了')
  await second.page.reload()
  expect(await second.page.getByLabel('说明').inputValue()).toBe('又改了')
  await second.close()
})

test('an answer to what was asked before the cut does not say that the line stands, and a single lost request soon does', async () => {
  const { house, frontDesk } = cafe
  const { page, context, close } = await signedIn(browser, house, frontDesk, '/counter')
  const band = page.getByRole('alert').filter({ hasText: '线路断开' })
  await page.evaluate(() => {
    const ask = fetch
    globalThis.fetch = async (...wanted) => {
      const answer = await ask(...wanted)
      if (String(wanted[0]) === '/api/why') document.body.dataset['answered'] = 'yes'
      return answer
    }
  })
  const asked = new Promise<Route>((resolve, reject) => {
    page.route('/api/why', resolve).catch(reject)
  })
  await page.locator('#desk-customer').fill(residentNumber('19900505', 78))
  const held = await asked
  await context.setOffline(true)
  await band.waitFor()
  await held.fulfill({ json: { answers: [{ isAllowed: true }] } })
  await page.locator('body[data-answered]').waitFor()
  expect(await band.isVisible()).toBe(true)
  await context.setOffline(false)
  await band.waitFor({ state: 'detached' })

  await page.unroute('/api/why')
  await page.route('/api/why', (route) => route.abort('connectionreset'))
  await page.locator('#desk-customer').fill(residentNumber('19900505', 79))
  await band.waitFor()
  await band.waitFor({ state: 'detached' })
  await close()
})

test('the counter says at once that the line is cut and what still goes, and keeps the customer until it stands', async () => {
  const { house, frontDesk } = cafe,
    customer = { way: 'reader', number: residentNumber('19900505', 77), name: '断试某', born: '' } as const
  const { page, context, seen, close } = await signedIn(browser, house, frontDesk)
  await context.addInitScript(markDesk)
  await page.goto('/counter')
  const counter = await CounterDesk.of(page)
  await counter.fill(customer)
  await context.setOffline(true)
  const band = page.getByRole('alert').filter({ hasText: '线路断开' })
  await band.waitFor()
  expect(await band.innerText()).toMatch(/还能做[\s\S]*不能登记、下机、换座/)
  await counter.keys.type(['Enter'])
  await context.setOffline(false)
  await band.waitFor({ state: 'detached' })
  expect(await cafe.seatsTaken()).toEqual([])
  await counter.at('seat')
  await counter.send(customer)
  expect(await cafe.seatsTaken()).toHaveLength(1)
  expect(seen.faults).toEqual([])
  await close()
})
