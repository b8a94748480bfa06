/** What somebody has to do now, what he was told, what he waits for, what he has done. */
import { dueOf, termsOf, whoms } from '../../engine/book.ts'
import { onDay } from '../../engine/declare/words.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import { Calendar, dayOf, instantOf, nextDay, type CalendarYear } from '../../engine/time.ts'
import type { EventOf } from '../../engine/events.ts'
import type { NoticeSlice } from '../../engine/fold.ts'
import type { Today, Todo, ToldMe, Waiting } from '../api.ts'
import type { Asking } from '../http/request.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { CommittedState } from '../committed-state.ts'
import { addresseesOf, isAddressed } from './addressee.ts'
import { clauseRef } from './clause.ts'
import { actOf, holdersOf, openDuties, owersOf, type Standing } from './duties.ts'
import { isReader } from './entry-list.ts'
import { chosenIn, rowIn } from './said.ts'

/** What counts as soon where the clause says nothing: an hour. */
const soonMs = 3_600_000
const doneMax = 50

export function dayKind(state: CommittedState, day: string): { kind: Today['day']['kind']; isProvisional: boolean } {
  // The space holds calendar years and nothing else; `fold` alone writes it.
  const year = state.get(`calendar/${day.slice(0, 4)}`) as CalendarYear | null | undefined
  const calendar = new Calendar(() => year ?? undefined)
  const isMakeUp = year?.makeUpDays.includes(day) ?? false
  const kind = calendar.isHoliday(day)
    ? 'holiday'
    : isMakeUp
      ? 'make-up'
      : calendar.isWeekend(day)
        ? 'weekend'
        : 'workday'
  return { kind, isProvisional: !year }
}
export async function todayOf(asking: Asking, machine: Today['machine']): Promise<Today> {
  const { open, person } = asking,
    { clock, projection, book } = open.parts,
    { state } = open.writer
  const at = clock.now(),
    day = dayOf(at)
  await open.projector.caughtUp(open.writer.size)
  const done = await projection.doneBy(person, instantOf(day, '00:00'), doneMax)
  return {
    at,
    day: { day, ...dayKind(state, day) },
    todo: await todoOf(asking),
    ...(await noticesOf(asking)),
    coming: comingFor(asking, day),
    machine,
    done: done.map(({ seq, recorded, register }) => ({
      seq,
      at: recorded,
      title: book.shelf(register).register.title,
    })),
  }
}
async function todoOf(asking: Asking): Promise<readonly Todo[]> {
  const { open, person } = asking,
    { state } = open.writer,
    { book } = open.parts,
    posts = open.directory.postsOf(state, person, open.parts.clock.now())
  const todo: Todo[] = []
  for (const standing of openDuties(open)) {
    if (!isAddressed(holdersOf(open, standing), person, posts)) continue
    const {
      duty,
      key,
      open: {
        id,
        due,
        lateFrom,
        isLate,
        about,
        provisional,
        isMetLate,
        isReminded,
        remindAt = due,
        urgedAt,
        isExtended = false,
      },
    } = standing
    if (isMetLate) continue
    const isQuiet = !isReminded && book.settlesItself(duty)
    const act = actOf(open, standing),
      unit: unknown = about['unit'],
      subject = duty.each ? undefined : await subjectOf(asking, standing),
      row = duty.each ? undefined : rowIn(open, act, key)
    todo.push({
      id,
      duty: duty.id,
      key,
      title: duty.title,
      clause: clauseRef(duty.clause),
      due,
      lateFrom,
      isLate,
      isExtended,
      isQuiet,
      soonMs: Math.max(due - remindAt, soonMs),
      ...(act ? { act } : {}),
      ...(subject ? { about: subject } : {}),
      ...(row === undefined ? {} : { row }),
      ...(urgedAt === undefined ? {} : { urgedAt }),
      ...(provisional ? { provisional } : {}),
      // A person’s own name stands on no line of what he has to do.
      ...(typeof unit === 'string' && unit !== '' && unit !== person
        ? { unitTitle: open.directory.unitTitle(state, unit) }
        : {}),
    })
  }
  return todo.sort((a, b) => a.due - b.due)
}

/** The entry that a duty is about: the one that its key names, one that it was opened about, or the one that opened it. */
async function subjectOf(asking: Asking, { duty, key, open: { about, id } }: Standing): Promise<Todo['about']> {
  const { open } = asking,
    { projection } = open.parts
  const opener = id.slice(`${duty.id}/${key}@`.length)
  for (const one of new Set([key, ...Object.values(about), opener])) {
    const entry = typeof one === 'string' ? await projection.entryById(one) : undefined
    if (!entry || !isReader(asking, entry)) continue
    const words = [titleOf(open, entry), ...chosenIn(open, entry.register, entry.current ?? entry.facts)]
    return { text: words.join(' '), entry: entry.seq }
  }
  return undefined
}

