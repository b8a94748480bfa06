/** What goes over the wire, both ways. Instants are milliseconds since 1970; sequence numbers are those of the log. */

/** RFC 9457 problem details. A refusal carries clause and fact; a fault of the form, its fields. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** The whole sentence: 不能〈动作〉：〈事实〉（〈条〉）. */
  readonly detail: string
  readonly clause?: string
  readonly cite?: string
  readonly fact?: string
  readonly field?: string
  /** Every fault of the entry, each at its field; the first is the one in `detail`. */
  readonly errors?: readonly { readonly field: string; readonly fact: string }[]
}

export interface ClauseRef {
  readonly id: string
  readonly cite: string
  readonly words: string
  readonly policy: string
}
export interface PostHeld {
  readonly post: string
  readonly title: string
  readonly unit?: string
  readonly unitTitle?: string
}

// GET, POST, DELETE /api/session

export interface SignIn {
  readonly organisation: string
  readonly account: string
  readonly password: string
}
export interface Session {
  readonly organisation: { readonly code: string; readonly name: string; readonly clock: 'real' | 'driven' }
  readonly account: string
  readonly person: string
  readonly name: string
  readonly posts: readonly PostHeld[]
  readonly policies: readonly { readonly id: string; readonly title: string }[]
  /** A one-time password, or one that is too old; what is due is taken before it is asked for. */
  readonly mustChangePassword: boolean
  readonly isPasswordExpired: boolean
  /** By the whole password, or by the short number of an enrolled computer. */
  readonly kind: 'full' | 'pin'
  /** The enrolled computer that the session belongs to; `isListed`: he has a tile there. */
  readonly device?: { readonly title: string; readonly idleMin: number; readonly isListed: boolean }
  readonly isAdministrator: boolean
  readonly isDemo: boolean
  /** Whether the password was given lately enough for what cannot be undone; POST /api/session/confirm gives it again. */
  readonly isFresh: boolean
  /** The server's clock. */
  readonly at: number
}
/** Answer of GET /api/session without a session, status 401. */
export interface SignedOut {
  readonly organisations: readonly { readonly code: string; readonly name: string }[]
  /** True until the first organisation exists: the page goes to the first run. */
  readonly isNew: boolean
  readonly isDemo: boolean
  readonly clock: 'real' | 'driven'
  /** The enrolled computer that asks: the page shows its tiles. */
  readonly device?: { readonly title: string }
  /** The server's clock. */
  readonly at: number
}

// GET /api/today

export interface Today {
  readonly at: number
  readonly day: {
    readonly day: string
    readonly kind: 'workday' | 'weekend' | 'holiday' | 'make-up'
    readonly isProvisional: boolean
  }
  readonly todo: readonly Todo[]
  /** Notices addressed to me that wait for my acknowledgement or that I have not read. */
  readonly told: readonly ToldMe[]
  /** What I sent that others have not answered. */
  readonly waiting: readonly Waiting[]
  readonly coming: readonly { readonly at: number; readonly title: string }[]
  readonly done: readonly { readonly at: number; readonly title: string; readonly seq: number }[]
  /** For who runs the machine: sentences that need his attention, such as the age of the last backup. */
  readonly machine: readonly { readonly state: 'kept' | 'soon' | 'late'; readonly text: string }[]
}
export interface Todo {
  readonly id: string
  readonly duty: string
  readonly key: string
  readonly title: string
  readonly unitTitle?: string
  readonly clause: ClauseRef
  readonly due: number
  readonly lateFrom: number
  readonly isLate: boolean
  /** The system itself settles it when it comes due, and nobody was reminded yet: no hand is needed now. */
  readonly isQuiet: boolean
  /** Years whose calendar was not loaded when the due instant was computed. */
  readonly provisional?: readonly string[]
  /** An outage of ours took time from it, which was given back. */
  readonly isExtended: boolean
  /** When somebody last asked for it. */
  readonly urgedAt?: number
  /** How close counts as soon, milliseconds before due. */
  readonly soonMs: number
  /** What it is about, in a few words, and the entry that tells it, where the asker may read it. */
  readonly about?: { readonly text: string; readonly entry: number }
  /** The row that it is about, as that form calls it: 机位 05. */
  readonly row?: string
  /** The form that settles it, with what is known filled in. */
  readonly act?: {
    readonly label: string
    readonly register: string
    readonly prefill: Readonly<Record<string, string>>
  }
}
export interface ToldMe {
  readonly seq: number
  readonly notice: string
  readonly key: string
  readonly title: string
  readonly clause: ClauseRef
  readonly at: number
  readonly answerBy?: number
  /** The entry that it is about, if I may read it. */
  readonly entry?: number
  readonly text: string
  readonly isUnanswered: boolean
  /** I have read it. */
  readonly isSeen: boolean
}
export interface Waiting {
  readonly title: string
  readonly to: string
  readonly since: number
  readonly answerBy?: number
  /** When the first of them read it. */
  readonly readAt?: number
  readonly entry?: number
}

