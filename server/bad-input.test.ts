import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantOf, nextDay } from '../engine/time.ts'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'
import { spelled } from '../testing/world.ts'

const day = '2026-10-09',
  morning = `${day}T10:30:00+08:00`
const seats = Array.from({ length: 60 }, (_, n) => `A${n + 1}`)
const zeros = { critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
let bed: Bed
const staff: Record<string, Hired> = {}

beforeAll(async () => {
  const policies = ['internet-cafe', 'hospital-daily-report']
  bed = await openBed({ clock: '2026-10-08T09:00:00+08:00', policies, departments: ['骨科', '康复科'] })
  const hired = [
    bed.hire('马一', [{ post: 'manager' }]),
    bed.hire('钱二', [{ post: 'front-desk' }]),
    bed.hire('巡三', [{ post: 'patrol' }]),
    bed.hire(
      '林四',
      ['骨科', '康复科'].map((unit) => ({ post: 'deputy-director', unit })),
    ),
    bed.hire('值五', [{ post: 'duty-officer' }]),
  ]
  for (const [n, who] of ['manager', 'desk', 'patrol', 'deputy', 'officer'].entries()) {
    const one = await hired[n]
    if (one) staff[who] = one
  }
  await bed.file(of('desk').client, 'pledge-2.1', { signer: of('desk').person })
  const terminal = { licence: '接入许可', licensedUntil: '2027-12-31', isDirect: false }
  await Promise.all(seats.map((seat) => bed.file(of('manager').client, 'terminal', { seat, ...terminal })))
  await bed.file(bed.admin, 'close-unit', { kind: 'department', unit: '康复科', last: '2026-10-08' })
  await bed.moveTo(morning)
}, 60_000)
afterAll(() => bed?.close())

function of(who: string): Hired {
  const found = staff[who]
  if (!found) throw new Error(`nobody is ${who}`)
  return found
}
let guests = 0
/** Somebody new at a free seat; each call is another. */
const guest = (entry: object = {}) => {
  const n = guests++,
    born = new Date(Date.UTC(1980, 0, 1 + n)).toISOString().slice(0, 10)
  const customer = spelled(`身份证 ${born}`)
  return {
    idKind: 'resident',
    customer,
    name: '顾客',
    seat: seats[n % seats.length],
    faceAgrees: true,
    acceptsRules: true,
    ...entry,
  }
}
const minor = (entry: object) => ({
  foundAt: instantOf(day, '10:10'),
  leftAt: instantOf(day, '10:20'),
  how: '劝离',
  ...entry,
})
let reports = 0
/** Each call is of another day, since a department reports once a day. */
const report = (entry: object) => ({ department: '骨科', day: nextDay('2026-09-01', reports++), ...zeros, ...entry })
const wrongDigit = (number: string) => number.slice(0, 17) + (number.endsWith('1') ? '2' : '1')
const someone = spelled('身份证 1979-05-05')

interface Row {
  readonly what: string
  readonly who: string
  readonly register: string
  readonly bad: () => object
  readonly field: string
  readonly fact: string
  readonly clause: string
  /** The same but for one thing. */
  readonly good: () => object
}
const desk = { who: 'desk', register: 'check-in' },
  deputy = { who: 'deputy', register: 'daily-report' }
const rows: readonly Row[] = [
  {
    ...desk,
    what: 'a number with a wrong check digit',
    clause: '2.11',
    field: 'customer',
    fact: '证件号校验位不对',
    bad: () => guest({ customer: wrongDigit(someone) }),
    good: () => guest({ customer: someone }),
  },
  {
    ...desk,
    what: 'a number of a day that never was',
    clause: '2.11',
    field: 'customer',
    fact: '证件号中的出生日期不存在',
    bad: () => guest({ customer: '110101199002300012' }),
    good: () => guest(),
  },
  {
    ...desk,
    what: 'a number that is too short',
    clause: '2.11',
    field: 'customer',
    fact: '证件号应为 18 位，现为 17 位',
    bad: () => guest({ customer: someone.slice(1) }),
    good: () => guest(),
  },
  {
    ...deputy,
    what: 'an impossible date',
    clause: '7.1.1',
    field: 'day',
    fact: '日期没有这一天',
    bad: () => report({ day: '2026-02-30' }),
    good: () => report({ day: '2026-02-28' }),
  },
  {
    ...deputy,
    what: 'a day to come',
    clause: '7.1.1',
    field: 'day',
    fact: '日期 2026-10-10 还没有到',
    bad: () => report({ day: '2026-10-10' }),
    good: () => report({}),
  },
  {
    what: 'a time to come',
    who: 'patrol',
    register: 'minor-found',
    clause: '2.9',
    field: 'leftAt',
    fact: '劝离时间晚于现在',
    bad: () => minor({ leftAt: instantOf(day, '10:31') }),
    good: () => minor({ leftAt: instantOf(day, '10:29') }),
  },
  {
    ...desk,
    what: 'a name of 61 characters',
    clause: '2.11',
    field: 'name',
    fact: '姓名超过 60 字',
    bad: () => guest({ name: '龘'.repeat(61) }),
    good: () => guest({ name: '龘'.repeat(60) }),
  },
  {
    ...desk,
    what: 'a name of 61 rare characters',
    clause: '2.11',
    field: 'name',
    fact: '姓名超过 60 字',
    bad: () => guest({ name: '𠮷'.repeat(61) }),
    good: () => guest({ name: '𠮷'.repeat(60) }),
  },
  {
    ...deputy,
    what: 'a remark of 2001 characters',
    clause: '7.1.1',
    field: 'remark',
    fact: '说明超过 2000 字',
    bad: () => report({ remark: '说'.repeat(2_001) }),
    good: () => report({ remark: '说'.repeat(2_000) }),
  },
  {
    ...desk,
    what: 'a lone surrogate',
    clause: '2.11',
    field: 'name',
    fact: '姓名含有残缺的字符',
    bad: () => guest({ name: '王\ud842' }),
    good: () => guest({ name: '王\ud842\udfb7' }),
  },
  {
    ...desk,
    what: 'a NUL',
    clause: '2.11',
    field: 'name',
    fact: '姓名含有看不见的控制字符',
    bad: () => guest({ name: '王\u0000' }),
    good: () => guest({ name: '王😀' }),
  },
  {
    ...desk,
    what: 'a name that turns the writing round',
    clause: '2.11',
    field: 'name',
    fact: '姓名含有改变文字方向的字符',
    bad: () => guest({ name: '王\u202e五' }),
    good: () => guest({ name: '王·五' }),
  },
  {
    ...desk,
    what: 'a name of blanks',
    clause: '2.11',
    field: 'name',
    fact: '姓名没有填写',
    bad: () => guest({ name: ' \u3000\u200b' }),
    good: () => guest({ name: '\u3000王　五 ' }),
  },
  {
    ...deputy,
    what: 'a count in words',
    clause: '7.1.1',
    field: 'critical',
    fact: '危重患者应为整数',
    bad: () => report({ critical: '三' }),
    good: () => report({ critical: ' ３ ' }),
  },
  {
    ...deputy,
    what: 'a count with a fraction',
    clause: '7.1.1',
    field: 'critical',
    fact: '危重患者应为整数',
    bad: () => report({ critical: 1.5 }),
    good: () => report({ critical: 1 }),
  },
  {
    ...deputy,
    what: 'a count below nought',
    clause: '7.1.1',
    field: 'critical',
    fact: '危重患者不能小于 0',
    bad: () => report({ critical: -1 }),
    good: () => report({ critical: 0 }),
  },
  {
    ...deputy,
    what: 'no count at all',
    clause: '7.1.1',
    field: 'critical',
    fact: '危重患者没有填写',
    bad: () => report({ critical: null }),
    good: () => report({ critical: 0 }),
  },
  {
    ...deputy,
    what: 'a unit that closed yesterday',
    clause: '7.1.1',
    field: 'department',
    fact: '“康复科”已于 2026-10-08 撤销',
    bad: () => report({ department: '康复科' }),
    good: () => report({ department: '骨科' }),
  },
  {
    ...desk,
    what: 'a document without a birth date, and none typed',
    clause: '2.11',
    field: 'born',
    fact: '出生日期没有填写',
    bad: () => guest({ idKind: 'passport', customer: 'E12345678' }),
    good: () => guest({ idKind: 'passport', customer: 'E12345678', born: '1990-01-01' }),
  },
  {
    ...desk,
    what: 'a kind of document that is none',
    clause: '2.11',
    field: 'idKind',
    fact: '证件不在选项中',
    bad: () => guest({ idKind: 'library-card' }),
    good: () => guest(),
  },
  {
    ...desk,
    what: 'an unknown field',
    clause: '2.11',
    field: 'nickname',
    fact: '不认识的栏目“nickname”',
    bad: () => guest({ nickname: '小王' }),
    good: () => guest(),
  },
  {
    ...desk,
    what: 'a field named constructor',
    clause: '2.11',
    field: 'constructor',
    fact: '不认识的栏目“constructor”',
    bad: () => guest({ constructor: '小王' }),
    good: () => guest(),
  },
]
const post = (who: string, register: string, entry: object) =>
  of(who).client.send('POST', `/api/registers/${register}/entries`, entry, randomUUID())

describe.each(rows)('$what', ({ who, register, bad, good, field, fact, clause }) => {
  test('is refused at its field, in a sentence that names the fact and its clause', async () => {
    const size = bed.open.writer.size,
      { status, body } = await post(who, register, bad())
    expect({ status, field: body.field, fact: body.fact, clause: body.clause }).toEqual({
      status: 422,
      field,
      fact,
      clause,
    })
    expect(body.detail).toMatch(/^不能[^,:;()?!]+：[^,:;()?!]+（第.+条.*）$/u)
    expect(body.errors).toContainEqual({ field, fact })
    expect(bed.open.writer.size).toBe(size)
  })
  test('the twin is accepted', async () => {
    expect(await post(who, register, good())).toMatchObject({ status: 201 })
  })
})

test('full-width digits and pasted spaces are cleaned: it is the same guest', async () => {
  const { customer, ...entry } = guest(),
    wide = spelled(`全角 身份证 1978-03-03`),
    plain = spelled('身份证 1978-03-03')
  expect(customer).not.toBe(plain)
  expect(await post('desk', 'check-in', { ...entry, customer: wide })).toMatchObject({ status: 201 })
  const again = await post('desk', 'check-in', guest({ customer: plain }))
  expect(again).toMatchObject({ status: 422, body: { field: 'customer', fact: `该顾客已在机位 ${entry.seat}` } })
})

test('every fault of an entry is told at once, each at its field', async () => {
  const { body } = await post('desk', 'check-in', guest({ name: '', customer: '123', idKind: 'x' }))
  expect(body.errors.map((one: { field: string }) => one.field).sort()).toEqual(['customer', 'idKind', 'name'])
})

describe('what is no entry at all', () => {
  const raw = async (text: string, headers: Readonly<Record<string, string>> = {}) => {
    const signIn = await fetch(`${bed.address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organisation: 'house', account: of('desk').account, password: of('desk').password }),
    })
    const cookie = signIn.headers.getSetCookie().join().split(';')[0] ?? ''
    const response = await fetch(`${bed.address}/api/registers/check-in/entries`, {
      method: 'POST',
      body: text,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    })
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
  }
  const whole = () => JSON.stringify(guest())
  test.each<readonly [string, () => string, Readonly<Record<string, string>>, number, string]>([
    ['half a JSON', () => whole().slice(0, -5), {}, 400, '不能提交：内容不是完整的 JSON'],
    ['nothing', () => '', {}, 400, '不能提交：内容不是完整的 JSON'],
    ['a list', () => `[${whole()}]`, {}, 400, '不能提交：内容不是一个对象'],
    ['a number', () => '7', {}, 400, '不能提交：内容不是一个对象'],
    ['a prototype', () => `{"__proto__": {"a": 1}, ${whole().slice(1)}`, {}, 400, '不能提交：内容不是完整的 JSON'],
    [
      'more than 256 KB',
      () => JSON.stringify(guest({ name: '王'.repeat(90_000) })),
      {},
      413,
      '不能提交：内容超过 256 KB',
    ],
    ['another kind of content', whole, { 'content-type': 'text/plain' }, 415, '不能提交：内容须为 JSON'],
    [
      'no idempotency key',
      whole,
      { 'idempotency-key': '' },
      400,
      '不能提交：缺少 Idempotency-Key（16 至 100 个字母、数字、连字符）',
    ],
    [
      'a key of a few characters',
      whole,
      { 'idempotency-key': 'short' },
      400,
      '不能提交：缺少 Idempotency-Key（16 至 100 个字母、数字、连字符）',
    ],
  ])('%s is refused with a sentence', async (_, text, headers, status, detail) => {
    expect(await raw(text(), headers)).toMatchObject({
      status,
      type: 'application/problem+json; charset=utf-8',
      body: { detail },
    })
  })
  test('the twin: the whole JSON is accepted', async () => {
    expect(await raw(whole())).toMatchObject({ status: 201 })
  })
})

test('the same key with another body is refused, with the same body answered as before', async () => {
  const key = randomUUID(),
    entry = guest()
  const send = (sent: object) => of('desk').client.send('POST', '/api/registers/check-in/entries', sent, key)
  const {
    body: { seq },
  } = await send(entry)
  expect(await send({ ...entry, name: '别人' })).toMatchObject({
    status: 422,
    body: { detail: '不能提交：同一提交号带来了另一份内容' },
  })
  expect(await send(entry)).toMatchObject({ status: 201, body: { seq } })
})

test('what was typed is not lost: the draft that was saved before a refusal is there after it', async () => {
  const bad = guest({ name: '𠮷\ud842', customer: '123' }),
    { client } = of('desk')
  expect((await client.send('PUT', '/api/drafts/check-in', bad)).status).toBe(200)
  expect((await post('desk', 'check-in', bad)).status).toBe(422)
  expect((await client.send('GET', '/api/drafts/check-in')).body.value).toEqual(bad)
})
