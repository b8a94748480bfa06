/** What the short number of a shared computer does not open, and what a password that is too old does not close. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
import { administrator, expectOk } from '../testing/faults/bed.ts'
import { writingRoutes } from '../testing/faults/writing-routes.ts'
import { dailyRoutes } from './http/by-password.ts'

const hour = 3_600_000
let computers: Computers

beforeAll(async () => {
  computers = await openComputers()
})
afterAll(() => computers?.close())

describe('the short number never suffices', () => {
  const stepUp = (doing: string) => [403, cited(`${doing}：现在是用六位口令进入的，请先确认口令`)]
  let profile: Profile
  beforeAll(async () => {
    profile = await computers.enrolled({ title: '办公室', posts: ['administrator'], idleMin: 10 })
    expectOk(await profile.asAdministrator())
    expectOk(await profile.send('PUT', '/api/device/pin', { pin }))
    await profile.leave()
    expectOk(await profile.byPin(administrator.account))
  })
  test.each([
    ['POST', '/api/password', { old: administrator.password, new: 'Xin-Kou-Ling-2027' }],
    ['POST', '/api/people', { name: '某', account: 'somebody', posts: [] }],
    ['POST', '/api/accounts/staff1/password', {}],
    ['PUT', '/api/parameters/appeal', { value: 3 }],
    ['PUT', '/api/calendar/2027', { holidays: ['2027-01-01'], makeUpDays: [] }],
    ['POST', '/api/device', ward],
    ['POST', '/api/devices/dabc/revoke', {}],
    ['PUT', '/api/device/pin', { pin: otherPin }],
  ])('%s %s', async (method, path, body) =>
    expect(sentence(await profile.send(method, path, body))).toEqual(stepUp('不能这样做')),
  )
  test('for the organisation’s own books', async () => {
    const entry = { kind: 'department', unit: '眼科', title: '眼科', from: '2026-10-08' }
    expect(sentence(await profile.send('POST', '/api/registers/open-unit/entries', entry))).toEqual(
      stepUp('不能登记“设立单位”'),
    )
  })
  test('the twin: the same once the password was confirmed, for five minutes and no longer', async () => {
    expectOk(await profile.send('POST', '/api/session/confirm', { password: administrator.password }))
    const entry = { kind: 'department', unit: '眼科', title: '眼科', from: '2026-10-08' }
    expect((await profile.send('POST', '/api/registers/open-unit/entries', entry)).status).toBe(201)
    const load = async () =>
      (await profile.send('PUT', '/api/calendar/2027', { holidays: ['2027-01-01'], makeUpDays: [] })).status
    expect(await load()).toBe(201)
    computers.pass(5 * 60_000 + 1)
    expect(await load()).toBe(403)
    expectOk(await profile.byPin(administrator.account))
    expect(await load()).toBe(403)
  })
  test('and every writing route is either a day’s work or asks for the password', () => {
    const byPassword = [
      'POST /api/password',
      'POST /api/people',
      'POST /api/people.xlsx',
      'POST /api/people/:person/leave',
      'POST /api/people/:person/back',
      'POST /api/people/:person/leaving',
      'POST /api/accounts/:account/password',
      'PUT /api/parameters/:parameter',
      'PUT /api/calendar/:year',
      'POST /api/calendar/:year/preview',
      'POST /api/device',
      'POST /api/devices/:device/revoke',
      'PUT /api/device/pin',
      'POST /api/slips',
      'POST /api/staff-lists/look-up',
      'POST /api/staff-lists/read',
      'POST /api/imports',
      'DELETE /api/imports/:id',
      'POST /api/imports/:id/undo',
      'POST /api/disposals',
      'POST /api/disposals/:seq/approve',
      'POST /api/disclosures/:seq',
      'POST /api/machines',
      'POST /api/machines/:machine/revoke',
      'POST /api/approvals/:approval/:subject/agree',
      'POST /api/approvals/:approval/:subject/return',
    ]
    const withoutSession = [
      'POST /api/session',
      'DELETE /api/session',
      'POST /api/device/session',
      'POST /api/setup',
      'POST /api/clock',
      'POST /api/machine/reports',
    ]
    const known = new Set([...dailyRoutes, ...byPassword, ...withoutSession])
    const writing = writingRoutes(computers.app.printRoutes({ commonPrefix: false }))
    expect(writing.length).toBeGreaterThan(15)
    expect(writing.filter((route) => !known.has(route))).toEqual([])
  })
})

test('an expired password lets in, and is asked for; in the midst of a shift nobody asks', async () => {
  const profile = await computers.enrolled({ ...ward, unit: '内科' }),
    late = await computers.hire('副内科', [{ post: 'deputy-director', unit: '内科' }])
  const asked = async () => {
    const { mustChangePassword, isPasswordExpired } = (await profile.send('GET', '/api/session')).body
    return [mustChangePassword, isPasswordExpired]
  }
  computers.pass(90 * 24 * hour - 10 * hour)
  await computers.beginShift(profile, late)
  expectOk(await profile.signIn(late))
  expect(await asked()).toEqual([false, false])
  computers.pass(10 * hour + 60_000)
  expectOk(await profile.byPin(late))
  expect(await asked()).toEqual([false, false])
  expectOk(await profile.signIn(late))
  expect(await asked()).toEqual([true, true])
  expect((await profile.send('POST', '/api/registers/daily-report/entries', zeroReport('内科'))).status).toBe(201)
  expectOk(await profile.send('POST', '/api/password', { old: ownPassword, new: 'Xin-Kou-Ling-2026' }))
  expect(await asked()).toEqual([false, false])
})
