/** Starts `server-process.ts` and hears what it reports. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

declare const __FOLD_DIGEST__: string

export interface ServerOptions extends StartOptions {
  /** Of the fold: a constant that the runner gives to tests, and the bundle to the program. */
  readonly digest: string
}
export interface StartOptions {
  readonly folder: string
  /** As ISO text: the clock is driven from there on. */
  readonly clock?: string
  /** An external PostgreSQL by both roles; without it, the one of the folder. */
  readonly owner?: string
  readonly application?: string
  readonly setUpSecret: string
  /** Answers before it commits: the control that must fail. */
  readonly isEarly?: boolean
}
export interface ServerReport {
  readonly address: string
}
export interface ServerChild extends ServerReport {
  readonly child: ChildProcess
  /** What it said so far, on either stream. */
  said(): string
  /** Ends it as the kernel does when memory runs out, and waits until it is gone. */
  kill(): Promise<void>
  /** Ends it in order. Throws when it does not end so within `patienceMs`. */
  stop(): Promise<void>
}
const patienceMs = 20_000

/** Resolves once it listens. Throws, with what it said, when it ends before. */
export async function startServerChild(options: StartOptions): Promise<ServerChild> {
  const given: ServerOptions = { ...options, digest: __FOLD_DIGEST__ }
  const child = spawn(process.execPath, [await program(), JSON.stringify(given)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const words: string[] = [],
    ended = once(child, 'exit')
  child.stderr.on('data', (said: Buffer) => words.push(said.toString()))
  const report = await new Promise<ServerReport>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      words.push(`${line}\n`)
      // The process writes one such line; the others are its log.
      if (line.startsWith('{"address"')) resolve(JSON.parse(line) as ServerReport)
    })
    void ended.then(() => reject(new Error(`the server ended before it listened: ${words.join('')}`)))
  })
  return {
    ...report,
    child,
    said: () => words.join(''),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      const isLate = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      const [code] = await ended
      clearTimeout(isLate)
      if (code !== 0) throw new Error(`the server ended with ${String(code)}: ${words.join('')}`)
    },
  }
}

let bundled: Promise<string> | undefined
/** In one file, as the program itself is started: thirty starts from single sources would take minutes. */
const program = () => (bundled ??= bundle())
async function bundle(): Promise<string> {
  const root = join(import.meta.dirname, '..'),
    outfile = join(root, 'build', 'test', 'server-process.mjs')
  const entryPoints = [join(import.meta.dirname, 'server-process.ts')],
    fresh = `${outfile}.${process.pid}`
  await build({
    entryPoints,
    outfile: fresh,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
  })
  // Another worker may start the one that stands there at this moment.
  renameSync(fresh, outfile)
  return outfile
}
