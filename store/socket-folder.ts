/** Where the database's socket lies: inside the data folder, or in a short path where that one is too long. */
import { createHash } from 'node:crypto'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { socketPathBytesMax } from './folder-lock.ts'
import { codeOf, StartRefusal } from './start-refusal.ts'

const socketName = '.s.PGSQL.5432'

/**
 * Makes the folder when it is missing, 0700 for the database's user. Throws `StartRefusal` (folder) when somebody
 * else has made one of that name first, which in a temporary folder anybody can.
 */
export async function socketFolderFor(folder: DataFolder): Promise<string> {
  const inside = join(folder.path, 'run')
  await makeOwn(inside, folder)
  if (Buffer.byteLength(join(inside, socketName)) <= socketPathBytesMax) return inside
  const short = createHash('sha256').update(folder.path).digest('hex').slice(0, 16)
  const outside = join(tmpdir(), `shouze-${short}`)
  await makeOwn(outside, folder)
  return outside
}

async function makeOwn(path: string, { user }: DataFolder): Promise<void> {
  const own = user?.uid ?? process.getuid?.() ?? 0
  try {
    await mkdir(path, { mode: 0o700 })
    if (user) await chown(path, user.uid, user.gid)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const found = await lstat(path)
  // Root may find its own folder there when it was killed between making it and giving it away.
  if (user && found.isDirectory() && found.uid === 0) await chown(path, user.uid, user.gid)
  else if (!found.isDirectory() || found.uid !== own || (found.mode & 0o077) !== 0) {
    throw new StartRefusal('folder', `“${path}”不是本程序建立的文件夹`, '请移走它后再启动')
  }
}
