/** How a command reaches an installation's database: beside a running server, or by starting the database itself. */
import { realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type pg from 'pg'
import { openPool } from '../store/connect.ts'
import { openDataFolder, type DataFolder } from '../store/data-folder.ts'
import { databaseUser } from '../store/database-user.ts'
import { readSecrets } from '../store/embedded-secrets.ts'
import { startEmbedded } from '../store/embedded.ts'
import { readWrappingKeys, type WrappingKey } from '../store/key-folder.ts'
import { socketFolderFor } from '../store/socket-folder.ts'
import { codeOf, StartRefusal } from '../store/start-refusal.ts'
import type { Access, Organisation } from '../store/types.ts'
import type { InstallationOptions } from './installation.ts'
import { Refused } from './refused.ts'

/** Where the data lie, and an external PostgreSQL by both roles. */
export type ReachOptions = Pick<InstallationOptions, 'data' | 'owner' | 'application'>
/** A connection of the owner that ends with the command. */
export interface Reached {
  /** Absolute. */
  readonly folder: string
  readonly access: Access
  readonly client: pg.PoolClient
  close(): Promise<void>
}

/** `act` names the command in its refusal. Throws `Refused` where there is no installation, or `StartRefusal`. */
export async function reach(act: string, options: ReachOptions, say: (sentence: string) => void): Promise<Reached> {
  const asked = resolve(options.data)
  if (!(await isThere(join(asked, 'shouze.json')))) {
    throw new Refused(act, `“${asked}”不是守则的数据文件夹`, '请用 --data 指定')
  }
  const undo: (() => Promise<void>)[] = [],
    close = async () => {
      for (const step of undo.reverse()) await step()
    }
  try {
    const path = await realpath(asked),
      access = await accessTo(act, path, options, say, undo)
    const { client, end } = await connected(access.owner)
    undo.push(end)
    return { folder: path, access, client, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** One connection as the owner, with the types that the program reads, and no limit of time for a statement. */
export async function connected(url: string): Promise<{ readonly client: pg.PoolClient; end(): Promise<void> }> {
  const pool = openPool(url, { max: 1, name: 'shouze-command', statementTimeoutMs: 0 })
  try {
    const client = await pool.connect()
    // A connection that breaks also rejects the statement under way; without a listener it would end the process.
    client.on('error', () => undefined)
    await client.query('set idle_in_transaction_session_timeout = 0')
    return {
      client,
      end: async () => {
        client.release()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

type Created = Organisation & { readonly created: number }
/** All organisations, and when each was made. */
export async function organisationsIn(client: pg.ClientBase): Promise<readonly Created[]> {
  const { rows } = await client.query<Created>(
    'select org, code, name, origin, clock, created from shouze.organisation order by org',
  )
  return rows
}

/** The wrapping keys of an installation; none where its folder has no `keys`. */
export async function wrappingKeysOf(folder: string): Promise<readonly WrappingKey[]> {
  return (await isThere(join(folder, 'keys'))) ? readWrappingKeys(folder) : []
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false
    throw error
  }
}

async function accessTo(
  act: string,
  path: string,
  { owner, application }: ReachOptions,
  say: (sentence: string) => void,
  undo: (() => Promise<void>)[],
): Promise<Access> {
  if (owner !== undefined && application !== undefined) return { owner, application }
  if (!(await isThere(join(path, 'pg')))) {
    throw new Refused(act, `“${path}”里没有数据库`, '外部数据库请用 --owner 与 --application 给出')
  }
  const folder = await heldFolder(path)
  if (folder === undefined) return besideServer(path)
  undo.push(() => folder.release())
  const server = await startEmbedded(folder, { say })
  undo.push(() => server.stop())
  return server.access
}
/** Undefined where a server holds it. */
async function heldFolder(path: string): Promise<DataFolder | undefined> {
  try {
    return await openDataFolder(path)
  } catch (error) {
    if (error instanceof StartRefusal && error.reason === 'taken') return undefined
    throw error
  }
}
/** The database of the server that holds the folder: its socket, and the passwords that it keeps there. */
async function besideServer(path: string): Promise<Access> {
  const secrets = await readSecrets(path, true),
    user = await databaseUser(join(path, 'pg'))
  const socket = encodeURIComponent(await socketFolderFor({ path, user, release: () => Promise.resolve() }))
  const url = (role: string, password: string) => `postgresql://${role}:${password}@localhost/shouze?host=${socket}`
  return { owner: url('shouze_owner', secrets.owner), application: url('shouze_app', secrets.application) }
}
