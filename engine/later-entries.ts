/**
 * What a correction, or that an entry is taken back, would have made of later entries: one that a lasting guard would have
 * turned away, had the truth stood before it, makes the correction impossible (decision 0039).
 */
import type { Book } from './book.ts'
import type { Erased, Guard } from './declare/words.ts'
import type { EventOf } from './events.ts'
import { halfFilled, isOfField } from './faults.ts'
import { happeningOf } from './fold.ts'
import { placeIn, rowsAlong, rowsOf, type History } from './row-history.ts'
import { Layer, Missing } from './state.ts'

type Filed = EventOf<'filed'>
/** The entries that moved a row: as they stood until now, and as the truth tells it. */
export interface Told {
  readonly was: History
  readonly is: History
}

/** The id of the first later entry that would have been refused now and was not then; bodies are not at hand. */
export function firstImpossible(
  book: Book,
  layer: Layer,
  first: Filed,
  rows: ReadonlyMap<string, Told>,
): string | undefined {
  const lasting = ({ register }: Filed) => book.shelf(register).guards.filter(({ isLasting }) => isLasting)
  const later = new Map<string, Filed>()
  for (const { is } of rows.values()) {
    for (const entry of is.slice(placeIn(is, first))) {
      if (entry.id !== first.id && lasting(entry).length > 0) later.set(entry.id, entry)
    }
  }
  if (later.size === 0) return undefined
  const was = pastOf(book, layer, (row) => rows.get(row)?.was),
    is = pastOf(book, layer, (row) => rows.get(row)?.is)
  const isTurnedAway = (entry: Filed) => {
    const found = new Set([...rows.keys(), ...rowsOf(book, layer, [entry])])
    return lasting(entry).some(
      (guard) => refuses(book, guard, entry, is(entry, found)) && !refuses(book, guard, entry, was(entry, found)),
    )
  }
  return [...later.values()].sort((a, b) => a.recorded - b.recorded).find(isTurnedAway)?.id
}
/** Rows as an entry found them, each history folded once. */
function pastOf(book: Book, layer: Layer, told: (row: string) => History | undefined) {
  const pasts = new Map<string, { readonly history: History; readonly rows: readonly Erased[] }>()
  const pastOn = (row: string) => {
    const history = told(row) ?? layer.must<History>(`history/${row}`) ?? []
    const past = pasts.get(row) ?? { history, rows: rowsAlong(book, layer, row, history) }
    pasts.set(row, past)
    return past
  }
  return (entry: Filed, found: ReadonlySet<string>): Layer => {
    const then = new Layer(layer)
    for (const row of found) {
      const { history, rows } = pastOn(row)
      then.put(row, rows[placeIn(history, entry)] ?? null)
    }
    return then
  }
}
function refuses(book: Book, guard: Guard<Erased>, entry: Filed, layer: Layer): boolean {
  const standing = happeningOf(layer, entry)
  if (!standing.isInForce(guard.clause)) return false
  try {
    return Boolean(guard.refuses({ ...standing, entry: halfFilled(book.shelf(entry.register).register, entry.facts) }))
  } catch (thrown) {
    // What it asks of a body was judged when the entry was made.
    if (thrown instanceof Missing && isOfField(thrown)) return false
    throw thrown
  }
}
