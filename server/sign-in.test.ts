import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from './http/app.ts'
import { SignIn } from './http/sign-in.ts'
import { administrator, code, plainParts, openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

let bed: Bed,
  one: Hired,
  other: Hired,
  now = Date.now()
let address: string, close: () => Promise<unknown>

/** The same installation with a clock for sessions that the test moves. */
beforeAll(async () => {
  bed = await openBed({
    clock: '2026-10-08T08:00:00+08:00',
    policies: ['hospital-daily-report'],
    departments: ['骨科'],
  })
  one = await bed.hire('林一', [{ post: 'medical-office' }])
  other = await bed.hire('方二', [{ post: 'medical-office' }])
  const { house, credentials, sessions, policies } = bed.installation
  const app = await openApp({
    house,
    policies,
    signIn: new SignIn(credentials, sessions, () => now),
    ...plainParts(bed),
  })
  address = await app.listen({ host: '127.0.0.1', port: 0 })
  close = () => app.close()
})
afterAll(async () => {
  await close?.()
  await bed?.close()
})

async function ask(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(address + path, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      'idempotency-key': crypto.randomUUID(),
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}
const signIn = (account: string, password: string) =>
  ask('POST', '/api/session', { organisation: code, account, password })
const cookieOf = ({ headers }: { readonly headers: Headers }) => ({
  cookie: headers.getSetCookie().join().split(';')[0] ?? '',
})
const today = async (cookie: object) => (await ask('GET', '/api/today', undefined, { ...cookie })).status

test('the cookie of a session is for this host alone, out of the reach of scripts and of other sites', async () => {
  const [cookie = ''] = (await signIn(one.account, one.password)).headers.getSetCookie()
  const [pair = '', ...flags] = cookie.split('; ')
  expect(pair).toMatch(/^__Host-shouze=[\w-]{32,}$/)
  expect(flags.filter((flag) => !flag.startsWith('Max-Age')).sort()).toEqual([
    'HttpOnly',
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ])
  const again = (await signIn(one.account, one.password)).headers.getSetCookie()[0]
  expect(again).not.toBe(cookie)
})

test('five failures lock an account for fifteen minutes and no other, and nothing tells which accounts there are', async () => {
  const wrong = { status: 401, body: { detail: '不能登录：账号或口令不对；连错 5 次锁定 15 分钟' } }
  const replies = []
  for (let n = 0; n < 5; n++) replies.push(await signIn(one.account, 'Not-This-One-1'))
  for (const reply of [...replies, await signIn(one.account, one.password), await signIn('nobody', 'Not-This-One-1')]) {
    expect(reply).toMatchObject(wrong)
  }
  expect((await signIn(other.account, other.password)).status).toBe(201)
  now += 15 * 60_000 - 1_000
  expect((await signIn(one.account, one.password)).status).toBe(401)
  now += 2_000
  expect((await signIn(one.account, one.password)).status).toBe(201)
})

test('four failures and the right password lock nothing', async () => {
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 4; n++) expect((await signIn(other.account, 'Not-This-One-1')).status).toBe(401)
    expect((await signIn(other.account, other.password)).status).toBe(201)
  }
})

test('twenty tries at once are five and no more', async () => {
  now += 3_600_000
  const tries = await Promise.all(
    Array.from({ length: 20 }, () =>
      bed.installation.credentials.claimTry(bed.org, one.account, now, { most: 5, withinMs: 900_000, lockMs: 900_000 }),
    ),
  )
  expect(tries.filter((claimed) => claimed?.isAllowed).length).toBe(5)
  now += 3_600_000
})

let known: Promise<{ readonly cookie: string }> | undefined
/** Sign-in is limited by address, and a test that signs in for every line would meet that limit. */
const asAdministrator = () => (known ??= signIn(administrator.account, adminPassword).then(cookieOf))
let adminPassword = administrator.password

test.each([
  ['another origin', { origin: 'https://example.net' }],
  ['an origin of another port', { origin: 'http://127.0.0.1:1' }],
  ['an opaque origin', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { 'sec-fetch-site': 'same-site' }],
])('a writing request from %s is refused with its cookie and all', async (_, headers) => {
  const cookie = await asAdministrator()
  for (const [method, path] of [
    ['POST', '/api/registers/open-unit/entries'],
    ['POST', '/api/session'],
    ['DELETE', '/api/session'],
    ['POST', '/api/password'],
    ['POST', '/api/people'],
    ['PUT', '/api/drafts/x'],
    ['PUT', '/api/calendar/2027'],
  ] as const) {
    const { status, body } = await ask(method, path, {}, { ...cookie, ...headers })
    expect({ path, status, detail: body?.detail }).toEqual({ path, status: 403, detail: '不能提交：请求来自别的网站' })
  }
  expect(await today(cookie)).toBe(200)
})

