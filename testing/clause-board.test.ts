/** The clause board over HTTP: states, figures that lead to their lists, parameters with their history, own wording. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hours } from '../engine/time.ts'
import type { ParameterRow } from '../server/api.ts'
import type { Behind, ClauseBoard, ClauseDetail, ClauseRow, OwedList, SentList } from '../server/api-board.ts'
import type { House } from './driver.ts'
import { expectOk, openBed, type Bed, type Hired } from './faults/bed.ts'
import type { HttpClient } from './http-client.ts'
import { openServerHouse } from './server-driver.ts'

describe('a figure that is wider than the law’s', () => {
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
    const { policies }: ClauseBoard = (await boss.send('GET', '/api/clauses')).body
    const parameters: readonly ParameterRow[] = (await boss.send('GET', '/api/parameters')).body
    const { value, law } = parameters.find(({ id }) => id === 'closes') ?? {}
    const rows = policies.flatMap(({ rows }) => rows)
    return { differs: rows.find(({ clause }) => clause.id === '2.10')?.behind.includes('与法律不一致'), value, law }
  }
  test('closing at two differs from the law until the house closes at midnight, and again when it goes back', async () => {
    expect(await board()).toEqual({ differs: true, value: hours(26), law: hours(24) })
    expect((await house.set('经理', 'closes', hours(24))).isAccepted).toBe(true)
    expect(await board()).toEqual({ differs: false, value: hours(24), law: hours(24) })
    expect((await house.set('经理', 'closes', hours(26))).isAccepted).toBe(true)
    expect(await board()).toEqual({ differs: true, value: hours(26), law: hours(24) })
  })
  test('who set it when, and from which day on, stands beside it; a day that is past is refused at its field', async () => {
    const put = (body: object) => boss.send('PUT', '/api/parameters/closes', body, randomUUID())
    const refused = await put({ value: hours(25), from: '2025-12-31' })
    expect([refused.status, refused.body.field, refused.body.detail]).toEqual([
      422,
      'from',
      '不能设定“打烊”：生效日早于今天（第十条）',
    ])
    expect((await put({ value: hours(25), from: '2026-02-01' })).status).toBe(201)
    const detail: ClauseDetail = expectOk(await boss.send('GET', '/api/clauses/2.10'))
    const closes = detail.parameters.find(({ id }) => id === 'closes')
    expect(closes).toMatchObject({ value: hours(26), setBy: '经理', maySet: true })
    expect(closes?.history.map(({ value, byName }) => [value, byName])).toEqual([
      [hours(25), '经理'],
      [hours(26), '经理'],
      [hours(24), '经理'],
    ])
    expect(closes?.history[0]?.from).toBe(Date.parse('2026-02-01T00:00:00+08:00'))
  })
})

describe('a hospital’s month', () => {
  const day = '2026-10-08'
  const zeros = { day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  let bed: Bed, deputy: Hired, office: Hired
  const client = (who: Hired) => ({
    board: async (month = ''): Promise<ClauseBoard> => expectOk(await who.client.send('GET', `/api/clauses${month}`)),
    detail: async (id: string): Promise<ClauseDetail> => expectOk(await who.client.send('GET', `/api/clauses/${id}`)),
  })
  const row = async (id: string, month = ''): Promise<ClauseRow | undefined> =>
    (await client(office).board(month)).policies[0]?.rows.find(({ clause }) => clause.id === id)

  beforeAll(async () => {
    bed = await openBed({
      clock: `${day}T08:00:00+08:00`,
      policies: ['hospital-daily-report'],
      departments: ['骨科', '内科'],
    })
    deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
    await bed.hire('宋三', [{ post: 'head-nurse', unit: '骨科' }])
    office = await bed.hire('方二', [{ post: 'medical-office' }])
    await bed.file(deputy.client, 'daily-report', { department: '骨科', ...zeros })
    const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '跌倒' }
    await bed.file(deputy.client, 'item', item)
    await bed.file(deputy.client, 'item', { ...item, heading: 'others', kind: 'equipment' })
    await bed.moveTo(`${day}T13:30:00+08:00`)
  })
  afterAll(() => bed?.close())

  /** How many rows the list behind a figure has for somebody. */
  async function behindCount({ client }: Hired, behind: Behind): Promise<number> {
    const query = (asked: object) =>
      new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)])).toString()
    const { is, ...asked } = behind
    if (behind.is !== 'entries') {
      const list: OwedList | SentList = expectOk(await client.send('GET', `/api/${is}?${query(asked)}`))
      return list.total
    }
    const { register, ...search } = behind
    return expectOk(await client.send('POST', `/api/registers/${register}/search`, { rule: '', ...search })).total
  }

  test('says what was done, what is overdue and what was told', async () => {
    expect(await row('7.2')).toMatchObject({
      state: 'late',
      word: '有逾期 3 件',
      note: '按时 1，逾期 3，告知 3',
      behind: ['3 件逾期', '岗位空缺 6 处'],
    })
    expect(await row('7.1.1')).toMatchObject({ state: 'kept', note: '登记 3' })
    expect((await row('7.3.1'))?.note).toBe('登记 3')
    expect(await row('7.3.2')).toMatchObject({ state: 'none', word: '本月没有记录' })
    expect((await row('7.4.3'))?.note).toBe('未做 1，告知 2，未签收 2')
    expect((await row('7.1.1'))?.text[0]).toContain('日报有五项')
  })
  test('every figure leads to a list of just so many', async () => {
    let figures = 0
    for (const id of ['7.1.1', '7.2', '7.3.1', '7.4.3']) {
      for (const { n, behind } of (await client(office).detail(id)).figures) {
        expect([id, behind, await behindCount(office, behind)]).toEqual([id, behind, n])
        figures++
      }
    }
    expect(figures).toBeGreaterThan(8)
  })
  test('the rules stand in sentences, and who is missing is named', async () => {
    const { sentences, vacancies } = await client(office).detail('7.2')
    expect(sentences.join('')).toContain('每天 11:00 前，各科室的“科副主任”须登记“日报”')
    expect(vacancies).toContainEqual({ post: 'duty-officer', title: '值班员', units: [] })
    expect(vacancies).toContainEqual({
      post: 'deputy-director',
      title: '科副主任',
      per: '科室',
      units: [{ unit: '内科', title: '内科' }],
    })
    const [policy] = (await client(office).board()).policies
    expect(policy?.vacancies.map(({ post }) => post)).toContain('president')
  })
  test('in the next month the missed reports are behind, and the month before still shows them', async () => {
    await bed.moveTo('2026-11-02T08:00:00+08:00')
    expect((await row('7.2'))?.behind.join()).not.toContain('未做 3')
    expect((await row('7.2', '?month=2026-10'))?.behind[0]).toMatch(/^未做 \d+ 次$/)
    expect(await client(office).board('?month=2026-09')).toMatchObject({ month: '2026-11', first: '2026-10' })
    expect((await office.client.send('GET', '/api/clauses?month=2026-13')).status).toBe(400)
  })
  test('own wording lies over ours from its day, every version stays, and ours come back by a further entry', async () => {
    const lay = (who: HttpClient, more: object) =>
      who.send('POST', '/api/registers/wording/entries', { clause: '7.2', from: '2026-11-02', ...more }, randomUUID())
    expect((await lay(office.client, { how: 'own', words: '本院十点半前报' })).status).toBe(409)
    expectOk(await lay(bed.admin, { how: 'own', words: '本院十点半前报' }))
    expectOk(await lay(bed.admin, { how: 'own', words: '以后的行文', from: '2026-12-01' }))
    expect((await row('7.2'))?.own).toMatchObject({ words: '本院十点半前报', byName: '管理员' })
    expect((await row('7.2'))?.text.join()).toContain('每天上午十一时前报出')
    expectOk(await lay(bed.admin, { how: 'ours' }))
    expect((await row('7.2'))?.own).toBeUndefined()
    const { versions, mayWord } = await client(office).detail('7.2')
    expect([mayWord, versions.map(({ how, words }) => [how, words])]).toEqual([
      false,
      [
        ['ours', ''],
        ['own', '以后的行文'],
        ['own', '本院十点半前报'],
      ],
    ])
  })
  test('what nobody declared is not there, and what is malformed is said so', async () => {
    const status = async (path: string) => (await office.client.send('GET', path)).status
    expect(await status('/api/clauses/9.9')).toBe(404)
    expect(await status('/api/clauses/2.10')).toBe(404)
    expect(await status('/api/owed?duty=nothing')).toBe(404)
    expect(await status('/api/owed?duty=daily&from=yesterday')).toBe(400)
    expect(await status('/api/owed?duty=daily&outcome=perhaps')).toBe(400)
    expect(await status('/api/owed?duty=daily&duty=daily')).toBe(404)
    expect(await status('/api/sent?rule=notice:daily-late&month=10')).toBe(400)
    expect(await status('/api/sent?rule=notice:nothing&month=2026-10')).toBe(404)
    expect(await status('/api/owed?duty=daily')).toBe(200)
  })
  test('an entry behind a duty is named only to who may read it', async () => {
    const stranger = await bed.hire('外人', [{ post: 'president' }])
    const rows = async ({ client }: Hired): Promise<OwedList['rows']> =>
      expectOk(await client.send('GET', '/api/owed?duty=daily&outcome=in-time')).rows
    expect((await rows(office)).map(({ entry }) => entry !== undefined)).toEqual([true])
    expect((await rows(stranger)).map(({ entry, metAt }) => [entry, metAt !== undefined])).toEqual([[undefined, true]])
  })
})
