/** What the clause board says of a figure that is wider than the law's, over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hours } from '../engine/time.ts'
import type { ClauseRow, ParameterRow } from '../server/api.ts'
import type { House } from './driver.ts'
import type { HttpClient } from './http-client.ts'
import { openServerHouse } from './server-driver.ts'

let house: House, boss: HttpClient

beforeAll(async () => {
  const opened = await openServerHouse()
  house = opened
  await house.addPerson('经理')
  await house.appoint('经理', 'manager')
  await house.adopt('internet-cafe', '2026-01-01')
  boss = await opened.clientOf('经理')
})
afterAll(async () => expect(await house?.close()).toEqual([]))

async function board() {
  const clauses: readonly ClauseRow[] = (await boss.send('GET', '/api/clauses')).body
  const parameters: readonly ParameterRow[] = (await boss.send('GET', '/api/parameters')).body
  const { value, law } = parameters.find(({ id }) => id === 'closes') ?? {}
  return { state: clauses.find(({ clause }) => clause.id === '2.10')?.state, value, law }
}

test('closing at two differs from the law until the house closes at midnight, and again when it goes back', async () => {
  expect(await board()).toEqual({ state: 'law', value: hours(26), law: hours(24) })
  expect((await house.set('经理', 'closes', hours(24))).isAccepted).toBe(true)
  expect(await board()).toEqual({ state: expect.not.stringMatching('law'), value: hours(24), law: hours(24) })
  expect((await house.set('经理', 'closes', hours(26))).isAccepted).toBe(true)
  expect(await board()).toEqual({ state: 'law', value: hours(26), law: hours(24) })
})
