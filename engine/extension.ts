/** What an outage of ours takes from somebody's time is given back (decision 0049). */
import type { Outage } from './declare/words.ts'
import type { Terms } from './events.ts'
import { extensionMaxMs, extensionMinMs } from './limits.ts'
import type { Instant } from './time.ts'

/** The instant to which an outage moves one; the same, where it touched it not. `since`: from when it could be done. */
export function movedBy({ from, until }: Outage, due: Instant, since: Instant): Instant {
  // After a short outage there was time enough before and after; what falls due right after a long one gets its half hour.
  const touchedUntil = until + Math.min(until - from, extensionMinMs)
  if (due <= from || due > touchedUntil) return due
  const left = Math.min(Math.max(due - Math.max(from, since), extensionMinMs), extensionMaxMs)
  return Math.max(due, until + (due > until ? extensionMinMs : left))
}
/** The terms of a duty that could be done since an instant, with what outages took from it given back. */
export function extended(terms: Terms, since: Instant, outages: readonly Outage[]): Terms {
  const due = outages.reduce((due, outage) => movedBy(outage, due, since), terms.due),
    by = due - terms.due
  if (by === 0) return terms
  const { lateFrom, missedFrom } = terms
  return { ...terms, due, lateFrom: lateFrom + by, missedFrom: missedFrom + by, isExtended: true }
}
