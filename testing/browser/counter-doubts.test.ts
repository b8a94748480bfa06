/** What the counter does where a number is in doubt, and what it says of its keys, on a desk and on a phone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { CounterDesk, markDesk } from './counter-desk.ts'
import { residentNumber, type Customer } from './customers.ts'
import { phone, signedIn, type Size } from './walker.ts'

let browser: Browser, cafe: Cafe

beforeAll(async () => {
  ;[browser, cafe] = await Promise.all([openBrowser(), openCafe({ seats: 30 })])
})
afterAll(async () => {
  await browser?.close()
  await cafe?.house.close()
})

async function openDesk(size?: Size) {
  const walker = await signedIn(browser, cafe.house, cafe.frontDesk, '/', size)
  await walker.context.addInitScript(markDesk)
  await walker.page.goto('/counter')
  return { ...walker, counter: await CounterDesk.of(walker.page) }
}
const numberIn = (page: Page) => page.locator('#desk-customer').inputValue()
const nameIn = (page: Page) => page.locator('#desk-name').inputValue()
const refusal = (page: Page) => page.locator('.say .refusal > span')

test('a passport whose reading a busy machine held up is entered whole, wherever the cursor stood', async () => {
  const { counter, page, close } = await openDesk(),
    { keys } = counter
  await keys.chord('Alt+6')
  for (const place of ['customer', 'name']) {
    await page.locator(`#desk-${place}`).focus()
    await keys.readHeldUp('E447110002', 1, 60)
    await counter.at('name')
    await page.locator('#desk-customer').focus()
    expect(await numberIn(page)).toBe('E447110002')
    expect(await nameIn(page)).toBe('')
  }
  await counter.at('customer')
  await keys.type(['Enter'])
  await counter.at('name')
  await keys.chosen('郑试丙')
  await keys.type(['Enter', ...'19900108', 'Enter', ' ', 'Enter', 'Enter'])
  await page.getByRole('status').filter({ hasText: '郑试丙 已登记' }).waitFor()
  const found = async (value: string) =>
    (await cafe.house.list(cafe.cafeManager.client, 'check-in', { exact: { field: 'customer', value } })).total
  expect([await found('E447110002'), await found('447110002')]).toEqual([1, 0])
  await close()
})

test('after so long a pause that it could be two things, the number is shown whole and read again', async () => {
  const { counter, page, close } = await openDesk(),
    { keys } = counter
  await keys.chord('Alt+6')
  for (const pauseMs of [1_200, 60_000]) {
    await counter.at('customer')
    await keys.readHeldUp('E447110003', 1, pauseMs)
    await refusal(page)
      .filter({ hasText: /^不能登记：读卡中途停顿/ })
      .waitFor()
    expect(await numberIn(page)).toBe('E447110003')
    await keys.type(['Escape'])
    await counter.at('customer')
  }
  await keys.read('E447110003')
  await counter.at('name')
  expect(await refusal(page).count()).toBe(0)
  await page.locator('#desk-customer').focus()
  expect(await numberIn(page)).toBe('E447110003')
  await close()
})

test('a resident’s card is read whole after something typed by hand, since only the card’s number is one', async () => {
  const { counter, page, close } = await openDesk(),
    number = residentNumber('19900108', 11)
  await counter.keys.hand('44')
  await counter.keys.read(number)
  await counter.at('name')
  await page.locator('#desk-customer').focus()
  expect(await numberIn(page)).toBe(number)
  await close()
})

test('a number typed over a refused one takes along neither name nor what was agreed of the other’s document', async () => {
  const { counter, page, close } = await openDesk(),
    { keys } = counter
  const young: Customer = { way: 'hand', number: residentNumber('20090808', 322), name: '吴试少', born: '' }
  await counter.fill(young)
  await keys.type(['Enter'])
  await refusal(page).filter({ hasText: '17 周岁' }).waitFor()
  await counter.at('customer')
  const other = residentNumber('19910808', 323)
  await keys.hand(other)
  expect(await numberIn(page)).toBe(other)
  expect(await nameIn(page)).toBe('')
  expect(await page.locator('#desk-faceAgrees').isChecked()).toBe(false)
  expect(await refusal(page).count()).toBe(0)
  await keys.type(['Enter'])
  await counter.at('name')
  await close()
})

test('a number put right before anything was refused keeps the name, and is agreed anew', async () => {
  const { counter, page, close } = await openDesk(),
    { keys } = counter
  await counter.fill({ way: 'hand', number: residentNumber('19900109', 12), name: '冯试丁', born: '' })
  await page.locator('#desk-customer').focus()
  await keys.chord('End')
  await keys.chord('Backspace')
  expect(await nameIn(page)).toBe('冯试丁')
  expect(await page.locator('#desk-faceAgrees').isChecked()).toBe(false)
  await close()
})

test('every key that the counter names does what it says while the cursor stands in the number', async () => {
  const { counter, page, close } = await openDesk(),
    { keys } = counter
  const named = await page.getByRole('navigation', { name: '按键' }).locator('.btn.small > kbd').allInnerTexts()
  expect(named).toEqual(['F2', 'F3', 'F1'])
  await keys.type(['F1'])
  await page.getByRole('dialog', { name: '全部按键' }).waitFor()
  await keys.type(['Escape'])
  await page.getByRole('dialog', { name: '全部按键' }).waitFor({ state: 'hidden' })
  await counter.at('customer')
  expect(await numberIn(page)).toBe('')
  for (const [key, title] of [
    ['F2', '下机'],
    ['F3', '换座'],
  ] as const) {
    await keys.type([key])
    await page.getByRole('form', { name: title }).waitFor()
    await keys.type(['Escape'])
    await counter.at('customer')
  }
  await close()
})

test('a seat shows its number and its word whole, on a desk and on a phone', async () => {
  const { house, cafeManager, frontDesk } = cafe
  for (const [index, seat] of ['A01', 'B12', 'VIP08', 'VIP09'].entries()) {
    const licence = { licence: '粤网许 7 号', licensedUntil: index === 3 ? '2026-10-07' : '2027-12-31' }
    await house.file(cafeManager.client, 'terminal', { seat, area: '电竞区', isDirect: index === 1, ...licence })
  }
  await house.moveTo('2026-10-11T10:00:00+08:00')
  for (const [seat, serial] of [
    ['A01', 21],
    ['VIP08', 22],
  ] as const) {
    const customer = residentNumber('19900110', serial)
    const entry = { idKind: 'resident', customer, name: '陈试甲', seat, faceAgrees: true, acceptsRules: true }
    await house.file(frontDesk.client, 'check-in', entry)
  }
  await house.moveTo('2026-10-11T22:40:00+08:00')
  for (const size of [undefined, phone]) {
    const { page, close } = await openDesk(size)
    await page.getByRole('button', { name: /^A01.*12:40$/ }).waitFor()
    await page.locator('.seat[data-state="next"] i').first().waitFor()
    expect(await page.evaluate(seatsCut)).toEqual([])
    await close()
  }
})
/** Seats of which something stands outside the seat, or over something else of it. */
function seatsCut() {
  return [...document.querySelectorAll('.seat')].flatMap((seat) => {
    const box = seat.getBoundingClientRect(),
      parts = [...seat.querySelectorAll('b, i')].map((part) => part.getBoundingClientRect())
    const isInside = parts.every(
      ({ left, right, top, bottom }) =>
        left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom,
    )
    const [number, word] = parts
    const isApart = !number || !word || number.right + 4 <= word.left || number.bottom <= word.top
    return isInside && isApart ? [] : [seat.textContent]
  })
}
