import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import ExcelJS from 'exceljs'
import { checkDigitOf } from '../engine/identity.ts'
import { expectOk, openBed, type Bed, type Hired } from '../testing/faults/bed.ts'
import type { DutyDay } from './api.ts'
import type { PersonEntries, PersonView } from './api-people.ts'

const day = '2026-10-08'
let bed: Bed, head: Hired, nurse: Hired, deputy: Hired, other: Hired

beforeAll(async () => {
  bed = await openBed({
    clock: `${day}T08:00:00+08:00`,
    policies: ['hospital-daily-report'],
    departments: ['骨科', '内科'],
  })
  head = await bed.hire('主一', [{ post: 'director', unit: '骨科' }])
  nurse = await bed.hire('护二', [{ post: 'head-nurse', unit: '骨科' }])
  deputy = await bed.hire('副三', [{ post: 'deputy-director', unit: '骨科' }])
  other = await bed.hire('外四', [{ post: 'deputy-director', unit: '内科' }])
})
afterAll(() => bed?.close())

const page = async ({ person }: Hired, client = bed.admin): Promise<PersonView> =>
  expectOk(await client.send('GET', `/api/people/${person}`))
const send = (who: Hired, what: string, body: object, client = bed.admin) =>
  client.send('POST', `/api/people/${who.person}/${what}`, body, randomUUID())
/** Entries about persons; what the hospital's own clauses entered by themselves meanwhile is left out. */
const eventsFrom = async (from: number) =>
  (await bed.open.log.events(from, bed.open.writer.size - from)).flatMap((event) =>
    event.type === 'filed' && bed.open.parts.book.shelf(event.register).register.clause.policy.isStanding
      ? [event.register]
      : [],
  )
const seat = (unit = '骨科') => ({ post: 'deputy-director', unit })

