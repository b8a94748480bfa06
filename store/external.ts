/** An external PostgreSQL, given by two URLs: whether it may carry an organisation's log. */
import pg from 'pg'
import { codeOf, StartRefusal } from './start-refusal.ts'
import type { Access } from './types.ts'

const versionMin = 150_000
const connectTimeoutMs = 5000

/**
 * Refuses, in one sentence, what the program must not run on: PostgreSQL before 15, another encoding than UTF-8, two
 * URLs that lead to two databases, or an application role that could change what it has written.
 * Throws `StartRefusal` (external) within ten seconds.
 */
export async function checkExternal(access: Access): Promise<void> {
  const owner = await ask<OwnerFacts>(access.owner, '所有者', ownerFacts)
  const application = await ask<ApplicationFacts>(access.application, '应用', applicationFacts, [owner.role])
  for (const [isWrong, fact, next] of judgements(owner, application)) {
    if (isWrong) throw new StartRefusal('external', fact, next)
  }
}

interface OwnerFacts {
  readonly role: string
  readonly version: number
  readonly encoding: string
  readonly place: string
  readonly can_make: boolean
}
interface ApplicationFacts {
  readonly role: string
  readonly place: string
  readonly is_super: boolean
  readonly bypasses: boolean
  readonly makes_roles: boolean
  readonly is_owner: boolean
  readonly owns: boolean
  readonly can_make: boolean
}

/** Which database it is: its number, and when its server started, to the microsecond. */
const place = `(select oid::text from pg_database where datname = current_database())
    || ' ' || pg_postmaster_start_time()::text`
const ownerFacts = `
  select current_user::text as role, current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding, ${place} as place,
    has_database_privilege(current_database(), 'create') as can_make`
const applicationFacts = `
  select current_user::text as role, ${place} as place, rolsuper as is_super, rolbypassrls as bypasses,
    rolcreaterole or rolreplication as makes_roles, pg_has_role(current_user, $1::name, 'member') as is_owner,
    exists (select from pg_namespace where nspname = 'shouze' and pg_has_role(nspowner, 'member'))
      or exists (select from pg_database where datname = current_database() and pg_has_role(datdba, 'member')) as owns,
    has_database_privilege(current_database(), 'create') as can_make
  from pg_roles where rolname = current_user`

function judgements(owner: OwnerFacts, application: ApplicationFacts): readonly (readonly [boolean, string, string])[] {
  const role = `外部数据库的应用角色“${application.role}”`
  const another = '请为应用另建一个只能登录的普通角色'
  const version = `${Math.floor(owner.version / 10_000)}.${owner.version % 10_000}`
  return [
    [owner.version < versionMin, `外部数据库是 PostgreSQL ${version}，需要 15 或更高版本`, '请先升级数据库'],
    [owner.encoding !== 'UTF8', `外部数据库的编码是 ${owner.encoding}，需要 UTF8`, '请另建一个编码为 UTF8 的数据库'],
    [owner.place !== application.place, '两个地址指向的不是同一个数据库', '请核对所有者与应用的地址'],
    [owner.role === application.role, `${role}与所有者是同一个角色`, another],
    [application.is_super, `${role}是超级用户`, another],
    [
      application.bypasses,
      `${role}能绕过行级安全（BYPASSRLS）`,
      `请执行 ALTER ROLE … NOBYPASSRLS，或${another.slice(1)}`,
    ],
    [application.makes_roles, `${role}能建立角色或复制数据`, another],
    [application.is_owner || application.owns, `${role}拥有这些表，或是所有者的成员`, another],
    [application.can_make, `${role}能在这个数据库里建立模式`, '请收回它的 CREATE 权限（REVOKE CREATE ON DATABASE）'],
    [!owner.can_make, `外部数据库的所有者角色“${owner.role}”不能建立模式`, '请把数据库的所有权或 CREATE 权限给它'],
  ]
}

async function ask<Row extends object>(url: string, who: string, text: string, values: unknown[] = []): Promise<Row> {
  let client: pg.Client | undefined
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<Row>(text, values)
    const [row] = rows
    if (!row) throw new Error('the role does not see itself')
    return row
  } catch (error) {
    // The message may quote the address with its password; the code does not.
    const code = codeOf(error) ?? '没有应答'
    throw new StartRefusal(
      'external',
      `连不上外部数据库的${who}地址（${code}）`,
      '请核对地址、口令，以及数据库是否在运行',
      error,
    )
  } finally {
    await client?.end()
  }
}
