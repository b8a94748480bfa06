/** Enrolled computers: tokens, short numbers, shifts, and what ends them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  cited,
  openComputers,
  otherPin,
  ownPassword,
  pin,
  sentence,
  ward,
  zeroReport,
  type Computers,
  type Profile,
} from '../testing/computers.ts'
import { administrator, code, expectOk, setUpSecret } from '../testing/faults/bed.ts'
import type { DeviceRow } from './api-devices.ts'

const minute = 60_000,
  hour = 60 * minute
let computers: Computers, head: string, deputy: string, stranger: string, office: string

beforeAll(async () => {
  computers = await openComputers()
  head = await computers.hire('林护士', [{ post: 'head-nurse', unit: '骨科' }])
  deputy = await computers.hire('方主任', [{ post: 'deputy-director', unit: '骨科' }])
  stranger = await computers.hire('内科人', [{ post: 'head-nurse', unit: '内科' }])
  office = await computers.hire('医务某', [{ post: 'medical-office' }])
})
afterAll(() => computers?.close())

describe('enrolling', () => {
  test('is the administrator’s, on the computer itself: the log names the place, the cookie is out of reach', async () => {
    const profile = computers.profile()
    await profile.signIn(head)
    expect(sentence(await profile.send('POST', '/api/device', ward))).toEqual([
      409,
      cited('不能登记“登记共用电脑”：操作人不是“系统管理员”'),
    ])
    await profile.asAdministrator()
    const reply = await profile.send('POST', '/api/device', ward)
    expect(reply.status).toBe(201)
    const [cookie = ''] = reply.headers.getSetCookie(),
      [pair = '', ...flags] = cookie.split('; ')
    expect(pair).toMatch(/^__Host-shouze-device=[\w-]{43}$/)
    expect(flags).toEqual(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Max-Age=34560000'])
    const { body: found } = await profile.send('POST', '/api/registers/enrol-device/search', {})
    expect(found.rows[0].values).toMatchObject({ title: ward.title, unit: '骨科', idleMin: 2 })
    expect(JSON.stringify(found)).not.toContain(pair.split('=')[1])
  })
  test('asks where it stands and who uses it, and is done once for a computer', async () => {
    const profile = await computers.enrolled()
    await profile.asAdministrator()
    expect(sentence(await profile.send('POST', '/api/device', ward))).toEqual([
      409,
      cited(`不能登记：这台电脑已登记为“${ward.title}”`),
    ])
    const fresh = computers.profile()
    await fresh.asAdministrator()
    expect(sentence(await fresh.send('POST', '/api/device', { title: '某机', idleMin: 2 }))).toEqual([
      422,
      cited('不能登记“登记共用电脑”：没有写明谁可以用：单位或岗位'),
    ])
    expect(fresh.cookies.has('__Host-shouze-device')).toBe(false)
  })
  test('shows the tiles of that unit, by post, to who stands there, and nothing to who does not', async () => {
    const door = await (await computers.enrolled()).door()
    expect(door).toMatchObject({ title: ward.title, idleMin: 2, isCut: false, organisation: { code } })
    expect(door.people.map(({ account, posts, isOnShift }) => [account, posts, isOnShift])).toEqual([
      [deputy, '科副主任', false],
      [head, '护士长', false],
    ])
    expect((await computers.profile().send('GET', '/api/device')).status).toBe(404)
    const office1 = await (await computers.enrolled({ title: '医务科', posts: ['medical-office'], idleMin: 5 })).door()
    expect(office1.people.map(({ account }) => account)).toEqual([office])
    const heads = await computers.enrolled({ ...ward, title: '护士长专用', posts: ['head-nurse', 'medical-office'] })
    expect((await heads.door()).people.map(({ account }) => account).sort()).toEqual([head, office].sort())
  })
  test('says what is due there soon, and whose turn it is', async () => {
    const { dues, people } = await (await computers.enrolled()).door()
    expect(dues.map(({ title, turn }) => [title, turn])).toContainEqual(['护理日报', '林护士（护士长）'])
    expect(people.find(({ account }) => account === head)?.due).toMatchObject({
      lateFrom: Date.parse('2026-10-08T11:00:00+08:00'),
    })
  })
})

describe('the list of computers', () => {
  test('is the administrator’s, with when each was last seen', async () => {
    const profile = await computers.enrolled()
    await profile.asAdministrator()
    computers.pass(2 * minute)
    await profile.whoIsIn()
    const rows: readonly DeviceRow[] = expectOk(await profile.send('GET', '/api/devices'))
    expect(rows.find(({ isHere }) => isHere)).toMatchObject({
      title: ward.title,
      unitTitle: '骨科',
      posts: [],
      byName: administrator.name,
      seen: computers.now,
    })
    await profile.signIn(head)
    expect(sentence(await profile.send('GET', '/api/devices'))).toEqual([
      403,
      cited('不能看共用电脑：操作人不是“系统管理员”'),
    ])
  })
  test('a revoked computer shows no tile, opens nothing, and ends who is signed in there, at once', async () => {
    const profile = await computers.enrolled(),
      other = await computers.enrolled({ ...ward, title: '骨科护士站 2 号机' })
    for (const one of [profile, other]) await computers.beginShift(one, head)
    expectOk(await profile.byPin(head))
    expectOk(await other.byPin(head))
    const desk = computers.profile()
    await desk.asAdministrator()
    const rows: readonly DeviceRow[] = expectOk(await desk.send('GET', '/api/devices'))
    const device = rows.findLast(({ title }) => title === ward.title)?.device ?? ''
    const mine = (await profile.send('GET', '/api/session')).body
    expect(mine.device.title).toBe(ward.title)
    const before = await Promise.all([profile, other].map((one) => one.whoIsIn()))
    // Every computer of that name but the one that is at hand was left by earlier tests.
    for (const row of rows.filter(({ title }) => title === ward.title)) {
      expect((await desk.send('POST', `/api/devices/${row.device}/revoke`, {})).status).toBe(204)
    }
    const after = await Promise.all([profile, other].map((one) => one.whoIsIn()))
    expect([before, after]).toEqual([
      [head, head],
      [undefined, head],
    ])
    expect((await profile.send('GET', '/api/device')).status).toBe(404)
    expect(sentence(await profile.byPin(head))).toEqual([
      403,
      cited('不能进入：这台电脑没有登记为共用电脑，请用口令登录'),
    ])
    expect(sentence(await desk.send('POST', `/api/devices/${device}/revoke`, {}))).toEqual([
      422,
      cited('不能登记“撤销共用电脑”：没有登记这台电脑'),
    ])
    const { body: revoked } = await desk.send('POST', '/api/registers/revoke-device/search', {})
    expect(revoked.rows.map(({ values }: { values: { device: string } }) => values.device)).toContain(device)
  })
})

describe('the short number', () => {
  let profile: Profile
  beforeEach(async () => {
    profile = await computers.enrolled()
  })
  test('needs the whole password once, then opens as the person himself', async () => {
    expect(sentence(await profile.byPin(head))).toEqual([403, cited('不能进入：这一班还没有用口令登录过')])
    expectOk(await profile.signIn(head))
    expect((await profile.send('GET', '/api/session')).body).toMatchObject({
      kind: 'full',
      device: { title: ward.title, idleMin: 2, isListed: true },
    })
    await profile.leave()
    expect(await profile.tile(head)).toMatchObject({ isOnShift: true, why: '还没有设六位口令' })
    expect(sentence(await profile.byPin(head))).toEqual([403, cited('不能进入：还没有设六位口令')])
    await computers.beginShift(profile, head)
    expect((await profile.tile(head))?.why).toBeUndefined()
    expectOk(await profile.byPin(head))
    expect((await profile.send('GET', '/api/session')).body).toMatchObject({ account: head, kind: 'pin' })
  })
  test('is one’s own: the next person’s acts are the next person’s', async () => {
    await computers.beginShift(profile, head)
    await computers.beginShift(profile, deputy, otherPin)
    expectOk(await profile.byPin(head))
    expectOk(await profile.byPin(deputy, otherPin))
    expect(await profile.whoIsIn()).toBe(deputy)
    const { seq } = expectOk(await profile.send('POST', '/api/registers/daily-report/entries', zeroReport('骨科')))
    expect(expectOk(await profile.send('GET', `/api/entries/${seq}`)).byName).toBe('方主任')
    expect(await computers.bed.open.parts.projection.entry(seq)).toMatchObject({ account: deputy })
    expectOk(await profile.byPin(head))
    expect(sentence(await profile.byPin(head, otherPin))).toEqual([403, cited('不能进入：六位口令不对，还可试 4 次')])
  })
  test.each([
    ['12345', '应为 6 位数字'],
    ['111111', '同一个数字太多'],
    ['880229', '像生日，别人最先试'],
  ])('%s is refused in a sentence', async (number, fault) => {
    await profile.signIn(head)
    expect(sentence(await profile.send('PUT', '/api/device/pin', { pin: number }))).toEqual([
      422,
      cited(`不能设六位口令：${fault}`),
    ])
  })
  test('is set by its owner, after his whole password, on the computer that lists him', async () => {
    const set = async () => sentence(await profile.send('PUT', '/api/device/pin', { pin }))
    expect((await set())[0]).toBe(401)
    await profile.signIn(stranger)
    expect(await set()).toEqual([409, cited('不能设六位口令：不在这台电脑的名单上')])
    await computers.beginShift(profile, head)
    await profile.byPin(head)
    expect((await set())[0]).toBe(403)
    const elsewhere = computers.profile()
    await elsewhere.signIn(head)
    expect(sentence(await elsewhere.send('PUT', '/api/device/pin', { pin }))).toEqual([
      409,
      cited('不能设六位口令：这台电脑没有登记为共用电脑'),
    ])
  })
  test('five wrong tries lock it at that computer for that person, until his whole password', async () => {
    const second = await computers.enrolled({ ...ward, title: '骨科护士站 2 号机' })
    for (const one of [profile, second]) await computers.beginShift(one, head)
    await computers.beginShift(profile, deputy, otherPin)
    const said = []
    for (let n = 0; n < 6; n++) said.push((await profile.byPin(head, otherPin)).body.detail)
    const locked = cited('不能进入：六位口令连错 5 次，用口令登录一次就解开')
    expect(said).toEqual([
      ...[4, 3, 2, 1].map((left) => cited(`不能进入：六位口令不对，还可试 ${left} 次`)),
      locked,
      locked,
    ])
    expect(sentence(await profile.byPin(head))).toEqual([403, locked])
    expect((await second.byPin(head)).status).toBe(201)
    expect((await profile.byPin(deputy, otherPin)).status).toBe(201)
    await profile.signIn(head)
    await profile.leave()
    expect((await profile.byPin(head)).status).toBe(201)
  })
  test('is nothing without its computer: not beside it, not with a copied hash, not for another house’s', async () => {
    await computers.beginShift(profile, head)
    const elsewhere = computers.profile()
    expect((await elsewhere.byPin(head)).status).toBe(403)
    // The rows of one computer copied to another, as who writes to the database could: the number opens nothing there.
    const second = await computers.enrolled({ ...ward, title: '骨科护士站 2 号机' })
    const { rowCount } = await computers.bed.installation.pools.application.query(
      `insert into shouze.device_user select org, $2, account, pin, 0, signed, seen from shouze.device_user
        where device = $1 and account = $3`,
      [profile.device, second.device, head],
    )
    expect(rowCount).toBe(1)
    expect((await second.tile(head))?.why).toBeUndefined()
    expect(sentence(await second.byPin(head))).toEqual([403, cited('不能进入：六位口令不对，还可试 4 次')])
  })
  test('does not open for whom the computer is not meant, and his whole password does, without a tile', async () => {
    expect(sentence(await profile.byPin(stranger))).toEqual([
      403,
      cited('不能进入：不在这台电脑的名单上，请用口令登录'),
    ])
    expectOk(await profile.signIn(stranger))
    expect((await profile.send('GET', '/api/session')).body.device.isListed).toBe(false)
    await profile.leave()
    expect(await profile.tile(stranger)).toBeUndefined()
  })
})

describe('a session of a computer', () => {
  let profile: Profile
  beforeEach(async () => {
    profile = await computers.enrolled()
    await computers.beginShift(profile, head)
  })
  test('is good at that computer alone, and gone with its cookie', async () => {
    expectOk(await profile.byPin(head))
    const stolen = computers.profile()
    for (const [name, value] of profile.cookies) if (!name.includes('device')) stolen.cookies.set(name, value)
    expect([await stolen.whoIsIn(), await profile.whoIsIn()]).toEqual([undefined, head])
    const second = await computers.enrolled({ ...ward, title: '骨科护士站 2 号机' })
    second.cookies.set('__Host-shouze', profile.cookies.get('__Host-shouze') ?? '')
    expect(await second.whoIsIn()).toBeUndefined()
  })
  test('ends when nobody has used it for its minutes and a little', async () => {
    expectOk(await profile.byPin(head))
    computers.pass(3 * minute - 1_000)
    expect(await profile.whoIsIn()).toBe(head)
    computers.pass(3 * minute)
    expect(await profile.whoIsIn()).toBeUndefined()
    const desk = computers.profile()
    expectOk(await desk.signIn(head))
    computers.pass(hour)
    expect(await desk.whoIsIn()).toBe(head)
  })
  test('by the short number ends with the shift, and so does the number', async () => {
    computers.pass(12 * hour - 2 * minute)
    expectOk(await profile.byPin(head))
    computers.pass(2 * minute - 1_000)
    expect(await profile.whoIsIn()).toBe(head)
    computers.pass(40_000)
    expect(await profile.whoIsIn()).toBeUndefined()
    expect(sentence(await profile.byPin(head))).toEqual([403, cited('不能进入：这一班还没有用口令登录过')])
    expect(await profile.tile(head)).toMatchObject({ isOnShift: false })
    await profile.signIn(head)
    await profile.leave()
    expect((await profile.byPin(head)).status).toBe(201)
  })
  test('ended by its person at the end of his shift leaves no number behind that opens', async () => {
    expectOk(await profile.byPin(head))
    expect((await profile.send('DELETE', '/api/device/shift')).status).toBe(204)
    expect(await profile.whoIsIn()).toBeUndefined()
    expect((await profile.byPin(head)).body.detail).toBe(cited('不能进入：这一班还没有用口令登录过'))
  })
  test('leaves no earlier one behind when persons change', async () => {
    expectOk(await profile.byPin(head))
    const earlier = computers.profile()
    for (const [name, value] of profile.cookies) earlier.cookies.set(name, value)
    await computers.beginShift(profile, deputy, otherPin)
    expect(await earlier.whoIsIn()).toBeUndefined()
  })
  test('and the number end with a new password, of his own or a one-time one', async () => {
    expectOk(await profile.byPin(head))
    const changed = 'Xin-Kou-Ling-2026'
    expectOk(await profile.signIn(head))
    expectOk(await profile.send('POST', '/api/password', { old: ownPassword, new: changed }))
    expect((await profile.send('GET', '/api/session')).body).toMatchObject({ kind: 'full', device: { isListed: true } })
    await profile.leave()
    expect((await profile.byPin(head)).status).toBe(201)
    const second = await computers.enrolled({ ...ward, title: '骨科护士站 2 号机' })
    expectOk(await second.signIn(head, changed))
    expectOk(await second.send('PUT', '/api/device/pin', { pin }))
    computers.pass(1_000)
    const admin = computers.profile()
    await admin.asAdministrator()
    const { password } = expectOk(await admin.send('POST', `/api/accounts/${head}/password`, {}))
    expect((await second.byPin(head)).body.detail).toBe(cited('不能进入：这一班还没有用口令登录过'))
    expectOk(await second.signIn(head, password))
    expect(sentence(await second.send('PUT', '/api/device/pin', { pin }))).toEqual([
      409,
      cited('不能设六位口令：请先改口令'),
    ])
    expectOk(await second.send('POST', '/api/password', { old: password, new: 'Di-San-Ge-2026' }))
    expectOk(await second.send('PUT', '/api/device/pin', { pin }))
  })
})

test('another organisation’s account does not come in at this one’s computer', async () => {
  const profile = await computers.enrolled()
  const second = computers.profile()
  const made = await second.send('POST', '/api/setup', {
    secret: setUpSecret,
    name: '另一家',
    code: 'other',
    policies: [],
    administrator,
  })
  expect(made.status).toBe(201)
  expect(sentence(await profile.signIn(administrator.account, administrator.password, 'other'))).toEqual([
    403,
    cited('不能登录：这台电脑登记给了别的单位'),
  ])
  expect((await profile.asAdministrator()).status).toBe(201)
  // A computer of the other house has none of this one's tiles, and this one's number does not open there.
  expectOk(await second.send('POST', '/api/device', { title: '别处', posts: ['administrator'], idleMin: 2 }))
  expect((await second.door()).people.map(({ account }) => account)).toEqual([administrator.account])
  expect((await second.byPin(head)).status).toBe(403)
})
