/** Statistics over HTTP: every number is the length of the list that it leads to, for whoever asks. */
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OwedList } from '../server/api-board.ts'
import type { Statistics } from '../server/api-statistics.ts'
import type { EntryList } from '../server/api.ts'
import { expectOk, openBed, type Bed, type Hired } from './faults/bed.ts'

const day = '2026-10-08'
const zeros = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
const range = { from: '2026-10-01', to: '2026-10-31' }
let bed: Bed, deputy: Hired, officer: Hired, office: Hired

beforeAll(async () => {
  bed = await openBed({
    clock: `${day}T08:00:00+08:00`,
    policies: ['hospital-daily-report'],
    departments: ['骨科', '内科', '外科'],
  })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
  const other = await bed.hire('周四', [{ post: 'deputy-director', unit: '内科' }])
  office = await bed.hire('方二', [{ post: 'medical-office' }])
  officer = await bed.hire('值班', [{ post: 'duty-officer' }])
  const item = { day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '跌倒' }
  await bed.file(deputy.client, 'daily-report', { department: '骨科', day, ...zeros })
  const { seq } = await bed.file(deputy.client, 'item', { department: '骨科', ...item })
  await bed.file(deputy.client, 'item', {
    department: '骨科',
    ...item,
    heading: 'others',
    kind: 'equipment',
    severity: 'grave',
  })
  await bed.file(other.client, 'item', { department: '内科', ...item, severity: 'serious' })
  await bed.moveTo(`${day}T11:20:00+08:00`)
  await bed.file(other.client, 'daily-report', { department: '内科', day, ...zeros, others: 1 })
  const corrected = { department: '骨科', ...item, severity: 'grave' }
  expectOk(await deputy.client.send('POST', `/api/entries/${seq}/corrections`, corrected, randomUUID()))
  // A Saturday: by telephone, entered afterwards.
  await bed.moveTo('2026-10-10T09:00:00+08:00')
  const call = {
    department: '骨科',
    day: '2026-10-10',
    calledAt: Date.parse('2026-10-10T08:50:00+08:00'),
    summary: '无',
  }
  await bed.file(officer.client, 'phone-report', { ...call, caller: deputy.person })
  await bed.moveTo('2026-10-12T12:00:00+08:00')
})
afterAll(() => bed?.close())

const ask = async ({ client }: Hired, query = ''): Promise<Statistics> =>
  expectOk(await client.send('GET', `/api/statistics${query}`))
const owedCount = async ({ client }: Hired, asked: object): Promise<number> => {
  const query = new URLSearchParams(
    Object.entries({ ...range, ...asked }).map(([name, value]) => [name, String(value)]),
  )
  const list: OwedList = expectOk(await client.send('GET', `/api/owed?${query.toString()}`))
  return list.total
}
const entryCount = async ({ client }: Hired, register: string, search: object = {}): Promise<number> => {
  const body = { rule: '', ...range, ...search }
  const list: EntryList = expectOk(await client.send('POST', `/api/registers/${register}/search`, body))
  return list.total
}

test('duties: each figure of the house, of a unit and of a month is the length of its list', async () => {
  const { duties, duty } = await ask(office, '?duty=daily')
  const daily = duties.find(({ id }) => id === 'daily')
  expect(daily?.outcomes).toMatchObject({ owed: 15, inTime: 2, late: 1, zero: 1 })
  expect(daily?.outcomes.otherwise).toEqual([{ register: 'phone-report', title: '电话报告', n: 1 }])
  expect(daily?.outcomes.rate).toBeCloseTo(2 / 15)
  for (const { id, outcomes } of duties) {
    const figures = { owed: outcomes.owed, inTime: outcomes.inTime, missed: outcomes.missed, overdue: outcomes.overdue }
    expect([id, figures]).toEqual([
      id,
      {
        owed: await owedCount(office, { duty: id }),
        inTime: await owedCount(office, { duty: id, outcome: 'in-time' }),
        missed: await owedCount(office, { duty: id, outcome: 'missed' }),
        overdue: await owedCount(office, { duty: id, outcome: 'overdue' }),
      },
    ])
  }
  expect(await owedCount(office, { duty: 'daily', zero: 'true' })).toBe(1)
  expect(await owedCount(office, { duty: 'daily', register: 'phone-report' })).toBe(1)
  for (const { unit, outcomes } of duty?.units ?? [])
    expect(await owedCount(office, { duty: 'daily', unit })).toBe(outcomes.owed)
  expect(duty?.units.map(({ unit }) => unit).sort()).toEqual(['内科', '外科', '骨科'])
  expect(duty?.months.at(-1)).toMatchObject({ month: '2026-10', outcomes: { owed: 15 } })
  const alone = await ask(office, `?duty=daily&unit=${encodeURIComponent('骨科')}`)
  expect(alone.duty?.sum.outcomes).toMatchObject({ owed: 5, inTime: 2 })
  expect(alone.duty?.units.map(({ unit }) => unit)).toEqual(['骨科'])
})

