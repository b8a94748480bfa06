/** How far the thing is that an entry opened: its duties that are open or late, in a word. */
import type { OpenDuty } from '../../engine/fold.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { EntryRow } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

// The space of a duty holds its open duties and nothing else; `fold` alone writes it.
const openDuty = (slice: object | number | null | undefined): readonly OpenDuty[] => (slice ? [slice as OpenDuty] : [])

export function stateOf(
  { parts: { book, clock }, writer: { state } }: OpenOrganisation,
  entry: ProjectedEntry,
): EntryRow['state'] {
  const opened = book.dutiesOn(`filed:${entry.register}`)
  if (opened.length === 0) return undefined
  const open = opened.flatMap((duty) => openDuty(state.get(`${duty.space}/${entry.id}`)))
  const [first] = open.toSorted((a, b) => a.due - b.due)
  if (!first) return { mark: 'kept', text: '已办结' }
  return first.due <= clock.now() ? { mark: 'late', text: '逾期' } : { mark: 'open', text: '待处置' }
}
