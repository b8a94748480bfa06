import { chmod, chown, mkdir, readdir, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDatabaseChild } from '../testing/database-child.ts'
import { scratchFolder, type Scratch } from '../testing/scratch.ts'
import { tinyDisk, whyNoDisk, type TinyDisk } from '../testing/tiny-disk.ts'
import { openDataFolder } from './data-folder.ts'
import { startEmbedded } from './embedded.ts'
import { stopOrphans } from './orphans.ts'

/** Only root may give a folder to somebody else. */
const needsRoot = (skip: (condition: boolean, reason: string) => void) => skip(process.getuid?.() !== 0, 'needs root')
let scratch: Scratch
let path: string

beforeEach(async () => {
  scratch = await scratchFolder()
  path = join(scratch.path, 'data')
})
afterEach(() => scratch.remove())

async function openAndRelease(): Promise<void> {
  const folder = await openDataFolder(path)
  await folder.release()
}
async function startAndStop(): Promise<void> {
  const folder = await openDataFolder(path)
  try {
    const server = await startEmbedded(folder)
    await server.stop()
  } finally {
    await folder.release()
  }
}

test('a new folder is closed to others, and nothing of the trial stays in it', async () => {
  await openAndRelease()
  expect((await stat(path)).mode & 0o007).toBe(0)
  expect(await readdir(path)).toEqual(['shouze.json'])
})

test('the same process is refused a second time, and let in after it has released', async () => {
  const folder = await openDataFolder(path)
  await expect(openDataFolder(path)).rejects.toMatchObject({ reason: 'taken', exitCode: 10 })
  await folder.release()
  await openAndRelease()
})

test('of many that open at once exactly one is let in', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => openDataFolder(path)))
  const letIn = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(letIn).toHaveLength(1)
  await letIn[0]?.release()
})

test('a folder with other things in it is refused; with none, or marked as ours, accepted', async () => {
  await mkdir(path)
  await writeFile(join(path, '工资表.txt'), '')
  await expect(openDataFolder(path)).rejects.toMatchObject({
    reason: 'folder',
    message: `不能启动：“${path}”里已有别的内容（“工资表.txt”），不是守则的数据文件夹；请用 --data 指定一个空文件夹。`,
  })
  await writeFile(join(path, 'shouze.json'), '{}')
  await openAndRelease()
})

test('a file where the folder should be is refused', async () => {
  await writeFile(path, '')
  await expect(openDataFolder(path)).rejects.toMatchObject({ reason: 'folder', exitCode: 18 })
})

test("another user's folder is refused and names him; given back, it is accepted", async ({ skip }) => {
  needsRoot(skip)
  await mkdir(path)
  await chown(path, 65534, 65534)
  await expect(openDataFolder(path)).rejects.toMatchObject({
    reason: 'notOurs',
    message: `不能启动：“${path}”属于用户“nobody”；请以“nobody”启动，或用 --data 换一个文件夹。`,
  })
  await chown(path, 0, 0)
  await openAndRelease()
})

test("a folder that the database's user cannot reach is refused and names what is in the way", async ({ skip }) => {
  needsRoot(skip)
  await chmod(scratch.path, 0o700)
  await expect(startAndStop()).rejects.toMatchObject({
    reason: 'notOurs',
    message: expect.stringContaining(`它进不了“${scratch.path}”`),
  })
  await chmod(scratch.path, 0o711)
  await startAndStop()
})

test('a holder in another container on the same volume is seen, too', async ({ skip }) => {
  needsRoot(skip)
  const folder = await openDataFolder(path)
  const isolated = { command: ['unshare', '--net'] }
  const refused = await startDatabaseChild(path, isolated)
  expect(refused.report.refused).toContain(`正被另一个守则（进程号 ${process.pid}）使用`)
  await folder.release()
  const accepted = await startDatabaseChild(path, isolated)
  expect(accepted.report.refused).toBeUndefined()
  await accepted.kill()
  await stopOrphans(join(path, 'pg'), join(path, 'run'))
})

const why = whyNoDisk()
describe('on a disk of its own', () => {
  let disk: TinyDisk

  async function on(options: string): Promise<void> {
    disk = await tinyDisk(options)
    path = join(disk.path, 'data')
  }
  beforeEach(({ skip }) => skip(why !== undefined, why))
  afterEach(() => {
    if (why === undefined) disk.remove()
  })

  test('a disk without room is refused within a moment, and accepted once it has room', async () => {
    await on('size=20m')
    const began = performance.now()
    await expect(startAndStop()).rejects.toMatchObject({
      reason: 'full',
      message: `不能启动：“${path}”所在的磁盘已满或所剩无几；请腾出至少 500 MB 后再启动。`,
    })
    expect(performance.now() - began).toBeLessThan(10_000)
    disk.change('size=600m')
    await startAndStop()
  })

  test('a disk that runs full while the database is made leaves nothing half made', async () => {
    await on('size=600m,nr_inodes=400')
    await expect(startAndStop()).rejects.toMatchObject({ reason: 'full', exitCode: 12 })
    expect((await readdir(path)).filter((name) => name.startsWith('pg'))).toEqual([])
    disk.change('size=600m,nr_inodes=100k')
    await startAndStop()
  })

  test('a disk that ran full after the first start is refused, and accepted once it has room', async () => {
    await on('size=400m')
    await startAndStop()
    const ballast = join(disk.path, 'ballast')
    const before = await fill(ballast, disk.path)
    await expect(startAndStop()).rejects.toMatchObject({ reason: 'full' })
    await writeFile(ballast, '')
    expect(before).toBeGreaterThan(0)
    await startAndStop()
  })

  test('a read-only disk is refused, new or used, and accepted once it is writable', async () => {
    await on('size=600m')
    disk.change('ro')
    await expect(startAndStop()).rejects.toMatchObject({ reason: 'readOnly', exitCode: 11 })
    disk.change('rw')
    await startAndStop()
    disk.change('ro')
    await expect(startAndStop()).rejects.toMatchObject({
      reason: 'readOnly',
      message: `不能启动：“${path}”所在的磁盘是只读的；请改为可写后再启动，或用 --data 换一个文件夹。`,
    })
    disk.change('rw')
    await startAndStop()
  })
})

/** Leaves about 10 MB free. Gives how many bytes it wrote. */
async function fill(ballast: string, on: string): Promise<number> {
  const { bavail, bsize } = await statfs(on)
  const bytes = bavail * bsize - 10 * 1024 * 1024
  await writeFile(ballast, Buffer.alloc(bytes))
  return bytes
}
