/** The command as people type it, in a process of its own: `node bin/shouze.mjs start …`, and what it says and ends with. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface StartChild {
  readonly child: ChildProcess
  /** Resolves at the first line that matches, also one that was said already; undefined when it ended without one. */
  hears(line: RegExp): Promise<string | undefined>
  /** Every line so far, on either stream. */
  said(): string
  /** How it ended: the exit code, and how long it took from its beginning. */
  readonly ended: Promise<{ readonly code: number | null; readonly tookMs: number }>
  /** SIGKILL: the database is left behind. */
  kill(): Promise<void>
  /** SIGTERM, and waits. */
  stop(): Promise<void>
}
const root = join(import.meta.dirname, '..')
const program = join(root, 'bin', 'shouze.mjs')

/** `args` behind `start`: `--data`, `--port`, …. With `npm`, as README says it: `npm start -- …`. */
export function startChild(args: readonly string[], { npm = false } = {}): StartChild {
  const command: readonly [string, readonly string[]] = npm
    ? ['npm', ['start', '--', ...args]]
    : [process.execPath, [program, 'start', ...args]]
  const begun = performance.now(),
    lines: string[] = [],
    listeners = new Set<() => void>()
  const child = spawn(...command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      for (const listener of listeners) listener()
    })
  }
  let isEnded = false
  // `close` comes after the last word on either stream.
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    isEnded = true
    for (const listener of listeners) listener()
    return { code: code ?? null, tookMs: performance.now() - begun }
  })
  return {
    child,
    ended,
    said: () => lines.join('\n'),
    hears: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const line = lines.find((one) => wanted.test(one))
          if (line === undefined && !isEnded) return
          listeners.delete(look)
          resolve(line)
        }
        listeners.add(look)
        look()
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
