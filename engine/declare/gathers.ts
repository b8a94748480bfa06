/** What an entry stands for: others that it gathers, and what its figures were counted from (decision 0065). */
import type { FactKey, Fields } from '../fields.ts'
import type { Day } from '../time.ts'
import type { AnyRegister, Duty, Erased } from './words.ts'

/** Whatever was written down in these registers from one day of the entry through another. */
export interface Gathers<F extends Fields> {
  readonly of: readonly AnyRegister[]
  readonly from: FactKey<F>
  readonly through: FactKey<F>
}
/** Entries that happened on these days, both included; or what was owed on them and late. */
export type CountedFrom =
  | {
      readonly entries: AnyRegister
      readonly from: Day
      readonly through: Day
      readonly where?: Readonly<Record<string, string>>
    }
  | { readonly late: Duty<Erased>; readonly from: Day; readonly through: Day; readonly unit?: string }
