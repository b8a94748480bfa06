/** The clause board: a policy to read, beside each clause its state in a month; and one clause with all that shows it. */
import type { Clause, Policy } from '../../engine/declare/policy.ts'
import type { Now } from '../../engine/declare/words.ts'
import { monthOf, type Month } from '../../engine/month.ts'
import { nowFor } from '../../engine/now.ts'
import { quarrelOf } from '../../engine/parameter.ts'
import { administrator } from '../../engine/people.ts'
import { Layer } from '../../engine/state.ts'
import type { BoardPolicy, ClauseBoard, ClauseDetail, ClauseRow, WordingVersion } from '../api-board.ts'
import { notFound } from '../http/problem.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { textOf, type PolicyText } from '../policy-texts.ts'
import { clauseRef } from './clause.ts'
import { figuresOf, monthCounts, sumsOf, type ClauseSums, type MonthCounts } from './clause-counts.ts'
import { parameterRows } from './parameters.ts'
import { ruleSentences } from './rule-sentences.ts'
import { vacanciesAt, vacanciesOf } from './vacancies.ts'
import { standingWording, wordingsOf } from './wordings.ts'

/** A policy that the organisation has adopted, and when. */
interface Adopted {
  readonly policy: Policy
  readonly from: string
  readonly until?: string
}
/** What every row is made from. */
interface Ground {
  readonly open: OpenOrganisation
  readonly now: Now
  readonly counts: MonthCounts
  /** The month is the one under way, so that what stands empty today matters. */
  readonly isCurrent: boolean
  readonly wordings: ReadonlyMap<string, readonly WordingVersion[]>
}

export async function clauseBoard({ open }: Asking, asked?: Month): Promise<ClauseBoard> {
  const at = open.parts.clock.now(),
    last = monthOf(at),
    adopted = adoptedPolicies(open)
  const first = adopted.reduce(
    (earliest, { from }) => (from.slice(0, 7) < earliest ? from.slice(0, 7) : earliest),
    last,
  )
  const month = asked === undefined || asked > last || asked < first ? last : asked,
    ground = await groundOf(open, month)
  const policies = await Promise.all(adopted.map((one) => boardPolicy(ground, one)))
  return { at, month, first, last, policies }
}
export async function clauseDetail(asking: Asking, id: string, asked?: Month): Promise<ClauseDetail> {
  const { open, person } = asking,
    { book, clock } = open.parts,
    clause = book.clauses.get(id),
    adopted = adoptedPolicies(open).find(({ policy }) => policy === clause?.policy)
  if (!clause || !adopted) throw notFound('这一条')
  const ground = await groundOf(open, asked ?? monthOf(clock.now())),
    { now } = ground
  const { wordedBy } = clause.policy
  return {
    row: clauseRow(ground, clause, adopted, await textOf(clause.policy.id)),
    sentences: ruleSentences(book, open.writer.state, clause, now.at),
    argues: quarrelOf(book, clause, now).argues,
    parameters: await parameterRows(asking, id),
    figures: figuresOf(book, clause, ground.counts, now),
    vacancies: vacanciesAt(open, clause, now),
    versions: ground.wordings.get(id) ?? [],
    mayWord: [administrator, ...(wordedBy ? [wordedBy] : [])].some((seat) => now.look.holds(person, seat)),
  }
}

async function groundOf(open: OpenOrganisation, month: Month): Promise<Ground> {
  const at = open.parts.clock.now()
  await open.projector.caughtUp(open.writer.size)
  return {
    open,
    now: nowFor(new Layer(open.writer.state), { at, recorded: at, by: 'system' }),
    counts: await monthCounts(open.parts.projection.counts, month),
    isCurrent: month === monthOf(at),
    wordings: await wordingsOf(open),
  }
}
function adoptedPolicies({ parts: { book }, writer: { state } }: OpenOrganisation): readonly Adopted[] {
  return book.policies.flatMap((policy): readonly Adopted[] => {
    const row = state.get(`row:adopted/${policy.id}`)
    if (policy.isStanding || !row || typeof row !== 'object' || !('from' in row)) return []
    const until = 'until' in row && typeof row.until === 'string' ? { until: row.until } : {}
    return [{ policy, from: String(row.from), ...until }]
  })
}
async function boardPolicy(ground: Ground, adopted: Adopted): Promise<BoardPolicy> {
  const { policy, from, until } = adopted,
    text = await textOf(policy.id)
  return {
    id: policy.id,
    title: policy.title,
    from,
    ...(until === undefined ? {} : { until }),
    rows: policy.clauses.toSorted(inOrderOfTheText).map((clause) => clauseRow(ground, clause, adopted, text)),
    vacancies: vacanciesOf(ground.open, policy, ground.now),
  }
}
/** 2.4 before 2.11, as the text counts. */
const inOrderOfTheText = (a: Clause, b: Clause) => a.id.localeCompare(b.id, 'en', { numeric: true })

