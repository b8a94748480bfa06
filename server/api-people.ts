/** People over the wire: lists of staff, slips, a person's page, leave and leaving. Instants are milliseconds since 1970. */
import type { ClauseRef, PostHeld } from './api.ts'

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

/** GET /api/slips/waiting: open accounts that nobody can come in with: no slip yet, or one that was used or is too old. */
export interface SlipsWaiting {
  readonly accounts: readonly string[]
}
/** GET /api/slips/address: empty where the page is open on this machine only. */
export interface SlipAddress {
  readonly page?: string
  /** Where a device that was never here begins; what the code says. */
  readonly trust?: string
  readonly code?: { readonly size: number; readonly path: string }
}

// One person: his page, his leave, his leaving

export interface PersonPost extends PostHeld {
  readonly from: number
  /** The first instant at which he no longer holds it. */
  readonly until?: number
  readonly how: 'regular' | 'acting' | 'delegated'
  /** For whom he holds it, by name. */
  readonly forName?: string
  readonly state: 'now' | 'coming' | 'over'
}
/** A form that the asker may fill in for somebody who told him, with what is known filled in. */
export interface Assistable {
  readonly title: string
  readonly unitTitle?: string
  readonly register: string
  readonly prefill: Readonly<Record<string, string>>
  /** Where it is owed now. */
  readonly due?: number
  readonly isLate?: boolean
}
/** GET /api/people/:person. What is absent the asker may not see: `sees` says how much that is. */
export interface PersonView {
  readonly person: string
  readonly name: string
  readonly sees: 'all' | 'unit' | 'name'
  readonly posts: readonly PersonPost[]
  readonly left?: { readonly last: string; readonly isMistake: boolean; readonly toName?: string }
  readonly assists: readonly Assistable[]
  /** Who acts for him, and until when. */
  readonly gave?: readonly (PersonPost & { readonly toName: string })[]
  readonly leaves?: readonly { readonly from: string; readonly until: string; readonly state: PersonPost['state'] }[]
  readonly owes?: readonly {
    readonly title: string
    readonly unitTitle?: string
    readonly clause: ClauseRef
    readonly due: number
    readonly isLate: boolean
    /** Named in person: it does not follow a post. */
    readonly isHisOwn: boolean
  }[]
  readonly pledges?: readonly {
    readonly title: string
    readonly clause: ClauseRef
    readonly state: 'signed' | 'due' | 'late'
    /** When it was signed, or is due. */
    readonly at?: number
  }[]
  readonly accounts?: readonly {
    readonly account: string
    readonly password: 'none' | 'slip' | 'used' | 'over' | 'own'
    readonly until?: number
  }[]
  /** Numbers with their middle hidden. */
  readonly identity?: { readonly staffNumber?: string; readonly idNumber?: string; readonly phone?: string }
}
/** GET /api/people/:person/entries?before=SEQ: what he entered, newest first, fifty at a time. */
export interface PersonEntries {
  readonly rows: readonly {
    readonly seq: number
    readonly at: number
    readonly recorded: number
    readonly title: string
    readonly unitTitle?: string
  }[]
  readonly hasMore: boolean
}
interface SeatOf {
  readonly post: string
  readonly unit?: string
}
/** POST /api/people/:person/leave */
export interface Leave {
  readonly from: string
  readonly until: string
  readonly to: readonly (SeatOf & { readonly person: string })[]
}
/** POST /api/people/:person/back */
export interface Back {
  readonly last: string
}
/** POST /api/people/:person/leaving */
export interface Leaving {
  readonly last: string
  readonly why: 'left' | 'mistake'
  /** Who takes over what was his alone. */
  readonly to?: string
  /** A post without a person falls vacant. */
  readonly hand: readonly (SeatOf & { readonly person?: string; readonly kind?: 'regular' | 'acting' })[]
}

// The year's holidays

interface YearDays {
  readonly holidays: readonly string[]
  readonly makeUpDays: readonly string[]
}
/** GET /api/calendar/:year */
export interface CalendarView {
  readonly year: string
  /** Duties whose due instants are provisional for want of this year. */
  readonly provisional: number
  readonly loaded?: YearDays
  /** As the program knows it; to be checked against the notice. */
  readonly shipped?: YearDays
}
/** POST /api/calendar/:year/preview */
export interface CalendarMoves {
  readonly total: number
  /** Due as before, and no longer provisional. */
  readonly settled: number
  readonly moves: readonly {
    readonly title: string
    readonly unitTitle?: string
    readonly from: number
    readonly to: number
  }[]
}
