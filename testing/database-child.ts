/** Starts `database-process.ts` and hears what it reports. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Access } from '../store/types.ts'

export interface DatabaseReport {
  /** Of the postmaster. */
  readonly pid?: number
  readonly access?: Access
  /** The sentence of the refusal. */
  readonly refused?: string
}

export interface DatabaseChild {
  readonly child: ChildProcess
  readonly report: DatabaseReport
  /** Ends it at once, as the kernel does when memory runs out, and waits until it is gone. */
  kill(): Promise<void>
}

export interface ChildOptions {
  readonly migrations?: string
  /** Put before the program's own command: `unshare --net`. It must become the program, not start it. */
  readonly command?: readonly string[]
  /** Runs it as this user; needs root. */
  readonly uid?: number
  readonly gid?: number
}

/** Gives the first report. Throws when the process ends without one. */
export async function startDatabaseChild(path: string, options: ChildOptions = {}): Promise<DatabaseChild> {
  const { migrations, command = [], ...identity } = options
  const script = join(import.meta.dirname, 'database-process.ts')
  const words = [...command, process.execPath, '--import', 'tsx', script, path, ...(migrations ? [migrations] : [])]
  const [program = process.execPath, ...args] = words
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], ...identity })
  const ended = once(child, 'exit')
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [])])
  if (typeof line !== 'string') throw new Error('the database process ended without a word')
  // Written by database-process.ts as exactly this type.
  const report = JSON.parse(line) as DatabaseReport
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  return { child, report, kill }
}
