/** A disk of a test's own that can lose power: what was not synced to it is gone. Only root may mount one, on Linux. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const bytes = 400 * 1024 * 1024
const unmountMsMax = 10_000

export interface LossyDisk {
  readonly path: string
  /**
   * From here on the file system takes nothing to the disk any more, not even its own journal, and gives errors to whoever
   * writes. `endAll` must end every process that has a file open there; then the disk comes back with what it really held.
   */
  losePower(endAll: () => Promise<void>): Promise<void>
  remove(): Promise<void>
}

/** Why this machine gives us no such disk; undefined when it does. */
export async function whyNoLossyDisk(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'mounting needs root on Linux'
  try {
    const disk = await lossyDisk()
    await disk.losePower(() => Promise.resolve())
    await disk.remove()
    return undefined
  } catch (error) {
    return `a disk cannot be mounted here: ${error instanceof Error ? error.message.trim() : String(error)}`
  }
}

/** An ext4 file system in a file, on a loop device. */
export async function lossyDisk(): Promise<LossyDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'shouze-power-')),
    image = join(folder, 'image'),
    path = join(folder, 'disk')
  await chmod(folder, 0o711)
  await writeFile(image, '')
  await truncate(image, bytes)
  run('mkfs.ext4', ['-q', '-F', image])
  await mkdir(path)
  mount(image, path)
  await chmod(path, 0o711)
  return {
    path,
    losePower: async (endAll) => {
      shutDown(path)
      await endAll()
      await unmount(path)
      mount(image, path)
    },
    remove: async () => {
      await unmount(path)
      rmSync(folder, { recursive: true })
    },
  }
}
const run = (program: string, args: readonly string[]) => execFileSync(program, args, { stdio: 'pipe' })
const mount = (image: string, path: string) => run('mount', ['-o', 'loop', image, path])

/** The ioctl EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH; Node has no call for it, Perl stands on every Linux. */
function shutDown(path: string) {
  const script = 'open(my $f, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($f, 0x8004587D, $how) or die $!'
  run('perl', ['-e', script, path])
}
/** Processes that were just killed may hold a file for another moment. A lazy unmount would keep what must be lost. */
async function unmount(path: string) {
  for (const began = performance.now(); ; ) {
    try {
      run('umount', [path])
      return
    } catch (error) {
      if (performance.now() - began > unmountMsMax) throw error
      await pause(50)
    }
  }
}
