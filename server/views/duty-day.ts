/** One day of a daily duty, unit by unit: who has reported, how, and whose turn it is. */
import type { OpenDuty } from '../../engine/fold.ts'
import { dayOf, instantOf, nextDay } from '../../engine/time.ts'
import type { DutyDay, DutyDayUnit } from '../api.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import { turnOf } from './addressee.ts'
import { clauseRef } from './clause.ts'
import { holdersOf, type AnyDuty } from './duties.ts'
import { dayKind } from './today.ts'

const entriesMax = 5_000
type Named = Readonly<Record<string, unknown>>

export async function dutyDayOf({ open }: Asking, id: string, day: string): Promise<DutyDay> {
  const { book, clock } = open.parts, { state } = open.writer, duty = book.duties.find((one) => one.id === id)
  if (!duty?.each || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw notFound('这项职责')
  await open.projector.caughtUp(open.writer.size)
  const filed = await filedFor(open, duty, day)
  const units = open.directory.unitsOf(state, duty.each.id, day).map((unit): DutyDayUnit => {
    const key = `${unit.id}|${day}`, entry = filed.get(unit.id)
    // The space of a duty holds its open duties and nothing else; `fold` alone writes it.
    const standing = state.get(`${duty.space}/${key}`) as OpenDuty | null | undefined
    const holder = standing ? turnOf(open, holdersOf(open, { duty, key, open: standing })) : ''
    return { unit: unit.id, title: unit.title, state: stateOf(standing, entry, duty), holder,
      ...(standing?.urgedAt === undefined ? {} : { urgedAt: standing.urgedAt }),
      ...(entry ? { metAt: entry.at, seq: entry.seq, isZero: isZero(entry) } : {}) }
  })
  const due = units.map(({ unit }) => state.get(`${duty.space}/${unit}|${day}`) as OpenDuty | null | undefined).find(Boolean)?.due
  return { at: clock.now(), day, kind: dayKind(state, day).kind, units, ...(due === undefined ? {} : { due }),
    duty: { id: duty.id, title: duty.title, clause: clauseRef(duty.clause) } }
}
function stateOf(standing: OpenDuty | null | undefined, entry: ProjectedEntry | undefined, duty: AnyDuty): DutyDayUnit['state'] {
  if (!entry) return standing?.isLate ? 'late' : 'open'
  if (standing) return 'met-late'
  const [first] = [duty.terms.must ?? []].flat()
  return first && first.register.id !== entry.register ? 'phone' : 'met'
}
/** The first entry of each unit for that day, in any of the registers that settle the duty. */
async function filedFor({ parts: { projection } }: Asking['open'], duty: AnyDuty, day: string) {
  const found = new Map<string, ProjectedEntry>()
  for (const { register } of [duty.terms.must ?? []].flat()) {
    const query = { register: register.id, from: instantOf(nextDay(day, -1), '00:00'), limit: entriesMax }
    for (const entry of (await projection.entries(query)).toReversed()) {
      const facts: Named = entry.current ?? entry.facts
      if (facts['day'] !== day || entry.isRefusal || entry.unit === undefined) continue
      if (!found.has(entry.unit)) found.set(entry.unit, entry)
    }
  }
  return found
}
const isZero = ({ facts, current }: ProjectedEntry) =>
  Object.values(current ?? facts).filter((value) => typeof value === 'number').every((value) => value === 0)
export const todayIn = (open: Asking['open']) => dayOf(open.parts.clock.now())
