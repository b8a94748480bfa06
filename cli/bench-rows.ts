/** pgbench beside the product: the very rows that an entry makes, and the plain transaction of two rows. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Pool } from 'pg'
import type { Access } from '../store/types.ts'

const run = promisify(execFile)

/** What one entry of the product leaves in the log's tables: rows, and the mean bytes of their columns. */
export interface RowSizes {
  readonly events: number
  readonly bodies: number
  readonly header: number
  readonly facts: number
  readonly sealed: number
  readonly note: number
}
/** Reads them off the log since an event, in which so many entries were made. */
export async function sizesOf(owner: Pool, org: number, since: number, entries: number): Promise<RowSizes> {
  const {
    rows: [row],
  } = await owner.query<RowSizes>(
    `select
    count(*)::float8 / $3 as events, round(avg(octet_length(header)))::int as header,
    round(avg(octet_length(facts)))::int as facts,
    (select count(*)::float8 / $3 from shouze.body where org = $1 and seq >= $2) as bodies,
    (select round(avg(octet_length(sealed)))::int from shouze.body where org = $1 and seq >= $2) as sealed,
    (select round(avg(octet_length(note)))::int from shouze.checkpoint where org = $1 and size > $2) as note
    from shouze.event where org = $1 and seq >= $2`,
    [org, since, entries],
  )
  if (!row) throw new Error('an aggregate gave no row')
  return row
}

export interface Script {
  readonly title: string
  readonly file: string
}
export interface Scripts {
  readonly rows: Script
  readonly plain: Script
  readonly plainOnce: Script
}
/**
 * Writes the scripts. The rows go into the product's own tables under an organisation that nobody writes; `n` counts up
 * in each client, so that no two transactions name one row, which also spares them the right edge of every index.
 */
export async function writeScripts(folder: string, org: number, sizes: RowSizes): Promise<Scripts> {
  const bytes = (length: number) => `'\\x${'5a'.repeat(length)}'::bytea`,
    seq = ':seq::bigint'
  const [header, facts, hash] = [bytes(sizes.header), bytes(sizes.facts), bytes(32)],
    events = Math.round(sizes.events)
  const event = (n: number) =>
    `(${org}, ${seq} + ${n}, (${seq} + ${n})::text, null, null, 1795402800000, ${header}, ${facts}, ${hash}, ${hash})`
  const next = `\\set n :n + 1\n\\set seq :base + (:client_id * 10000000 + :n) * ${events}\n`
  const rows = `${next}\\set has_body mod(:n, 100) < ${Math.round(sizes.bodies * 100)}
begin;
insert into shouze.event (org, seq, id, because, corrects, recorded, header, facts, commitment, leaf)
  values ${Array.from({ length: events }, (_, n) => event(n)).join(', ')};
\\if :has_body
insert into shouze.body (org, seq, key_no, sealed) values (${org}, ${seq}, 1, ${bytes(sizes.sealed)});
\\endif
insert into shouze.answer (org, key, account, request, seq)
  values (${org}, sha256(int8send(${seq})), 'desk', ${hash}, ${seq});
insert into shouze.checkpoint (org, size, root, note) values (${org}, ${seq} + 1, ${hash}, '${'n'.repeat(sizes.note)}');
end;\n`
  const two = [0, 1].map((n) => `(${seq} * 2 + ${n}, ${bytes(100)})`)
  const inserts = two.map((row) => `insert into bench.plain (id, bytes) values ${row};`)
  const plain = `${next}begin;\n${inserts.join('\n')}\nend;\n`
  const once = `${next}insert into bench.plain (id, bytes) values ${two.join(', ')};\n`
  return {
    rows: await script(folder, 'rows', '同样的行', rows),
    plain: await script(folder, 'plain', '两行事务', plain),
    plainOnce: await script(folder, 'plain-once', '两行一句', once),
  }
}
async function script(folder: string, name: string, title: string, text: string): Promise<Script> {
  const path = join(folder, `${name}.sql`)
  await writeFile(path, text)
  return { title, file: path }
}
/** The plain table belongs to the owner; the application may insert, as with the log. */
export async function makePlainTable(owner: Pool, application: string): Promise<void> {
  const role = new URL(application).username
  await owner.query(`create schema bench; create table bench.plain (id bigint primary key, bytes bytea not null);
    grant usage on schema bench to ${role}; grant insert on bench.plain to ${role}`)
}

/** Whether the system has pgbench; it comes with Debian's PostgreSQL, not with ours. */
export async function hasPgbench(): Promise<boolean> {
  try {
    await run('pgbench', ['--version'])
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
/** pgbench counts the time of connecting as time, though not in its rate; hundreds of passwords take seconds. */
const connectingSeconds = (clients: number) => Math.ceil(clients / 50)
let runs = 0
/** Transactions per second, connecting not counted. Throws what pgbench said when a transaction failed. */
export async function pgbench({ application }: Access, { file }: Script, clients: number, seconds: number) {
  const { username, password, searchParams, pathname } = new URL(application)
  // The password goes where no list of processes shows it.
  const env = { ...process.env, PGUSER: username, PGPASSWORD: password, PGHOST: searchParams.get('host') ?? '' }
  const base = ++runs * 10_000_000_000
  const said = await run(
    'pgbench',
    [
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${clients}`,
      '--jobs=2',
      `--time=${seconds + connectingSeconds(clients)}`,
      `--file=${file}`,
      '--define=n=0',
      `--define=base=${base}`,
      pathname.slice(1),
    ],
    { env },
  ).catch((error: { readonly stderr?: string }) => ({ stdout: '', stderr: error.stderr ?? String(error) }))
  const rate = /tps = ([\d.]+)/.exec(said.stdout)?.[1],
    failed = /failed transactions: (\d+)/.exec(said.stdout)?.[1]
  if (rate === undefined || Number(failed ?? 0) > 0)
    throw new Error(`pgbench: ${said.stderr.slice(0, 500)} ${said.stdout}`)
  return Number(rate)
}
