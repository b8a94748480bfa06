/** What is due is destroyed by two persons and nothing before; what is held stays; the log stays whole (RG-01, RG-02, RG-08, BK-05). */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve, propose } from '../engine/keeping.ts'
import { days, hours, type Instant } from '../engine/time.ts'
import { policies } from '../policies/index.ts'
import type { Certificate, Disposals } from '../server/api-keeping.ts'
import type { EntryList, EntryView } from '../server/api.ts'
import { openApp } from '../server/http/app.ts'
import { SignIn } from '../server/http/sign-in.ts'
import { file } from '../server/staff.ts'
import { noteBackup } from '../store/archive-notes.ts'
import { openBed, plainParts, type Bed, type Hired } from '../testing/faults/bed.ts'
import type { HttpClient } from '../testing/http-client.ts'
import { spelled } from '../testing/world.ts'
import { connected } from './reach.ts'
import { sayReport, verifyAll } from './verify.ts'

const evening = Date.parse('2026-10-08T18:00:00+08:00')
const first = spelled('身份证 1990-01-01'),
  second = spelled('身份证 1991-01-01')
type Name = 'desk' | 'boss' | 'clerk' | 'approver'
const posts: Readonly<Record<Name, readonly [name: string, post: string]>> = {
  desk: ['前台', 'front-desk'],
  boss: ['经理', 'manager'],
  clerk: ['经办', 'disposal-clerk'],
  approver: ['批准', 'disposal-approver'],
}
const names: readonly Name[] = ['desk', 'boss', 'clerk', 'approver']
let bed: Bed
const hired = new Map<Name, Hired>(),
  clients = new Map<Name, HttpClient>()
function of<T>(map: ReadonlyMap<Name, T>, name: Name): T {
  const found = map.get(name)
  if (!found) throw new Error(`${name} is not there yet`)
  return found
}
const by = (name: Name) => of(clients, name)
const accountOf = (name: Name) => of(hired, name).account
/** After a restart everybody signs in again. */
async function signAllIn() {
  for (const name of names) clients.set(name, await bed.signIn(accountOf(name), of(hired, name).password))
}

beforeAll(async () => {
  bed = await openBed({ clock: new Date(evening).toISOString(), policies: ['internet-cafe'] })
  for (const name of names) {
    const [person, post] = posts[name],
      somebody = await bed.hire(person, [{ post }])
    hired.set(name, somebody)
    clients.set(name, somebody.client)
  }
  await bed.file(by('desk'), 'pledge-2.1', { signer: of(hired, 'desk').person })
  for (const seat of ['01', '02', '03']) {
    await bed.file(by('boss'), 'terminal', { seat, licence: '许可', licensedUntil: '2028-12-31', isDirect: false })
  }
  await bed.admin.send('PUT', '/api/parameters/backed-up-first', { value: false }, randomUUID())
})
afterAll(() => bed?.close())

/** Somebody sits from one instant to another. Gives the number of the check-in. */
async function sat(seat: string, customer: string, from: Instant, until: Instant): Promise<number> {
  await bed.moveTo(from)
  const entry = { idKind: 'resident', customer, name: '顾客', seat, faceAgrees: true, acceptsRules: true }
  const { seq } = await bed.file(by('desk'), 'check-in', entry)
  await bed.moveTo(until)
  await bed.file(by('desk'), 'check-out', { seat, reason: 'leaves' })
  return seq
}
const view = async (): Promise<Disposals> => (await by('clerk').send('GET', '/api/disposals')).body
const proposeBy = async (name: Name) => (await by(name).send('POST', '/api/disposals', {})).body
const approveBy = async (name: Name, seq: number) =>
  (await by(name).send('POST', `/api/disposals/${seq}/approve`, {})).body
const entry = async (seq: number): Promise<EntryView> => (await by('boss').send('GET', `/api/entries/${seq}`)).body
const found = async (value: string): Promise<EntryList> =>
  (await by('boss').send('POST', '/api/registers/check-in/search', { exact: { field: 'customer', value } })).body

/** The bodies and data keys that there are, seen from outside. */
async function stored() {
  const { owner } = bed.installation.pools
  const bodies = await owner.query<{ seq: number; class: string }>(
    `select b.seq, k.class from body b join data_key k using (org, key_no) where k.class like '%check-in' order by 1`,
  )
  const keys = await owner.query<{ key: string }>(
    "select class || ' ' || month as key from data_key where class like '%check-in' order by 1",
  )
  return { bodies: bodies.rows.map((row) => `${row.seq} ${row.class}`), keys: keys.rows.map(({ key }) => key) }
}
async function verified() {
  const { client, end } = await connected(bed.database.owner)
  try {
    const digest = bed.installation.house.parts.digest
    const [report] = await verifyAll(client, join(bed.scratch.path, 'data'), { policies, digest })
    if (!report) throw new Error('there is one organisation')
    return report
  } finally {
    await end()
  }
}
/** The SQLSTATE with which the connections that serve are refused. */
async function asApplication(text: string, values: unknown[] = []): Promise<string> {
  try {
    await bed.installation.pools.application.query(text, values)
    return 'accepted'
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error)
  }
}

