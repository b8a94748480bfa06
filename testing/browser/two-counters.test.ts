/** An evening at two counters of one café at once, by keyboard alone, while the line of one of them is cut for a minute. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { CounterDesk, markDesk } from './counter-desk.ts'
import { customers, type Customer } from './customers.ts'
import { signedIn, type Walker } from './walker.ts'
import type { Hired } from './page-house.ts'

const cutMs = 60_000
let browser: Browser, cafe: Cafe, left: Desk, right: Desk
interface Desk {
  readonly walker: Walker
  readonly counter: CounterDesk
}
const people = customers(60)
let next = 0
const someone = (): Customer => {
  const one = people[next++]
  if (!one) throw new Error('nobody is left in the queue')
  // Each counter reads cards; the ways of entering a number are tried elsewhere.
  return one.way === 'full-width' || one.way === 'composed-width' ? { ...one, way: 'hand' } : one
}

beforeAll(async () => {
  ;[browser, cafe] = await Promise.all([openBrowser(), openCafe({ seats: 48 })])
  const second = await cafe.house.hire('前试乙', [{ post: 'front-desk' }])
  await cafe.house.file(second.client, 'pledge-2.1', { signer: second.person })
  left = await deskOf(cafe.frontDesk)
  right = await deskOf(second)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await cafe?.house.close()
})
async function deskOf(who: Hired): Promise<Desk> {
  const walker = await signedIn(browser, cafe.house, who)
  await walker.context.addInitScript(markDesk)
  await walker.page.goto('/counter')
  return { walker, counter: await CounterDesk.of(walker.page) }
}
async function checkIn(desk: Desk, customer: Customer) {
  await desk.counter.fill(customer)
  await send(desk, customer)
}
/** Both may be offered the same seat; who is refused clears it and takes the next one that is offered. */
async function send({ counter, walker: { page } }: Desk, customer: Customer) {
  await counter.keys.type(['Enter'])
  const said = page.locator('.say').filter({ hasText: new RegExp(`${customer.name} 已登记|不能登记`) })
  await said.waitFor()
  if (!(await said.innerText()).includes('不能登记')) return counter.at('customer')
  expect(await said.innerText()).toMatch(/机位 \d+ 有人/)
  await counter.keys.type(['Escape'])
  await counter.at('seat')
  await counter.send(customer)
}
const checkedIn = async () =>
  (await cafe.house.list(cafe.cafeManager.client, 'check-in', { size: 100 })).rows.filter(({ isRefusal }) => !isRefusal)
const seatAt = ({ walker: { page } }: Desk, seat: string) => page.locator(`.seat:has-text("${seat}")`).first()

test('both serve their queues at once, and each sees at once where the other seated somebody', {
  timeout: 120_000,
}, async () => {
  const serve = async (desk: Desk, count: number) => {
    for (let n = 0; n < count; n++) await checkIn(desk, someone())
  }
  await Promise.all([serve(left, 6), serve(right, 6)])
  const taken = await cafe.seatsTaken()
  expect(taken).toHaveLength(12)
  for (const desk of [left, right]) {
    await expect.poll(() => desk.walker.page.locator('.seat[data-state=used]').count(), { timeout: 5_000 }).toBe(12)
  }
})

test('the same seat in the same instant is given once; the other is told so, and nothing he typed is lost', {
  timeout: 60_000,
}, async () => {
  const one = someone(),
    other = someone()
  await left.counter.fill(one)
  await right.counter.fill(other)
  await Promise.all([left.counter.keys.hand('40'), right.counter.keys.hand('40')])
  await Promise.all([left.counter.keys.type(['Enter']), right.counter.keys.type(['Enter'])])
  await expect.poll(async () => (await checkedIn()).filter(({ values }) => values['seat'] === '40').length).toBe(1)
  const said = await Promise.all(
    [left, right].map(async ({ walker: { page } }) => {
      await page
        .locator('.say')
        .filter({ hasText: /已登记|不能登记/ })
        .waitFor()
      return page.locator('.say').innerText()
    }),
  )
  const loser = said.findIndex((text) => text.includes('不能登记'))
  expect(said.filter((text) => text.includes('40') && /有人/.test(text))).toHaveLength(1)
  const desk = loser === 0 ? left : right,
    customer = loser === 0 ? one : other
  expect(await desk.walker.page.locator('#desk-name').inputValue()).toBe(customer.name)
  await desk.counter.keys.type(['Escape'])
  await desk.counter.at('seat')
  await desk.counter.keys.hand('41')
  await desk.counter.send(customer)
  expect(await cafe.seatsTaken()).toHaveLength(14)
})