test('the twin: the same request from our own page is taken', async () => {
  const cookie = await asAdministrator()
  const entry = { kind: 'department', unit: '眼科', title: '眼科', from: '2026-10-08' }
  const own = { ...cookie, origin: address, 'sec-fetch-site': 'same-origin' }
  expect(await ask('POST', '/api/registers/open-unit/entries', entry, own)).toMatchObject({ status: 201 })
})

test('when the password changes, every session of the account ends, and only those', async () => {
  const here = cookieOf(await signIn(other.account, other.password)),
    there = cookieOf(await signIn(other.account, other.password))
  const admin = await asAdministrator()
  expect([await today(here), await today(there)]).toEqual([200, 200])
  const changed = await ask('POST', '/api/password', { old: other.password, new: 'Xin-Kou-Ling-2026' }, here)
  expect(changed.status).toBe(204)
  expect([await today(here), await today(there), await today(admin)]).toEqual([401, 401, 200])
  expect(await today(cookieOf(changed))).toBe(200)
  expect((await signIn(other.account, other.password)).status).toBe(401)
  expect((await signIn(other.account, 'Xin-Kou-Ling-2026')).status).toBe(201)
})

test('the administrator gives a one-time password: the old one ends, the new one must be changed, and the log says so', async () => {
  const place = `/api/accounts/${other.account}/password`,
    own = cookieOf(await signIn(other.account, 'Xin-Kou-Ling-2026'))
  expect(await ask('POST', place, {}, own)).toMatchObject({ status: 409 })
  const given = await ask('POST', place, {}, await asAdministrator())
  expect(given.status).toBe(201)
  expect(await today(own)).toBe(401)
  expect((await signIn(other.account, 'Xin-Kou-Ling-2026')).status).toBe(401)
  const password = String(given.body['password'])
  const fresh = await signIn(other.account, password)
  expect((await ask('GET', '/api/session', undefined, cookieOf(fresh))).body['mustChangePassword']).toBe(true)
  const slips = await ask('POST', '/api/registers/reset-password/search', {}, await asAdministrator())
  expect(slips.body['rows'][0]).toMatchObject({ values: { account: other.account, kind: 'reset' } })
  expect(await ask('POST', '/api/accounts/nobody-here/password', {}, await asAdministrator())).toMatchObject({
    status: 422,
  })
})

const slipFor = async (account: string) =>
  String((await ask('POST', `/api/accounts/${account}/password`, {}, await asAdministrator())).body['password'])
const refusedSlips = async () =>
  (await ask('POST', '/api/registers/slip-refused/search', {}, await asAdministrator())).body['rows'].map(
    ({ values }: { readonly values: object }) => values,
  )

test('a slip is good for one sign-in: a second fails and is logged, and what the first one began goes on', async () => {
  const slip = await slipFor(one.account),
    first = cookieOf(await signIn(one.account, slip))
  expect(await signIn(one.account, slip)).toMatchObject({
    status: 401,
    body: { detail: '不能登录：这张口令条已经用过，请系统管理员另发一张' },
  })
  expect(await refusedSlips()).toEqual([{ account: one.account, why: 'used' }])
  expect(await today(first)).toBe(200)
  const chosen = await ask('POST', '/api/password', { old: slip, new: 'Zi-Xuan-2026-kl' }, first)
  expect([chosen.status, (await signIn(one.account, 'Zi-Xuan-2026-kl')).status]).toEqual([204, 201])
})