describe('sixty days after check-out, to the second', () => {
  let early: number, late: number
  beforeAll(async () => {
    early = await sat('01', first, evening, evening + hours(1))
    late = await sat('02', second, evening + hours(2), evening + hours(3))
  })
  test('before: nothing is due, and whoever proposes it hears so', async () => {
    expect((await entry(early)).keptUntil).toBe(evening + hours(1) + days(60))
    await bed.moveTo(evening + hours(1) + days(60) - 1_000)
    expect((await view()).due).toMatchObject({ bodies: 0, lines: [], whyNot: { fact: '没有到期的内容' } })
    expect((await proposeBy('clerk')).detail).toBe('不能提出处置：没有到期的内容（组织第十条）')
  })
  test('before: the application itself can destroy nothing, whatever it says', async () => {
    const { epoch } = bed.open.parts.lease
    const call = 'select dispose($1, $2, $3, $4, $5, $6, $7, $8, 0)'
    const calling = (bodies: number[]) => asApplication(call, [bed.org, epoch, 0, 1, bodies, [], [], []])
    expect([await calling([early]), await calling([])]).toEqual(['SZ010', 'SZ010'])
    expect(await asApplication(call, [bed.org, epoch - 1, 0, 1, [early], [], [], []])).toBe('SZ001')
    for (const text of [
      'delete from body',
      "set shouze.disposing = 'on'; delete from body",
      'update body set key_no = 1',
      'truncate body',
      'delete from data_key',
      "update data_key set wrapped = ''",
      'insert into disposed values (1, 0, 0, 0, 0, array[]::text[])',
    ]) {
      expect([text, await asApplication(text)]).toEqual([text, '42501'])
    }
  })
  test('before: not even where two persons agree to a list that is not due', async () => {
    const due = bed.installation.clock.now()
    const forged = async (seq: number, list: string) => {
      const entry = { due, bodies: 1, held: 0, list, lines: [`check-in 2026-10 1 ${seq}`] }
      return (await file(bed.open, accountOf('clerk'), propose.id, entry)).seq
    }
    const listed = async (seq: number) => {
      const text = "select encode(sha256(convert_to($1, 'UTF8')), 'hex') as list"
      return (await bed.installation.pools.owner.query<{ list: string }>(text, [`${seq}`])).rows[0]?.list ?? ''
    }
    const withdrawn = (proposal: number) =>
      file(bed.open, 'system', 'disposal-withdrawal', { proposal: `${proposal}`, why: '试验' })
    const guessed = await forged(early, await listed(early))
    expect((await approveBy('approver', guessed)).detail).toBe(
      '不能批准处置：清单在提出以后变了，请撤回后重新提出（组织第十条）',
    )
    await withdrawn(guessed)
    // As if the check above had a hole: both entries stand in the log, and the database still refuses.
    const proposal = await forged(late, await listed(late)),
      agreed = await file(bed.open, accountOf('approver'), approve.id, { proposal: `${proposal}` })
    const call = 'select dispose($1, $2, $3, $4, $5, $6, $7, $8, 0)',
      { epoch } = bed.open.parts.lease
    const calling = (bodies: number[]) =>
      asApplication(call, [bed.org, epoch, proposal, agreed.seq, bodies, [], [], []])
    expect([await calling([late]), await calling([early]), await calling([])]).toEqual(['SZ011', 'SZ010', 'SZ010'])
    await withdrawn(proposal)
  })
  test('at sixty days it is due: counts per register and month, none of the contents', async () => {
    await bed.moveTo(evening + hours(1) + days(60))
    const { due } = await view()
    expect(due).toEqual({
      lines: [{ register: 'check-in', title: '上机登记', month: '2026-10', count: 1 }],
      bodies: 1,
      held: 0,
      isCut: false,
    })
  })
  test('whom no clause names sees nothing of it and proposes nothing', async () => {
    expect((await by('desk').send('GET', '/api/disposals')).status).toBe(403)
    expect((await proposeBy('desk')).detail).toBe('不能登记“提出处置”：操作人不是“处置经办人”（组织第十条）')
    expect((await bed.admin.send('POST', '/api/disposals', {})).body.detail).toBe(
      '不能登记“提出处置”：操作人不是“处置经办人”（组织第十条）',
    )
  })
  test('one proposes, another agrees within five minutes of his password, the system certifies', async () => {
    const before = await verified()
    const { seq } = await proposeBy('clerk')
    expect(await approveBy('clerk', seq)).toMatchObject({ fact: '操作人不是“处置批准人”' })
    const { house, credentials, sessions, policies: known } = bed.installation
    const later = new SignIn(credentials, sessions, () => Date.now() + 5 * 60_000 + 1_000)
    const app = await openApp({ house, policies: known, signIn: later, ...plainParts(bed) })
    const { account, password } = of(hired, 'approver')
    const door = await fetch(`${bed.address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ organisation: 'house', account, password }),
    })
    const cookie = door.headers.getSetCookie().join().split(';')[0] ?? ''
    const answer = await app.inject({
      method: 'POST',
      url: `/api/disposals/${seq}/approve`,
      headers: { cookie, 'content-type': 'application/json' },
      payload: {},
    })
    expect([answer.statusCode, answer.json().type, answer.json().detail]).toEqual([
      403,
      'urn:shouze:step-up',
      '不能批准处置：最近五分钟内没有输过口令（组织第十条）',
    ])
    await app.close()
    const certified = await approveBy('approver', seq)
    const certificate: Certificate = (await by('clerk').send('GET', `/api/certificates/${certified.seq}`)).body
    expect(certificate).toMatchObject({
      bodies: 1,
      moved: 0,
      keys: [],
      lines: [{ register: 'check-in', month: '2026-10', count: 1, ranges: `${early}` }],
      proposal: { byName: '经办' },
      approval: { byName: '批准' },
    })
    expect(await stored()).toEqual({
      bodies: [`${late} body:days-60.check-in`],
      keys: ['body:days-60.check-in 2026-10'],
    })
    const after = await verified()
    expect(after).toMatchObject({ isWhole: true, bodies: { disposed: 1, opened: before.bodies.opened - 1 } })
    expect(sayReport(after)).toContain('另有 1 份已销毁')
  })
  test('what is left says that it is gone, and is not found by the number any more', async () => {
    expect(await entry(early)).toMatchObject({ isDisposed: true, values: { seat: '01', idKind: 'resident' } })
    expect(Object.keys((await entry(early)).values)).not.toContain('name')
    expect(await entry(late)).toMatchObject({ isDisposed: false })
    const list: EntryList = (await by('boss').send('POST', '/api/registers/check-in/search', {})).body
    expect(list.rows.map((row) => [row.seq, row.isDisposed])).toEqual([
      [late, false],
      [early, true],
    ])
    expect([(await found(first)).total, (await found(second)).total]).toEqual([0, 1])
  })
  test('state and lists are what the log makes them, also when they are made again', async () => {
    expect((await verified()).replay).toMatchObject({ projected: bed.open.writer.size })
    await bed.restart(async () => {
      const { client, end } = await connected(bed.database.owner)
      expect((await client.query('delete from projected')).rowCount).toBe(1)
      await end()
    })
    await signAllIn()
    expect([(await found(first)).total, (await found(second)).total]).toEqual([0, 1])
    expect((await verified()).replay).toMatchObject({ projected: bed.open.writer.size })
  })
})

describe('what is held stays', () => {
  let held: number, gone: number
  beforeAll(async () => {
    await signAllIn()
    await bed.moveTo('2026-12-20T18:00:00+08:00')
    const at = bed.installation.clock.now()
    held = await sat('01', first, at, at + hours(1))
    gone = await sat('02', second, at + hours(2), at + hours(3))
    await bed.file(by('approver'), 'hold', { document: '调字 7 号', reason: '案件', subject: first })
    await bed.moveTo(at + days(90))
  })
  test('it goes before disposal, sealed anew where its key is destroyed with the rest', async () => {
    const { due, holds } = await view()
    expect(due).toMatchObject({ bodies: 2, held: 1 })
    expect(holds).toMatchObject([{ document: '调字 7 号', reason: '案件', scope: '全部登记，一个人', byName: '批准' }])
    const { seq } = await proposeBy('clerk')
    const certificate: Certificate = (
      await by('clerk').send('GET', `/api/certificates/${(await approveBy('approver', seq)).seq}`)
    ).body
    expect(certificate).toMatchObject({
      bodies: 2,
      moved: 1,
      keys: ['days-60.check-in 2026-10', 'days-60.check-in 2026-12'],
    })
    expect(await stored()).toEqual({
      bodies: [`${held} body:held.days-60.check-in`],
      keys: ['body:held.days-60.check-in 2026-12'],
    })
    expect(await entry(held)).toMatchObject({ isDisposed: false, values: { name: '顾客' } })
    expect(await entry(gone)).toMatchObject({ isDisposed: true })
    expect(await verified()).toMatchObject({ isWhole: true, bodies: { disposed: 3 } })
  })
  test('a hold that comes between proposal and consent stops it', async () => {
    const id = (await view()).holds[0]?.id ?? ''
    await bed.file(by('approver'), 'release-hold', { hold: id, reason: '结案' })
    const { seq } = await proposeBy('clerk')
    await bed.file(bed.admin, 'hold', { document: '调字 8 号', reason: '另案', covers: 'check-in' })
    expect((await approveBy('approver', seq)).fact).toBe('清单在提出以后变了，请撤回后重新提出')
    expect((await proposeBy('clerk')).fact ?? (await proposeBy('clerk')).detail).toContain('没有到期的内容')
    await bed.file(by('clerk'), 'disposal-withdrawal', { proposal: `${seq}`, why: '另案保全' })
  })
  test('released it goes like everything else, and its key with it', async () => {
    const id = (await view()).holds[0]?.id ?? ''
    await bed.file(by('approver'), 'release-hold', { hold: id, reason: '结案' })
    await approveBy('approver', (await proposeBy('clerk')).seq)
    expect(await stored()).toEqual({ bodies: [], keys: [] })
    expect(await verified()).toMatchObject({ isWhole: true, bodies: { disposed: 4 } })
  })
})

describe('a server that ends in the middle', () => {
  let one: number
  const agreedTo = async () => {
    const at = bed.installation.clock.now()
    one = await sat('03', first, at - (at % days(1)) + days(1) + hours(10), at - (at % days(1)) + days(1) + hours(11))
    await bed.moveTo(bed.installation.clock.now() + days(61))
    const { seq } = await proposeBy('clerk')
    const { seq: agreed } = await file(bed.open, accountOf('approver'), approve.id, { proposal: `${seq}` })
    return { seq, agreed }
  }
  const again = async () => {
    await bed.restart()
    await signAllIn()
    await expect.poll(async () => (await view()).waiting).toEqual([])
    return (await view()).certificates[0]
  }
  test('after consent: the next one carries it out', async () => {
    await agreedTo()
    expect(await again()).toMatchObject({ bodies: 1, proposer: '经办', approver: '批准' })
    expect(await entry(one)).toMatchObject({ isDisposed: true })
    expect(await verified()).toMatchObject({ isWhole: true })
  })
  test('after the destruction: the next one certifies what was destroyed, once', async () => {
    const { seq, agreed } = await agreedTo()
    const asked = {
      lease: bed.open.parts.lease,
      proposal: seq,
      approval: agreed,
      bodies: [one],
      moved: [],
      draftsBefore: 0,
    }
    const receipt = await bed.open.parts.disposals.dispose(asked)
    expect(await bed.open.parts.disposals.dispose({ ...asked, bodies: [] })).toEqual(receipt)
    expect((await verified()).fault?.fact).toBe(`第 ${one} 条的正文不见了，没有它的销毁证明`)
    expect(await again()).toMatchObject({ bodies: 1 })
    expect(await verified()).toMatchObject({ isWhole: true })
  })
})

test('what a small house does otherwise stands where everybody looks', async () => {
  const compromises = async () => (await by('desk').send('GET', '/api/compromises')).body
  expect(await compromises()).toEqual([])
  await bed.file(bed.admin, 'small-house', { people: 3, reason: '店里只有三人' })
  expect(await compromises()).toMatchObject([
    { clause: { id: '0.12', cite: '组织第十二条' }, reason: '店里只有三人', byName: '管理员' },
  ])
  expect((await bed.admin.send('POST', '/api/disposals', {})).body.fact).toBe('没有到期的内容')
  await bed.file(bed.admin, 'end-small-house', { why: '招到人了' })
  expect(await compromises()).toEqual([])
})

describe('a backup first', () => {
  test('nothing is destroyed before a backup holds it, and the certificate says until when backups do', async () => {
    await bed.admin.send('PUT', '/api/parameters/backed-up-first', { value: true }, randomUUID())
    const at = bed.installation.clock.now(),
      noon = at - (at % days(1)) + days(1) + hours(4)
    await sat('03', first, noon, noon + hours(1))
    await bed.moveTo(bed.installation.clock.now() + days(61))
    expect((await proposeBy('clerk')).fact).toBe('还没有备份过')
    const { origin } = bed.open.parts.organisation,
      made = bed.installation.clock.now()
    const backedUp = (size: number) =>
      noteBackup(join(bed.scratch.path, 'data'), {
        at: made,
        bytes: 1,
        organisations: [{ origin, code: 'house', size, root: '' }],
      })
    await backedUp(3)
    expect((await proposeBy('clerk')).fact).toBe('上次备份以后还有登记在清单里，请先备份')
    await backedUp(bed.open.writer.size)
    const { seq } = await proposeBy('clerk')
    const certificate: Certificate = (
      await by('clerk').send('GET', `/api/certificates/${(await approveBy('approver', seq)).seq}`)
    ).body
    expect(certificate.backupsUntil).toBe(new Date(made + days(90) + hours(8)).toISOString().slice(0, 10))
  })
})