test('a seat proposed to both in the same instant is given once; the other is offered the next with his customer kept', {
  timeout: 60_000,
}, async () => {
  const desks = [
    { ...left, customer: someone() },
    { ...right, customer: someone() },
  ]
  for (const { counter, customer } of desks) await counter.fill(customer)
  const offered = (page: Page) => page.locator('#desk-seat').inputValue()
  await expect.poll(async () => offered(left.walker.page)).toBe(await offered(right.walker.page))
  const seat = await offered(left.walker.page)
  // Neither is sent before both are on their way.
  const held: (() => Promise<void>)[] = []
  const entries = '**/api/registers/check-in/entries'
  for (const { walker } of desks) {
    await walker.page.route(entries, async (route) => {
      held.push(() => route.continue())
      if (held.length === desks.length) await Promise.all(held.map((go) => go()))
    })
  }
  await Promise.all(desks.map(({ counter }) => counter.keys.type(['Enter'])))
  const refused = desks.map(({ walker: { page } }) => page.locator('.say .refusal'))
  await expect.poll(async () => (await Promise.all(refused.map((one) => one.count()))).sort()).toEqual([0, 1])
  for (const { walker } of desks) await walker.page.unroute(entries)
  const loser = (await refused[0]?.count()) === 1 ? desks[0] : desks[1]
  if (!loser) throw new Error('nobody was refused')
  const { counter, customer, walker } = loser
  expect(await counter.refusal()).toContain(`机位 ${seat} 有人`)
  await counter.at('seat')
  await expect.poll(() => offered(walker.page)).not.toBe(seat)
  expect(await walker.page.locator('#desk-name').inputValue()).toBe(customer.name)
  await counter.send(customer)
  expect(await cafe.seatsTaken()).toHaveLength(16)
})

test('one whose line is cut for a minute keeps what it typed and sends it once, while the other goes on', {
  timeout: 180_000,
}, async () => {
  const waiting = someone(),
    before = (await checkedIn()).length,
    { page, context } = left.walker
  await left.counter.fill(waiting)
  await context.setOffline(true)
  const cutAt = performance.now()
  await left.counter.keys.type(['Enter'])
  await page
    .getByText(/线路断开/)
    .first()
    .waitFor()
  let served = 0
  while (performance.now() - cutAt < cutMs || served < 4) {
    if (served < 16) {
      await checkIn(right, someone())
      served += 1
    } else await page.waitForTimeout(200)
  }
  expect(await page.locator('#desk-name').inputValue()).toBe(waiting.name)
  await context.setOffline(false)
  await page
    .getByText(/线路断开/)
    .first()
    .waitFor({ state: 'detached' })
  await send(left, waiting)
  expect((await checkedIn()).length).toBe(before + served + 1)
  await expect
    .poll(() => page.locator('.seat[data-state=used]').count(), { timeout: 5_000 })
    .toBe((await cafe.seatsTaken()).length)
  await checkIn(left, someone())
})

test('nobody touched a mouse, and no page had a fault', async () => {
  for (const { counter, walker } of [left, right]) {
    expect(await counter.pointers()).toEqual([])
    expect(walker.seen.faults).toEqual([])
    expect(walker.seen.cacheable).toEqual([])
  }
  expect(await seatAt(left, '40').count()).toBe(1)
})