/** What the asker will owe tomorrow, by the daily duties of the units whose post he holds. */
function comingFor({ open, person }: Asking, today: string): Today['coming'] {
  const { book, clock } = open.parts,
    { state } = open.writer,
    day = nextDay(today),
    at = instantOf(day, '00:00')
  const now = nowFor(new Layer(state), { at, recorded: clock.now(), by: 'system' })
  const posts = open.directory.postsOf(state, person, at)
  return book.duties
    .filter((duty) => duty.on && !duty.isLasting && now.isInForce(duty.clause) && duty.on(day, now))
    .flatMap((duty) =>
      owersOf(open, duty, day, now).flatMap((unit) => {
        const about = onDay(unit.id, day)
        if (duty.owes?.(about, now) === false) return []
        if (!isAddressed(whoms(termsOf(duty, day).holder, about, now), person, posts)) return []
        return [{ at: dueOf(duty, about, now).due, title: `${unit.title} ${duty.title}`.trim() }]
      }),
    )
}
/** Notices that stand open: those to the asker, and those about what he himself entered. */
async function noticesOf(
  asking: Asking,
): Promise<{ readonly told: readonly ToldMe[]; readonly waiting: readonly Waiting[] }> {
  const { open, person } = asking,
    { book } = open.parts,
    { state } = open.writer
  const posts = open.directory.postsOf(state, person, open.parts.clock.now()),
    told: ToldMe[] = [],
    waiting: Waiting[] = []
  for (const notice of book.notices) {
    for (const slot of state.keys(notice.space) ?? []) {
      // The space holds open notices and nothing else; `fold` alone writes it.
      const slice = state.get(slot) as OpenNotice | null | undefined,
        key = slot.slice(notice.space.length + 1)
      if (!slice) continue
      const entry = await toldOf(asking, key, slice.facts),
        answer = slice.wakes === undefined ? {} : { answerBy: slice.wakes }
      if (isAddressed(slice.to, person, posts)) {
        const mayRead = entry !== undefined && isReader(asking, entry)
        told.push({
          seq: entry?.seq ?? 0,
          notice: notice.id,
          key,
          title: notice.title,
          clause: clauseRef(notice.clause),
          at: slice.recorded,
          text: aboutOf(asking, slice, entry),
          isUnanswered: slice.isUnanswered ?? false,
          isSeen: slice.seen?.some((one) => one.person === person) ?? false,
          ...answer,
          ...(mayRead && entry ? { entry: entry.seq } : {}),
        })
      } else if (entry?.by === person) {
        const [first] = slice.seen ?? [],
          read = first ? { readAt: first.at } : {}
        waiting.push({
          title: notice.title,
          to: addresseesOf(open, slice.to),
          since: slice.recorded,
          ...answer,
          ...read,
          entry: entry.seq,
        })
      }
    }
  }
  return { told: told.sort((a, b) => (a.answerBy ?? Infinity) - (b.answerBy ?? Infinity) || b.at - a.at), waiting }
}
/** The entry that a notice is about: the one that its key names, or what was owed about when it was sent. */
async function toldOf({ open: { parts } }: Asking, key: string, facts: Readonly<Record<string, unknown>>) {
  const about = facts['key']
  const own = await parts.projection.entryById(key)
  return own ?? (typeof about === 'string' ? parts.projection.entryById(about) : undefined)
}
type OpenNotice = Pick<EventOf<'told'>, 'to' | 'facts' | 'recorded'> & {
  readonly wakes?: number
  readonly isUnanswered?: boolean
  readonly seen?: NoticeSlice['seen']
}

/** In a few words what a notice is about: the unit, the register, what was chosen in it, and the day. */
function aboutOf({ open }: Asking, slice: OpenNotice, entry?: ProjectedEntry): string {
  // An answer to something says little of its own; what it answers says the rest.
  const facts: Readonly<Record<string, unknown>> = { ...(entry?.current ?? entry?.facts), ...slice.facts }
  const unit = facts['unit'] ?? facts['department'],
    day = facts['day'],
    words: string[] = []
  if (typeof unit === 'string') words.push(open.directory.unitTitle(open.writer.state, unit))
  if (entry) words.push(open.parts.book.shelf(entry.register).register.title, ...chosenIn(open, entry.register, facts))
  return [...words, ...(typeof day === 'string' ? [day] : [])].join(' ')
}
const titleOf = ({ parts: { book } }: Asking['open'], { register }: ProjectedEntry) =>
  book.shelf(register).register.title
