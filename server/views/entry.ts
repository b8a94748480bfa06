/** One entry with everything that happened to it: notices, duties, corrections, and its place under the seal. */
import type { Event } from '../../engine/events.ts'
import type { Field } from '../../engine/fields.ts'
import { takeBackMs } from '../../engine/limits.ts'
import { nowFor } from '../../engine/now.ts'
import { endOf, lengthOf } from '../../engine/retention.ts'
import { refuse } from '../../engine/refusal.ts'
import { Layer } from '../../engine/state.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { EntryView, TimelineItem } from '../api.ts'
import { fieldsOf } from '../fields.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import { addresseesOf } from './addressee.ts'
import { whenOf } from './consequences.ts'
import { isReader } from './entry-list.ts'
import { maskedOf } from './mask.ts'
import { registerCard } from './registers.ts'
import { spelt, whyNot } from './why.ts'

type Row = Readonly<Record<string, unknown>>
type Numbered = Event & { readonly seq: number }
/** Chains of consequences are short; this bounds a mistake in a policy. */
const depthMax = 6

/** Throws 404 also where the asker may not read it: who may not read learns nothing. */
export async function entryView(asking: Asking, seq: number): Promise<EntryView> {
  const { open } = asking,
    {
      book,
      store,
      projection,
      disposals,
      organisation: { org },
    } = open.parts
  await open.projector.caughtUp(Math.min(seq + 1, open.writer.size))
  const entry = await projection.entry(seq)
  if (!entry || !isReader(asking, entry)) throw notFound('这一条')
  const { facts, current, correctedBy } = entry,
    body = await open.log.body(correctedBy ?? seq)
  const { values, masked } = maskedOf(open, entry.register, current ?? facts, body)
  const checkpoint = await store.checkpointAt(org, seq + 1),
    card = registerCard(asking, book.shelf(entry.register))
  const { isFinal } = book.shelf(entry.register).register.options
  const stands = standing(open, entry.register, current ?? facts, body)
  const isTakenBack = (await projection.undone([entry.id])).has(entry.id)
  const mayCorrect =
    card.mayWrite && !entry.isRefusal && !isTakenBack ? await correctable(asking, entry, stands) : undefined
  const until = entry.recorded + takeBackMs
  const mayTakeBack =
    !isFinal && !isTakenBack && !entry.isRefusal && correctedBy === undefined && entry.by === asking.person
  return {
    seq,
    register: card,
    ...(mayCorrect === undefined ? {} : { mayCorrect }),
    at: entry.at,
    recorded: entry.recorded,
    byName: open.directory.name(entry.by),
    ...(entry.stead === undefined ? {} : { steadName: open.directory.name(entry.stead) }),
    ...(mayTakeBack && open.parts.clock.now() <= until ? { mayTakeBackUntil: until } : {}),
    isTakenBack,
    values,
    masked,
    actions: isTakenBack ? [] : await actionsOf(asking, entry.register, entry.id),
    timeline: await timelineOf(asking, entry.id, seq),
    proof: {
      size: checkpoint?.size ?? 0,
      root: Buffer.from(checkpoint?.root ?? []).toString('hex'),
      sealedAt: entry.recorded,
    },
    ...(await keptUntil(open, entry)),
    isDisposed: body === undefined && (await disposals.gone([correctedBy ?? seq])).size > 0,
  }
}
/** By today's figures; null while the time has not begun, absent where it never ends. */
export async function keptUntil(
  open: Asking['open'],
  { register, id, recorded }: ProjectedEntry,
): Promise<Pick<EntryView, 'keptUntil'>> {
  const { book, clock, disposals } = open.parts,
    at = clock.now()
  const { look } = nowFor(new Layer(open.writer.state), { at, recorded: at, by: 'system' })
  const length = lengthOf(book, look, register)
  if (length === 'forever') return {}
  const began = await disposals.since(register, id)
  const since = book.shelf(register).keeping ? began : Math.max(recorded, began ?? 0)
  return { keptUntil: since === undefined ? null : endOf(since, length) }
}
/** What was entered, as it stands today, personal values and all: never sent anywhere from here. */
function standing({ parts: { book } }: Open, register: string, facts: Row, body: Row | undefined): Row {
  const isOfBody = ({ kind, keeps }: Field) => keeps === 'body' || kind === 'hashed'
  return Object.fromEntries(
    fieldsOf(book, register)
      .map(([name, field]) => [name, isOfBody(field) ? body?.[name] : facts[name]])
      .filter(([, value]) => value !== undefined && value !== null),
  )
}
/** Whether he may enter it as it stands: what he would change is judged when he has changed it. */
async function correctable(
  { open, account }: Asking,
  { id, register }: ProjectedEntry,
  entry: Row,
): Promise<EntryView['mayCorrect']> {
  const { clause, title, options } = open.parts.book.shelf(register).register
  if (options.isFinal) return spelt(open, refuse(clause, `更正“${title}”`, '此项登记不可更正'))
  const { refusal } = await whyNot(open, { do: 'file', id: 'why', account, register, corrects: id, entry })
  return refusal?.isOfActor ? spelt(open, refusal) : true
}
/** Forms that go on from an entry: those that point to it, or to the matter that it opened; what forbids one is said. */
async function actionsOf(asking: Asking, register: string, id: string): Promise<EntryView['actions']> {
  const { open, account } = asking,
    { book } = open.parts
  const shelf = book.shelf(register)
  const spaces = new Set([shelf.register.space, ...shelf.steps.map(({ matter }) => matter.space)])
  const leading = book.registers.flatMap(({ id: other, title }) => {
    const ref = fieldsOf(book, other).find(
      ([, field]) => field.kind === 'ref' && 'space' in field && spaces.has(String(field.space)),
    )
    if (!ref || other === register || !registerCard(asking, book.shelf(other)).mayWrite) return []
    return [{ label: title, register: other, prefill: { [ref[0]]: id } }]
  })
  return Promise.all(
    leading.map(async (action) => {
      const { register, prefill } = action
      const { refusal } = await whyNot(open, { do: 'file', id: 'why', account, register, entry: prefill })
      return refusal ? { ...action, why: spelt(open, refusal) } : action
    }),
  )
}
async function timelineOf({ open }: Asking, id: string, seq: number): Promise<readonly TimelineItem[]> {
  const [first] = await open.log.events(seq, 1),
    corrections = await open.log.correctionsOf(id)
  const followers = await open.log.because([id, ...corrections.map((one) => one.id)], depthMax)
  const items: TimelineItem[] = []
  for (const event of [...(first ? [first] : []), ...corrections, ...followers].sort((a, b) => a.seq - b.seq)) {
    if (items.some((item) => item.seq === event.seq)) continue
    const item =
      event.type === 'filed' && event.corrects !== undefined ? await correctionItem(open, event) : itemOf(open, event)
    if (item) items.push(item)
  }
  return items
}
type Open = Asking['open']
function itemOf(open: Open, event: Numbered): TimelineItem | undefined {
  const { book } = open.parts,
    { seq, at, recorded } = event
  const item = (state: TimelineItem['state'], text: string, note?: string): TimelineItem => ({
    seq,
    at,
    recorded,
    state,
    text,
    ...(note === undefined ? {} : { note }),
  })
  switch (event.type) {
    case 'filed':
      return item(
        'kept',
        `${open.directory.name(event.by)} ${book.shelf(event.register).register.title}`,
        event.for === undefined ? undefined : `代 ${open.directory.name(event.for)} 登记`,
      )
    case 'refused':
      return item('late', '未登记', book.shelf(event.register).register.title)
    case 'told':
      return event.follows === undefined
        ? item(
            event.answerBy === undefined ? 'kept' : 'open',
            `送${addresseesOf(open, event.to)}`,
            event.answerBy === undefined ? '不须签收' : `须于 ${whenOf(event.answerBy, recorded)} 前签收`,
          )
        : item('change', `${event.isWithdrawn ? '作废告知' : '更正告知'}${addresseesOf(open, event.to)}`)
    case 'seen':
      return item('kept', `${open.directory.name(event.by)} 已读`)
    case 'acknowledged':
      return item('kept', `${open.directory.name(event.by)} 签收`)
    case 'unanswered':
      return item('late', '逾期未签收')
    case 'undone':
      return event.by === 'system' ? undefined : item('change', `${open.directory.name(event.by)} 撤回`)
    case 'moved':
      return item(
        'open',
        book.duty(event.duty).title,
        `${event.isExtended ? '因系统停机' : ''}改至 ${whenOf(event.due, recorded)} 前`,
      )
    case 'opened':
      return item('open', book.duty(event.duty).title, `${whenOf(event.due, recorded)} 前`)
    case 'reminded':
      return item('soon', `提醒 ${book.duty(event.duty).title}`)
    case 'late':
      return item('late', `${book.duty(event.duty).title} 逾期`)
    case 'met':
      return item(
        event.isInTime ? 'kept' : 'late',
        `${book.duty(event.duty).title} ${event.isInTime ? '按时做到' : '迟'}`,
      )
    default:
      return undefined
  }
}
/** Old and new side by side, field by field; who may read the entry may read both. */
async function correctionItem(open: Open, event: Numbered & { readonly type: 'filed' }): Promise<TimelineItem> {
  const earlier = (await open.log.correctionsOf(event.corrects ?? '')).filter(({ seq }) => seq < event.seq).at(-1)
  const first = await open.parts.projection.entryById(event.corrects ?? '')
  const wasBody = await open.log.body(earlier?.seq ?? first?.seq ?? -1),
    isBody = await open.log.body(event.seq)
  const was = maskedOf(open, event.register, event.was ?? {}, wasBody).values
  const is = maskedOf(open, event.register, event.facts, isBody).values
  const change = fieldsOf(open.parts.book, event.register).flatMap(([name, { label }]) => {
    const [a, b] = [text(was, name), text(is, name)]
    return a === b ? [] : [{ label, was: a, is: b }]
  })
  const { seq, at, recorded } = event
  return { seq, at, recorded, state: 'change', text: `${open.directory.name(event.by)} 更正`, change }
}
const text = (values: Row, name: string) => {
  const value = values[`${name}.title`] ?? values[`${name}.name`] ?? values[name]
  return value === undefined ? '' : String(value)
}
