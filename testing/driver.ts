/** What a scenario may do to an organisation, and what it may look at; memory and server answer alike. */
import type { Event } from '../engine/events.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { Day, Instant } from '../engine/time.ts'

/** What somebody typed, by field; instants in milliseconds, a reference by the id of the entry or row. */
export type Typed = Readonly<Record<string, unknown>>

export interface Accepted {
  readonly isAccepted: true
  readonly seq: number
  /** What later entries name it by. */
  readonly id: string
}
export interface Refused {
  readonly isAccepted: false
  /** The clause's id; empty where no clause speaks (a malformed request). */
  readonly clause: string
  readonly cite: string
  readonly fact: string
  readonly sentence: string
  readonly field?: string
  /** Every fault of the form, each at its field. */
  readonly errors: readonly { readonly field: string; readonly fact: string }[]
}
export type Answer = Accepted | Refused

/** `may`: nothing forbids it; `waits`: fields that are still empty. */
export type Why = Refused | { readonly waits: readonly string[] } | 'may'

/** A duty as it stands in somebody's 今日. */
export interface Owed {
  readonly duty: string
  readonly key: string
  readonly due: Instant
  readonly isLate: boolean
}

export interface Quarrel {
  readonly isAgainstLaw: boolean
  /** One line each. */
  readonly argues: readonly string[]
}

/** A notice that reached somebody. */
export interface Heard {
  readonly notice: string
  /** The entry or duty that it is about. */
  readonly key: string
}

/** One organisation on a driven clock. Persons are named by what the scenario calls them; each has one account. */
export interface House {
  at(): Promise<Instant>
  /** The id under which the log knows a person. */
  idOf(person: string): string
  /** Moves the clock on and lets come what is due; never backwards. */
  moveTo(at: Instant): Promise<void>

  /** Our machine is down from now on until then. */
  outage(until: Instant): Promise<void>

  adopt(policy: string, from: Day): Promise<void>
  endAdoption(policy: string, last: Day): Promise<void>
  addUnit(kind: string, unit: string): Promise<void>
  closeUnit(kind: string, unit: string): Promise<void>
  addPerson(person: string): Promise<void>
  /** From now on, until the end of a day where one is given. */
  appoint(person: string, post: string, unit?: string, until?: Day): Promise<Answer>
  dismiss(person: string, post: string, unit?: string): Promise<void>
  loadYear(year: string, holidays: readonly Day[], makeUpDays: readonly Day[]): Promise<void>

  file(person: string, register: string, entry: Typed): Promise<Answer>
  correct(person: string, register: string, entry: Typed, corrects: Accepted): Promise<Answer>
  /** In the stead of somebody who told it at that instant. */
  assist(person: string, stead: string, toldAt: Instant, register: string, entry: Typed): Promise<Answer>
  urge(person: string, duty: string, key: string): Promise<Answer>
  takeBack(person: string, entry: Accepted): Promise<Answer>
  see(person: string, notice: string, key: string): Promise<Answer>
  acknowledge(person: string, notice: string, key: string): Promise<Answer>
  /** Holds at once, or from the beginning of a later day. */
  set(person: string, parameter: string, value: number | boolean, from?: Day): Promise<Answer>
  /** Agrees to what was asked for, or gives it back. */
  answer(person: string, approval: string, subject: string, isAgreed: boolean): Promise<Answer>
  /** By a machine that may report of anything; `known`: a beat that says nothing new, and is not entered. */
  report(register: string, entry: Typed): Promise<Answer | 'known'>
  /** What the clause board says of a clause's quarrel with the law. */
  quarrel(clause: string): Promise<Quarrel>
  why(person: string, register: string, entry: Typed): Promise<Why>
  mayRead(person: string, register: string, entry: Accepted): Promise<boolean>
  /** Whether this person's page shows him what somebody else owes. */
  seesDutiesOf(person: string, other: string): Promise<boolean>
  /** When what the entry holds of persons may be destroyed, by today's figures; undefined: its time has not begun. */
  keptUntil(entry: Accepted): Promise<Instant | 'forever' | undefined>
  /** Ids of the entries that are handed over to this person for a query of his. */
  disclosed(person: string, query: Accepted): Promise<readonly string[]>
  /** Sequence numbers of what the entry gathers, as this person sees it. */
  gathered(person: string, entry: Accepted): Promise<readonly number[]>
  /** A row of a matter as this person sees it; nothing where there is none, or none for him. */
  row(person: string, matter: string, key: string): Promise<Typed | undefined>
  /** What this person was told, and has not yet put away. */
  told(person: string): Promise<readonly Heard[]>
  /** What stands in this person's 今日 to do. */
  owed(person: string): Promise<readonly Owed[]>

  /** The log from that sequence number on. */
  events(from: number): Promise<readonly Event[]>
  /** Ends the scenario. What does not hold of the log and its refolding, a sentence each; empty when all does. */
  close(): Promise<readonly string[]>
}

export interface Driver {
  readonly name: 'memory' | 'server'
  open(policies: readonly Policy[]): Promise<House>
}