// Registers and entries

export interface RegisterCard {
  readonly id: string
  readonly title: string
  readonly policy: string
  readonly clause: ClauseRef
  readonly mayWrite: boolean
  /** In the stead of somebody who told him of it. */
  readonly mayAssist: boolean
  readonly mayRead: boolean
  readonly keep: string
}
export type Value = string | number | boolean | readonly string[] | null
export interface EntryRow {
  readonly seq: number
  readonly at: number
  readonly recorded: number
  readonly by: string
  readonly byName: string
  /** What stands today, corrections included. Personal values are masked or absent. */
  readonly values: Readonly<Record<string, Value>>
  readonly isCorrected: boolean
  readonly isRefusal: boolean
  /** Its body was destroyed when its time was over. */
  readonly isDisposed: boolean
  readonly state?: { readonly mark: 'kept' | 'soon' | 'late' | 'open' | 'none'; readonly text: string }
}
/** Body of POST /api/registers/:register/search; personal values travel here and in no address. */
export interface Search {
  readonly from?: string
  readonly to?: string
  readonly filters?: Readonly<Record<string, string>>
  /** A hashed field, whole value in the clear. */
  readonly exact?: { readonly field: string; readonly value: string }
  /** Only what this clause made. */
  readonly clause?: string
  /** Only what this guard refused; where empty, only what was made. */
  readonly rule?: string
  /** Only those that opened a duty which is not done. */
  readonly unfinished?: boolean
  readonly offset?: number
  readonly size?: number
}
export interface EntryList {
  readonly register: RegisterCard
  readonly total: number
  readonly offset: number
  readonly rows: readonly EntryRow[]
}
/** 201 of POST /api/registers/:register/entries and of a correction; the body sent is the entry's fields. */
export interface Accepted {
  readonly seq: number
  readonly at: number
  readonly recorded: number
  /** What follows, a sentence each: 已送医务科，须于 15:00 前签收. */
  readonly next: readonly string[]
}
export interface EntryView {
  readonly seq: number
  readonly register: RegisterCard
  readonly at: number
  readonly recorded: number
  readonly byName: string
  /** In whose stead it was made. */
  readonly steadName?: string
  /** Whoever made it may take it back until then, unless somebody has read of it. */
  readonly mayTakeBackUntil?: number
  readonly isTakenBack: boolean
  readonly values: Readonly<Record<string, Value>>
  /** Fields whose value is personal: shown masked here. */
  readonly masked: readonly string[]
  /** Where each photograph is fetched, by field. */
  readonly photos: Readonly<Record<string, string>>
  readonly timeline: readonly TimelineItem[]
  /** Where it asked several units for something: how each stands. */
  readonly asked: readonly AskedUnit[]
  /** Where its register gathers others: what came, unit by unit. */
  readonly gathered?: readonly GatheredUnit[]
  readonly mayCorrect?: Problem | true
  /** Forms that go on from here, e.g. a quality event's own form for an item. */
  readonly actions: readonly {
    readonly label: string
    readonly register: string
    readonly prefill: Readonly<Record<string, string>>
    readonly why?: Problem
  }[]
  /** Entries that this one names, by field, where the asker may read them. */
  readonly links: Readonly<Record<string, { readonly seq: number; readonly title: string }>>
  /** What is still owed about it: whose turn it is, by when, and whether the asker may ask for it now. */
  readonly owed: readonly {
    readonly duty: string
    readonly key: string
    readonly title: string
    readonly turn: string
    readonly due: number
    readonly lateFrom: number
    readonly urgedAt?: number
    /** Absent for who is not named to ask for it. */
    readonly mayUrge?: Problem | true
  }[]
  readonly proof: { readonly size: number; readonly root: string; readonly sealedAt: number }
  /** When what it holds of persons may be destroyed; null: its time has not begun; absent: never. */
  readonly keptUntil?: number | null
  /** Its body was destroyed when its time was over: those fields are absent for ever. */
  readonly isDisposed: boolean
}
export interface GatheredUnit {
  /** Empty for what is about no unit. */
  readonly title: string
  readonly rows: readonly GatheredRow[]
}
export interface GatheredRow extends EntryRow {
  readonly register: string
}
export interface AskedUnit {
  readonly duty: string
  readonly key: string
  readonly title: string
  readonly unitTitle: string
  readonly due: number
  readonly outcome: 'in-time' | 'late' | 'missed' | 'overdue' | 'open'
  readonly metAt?: number
  /** The entry that settled it, where one may read it. */
  readonly entry?: number
  /** Set for who is named to ask for it, which he may at most once an hour. */
  readonly mayUrge?: true
  readonly urgedAt?: number
}
export interface TimelineItem {
  readonly seq: number
  readonly at: number
  readonly recorded: number
  readonly state: 'kept' | 'soon' | 'late' | 'change' | 'open'
  readonly text: string
  readonly note?: string
  /** The entry that tells it, where it has a page of its own. */
  readonly entry?: number
  readonly change?: readonly TimelineChange[]
}
export interface TimelineChange {
  readonly label: string
  readonly was: string
  readonly is: string
  /** Where the old and the new photograph are fetched. */
  readonly wasPhoto?: string
  readonly isPhoto?: string
}
/** Answer of POST …/corrections?preview=1: what would be undone, made anew, told again. */
export interface CorrectionPreview {
  readonly consequences: readonly string[]
}

