/** Calendar months, `2026-10`, in the organisation's zone. */
import { dayOf, nextDay, type Day, type Instant } from './time.ts'

export type Month = string

export const monthOf = (at: Instant): Month => dayOf(at).slice(0, 7)
export const isMonth = (value: unknown): value is Month =>
  typeof value === 'string' && /^(1[89]|2[01])\d\d-(0[1-9]|1[0-2])$/.test(value)
/** So many months later; before, where negative. */
export function nextMonth(month: Month, n = 1): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}
/** Its first day and its last. */
export const daysOfMonth = (month: Month): { readonly from: Day; readonly to: Day } => ({
  from: `${month}-01`,
  to: nextDay(`${nextMonth(month)}-01`, -1),
})
