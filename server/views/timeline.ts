/** What happened to an entry and to the thing that it is about, in order: notices, duties, corrections, answers. */
import type { Event } from '../../engine/events.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { TimelineChange, TimelineItem } from '../api.ts'
import { saidFieldsOf } from '../fields.ts'
import type { Asking } from '../http/request.ts'
import { addresseesOf } from './addressee.ts'
import { whenOf } from './consequences.ts'
import { writtenAbout, type Pointed } from './life.ts'
import { maskedOf } from './mask.ts'
import { photosOf } from './photos.ts'

type Row = Readonly<Record<string, unknown>>
type Numbered = Event & { readonly seq: number }
/** Chains of consequences are short; this bounds a mistake in a policy. */
const depthMax = 6

/** What it set in motion, and what was entered about it afterwards with all that followed from that. */
export async function timelineOf(
  asking: Asking,
  entry: ProjectedEntry,
  points: readonly Pointed[],
): Promise<readonly TimelineItem[]> {
  const { open } = asking,
    { id, seq } = entry
  const [first] = await open.log.events(seq, 1),
    corrections = await open.log.correctionsOf(id)
  const written = await writtenAbout(asking, entry, points),
    bySeq = new Map(written.map((one) => [one.seq, one]))
  const causes = [id, ...corrections.map((one) => one.id), ...written.map((one) => one.id)]
  const followers = await open.log.because(causes, depthMax),
    entries = await Promise.all(written.map(async (one) => open.log.events(one.seq, 1)))
  const events = [...(first ? [first] : []), ...corrections, ...entries.flat(), ...followers]
  const items = new Map<number, TimelineItem>()
  for (const event of events.sort((a, b) => a.seq - b.seq)) {
    if (items.has(event.seq)) continue
    const isCorrection = event.type === 'filed' && event.corrects !== undefined
    const item = isCorrection ? await correctionItem(open, event) : itemOf(open, event)
    const about = bySeq.get(event.seq)
    if (item) items.set(event.seq, about ? { ...item, note: about.note, entry: about.seq } : item)
  }
  return [...items.values()]
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
      return item(
        'open',
        `${unitIn(open, event.about)}须${book.duty(event.duty).title}`,
        `${whenOf(event.due, recorded)} 前`,
      )
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
  const first = await open.parts.projection.entryById(event.corrects ?? ''),
    of = first?.seq ?? -1,
    before = earlier?.seq ?? of
  const wasBody = await open.log.body(before),
    isBody = await open.log.body(event.seq)
  const was = maskedOf(open, event.register, event.was ?? {}, wasBody).values
  const is = maskedOf(open, event.register, event.facts, isBody).values
  const wasPhotos = photosOf(open.parts.book, event.register, wasBody, { seq: of, as: before })
  const isPhotos = photosOf(open.parts.book, event.register, isBody, { seq: of, as: event.seq })
  const change = saidFieldsOf(open.parts.book, event.register).flatMap(([name, { label, kind }]): TimelineChange[] => {
    const [a, b] = [text(was, name), text(is, name)]
    // Two photographs of one size read alike.
    const isOther = a !== b || (kind === 'photo' && wasBody?.[name] !== isBody?.[name])
    if (!isOther) return []
    const [wasPhoto, isPhoto] = [wasPhotos[name], isPhotos[name]]
    return [{ label, was: a, is: b, ...(wasPhoto ? { wasPhoto } : {}), ...(isPhoto ? { isPhoto } : {}) }]
  })
  const { seq, at, recorded } = event
  return { seq, at, recorded, state: 'change', text: `${open.directory.name(event.by)} 更正`, change }
}
const text = (values: Row, name: string) => {
  const value = values[`${name}.title`] ?? values[`${name}.name`] ?? values[name]
  return value === undefined ? '' : String(value)
}
/** Of which unit something is owed, where it is of one. */
const unitIn = (open: Open, { unit }: Readonly<Record<string, unknown>>) =>
  typeof unit === 'string' && unit !== '' ? `${open.directory.unitTitle(open.writer.state, unit)} ` : ''