// POST /api/why

export interface WhyQuestion {
  readonly register: string
  readonly entry: Readonly<Record<string, unknown>>
  readonly corrects?: number
  readonly for?: string
  readonly toldAt?: number
}
export interface WhyAnswers {
  /** null: it may be done; `waits`: fields that are still empty. */
  readonly answers: readonly (Problem | { readonly waits: readonly string[] } | null)[]
}

// GET /api/duties/:duty/days/:day: one day of a daily duty, unit by unit (the morning board)

export interface DutyDay {
  readonly at: number
  readonly day: string
  readonly kind: Today['day']['kind']
  readonly duty: { readonly id: string; readonly title: string; readonly clause: ClauseRef }
  readonly due?: number
  readonly units: readonly DutyDayUnit[]
}
export interface DutyDayUnit {
  readonly unit: string
  readonly title: string
  readonly state: 'open' | 'late' | 'met' | 'met-late' | 'otherwise'
  readonly metAt?: number
  readonly seq?: number
  readonly isZero?: boolean
  /** Whose turn it is. */
  readonly holder: string
  readonly urgedAt?: number
  /** The form that the asker may fill in for who telephones; in whose stead, where only one person can be meant. */
  readonly assist?: {
    readonly register: string
    readonly prefill: Readonly<Record<string, string>>
    readonly stead?: string
  }
}

// GET /api/matters/:matter: rows of a matter by key (the counter's seats)

export interface MatterRows {
  readonly at: number
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Of the one row that was asked for: the entry that opened it, where the asker may read that. */
  readonly entry?: number
}

// GET /api/units (rows by kind), GET /api/units/:kind, GET /api/people, GET /api/parameters, GET /api/clauses, GET /api/history

export interface UnitRow {
  readonly id: string
  readonly title: string
  readonly from: string
  readonly until?: string
}
export interface PersonRow {
  readonly person: string
  readonly name: string
  readonly initials: string
  /** The whole name in pinyin. */
  readonly spelling: string
  readonly accounts: readonly string[]
  readonly posts: readonly PostHeld[]
  /** The last day of who has left: found, but chosen nowhere. */
  readonly left?: string
}
export interface ParameterRow {
  readonly id: string
  readonly title: string
  readonly clause: ClauseRef
  readonly value: number | boolean
  readonly usual: number | boolean
  readonly min: number
  readonly max: number
  readonly law?: number | boolean
  /** Whose figure it is where the text gives none. */
  readonly origin?: string
  /** 60 天; 10:00; how the figure reads. */
  readonly unit?: string
  /** When it was last set, and by whom; from when on each figure holds, the latest first. */
  readonly setAt?: number
  readonly setBy?: string
  readonly history: readonly {
    readonly value: number | boolean
    readonly from: number
    readonly at: number
    readonly byName: string
  }[]
  /** The post that may set it besides the administrator; whether the asker may. */
  readonly setter?: string
  readonly maySet: boolean
}
export interface History {
  readonly size: number
  readonly root: string
  readonly origin: string
  readonly note: string
  readonly publicKey: string
  readonly lastRecorded: number
  readonly replay?: { readonly at: number; readonly isEqual: boolean; readonly size: number }
}

// POST /api/setup, the first run

export interface SetUp {
  /** Printed on the console at the first start. */
  readonly secret: string
  readonly name: string
  readonly code: string
  readonly policies: readonly { readonly id: string; readonly from: string }[]
  readonly administrator: { readonly name: string; readonly account: string; readonly password: string }
}
/** POST /api/people: one person with account and posts, by the administrator. Answers a one-time password. */
export interface NewPerson {
  readonly name: string
  readonly account: string
  readonly posts: readonly { readonly post: string; readonly unit?: string }[]
}

// GET /api/live: server-sent events

export type Live =
  | { readonly event: 'changed'; readonly size: number; readonly registers: readonly string[] }
  | { readonly event: 'clock'; readonly at: number }
