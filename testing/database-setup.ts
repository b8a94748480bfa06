/** One embedded PostgreSQL for a whole test run, started when the first test asks for a database, stopped at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDataFolder, type DataFolder } from '../store/data-folder.ts'
import { startEmbedded, type EmbeddedServer } from '../store/embedded.ts'

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

interface Running {
  readonly folder: DataFolder
  readonly server: EmbeddedServer
}

/** Called by vitest before the first file; what it gives back is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(tmpdir(), 'shouze-test-'))
  let running: Promise<Running> | undefined
  const desk = createServer((socket) => {
    running ??= begin(join(scratch, 'data'))
    void answer(socket, running)
  })
  const name = join(scratch, 'desk')
  await new Promise<void>((resolve) => {
    desk.listen(name, resolve)
  })
  project.provide('database', name)
  return async () => {
    desk.close()
    if (running) {
      const { server, folder } = await running
      await server.stop()
      await folder.release()
    }
    await rm(scratch, { recursive: true, force: true })
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
