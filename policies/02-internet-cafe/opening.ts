/** 第十条, as far as other clauses ask for it: when the house is open, and to which day a night belongs. */
import type { Look } from '../../engine/declare/words.ts'
import { hours, timeOfDay, type Instant } from '../../engine/time.ts'
import { cafeManager, p } from './house.ts'

export const 第十条 = p.clause('2.10', '第十条', '每日十时至次日二时营业')
export const opens = 第十条.parameter('opens', '开门', hours(10), {
  min: hours(8),
  max: hours(24),
  law: hours(8),
  lawForbids: 'below',
  unit: 'clock',
  setBy: cafeManager,
})
const closes = 第十条.parameter('closes', '打烊', hours(26), {
  min: hours(8),
  max: hours(26),
  law: hours(24),
  lawForbids: 'above',
  unit: 'clock',
  setBy: cafeManager,
})
export const isNightBefore = (at: Instant, look: Pick<Look, 'value'>) => timeOfDay(at) + hours(24) < look.value(closes)
/** The closing ahead, if the house is open: after midnight it is still that of the day before. */
export function closingAhead(at: Instant, look: Pick<Look, 'value'>): Instant | undefined {
  const time = timeOfDay(at),
    midnight = at - time
  if (isNightBefore(at, look)) return midnight - hours(24) + look.value(closes)
  return time >= look.value(opens) && time < look.value(closes) ? midnight + look.value(closes) : undefined
}
