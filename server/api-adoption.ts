/** What goes over the wire before a policy is adopted or ended: what would be owed from that day, and what stands empty. */
import type { ClauseRef } from './api.ts'
import type { Vacancy } from './api-board.ts'

// GET /api/adoptions

/** The policies of this program; from when to when the organisation runs each, and how it stands with its posts. */
export interface PolicyRow {
  readonly id: string
  readonly title: string
  /** The words of its first clause. */
  readonly words: string
  readonly clauses: number
  readonly from?: string
  readonly until?: string
  readonly state: 'running' | 'ending' | 'coming' | 'ended' | 'never'
  /** Posts that nobody holds: of units, in how many of them. */
  readonly vacancies: readonly Vacancy[]
  /** Duties of it that stand open: they stay owed when it ends. */
  readonly open: number
}

// GET /api/adoptions/preview?policies=a,b&from=2026-11-01

export interface AdoptionPreview {
  readonly from: string
  readonly policies: readonly PreviewedPolicy[]
}
export interface PreviewedPolicy {
  readonly id: string
  readonly title: string
  /** Why it cannot be adopted from that day. */
  readonly refusal?: string
  /** What the calendar brings, the earliest first. */
  readonly duties: readonly FirstOwed[]
  /** How many duties come only of what somebody enters. */
  readonly onEntry: number
  readonly vacancies: readonly Vacancy[]
  /** Posts and kinds of unit that a policy which runs already has in common with it. */
  readonly shared: readonly string[]
}
/** When a duty is owed for the first time, by whom, until when. */
export interface FirstOwed {
  readonly title: string
  readonly clause: ClauseRef
  readonly day: string
  readonly due: number
  /** How many owe it, and what they are: units, persons; absent: the organisation. */
  readonly owing?: { readonly n: number; readonly what: string }
  readonly posts: readonly string[]
}
