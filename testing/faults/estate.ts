/** A database process and a server process, each of which can be killed and started again. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { processesIn } from '../../store/orphans.ts'
import type { Access } from '../../store/types.ts'
import { startDatabaseChild, type DatabaseChild } from '../database-child.ts'
import { startServerChild, type ServerChild } from '../server-child.ts'
import { setUpSecret } from './bed.ts'

export interface EstateOptions {
  /** Where the server's folder lies. */
  readonly path: string
  /** Where the database's folder lies. */
  readonly disk: string
  /** The server answers before it commits. */
  readonly isEarly?: boolean
  /** The database does not wait for the disk. */
  readonly isUnsynced?: boolean
}

/** The server opens its connections anew soon after the last blow. */
const backendMsMax = 20_000

export class Estate {
  readonly #options: EstateOptions
  #database: DatabaseChild | undefined
  #server: ServerChild | undefined

  constructor(options: EstateOptions) {
    this.#options = options
  }
  get serverFolder() {
    return join(this.#options.path, 'server')
  }
  get #databaseFolder() {
    return join(this.#options.disk, 'data')
  }
  get server(): ServerChild {
    if (!this.#server) throw new Error('no server runs')
    return this.#server
  }
  /** The process of the database that all others of it come from. */
  get postmaster(): number | undefined {
    return this.#database?.report.pid
  }
  get access(): Access {
    const access = this.#database?.report.access
    if (!access) throw new Error(`no database runs: ${this.#database?.report.refused ?? ''}`)
    return access
  }
  async open() {
    await this.startDatabase()
    if (this.#options.isUnsynced) {
      await this.killDatabase()
      await writeFile(join(this.#databaseFolder, 'pg', 'postgresql.conf'), '\nfsync = off\n', { flag: 'a' })
      this.settle()
      await this.startDatabase()
    }
    await mkdir(this.serverFolder, { mode: 0o711 })
    await this.startServer()
  }
  /** What stands now is on the disk; only what is acknowledged from here on may be lost. */
  settle() {
    execFileSync('sync', ['-f', this.#options.disk])
  }
  async close() {
    await this.#server?.kill()
    await this.killDatabase()
  }
  async startDatabase() {
    this.#database = await startDatabaseChild(this.#databaseFolder)
    if (this.#database.report.refused !== undefined) throw new Error(this.#database.report.refused)
  }
  /** The supervisor, the postmaster and every process of its cluster, all at once. */
  async killDatabase() {
    await this.#database?.kill()
    const pgFolder = join(this.#databaseFolder, 'pg')
    for (let left = await processesIn(pgFolder); left.length > 0; left = await processesIn(pgFolder)) {
      for (const id of left) kill(id)
      await pause(10)
    }
  }
  /** One process that serves a connection; PostgreSQL then ends all of them and recovers. False when there is none. */
  async killBackend(): Promise<boolean> {
    for (const began = performance.now(); performance.now() - began < backendMsMax; await pause(20)) {
      const {
        rows: [busy],
      } = await this.#ask<{ pid: number }>(`select pid from pg_stat_activity
        where usename = 'shouze_app' order by state = 'active' desc limit 1`)
      if (busy !== undefined && kill(busy.pid)) return true
    }
    return false
  }
  async startServer() {
    const { owner, application } = this.access,
      { isEarly = false } = this.#options
    // Nobody writes: the lease of whoever was killed need not run out while the test waits.
    await this.#ask(
      "do $$ begin if to_regclass('shouze.lease') is not null then update shouze.lease set until = 0; end if; end $$",
    )
    this.#server = await startServerChild({ folder: this.serverFolder, owner, application, setUpSecret, isEarly })
  }
  async #ask<Row extends object>(text: string) {
    const client = new pg.Client({ connectionString: this.access.owner })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await client.query<Row>(text)
    } finally {
      await client.end()
    }
  }
}
/** False when the process is gone already. */
function kill(id: number): boolean {
  try {
    process.kill(id, 'SIGKILL')
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
