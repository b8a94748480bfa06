/** The two halves of a day's page: who has reported and who has not. */
import type { DutyDay, DutyDayUnit } from '../../server/api.ts'
import type { SummarySideShape } from '../declared.ts'

export interface Side extends SummarySideShape {
  readonly day: DutyDay
}

const isIn = ({ state }: DutyDayUnit) => state === 'met' || state === 'met-late' || state === 'otherwise'
export const notIn = ({ day }: Side) => day.units.filter((unit) => !isIn(unit))
/** The latest first, so that what just came stands at the head. */
export const inOrder = ({ day }: Side) => day.units.filter(isIn).sort((a, b) => (b.metAt ?? 0) - (a.metAt ?? 0))
