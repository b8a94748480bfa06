import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf } from '../engine/time.ts'
import type { Today } from './api.ts'
import { expectOk, openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

let bed: Bed, deputy: Hired, officer: Hired

beforeAll(async () => {
  bed = await openBed({
    clock: '2026-12-30T08:00:00+08:00',
    policies: ['hospital-daily-report'],
    departments: ['骨科'],
  })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
  officer = await bed.hire('值二', [{ post: 'duty-officer' }])
  await load('2026', [], [])
})
afterAll(() => bed?.close())

const load = async (year: string, holidays: readonly string[], makeUpDays: readonly string[]) =>
  expectOk(await bed.admin.send('PUT', `/api/calendar/${year}`, { holidays, makeUpDays }, randomUUID()))
async function owed(duty: string) {
  const { todo }: Today = expectOk(await deputy.client.send('GET', '/api/today'))
  return todo.filter((one) => one.duty === duty).map(({ key, due, provisional }) => ({ key, due, provisional }))
}

test('with the year loaded, what is due is certain', async () => {
  await bed.moveTo('2026-12-31T08:00:00+08:00')
  expect(await owed('daily')).toContainEqual({
    key: '骨科|2026-12-31',
    due: instantOf('2026-12-31', '11:00'),
    provisional: undefined,
  })
})

test('while 2027 is not loaded, what falls into it is provisional; loading moves it by an event', async () => {
  // Saturday: by telephone first, to be entered by eleven on the next working day, which nobody knows for certain yet.
  await bed.moveTo('2027-01-02T09:00:00+08:00')
  const call = {
    department: '骨科',
    day: '2027-01-02',
    caller: deputy.person,
    calledAt: instantOf('2027-01-02', '08:30'),
    summary: '无特殊',
  }
  await bed.file(officer.client, 'phone-report', call)
  expect(await owed('enter')).toEqual([
    { key: '骨科|2027-01-02', due: instantOf('2027-01-04', '11:00'), provisional: ['2027'] },
  ])

  const size = bed.open.writer.size
  await load('2027', ['2027-01-01', '2027-01-04', '2027-01-05'], ['2027-01-02', '2027-01-03'].slice(2))
  const moved = (await bed.open.log.events(size, 100)).map(({ type, clause }) => ({ type, clause }))
  expect(moved.length).toBeGreaterThan(1)
  expect(await owed('enter')).toEqual([
    { key: '骨科|2027-01-02', due: instantOf('2027-01-06', '11:00'), provisional: undefined },
  ])
  expect(moved.map(({ type }) => type)).toContain('moved')
  expect(expectOk(await bed.admin.send('GET', '/api/history?replay=1')).replay.isEqual).toBe(true)
})
