/** The two halves of the morning: which duties they are, who has reported and who has not. */
import type { DutyDay, DutyDayUnit } from '../../server/api.ts'

/** The policy whose morning it is. */
export const morning = 'hospital-daily-report'
/** The two duties of the morning, as the policy names them. */
export const sides = [
  { duty: 'daily', title: '医疗' },
  { duty: 'nursing-daily', title: '护理' },
] as const
export interface Side {
  readonly duty: string
  readonly title: string
  readonly day: DutyDay
}

const isIn = ({ state }: DutyDayUnit) => state === 'met' || state === 'met-late' || state === 'phone'
export const notIn = ({ day }: Side) => day.units.filter((unit) => !isIn(unit))
/** The latest first, so that what just came stands at the head. */
export const inOrder = ({ day }: Side) => day.units.filter(isIn).sort((a, b) => (b.metAt ?? 0) - (a.metAt ?? 0))
