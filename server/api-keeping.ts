/** What goes over the wire about keeping: what is due, proposed, agreed to and certified; holds; what was handed over. */
import type { ClauseRef, Problem } from './api.ts'

/** How many bodies of a register were recorded in a month; nothing of what they say. */
export interface CountedLine {
  readonly register: string
  readonly title: string
  readonly month: string
  readonly count: number
}
// GET /api/disposals; POST /api/disposals proposes what is due; POST /api/disposals/:seq/approve agrees to it

export interface Disposals {
  readonly at: number
  readonly kept: readonly KeptRegister[]
  readonly due: {
    readonly lines: readonly CountedLine[]
    readonly bodies: number
    /** Whose time is over too, and that are held. */
    readonly held: number
    /** More than one disposal takes. */
    readonly isCut: boolean
    readonly whyNot?: Problem
  }
  readonly waiting: readonly ProposedDisposal[]
  readonly certificates: readonly {
    readonly seq: number
    readonly at: number
    readonly bodies: number
    readonly proposer: string
    readonly approver: string
  }[]
  readonly holds: readonly HeldScope[]
  readonly backup: { readonly at?: number; readonly keptDays: number; readonly isFirst: boolean }
}
export interface KeptRegister {
  readonly register: string
  readonly title: string
  readonly clause: ClauseRef
  /** 保存 60 天，自下机登记起. */
  readonly keep: string
  readonly bodies: number
  readonly oldest: number
}
export interface ProposedDisposal {
  readonly seq: number
  readonly id: string
  readonly at: number
  readonly byName: string
  readonly bodies: number
  readonly held: number
  readonly lines: readonly CountedLine[]
  /** Agreed to, and about to be carried out. */
  readonly isApproved: boolean
  readonly whyNotApprove?: Problem
  readonly whyNotWithdraw?: Problem
}
export interface HeldScope {
  readonly id: string
  readonly seq: number
  readonly at: number
  readonly byName: string
  readonly document: string
  readonly reason: string
  /** 上机登记，2026-03-01 至 2026-03-31，一个人. */
  readonly scope: string
}
/** 201 of …/approve: the number of the certificate. */
export interface Certified {
  readonly seq: number
}

// GET /api/certificates/:seq, to be printed

export interface Certificate {
  readonly seq: number
  readonly organisation: string
  readonly at: number
  readonly proposal: { readonly seq: number; readonly at: number; readonly byName: string }
  readonly approval: { readonly seq: number; readonly at: number; readonly byName: string }
  readonly bodies: number
  readonly moved: number
  readonly lines: readonly (CountedLine & { readonly ranges: string })[]
  readonly keys: readonly string[]
  readonly size: number
  readonly root: string
  /** Backups made before still hold it, at the latest through this day; absent: none does. */
  readonly backupsUntil?: string
  readonly clause: ClauseRef
}

// GET /api/compromises: what this house does otherwise than the rules ask, with its reason, for the clause board

export interface Compromise {
  readonly clause: ClauseRef
  readonly title: string
  readonly reason: string
  readonly since: number
  readonly byName: string
}

// POST /api/disclosures/:seq makes the package of a query; GET says how far it is; GET …/file fetches it, once

export interface HandedOver {
  readonly seq: number
  readonly at: number
  readonly sha256: string
  readonly entries: number
}
interface OfQuery {
  readonly query: { readonly seq: number; readonly title: string; readonly cite: string; readonly at: number }
  readonly organisation: string
  readonly publicKey: string
  /** After this instant it is made and fetched no more. */
  readonly until: number
  readonly logged: readonly HandedOver[]
}
export type HandingOver = OfQuery &
  (
    | { readonly state: 'none' | 'late' }
    | { readonly state: 'working'; readonly done: number; readonly total: number }
    | { readonly state: 'failed'; readonly fact: string }
    | {
        /** `taken`: fetched once; what is said of it stays until the hour is over. */
        readonly state: 'ready' | 'taken'
        /** Said here and nowhere else. */
        readonly passphrase: string
        /** The entry that logs it. */
        readonly entry: number
        readonly sha256: string
        readonly bytes: number
        readonly entries: number
        readonly corrections: number
        readonly bodies: number
        readonly disposed: number
        readonly takenBack: number
        readonly size: number
        readonly root: string
        readonly note: string
      }
  )
