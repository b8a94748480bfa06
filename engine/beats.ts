/** Signs of life that come beat by beat: which of them is worth an entry, and who has been silent for too long. */
import type { Beat, Erased, HeardRow, Hearing, Now } from './declare/words.ts'
import type { Instant } from './time.ts'

/** A beat is entered when it is the first, comes from another address, or ends a silence; any other says nothing new. */
export const isNews = (row: HeardRow | undefined, address: unknown): boolean =>
  row === undefined || row.address !== address || row.silentSince !== undefined

/** The entry that says so, where nothing was heard for longer than may be; `lastHeard` includes when we began to listen. */
export function silenceOf(
  { of, beat }: Hearing & { readonly beat: Beat },
  key: string,
  lastHeard: Instant,
  now: Now,
): Erased | undefined {
  const row = now.look.row(beat.heard, key),
    expected = beat.expected(key, now)
  // What was never heard is not listened for, and a silence is said once for each time that it matters.
  if (!row || expected === undefined || (row.silentSince ?? -1) >= expected) return undefined
  const since = Math.max(lastHeard, expected)
  return since + now.look.value(beat.after) < now.at ? { [of]: key, since } : undefined
}
