/** A small disk of a test's own, in memory. Only root may mount one; elsewhere the tests that need it say so. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TinyDisk {
  readonly path: string
  /** Mounts it again with other options: `ro`, `rw`, `size=300m`. */
  change(options: string): void
  remove(): void
}

/** Why this machine mounts nothing for us; undefined when it does. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting needs root on Linux'
  try {
    const probe = join(tmpdir(), `shouze-mount-${process.pid}`)
    const script =
      'mkdir -p "$1" && mount -t tmpfs -o size=1m tmpfs "$1" && umount "$1"; said=$?; rmdir "$1"; exit $said'
    execFileSync('sh', ['-c', script, 'probe', probe], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `mounting is forbidden here: ${error instanceof Error ? error.message.trim() : String(error)}`
  }
}

/** `options` as mount(8) takes them for tmpfs: `size=20m`, `nr_inodes=300`. */
export async function tinyDisk(options: string): Promise<TinyDisk> {
  const path = await mkdtemp(join(tmpdir(), 'shouze-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=0711,${options}`, 'tmpfs', path])
  await chmod(path, 0o711)
  return {
    path,
    change: (changed) => execFileSync('mount', ['-o', `remount,${changed}`, path]),
    remove: () => {
      execFileSync('umount', ['-l', path])
      rmSync(path, { recursive: true })
    },
  }
}
