/** Our own outages make nobody late: what was due while the machine was down, or right after, is due later (decision 0049). */
import { under, type Book } from './book.ts'
import type { Event, EventOf, Terms } from './events.ts'
import { extended, movedBy } from './extension.ts'
import type { OpenDuty } from './fold-duty.ts'
import type { NoticeSlice } from './fold.ts'
import { nowFor } from './now.ts'
import type { Layer } from './state.ts'

/** What an outage moves of all that stands open: duties that somebody owes, and answers that somebody owes. */
export function movedByOutage(book: Book, layer: Layer, event: EventOf<'outage'>): Event[] {
  const header = { at: event.at, recorded: event.recorded, by: 'system', because: event.id }
  const duties = book.duties.flatMap((duty) =>
    layer.mustKeys(duty.space).flatMap((slot): Event[] => {
      const open = layer.must<OpenDuty>(slot)
      if (!open || open.isLate || book.settlesItself(duty)) return []
      const terms = extended(open, open.recorded, [event])
      if (terms.due === open.due) return []
      const key = slot.slice(duty.space.length + 1)
      const id = `${open.id}#moved@${event.id}`
      return [{ ...header, id, ...under(duty.clause), type: 'moved', duty: duty.id, key, ...extension(terms) }]
    }),
  )
  const answers = book.notices.flatMap((notice) =>
    layer.mustKeys(notice.space).flatMap((slot): Event[] => {
      const slice = layer.must<NoticeSlice>(slot)
      if (slice?.wakes === undefined) return []
      const answerBy = movedBy(event, slice.wakes, slice.recorded ?? event.from)
      if (answerBy === slice.wakes) return []
      const key = slot.slice(notice.space.length + 1)
      const id = `${notice.id}/${key}#moved@${event.id}`
      return [{ ...header, id, ...under(notice.clause), type: 'answerMoved', notice: notice.id, key, answerBy }]
    }),
  )
  return [...duties, ...answers]
}
/** A settling is taken back: an outage since then, which moved what stood open, moves this duty too. */
export function movedAfterAll(book: Book, layer: Layer, event: EventOf<'undone'>, met: EventOf<'met'>): Event[] {
  const duty = book.duty(met.duty),
    open = layer.must<OpenDuty>(`${duty.space}/${met.key}`)
  if (!open || open.isLate || book.settlesItself(duty)) return []
  const terms = extended(open, open.at, nowFor(layer, event).outages())
  if (terms.due === open.due) return []
  const { at, recorded, id: because } = event,
    id = `${open.id}#moved@${because}`
  const header = { id, at, recorded, by: 'system', ...under(duty.clause), because }
  return [{ ...header, type: 'moved', duty: duty.id, key: met.key, ...extension(terms) }]
}
const extension = ({ due, lateFrom, missedFrom, provisional }: Terms) => ({
  due,
  lateFrom,
  missedFrom,
  isExtended: true as const,
  ...(provisional ? { provisional } : {}),
})
