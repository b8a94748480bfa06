/** An evening at the café's counter by keyboard alone, in real Chromium on the real server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { CounterDesk, markDesk, type Took } from './counter-desk.ts'
import { customers, numberWithX, residentNumber, type Customer } from './customers.ts'
import { stored } from './watch.ts'
import { signedIn, type Walker } from './walker.ts'

const count = 40
let browser: Browser, cafe: Cafe, walker: Walker, counter: CounterDesk

beforeAll(async () => {
  ;[browser, cafe] = await Promise.all([openBrowser(), openCafe({ seats: 48 })])
  walker = await signedIn(browser, cafe.house, cafe.frontDesk)
  await walker.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await walker.context.addInitScript(markDesk)
  await walker.page.goto('/counter')
  counter = await CounterDesk.of(walker.page)
})
afterAll(async () => {
  await browser?.close()
  await cafe?.house.close()
})

const totals = async () => {
  const of = async (register: string) => (await cafe.house.list(cafe.cafeManager.client, register, { size: 100 })).rows
  const [checkIns, checkOuts, changes] = await Promise.all([of('check-in'), of('check-out'), of('change-seat')])
  return { checkIns, checkOuts, changes }
}
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

test('forty customers are checked in by keyboard alone, and the log has exactly what was done', {
  timeout: 180_000,
}, async () => {
  const { page, keys } = counter,
    people = customers(count),
    took: Took[] = []
  const inTurn = async (from: number, to: number) => {
    for (const customer of people.slice(from, to)) took.push(await counter.checkIn(customer))
  }
  await inTurn(0, 10)

  const young: Customer = { way: 'reader', number: residentNumber('20090808', 321), name: '吴试少', born: '' }
  await counter.fill(young)
  await keys.type(['Enter'])
  const sentence = await cafe.whyNot(young)
  expect(sentence).toMatch(/^不能登记.*：顾客 17 周岁，未满十八周岁（第九条）$/)
  expect(await counter.refusal()).toBe(sentence)
  await keys.type(['Escape'])
  await counter.at('customer')
  expect(await page.locator('#desk-customer').inputValue()).toBe('')
  await inTurn(10, 20)

  const seated = people[20]
  if (!seated) throw new Error('there are fewer customers than that')
  await counter.fill(seated)
  await keys.hand('1')
  await keys.type(['Enter'])
  expect(await counter.refusal()).toMatch(/^不能登记.*：机位 01 有人（第十一条）$/)
  await keys.type(['Escape'])
  await counter.at('seat')
  await keys.hand('48')
  took.push(await counter.send(seated))
  await inTurn(21, 30)

  for (const seat of ['1', '2', '48']) {
    await keys.type(['F2'])
    await counter.at('out')
    await keys.hand(seat)
    await keys.type(['Enter'])
    await page.getByRole('status').filter({ hasText: '已下机' }).waitFor()
    await counter.at('customer')
  }
  await keys.type(['F3'])
  await counter.at('out')
  await keys.hand('3')
  await keys.type(['Enter'])
  await counter.at('to')
  await keys.hand('47')
  await keys.type(['Enter'])
  await page.getByRole('status').filter({ hasText: '47 号 已换座' }).waitFor()
  await counter.at('customer')
  const sat = await cafe.seatsTaken()
  expect([sat.length, ...['47', '01', '02', '03', '48'].map((seat) => sat.includes(seat))]).toEqual([
    27,
    true,
    false,
    false,
    false,
    false,
  ])
  await inTurn(30, count)

  const { checkIns, checkOuts, changes } = await totals(),
    accepted = checkIns.filter(({ isRefusal }) => !isRefusal)
  expect([accepted.length, checkIns.length, checkOuts.length, changes.length]).toEqual([count, count + 1, 3, 1])
  expect(checkOuts.map(({ values }) => values['seat']).sort()).toEqual(['01', '02', '48'])
  expect(changes.map(({ values }) => [values['seat'], values['to']])).toEqual([['03', '47']])
  expect(accepted.filter(({ values }) => values['idKind'] === 'passport')).toHaveLength(2)
  expect(await cafe.seatsTaken()).toHaveLength(count - 3)

  expect(await counter.pointers()).toEqual([])
  const last = took.map(({ lastMs }) => lastMs),
    whole = took.map(({ wholeMs }) => wholeMs)
  console.log(
    `counter: from the last key to the next empty form ${Math.round(median(last))} ms in the middle of ${took.length}, ` +
      `${Math.round(Math.max(...last))} ms at most; a whole customer ${Math.round(Math.max(...whole))} ms at most`,
  )
  expect(Math.max(...whole)).toBeLessThan(5_000)
})

test('what a number was typed as is what the log finds it by', async () => {
  const people = customers(count)
  for (const customer of people.filter(({ way }) => way === 'lower-x' || way === 'full-width')) {
    const found = await cafe.house.list(cafe.cafeManager.client, 'check-in', {
      exact: { field: 'customer', value: customer.number.toUpperCase() },
    })
    expect([customer.way, found.total]).toEqual([customer.way, 1])
  }
})

test('a reader is tried on its page: the shape is told, the number stands nowhere, nothing is sent', async () => {
  const { page, keys } = counter,
    number = numberWithX('19910909', 400).toLowerCase()
  await keys.type(['F1'])
  await page.getByRole('link', { name: '测试读卡器' }).press('Enter')
  const field = page.getByLabel('光标放在这里，再放证件')
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
  const shape = page.getByRole('region', { name: '读到的样子' })
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await keys.read(number, 'Tab')
  await shape.getByText('前台看得懂').waitFor()
  expect(await shape.innerText()).toMatch(/共 18 位：17 位数字、1 个小写 x，以 Tab 结束[\s\S]*最长 3 毫秒/)
  await keys.type([...number, 'Enter'])
  await shape.getByText('不能认出：两键之间最长隔了 110 毫秒，前台会当作手键入').waitFor()
  await keys.chosen('张试某')
  await shape.getByText('不能认出：没有读到证件号').waitFor()
  expect(await field.inputValue()).toBe('')
  expect([(await page.content()).includes(number), sent.join().includes(number)]).toEqual([false, false])
  await page.getByRole('link', { name: '回到前台' }).press('Enter')
  await counter.at('customer')
})

test('after the evening no address and no storage holds a number or a name, and no answer may be cached', async () => {
  const { seen, page } = walker,
    kept = await stored(page),
    addresses = [...seen.addresses].map(decodeURIComponent).join('\n')
  for (const { number, name } of customers(count)) {
    for (const canary of [number, number.toUpperCase(), name]) {
      expect(addresses).not.toContain(canary)
      expect(kept).not.toContain(canary)
    }
  }
  expect(seen.answers).toBeGreaterThan(count)
  expect(seen.cacheable).toEqual([])
  expect(seen.faults).toEqual([])
})

test('a mouse would have been noticed', async () => {
  await walker.page.mouse.move(300, 300)
  await walker.page.mouse.click(310, 310)
  expect(await counter.pointers()).toEqual(expect.arrayContaining(['pointermove', 'pointerdown', 'mousedown', 'click']))
})
