/** What only the owner's role may do: organisations begin here. */
import { randomBytes } from 'node:crypto'
import { DatabaseError, type ClientBase, type Pool } from 'pg'
import type { Organisation } from './types.ts'

export interface NewOrganisation {
  /** Lower-case letters, digits and hyphens, at most 40, not beginning with a hyphen. */
  readonly code: string
  readonly name: string
  readonly clock: Organisation['clock']
  /** Only when a log moves here from elsewhere; otherwise chosen at random, once. */
  readonly origin?: string
}
/** Another organisation has this code, or the same log is here already. */
export class OrganisationTaken extends Error {
  override name = 'OrganisationTaken'
}

/** Throws `OrganisationTaken`, or PostgreSQL's error where code or name is not of the form told above. */
export async function createOrganisation(owner: Pool, wanted: NewOrganisation, at: number): Promise<Organisation> {
  const origin = wanted.origin ?? `shouze/${randomBytes(16).toString('hex')}`
  try {
    const {
      rows: [row],
    } = await owner.query<Organisation>(
      `insert into shouze.organisation (code, name, origin, clock, created) values ($1, $2, $3, $4, $5)
        returning org, code, name, origin, clock`,
      [wanted.code, wanted.name, origin, wanted.clock, at],
    )
    if (row === undefined) throw new Error('an insert of one row gave none')
    return row
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '23505') throw new OrganisationTaken(error.constraint)
    throw error
  }
}

/** Forgets state and lists of an organisation; they are made again from the log. */
export async function dropDerived(owner: Pick<ClientBase, 'query'>, org: number): Promise<void> {
  await owner.query(
    `with a as (delete from shouze.slice where org = $1), b as (delete from shouze.folded where org = $1),
      c as (delete from shouze.entry where org = $1), d as (delete from shouze.moved where org = $1),
      e as (delete from shouze.exact where org = $1), f as (delete from shouze.undone where org = $1),
      g as (delete from shouze.owed where org = $1), h as (delete from shouze.owed_month where org = $1),
      i as (delete from shouze.entry_month where org = $1), j as (delete from shouze.sent where org = $1),
      k as (delete from shouze.setting where org = $1), l as (delete from shouze.kept_since where org = $1)
      delete from shouze.projected where org = $1`,
    [org],
  )
}

/**
 * After a disposal: the table of wrapped keys is written anew, so that no page of it holds a destroyed one, and the room
 * of destroyed bodies is free again. Pages of the old files stay on the disk until the system uses them again.
 */
export async function sweepDisposed(owner: Pool): Promise<void> {
  await owner.query('vacuum full shouze.data_key')
  await owner.query('vacuum shouze.body')
}
