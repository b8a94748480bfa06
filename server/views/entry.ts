/** One entry with everything that happened to it: notices, duties, corrections, and its place under the seal. */
import type { Field } from '../../engine/fields.ts'
import { takeBackMs } from '../../engine/limits.ts'
import { nowFor } from '../../engine/now.ts'
import { endOf, lengthOf } from '../../engine/retention.ts'
import { refuse } from '../../engine/refusal.ts'
import { Layer } from '../../engine/state.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { EntryView } from '../api.ts'
import { fieldsOf } from '../fields.ts'
import type { Asking } from '../http/request.ts'
import { askedOf } from './asked.ts'
import { isReader, readableEntry } from './entry-list.ts'
import { gatheredOf } from './gathered.ts'
import { owedAbout, pointsTo, refsTo, type Pointed } from './life.ts'
import { maskedOf } from './mask.ts'
import { photosOf } from './photos.ts'
import { registerCard } from './registers.ts'
import { timelineOf } from './timeline.ts'
import { spelt, whyNot } from './why.ts'

type Row = Readonly<Record<string, unknown>>
type Open = Asking['open']

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
  const entry = await readableEntry(asking, seq)
  const { facts, current, correctedBy } = entry,
    body = await open.log.body(correctedBy ?? seq)
  const { values, masked } = maskedOf(open, entry.register, current ?? facts, body)
  const checkpoint = await store.checkpointAt(org, seq + 1),
    card = registerCard(asking, book.shelf(entry.register))
  const { isFinal } = book.shelf(entry.register).register.options
  const stands = standing(open, entry.register, current ?? facts, body)
  const points = await pointsTo(asking, entry)
  const isTakenBack = (await projection.undone([entry.id])).has(entry.id)
  const mayCorrect =
    card.mayWrite && !entry.isRefusal && !isTakenBack ? await correctable(asking, entry, stands) : undefined
  const until = entry.recorded + takeBackMs
  const gathered = await gatheredOf(asking, entry)
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
    photos: photosOf(book, entry.register, body, { seq, as: correctedBy ?? seq }),
    links: await linksOf(asking, entry),
    actions: isTakenBack ? [] : await actionsOf(asking, entry.register, points),
    owed: await owedAbout(asking, points),
    timeline: await timelineOf(asking, entry, points),
    asked: await askedOf(asking, entry.id),
    ...(gathered ? { gathered } : {}),
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
/** Forms that go on from an entry: those that point to it, or to what it moved; what forbids one is said. */
async function actionsOf(asking: Asking, register: string, points: readonly Pointed[]): Promise<EntryView['actions']> {
  const { open, account } = asking,
    { book } = open.parts,
    spaces = new Set(points.map(({ space }) => space))
  const leading = book.registers
    .filter(({ id, options }) => id !== register && !options.isPrepared && book.shelf(id).writers.length > 0)
    .flatMap(({ id, title }) => {
      const [ref] = refsTo(asking, id, spaces)
      const point = ref && points.find(({ space }) => 'space' in ref[1] && space === ref[1].space)
      return ref && point ? [{ label: title, register: id, prefill: { [ref[0]]: point.key } }] : []
    })
  const judged = await Promise.all(
    leading.map(async (action) => {
      const { refusal } = await whyNot(open, {
        do: 'file',
        id: 'why',
        account,
        register: action.register,
        entry: action.prefill,
      })
      if (refusal?.isOfActor) return []
      return [refusal ? { ...action, why: spelt(open, refusal) } : action]
    }),
  )
  return judged.flat()
}
/** Entries that it names, by field, as far as the asker may read them. */
async function linksOf(asking: Asking, { register, facts, current }: ProjectedEntry): Promise<EntryView['links']> {
  const { book, projection } = asking.open.parts,
    links: Record<string, { readonly seq: number; readonly title: string }> = {}
  for (const [name, { kind }] of fieldsOf(book, register)) {
    const key = (current ?? facts)[name]
    const other = kind === 'ref' && typeof key === 'string' ? await projection.entryById(key) : undefined
    if (other && isReader(asking, other))
      links[name] = { seq: other.seq, title: book.shelf(other.register).register.title }
  }
  return links
}
