/** One day of a daily duty, unit by unit: who has reported, how, and whose turn it is. */
import { dueOf, termsOf } from '../../engine/book.ts'
import { onDay } from '../../engine/declare/words.ts'
import type { OpenDuty } from '../../engine/fold.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import { instantOf, nextDay } from '../../engine/time.ts'
import type { DutyDay, DutyDayUnit } from '../api.ts'
import { isZeroReport } from '../fields.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import { personsOf, turnOf } from './addressee.ts'
import { assistedBy } from './assisting.ts'
import { clauseRef } from './clause.ts'
import { actOf, holdersOf, owersOf, type AnyDuty, type Standing } from './duties.ts'
import { dayKind } from './today.ts'

const entriesMax = 5_000
type Named = Readonly<Record<string, unknown>>

export async function dutyDayOf(asking: Asking, id: string, day: string): Promise<DutyDay> {
  const { open } = asking,
    { book, clock } = open.parts,
    { state } = open.writer,
    mayAssistIn = assistedBy(asking),
    duty = book.duties.find((one) => one.id === id)
  if (!duty?.on || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw notFound('这项职责')
  await open.projector.caughtUp(open.writer.size)
  const filed = await filedFor(open, duty, day)
  const units = owersOf(open, duty, day, nowAt(open, instantOf(day, '00:00'))).map((unit): DutyDayUnit => {
    const { key } = onDay(unit.id, day),
      entry = filed.get(key),
      standing = openDutyAt(open, duty, key)
    const holder = standing ? turnOf(open, holdersOf(open, { duty, key, open: standing })) : ''
    const settled = entry && (!standing || standing.isMetLate) ? entry : undefined
    return {
      unit: unit.id,
      title: unit.title,
      holder,
      state: settled ? howMet(open, duty, key, settled) : standing?.isLate ? 'late' : 'open',
      ...(standing?.urgedAt === undefined ? {} : { urgedAt: standing.urgedAt }),
      ...(settled ? { metAt: settled.at, seq: settled.seq, isZero: isZero(open, settled) } : {}),
      ...(standing && !settled ? assistIn(open, mayAssistIn, { duty, key, open: standing }) : {}),
    }
  })
  const due = units.map(({ unit }) => openDutyAt(open, duty, onDay(unit, day).key)).find(Boolean)?.due
  return {
    at: clock.now(),
    day,
    kind: dayKind(state, day).kind,
    units,
    ...(due === undefined ? {} : { due }),
    duty: { id: duty.id, title: duty.title, clause: clauseRef(duty.clause) },
  }
}
function assistIn(
  open: Asking['open'],
  mayAssistIn: ReadonlySet<string>,
  standing: Standing,
): Pick<DutyDayUnit, 'assist'> {
  const act = actOf(open, standing)
  if (!act || !mayAssistIn.has(act.register)) return {}
  const [stead, ...more] = personsOf(open, holdersOf(open, standing))
  const { register, prefill } = act
  return { assist: { register, prefill, ...(stead === undefined || more.length > 0 ? {} : { stead }) } }
}
// The space of a duty holds its open duties and nothing else; `fold` alone writes it.
const openDutyAt = ({ writer: { state } }: Asking['open'], { space }: AnyDuty, key: string) =>
  state.get(`${space}/${key}`) as OpenDuty | null | undefined

/** In time by the terms of that day, late, or otherwise: by another register than the first that settles it. */
function howMet(open: Asking['open'], duty: AnyDuty, key: string, entry: ProjectedEntry): DutyDayUnit['state'] {
  const [day = '', unit = ''] = key.split('|').reverse(),
    now = nowAt(open, instantOf(day, '00:00'))
  if (entry.at >= dueOf(duty, { key, unit, day }, now).lateFrom) return 'met-late'
  const [first] = [termsOf(duty, day).must ?? []].flat()
  return first && first.register.id !== entry.register ? 'otherwise' : 'met'
}
const nowAt = ({ writer: { state } }: Asking['open'], at: number) =>
  nowFor(new Layer(state), { at, recorded: at, by: 'system' })

/** The earliest entry that settles each unit's duty of that day, under the key that the duty's own answer spells. */
async function filedFor(open: Asking['open'], duty: AnyDuty, day: string) {
  const found = new Map<string, ProjectedEntry>()
  for (const { register, key: spell } of [termsOf(duty, day).must ?? []].flat()) {
    const query = { register: register.id, from: instantOf(nextDay(day, -1), '00:00'), limit: entriesMax }
    for (const entry of (await open.parts.projection.entries(query)).filter(({ isRefusal }) => !isRefusal)) {
      const facts: Named = entry.current ?? entry.facts
      const key = spell({ ...nowAt(open, entry.at), id: entry.id, facts })
      if (
        key !== undefined &&
        key !== false &&
        `|${key}`.endsWith(`|${day}`) &&
        entry.at < (found.get(key)?.at ?? Infinity)
      )
        found.set(key, entry)
    }
  }
  return found
}
const isZero = ({ parts: { book } }: Asking['open'], { register, facts, current }: ProjectedEntry) =>
  isZeroReport(book, register, current ?? facts)
