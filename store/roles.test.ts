/** What the application's own connection may do to the log, and what nobody may do by mistake. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { openPools, type Pools, sqlState } from './connect.ts'
import { openStore } from './log.ts'
import { sampleBatch, sampleOrganisation } from './sample-batch.ts'
import type { Lease } from './types.ts'

const refusedPrivilege = '42501'
const refusedChange = '23001'
let database: TestDatabase
let pools: Pools
let lease: Lease

beforeAll(async () => {
  database = await freshDatabase()
  pools = openPools(database)
  const { org } = await sampleOrganisation(pools.owner, 'house')
  const taken = await openStore(pools.application).takeLease(org, 'first', 1_760_000_000_000, 10_000)
  if (taken === undefined) throw new Error('a new organisation has a free lease')
  lease = taken
  await openStore(pools.application).append(
    sampleBatch(lease, 0, 2, {
      tiles: [{ level: 0, index: 0, hashes: Buffer.alloc(8192) }],
    }),
  )
})
afterAll(async () => {
  await pools.close()
  await database.drop()
})

/** The SQLSTATE with which a statement is refused; `accepted` where it is not. */
async function outcome(pool: Pools['owner'], statement: string): Promise<string> {
  try {
    await pool.query(statement)
    return 'accepted'
  } catch (error) {
    return sqlState(error) ?? String(error)
  }
}

describe('the application', () => {
  it('is neither superuser nor owner, and passes no row-level rule by', async () => {
    const { rows } = await pools.application.query(`select current_user = session_user as is_itself, rolsuper,
        rolbypassrls, rolcreatedb, rolcreaterole, pg_has_role(current_user, c.relowner, 'member') as is_owner
      from pg_roles, pg_class c where rolname = current_user and c.oid = 'shouze.event'::regclass`)
    expect(rows).toEqual([
      {
        is_itself: true,
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        is_owner: false,
      },
    ])
  })

  it('appends events and reads them', async () => {
    await openStore(pools.application).append(sampleBatch(lease, 2, 1))
    expect((await openStore(pools.application).head(lease.org)).size).toBe(3)
  })

  const changes = ['event', 'body', 'checkpoint', 'tile', 'answer', 'data_key'].flatMap((table) => [
    `update ${table} set org = org`,
    `update ${table} set org = 2 where org = 1`,
    `delete from ${table}`,
    `truncate ${table}`,
    `alter table ${table} add column x integer`,
    `drop table ${table}`,
    `copy ${table} to program 'true'`,
    `create index on ${table} (org)`,
    `alter table ${table} disable trigger all`,
    `select * from ${table} for update`,
  ])
  it.each(changes)('is refused: %s', async (statement) => {
    expect(await outcome(pools.application, statement)).toBe(refusedPrivilege)
  })

  it.each([
    "copy event from program 'true'",
    "copy event to '/tmp/shouze-event'",
    'create table shouze.mine (x integer)',
    'create table public.mine (x integer)',
    "create function shouze.mine() returns void language sql as ''",
    "create or replace function shouze.refuse_change() returns trigger language plpgsql as 'begin return null; end'",
    'drop trigger event_stays on event',
    'set role shouze_owner',
    'set session_replication_role = replica',
    "select shouze.grant_application('shouze_app')",
    'update organisation set name = code',
    'delete from organisation',
    'delete from lease',
    'truncate session',
    'truncate slice',
    'update migration set name = name',
    'select * from migration',
  ])('is refused: %s', async (statement) => {
    expect(await outcome(pools.application, statement)).toBe(refusedPrivilege)
  })

  it.each([
    'select * from event',
    'update lease set until = until',
    'delete from slice',
    'delete from session',
    'select * from data_key',
  ])('is accepted: %s', async (statement) => {
    expect(await outcome(pools.application, statement)).toBe('accepted')
  })

  it('may do no more to any table than is written down here', async () => {
    const { rows } = await pools.application.query<{ may: string; tables: string }>(`
      select may, string_agg(c.relname, ' ' order by c.relname) as tables
      from pg_class c, lateral (select string_agg(left(p, 1), '' order by p) as may
        from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p
        where has_table_privilege(c.oid, p)) as m
      where c.relnamespace = 'shouze'::regnamespace and c.relkind = 'r' group by may order by may`)
    expect(rows).toEqual([
      {
        may: 'DISU',
        tables:
          'credential device device_user draft entry entry_month exact folded kept_since moved outbox owed owed_month projected ' +
          'sent session setting slice undone',
      },
      { may: 'IS', tables: 'answer body checkpoint data_key event tile' },
      { may: 'ISU', tables: 'alive lease' },
      { may: 'S', tables: 'disposed organisation' },
      { may: null, tables: 'application_right migration' },
    ])
  })
})

describe('what was logged stays, also for the owner by mistake', () => {
  it.each([
    'update event set recorded = 0',
    'update event set recorded = 0 where false',
    'delete from event where org = 1',
    'truncate event',
    'delete from checkpoint',
    'truncate checkpoint, event',
    "update checkpoint set note = ''",
    'delete from body',
    'update body set key_no = 1 where false',
    'truncate body',
  ])('%s', async (statement) => {
    expect(await outcome(pools.owner, statement)).toBe(refusedChange)
  })

  it('while what can be made again may be dropped', async () => {
    expect(await outcome(pools.owner, 'truncate slice, folded, entry')).toBe('accepted')
  })

  it('and nobody in the schema asks the database for the time', async () => {
    const { rows } = await pools.owner.query<{ source: string }>(`
      select prosrc as source from pg_proc where pronamespace = 'shouze'::regnamespace
      union all select pg_get_expr(adbin, adrelid) from pg_attrdef d join pg_class c on c.oid = d.adrelid
      where c.relnamespace = 'shouze'::regnamespace`)
    expect(rows.length).toBeGreaterThan(4)
    const clocks = /now\(|current_time|localtime|clock_timestamp|current_date/i
    for (const { source } of rows) expect(source).not.toMatch(clocks)
  })
})
