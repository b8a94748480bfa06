/** The demonstration: what is invented is clearly so, and the real command lays it out, marks it, and comes back to it. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bornIn, faultInIdNumber } from '../engine/identity.ts'
import { hours } from '../engine/time.ts'
import type { SignedOut, Today } from '../server/api.ts'
import { faultOfPassword, onePassword } from '../server/http/sign-in.ts'
import { HttpClient } from '../testing/http-client.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { startChild, type StartChild } from '../testing/start-child.ts'
import { accountTable } from './demo.ts'
import { arrangedYear } from '../server/arranged-year.ts'
import { CatchUpClock } from './demo-clock.ts'
import { cycleName, noOnesNumber, type DemoAccount } from './demo-people.ts'

const layoutMs = 40_000,
  running: StartChild[] = []
let scratch: Scratch

beforeEach(async () => {
  scratch = await scratchFolder()
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
  await scratch.remove()
})
async function started(
  ...args: readonly string[]
): Promise<{ readonly child: StartChild; readonly client: HttpClient }> {
  const child = startChild(['--port', '0', ...args])
  running.push(child)
  const address = /已启动：(\S+)/.exec((await child.hears(/^已启动：/)) ?? '')?.[1]
  if (address === undefined) throw new Error(`it did not start: ${child.said()}`)
  return { child, client: new HttpClient(address) }
}

test('an invented number passes the check of its last digit and belongs to no district', () => {
  const number = noOnesNumber('1990-04-05', 7)
  expect(faultInIdNumber(number, 'resident', '2026-01-01')).toBeUndefined()
  expect(bornIn(number)).toBe('1990-04-05')
  expect(number.slice(0, 2)).toBe('99')
})
test('no two of the first hundred and twenty bear one name', () => {
  expect(new Set(Array.from({ length: 120 }, (_, n) => cycleName(n))).size).toBe(120)
})
test('a password never contains the name of its account, however short that is', () => {
  for (let n = 0; n < 2_000; n++) expect(faultOfPassword(onePassword('a2'), 'a2')).toBeUndefined()
})
test('the year 2026 has thirty-three days off for holidays and six weekends worked for them', () => {
  const { holidays, makeUpDays } = arrangedYear(2026)
  expect([holidays.length, makeUpDays.length]).toEqual([33, 6])
  expect(holidays).toContain('2026-10-01')
  expect(makeUpDays.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))).toEqual([])
})
test('its clock goes forward as it is told, never beyond the present, and then is the real one for good', () => {
  const start = Date.now() - hours(5),
    clock = new CatchUpClock(start)
  clock.moveTo(start + hours(2))
  clock.moveTo(start + hours(1))
  expect(clock.now()).toBe(start + hours(2))
  clock.moveTo(Date.now() + hours(9))
  expect(clock.now()).toBeLessThanOrEqual(Date.now())
  clock.reachPresent()
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000)
  expect(() => clock.moveTo(Date.now())).toThrow('the clock has reached the present')
})
test('the table stands in columns, a Chinese character counting two', () => {
  const one = (account: string, who: string): DemoAccount => ({
    organisation: '院',
    account,
    who,
    name: '演甲子',
    password: 'P',
  })
  expect(accountTable([one('a', '医务科'), one('abc', '骨科 护士长')]).split('\n')).toEqual([
    '单位  账号  是谁         口令',
    '院    a     医务科       P',
    '院    abc   骨科 护士长  P',
  ])
})

test('the command lays it out in time, the printed password opens a session, and a later start finds all as it was', async () => {
  const folder = join(scratch.path, 'data'),
    begun = performance.now()
  const { child, client } = await started('--data', folder, '--demo')
  expect(performance.now() - begun).toBeLessThan(layoutMs)
  expect(child.said()).toContain('正在铺设演示')
  const path = join(folder, 'demo', 'demo-accounts.json'),
    accounts: readonly DemoAccount[] = JSON.parse(await readFile(path, 'utf8'))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  for (const { account, password } of accounts) expect(child.said()).toMatch(new RegExp(`${account} .*${password}`))
  const { account, password } = accounts.find(({ who }) => who === '医务科') ?? { account: '', password: '' }
  expect((await client.send('POST', '/api/session', { organisation: 'demo-yiyuan', account, password })).status).toBe(
    201,
  )
  const { body: session } = await client.send('GET', '/api/session')
  expect(session).toMatchObject({ isDemo: true, organisation: { clock: 'real' } })
  const today: Today = (await client.send('GET', '/api/today')).body
  expect(Math.abs(today.at - Date.now())).toBeLessThan(60_000)
  const { body: history } = await client.send('GET', '/api/history?replay=1')
  expect(history).toMatchObject({ replay: { isEqual: true } })
  expect(Number(history.size)).toBeGreaterThan(1_000)
  await child.stop()

  const again = await started('--data', join(folder, 'demo'))
  const signedOut: SignedOut = (await again.client.send('GET', '/api/session')).body
  expect(signedOut).toMatchObject({ isDemo: true, isNew: false })
  expect(again.child.said()).toContain(password)
  const real = await started('--data', folder)
  expect((await real.client.send('GET', '/api/session')).body).toMatchObject({ isDemo: false, isNew: true })
}, 120_000)
test('a layout that was killed is laid out anew', async () => {
  const folder = join(scratch.path, 'data'),
    killed = startChild(['--data', folder, '--port', '0', '--demo'])
  await killed.hears(/^正在铺设演示：\d/)
  await killed.kill()
  const { client } = await started('--data', folder, '--demo')
  const signedOut: SignedOut = (await client.send('GET', '/api/session')).body
  expect(signedOut.organisations.map(({ code }) => code)).toEqual(['demo-yiyuan', 'demo-wangba'])
}, 120_000)
