/** What the database's SQLSTATE means to the writer. */
import { DatabaseError } from 'pg'
import { Fenced, SlicesGone, Unfit } from './types.ts'

/**
 * `Fenced`, `Unfit` or `SlicesGone` where the database refused what it was given; any other error as it is. The new
 * message names constraint and code only: PostgreSQL's details quote values.
 */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || error.code === undefined) return error
  const { code, constraint } = error
  if (code === 'SZ001' || code === 'SZ002' || constraint === 'event_pkey') return new Fenced(`${code} ${error.message}`)
  if (code === 'SZ003') return new SlicesGone(`${code} ${error.message}`)
  if (code.startsWith('22') || code.startsWith('23')) return new Unfit(`${code} ${constraint ?? 'append'}`)
  return error
}
