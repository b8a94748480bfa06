/** What the log counts by itself of each month and of each street or township: nobody types a figure. */
import type { Look } from '../../engine/declare/words.ts'
import { count } from '../../engine/fields.ts'
import { hours, type Day } from '../../engine/time.ts'
import { p } from './house.ts'

/** Leads that came in a month, those whose handling ended in it, and how long that took in all, in milliseconds. */
export const month = p.matter('drug-month', '月份', {
  leads: count('线索'),
  handled: count('办结'),
  tookMs: count('历时', { max: Number.MAX_SAFE_INTEGER }),
})
export const none = { leads: 0, handled: 0, tookMs: 0 }
export const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`
export function monthlyFigures(of: Day, look: Pick<Look, 'row'>) {
  const { leads, handled, tookMs } = look.row(month, of) ?? none
  return { leads, handled, hoursEach: handled === 0 ? 0 : Math.round(tookMs / handled / hours(1)) }
}
