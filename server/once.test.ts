import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

const day = '2026-10-08'
const zeros = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '情况' }

let bed: Bed, deputy: Hired

beforeAll(async () => {
  bed = await openBed({ clock: `${day}T08:00:00+08:00`, policies: ['hospital-daily-report'], departments: ['骨科'] })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
})
afterAll(() => bed?.close())

const post = (key: string, entry: object, register = 'item') =>
  deputy.client.send('POST', `/api/registers/${register}/entries`, entry, key)
const filed = async () => {
  const size = bed.open.writer.size
  return (await bed.open.log.events(0, size)).filter((event) => event.type === 'filed' && event.register === 'item')
    .length
}
const answerOf = ({ seq, at, recorded }: { seq: number; at: number; recorded: number }) => ({ seq, at, recorded })

test('the same key fifty times at once gives one event and fifty equal answers, also after a restart', async () => {
  const key = randomUUID(),
    before = await filed()
  const replies = await Promise.all(Array.from({ length: 50 }, () => post(key, item)))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
  const answers = new Set(replies.map(({ body }) => JSON.stringify(answerOf(body))))
  expect(answers.size).toBe(1)
  expect(await filed()).toBe(before + 1)

  await bed.moveTo(`${day}T08:10:00+08:00`)
  await bed.restart()
  deputy = { ...deputy, client: await bed.signIn(deputy.account, deputy.password) }
  const later = await Promise.all(Array.from({ length: 50 }, () => post(key, item)))
  expect(new Set(later.map(({ status, body }) => `${status} ${JSON.stringify(answerOf(body))}`))).toEqual(
    new Set([`201 ${[...answers].join()}`]),
  )
  expect(await filed()).toBe(before + 1)
})

test('control: fifty keys give fifty events', async () => {
  const before = await filed()
  await Promise.all(Array.from({ length: 50 }, () => post(randomUUID(), item)))
  expect(await filed()).toBe(before + 50)
})

test('the same key with another body is refused, before and after a restart, and nothing is written', async () => {
  const key = randomUUID()
  expect((await post(key, item)).status).toBe(201)
  const size = bed.open.writer.size
  const refused = {
    status: 422,
    body: { type: 'urn:shouze:key-reused', detail: '不能提交：同一提交号带来了另一份内容' },
  }
  expect(await post(key, { ...item, summary: '别的' })).toMatchObject(refused)
  await bed.restart()
  deputy = { ...deputy, client: await bed.signIn(deputy.account, deputy.password) }
  expect(await post(key, { ...item, summary: '别的' })).toMatchObject(refused)
  expect(await post(key, item)).toMatchObject({ status: 201 })
  expect(bed.open.writer.size).toBe(size)
})

test("another person's equal key is another key", async () => {
  const key = randomUUID(),
    other = await bed.hire('林二', [{ post: 'deputy-director', unit: '骨科' }])
  const mine = await post(key, item)
  const theirs = await other.client.send('POST', '/api/registers/item/entries', item, key)
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect(theirs.body.seq).toBeGreaterThan(mine.body.seq)
})

test('a refusal is decided again under the same key', async () => {
  const key = randomUUID(),
    tomorrow = { department: '骨科', day: '2026-10-09', ...zeros }
  expect(await post(key, tomorrow, 'daily-report')).toMatchObject({
    status: 422,
    body: { field: 'day', clause: '7.1.1' },
  })
  await bed.moveTo('2026-10-09T08:00:00+08:00')
  expect(await post(key, tomorrow, 'daily-report')).toMatchObject({ status: 201 })
})
