/** What goes over the wire for the clause board and for the lists behind its numbers. */
import type { ClauseRef, ParameterRow } from './api.ts'

// GET /api/clauses?month=2026-10

export interface ClauseBoard {
  readonly at: number
  readonly month: string
  /** The months that can be shown: from the first adoption to this one. */
  readonly first: string
  readonly last: string
  readonly policies: readonly BoardPolicy[]
}
export interface BoardPolicy {
  readonly id: string
  readonly title: string
  readonly from: string
  readonly until?: string
  readonly rows: readonly ClauseRow[]
  readonly vacancies: readonly Vacancy[]
}
/** A post that nobody holds today; of units, in which. */
export interface Vacancy {
  readonly post: string
  readonly title: string
  /** The kind of unit that has one each. */
  readonly per?: string
  readonly units: readonly { readonly unit: string; readonly title: string }[]
}
export interface ClauseRow {
  readonly clause: ClauseRef
  /** To read: our own words, paragraph by paragraph. */
  readonly text: readonly string[]
  /** What the organisation has laid over them. */
  readonly own?: WordingVersion
  readonly state: 'kept' | 'late' | 'violated' | 'law' | 'vacant' | 'none' | 'off'
  /** 履行中; 有逾期 3 件; 与法律不一致. */
  readonly word: string
  /** 按时 412，迟 3. */
  readonly note: string
  /** What is not as the clause wants it, in a few words each; empty where all was kept. */
  readonly behind: readonly string[]
}
export interface WordingVersion {
  readonly seq: number
  readonly how: 'own' | 'ours'
  readonly words: string
  /** From which day it stands; when it was entered, and by whom. */
  readonly from: string
  readonly at: number
  readonly byName: string
}

// GET /api/clauses/7.2?month=2026-10

export interface ClauseDetail {
  readonly row: ClauseRow
  /** The rules, in sentences made from the declarations. */
  readonly sentences: readonly string[]
  /** Where the clause argues with the law or with itself, in one line each. */
  readonly argues: readonly string[]
  readonly parameters: readonly ParameterRow[]
  readonly figures: readonly Figure[]
  readonly vacancies: readonly Vacancy[]
  /** The organisation's own wordings, the newest first. */
  readonly versions: readonly WordingVersion[]
  readonly mayWord: boolean
}
/** A number and what stands behind it. */
export interface Figure {
  readonly title: string
  readonly n: number
  readonly mark?: 'kept' | 'late' | 'refused' | 'open'
  readonly behind: Behind
}
export type Behind =
  | ({ readonly is: 'entries'; readonly register: string } & EntriesBehind)
  | ({ readonly is: 'owed' } & OwedBehind)
  | { readonly is: 'sent'; readonly rule: string; readonly month: string; readonly outcome?: string }
export interface EntriesBehind {
  readonly from: string
  readonly to: string
  readonly clause?: string
  /** Only those that a guard refused; without it only those that were made. */
  readonly rule?: string
  readonly filters?: Readonly<Record<string, string>>
}
export interface OwedBehind {
  readonly duty: string
  readonly from: string
  readonly to: string
  readonly unit?: string
  readonly outcome?: string
  readonly register?: string
  readonly zero?: boolean
}

// GET /api/owed, GET /api/sent

export interface OwedList {
  readonly duty: { readonly id: string; readonly title: string; readonly clause: ClauseRef; readonly hasUnits: boolean }
  /** The registers that can settle it. */
  readonly settledBy: readonly { readonly id: string; readonly title: string }[]
  readonly total: number
  readonly offset: number
  readonly rows: readonly OwedRow[]
}
export interface OwedRow {
  readonly id: string
  readonly unitTitle?: string
  readonly day: string
  readonly due: number
  readonly isExtended: boolean
  readonly outcome: 'open' | 'overdue' | 'missed' | 'late' | 'in-time'
  /** By which register it was settled, when, by which entry; the entry only where the asker may read it. */
  readonly by?: string
  readonly isZero: boolean
  readonly metAt?: number
  readonly entry?: number
  /** The entry that set it in motion, where the asker may read it. */
  readonly opener?: number
}
export interface SentList {
  readonly title: string
  readonly clause: ClauseRef
  readonly total: number
  readonly offset: number
  readonly rows: readonly SentRow[]
}
export interface SentRow {
  readonly seq: number
  readonly at: number
  readonly to: string
  readonly outcome: 'told' | 'waiting' | 'answered' | 'unanswered' | 'granted' | 'returned' | 'withdrawn'
  readonly endedAt?: number
  readonly entry?: number
}

// GET /api/papers/seal?seq=48210: what stands at the foot of a printed page; GET /api/verify?code=E…

export interface PaperSeal {
  readonly code: string
  readonly size: number
  readonly root: string
  /** Dark modules as an SVG path over a square of so many modules. */
  readonly qr: { readonly modules: number; readonly path: string }
}
export interface Verification {
  readonly isGenuine: boolean
  /** What was found, a sentence each, without full stop. */
  readonly facts: readonly string[]
  readonly seq?: number
  readonly size?: number
  readonly root?: string
  /** Whether the asker may see the entry. */
  readonly mayRead?: boolean
}
