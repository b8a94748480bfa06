/** What the unit reported before: beside each number stands the last one, and a second report of a day is led to the first. */
import type { EntryList, EntryRow } from '../../server/api.ts'
import { isHeading, type RegisterShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { sayDay } from '../parts/wording.ts'
import { nextDay } from '../../engine/time.ts'
import type { Typed } from './typed.ts'

/** So many of the unit's latest reports are looked through. */
const lookedAt = 40

export interface Earlier {
  /** The last report of an earlier day, and which day: 昨日, or its date. */
  readonly last: EntryRow | undefined
  readonly when: string
  /** The report of this very day, if there is one. */
  readonly same: EntryRow | undefined
}
/** Of a report with headings, by its unit and its day; of any other register nothing is asked. */
export function useEarlier(register: RegisterShape, typed: Typed): Earlier {
  const unit = register.fields.find(([, { kind }]) => kind === 'unit')?.[0] ?? ''
  const date = register.fields.find(([name, { kind }]) => kind === 'day' && name === 'day')?.[0] ?? ''
  const [of = '', day = ''] = [typed[unit], typed[date]]
  const isAsked = register.fields.some(([, field]) => isHeading(field)) && of !== '' && /^\d{4}-\d\d-\d\d$/.test(day)
  const search = { filters: { [unit]: of }, rule: '', size: lookedAt }
  const rows = useAnswer<EntryList>(isAsked ? `/api/registers/${register.id}/search` : undefined, search).body?.rows
  const dayIn = ({ values }: EntryRow) => String(values[date] ?? '')
  const [last] = [...(rows ?? [])].filter((row) => dayIn(row) < day).sort((a, b) => (dayIn(a) < dayIn(b) ? 1 : -1))
  return {
    last,
    when: last === undefined ? '' : dayIn(last) === nextDay(day, -1) ? '昨日' : sayDay(dayIn(last)),
    same: rows?.find((row) => dayIn(row) === day),
  }
}