describe('a person’s page', () => {
  test('shows himself and the administrator all, who heads his unit posts and duties, anybody else his posts today', async () => {
    const sees = async (client: Hired['client']) => {
      const view = await page(deputy, client)
      return [
        view.sees,
        Object.keys(view)
          .filter((name) => !['person', 'name', 'sees', 'assists'].includes(name))
          .sort()
          .join(),
      ]
    }
    const all = 'accounts,gave,identity,leaves,owes,pledges,posts'
    expect([
      await sees(bed.admin),
      await sees(deputy.client),
      await sees(head.client),
      await sees(nurse.client),
      await sees(other.client),
    ]).toEqual([
      ['all', all],
      ['all', all],
      ['unit', 'owes,posts'],
      ['unit', 'owes,posts'],
      ['name', 'posts'],
    ])
  })
  test('tells what he owes now, by clause and instant, and by which account he comes in', async () => {
    const { owes, accounts } = await page(deputy)
    expect(owes).toMatchObject([
      { title: '日报', unitTitle: '骨科', isLate: false, isHisOwn: false },
      { title: '按时、如实上报日安全信息', isLate: false, isHisOwn: true },
    ])
    expect(accounts).toEqual([{ account: deputy.account, password: 'own' }])
    const slip = expectOk(await bed.admin.send('POST', '/api/people', { name: '新五', account: 'xinwu', posts: [] }))
    const fresh: PersonView = expectOk(await bed.admin.send('GET', `/api/people/${slip.person}`))
    expect(fresh.accounts).toMatchObject([{ account: 'xinwu', password: 'slip' }])
  })
  test('offers what may be entered in his stead to the office that takes his call, and to nobody else', async () => {
    const office = await bed.hire('医九', [{ post: 'medical-office' }])
    const { assists } = await page(deputy, office.client)
    expect(assists).toMatchObject([
      {
        title: '日报',
        unitTitle: '骨科',
        register: 'daily-report',
        prefill: { department: '骨科', day },
        isLate: false,
      },
      { title: '安全信息', register: 'item', prefill: { department: '骨科' } },
    ])
    for (const client of [deputy.client, head.client, bed.admin])
      expect((await page(deputy, client)).assists).toEqual([])
    const units = async (client: Hired['client']) => {
      const { body } = await client.send('GET', `/api/duties/daily/days/${day}`)
      const { units }: DutyDay = body
      return Object.fromEntries(units.map(({ unit, assist }) => [unit, assist]))
    }
    const form = (department: string, stead: string) => ({
      register: 'daily-report',
      prefill: { department, day },
      stead,
    })
    expect(await units(office.client)).toEqual({
      骨科: form('骨科', deputy.person),
      内科: form('内科', other.person),
    })
    expect(await units(head.client)).toEqual({ 骨科: undefined, 内科: undefined })
  })
  test('hides the middle of his numbers', async () => {
    const digits = '44010119900101001',
      idNumber = digits + checkDigitOf(digits)
    const numbers = { idNumber, phone: '13800001234', staffNumber: '0071' }
    await bed.file(bed.admin, 'person', { person: 'p-numbers', name: '号六', kind: 'staff', ...numbers })
    await bed.open.named()
    const view: PersonView = expectOk(await bed.admin.send('GET', '/api/people/p-numbers'))
    expect(view.identity).toEqual({
      staffNumber: '0071',
      idNumber: `4401**********${idNumber.slice(14)}`,
      phone: '1380***1234',
    })
  })
  test('lists what he entered, fifty at a time, to him and the administrator only', async () => {
    for (let n = 0; n < 60; n++) {
      await bed.file(nurse.client, 'item', {
        department: '骨科',
        day,
        heading: 'others',
        kind: 'nursing',
        severity: 'minor',
        summary: `第 ${n} 件`,
      })
    }
    const ask = async (client: Hired['client'], before = ''): Promise<PersonEntries> =>
      expectOk(await client.send('GET', `/api/people/${nurse.person}/entries${before}`))
    const first = await ask(nurse.client),
      second = await ask(bed.admin, `?before=${first.rows.at(-1)?.seq}`)
    expect([first.rows.length, first.hasMore, second.rows.length, second.hasMore]).toEqual([50, true, 10, false])
    expect(new Set([...first.rows, ...second.rows].map(({ seq }) => seq)).size).toBe(60)
    expect(first.rows[0]).toMatchObject({ title: '安全信息', unitTitle: '骨科' })
    for (const { client } of [head, other]) {
      expect((await client.send('GET', `/api/people/${nurse.person}/entries`)).status).toBe(404)
    }
  })
  test('of nobody is none', async () => {
    expect(await bed.admin.send('GET', '/api/people/nobody')).toMatchObject({
      status: 404,
      body: { detail: '没有这个人' },
    })
  })
})

describe('leave in one step', () => {
  test('is refused as a whole, at the field, when one of its delegations would be', async () => {
    const before = bed.open.writer.size
    const leave = { from: '2026-10-10', until: '2026-10-12', to: [{ ...seat(), person: deputy.person }] }
    expect(await send(deputy, 'leave', leave, deputy.client)).toMatchObject({
      status: 422,
      body: { field: 'to-0', fact: '受托人就是委托人', detail: '不能登记“委托”：受托人就是委托人（组织第二条）' },
    })
    expect(await send(deputy, 'leave', { ...leave, until: '2026-10-09', to: [] }, deputy.client)).toMatchObject({
      status: 422,
      body: { field: 'until', fact: '终止日早于起始日' },
    })
    expect((await send(deputy, 'leave', { ...leave, to: [] }, other.client)).body.detail).toMatch(
      /操作人不是“系统管理员”或副三/,
    )
    expect(bed.open.writer.size).toBe(before)
  })
  test('files the leave and a delegation for each post; coming back early ends both', async () => {
    const before = bed.open.writer.size
    const leave = { from: '2026-10-10', until: '2026-10-12', to: [{ ...seat(), person: nurse.person }] }
    expectOk(await send(deputy, 'leave', leave, deputy.client))
    expect(await eventsFrom(before)).toEqual(['staff-leave', 'delegate'])
    expect(await page(deputy)).toMatchObject({
      leaves: [{ from: '2026-10-10', until: '2026-10-12', state: 'coming' }],
      gave: [{ toName: '护二', state: 'coming', how: 'delegated' }],
    })
    expect((await page(nurse)).posts).toMatchObject([
      { how: 'delegated', forName: '副三', state: 'coming' },
      { how: 'regular' },
    ])
    await bed.moveTo('2026-10-11T09:00:00+08:00')
    expectOk(await send(deputy, 'back', { last: '2026-10-11' }, deputy.client))
    expect((await eventsFrom(before)).slice(2)).toEqual(['staff-leave-end', 'revoke'])
    await bed.moveTo('2026-10-12T09:00:00+08:00')
    expect(await page(deputy)).toMatchObject({ leaves: [{ until: '2026-10-11', state: 'over' }], gave: [] })
  })
})

