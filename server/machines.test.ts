/** Terminals and the program that reports for them, on the real server: tokens, beats, log lines, silence, a wrong address. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, expectOk, type Bed, type Hired } from '../testing/faults/bed.ts'
import { spelled } from '../testing/world.ts'
import type { MachineEnrolled, MachineRow } from './api-devices.ts'

const day = '2026-10-08',
  at = (clock: string) => Date.parse(`${day}T${clock}+08:00`)
let bed: Bed, boss: Hired, desk: Hired, network: Hired
let software: MachineEnrolled

beforeAll(async () => {
  bed = await openBed({ clock: `${day}T10:00:00+08:00`, policies: ['internet-cafe'], departments: [] })
  boss = await bed.hire('马一', [{ post: 'manager' }])
  desk = await bed.hire('钱二', [{ post: 'front-desk' }])
  network = await bed.hire('网三', [{ post: 'network-security' }])
  await bed.file(desk.client, 'pledge-2.1', { signer: desk.person })
  for (const seat of ['01', '02', '03']) {
    const terms = { licence: '接入许可', licensedUntil: '2027-12-31', isDirect: false }
    await bed.file(boss.client, 'terminal', { seat, ...terms })
  }
  await bed.file(boss.client, 'lan', { networks: '192.168.1.0/24' })
  software = await enrol({ title: '管理软件' })
}, 120_000)
afterAll(() => bed?.close())

const enrol = async (terms: object): Promise<MachineEnrolled> =>
  expectOk(await bed.admin.send('POST', '/api/machines', terms))
async function report(token: string | undefined, register: string, entry: object, key = randomUUID()) {
  const reply = await fetch(`${bed.address}/api/machine/reports`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ register, entry }),
  })
  return { status: reply.status, body: await reply.json() }
}
const sign = (seat: string, address: string) => report(software.token, 'terminal-sign', { seat, address })
const sit = (seat: string, born: string) =>
  bed.file(desk.client, 'check-in', {
    idKind: 'resident',
    customer: spelled(`身份证 ${born}`),
    name: '顾客',
    seat,
    faceAgrees: true,
    acceptsRules: true,
  })
const listed = async (register: string) => {
  const { body } = await network.client.send('POST', `/api/registers/${register}/search`, {})
  return body.rows as readonly { readonly values: Readonly<Record<string, unknown>> }[]
}

test('a machine is enrolled by the administrator; its token is told once and stands in no list and no entry', async () => {
  const refused = await boss.client.send('POST', '/api/machines', { title: '某程序' }, randomUUID())
  expect(refused.status).toBe(409)
  expect(refused.body.detail).toContain('操作人不是“系统管理员”（组织第十四条）')
  const list: readonly MachineRow[] = expectOk(await bed.admin.send('GET', '/api/machines'))
  expect(list).toMatchObject([{ machine: software.machine, title: '管理软件' }])
  expect(JSON.stringify(list)).not.toContain(software.token)
  expect((await boss.client.send('GET', '/api/machines')).status).toBe(403)
  const { body } = await bed.admin.send('POST', '/api/registers/enrol-machine/search', {})
  expect(JSON.stringify(body)).not.toContain(software.token)
})
test('without a token, or with one that nobody was given, nothing is taken', async () => {
  for (const token of [undefined, 'x'.repeat(43)]) {
    const { status, body } = await report(token, 'terminal-sign', { seat: '01', address: '192.168.1.1' })
    expect([status, body.detail]).toEqual([401, '不能报送：没有登记，或者已经撤销（组织第十四条）'])
  }
})
test('a token reports what a clause hears, and nothing else', async () => {
  const { status, body } = await report(software.token, 'check-in', { seat: '01' })
  expect([status, body.detail]).toEqual([403, '不能报送：“check-in”不由程序报送（组织第十四条）'])
  const malformed = await report(software.token, 'terminal-sign', { seat: '01' })
  expect([malformed.status, malformed.body.detail]).toEqual([422, expect.stringContaining('地址')])
  expect((await sign('99', '192.168.1.9')).body.detail).toContain('机位 99 没有终端登记')
})
test('the first beat is an entry, the same again is none, another address is one; a hundred at once are one', async () => {
  expect((await sign('01', '192.168.1.1')).status).toBe(201)
  expect(await sign('01', '192.168.1.1')).toEqual({ status: 200, body: { isKnown: true } })
  const all = await Promise.all(Array.from({ length: 100 }, () => sign('01', '192.168.1.7')))
  expect(all.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(all.filter(({ status }) => status === 200)).toHaveLength(99)
})
test('a terminal’s lines stand with whoever sat there, once for a key, and their text is in no fact', async () => {
  await sit('01', '1990-05-05')
  await bed.moveTo(`${day}T10:05:00+08:00`)
  expect((await sign('01', '192.168.1.7')).status).toBe(200)
  const lines = { seat: '01', from: at('10:01:00'), until: at('10:04:00'), lines: 2, text: '10:01 甲\n10:04 乙' },
    key = randomUUID()
  const [first, again] = [
    await report(software.token, 'session-log', lines, key),
    await report(software.token, 'session-log', lines, key),
  ]
  expect([first.status, again.status, again.body.seq]).toEqual([201, 201, first.body.seq])
  expect(await listed('session-log')).toHaveLength(1)
  const entry = await network.client.send('GET', `/api/entries/${first.body.seq}`)
  expect(JSON.stringify(entry.body)).toContain('10:01 甲')
})
test('silence past the figure is seen by itself while somebody sits there, and nowhere else', async () => {
  await sign('02', '192.168.1.2')
  await bed.moveTo(`${day}T10:15:00+08:00`)
  expect(await listed('terminal-unheard')).toHaveLength(0)
  await bed.moveTo(`${day}T10:15:01+08:00`)
  const silent = await listed('terminal-unheard')
  expect(silent.map(({ values }) => [values['seat'], values['since']])).toEqual([['01', at('10:05:00')]])
  const { body } = await network.client.send('GET', '/api/today')
  expect(JSON.stringify(body)).toContain('查看无信号的终端')
  expect((await sign('01', '192.168.1.7')).status).toBe(201)
})
test('a wrong address suspends the seat: nobody sits down there until somebody has looked', async () => {
  expect((await sign('02', '8.8.8.8')).status).toBe(201)
  await expect(sit('02', '1991-05-05')).rejects.toThrow('信号来自局域网之外')
  await bed.file(network.client, 'terminal-restored', { seat: '02', cause: '网线接错了口' })
  await sit('02', '1991-05-05')
})
test('a machine of one terminal reports of that one, from where its connection comes, whatever it says', async () => {
  const { token } = await enrol({ title: '三号机', about: '03' })
  const other = await report(token, 'terminal-sign', { seat: '01', address: '192.168.1.1' })
  expect([other.status, other.body.detail]).toEqual([403, '不能报送：“三号机”只替 03 报送（组织第十四条）'])
  expect((await report(token, 'terminal-sign', { address: '192.168.1.3' })).status).toBe(201)
  const [last] = (await listed('terminal-sign')).map(({ values }) => values)
  expect(last).toMatchObject({ seat: '03', address: '127.0.0.1' })
})
test('a revoked machine reports nothing any more, at once', async () => {
  const { machine, token } = await enrol({ title: '旧软件' })
  expect((await report(token, 'measure-sign', { measure: 'filter' })).status).toBe(201)
  expect((await bed.admin.send('POST', `/api/machines/${machine}/revoke`, {}, randomUUID())).status).toBe(204)
  expect((await report(token, 'measure-sign', { measure: 'filter' })).status).toBe(401)
})
