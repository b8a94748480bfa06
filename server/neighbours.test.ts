import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'
import type { Reply } from '../testing/http-client.ts'
import { spelled } from '../testing/world.ts'

const day = '2026-10-08'
const seats = Array.from({ length: 130 }, (_, n) => `A${n + 1}`)
let bed: Bed, desk: Hired, patrol: Hired, deputy: Hired

beforeAll(async () => {
  const policies = ['internet-cafe', 'hospital-daily-report']
  bed = await openBed({ clock: `${day}T10:00:00+08:00`, policies, departments: ['骨科'] })
  const head = await bed.hire('马一', [{ post: 'manager' }])
  desk = await bed.hire('钱二', [{ post: 'front-desk' }])
  patrol = await bed.hire('巡三', [{ post: 'patrol' }])
  deputy = await bed.hire('林四', [{ post: 'deputy-director', unit: '骨科' }])
  const terminal = { licence: '接入许可', licensedUntil: '2027-12-31', isDirect: false }
  await Promise.all(seats.map((seat) => bed.file(head.client, 'terminal', { seat, ...terminal })))
}, 60_000)
afterAll(() => bed?.close())

/** Numbers of adults, each another's: the birth date moves on by a day. */
const adult = (n: number) => spelled(`身份证 ${new Date(Date.UTC(1980, 0, 1 + n)).toISOString().slice(0, 10)}`)
const guest = (n: number) => ({
  idKind: 'resident',
  customer: adult(n),
  name: `顾客${n}`,
  seat: seats[n] ?? '',
  faceAgrees: true,
})
const checkIn = ({ client }: Hired, entry: object) =>
  client.send('POST', '/api/registers/check-in/entries', entry, randomUUID())

/** Counts the appends that a piece of work needs. */
async function appends(work: () => Promise<unknown>): Promise<number> {
  const { store } = bed.open.parts,
    { append } = store
  let count = 0
  Object.assign(store, {
    append: (...batch: Parameters<typeof append>) => {
      count += 1
      return append(...batch)
    },
  })
  await work()
  Object.assign(store, { append })
  return count
}

test('127 good entries in a batch are accepted beside three bad ones, and each of these is refused by name', async () => {
  const poisonous = { ...guest(127), name: 'a\u0000b' },
    unknown = { ...guest(128), seat: 'Z9' },
    forbidden = guest(129)
  let replies: readonly Reply[] = [],
    refused: readonly Reply[] = []
  const count = await appends(async () => {
    const good = Array.from({ length: 127 }, (_, n) => n).map((n) => () => checkIn(desk, guest(n)))
    const bad = [() => checkIn(desk, poisonous), () => checkIn(desk, unknown), () => checkIn(patrol, forbidden)]
    const asked = [...good.slice(0, 60), ...bad, ...good.slice(60)].map((ask) => ask())
    const all = await Promise.all(asked)
    refused = all.slice(60, 63)
    replies = [...all.slice(0, 60), ...all.slice(63)]
  })
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 127 }, () => 201))
  expect(new Set(replies.map(({ body }) => body.seq)).size).toBe(127)
  expect(refused).toMatchObject([
    {
      status: 422,
      body: { clause: '2.11', field: 'name', detail: '不能登记“上机登记”：姓名含有看不见的控制字符（第十一条）' },
    },
    {
      status: 422,
      body: { clause: '2.4', field: 'seat', detail: '不能登记“上机登记”：机位 Z9 没有终端登记（第四条）' },
    },
    { status: 409, body: { clause: '2.11', detail: '不能登记“上机登记”：操作人不是“前台”（第十一条）' } },
  ])
  expect(count).toBeLessThan(127)
  expect((await checkIn(desk, { ...unknown, seat: 'A129' })).status).toBe(201)
})

test('what the database itself refuses is found among its neighbours, and they are all accepted', async () => {
  const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '情况' }
  const owner = new pg.Client({ connectionString: bed.database.owner })
  await owner.connect()
  try {
    await owner.query(
      `alter table shouze.event add constraint no_facility check (convert_from(facts, 'UTF8') !~ '"facility"')`,
    )
    const kinds = Array.from({ length: 64 }, (_, n) => (n === 37 ? 'facility' : 'medical'))
    const replies = await Promise.all(
      kinds.map((kind) => deputy.client.send('POST', '/api/registers/item/entries', { ...item, kind }, randomUUID())),
    )
    expect(replies.flatMap(({ status }, n) => (status === 201 ? [] : [[n, status]]))).toEqual([[37, 500]])
    expect(replies[37]?.body.detail).toBe('没有保存：数据库不接受这一条，已记录；同时提交的其余各条不受影响')
    await owner.query('alter table shouze.event drop constraint no_facility')
    const again = await deputy.client.send(
      'POST',
      '/api/registers/item/entries',
      { ...item, kind: 'facility' },
      randomUUID(),
    )
    expect(again.status).toBe(201)
  } finally {
    await owner.end()
  }
  expect((await bed.admin.send('GET', '/api/history?replay=1')).body).toMatchObject({ replay: { isEqual: true } })
})