test('of two at once with the same slip one comes in', async () => {
  const slip = await slipFor(one.account)
  const both = await Promise.all([signIn(one.account, slip), signIn(one.account, slip)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
})

test('a slip is good for 24 hours and no longer; a new one takes its place', async () => {
  const slip = await slipFor(one.account)
  now += 24 * 3_600_000 - 1
  expect((await signIn(one.account, slip)).status).toBe(201)
  known = undefined
  const late = await slipFor(one.account)
  now += 24 * 3_600_000
  expect(await signIn(one.account, late)).toMatchObject({
    status: 401,
    body: { detail: '不能登录：这张口令条已过有效期，请系统管理员另发一张' },
  })
  known = undefined
  expect((await refusedSlips())[0]).toEqual({ account: one.account, why: 'over' })
  const fresh = await slipFor(one.account)
  expect([(await signIn(one.account, late)).status, (await signIn(one.account, fresh)).status]).toEqual([401, 201])
})

test('nobody gives a slip to himself; another administrator does', async () => {
  const place = `/api/accounts/${administrator.account}/password`
  expect(await ask('POST', place, {}, await asAdministrator())).toMatchObject({
    status: 422,
    body: { detail: '不能登记“发一次性口令”：不能给自己发，须由另一位系统管理员发给本人（组织第一条）' },
  })
  expect(await today(await asAdministrator())).toBe(200)
  const second = await bed.hire('管二', [{ post: 'administrator' }]),
    asSecond = cookieOf(await signIn(second.account, second.password))
  const given = await ask('POST', place, {}, asSecond)
  expect(given.status).toBe(201)
  const back = cookieOf(await signIn(administrator.account, String(given.body['password'])))
  adminPassword = `${administrator.password}-2`
  const own = { old: given.body['password'], new: adminPassword }
  known = ask('POST', '/api/password', own, back).then(cookieOf)
  expect(await today(await asAdministrator())).toBe(200)
})

test('who is closed out is out within a second, also from what his page listens to, and his password opens nothing', async () => {
  const leaver = await bed.hire('离一', [{ post: 'medical-office' }]),
    cookie = cookieOf(await signIn(leaver.account, leaver.password))
  expect(await today(cookie)).toBe(200)
  const listening = await fetch(`${address}/api/live`, { headers: cookie }),
    ended = listening.text()
  const began = performance.now()
  const closed = await ask(
    'POST',
    '/api/registers/close-account/entries',
    { account: leaver.account },
    await asAdministrator(),
  )
  expect(closed.status).toBe(201)
  expect(await today(cookie)).toBe(401)
  expect(await ended).toContain('连通')
  const tookMs = performance.now() - began
  expect(tookMs).toBeLessThan(1_000)
  console.log(`out ${Math.round(tookMs)} ms after the account was closed`)
  expect((await signIn(leaver.account, leaver.password)).status).toBe(401)
  expect((await ask('GET', '/api/session', undefined, cookie)).status).toBe(401)
})

test('an account of the same name, opened anew, is entered by no old session and no old password', async () => {
  const first = await bed.hire('同名甲', []),
    cookie = cookieOf(await signIn(first.account, first.password))
  const admin = await asAdministrator()
  const file = (register: string, entry: object) => ask('POST', `/api/registers/${register}/entries`, entry, admin)
  expect((await file('close-account', { account: first.account })).status).toBe(201)
  expect((await file('open-account', { account: first.account, person: one.person })).status).toBe(201)
  expect([await today(cookie), (await signIn(first.account, first.password)).status]).toEqual([401, 401])
})

test('a session ends with signing out, and after two idle hours', async () => {
  const signed = cookieOf(await signIn(administrator.account, adminPassword))
  expect((await ask('DELETE', '/api/session', undefined, signed)).status).toBe(204)
  expect(await today(signed)).toBe(401)
  const idle = cookieOf(await signIn(administrator.account, adminPassword))
  now += 2 * 3_600_000 - 60_000
  expect(await today(idle)).toBe(200)
  now += 2 * 3_600_000 + 60_000
  expect(await today(idle)).toBe(401)
})

test('what cannot be undone asks for the password again after five minutes, the last millisecond included (SE-03)', async () => {
  const clerk = await bed.hire('申三', [{ post: 'disposal-approver' }])
  const cookie = cookieOf(await signIn(clerk.account, clerk.password))
  const confirm = (password: string) => ask('POST', '/api/session/confirm', { password }, cookie)
  const fresh = async () => (await ask('GET', '/api/session', undefined, cookie)).body.isFresh
  now += 5 * 60_000
  expect(await fresh()).toBe(true)
  now += 1
  expect(await fresh()).toBe(false)
  expect((await confirm('Bu-Shi-Zhe-Ge-27')).body.detail).toBe('不能确认：口令不对；连错 5 次锁定 15 分钟')
  expect(await fresh()).toBe(false)
  expect([(await confirm(clerk.password)).status, await fresh()]).toEqual([204, true])
})
test('what the server fills in is typed by nobody', async () => {
  const clerk = await bed.hire('申四', [{ post: 'disposal-clerk' }])
  const cookie = cookieOf(await signIn(clerk.account, clerk.password))
  const entry = { due: 0, bodies: 1, held: 0, list: 'a', lines: ['arrive 2026-03 1 1'] }
  const answer = await ask('POST', '/api/registers/disposal/entries', entry, cookie)
  expect([answer.status, answer.body.detail]).toEqual([409, '不能登记“提出处置”：这一项在它自己的页上办（组织第十条）'])
})
