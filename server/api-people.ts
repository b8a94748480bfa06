/** People over the wire: lists of staff, slips, a person's page, leave and leaving. Instants are milliseconds since 1970. */
import type { PostHeld } from './api.ts'

// A list of staff: read, looked up, entered, taken back

/** POST /api/staff-lists/read: the bytes of a file, or `{ text }` as pasted. */
export interface StaffSheets {
  readonly source: 'workbook' | 'text' | 'pasted'
  readonly sheets: readonly {
    readonly title: string
    readonly rows: readonly (readonly { readonly text: string; readonly as: 'text' | 'number' | 'day' }[])[]
  }[]
  /** SHA-256 of what was read, and the server's word that it was read here. */
  readonly hash: string
  readonly stamp: string
}
/** POST /api/staff-lists/look-up: who of the house may be meant by each, and an account that is free. */
export interface StaffAsked {
  readonly name: string
  readonly idNumber?: string
  readonly staffNumber?: string
  readonly account?: string
}
export interface StaffFound {
  readonly account: string
  readonly matches: readonly {
    readonly person: string
    readonly name: string
    readonly posts: readonly PostHeld[]
    readonly by: 'idNumber' | 'staffNumber' | 'account' | 'name'
    readonly left?: string
  }[]
}
/** POST /api/imports */
export interface NewImport {
  readonly source: StaffSheets['source']
  readonly hash: string
  readonly stamp: string
  readonly units: readonly { readonly kind: string; readonly title: string }[]
  readonly people: readonly {
    readonly person?: string
    readonly name: string
    readonly staffNumber?: string
    readonly idNumber?: string
    readonly phone?: string
    readonly account?: string
    readonly posts: readonly { readonly post: string; readonly unit?: string; readonly from?: string }[]
  }[]
}
/** GET /api/imports/:id?from=N: how far an import, or its undoing, is; `settled` from the N-th on. */
export interface ImportProgress {
  readonly id: string
  readonly does: 'import' | 'undo'
  readonly isRunning: boolean
  readonly total: number
  readonly done: number
  /** Why it ended before it was through. */
  readonly ended?: string
  readonly settled: readonly {
    /** Which of `people`; of an undoing, whom or what it was about. */
    readonly n: number
    readonly what: string
    readonly isDone: boolean
    readonly fact?: string
    readonly column?: string
    readonly person?: string
    readonly account?: string
  }[]
}
/** GET /api/imports: the latest, newest first. */
export interface ImportRow {
  readonly id: string
  readonly at: number
  readonly byName: string
  readonly source: StaffSheets['source']
  readonly rows: number
  /** How many people and posts it entered. */
  readonly people: number
  readonly posts: number
  readonly isUndone: boolean
}
/** POST /api/slips: one-time passwords for several accounts; each is answered once and kept nowhere. */
export interface NewSlips {
  readonly accounts: readonly string[]
}
export interface GivenSlips {
  readonly slips: readonly {
    readonly account: string
    readonly person: string
    readonly name: string
    /** In words: 骨科护士长. */
    readonly posts: readonly PostHeld[]
    readonly password: string
    readonly until: number
  }[]
  readonly refused: readonly { readonly account: string; readonly detail: string }[]
}
