/** More than can be served: each flood is turned away by itself, with a sentence, and nobody else notices. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'
import { holdAppend } from '../testing/faults/held-append.ts'

const day = '2026-10-08',
  burst = 40,
  queueMax = 8_192
const item = { department: '骨科', day, heading: 'others', kind: 'building', severity: 'minor', summary: '情况' }
const tooMany = { status: 429, body: { title: '太忙', detail: '不能提交：请求太多，请稍候再试' } }
let bed: Bed, deputy: Hired, nurse: Hired

beforeAll(async () => {
  bed = await openBed({
    clock: `${day}T08:00:00+08:00`,
    policies: ['hospital-daily-report'],
    departments: ['骨科'],
    rate: { perSecond: 0.000_1, burst },
  })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
  nurse = await bed.hire('林二', [{ post: 'head-nurse', unit: '骨科' }])
})
afterAll(() => bed?.close())

test('one who floods is turned away with 429; another goes on, and he himself after he has signed in again', async () => {
  const today = () => deputy.client.send('GET', '/api/today')
  let answered = 0
  while ((await today()).status === 200) answered += 1
  expect(answered).toBeLessThanOrEqual(burst)
  expect(answered).toBeGreaterThan(burst - 10)
  expect(await today()).toMatchObject(tooMany)
  expect(await deputy.client.send('POST', '/api/registers/item/entries', item, randomUUID())).toMatchObject(tooMany)
  expect((await nurse.client.send('GET', '/api/today')).status).toBe(200)
  deputy = { ...deputy, client: await bed.signIn(deputy.account, deputy.password) }
  expect((await today()).status).toBe(200)
})

test('a full queue takes no more, and the same entry is taken once there is room again', async () => {
  const { held, end } = holdAppend(bed),
    key = randomUUID()
  const send = (id: string) => deputy.client.send('POST', '/api/registers/item/entries', item, id)
  try {
    const first = send(randomUUID())
    await held
    const waiting = Array.from({ length: queueMax }, () => bed.open.writer.elapse())
    expect(await send(key)).toMatchObject(tooMany)
    end()
    expect((await first).status).toBe(201)
    await Promise.all(waiting)
    expect((await send(key)).status).toBe(201)
  } finally {
    end()
  }
})

// The last: who signs in from this address is turned away from now on.
test('sign-ins from one address are turned away before a password is looked at', async () => {
  const stranger = bed.admin.stranger()
  const statuses: number[] = []
  for (let n = 0; n < 200; n++) statuses.push((await stranger.send('POST', '/api/session', {})).status)
  expect(new Set(statuses)).toEqual(new Set([400, 429]))
  expect(statuses.lastIndexOf(400)).toBeLessThan(199)
})