function clauseRow(ground: Ground, clause: Clause, adopted: Adopted, text: PolicyText): ClauseRow {
  const { open, now, counts, wordings } = ground,
    sums = sumsOf(figuresOf(open.parts.book, clause, counts, now))
  const own = standingWording(wordings.get(clause.id), now.today),
    paragraphs = text.get(clause.id) ?? []
  return {
    clause: clauseRef(clause),
    text: paragraphs.length > 0 ? paragraphs : [clause.words],
    ...(own ? { own } : {}),
    ...standing(ground, clause, adopted, sums),
  }
}
/** The first of what hurts most; what is not as it should be, in a few words each. */
function standing(
  { open, now, isCurrent }: Ground,
  clause: Clause,
  adopted: Adopted,
  sums: ClauseSums,
): Pick<ClauseRow, 'state' | 'word' | 'note' | 'behind'> {
  const { late, missed, overdue, violated, unanswered } = sums,
    note = noteOf(sums)
  const off = offSince(clause, adopted, now)
  if (off !== undefined) return { state: 'off', word: off, note, behind: [] }
  const { isAgainstLaw: isAgainst } = quarrelOf(open.parts.book, clause, now)
  const vacant = isCurrent
    ? vacanciesAt(open, clause, now).reduce((n, { units, per }) => n + (per === undefined ? 1 : units.length), 0)
    : 0
  const behind = [
    ...(overdue > 0 ? [`${overdue} 件逾期`] : []),
    ...(missed > 0 ? [`未做 ${missed} 次`] : []),
    ...(late > 0 ? [`迟 ${late} 次`] : []),
    ...(violated > 0 ? [`违反 ${violated} 次`] : []),
    ...(unanswered > 0 ? [`${unanswered} 件逾期未签收`] : []),
    ...(isAgainst ? ['与法律不一致'] : []),
    ...(vacant > 0 ? [`岗位空缺 ${vacant} 处`] : []),
  ]
  if (overdue + missed + unanswered > 0)
    return { state: 'late', word: `有逾期 ${overdue + missed + unanswered} 件`, note, behind }
  if (violated > 0) return { state: 'violated', word: `有违反 ${violated} 次`, note, behind }
  if (isAgainst) return { state: 'law', word: '与法律不一致', note, behind }
  if (vacant > 0) return { state: 'vacant', word: `岗位空缺 ${vacant} 处`, note, behind }
  return note === ''
    ? { state: 'none', word: '本月没有记录', note, behind }
    : { state: 'kept', word: '履行中', note, behind }
}
/** Before its first day and after its last it binds nobody. */
function offSince(clause: Clause, { from, until }: Adopted, { today }: Now): string | undefined {
  if (until !== undefined && until < today) return `已于 ${sayDay(until)}终止`
  if (clause.until <= today) return `已于 ${sayDay(clause.until)}停用`
  const begins = clause.from > from ? clause.from : from
  return begins > today ? `未启用，${sayDay(begins)}起` : undefined
}
const sayDay = (day: string) => `${Number(day.slice(0, 4))} 年 ${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`
const said = (word: string, n: number) => (n > 0 ? [`${word} ${n.toLocaleString('en-US')}`] : [])
function noteOf({ inTime, late, missed, overdue, entries, refused, told, unanswered }: ClauseSums): string {
  const owed = [...said('按时', inTime), ...said('迟', late), ...said('未做', missed), ...said('逾期', overdue)]
  const rest = [
    ...said('登记', entries),
    ...said('拒绝', refused),
    ...said('告知', told),
    ...said('未签收', unanswered),
  ]
  return [...owed, ...rest].slice(0, 4).join('，')
}
