/** A page of a register: filtered in the database, seen only by those whom a clause names, personal values masked. */
import { mayRead } from '../../engine/read.ts'
import type { EventOf } from '../../engine/events.ts'
import type { Fields } from '../../engine/fields.ts'
import { instantOf, nextDay } from '../../engine/time.ts'
import type { EntryQuery, ProjectedEntry } from '../../store/projection.ts'
import type { EntryList, EntryRow, Search, Value } from '../api.ts'
import { Fault, notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import { maskedOf } from './mask.ts'
import { registerCard } from './registers.ts'
import { stateOf } from './entry-state.ts'

const sizeMax = 200
/** Who may read may depend on each entry; so many are looked through before the page says that there are more. */
export const scannedMax = 20_000
const chunk = 1_000

/** The facts that stand today, as the engine reads them. */
export const standingEvent = ({
  id,
  register,
  at,
  recorded,
  by,
  facts,
  current,
}: ProjectedEntry): EventOf<'filed'> => ({
  type: 'filed',
  id,
  register,
  shape: 0,
  at,
  recorded,
  by,
  clause: '',
  policy: '',
  facts: current ?? facts,
})
export const isReader = ({ open, account }: Asking, entry: ProjectedEntry) =>
  mayRead(open.parts.book, open.writer.state, standingEvent(entry), account, open.parts.clock.now())

/** Throws 404 also where the asker may not read it: who may not read learns nothing. */
export async function readableEntry(asking: Asking, seq: number): Promise<ProjectedEntry> {
  const { open } = asking
  await open.projector.caughtUp(open.writer.size)
  const entry = await open.parts.projection.entry(seq)
  if (!entry || !isReader(asking, entry)) throw notFound('这一条')
  return entry
}

const dayShape = /^\d{4}-\d{2}-\d{2}$/
export function queryOf({ open }: Asking, register: string, search: Search): Omit<EntryQuery, 'limit'> {
  const { from, to, filters, exact, clause, rule, unfinished } = search,
    fields: Fields = open.parts.book.shelf(register).register.fields
  for (const day of [from, to]) {
    if (day !== undefined && !dayShape.test(day))
      throw new Fault(400, 'malformed', '不能', '不能查询：日期应如 2026-10-08')
  }
  const known = Object.entries(filters ?? {}).filter(([name, value]) => fields[name]?.keeps === 'fact' && value !== '')
  const hash =
    exact && fields[exact.field]?.kind === 'hashed' ? open.log.hashOf(register, exact.field, exact.value) : undefined
  return {
    register,
    filters: Object.fromEntries(known),
    ...(from === undefined ? {} : { from: instantOf(from, '00:00') }),
    ...(to === undefined ? {} : { to: instantOf(nextDay(to), '00:00') }),
    ...(hash === undefined ? {} : { hash }),
    ...(unfinished === true ? { isUnfinished: true } : {}),
    ...(typeof clause === 'string' ? { clause } : {}),
    ...(typeof rule === 'string' ? { rule: rule === '' ? false : rule } : {}),
  }
}
/** All entries of the search that the asker may read, newest first, as far as `enough` says. */
export async function readable(
  asking: Asking,
  query: Omit<EntryQuery, 'limit'>,
  most: number,
): Promise<readonly ProjectedEntry[]> {
  const { projection } = asking.open.parts,
    found: ProjectedEntry[] = []
  let before = Number.MAX_SAFE_INTEGER,
    scanned = 0
  for (; found.length < most && scanned < scannedMax; scanned += chunk) {
    const page = await projection.entries({ ...query, before, limit: chunk })
    found.push(...page.filter((entry) => isReader(asking, entry)))
    const last = page.at(-1)
    if (!last || page.length < chunk) break
    before = last.seq
  }
  return found
}
export async function listEntries(asking: Asking, register: string, search: Search): Promise<EntryList> {
  const { open } = asking,
    shelf = open.parts.book.shelf(register)
  await open.projector.caughtUp(open.writer.size)
  const offset = Math.max(0, Math.trunc(Number(search.offset ?? 0))) || 0
  const size = Math.min(sizeMax, Math.max(1, Math.trunc(Number(search.size ?? 50)) || 50))
  const all = await readable(asking, queryOf(asking, register, search), scannedMax)
  const page = all.slice(offset, offset + size)
  return { register: registerCard(asking, shelf), total: all.length, offset, rows: await rowsOf(asking, page) }
}
export async function rowsOf(asking: Asking, entries: readonly ProjectedEntry[]): Promise<readonly EntryRow[]> {
  const { open } = asking,
    bodies = await open.log.bodies(entries.map(({ seq, correctedBy }) => correctedBy ?? seq))
  const gone = await open.parts.disposals.gone(
    entries.map(({ seq, correctedBy }) => correctedBy ?? seq).filter((seq) => !bodies.has(seq)),
  )
  return entries.map((entry) => {
    const { seq, at, recorded, by, facts, current, correctedBy, isRefusal } = entry
    const values: Record<string, Value> = maskedOf(
      open,
      entry.register,
      current ?? facts,
      bodies.get(correctedBy ?? seq),
    ).values
    const state = stateOf(open, entry)
    return {
      seq,
      at,
      recorded,
      by,
      byName: open.directory.name(by),
      values,
      isCorrected: correctedBy !== undefined,
      isRefusal,
      isDisposed: gone.has(correctedBy ?? seq),
      ...(state ? { state } : {}),
    }
  })
}