describe('leaving in one step', () => {
  test('hands every post over or leaves it vacant, ends mandates and accounts, and ends the sessions within a second', async () => {
    const leaver = await bed.hire('离七', [seat(), { post: 'duty-officer' }])
    await bed.file(bed.admin, 'delegate', { person: leaver.person, for: head.person, post: 'director', unit: '骨科' })
    const before = bed.open.writer.size,
      began = performance.now()
    const today = '2026-10-12'
    const hand = [{ ...seat(), person: nurse.person, kind: 'acting' }, { post: 'duty-officer' }]
    expectOk(await send(leaver, 'leaving', { last: today, why: 'left', to: head.person, hand }))
    expect((await leaver.client.send('GET', '/api/today')).status).toBe(401)
    const tookMs = performance.now() - began
    expect(tookMs).toBeLessThan(1_000)
    console.log(`left, handed over and out in ${Math.round(tookMs)} ms`)
    expect(await eventsFrom(before)).toEqual(['appoint', 'dismiss', 'dismiss', 'revoke', 'close-account', 'depart'])
    expect(await page(leaver)).toMatchObject({
      left: { last: today, isMistake: false, toName: '主一' },
      accounts: [],
      owes: [],
    })
    expect((await page(leaver)).posts.every(({ state }) => state === 'over')).toBe(true)
    expect((await page(nurse)).posts).toContainEqual(
      expect.objectContaining({ how: 'acting', state: 'now', title: '科副主任' }),
    )
  })
  test('is refused as a whole where whoever follows cannot hold the post; nothing has changed then', async () => {
    const leaver = await bed.hire('留八', [{ post: 'head-nurse', unit: '内科' }]),
      before = bed.open.writer.size
    const hand = [{ post: 'head-nurse', unit: '内科', person: 'nobody' }]
    expect(await send(leaver, 'leaving', { last: '2026-10-12', why: 'left', hand })).toMatchObject({
      status: 422,
      body: { field: 'hand-0', fact: '人员不在人员名册中' },
    })
    expect(await send(leaver, 'leaving', { last: '2026-10-13', why: 'left', hand: [] })).toMatchObject({
      status: 422,
      body: { field: 'last', fact: '最后一日还没有到' },
    })
    expect(
      (await send(leaver, 'leaving', { last: '2026-10-12', why: 'left', hand: [] }, head.client)).body.detail,
    ).toMatch(/操作人不是“系统管理员”/)
    expect([bed.open.writer.size, (await leaver.client.send('GET', '/api/today')).status]).toEqual([before, 200])
  })
})

test('the list leaves as a workbook, a line a post, nothing a formula', async () => {
  await bed.file(bed.admin, 'person', { person: 'p-formula', name: '=1+1', kind: 'staff' })
  await bed.open.named()
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(await bed.admin.file('/api/people.xlsx', {}))
  const rows = book.worksheets[0]?.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : [])) ?? []
  expect(rows[0]).toEqual(['姓名', '工号', '科室', '岗位', '方式', '自', '至', '账号', '离开'])
  expect(rows.filter(([name]) => name === '护二').map((row) => row.slice(2, 5))).toEqual([
    ['骨科', '护士长', '正式'],
    ['骨科', '科副主任', '代理'],
  ])
  expect(rows.map(([name]) => name)).toContain("'=1+1")
  expect(JSON.stringify(rows.at(-1))).toMatch(/账本长 \d+，根 [0-9a-f]{64}/)
  expect((await other.client.send('POST', '/api/people.xlsx', {})).status).toBe(403)
})
