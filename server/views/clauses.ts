/** The clauses of the adopted policies with what was kept and broken, and the figures that the house has set. */
import type { Clause } from '../../engine/declare/policy.ts'
import { nowFor } from '../../engine/now.ts'
import { isAgainstLaw, originOf } from '../../engine/parameter.ts'
import { Layer } from '../../engine/state.ts'
import { dayOf } from '../../engine/time.ts'
import type { ClauseRow, ParameterRow } from '../api.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { clauseRef } from './clause.ts'
import { openDuties } from './duties.ts'

/** The figures of the adopted policies as they hold now. */
export function parameterRows({ open }: Asking): readonly ParameterRow[] {
  const { book } = open.parts,
    { state } = open.writer,
    { look } = nowOf(open)
  return book.parameters
    .filter(({ clause: { policy } }) => state.get(`row:adopted/${policy.id}`))
    .map((parameter) => {
      const { id, title, clause, usual, min, max, law } = parameter,
        value: number | boolean = look.value(parameter)
      const origin = originOf(parameter)
      return {
        id,
        title,
        clause: clauseRef(clause),
        usual,
        min,
        max,
        value,
        ...(law === undefined ? {} : { law }),
        ...(origin === undefined ? {} : { origin }),
      }
    })
}
const nowOf = ({ parts: { clock }, writer: { state } }: OpenOrganisation) =>
  nowFor(new Layer(state), { at: clock.now(), recorded: clock.now(), by: 'system' })

export async function clauseRows({ open }: Asking): Promise<readonly ClauseRow[]> {
  const { book, clock } = open.parts,
    { state } = open.writer,
    stillLate = lateByClause(open),
    { look } = nowOf(open)
  await open.projector.caughtUp(open.writer.size)
  const month = dayOf(clock.now()).slice(0, 7),
    seen = await seenIn(open, month)
  const inForce = [...book.clauses.values()].filter(({ policy }) => state.get(`row:adopted/${policy.id}`))
  return inForce.toSorted(inOrderOfTheText).map((clause): ClauseRow => {
    const { kept, late, refused } = seen.get(clause.id) ?? nothing
    const differs = book.parameters.some((one) => one.clause.id === clause.id && isAgainstLaw(one, look.value(one)))
    const open = stillLate.get(clause.id) ?? 0
    const standing =
      open > 0
        ? ({ state: 'late', text: `有逾期 ${open} 件` } as const)
        : differs
          ? ({ state: 'law', text: '与法律不一致' } as const)
          : kept + late + refused === 0
            ? ({ state: 'none', text: '本月没有记录' } as const)
            : ({ state: 'kept', text: '履行中' } as const)
    return { clause: clauseRef(clause), ...standing, kept, late, refused }
  })
}
interface Seen {
  readonly kept: number
  readonly late: number
  readonly refused: number
}
const nothing: Seen = { kept: 0, late: 0, refused: 0 }
/** What each clause saw in a month: entries, duties, notices. */
async function seenIn({ parts: { book, projection } }: OpenOrganisation, month: string) {
  const { counts } = projection,
    seen = new Map<string, Seen>()
  const add = (clause: string, how: keyof Seen, n: number) => {
    const before = seen.get(clause) ?? nothing
    seen.set(clause, { ...before, [how]: before[how] + n })
  }
  for (const { clause, rule, n } of await counts.entryMonths(month, month))
    add(clause, rule === '' ? 'kept' : 'refused', n)
  for (const { duty, outcome, n } of await counts.owedMonths(month, month)) {
    if (outcome === 'open' || book.settlesItself(book.duty(duty))) continue
    add(book.duty(duty).clause.id, outcome === 'in-time' ? 'kept' : 'late', n)
  }
  for (const { clause, outcome, n } of await counts.sentMonth(month)) {
    if (outcome !== 'withdrawn') add(clause, outcome === 'unanswered' ? 'late' : 'kept', n)
  }
  return seen
}
/** 2.4 before 2.11, as the text counts. */
const inOrderOfTheText = (a: Clause, b: Clause) => a.id.localeCompare(b.id, 'en', { numeric: true })
/** How many duties of each clause stand late. */
function lateByClause(open: OpenOrganisation): ReadonlyMap<string, number> {
  const late = new Map<string, number>()
  for (const {
    duty,
    open: { isLate },
  } of openDuties(open)) {
    if (isLate) late.set(duty.clause.id, (late.get(duty.clause.id) ?? 0) + 1)
  }
  return late
}
