/** The clauses of the adopted policies with what was kept and broken, and the figures that the house has set. */
import type { ClauseRow, ParameterRow } from '../api.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { clauseRef } from './clause.ts'
import { openDuties } from './duties.ts'

export function parameterRows({ open }: Asking): readonly ParameterRow[] {
  const { book } = open.parts, { state } = open.writer
  return book.parameters.filter(({ clause: { policy } }) => state.get(`row:adopted/${policy.id}`)).map((parameter) => {
    const slice = state.get(`${parameter.space}/`), { id, title, clause, usual, min, max, law } = parameter
    const value = slice && typeof slice === 'object' && 'value' in slice ? slice.value : usual
    return { id, title, clause: clauseRef(clause), usual, min, max, ...(law === undefined ? {} : { law }),
      value: typeof value === 'boolean' ? value : Number(value) }
  })
}
export async function clauseRows({ open }: Asking): Promise<readonly ClauseRow[]> {
  const { book } = open.parts, { state } = open.writer, late = lateByClause(open)
  return [...book.clauses.values()].filter(({ policy }) => state.get(`row:adopted/${policy.id}`)).map((clause) => ({
    clause: clauseRef(clause), ...standingOf(late.get(clause.id) ?? 0), kept: 0, refused: 0, late: late.get(clause.id) ?? 0,
  }))
}
/** How many duties of each clause stand late. */
function lateByClause(open: OpenOrganisation): ReadonlyMap<string, number> {
  const late = new Map<string, number>()
  for (const { duty, open: { isLate } } of openDuties(open)) {
    if (isLate) late.set(duty.clause.id, (late.get(duty.clause.id) ?? 0) + 1)
  }
  return late
}
const standingOf = (late: number): { readonly state: ClauseRow['state']; readonly text: string } =>
  late > 0 ? { state: 'late', text: `有逾期 ${late} 件` } : { state: 'kept', text: '履行中' }
