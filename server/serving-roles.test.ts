import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBed, type Bed, type Hired } from '../testing/faults/bed.ts'

const day = '2026-10-08'
const item = { department: '骨科', day, heading: 'critical', kind: 'medical', severity: 'minor', summary: '情况' }
let bed: Bed, deputy: Hired

beforeAll(async () => {
  bed = await openBed({ clock: `${day}T08:00:00+08:00`, policies: ['hospital-daily-report'], departments: ['骨科'] })
  deputy = await bed.hire('林一', [{ post: 'deputy-director', unit: '骨科' }])
})
afterAll(() => bed?.close())

/** What each connection of the program may do, seen from outside while it serves. The owner's pool is named apart. */
const connections = `select a.application_name as name, a.usename::text as role, r.rolsuper as super, r.rolbypassrls as bypasses,
    exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'shouze' and pg_has_role(r.oid, c.relowner, 'member')) as owns
  from pg_stat_activity a join pg_roles r on r.rolname = a.usename
  where a.datname = $1 and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'`
interface Connection {
  readonly name: string
  readonly role: string
  readonly super: boolean
  readonly bypasses: boolean
  readonly owns: boolean
}

async function seen(): Promise<readonly Connection[]> {
  const client = new pg.Client({ connectionString: bed.database.superuser })
  await client.connect()
  try {
    return (await client.query<Connection>(connections, [bed.database.name])).rows
  } finally {
    await client.end()
  }
}
const isMighty = (one: Connection) => one.super || one.bypasses || one.owns

test('while it serves, no connection of the application is superuser, owner or above row security', async () => {
  const found: Connection[] = []
  for (let round = 0; round < 5; round++) {
    const writing = Array.from({ length: 40 }, () =>
      deputy.client.send('POST', '/api/registers/item/entries', item, randomUUID()),
    )
    const reading = Array.from({ length: 20 }, () => deputy.client.send('GET', '/api/today'))
    found.push(...(await seen()))
    await Promise.all([...writing, ...reading])
    found.push(...(await seen()))
  }
  // Only the pool that makes organisations is the owner's; whatever else is connected serves.
  const serving = found.filter(({ name }) => name !== 'shouze-owner')
  expect(serving.length).toBeGreaterThan(5)
  expect(serving.filter(isMighty)).toEqual([])
  expect(new Set(serving.map(({ role }) => role))).toEqual(new Set(['shouze_app']))
  expect(found.filter(({ name }) => name === 'shouze-owner').every(isMighty)).toBe(true)
})

test('control: a connection of the owner is found to be mighty', async () => {
  const owner = new pg.Client({ connectionString: bed.database.owner, application_name: 'probe' })
  await owner.connect()
  expect((await seen()).filter(({ name }) => name === 'probe').every(isMighty)).toBe(true)
  await owner.end()
})

const forbidden = [
  'update shouze.event set header = header where seq = 0',
  'delete from shouze.event where seq = 0',
  'truncate shouze.event',
  'alter table shouze.event add column note text',
  'alter table shouze.event disable trigger all',
  'drop table shouze.event',
  "update shouze.checkpoint set note = '' where size = 1",
  'delete from shouze.answer',
  'delete from shouze.body',
  'set session authorization shouze_owner',
  'create table shouze.other (x int)',
  "copy shouze.event to program 'true'",
]
test.each(forbidden)('through the very connections that serve, it is refused: %s', async (text) => {
  const { owner, ...pools } = bed.installation.pools
  const serving = Object.values(pools).filter((pool) => pool instanceof pg.Pool)
  expect(serving.length).toBeGreaterThan(0)
  for (const pool of serving) await expect(pool.query(text)).rejects.toThrow(/permission denied|must be owner/)
  expect(serving).not.toContain(owner)
})

test('the twin: the same pool reads events, and appends them through the server', async () => {
  const {
    rows: [row],
  } = await bed.installation.pools.application.query<{ n: number }>('select count(*) as n from shouze.event')
  expect(row?.n).toBe(bed.open.writer.size)
  await bed.file(deputy.client, 'item', item)
})

test('even the owner changes nothing that was logged', async () => {
  for (const text of forbidden.slice(0, 3)) {
    await expect(bed.installation.pools.owner.query(text)).rejects.toThrow('what was logged stays')
  }
})
