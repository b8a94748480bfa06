/** What an entry asked of several units, a row each: who has done it, who has not, and whom one may urge. */
import type { OpenDuty } from '../../engine/fold.ts'
import { Layer } from '../../engine/state.ts'
import type { OwedFound } from '../../store/counted.ts'
import type { AskedUnit } from '../api.ts'
import type { Asking } from '../http/request.ts'
import { isReader } from './entry-list.ts'
import { isNamedToUrge } from './life.ts'

/** So many units are shown; a house has some hundred at most. */
const askedMax = 500

/** Empty where one unit alone, or nobody, was asked: then the timeline says it all. */
export async function askedOf(asking: Asking, entry: string): Promise<readonly AskedUnit[]> {
  const { open } = asking,
    { projection } = open.parts
  const found = (await projection.counts.owedBecause(entry, askedMax)).filter(({ unit }) => unit !== null)
  if (found.length < 2) return []
  const answers = await projection.entriesAt(found.flatMap(({ entry_seq }) => entry_seq ?? []))
  const readable = new Set(answers.filter((one) => isReader(asking, one)).map(({ seq }) => seq))
  return found.map((one) => ({
    duty: one.duty,
    key: one.key,
    title: open.parts.book.duty(one.duty).title,
    unitTitle: open.directory.unitTitle(open.writer.state, one.unit ?? ''),
    due: one.due,
    outcome: one.outcome,
    ...(one.met_at === null ? {} : { metAt: one.met_at }),
    ...(one.entry_seq !== null && readable.has(one.entry_seq) ? { entry: one.entry_seq } : {}),
    ...urgingOf(asking, one),
  }))
}
function urgingOf(asking: Asking, { duty: id, key }: OwedFound): Pick<AskedUnit, 'mayUrge' | 'urgedAt'> {
  const { open } = asking,
    duty = open.parts.book.duty(id),
    slice = new Layer(open.writer.state).must<OpenDuty>(`${duty.space}/${key}`)
  if (!slice || slice.isMetLate || !isNamedToUrge(asking, duty, slice)) return {}
  const { urgedAt } = slice
  return { mayUrge: true, ...(urgedAt === undefined ? {} : { urgedAt }) }
}
