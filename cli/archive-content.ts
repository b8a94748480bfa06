/** What the lines of a backup or export are: the manifest, then each table with its rows; and back into a database. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { ArchiveDamaged, type ArchivedOrganisation, type Manifest } from '../store/archive-file.ts'
import { countRows, Loader, rowsOf, tablesIn, type Table } from '../store/archive-tables.ts'
import { readMigrations, type Migration } from '../store/migrate.ts'
import { packageRoot } from '../store/package-root.ts'
import { organisationsIn } from './reach.ts'

/** A table as it goes into a file; `shape` changes its lines on the way, where they must not leave as they are. */
export interface Outgoing {
  readonly table: Table
  readonly rows: number
  readonly shape?: (line: string) => string
}
export type Progress = (done: number, total: number) => void

/** The manifest's line, then every table's. Inside the transaction that the manifest was made in. */
export async function* archiveLines(
  client: ClientBase,
  manifest: Manifest,
  tables: readonly Outgoing[],
  org: number | undefined,
  progress: Progress,
): AsyncGenerator<string> {
  const total = tables.reduce((sum, { rows }) => sum + rows, 0)
  let done = 0
  yield `${JSON.stringify(manifest)}\n`
  for (const { table, rows, shape } of tables) {
    yield `${JSON.stringify({ table: table.name, rows })}\n`
    for await (const lines of rowsOf(client, table, org)) {
      yield lines.map((line) => `${shape ? shape(line) : line}\n`).join('')
      done += lines.length
      progress(done, total)
    }
  }
}

/** What a table's lines go into. */
export interface Sink {
  add(line: string): Promise<void>
  flush(): Promise<void>
}
/** Reads the lines behind the manifest into the sinks. Throws `ArchiveDamaged` where tables or counts do not agree. */
export async function load(
  lines: AsyncIterable<string>,
  manifest: Manifest,
  sinkFor: (table: string) => Sink,
  progress: Progress,
): Promise<void> {
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0)
  let done = 0,
    left = 0,
    at = 0,
    sink: Sink | undefined
  for await (const line of lines) {
    if (left === 0) {
      await sink?.flush()
      const told = manifest.tables[at++],
        head: unknown = JSON.parse(line)
      if (JSON.stringify(head) !== JSON.stringify(told) || told === undefined) {
        throw new ArchiveDamaged('表的次序或行数与文件开头所写的不符')
      }
      sink = sinkFor(told.table)
      left = told.rows
    } else {
      await sink?.add(line)
      left -= 1
      done += 1
      if (done % 1_000 === 0) progress(done, total)
    }
  }
  await sink?.flush()
  if (left > 0 || at !== manifest.tables.length) throw new ArchiveDamaged('行数比文件开头所写的少')
}
/** Sinks into the tables of this database, and only into those that a backup may hold. */
export async function sinksOf(client: ClientBase, org?: number): Promise<(table: string) => Sink> {
  const tables = await tablesIn(client)
  return (name) => {
    const table = tables.find((each) => each.name === name)
    if (table === undefined) throw new ArchiveDamaged(`文件里有本程序不认得的表“${name}”`)
    return new Loader(client, table, org)
  }
}

export async function outgoing(
  client: ClientBase,
  tables: readonly Table[],
  org?: number,
): Promise<readonly Outgoing[]> {
  const all: Outgoing[] = []
  for (const table of tables) all.push({ table, rows: await countRows(client, table, org) })
  return all
}
/** Each organisation with how long its log is and under which root. */
export async function archivedOrganisations(client: ClientBase): Promise<readonly ArchivedOrganisation[]> {
  const all: ArchivedOrganisation[] = []
  for (const organisation of await organisationsIn(client)) {
    const {
      rows: [head],
    } = await client.query<{ size: number; root: Buffer }>(
      'select size, root from shouze.checkpoint where org = $1 order by size desc limit 1',
      [organisation.org],
    )
    all.push({ ...organisation, size: head?.size ?? 0, root: head?.root.toString('hex') ?? '' })
  }
  return all
}
export async function migrationsIn(client: ClientBase): Promise<Manifest['migrations']> {
  const { rows } = await client.query<Manifest['migrations'][number]>(
    'select number, name, sha256 from shouze.migration order by number',
  )
  return rows
}
export const ownMigrationsFolder = (): string => join(packageRoot(), 'store', 'sql', 'migrations')
export const ownMigrations = (): Promise<readonly Migration[]> => readMigrations(ownMigrationsFolder())

/** The version in package.json. */
export async function programVersion(): Promise<string> {
  const text = await readFile(join(packageRoot(), 'package.json'), 'utf8')
  const { version }: { readonly version: string } = JSON.parse(text)
  return version
}

const sayEveryMs = 2_000
/** Says `n / m` every two seconds, and not at all when it is quick. */
export function progressTo(say: (sentence: string) => void, words: string): Progress {
  let last = performance.now()
  return (done, total) => {
    if (performance.now() - last < sayEveryMs) return
    last = performance.now()
    say(`${words}：${done} / ${total} 行……`)
  }
}
