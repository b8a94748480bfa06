import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../testing/postgres.ts'
import { checkExternal } from './external.ts'

const role = `test_${randomBytes(6).toString('hex')}`
let database: TestDatabase
let application: string

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.superuser })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  database = await freshDatabase()
  await run(`create role ${role} login password 'secret'; grant connect on database ${database.name} to ${role}`)
  const url = new URL(database.application)
  url.username = role
  url.password = 'secret'
  application = url.href
})
afterAll(async () => {
  await run(`revoke all on database ${database.name} from ${role}`)
  await database.drop()
  await dropRole()
})

/** A role belongs to the server, not to the database that is gone by now. */
async function dropRole(): Promise<void> {
  const url = new URL(database.superuser)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query(`drop role ${role}`)
  await client.end()
}

test('two separated roles on one database are accepted', async () => {
  await expect(checkExternal({ owner: database.owner, application })).resolves.toBeUndefined()
})

test.each([
  ['superuser', 'nosuperuser', '是超级用户'],
  ['bypassrls', 'nobypassrls', '能绕过行级安全'],
  ['createrole', 'nocreaterole', '能建立角色或复制数据'],
])('an application role with %s is refused; with %s accepted', async (more, less, fact) => {
  await run(`alter role ${role} ${more}`)
  const refusal = {
    reason: 'external',
    exitCode: 17,
    message: expect.stringContaining(`外部数据库的应用角色“${role}”${fact}`),
  }
  await expect(checkExternal({ owner: database.owner, application })).rejects.toMatchObject(refusal)
  await run(`alter role ${role} ${less}`)
  await expect(checkExternal({ owner: database.owner, application })).resolves.toBeUndefined()
})

test('an application role that is a member of the owner, or may make schemas, is refused', async () => {
  const asked = (): Promise<void> => checkExternal({ owner: database.owner, application })
  await run(`grant shouze_owner to ${role}`)
  await expect(asked()).rejects.toThrow('拥有这些表，或是所有者的成员')
  await run(`revoke shouze_owner from ${role}; grant create on database ${database.name} to ${role}`)
  await expect(asked()).rejects.toThrow('能在这个数据库里建立模式')
  await run(`revoke create on database ${database.name} from ${role}`)
  await expect(asked()).resolves.toBeUndefined()
})

test('the same role twice, and two databases, are refused', async () => {
  const other = await freshDatabase({ isMigrated: false })
  await expect(checkExternal({ owner: database.owner, application: database.owner })).rejects.toThrow(
    '与所有者是同一个角色',
  )
  await expect(checkExternal({ owner: other.owner, application: database.application })).rejects.toThrow(
    '两个地址指向的不是同一个数据库',
  )
  await other.drop()
})

test('a wrong password, a wrong address and a silent server are refused without showing the password', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve)
  })
  // A listening TCP server always has an AddressInfo.
  const { port } = silent.address() as AddressInfo
  const wrong = application.replace(':secret@', ':hidden@')
  for (const url of [
    wrong,
    'postgresql://u:hidden@127.0.0.1:1/x',
    `postgresql://u:hidden@127.0.0.1:${port}/x`,
    'http//u:hidden',
  ]) {
    const began = performance.now()
    const error: unknown = await checkExternal({ owner: database.owner, application: url }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      reason: 'external',
      message: expect.stringMatching(/^不能启动：连不上外部数据库的应用地址（.*）；/),
    })
    expect(String(error)).not.toContain('hidden')
    expect(performance.now() - began).toBeLessThan(10_000)
  }
  silent.close()
})
