import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'
import { asOwner } from '../testing/postgres.ts'
import { holdAppend } from '../testing/faults/held-append.ts'
import type { Reply } from '../testing/http-client.ts'
import { spelled } from '../testing/world.ts'

const day = '2026-10-08'
const seats = Array.from({ length: 132 }, (_, n) => `A${n + 1}`)
/** Seats of those whose commit the others wait behind. */
let plug = 130
let bed: Bed, desk: Hired, patrol: Hired, deputy: Hired

beforeAll(async () => {
  const policies = ['internet-cafe', 'hospital-daily-report']
  bed = await openBed({ clock: `${day}T10:00:00+08:00`, policies, departments: ['骨科'] })
  const head = await bed.hire('马一', [{ post: 'manager' }])
  desk = await bed.hire('钱二', [{ post: 'front-desk' }])
  await bed.file(desk.client, 'pledge-2.1', { signer: desk.person })
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
  acceptsRules: true,
})
const checkIn = ({ client }: Hired, entry: object) =>
  client.send('POST', '/api/registers/check-in/entries', entry, randomUUID())

/**
 * Holds an append back until so many commands wait behind it, and lets all of them go at once; gives back of each append
 * that followed how many answers it was to carry.
 */
async function together(count: number, ask: () => readonly Promise<Reply>[]) {
  const { held, sizes, release, end } = holdAppend(bed)
  try {
    const first = checkIn(desk, guest(plug++))
    await held
    const asked = Promise.all(ask())
    await expect.poll(() => bed.open.writer.queued, { timeout: 20_000 }).toBe(count)
    release()
    const replies = await asked
    expect((await first).status).toBe(201)
    return { replies, appends: sizes.slice(1) }
  } finally {
    end()
  }
}

test('127 good entries in a batch are accepted beside three bad ones, and each of these is refused by name', async () => {
  const poisonous = { ...guest(127), name: 'a\u0000b' },
    unknown = { ...guest(128), seat: 'Z9' },
    forbidden = guest(129)
  const { replies: all, appends } = await together(130, () => {
    const good = Array.from({ length: 127 }, (_, n) => n).map((n) => () => checkIn(desk, guest(n)))
    const bad = [() => checkIn(desk, poisonous), () => checkIn(desk, unknown), () => checkIn(patrol, forbidden)]
    return [...good.slice(0, 60), ...bad, ...good.slice(60)].map((ask) => ask())
  })
  const refused = all.slice(60, 63),
    replies = [...all.slice(0, 60), ...all.slice(63)]
  expect(appends).toEqual([127])
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
  expect((await checkIn(desk, { ...unknown, seat: 'A129' })).status).toBe(201)
})

test('what the database itself refuses is found among its neighbours, and they are all accepted', async () => {
  const item = { department: '骨科', day, heading: 'others', kind: 'building', severity: 'minor', summary: '情况' }
  await asOwner(bed.database, async (owner) => {
    await owner.query(
      `alter table shouze.event add constraint no_facility check (convert_from(facts, 'UTF8') !~ '"facility"')`,
    )
    const kinds = Array.from({ length: 64 }, (_, n) => (n === 37 ? 'facility' : 'building'))
    const { replies, appends } = await together(64, () =>
      kinds.map((kind) => deputy.client.send('POST', '/api/registers/item/entries', { ...item, kind }, randomUUID())),
    )
    // The half without it goes through at once; the other is halved again, down to the one that is refused. What is
    // tried again when the database was slow comes on top.
    expect([appends[0], Math.max(...appends.slice(1))]).toEqual([64, 32])
    expect(appends.length).toBeLessThan(32)
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
  })
  expect((await bed.admin.send('GET', '/api/history?replay=1')).body).toMatchObject({ replay: { isEqual: true } })
})
