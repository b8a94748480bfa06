/** Our own outages make nobody late: the server stopped and started again, and the database gone for a while. */
import { afterEach, expect, test } from 'vitest'
import { DrivenClock } from './clock.ts'
import type { Today } from './api.ts'
import { expectOk, openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

const day = '2026-10-08',
  at = (clock: string) => Date.parse(`${day}T${clock}+08:00`)
const report = { department: '骨科', day, critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
let bed: Bed, deputy: Hired

async function open() {
  bed = await openBed({ clock: `${day}T08:00:00+08:00`, policies: ['hospital-daily-report'], departments: ['骨科'] })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
}
afterEach(() => bed?.close())

const events = async (...types: readonly string[]) =>
  (await bed.open.log.events(0, 5_000)).filter(({ type }) => types.includes(type))
async function moveClock(clock: string) {
  const driven = bed.installation.clock
  if (driven instanceof DrivenClock) driven.moveTo(at(clock))
}
/** Whether the daily report was in time, as often as it was settled. */
const verdicts = async () =>
  (await events('met')).flatMap((event) => ('isInTime' in event && event.duty === 'daily' ? [event.isInTime] : []))
const isWhole = async () => expectOk(await bed.admin.send('GET', '/api/history?replay=1')).replay.isEqual

test('a server that was stopped from 10:30 to 11:40 makes nobody late, and says so', async () => {
  await open()
  await bed.moveTo(at('10:30:00'))
  await bed.restart(undefined, at('11:40:00'))
  expect(await events('outage')).toMatchObject([{ from: at('10:30:00'), until: at('11:40:00'), clause: '0.8' }])
  const his = await bed.signIn(deputy.account, deputy.password)
  const { todo }: Today = expectOk(await his.send('GET', '/api/today'))
  expect(todo.find(({ duty }) => duty === 'daily')).toMatchObject({ due: at('12:10:00'), isExtended: true })
  await bed.moveTo(at('12:09:59'))
  await bed.file(his, 'daily-report', report)
  expect(await verdicts()).toEqual([true])
  expect((await events('late')).filter((event) => 'duty' in event && event.duty === 'daily')).toEqual([])
  expect(await isWhole()).toBe(true)
})

test('control: without an outage, eleven is eleven', async () => {
  await open()
  await bed.moveTo(at('11:40:00'))
  expect((await events('late')).some((event) => 'duty' in event && event.duty === 'daily')).toBe(true)
  expect(await events('outage')).toEqual([])
})

test('a restart that touches nothing moves nothing', async () => {
  await open()
  await bed.restart()
  expect(await events('outage', 'moved')).toEqual([])
})

test('a database that was gone from 10:50 to 11:05 makes nobody late', async () => {
  await open()
  await bed.moveTo(at('10:50:00'))
  const { owner, application } = bed.installation.pools
  const { rows } = await application.query<{ role: string; base: string }>(
    'select current_user as role, current_database() as base',
  )
  const [{ role, base } = { role: '', base: '' }] = rows
  await owner.query(`revoke connect on database "${base}" from "${role}"`)
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity
    where usename = current_user and pid <> pg_backend_pid()`
  await application.query(kill).catch(() => undefined)
  await bed.installation.pools.writer.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
  await expect.poll(() => bed.open.writer.isFaltering, { timeout: 20_000 }).toBe(true)
  await expect(bed.file(deputy.client, 'daily-report', report)).rejects.toThrow()
  await moveClock('11:05:00')
  await owner.query(`grant connect on database "${base}" to "${role}"`)
  await expect.poll(async () => (await events('outage')).length, { timeout: 20_000 }).toBe(1)
  expect((await events('late')).filter((event) => 'duty' in event && event.duty === 'daily')).toEqual([])
  await bed.file(deputy.client, 'daily-report', report)
  expect(await verdicts()).toEqual([true])
  expect(await isWhole()).toBe(true)
})

test('who was stamped during one outage and is written after the next is written at his stamp, and time runs on', async () => {
  await open()
  await bed.moveTo(at('10:50:00'))
  const { store } = bed.open.parts,
    { append } = store
  let round = 0,
    fail = (): void => undefined
  const failing = new Promise<void>((resolve) => (fail = resolve))
  let asked = (): void => undefined
  const held = new Promise<void>((resolve) => (asked = resolve))
  Object.assign(store, {
    append: async (...[batch]: Parameters<typeof append>) => {
      round += 1
      if (round > 2) return append(batch)
      asked()
      if (round === 1) await failing
      else {
        // Committed, and the answer is lost.
        await append(batch)
        await moveClock('10:58:00')
      }
      throw new Error('Connection terminated')
    },
  })
  const first = bed.file(deputy.client, 'daily-report', report)
  await held
  const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '跌倒' }
  const second = bed.file(deputy.client, 'item', item)
  await expect.poll(() => bed.open.writer.queued).toBe(1)
  await moveClock('10:55:00')
  fail()
  await Promise.all([first, second])
  Object.assign(store, { append })
  const all = await bed.open.log.events(0, 5_000)
  expect(await events('outage')).toMatchObject([
    { from: at('10:50:00'), until: at('10:55:00') },
    { from: at('10:55:00'), until: at('10:58:00') },
  ])
  expect(all.find((event) => event.type === 'filed' && event.register === 'item')?.at).toBe(at('10:50:00'))
  const times = all.map(({ recorded }) => recorded)
  expect(times.filter((recorded, n) => recorded < (times[n - 1] ?? 0))).toEqual([])
  expect(await isWhole()).toBe(true)
})
