/** How far the thing is that an entry opened: the step of its row, or its duties that are open or late, in a word. */
import type { OpenDuty } from '../../engine/fold.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { EntryRow } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

// The space of a duty holds its open duties and nothing else; `fold` alone writes it.
const openDuty = (slice: object | number | null | undefined): readonly OpenDuty[] => (slice ? [slice as OpenDuty] : [])

export function stateOf(open: OpenOrganisation, entry: ProjectedEntry): EntryRow['state'] {
  const { book, clock } = open.parts,
    { state } = open.writer
  const moved = ownRows(open, entry),
    opened = book.dutiesOn(`filed:${entry.register}`)
  const word = moved.flatMap(({ step }) => step ?? [])[0]
  if (opened.length === 0 && word === undefined) return undefined
  const keys = new Set([entry.id, ...moved.map(({ key }) => key)])
  const [first] = opened
    .flatMap(({ space }) => [...keys].flatMap((key) => openDuty(state.get(`${space}/${key}`))))
    .toSorted((a, b) => a.due - b.due)
  if (!first) return { mark: 'kept', text: word ?? '已办结' }
  return first.due <= clock.now()
    ? { mark: 'late', text: word === undefined ? '逾期' : `${word}，逾期` }
    : { mark: 'open', text: word ?? '待处置' }
}
/** The rows that are the entry's own: opened by it, or called by what it is about; and how their step is called. */
function ownRows({ parts: { book }, writer: { state } }: OpenOrganisation, entry: ProjectedEntry) {
  const now = nowFor(new Layer(state), { at: entry.at, recorded: entry.recorded, by: entry.by })
  return book.shelf(entry.register).steps.flatMap(({ matter, key: spell }) => {
    const key = spell({ ...now, id: entry.id, facts: entry.current ?? entry.facts })
    if (key === undefined || (key !== entry.id && !key.includes('|'))) return []
    const row = state.get(`${matter.space}/${key}`)
    const step = row && typeof row === 'object' && 'step' in row ? matter.titleOf(String(row.step)) : undefined
    return [{ key, step }]
  })
}
