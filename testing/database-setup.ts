/** One embedded PostgreSQL for a whole test run, started when the first test asks for a database, stopped at the end. */
import { readdir, rm, stat } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDataFolder, type DataFolder } from '../store/data-folder.ts'
import { startEmbedded, type EmbeddedServer } from '../store/embedded.ts'
import { stopOrphans } from '../store/orphans.ts'
import { scratchFolder, scratchPrefix } from './scratch.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The socket that answers with a `TestServer`, in JSON. */
    readonly database: string
  }
}

/** What a test is told of the server. */
export interface TestServer {
  readonly superuser: string
  readonly owner: string
  readonly application: string
}

/** Longer than any run takes. */
const abandonedMs = 6 * 3_600_000

interface Running {
  readonly folder: DataFolder
  readonly server: EmbeddedServer
}

/** Called by vitest before the first file; what it gives back is called after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const scratch = await scratchFolder()
  let running: Promise<Running> | undefined
  const desk = createServer((socket) => {
    running ??= begin(join(scratch.path, 'data'))
    void answer(socket, running)
  })
  const name = join(scratch.path, 'desk')
  await new Promise<void>((resolve) => {
    desk.listen(name, resolve)
  })
  project.provide('database', name)
  return async () => {
    desk.close()
    // A start that failed has told the tests so; there is nothing of it to stop.
    const [began] = await Promise.allSettled([running])
    if (began.status === 'fulfilled' && began.value) {
      await began.value.server.stop()
      await began.value.folder.release()
    }
    await scratch.remove()
  }
}

/** Runs that were killed left a server each. What is hours old and held by nobody is stopped and removed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(scratchPrefix)) continue
    const path = join(tmpdir(), name)
    const found = await stat(path).catch(() => undefined)
    if (!found || found.uid !== process.getuid?.() || found.mtimeMs > Date.now() - abandonedMs) continue
    const folder = join(path, 'data')
    await stopOrphans(join(folder, 'pg'), join(folder, 'run'))
    await rm(path, { recursive: true, force: true })
  }
}

async function begin(path: string): Promise<Running> {
  const folder = await openDataFolder(path)
  // fsync stays on: a test of what survives is no test without it.
  const debian = process.env['SHOUZE_TEST_POSTGRES']
  const server = await startEmbedded(folder, {
    settings: ['max_connections=200'],
    ...(debian && { binaries: `/usr/lib/postgresql/${debian}/bin` }),
  })
  return { folder, server }
}

async function answer(socket: Socket, running: Promise<Running>): Promise<void> {
  socket.on('error', () => socket.destroy())
  try {
    const { server } = await running
    const told: TestServer = { superuser: server.superuser, ...server.access }
    socket.end(JSON.stringify(told))
  } catch (error) {
    socket.end(String(error))
  }
}
