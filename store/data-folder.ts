/** The folder of `--data`: made, marked as ours, checked for room, and held against a second start. */
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readdir, realpath, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { accountName, databaseUser, type DatabaseUser } from './database-user.ts'
import { holdFolder } from './folder-lock.ts'
import { codeOf, diskFull, fileRefusal, StartRefusal } from './start-refusal.ts'

/** A folder that this process holds until `release` or its end, however it ends. */
export interface DataFolder {
  /** Absolute, without symbolic links. */
  readonly path: string
  /** Whom the database runs as; undefined when it runs as we do. */
  readonly user: DatabaseUser | undefined
  release(): Promise<void>
}

const markName = 'shouze.json'
/** What a fresh PostgreSQL takes with its first write-ahead segments, and what a running one must have to go on. */
const roomToBeginBytes = 160 * 1024 * 1024
const roomToGoOnBytes = 48 * 1024 * 1024

/**
 * Opens the folder, making it (0700) when there is none. As root the group is the database user's and may pass (0710).
 * Throws `StartRefusal`: taken, readOnly, full, notOurs, folder.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const asked = resolve(folder)
  try {
    await makeFolder(asked, 0o700)
    const path = await realpath(asked)
    await refuseOthersFolder(path)
    const release = await holdFolder(path)
    try {
      await refuseStrangeContent(path)
      const user = await databaseUser(join(path, 'pg'))
      await refuseFullDisk(path)
      await chmod(path, user ? 0o710 : 0o700)
      if (user) await chown(path, 0, user.gid)
      await mark(path)
      await proveWritable(path)
      return { path, user, release }
    } catch (error) {
      await release()
      throw error
    }
  } catch (error) {
    throw fileRefusal(error, asked)
  }
}

/** Node's own recursion calls a read-only disk a missing folder, so each level is made by itself. */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT') throw error
    await makeFolder(dirname(path), 0o755)
    await mkdir(path, { mode })
  }
}

async function refuseOthersFolder(path: string): Promise<void> {
  const found = await stat(path)
  if (!found.isDirectory()) throw new StartRefusal('folder', `“${path}”不是文件夹`, '请用 --data 换一个文件夹')
  const { uid } = found
  const own = process.getuid?.()
  if (own === undefined || uid === own) return
  const owner = await accountName(uid)
  throw new StartRefusal('notOurs', `“${path}”属于用户“${owner}”`, `请以“${owner}”启动，或用 --data 换一个文件夹`)
}

/** Somebody's documents are no data folder: a mistyped `--data` must not spread a database among them. */
async function refuseStrangeContent(path: string): Promise<void> {
  const names = await readdir(path)
  if (names.includes(markName)) return
  const strange = names.find(
    (name) => name !== 'lost+found' && !name.startsWith(markName) && !name.startsWith('start.'),
  )
  if (strange === undefined) return
  const fact = `“${path}”里已有别的内容（“${strange}”），不是守则的数据文件夹`
  throw new StartRefusal('folder', fact, '请用 --data 指定一个空文件夹')
}

async function refuseFullDisk(path: string): Promise<void> {
  const names = await readdir(path)
  const { bavail, bsize } = await statfs(path)
  const needed = names.includes('pg') ? roomToGoOnBytes : roomToBeginBytes
  if (bavail * bsize < needed) throw diskFull(path)
}

async function mark(path: string): Promise<void> {
  try {
    await stat(join(path, markName))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    const fresh = join(path, `${markName}.new`)
    await writeFile(fresh, `${JSON.stringify({ what: '守则的数据文件夹，请勿改动', layout: 1 })}\n`, { mode: 0o600 })
    await rename(fresh, join(path, markName))
  }
}

/** Writes and syncs a page, so that a disk that lies about its room or its mode is found before the database is. */
async function proveWritable(path: string): Promise<void> {
  const trial = join(path, `start.${randomBytes(4).toString('hex')}.trial`)
  try {
    const file = await open(trial, 'wx', 0o600)
    try {
      await file.writeFile(Buffer.alloc(64 * 1024))
      await file.sync()
    } finally {
      await file.close()
    }
  } finally {
    await rm(trial, { force: true })
  }
}
