/** How long what is held of persons is kept, and from when: computed from the log, so that nothing beside it can say else. */
import type { Book } from './book.ts'
import type { Keep, Look } from './declare/words.ts'
import type { Event, Row } from './events.ts'
import type { Instant } from './time.ts'

/** So many days of 24 hours, or calendar years. */
export type Length = { readonly days: number } | { readonly years: number }

/** That an entry's time begins, or begins anew, with a happening: `by` is the event's id, the entry is named by its own. */
export interface Beginning {
  readonly register: string
  readonly by: string
  /** Absent: by the truth that a correction told, this happening ends for nothing. */
  readonly entry?: string
  readonly at: Instant
}

/** As of that moment's figures; a longer wish holds for everything that is still there. */
export function lengthOf(book: Book, look: Pick<Look, 'value'>, register: string): Length | 'forever' {
  const { keeping, register: of } = book.shelf(register)
  return keeping ? { days: look.value(keeping.days) } : plainLength(of.options.keep)
}
/** What no setting makes shorter: the bound of the parameter, or the length that is declared. */
export function floorOf(book: Book, register: string): Length | 'forever' {
  const { keeping, register: of } = book.shelf(register)
  return keeping ? { days: keeping.days.min } : plainLength(of.options.keep)
}
const plainLength = (keep: Keep | undefined): Length | 'forever' =>
  keep === undefined || keep === 'forever'
    ? 'forever'
    : keep.years === undefined
      ? { days: keep.days ?? 0 }
      : { years: keep.years }

/**
 * The latest beginning that is over at `now`: what began then or before may be destroyed, what began a millisecond later
 * may not. Days are 24 hours each; a year ends on its day and at its time, that of 29 February on 1 March.
 */
export function overSince(now: Instant, length: Length): Instant {
  if ('days' in length) return now - length.days * dayMs
  const date = new Date(now + zoneMs),
    month = date.getUTCMonth()
  date.setUTCFullYear(date.getUTCFullYear() - length.years)
  // There was no 29 February then: everything before that 1 March is over.
  return date.getUTCMonth() === month
    ? date.getTime() - zoneMs
    : Math.floor(date.getTime() / dayMs) * dayMs - zoneMs - 1
}
/** The first instant at which it may be destroyed: the inverse of `overSince`. */
export function endOf(since: Instant, length: Length): Instant {
  if ('days' in length) return since + length.days * dayMs
  const date = new Date(since + zoneMs),
    month = date.getUTCMonth()
  date.setUTCFullYear(date.getUTCFullYear() + length.years)
  // 29 February became 1 March; what it began is over when that day begins.
  return date.getUTCMonth() === month ? date.getTime() - zoneMs : Math.floor(date.getTime() / dayMs) * dayMs - zoneMs
}
const dayMs = 86_400_000
const zoneMs = 8 * 3_600_000

/** Which entries' time begins with an event; asked of each event in turn, the last beginning counts. */
export function beginningsIn(book: Book, event: Event): readonly Beginning[] {
  // What was taken back concerns nobody's sitting any more: its time runs from there.
  if (event.type === 'undone') {
    const { what } = event
    return what.type === 'filed' ? [{ register: what.register, by: event.id, entry: what.id, at: event.recorded }] : []
  }
  const fired = firing(event)
  if (!fired) return []
  return book.keepingsOn(fired.on).map(({ register, of }) => {
    const entry = of({ id: fired.id, at: event.at, facts: fired.facts })
    return { register: register.id, by: fired.id, at: event.at, ...(entry === undefined ? {} : { entry }) }
  })
}
/** The trigger that an event fires and the facts it leaves, where the event itself says them. */
function firing(event: Event): { readonly on: string; readonly id: string; readonly facts: Row } | undefined {
  const { id } = event
  switch (event.type) {
    case 'filed':
      // A correction tells the truth of the first entry, in its place.
      return { on: `filed:${event.register}`, id: event.corrects ?? id, facts: event.facts }
    case 'refused':
      return { on: `refused:${event.rule}`, id, facts: event.facts }
    case 'opened':
    case 'reminded':
    case 'late':
    case 'missed':
      return { on: `${event.type}:${event.duty}`, id, facts: event.about }
    default:
      return undefined
  }
}
const firingTypes = ['filed', 'refused', 'opened', 'reminded', 'late', 'missed']
/** Whether a trigger can begin a retention: only one whose event says by itself what it was about. */
export const isTold = (on: string) => firingTypes.includes(on.slice(0, on.indexOf(':')))
