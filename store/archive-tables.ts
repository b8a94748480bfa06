/** The rows of the database as lines of JSON, and back: whole tables, or what belongs to one organisation. */
import type { ClientBase } from 'pg'
import { quoted } from './connect.ts'

/** What a backup leaves behind, and why: everything else that the schema holds is taken, also what is added later. */
export const leftBehind: ReadonlyMap<string, string> = new Map([
  ['migration', 'the manifest says which have run'],
  ['lease', 'who writes is decided anew'],
  ['alive', 'of the machine that it came from'],
  ['application_right', 'written by the migrations'],
  ['session', 'everybody signs in again'],
  ['device', 'each computer is enrolled again on the spot: its token must not open two installations'],
  ['device_user', 'belongs to the token of its computer'],
  ['slice', 'folded again from the log'],
  ['folded', 'folded again from the log'],
  ['entry', 'made again from the log'],
  ['moved', 'made again from the log'],
  ['exact', 'made again from the log'],
  ['undone', 'made again from the log'],
  ['owed', 'made again from the log'],
  ['owed_month', 'made again from the log'],
  ['entry_month', 'made again from the log'],
  ['sent', 'made again from the log'],
  ['setting', 'made again from the log'],
  ['kept_since', 'made again from the log'],
  ['projected', 'made again from the log'],
])
const rowsAtOnce = 500
const bytesAtOnce = 4_000_000

export interface Table {
  readonly name: string
  /** Columns of the primary key. */
  readonly key: readonly string[]
  readonly hasOrg: boolean
}

/** The tables that a backup takes, by name. */
export async function tablesIn(client: ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<{ name: string; key: string[]; has_org: boolean }>(`
    select c.relname::text as name,
      array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k (number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number order by k.place) as key,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org' and not a.attisdropped)
        as has_org
    from pg_class c left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'shouze'::regnamespace and c.relkind in ('r', 'p') order by c.relname`)
  return rows.flatMap(({ name, key, has_org: hasOrg }) => (leftBehind.has(name) ? [] : [{ name, key, hasOrg }]))
}

/** Settings under which rows are read: bytes as `\x…`, and an error instead of silence where a policy hides rows. */
export async function prepareToRead(client: ClientBase): Promise<void> {
  await client.query("set bytea_output = 'hex'; set row_security = off; set statement_timeout = 0")
}

/** All rows, or those of one organisation. */
export async function countRows(client: ClientBase, { name }: Table, org?: number): Promise<number> {
  const where = org === undefined ? '' : `where org = ${Math.trunc(org)}`
  const {
    rows: [row],
  } = await client.query<{ n: number }>(`select count(*)::float8 as n from shouze.${quoted(name)} ${where}`)
  return row?.n ?? 0
}

/** Every row as one line of JSON by the names of its columns; with `org` those of one organisation, without `org`. */
export async function* rowsOf(
  client: ClientBase,
  { name, key }: Table,
  org?: number,
): AsyncGenerator<readonly string[]> {
  const row = org === undefined ? 'to_json(t)' : "to_jsonb(t) - 'org'"
  const where = org === undefined ? '' : `where t.org = ${Math.trunc(org)}`
  const order = key.length === 0 ? '' : `order by ${key.map((column) => `t.${quoted(column)}`).join(', ')}`
  await client.query(`declare archived no scroll cursor for
    select (${row})::text as line from shouze.${quoted(name)} t ${where} ${order}`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from archived`)
    if (rows.length === 0) break
    yield rows.map(({ line }) => line)
  }
  await client.query('close archived')
}

/** Puts lines back into their table, in portions; with `org` as rows of that organisation. */
export class Loader {
  readonly #client: ClientBase
  readonly #table: string
  readonly #org: number | undefined
  #lines: string[] = []
  #length = 0

  constructor(client: ClientBase, table: Table, org?: number) {
    this.#client = client
    this.#table = table.name
    this.#org = org
  }
  async add(line: string): Promise<void> {
    this.#lines.push(line)
    this.#length += line.length
    if (this.#lines.length >= rowsAtOnce || this.#length >= bytesAtOnce) await this.flush()
  }
  async flush(): Promise<void> {
    const [first] = this.#lines
    if (first === undefined) return
    // Columns that the file does not know get their default; the names are quoted, so they can name nothing else.
    const named = Object.keys(JSON.parse(first)).map(quoted)
    const columns = this.#org === undefined ? named : ['org', ...named]
    const values = this.#org === undefined ? named : [`${Math.trunc(this.#org)}`, ...named]
    await this.#client.query(
      `insert into shouze.${quoted(this.#table)} (${columns.join(', ')}) select ${values.join(', ')}
        from json_populate_recordset(null::shouze.${quoted(this.#table)}, $1::json)`,
      [`[${this.#lines.join(',')}]`],
    )
    this.#lines = []
    this.#length = 0
  }
}

/** Lets every column that numbers itself go on behind the largest number that was loaded. */
export async function continueNumbers(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select c.relname::text as table, a.attname::text as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'shouze'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`)
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), max(${quoted(column)}))
      from shouze.${quoted(table)} having max(${quoted(column)}) is not null`,
      [`shouze.${quoted(table)}`, column],
    )
  }
}
