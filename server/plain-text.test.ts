import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf } from '../engine/time.ts'
import { administrator, code, expectOk, setUpSecret } from '../testing/faults/bed.ts'
import { HttpClient } from '../testing/http-client.ts'
import { besideServer } from '../testing/faults/beside.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { startServerChild, type ServerChild } from '../testing/server-child.ts'
import { spelled } from '../testing/world.ts'

const day = '2026-10-08'
/** Each was typed somewhere; none may be found anywhere. */
const canaries = {
  guestName: '欧阳𠮷瑞',
  guestNumber: spelled('身份证 1987-03-15'),
  passport: 'E87654321Q',
  born: '1991-07-23',
  minorName: '司徒未满',
  minorNumber: spelled('身份证 2012-04-04'),
  refusedName: '诸葛有误',
  strangeField: '尉迟私语',
  staffName: '夏侯值守',
  listedName: '濮阳在册',
  listedNumber: spelled('身份证 1979-02-03'),
  listedPhone: '13912345678',
  lookedUpName: '澹台查对',
  remark: '患者皇甫氏今晨跌倒',
  summary: '呼延氏用药过敏',
  story: '由其母轩辕氏领回',
  draft: '端木未交稿',
  wrongPassword: 'Bu-Shi-Zhe-Ge-31415',
  password: administrator.password,
  searched: spelled('身份证 1966-06-06'),
}
/** Stands in the clear, so that a search that finds nothing is a search that can find. */
const open = { unit: '神经外科一病区', organisation: '城南医院与网吧' }

let scratch: Scratch, server: ServerChild, folder: string

beforeAll(async () => {
  scratch = await scratchFolder()
  folder = join(scratch.path, 'data')
  server = await startServerChild({ folder, clock: `${day}T10:00:00+08:00`, setUpSecret })
  const admin = new HttpClient(server.address)
  const policies = ['internet-cafe', 'hospital-daily-report'].map((id) => ({ id, from: day }))
  expectOk(
    await admin.send('POST', '/api/setup', {
      secret: setUpSecret,
      name: open.organisation,
      code,
      policies,
      administrator,
    }),
  )
  await file(admin, 'open-unit', { kind: 'department', unit: open.unit, title: open.unit, from: day })
  const posts = ['manager', 'front-desk', 'patrol', 'network-security', 'medical-office'].map((post) => ({ post }))
  const wanted = {
    name: canaries.staffName,
    account: 'everybody',
    posts: [...posts, { post: 'deputy-director', unit: open.unit }],
  }
  const { account, password } = expectOk(await admin.send('POST', '/api/people', wanted))
  const staff = new HttpClient(server.address)
  const signIn = (given: string) => staff.send('POST', '/api/session', { organisation: code, account, password: given })
  expect((await signIn(canaries.wrongPassword)).status).toBe(401)
  expectOk(await signIn(password))
  const { listedName: name, listedNumber: idNumber, listedPhone: phone } = canaries
  await file(admin, 'person', { person: 'p-listed', kind: 'staff', name, idNumber, phone })
  const people = [{ name: canaries.lookedUpName, idNumber }]
  expectOk(await admin.send('POST', '/api/staff-lists/look-up', { people }))
  await type(staff)
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await scratch.remove()
}, 60_000)

const send = (client: HttpClient, register: string, entry: object) =>
  client.send('POST', `/api/registers/${register}/entries`, entry, randomUUID())
const file = async (client: HttpClient, register: string, entry: object) =>
  expectOk(await send(client, register, entry))

