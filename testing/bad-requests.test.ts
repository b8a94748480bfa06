/** What no page sends: each refused in a Chinese sentence, nothing written, and the right request beside it taken. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { House } from './driver.ts'
import type { HttpClient, Reply } from './http-client.ts'
import { openServerHouse } from './server-driver.ts'

const day = '2026-10-08',
  path = '/api/registers/daily-report/entries'
const report = { department: '骨科', day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
let house: House, deputy: HttpClient

beforeAll(async () => {
  const opened = await openServerHouse()
  house = opened
  await house.moveTo(Date.parse(`${day}T09:00:00+08:00`))
  await house.addUnit('department', '骨科')
  await house.addPerson('副主任')
  await house.appoint('副主任', 'deputy-director', '骨科')
  await house.adopt('hospital-daily-report', day)
  deputy = await opened.clientOf('副主任')
})
afterAll(async () => expect(await house?.close()).toEqual([]))

const size = async () => (await house.events(0)).length
/** A problem in Chinese, with that status, that wrote nothing. */
async function refuses(send: () => Promise<Reply>, status: number, sentence: RegExp): Promise<void> {
  const before = await size(),
    { status: got, body } = await send()
  expect([got, body.status, body.detail]).toEqual([status, status, expect.stringMatching(sentence)])
  expect(body.detail).not.toMatch(/[A-Za-z]{3,}Error|undefined|null/)
  expect(await size()).toBe(before)
}

test.each([
  ['cut off', '{"department":"骨科"'],
  ['no JSON', 'hello'],
  ['empty', ''],
  ['a list', '[]'],
  ['nothing', 'null'],
  ['a prototype', '{"__proto__":{"department":"骨科"}}'],
  ['a constructor', '{"constructor":{"prototype":{"x":1}}}'],
])('a body that is %s is refused', async (_, text) => {
  await refuses(() => deputy.sendText('POST', path, text, randomUUID()), 400, /^不能提交：/)
})

test('a body over the limit is refused', async () => {
  const text = JSON.stringify({ ...report, remark: '长'.repeat(300_000) })
  await refuses(() => deputy.sendText('POST', path, text, randomUUID()), 413, /^不能提交：内容超过/)
})

test('numbers in words, in lists and without end are refused at their field', async () => {
  for (const critical of ['三', [3], { n: 3 }, 1e308, null, true]) {
    const { status, body } = await deputy.send('POST', path, { ...report, critical }, randomUUID())
    expect([status, body.errors?.[0]?.field ?? body.field, critical]).toEqual([422, 'critical', critical])
  }
})

test('an entry without a key of its own is refused, and so is a key too short', async () => {
  await refuses(() => deputy.send('POST', path, report), 400, /Idempotency-Key/)
  await refuses(() => deputy.send('POST', path, report, 'short'), 400, /Idempotency-Key/)
})

test('a register that there is not is refused', async () => {
  await refuses(() => deputy.send('POST', '/api/registers/nothing/entries', report, randomUUID()), 404, /^没有/)
})

test('who has not signed in is refused', async () => {
  await refuses(() => deputy.stranger().send('POST', path, report, randomUUID()), 401, /^请先登录$/)
})

test('the same key with the same body gives the same answer once, with another body it is refused', async () => {
  const key = randomUUID(),
    first = await deputy.send('POST', path, report, key)
  expect(first.status).toBe(201)
  const length = await size(),
    again = await deputy.send('POST', path, report, key)
  expect([again.status, again.body.seq]).toEqual([201, first.body.seq])
  await refuses(() => deputy.send('POST', path, { ...report, critical: 1 }, key), 422, /^不能提交：/)
  expect(await size()).toBe(length)
})
