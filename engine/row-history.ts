/** A row is a fold of the entries that moved it: which rows an entry moves, and what a history makes of one. */
import type { Book } from './book.ts'
import type { Step } from './declare/matter.ts'
import type { Erased, Happening } from './declare/words.ts'
import type { EventOf } from './events.ts'
import { happeningOf } from './fold.ts'
import type { Layer } from './state.ts'

/** `history/ROW`: the entries that moved a row, in order, each with the facts that stand today. */
export type History = readonly EventOf<'filed'>[]

export const rowsOf = (book: Book, layer: Layer, entries: readonly EventOf<'filed'>[]) =>
  new Set(
    entries.flatMap((entry) => {
      const happening = happeningOf(layer, entry)
      return book.shelf(entry.register).steps.flatMap((step) => rowOf(step, happening) ?? [])
    }),
  )
/** The row that a step moves by these facts; nothing, where its key gives nothing. */
function rowOf({ matter, key }: Step, happening: Happening<Erased>): string | undefined {
  const of = key(happening)
  return of === undefined ? undefined : `${matter.space}/${of}`
}
/** Where an entry stands among those that moved a row; one that did not move it, behind what was recorded before it. */
export function placeIn(history: History, entry: EventOf<'filed'>): number {
  const own = history.findIndex(({ id }) => id === entry.id)
  if (own >= 0) return own
  const later = history.findIndex(({ recorded }) => recorded > entry.recorded)
  return later < 0 ? history.length : later
}
/** The row after these entries, or the id of the one that would have been impossible. */
export function rowAfter(book: Book, layer: Layer, slot: string, history: History): Erased {
  return rowsAlong(book, layer, slot, history).at(-1)
}
/** The row before each of these entries, and after the last; or only the id of the one that would have been impossible. */
export function rowsAlong(book: Book, layer: Layer, slot: string, history: History): readonly Erased[] {
  const rows: Erased[] = [null],
    space = slot.slice(0, slot.indexOf('/'))
  let row: Erased
  for (const entry of history) {
    const happening = happeningOf(layer, entry)
    for (const move of book.shelf(entry.register).steps) {
      if (move.matter.space !== space || rowOf(move, happening) !== slot) continue
      if (move.from && !move.from.includes(row?.step ?? 'none')) return [entry.id]
      row = move.step(row, happening)
    }
    rows.push(row ?? null)
  }
  return rows
}
