/** Why something may not be done: always a fact and the clause that makes it matter, never a bare no. */
import type { Clause } from './declare/policy.ts'
import type { Erased, Guard } from './declare/words.ts'

export interface Fault {
  readonly field: string
  readonly fact: string
}
export interface Refusal {
  readonly policy: string
  readonly clause: string
  /** The clause as its text calls it: 第一条第二项. */
  readonly cite: string
  /** May hold `{p:ID}` in place of persons; see names.ts. */
  readonly fact: string
  /** The field of the entry at which a form shows it. */
  readonly field?: string
  /** 不能〈动作〉：〈事实〉（〈条〉） */
  readonly sentence: string
  /** Every other fault of the same entry. */
  readonly others?: readonly Fault[]
  /** It is who he is that forbids it, whatever he would enter. */
  readonly isOfActor?: true
  /** The guard that refused, if the clause wants its refusals recorded. */
  readonly guard?: Guard<Erased>
}
export const refuse = (clause: Clause, doing: string, fact: string, field?: string): Refusal => ({
  policy: clause.policy.id,
  clause: clause.id,
  cite: clause.cite,
  fact,
  ...(field === undefined ? {} : { field }),
  sentence: `不能${doing}：${fact}（${clause.cite}）`,
})
/** One refusal for all the faults of an entry, the first of which gives its sentence. */
export function refuseAll(clause: Clause, doing: string, [first, ...others]: readonly Fault[]): Refusal | undefined {
  if (!first) return undefined
  return { ...refuse(clause, doing, first.fact, first.field), ...(others.length > 0 ? { others } : {}) }
}
