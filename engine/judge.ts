/** May it be done? Permission first, then state, then content. Each check stands alone, so `why` can ask each. */
import { nameOf, seatsOf, type Book, type Shelf } from './book.ts'
import type { Admitted, Command } from './commands.ts'
import type { Clause } from './declare/policy.ts'
import type { Erased, Guard, Now, Seat } from './declare/words.ts'
import type { Row } from './events.ts'
import { fits, holdings, nowFor, partiesOf, type ApprovalSlice } from './now.ts'
import type { Layer } from './state.ts'

export interface Refusal {
  readonly clause: string
  readonly fact: string
  readonly sentence: string
  /** The guard that refused, if the clause wants its refusals recorded. */
  readonly guard?: Guard<Erased>
}
export type Check = (layer: Layer, now: Now) => Refusal | undefined
export const refuse = (clause: Clause, doing: string, fact: string): Refusal =>
  ({ clause: clause.id, fact, sentence: `不能${doing}：${fact}（${clause.cite}）` })

/** `seen` is the whole entry that guards read; `why` gives one that says which field is still empty. */
export function checksOf(book: Book, command: Command, seen?: Row): readonly Check[] {
  switch (command.do) {
    case 'file': 
      return entryChecks(book.shelf(command.register), command, seen ?? { ...command.facts, ...command.body })
    case 'agree': case 'return': return [(layer, now) => actChecks(book, command, layer, now)]
    case 'acknowledge': {
      const { space, clause } = book.notice(command.notice)
      return [(layer) => (layer.must(`${space}/${command.key}`) ? undefined : refuse(clause, '确认', '没有这条通知'))]
    }
    case 'set': {
      const { min, max, clause, title } = book.parameter(command.parameter), { value } = command
      const fact = `${value} 不在 ${min} 至 ${max} 之间`
      const isOutside = typeof value === 'number' && (value < min || value > max)
      return [() => (isOutside ? refuse(clause, `设定“${title}”`, fact) : undefined)]
    }
    case 'load': return []
    default: return command satisfies never
  }
}
function entryChecks(
  { register, writers, steps, guards }: Shelf, { facts, id, corrects }: Command & Admitted, entry: Row,
): readonly Check[] {
  const doing = `登记“${register.title}”`
  const happening = (now: Now) => ({ ...now, id: corrects ?? id, facts })

  // Whoever holds the post today may correct what was entered before; everything else is judged as of that day.
  const mayWrite: Check = (layer, then) => {
    const now = corrects === undefined ? then : nowFor(layer, { ...then, at: then.recorded })
    if (writers.length === 0 || now.by === 'system') return undefined
    const allowed = writers.filter(({ clause }) => clause.isInForce(now.today))
    const seats = allowed.flatMap(({ who }) => seatsOf(who, entry, now))
    const isHis = (seat: Seat | string) => (typeof seat === 'string' ? seat === now.by : now.look.holds(now.by, seat))
    if (seats.some(isHis)) return undefined
    return refuse(allowed[0]?.clause ?? register.clause, doing, `操作人不是${seats.map(nameOf).join('或')}`)
  }
  const isTimely: Check = (_, { at, recorded }) => {
    const { asOf } = register.options
    if (corrects !== undefined || !asOf) return undefined
    if (at > recorded) return refuse(register.clause, doing, `${register.fields[asOf.at].label}晚于现在`)
    return recorded - at > asOf.within ? refuse(register.clause, doing, '已过补记期限') : undefined
  }
  const isInOrder = steps.filter(({ from }) => from).map(({ matter, key, from }): Check => (layer, now) => {
    const of = key(happening(now)), row = layer.must<{ step: string }>(`${matter.space}/${of}`)
    if (from?.includes(row?.step ?? 'none')) return undefined
    return refuse(register.clause, doing, `${matter.title} ${of} 现为“${row?.step ?? '无'}”`)
  })
  const isFilled = Object.entries(register.fields as Erased).map(([name, field]: Erased): Check => () => {
    const fault = field.check(entry[name])
    return fault ? refuse(register.clause, doing, `${field.label}${fault}`) : undefined
  })
  const isAllowed = guards.map((guard): Check => (_, now) => {
    if (!guard.clause.isInForce(now.today)) return undefined
    const fact = guard.refuses({ ...happening(now), entry })
    return fact ? { ...refuse(guard.clause, doing, fact), guard } : undefined
  })
  return [mayWrite, isTimely, ...isInOrder, ...isFilled, ...isAllowed]
}
/** Whose turn it is, on whose behalf, and that nobody acts twice, whatever account or mandate he uses. */
function actChecks(book: Book, command: Command & { approval: string; subject: string; for?: string },
  layer: Layer, now: Now): Refusal | undefined {
  const { title, clause, space, terms } = book.approval(command.approval), doing = `审批“${title}”`
  const slice = layer.must<ApprovalSlice>(`${space}/${command.subject}`)
  const step = slice && !slice.isGranted ? terms.steps[slice.turn] : undefined
  if (!slice || !step) return refuse(clause, doing, '没有等待审批的申请')

  const seats = seatsOf(step.who, slice.facts, now).filter((one) => typeof one !== 'string')
  const held = holdings(layer, now.by, now.at).filter((h) => seats.some((seat) => fits(h, seat)))
  const principals = held.flatMap((h) => h.for ?? [])
  if (command.for !== undefined && !principals.includes(command.for)) {
    return refuse(clause, doing, `没有 ${command.for} 的委托`)
  }
  const acting = command.for ?? now.by
  if (!seats.some((seat) => now.look.holds(acting, seat))) return refuse(clause, doing, `${acting} 不是“${step.title}”`)

  const parties = partiesOf(slice)
  const both = [now.by, acting, ...principals].find((person) => parties.includes(person))
  return both === undefined ? undefined : refuse(clause, doing, `${both} 已是申请人或前一审批人`)
}
