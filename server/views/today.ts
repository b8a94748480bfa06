/** What somebody has to do now, what he was told, what he waits for, what he has done. */
import { dueOf, termsOf, whoms } from '../../engine/book.ts'
import { onDay } from '../../engine/declare/words.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import { Calendar, dayOf, instantOf, nextDay, type CalendarYear } from '../../engine/time.ts'
import type { EventOf } from '../../engine/events.ts'
import type { NoticeSlice } from '../../engine/fold.ts'
import type { Field } from '../../engine/fields.ts'
import type { Today, Todo, ToldMe, Waiting } from '../api.ts'
import { fieldsOf } from '../fields.ts'
import type { Asking } from '../http/request.ts'
import type { CommittedState } from '../committed-state.ts'
import { addresseesOf, isAddressed } from './addressee.ts'
import { clauseRef } from './clause.ts'
import { actOf, holdersOf, openDuties, owersOf } from './duties.ts'
import { isReader } from './entry-list.ts'

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
    todo: todoOf(asking),
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
function todoOf(asking: Asking): readonly Todo[] {
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
      unit: unknown = about['unit']
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
      const entry = await open.parts.projection.entryById(key),
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
          text: aboutOf(asking, slice, entry?.register),
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
        })
      }
    }
  }
  return { told: told.sort((a, b) => (a.answerBy ?? Infinity) - (b.answerBy ?? Infinity) || b.at - a.at), waiting }
}
type OpenNotice = Pick<EventOf<'told'>, 'to' | 'facts' | 'recorded'> & {
  readonly wakes?: number
  readonly isUnanswered?: boolean
  readonly seen?: NoticeSlice['seen']
}

/** In a few words what a notice is about: the unit, the register, what was chosen in it, and the day. */
function aboutOf(
  {
    open: {
      directory,
      writer: { state },
      parts: { book },
    },
  }: Asking,
  { facts }: OpenNotice,
  register?: string,
): string {
  const unit = facts['unit'] ?? facts['department'],
    day = facts['day'],
    words: string[] = []
  if (typeof unit === 'string') words.push(directory.unitTitle(state, unit))
  if (register !== undefined) {
    words.push(book.shelf(register).register.title)
    for (const [name, field] of fieldsOf(book, register)) words.push(...chosen(field, facts[name]))
  }
  return [...words, ...(typeof day === 'string' ? [day] : [])].join(' ')
}
function chosen(field: Field, value: unknown): readonly string[] {
  if (field.kind !== 'choice' || !('options' in field) || typeof value !== 'string') return []
  const title: unknown = Object.entries(field.options ?? {}).find(([option]) => option === value)?.[1]
  return typeof title === 'string' ? [title] : []
}
