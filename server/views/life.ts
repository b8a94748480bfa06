/** The life of what an entry is about: the rows that it moves, who else wrote about them, and what is still owed. */
import { seatsOf, termsOf, whoms } from '../../engine/book.ts'
import { decide } from '../../engine/decide.ts'
import type { OpenDuty } from '../../engine/fold.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { EntryRow, EntryView, Problem } from '../api.ts'
import { fieldsOf } from '../fields.ts'
import type { Asking } from '../http/request.ts'
import { turnOf } from './addressee.ts'
import { openDuties, type AnyDuty, type Standing } from './duties.ts'
import { isReader, rowsOf } from './entry-list.ts'
import { choiceTitle } from './said.ts'
import { spelt } from './why.ts'

/** More about one thing than these are in the lists, not on its page. */
const aboutMax = 200
const noteMax = 160

/** By which space and key other entries point to it. */
export interface Pointed {
  readonly space: string
  readonly key: string
}
/**
 * The rows that the entry moves, and the entry itself. What another entry opened is that one's own: an answer to it is
 * no page for everything else that was answered.
 */
export async function pointsTo({ open }: Asking, entry: ProjectedEntry): Promise<readonly Pointed[]> {
  const { book, projection } = open.parts,
    { register, steps } = book.shelf(entry.register)
  const now = nowFor(new Layer(open.writer.state), { at: entry.at, recorded: entry.recorded, by: entry.by })
  const rows = steps.flatMap(({ matter, key }) => {
    const spelled = key({ ...now, id: entry.id, facts: entry.current ?? entry.facts })
    return spelled === undefined ? [] : [{ space: matter.space, key: spelled }]
  })
  const own = await Promise.all(
    rows.map(async (row) => (row.key === entry.id || !(await projection.entryById(row.key)) ? [row] : [])),
  )
  return [{ space: register.space, key: entry.id }, ...own.flat()]
}
/** Fields of a register that point into one of these spaces. */
export const refsTo = (asking: Asking, register: string, spaces: ReadonlySet<string>) =>
  fieldsOf(asking.open.parts.book, register).filter(
    ([, field]) => field.kind === 'ref' && 'space' in field && spaces.has(String(field.space)),
  )

export interface Written extends EntryRow {
  readonly id: string
  readonly register: string
  /** What it says in a few words. */
  readonly note: string
}
/** What was entered about it, as far as the asker may read it, in order. */
export async function writtenAbout(
  asking: Asking,
  entry: ProjectedEntry,
  points: readonly Pointed[],
): Promise<readonly Written[]> {
  const { book, projection } = asking.open.parts,
    found: ProjectedEntry[] = []
  for (const { id } of book.registers) {
    for (const { space, key } of points) {
      for (const [name] of refsTo(asking, id, new Set([space]))) {
        const query = { register: id, filters: { [name]: key }, rule: false as const, limit: aboutMax }
        found.push(...(await projection.entries(query)).filter((one) => one.seq !== entry.seq && isReader(asking, one)))
      }
    }
  }
  const once = [...new Map(found.map((one) => [one.seq, one])).values()].sort((a, b) => a.seq - b.seq)
  const rows = await rowsOf(asking, once)
  return once.flatMap((one, n) => {
    const row = rows[n]
    return row ? [{ ...row, id: one.id, register: one.register, note: noteOf(asking, one.register, row) }] : []
  })
}
/** What was chosen and told, without what it points to. */
function noteOf({ open: { parts } }: Asking, register: string, { values }: EntryRow): string {
  const words = fieldsOf(parts.book, register).flatMap(([name, field]) => {
    const value = values[`${name}.title`] ?? values[`${name}.name`] ?? values[name]
    if (field.kind === 'ref' || field.kind === 'instant' || typeof value !== 'string' || value === '') return []
    return [choiceTitle(field, value) ?? value]
  })
  const note = words.join('，')
  return note.length > noteMax ? `${note.slice(0, noteMax)}……` : note
}

/** What is still owed about it, whose turn it is, and whether the asker may ask for it. */
export async function owedAbout(asking: Asking, points: readonly Pointed[]): Promise<EntryView['owed']> {
  const keys = new Set(points.map(({ key }) => key))
  const mine = [...openDuties(asking.open)].filter(
    ({ key, open: { about, isMetLate } }) =>
      !isMetLate && (keys.has(key) || Object.values(about).some((value) => keys.has(String(value)))),
  )
  const owed = await Promise.all(mine.map((standing) => owedOf(asking, standing)))
  return owed.sort((a, b) => a.due - b.due)
}
async function owedOf(asking: Asking, standing: Standing): Promise<EntryView['owed'][number]> {
  const { open } = asking,
    { duty, key, open: slice } = standing
  const at = open.parts.clock.now(),
    now = nowFor(new Layer(open.writer.state), { at, recorded: at, by: asking.person })
  const mayUrge = await urgeable(asking, standing)
  return {
    duty: duty.id,
    key,
    title: duty.title,
    turn: turnOf(open, whoms(termsOf(duty, now.today).holder, slice.about, now)),
    due: slice.due,
    lateFrom: slice.lateFrom,
    ...(slice.urgedAt === undefined ? {} : { urgedAt: slice.urgedAt }),
    ...(mayUrge === undefined ? {} : { mayUrge }),
  }
}
/** Whether the rule names the asker among those who may ask for it again. */
export function isNamedToUrge({ open, person }: Asking, duty: AnyDuty, { about }: OpenDuty): boolean {
  const at = open.parts.clock.now(),
    now = nowFor(new Layer(open.writer.state), { at, recorded: at, by: person })
  const { urge } = termsOf(duty, now.today)
  return (
    urge !== undefined &&
    seatsOf(urge, about, now).some((seat) =>
      typeof seat === 'string' ? seat === person : now.look.holds(person, seat),
    )
  )
}
/** Undefined for who is not named to ask for it; else true, or why not now. */
async function urgeable(asking: Asking, { duty, key, open: slice }: Standing): Promise<Problem | true | undefined> {
  if (!isNamedToUrge(asking, duty, slice)) return undefined
  const { open, account } = asking,
    { book, clock } = open.parts,
    at = clock.now()
  const decision = await open.writer.answer((state) => {
    const decided = decide(book, state, { do: 'urge', id: 'why', account, duty: duty.id, key }, at)
    return 'needs' in decided ? { needs: decided.needs } : { answer: decided }
  })
  return 'refused' in decision ? spelt(open, decision.refused) : true
}
