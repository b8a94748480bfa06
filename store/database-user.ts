/** Whom the database runs as. PostgreSQL refuses to run as root, so root lends it a user that exists already. */
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, StartRefusal } from './start-refusal.ts'

export interface DatabaseUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/**
 * The user for the cluster at `pgFolder`; undefined when we are not root and it simply runs as we do.
 * A cluster keeps the user it was made by. Throws `StartRefusal` (notOurs) when the system has no such user.
 */
export async function databaseUser(pgFolder: string): Promise<DatabaseUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const accounts = await systemAccounts()
  const keeper = await ownerOf(pgFolder)
  const kept = keeper ? accounts.find((account) => account.uid === keeper) : undefined
  const user = kept ?? ['postgres', 'nobody'].flatMap((name) => accounts.filter((each) => each.name === name))[0]
  if (user && user.uid !== 0) return user
  throw new StartRefusal(
    'notOurs',
    '数据库不能以 root 运行，而系统里没有 postgres 或 nobody 用户',
    '请改用普通用户启动',
  )
}

/** Refuses in a sentence when `user` cannot pass through a folder above, or into, `path`. */
export async function refuseUnreachable(path: string, user: DatabaseUser): Promise<void> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (!(await mayPass(folder, user))) {
      const fact = `以 root 启动时数据库由用户“${user.name}”运行，它进不了“${folder}”`
      throw new StartRefusal('notOurs', fact, '请把程序放到 /opt、数据放到 /var/lib 下面（--data），或改用普通用户启动')
    }
    if (folder === dirname(folder)) return
  }
}

/** The name of a user id, or the id itself when the system does not know it. */
export async function accountName(uid: number): Promise<string> {
  return (await systemAccounts()).find((account) => account.uid === uid)?.name ?? String(uid)
}

async function mayPass(folder: string, user: DatabaseUser): Promise<boolean> {
  const { uid, gid, mode } = await stat(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

async function ownerOf(folder: string): Promise<number | undefined> {
  try {
    return (await stat(folder)).uid
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function systemAccounts(): Promise<readonly DatabaseUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