/** Everything that the canaries are part of, once accepted, once refused. */
async function type(staff: HttpClient) {
  const { person: signer } = expectOk(await staff.send('GET', '/api/session'))
  await file(staff, 'pledge-2.1', { signer })
  for (const seat of ['A1', 'A2', 'A3']) {
    await file(staff, 'terminal', { seat, licence: '接入许可', licensedUntil: '2027-12-31', isDirect: false })
  }
  const guest = {
    idKind: 'resident',
    customer: canaries.guestNumber,
    name: canaries.guestName,
    seat: 'A1',
    faceAgrees: true,
    acceptsRules: true,
  }
  await file(staff, 'check-in', guest)
  await file(staff, 'check-in', {
    ...guest,
    idKind: 'passport',
    customer: canaries.passport,
    born: canaries.born,
    seat: 'A2',
  })
  const child = { ...guest, customer: canaries.minorNumber, name: canaries.minorName, seat: 'A3' }
  expect((await send(staff, 'check-in', child)).body).toMatchObject({ clause: '2.9' })
  expect((await send(staff, 'check-in', { ...guest, seat: 'A3', name: `${canaries.refusedName}\u0000` })).status).toBe(
    422,
  )
  expect((await send(staff, 'check-in', { ...child, [canaries.strangeField]: canaries.minorName })).status).toBe(422)
  const found = { foundAt: instantOf(day, '10:00'), leftAt: instantOf(day, '10:00'), how: canaries.story }
  await file(staff, 'minor-found', found)
  const unit = { department: open.unit, day }
  const zeros = { critical: 1, events: 0, batches: 0, risks: 0, others: 0 }
  await file(staff, 'daily-report', { ...unit, ...zeros, remark: canaries.remark })
  await file(staff, 'item', {
    ...unit,
    heading: 'risks',
    kind: 'medical',
    severity: 'grave',
    summary: canaries.summary,
  })
  expectOk(await staff.send('PUT', '/api/drafts/check-in', { name: canaries.draft }))
  const exact = { field: 'customer', value: canaries.searched }
  expectOk(await staff.send('POST', '/api/registers/check-in/search', { exact }))
  const mine = expectOk(
    await staff.send('POST', '/api/registers/check-in/search', { exact: { ...exact, value: canaries.guestNumber } }),
  )
  expect(mine.total).toBe(1)
  expect((await staff.send('POST', '/api/registers/check-in/search', `{"${canaries.draft}`)).status).toBeGreaterThan(
    399,
  )
  expectOk(await staff.send('POST', '/api/why', { questions: [{ register: 'check-in', entry: child }] }))
}

/** The spellings in which a text may lie about: as bytes, in two encodings, as hexadecimal, as base64, as JSON escapes. */
function spellings(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text)
  const escaped = [...text]
    .flatMap((one) => one.split(''))
    .map((unit) => (unit < '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))
    .join('')
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(bytes.toString('base64').replace(/=*$/, '').slice(0, -1)),
    Buffer.from(escaped),
  ]
}
const isIn = (text: string, where: Buffer) => spellings(text).some((one) => where.includes(one))
const foundIn = (where: Buffer) => Object.entries(canaries).flatMap(([name, text]) => (isIn(text, where) ? [name] : []))

/** Every row of every table as text, the texts of statements that PostgreSQL remembers included. */
async function dump(): Promise<Buffer> {
  const { client, close } = await besideServer(folder)
  try {
    const { rows: tables } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name
      from pg_tables where schemaname = 'shouze' union all select 'pg_stat_activity' union all select 'pg_prepared_statements'
      union all select 'pg_stats'`)
    const parts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      parts.push(...rows.map(({ row }) => row))
    }
    expect(tables.length).toBeGreaterThan(15)
    return Buffer.from(parts.join('\n'))
  } finally {
    await close()
  }
}
async function filesUnder(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('no table holds a personal value that was entered', async () => {
  const rows = await dump()
  expect(foundIn(rows)).toEqual([])
  expect([isIn(open.unit, rows), isIn(open.organisation, rows)]).toEqual([true, true])
})

test("no file of the installation holds one: tables, indexes, write-ahead log, PostgreSQL's log, ours", async () => {
  const files = await filesUnder(folder),
    wal = files.filter((path) => path.includes('pg_wal'))
  const found = await Promise.all(files.map(async (path) => [path, foundIn(await readFile(path))] as const))
  expect(found.filter(([, names]) => names.length > 0)).toEqual([])
  expect(files.some((path) => path.endsWith('postgres.log'))).toBe(true)
  expect(await Promise.all(wal.map(async (path) => isIn(open.unit, await readFile(path))))).toContain(true)
})

test('what the server printed holds none, neither does its answer to a stranger', async () => {
  expect(foundIn(Buffer.from(server.said()))).toEqual([])
  const stranger = new HttpClient(server.address)
  const replies = await Promise.all(
    ['/api/session', '/api/today', '/api/people', '/api/openapi.json'].map((path) => stranger.send('GET', path)),
  )
  expect(foundIn(Buffer.from(JSON.stringify(replies)))).toEqual([])
  expect(isIn(open.organisation, Buffer.from(JSON.stringify(replies)))).toBe(true)
})

test('control: each way of spelling a value is found where it does stand', () => {
  for (const one of spellings(canaries.guestName)) {
    expect(foundIn(Buffer.concat([Buffer.from('before '), one, Buffer.from(' after')]))).toEqual(['guestName'])
  }
})