test('registers: everybody counts what he may read, by what stands today', async () => {
  for (const [who, n] of [
    [office, 3],
    [deputy, 2],
  ] as const) {
    const { register, registers } = await ask(who, '?register=item')
    expect([who.account, register?.sum.n, await entryCount(who, 'item')]).toEqual([who.account, n, n])
    for (const { field, options } of register?.fields ?? []) {
      for (const { option, n: chosen } of options)
        expect([option, await entryCount(who, 'item', { filters: { [field]: option } })]).toEqual([option, chosen])
    }
    for (const one of registers) expect([one.id, await entryCount(who, one.id)]).toEqual([one.id, one.n])
  }
  const { register } = await ask(office, '?register=item')
  expect(register?.fields.find(({ field }) => field === 'severity')?.options).toEqual([
    { option: 'serious', title: '严重', n: 1 },
    { option: 'grave', title: '特别严重', n: 2 },
  ])
  const calls = await ask(office, '?register=phone-report')
  expect(calls.register?.sum).toMatchObject({ n: 1, unfinished: 1 })
  expect(await entryCount(office, 'phone-report', { unfinished: true })).toBe(1)
})

test('who may read nothing of a register is shown nothing of it', async () => {
  const stranger = await bed.hire('无岗', []),
    status = async ({ client }: Hired, register: string) =>
      (await client.send('GET', `/api/statistics?register=${register}`)).status
  const { registers } = await ask(stranger)
  expect(registers.map(({ id }) => id)).not.toContain('item')
  expect([await status(stranger, 'item'), await status(office, 'item')]).toEqual([404, 200])
  expect(await status(office, 'check-in')).toBe(404)
})

test('the workbook holds the tables that the page shows', async () => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(await office.client.file('/api/statistics.xlsx', { month: '2026-10', duty: 'daily' }))
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['职责', '登记', '日报 各单位', '日报 各月'])
  const rows = workbook.getWorksheet('日报 各单位')?.getSheetValues() ?? []
  expect(rows.find((row) => Array.isArray(row) && row[1] === '骨科')).toEqual([
    undefined,
    '骨科',
    5,
    2,
    1,
    0,
    expect.any(Number),
    expect.any(Number),
    0,
    '40.0%',
  ])
})

test("a day's summary as a workbook holds what the clause declares, and a clause without one has none", async () => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(await office.client.file('/api/summary.xlsx', { day: '2026-10-10', clause: '7.3.3' }))
  const names = ['日报', '护理日报', '安全信息', '质量事件上报表', '非计划诊疗行为报告表']
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(names)
  const rows = workbook.getWorksheet('日报')?.getSheetValues() ?? []
  const results = rows.flatMap((row) => (Array.isArray(row) && row[1] === '骨科' ? [row[2]] : []))
  expect(results).toEqual(['电话'])
  const none = await office.client.send('POST', '/api/summary.xlsx', { day, clause: '7.2' }, randomUUID())
  expect([none.status, none.body]).toEqual([
    422,
    expect.objectContaining({ detail: '不能导出汇总：没有写明哪一天、哪一条的' }),
  ])
})
