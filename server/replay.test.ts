import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOwner } from '../testing/postgres.ts'
import { expectOk, openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

const day = '2026-10-08'
const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '跌倒' }
const zeros = { department: '骨科', day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }

let bed: Bed, deputy: Hired, office: Hired

beforeAll(async () => {
  bed = await openBed({
    clock: `${day}T08:00:00+08:00`,
    policies: ['hospital-daily-report'],
    departments: ['骨科', '心内科'],
  })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
  office = await bed.hire('方二', [{ post: 'medical-office' }])
  const { seq } = await bed.file(deputy.client, 'item', item)
  for (let n = 0; n < 20; n++) await bed.file(deputy.client, 'item', { ...item, summary: `第 ${n} 件` })
  await bed.file(deputy.client, 'daily-report', { ...zeros, remark: '一切正常' })
  const corrected = { ...item, summary: '跌倒，已处理', severity: 'serious' }
  expectOk(await deputy.client.send('POST', `/api/entries/${seq}/corrections`, corrected, randomUUID()))
})
afterAll(() => bed?.close())

async function restart() {
  await bed.restart()
  deputy = { ...deputy, client: await bed.signIn(deputy.account, deputy.password) }
  office = { ...office, client: await bed.signIn(office.account, office.password) }
}
/** Every list, entry and board that these people see, as JSON. */
async function pages() {
  const ask = async ({ client }: Hired, method: string, path: string, body?: object) =>
    `${path} ${JSON.stringify(expectOk(await client.send(method, path, body)))}`
  const seqs = Array.from({ length: bed.open.writer.size }, (_, seq) => seq)
  const entries = (await bed.open.log.events(0, seqs.length)).flatMap(({ type, seq, ...event }) =>
    type === 'filed' && 'register' in event && event.register === 'item' ? [seq] : [],
  )
  return [
    ...(await Promise.all(
      ['item', 'daily-report', 'named-reporter'].map((register) =>
        ask(office, 'POST', `/api/registers/${register}/search`, { size: 50 }),
      ),
    )),
    await ask(office, 'POST', '/api/registers/item/search', { filters: { severity: 'serious' } }),
    await ask(deputy, 'GET', '/api/today'),
    await ask(office, 'GET', '/api/today'),
    await ask(office, 'GET', `/api/duties/daily/days/${day}`),
    await ask(office, 'GET', '/api/clauses'),
    ...(await Promise.all(entries.slice(0, 5).map((seq) => ask(deputy, 'GET', `/api/entries/${seq}`)))),
  ]
}
const isEqual = async () => expectOk(await bed.admin.send('GET', '/api/history?replay=1')).replay.isEqual

test('state and lists that were dropped while the server ran are the same again after a restart', async () => {
  const before = await pages()
  await bed.dropDerived()
  await restart()
  expect(await pages()).toEqual(before)
  expect(await isEqual()).toBe(true)
})

test('lists that were dropped while the server ran are whole again after the next entry', async () => {
  await bed.dropDerived()
  await bed.file(deputy.client, 'item', { ...item, summary: '之后' })
  const without = await pages()
  await bed.open.flush()
  await restart()
  expect(await pages()).toEqual(without)
  await bed.dropDerived()
  await restart()
  expect(await pages()).toEqual(without)
})

test('control: a list that lost one row and was not dropped shows another page', async () => {
  const before = await pages()
  await asOwner(bed.database, (owner) =>
    owner.query("delete from shouze.entry where org = $1 and register = 'daily-report'", [bed.org]),
  )
  expect(await pages()).not.toEqual(before)
  await bed.dropDerived()
  await restart()
  expect(await pages()).toEqual(before)
})

test('a state that could not be written behind is written with the next, and nothing is lost after a restart', async () => {
  const { store } = bed.open.parts,
    { writeSlices } = store
  let refused = 0
  Object.assign(store, {
    writeSlices: async () => {
      refused += 1
      throw new Error('the disk is full')
    },
  })
  await bed.file(deputy.client, 'item', { ...item, summary: '写不下' })
  await bed.open.flush()
  expect(refused).toBeGreaterThan(0)
  Object.assign(store, { writeSlices })
  await bed.file(deputy.client, 'item', { ...item, summary: '写得下' })
  await bed.open.flush()
  const live = bed.open.writer.state.dump()
  expect(await written()).toBe(live)
  const before = await pages()
  await restart()
  expect(bed.open.writer.state.dump()).toBe(live)
  expect(await pages()).toEqual(before)
  expect(await isEqual()).toBe(true)
})

test('control: a slice that was not written behind is missed', async () => {
  await asOwner(bed.database, (owner) =>
    owner.query('delete from shouze.slice where org = $1 and key = (select max(key) from shouze.slice)', [bed.org]),
  )
  expect(await written()).not.toBe(bed.open.writer.state.dump())
  await bed.dropDerived()
  await restart()
})

/** The state as the database keeps it, spelt as `dump` spells it. */
async function written() {
  const { rows } = await asOwner(bed.database, (owner) =>
    owner.query<{ key: string; value: string }>('select key, value from shouze.slice where org = $1 order by key', [
      bed.org,
    ]),
  )
  const { CommittedState } = await import('./committed-state.ts')
  const state = new CommittedState()
  state.restore(new Map(rows.map(({ key, value }) => [key, JSON.parse(value) as object])))
  return state.dump()
}
