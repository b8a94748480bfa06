/** What goes over the wire for the statistics of a month. */
import type { ClauseRef } from './api.ts'

/** Of GET /api/statistics and POST /api/statistics.xlsx: which month, of which unit, which duty or register is opened. */
export interface StatisticsAsked {
  readonly month?: string
  readonly unit?: string
  readonly duty?: string
  readonly register?: string
}
export interface Statistics {
  readonly at: number
  readonly month: string
  /** The months that can be shown. */
  readonly first: string
  readonly last: string
  readonly unit?: UnitTitle
  /** Every unit of the kinds that the adopted policies know. */
  readonly units: readonly (UnitTitle & { readonly kind: string })[]
  readonly duties: readonly DutySum[]
  readonly registers: readonly RegisterSum[]
  readonly duty?: DutyStatistics
  readonly register?: RegisterStatistics
}
export interface UnitTitle {
  readonly unit: string
  readonly title: string
}
/** How often something was owed and how each time ended. */
export interface Outcomes {
  readonly owed: number
  readonly inTime: number
  readonly late: number
  readonly missed: number
  readonly overdue: number
  readonly open: number
  /** Of those that were done: nothing was reported. */
  readonly zero: number
  /** Of those that were done: by another register than the first, such as a report by telephone. */
  readonly otherwise: readonly { readonly register: string; readonly title: string; readonly n: number }[]
  /** On time, of all that came due; nothing came due: undefined. */
  readonly rate?: number
}
export interface DutySum {
  readonly id: string
  readonly title: string
  readonly policy: string
  readonly clause: ClauseRef
  readonly outcomes: Outcomes
}
export interface DutyStatistics {
  readonly sum: DutySum
  readonly units: readonly (UnitTitle & { readonly outcomes: Outcomes })[]
  /** Twelve months, the last one that of the page. */
  readonly months: readonly { readonly month: string; readonly outcomes: Outcomes }[]
}
export interface RegisterSum {
  readonly id: string
  readonly title: string
  readonly policy: string
  readonly clause: ClauseRef
  /** The field that names the unit, by which a list is filtered. */
  readonly unitField?: string
  readonly n: number
  /** Entries that opened a duty which is not done; undefined where entries of the register open none. */
  readonly unfinished?: number
  /** More than are looked through were made: only the latest are counted. */
  readonly isCut: boolean
}
export interface RegisterStatistics {
  readonly sum: RegisterSum
  readonly units: readonly (UnitTitle & { readonly n: number; readonly unfinished?: number })[]
  readonly fields: readonly {
    readonly field: string
    readonly label: string
    readonly options: readonly { readonly option: string; readonly title: string; readonly n: number }[]
  }[]
  readonly months: readonly { readonly month: string; readonly n: number }[]
}
