/** Which entries a query opens: things that were there in its range, whole, if they are wanted. */
import type { Disclosure } from './declare/words.ts'
import type { Row } from './events.ts'
import type { Instant } from './time.ts'

/** What an entry said at first, or by a correction. */
export interface Version {
  readonly at: Instant
  readonly facts: Row
}
export interface Candidate {
  readonly seq: number
  readonly register: string
  /** The row of the thing that it belongs to, where it moved one. */
  readonly row?: string
  /** At least one: an entry that was ever wanted is handed over, so that a correction hides nothing. */
  readonly versions: readonly Version[]
}

/**
 * Those of the candidates that are in scope, in their order. Of a thing all entries have to be among them; `isStanding`:
 * the thing is still there, whatever its last entry was.
 */
export function disclosed<C extends Candidate>(
  { terms, registers }: Disclosure,
  asked: Row,
  candidates: readonly C[],
  isStanding: (row: string) => boolean,
): readonly C[] {
  const { from, until } = terms.during(asked),
    ids = new Set(registers.map(({ id }) => id))
  const things = new Map<string, C[]>()
  for (const candidate of candidates) {
    const thing = candidate.row ?? `entry ${candidate.seq}`,
      known = things.get(thing)
    if (known) known.push(candidate)
    else things.set(thing, [candidate])
  }
  const isWanted = (thing: readonly C[]) => {
    const said = thing.flatMap(({ register, versions }) => (ids.has(register) ? versions : []))
    return (
      said.length > 0 &&
      (terms.wants?.(
        asked,
        said.map(({ facts }) => facts),
      ) ??
        true)
    )
  }
  const wanted = new Set(
    [...things]
      .filter(([row, entries]) => {
        const times = entries.flatMap(({ versions }) => versions.map(({ at }) => at))
        const isThere = Math.min(...times) <= until && (isStanding(row) || Math.max(...times) >= from)
        return isThere && isWanted(entries)
      })
      .map(([row]) => row),
  )
  return candidates.filter(({ row, seq, register }) => ids.has(register) && wanted.has(row ?? `entry ${seq}`))
}
/** The row of its matter that an entry moved. */
export const rowAlong = ({ terms: { along } }: Disclosure, rows: readonly string[]): string | undefined =>
  along && rows.find((row) => row.startsWith(`${along.space}/`))
