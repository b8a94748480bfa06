/** What people typed and have not sent, sealed like a body, one for each account and form. */
import type { Pool } from 'pg'
import type { OrganisationKeys } from './organisation-keys.ts'

export interface Draft {
  readonly value: unknown
  readonly saved: number
}
export interface Drafts {
  /** `month` (`2026-10`) chooses the data key. Replaces what was there. */
  save(account: string, form: string, value: unknown, saved: number, month: string): Promise<void>
  /** Undefined where there is none, or where its key has been destroyed. */
  load(account: string, form: string): Promise<Draft | undefined>
  drop(account: string, form: string): Promise<void>
}

/** Drafts of one organisation, on the application's pool. */
export function draftsOf(pool: Pool, org: number, keys: OrganisationKeys): Drafts {
  return {
    async save(account, form, value, saved, month) {
      await keys.warm('draft', month)
      // As JSON inside: what is typed may hold half a character, which canonical JSON has no place for.
      const { key, sealed } = keys.sealDraft(month, account, form, JSON.stringify(value))
      await pool.query({ name: 'save-draft', text: saveDraft, values: [org, account, form, key, sealed, saved] })
    },
    async load(account, form) {
      const {
        rows: [row],
      } = await pool.query<{ key_no: number; sealed: Buffer; saved: number }>({
        name: 'draft',
        text: 'select key_no, sealed, saved from shouze.draft where org = $1 and account = $2 and form = $3',
        values: [org, account, form],
      })
      if (row === undefined) return undefined
      const opened = await keys.openDraft(account, form, { key: row.key_no, sealed: row.sealed })
      if (opened === undefined) return undefined
      const value: unknown = JSON.parse(String(JSON.parse(Buffer.from(opened.bytes).toString())))
      return { value, saved: row.saved }
    },
    async drop(account, form) {
      await pool.query({
        name: 'drop-draft',
        text: 'delete from shouze.draft where org = $1 and account = $2 and form = $3',
        values: [org, account, form],
      })
    },
  }
}

const saveDraft = `insert into shouze.draft (org, account, form, key_no, sealed, saved) values ($1, $2, $3, $4, $5, $6)
  on conflict (org, account, form) do update set key_no = excluded.key_no, sealed = excluded.sealed,
    saved = excluded.saved`
