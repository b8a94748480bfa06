/** The lists behind the numbers: each time that a duty was owed, each notice that was sent. */
import { termsOf } from '../../engine/book.ts'
import { isMonth } from '../../engine/month.ts'
import { dayOf, isDay } from '../../engine/time.ts'
import type { OwedFound, OwedQuery, SentQuery } from '../../store/counted.ts'
import type { SentOutcome } from '../../store/counts.ts'
import { outcomes, type Outcome } from '../../store/owed.ts'
import type { OwedList, OwedRow, SentList, SentRow } from '../api-board.ts'
import { Fault, notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import { addresseesOf } from './addressee.ts'
import { clauseRef } from './clause.ts'
import { isReader } from './entry-list.ts'

export type Asked = Readonly<Record<string, string | undefined>>
const sizeMax = 200

/** Throws 400 where a day, an outcome or a register is none. */
export function owedQuery({ open }: Asking, { duty = '', from, to, unit, outcome, register, zero }: Asked): OwedQuery {
  if (!open.parts.book.has('duty', duty)) throw notFound('这项职责')
  for (const day of [from, to]) if (day !== undefined && !isDay(day)) throw malformed('日期应如 2026-10-08')
  const wanted = (outcome ?? '').split(',').filter((one) => one !== '')
  const known = wanted.flatMap((one) => outcomes.find((known) => known === one) ?? [])
  if (known.length < wanted.length) throw malformed('没有这种结果')
  return {
    duties: [duty],
    from: from ?? '1900-01-01',
    to: to ?? '9999-12-31',
    ...(unit === undefined ? {} : { unit }),
    ...(known.length === 0 ? {} : { outcomes: known satisfies readonly Outcome[] }),
    ...(register === undefined ? {} : { register }),
    ...(zero === undefined ? {} : { isZero: zero === 'true' }),
  }
}
const malformed = (fact: string) => new Fault(400, 'malformed', '不能', `不能查询：${fact}`)
const pageOf = ({ offset, size }: Asked) => ({
  offset: Math.max(0, Math.trunc(Number(offset ?? 0)) || 0),
  size: Math.min(sizeMax, Math.max(1, Math.trunc(Number(size ?? 50)) || 50)),
})

export async function owedList(asking: Asking, asked: Asked): Promise<OwedList> {
  const { open } = asking,
    query = owedQuery(asking, asked),
    { offset, size } = pageOf(asked),
    { counts } = open.parts.projection
  await open.projector.caughtUp(open.writer.size)
  const duty = open.parts.book.duty(asked['duty'] ?? ''),
    answers = [termsOf(duty, dayOf(open.parts.clock.now())).must ?? []].flat()
  const [total, found] = await Promise.all([counts.countOwed(query), counts.owed(query, offset, size)])
  return {
    duty: {
      id: duty.id,
      title: duty.title,
      clause: clauseRef(duty.clause),
      hasUnits: found.some(({ unit }) => unit !== null),
    },
    settledBy: answers.map(({ register: { id, title } }) => ({ id, title })),
    total,
    offset,
    rows: await owedRows(asking, found),
  }
}
/** An entry is named only to who may read it. */
export async function owedRows(asking: Asking, found: readonly OwedFound[]): Promise<readonly OwedRow[]> {
  const { open } = asking,
    { book } = open.parts
  const mayRead = await readableOf(
    asking,
    found.flatMap(({ entry_seq, opener_seq }) => [entry_seq, opener_seq]),
  )
  const seen = (seq: number | null) => (seq !== null && mayRead.has(seq) ? seq : undefined)
  return found.map(({ id, unit, day, due, is_extended, outcome, register, is_zero, met_at, entry_seq, opener_seq }) => {
    const entry = seen(entry_seq),
      opener = seen(opener_seq)
    return {
      id,
      day,
      due,
      isExtended: is_extended,
      outcome,
      isZero: is_zero,
      ...(unit === null ? {} : { unitTitle: open.directory.unitTitle(open.writer.state, unit) }),
      ...(register === null ? {} : { by: book.shelf(register).register.title }),
      ...(met_at === null ? {} : { metAt: met_at }),
      ...(entry === undefined ? {} : { entry }),
      ...(opener === undefined ? {} : { opener }),
    }
  })
}
async function readableOf(asking: Asking, seqs: readonly (number | null)[]): Promise<ReadonlySet<number>> {
  const entries = await asking.open.parts.projection.entriesAt(seqs.flatMap((seq) => seq ?? []))
  return new Set(entries.filter((entry) => isReader(asking, entry)).map(({ seq }) => seq))
}

const sentOutcomes: readonly SentOutcome[] = ['told', 'waiting', 'answered', 'unanswered', 'granted', 'returned']
export async function sentList(asking: Asking, asked: Asked): Promise<SentList> {
  const { open } = asking,
    { book, projection } = open.parts,
    { rule = '', month = '', outcome } = asked,
    { offset, size } = pageOf(asked)
  const declared = [...book.notices, ...book.approvals].find(({ space }) => space === rule)
  if (!declared) throw notFound('这种通知')
  if (!isMonth(month)) throw malformed('月份应如 2026-10')
  const known = sentOutcomes.find((one) => one === outcome)
  if (outcome !== undefined && known === undefined) throw malformed('没有这种结果')
  await open.projector.caughtUp(open.writer.size)
  const query: SentQuery = { rules: [rule], month, ...(known === undefined ? {} : { outcome: known }) }
  const [total, found] = await Promise.all([
    projection.counts.countSent(query),
    projection.counts.sent(query, offset, size),
  ])
  const mayRead = await readableOf(
    asking,
    found.map(({ entry_seq }) => entry_seq),
  )
  const rows = found.map(
    async ({ seq, recorded, outcome, ended, entry_seq }): Promise<SentRow> => ({
      seq,
      at: recorded,
      to: await toWhom(asking, seq),
      outcome,
      ...(ended === null ? {} : { endedAt: ended }),
      ...(entry_seq !== null && mayRead.has(entry_seq) ? { entry: entry_seq } : {}),
    }),
  )
  return { title: declared.title, clause: clauseRef(declared.clause), total, offset, rows: await Promise.all(rows) }
}
async function toWhom({ open }: Asking, seq: number): Promise<string> {
  const [event] = await open.log.events(seq, 1)
  return event?.type === 'told' ? addresseesOf(open, event.to) : ''
}
