/**
 * The database in a process of its own, for tests that kill that process. Arguments: the data folder, and where the
 * migrations lie when it shall migrate too. Prints one line of JSON, a `DatabaseReport`, and goes on until it is ended.
 */
import { openDataFolder } from '../store/data-folder.ts'
import { startEmbedded } from '../store/embedded.ts'
import { migrate } from '../store/migrate.ts'
import { StartRefusal } from '../store/start-refusal.ts'
import type { DatabaseReport } from './database-child.ts'

function report(said: DatabaseReport): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

async function main(path: string, migrations: string | undefined): Promise<void> {
  try {
    const folder = await openDataFolder(path)
    const server = await startEmbedded(folder)
    report({ pid: server.pid(), access: server.access })
    if (migrations) await migrate(server.access, { folder: migrations })
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error
    report({ refused: error.message })
    process.exitCode = error.exitCode
  }
}

const [, , path, migrations] = process.argv
if (path === undefined) throw new Error('no data folder given')
await main(path, migrations)
