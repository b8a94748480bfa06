/** A year's calendar as it stands, as the program knows it, and what loading it would move. */
import { decide } from '../../engine/decide.ts'
import type { CalendarYear } from '../../engine/time.ts'
import type { CalendarMoves, CalendarView } from '../api-people.ts'
import { arrangedYear } from '../arranged-year.ts'
import { Fault } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { openDuties, type Standing } from './duties.ts'

const shownMax = 200

export function calendarView({ open }: Asking, year: string): CalendarView {
  const loaded = loadedIn(open, year),
    shipped = /^20\d\d$/.test(year) ? arrangedYear(Number(year)) : undefined
  const provisional = [...openDuties(open)].filter(({ open: { provisional } }) => provisional?.includes(year))
  return {
    year,
    provisional: provisional.length,
    ...(loaded ? { loaded } : {}),
    // What the package has nothing of, it does not know.
    ...(shipped && shipped.holidays.length > 0 ? { shipped } : {}),
  }
}
function loadedIn({ writer: { state } }: OpenOrganisation, year: string): CalendarYear | undefined {
  const row = state.get(`calendar/${year}`)
  if (!row || typeof row !== 'object' || !('holidays' in row) || !('makeUpDays' in row)) return undefined
  const days = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
  return { holidays: days(row.holidays), makeUpDays: days(row.makeUpDays) }
}
/** Which duties would be due at another instant. Nothing is written; a refusal is thrown. */
export async function movesOf({ open, account }: Asking, year: string, days: CalendarYear): Promise<CalendarMoves> {
  const { book, clock } = open.parts,
    at = clock.now()
  const decision = await open.writer.answer((state) => {
    const decided = decide(book, state, { do: 'load', id: 'preview', account, year, ...days }, at)
    return 'needs' in decided ? { needs: decided.needs } : { answer: decided }
  })
  if ('refused' in decision) {
    throw new Fault(422, 'calendar', '不能录入', open.directory.spell(decision.refused.sentence))
  }
  const standing = new Map([...openDuties(open)].map((one) => [`${one.duty.id}/${one.key}`, one]))
  const moves = ('accepted' in decision ? decision.accepted : []).flatMap((event) => {
    const one = event.type === 'moved' ? standing.get(`${event.duty}/${event.key}`) : undefined
    return one && event.type === 'moved' ? [{ ...titleOf(open, one), from: one.open.due, to: event.due }] : []
  })
  // What only lost its mark is certain now, and due as it was.
  const changed = moves.filter(({ from, to }) => from !== to).sort((a, b) => a.to - b.to)
  return { total: changed.length, settled: moves.length - changed.length, moves: changed.slice(0, shownMax) }
}
function titleOf({ directory, writer }: OpenOrganisation, { duty, open: { about } }: Standing) {
  const unit: unknown = about['unit']
  const isOfUnit = typeof unit === 'string' && unit !== ''
  return { title: duty.title, ...(isOfUnit ? { unitTitle: directory.unitTitle(writer.state, unit) } : {}) }
}
