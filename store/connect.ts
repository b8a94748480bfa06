/** Connections to PostgreSQL: one pool for each role, statements by name, values as the program wants them. */
import pg from 'pg'
import type { Access } from './types.ts'

export interface Pools {
  readonly owner: pg.Pool
  readonly application: pg.Pool
  /** The same role; for the writer alone, so that no list stands before an append. */
  readonly writer: pg.Pool
  close(): Promise<void>
}

export interface PoolOptions {
  /** Connections at most. */
  readonly max?: number
  readonly statementTimeoutMs?: number
  /** What `pg_stat_activity` shows; ASCII. */
  readonly name?: string
  /** Told of connections that broke while nobody used them; the pool makes new ones by itself. */
  readonly onBroken?: (error: Error) => void
}

/** Runs one statement, prepared under its name on first use of each connection. The name stands for the text. */
export type Query = <Row extends object>(
  name: string,
  text: string,
  values?: readonly unknown[],
) => Promise<readonly Row[]>

/** Named statements on a pool. */
export interface Queries {
  readonly rows: Query
  /** All of it or nothing, on one connection. What `work` throws rolls back and comes out. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
}

const connectTimeoutMs = 5000
/** Less than a lease: a writer that stands still keeps no lock from whoever takes over. */
const idleTransactionTimeoutMs = 5000

/**
 * A pool whose connections see the schema `shouze`. `bigint` comes as a number and throws beyond 2^53 - 1, dates and
 * timestamps come as PostgreSQL writes them, `bytea` as Buffer.
 */
export function openPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.name ?? 'shouze',
    options: '-c search_path=shouze',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
    types: { getTypeParser },
  })
  pool.on('error', options.onBroken ?? ((): void => undefined))
  return pool
}

/** All pools. The owner's is for migrating and administration and stays small. */
export function openPools(access: Access, options: PoolOptions = {}): Pools {
  const owner = openPool(access.owner, { ...options, max: 2, name: 'shouze-owner' })
  const application = openPool(access.application, options)
  const writer = openPool(access.application, { ...options, max: 2, name: 'shouze-writer' })
  const close = async (): Promise<void> => {
    await Promise.all([owner.end(), application.end(), writer.end()])
  }
  return { owner, application, writer, close }
}

/** Named statements on `pool`. */
export function queriesOn(pool: pg.Pool): Queries {
  return {
    rows: queryOn(pool),
    transaction: async (work) => {
      const client = await pool.connect()
      let broken: Error | undefined
      // Between two statements nobody else hears that it ended; the next statement fails and says so.
      client.on('error', unheard)
      try {
        await client.query('begin')
        const result = await work(queryOn(client))
        await client.query('commit')
        return result
      } catch (error) {
        broken = await rolledBack(client)
        throw error
      } finally {
        client.off('error', unheard)
        client.release(broken)
      }
    },
  }
}
const unheard = (): void => undefined

/** The SQLSTATE of an error of the database, five characters; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The database refused what it was given (SQLSTATE classes 22 and 23): the same again is refused again. */
export function isDataError(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '')
}

/** Serialization failure or deadlock (40001, 40P01): the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

/** Disk full (53100). */
export function isDiskFull(error: unknown): boolean {
  return sqlState(error) === '53100'
}

const brokenCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
const brokenWords = /Connection terminated|connection timeout|not queryable|timeout exceeded when trying to connect/i

/**
 * The connection is gone or could not be made: whether a commit under way succeeded is unknown. SQLSTATE class 08,
 * 57P01 to 57P05 (shut down, crash, starting up, dropped, idle), 25P03 (idle in transaction).
 */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return /^(08|57P0|25P03)/.test(state)
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && brokenCodes.has(error.code)) return true
  return brokenWords.test(error.message)
}

/** A name as an SQL identifier. */
export function quoted(name: string): string {
  return pg.escapeIdentifier(name)
}

function queryOn(on: pg.Pool | pg.PoolClient): Query {
  return async <Row extends object>(name: string, text: string, values: readonly unknown[] = []) => {
    const { rows } = await on.query<Row>({ name, text, values: [...values] })
    return rows
  }
}

/** Undefined when the connection is fit for the next user, else why it must be closed. */
async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const bigintType = 20
// Not among the driver's named types.
const bigintArrayType: number = 1016
const asText = (text: string): string => text
const parsers = new Map<number, (text: string) => unknown>([
  [bigintType, safeInteger],
  [bigintArrayType, safeIntegers],
  [pg.types.builtins.DATE, asText],
  [pg.types.builtins.TIMESTAMP, asText],
  [pg.types.builtins.TIMESTAMPTZ, asText],
])

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number holds exactly`)
  return value
}

/** The driver's own parser takes the array apart and leaves each number a string. */
function safeIntegers(text: string): unknown {
  const items: unknown = pg.types.getTypeParser(bigintArrayType)(text)
  if (!Array.isArray(items)) throw new TypeError(`${text} is no array`)
  return items.map((item: unknown) => (item === null ? null : safeInteger(String(item))))
}

function getTypeParser(type: number, format?: 'text' | 'binary'): (value: string) => unknown {
  const own = format === 'binary' ? undefined : parsers.get(type)
  return own ?? pg.types.getTypeParser(type, format === 'binary' ? 'binary' : 'text')
}
