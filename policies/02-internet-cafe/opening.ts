/** 第十条, as far as other clauses ask for it: when the house is open, to which day a night belongs, when rounds are due. */
import type { Look, Parameter } from '../../engine/declare/words.ts'
import { clockOf, dayOf, hours, instantOf, nextDay, timeOfDay, type Day, type Instant } from '../../engine/time.ts'
import { count, day } from '../../engine/fields.ts'
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
/** What the place itself allows beyond the law's hours. */
export const permit = p.matter('hours-permit', '延长营业批准', {
  closing: count('准许营业至'),
  until: day('有效期至'),
})
export const closes = 第十条.parameter('closes', '打烊', hours(26), {
  min: hours(8),
  max: hours(26),
  law: hours(24),
  lawForbids: 'above',
  permits: (closing, { look, today }) => {
    const row = look.row(permit, 'closing')
    return row !== undefined && closing <= row.closing && today <= row.until
  },
  unit: 'clock',
  setBy: cafeManager,
})
type Figures = Pick<Look, 'value'>

const beginOf = (day: Day) => instantOf(day, '00:00')
/** What was set for a day by the end of it: a change of tomorrow leaves tonight's closing after midnight as it is. */
const endOf = (day: Day) => beginOf(nextDay(day)) - 1
export const closingOf = (day: Day, look: Figures): Instant => beginOf(day) + look.value(closes, endOf(day))
export const openingOf = (day: Day, look: Figures): Instant => beginOf(day) + look.value(opens, endOf(day))

/** The business day to which an instant belongs: after midnight and before closing it is still the day before. */
export function businessDay(at: Instant, look: Figures): Day {
  const today = dayOf(at),
    yesterday = nextDay(today, -1)
  return at < closingOf(yesterday, look) ? yesterday : today
}
/** The closing ahead, if the house is open: after midnight it is still that of the day before. */
export function closingAhead(at: Instant, look: Figures): Instant | undefined {
  const day = businessDay(at, look),
    closing = closingOf(day, look)
  return openingOf(day, look) <= at && at < closing ? closing : undefined
}

// Rounds in opening hours: every so long from opening, the last at closing, each called by its time: 12:00, 02:00. They are
// told when the day begins, so what is set later that day counts from the next.

const calledBy = (sinceMidnight: number) => clockOf(beginOf('2026-01-01') + sinceMidnight).slice(0, 5)
const sinceMidnight = (round: string) => timeOfDay(instantOf('2026-01-01', round))
/** The times of one business day's rounds. */
export function roundsOf(day: Day, look: Figures, every: Parameter<number>): readonly string[] {
  const since = beginOf(day),
    last = look.value(closes, since),
    length = look.value(every, since),
    times: string[] = []
  for (let time = look.value(opens, since) + length; time < last; time += length) times.push(calledBy(time))
  return [...times, calledBy(last)]
}
/** When a round of that business day is due; one that is called by an hour before opening lies after midnight. */
export const roundAt = (day: Day, round: string, look: Figures): Instant =>
  beginOf(day) + sinceMidnight(round) + (sinceMidnight(round) > look.value(opens, beginOf(day)) ? 0 : hours(24))
/** The key of the round for which a walk at that instant stands: the next one due. */
export function roundAhead(at: Instant, look: Figures, every: Parameter<number>): string | undefined {
  const today = dayOf(at)
  return [nextDay(today, -1), today]
    .flatMap((day) => roundsOf(day, look, every).map((round) => ({ day, round, at: roundAt(day, round, look) })))
    .filter((one) => one.at > at && at >= beginOf(one.day) + look.value(opens, beginOf(one.day)))
    .map(({ day, round }) => `${round}|${day}`)[0]
}
