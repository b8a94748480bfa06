/**
 * May it be done? First whether the entry can be understood at all, then permission, state, content. Each check stands
 * alone, so `why` can ask each.
 */
import { seatsOf, type Book } from './book.ts'
import type { Admitted, Command } from './commands.ts'
import type { Clause } from './declare/policy.ts'
import type { AnyRegister, Now, Seat, Standing } from './declare/words.ts'
import type { EventOf, Header, Row, Whom } from './events.ts'
import { emptiness, halfFilled, isOfField, malformed, unfilled } from './faults.ts'
import type { NoticeSlice } from './fold.ts'
import type { OpenDuty } from './fold-duty.ts'
import { urgeEveryMs } from './limits.ts'
import { personToken, whomTitle } from './names.ts'
import { adoptedFrom, fits, happeningWith, holdings, isAmong, nowFor, partiesOf, type ApprovalSlice } from './now.ts'
import { administrator, 停机, 施行, 日历 } from './people.ts'
import { checkLoad, checkSet } from './judge-settings.ts'
import { refuse, refuseAll, type Refusal } from './refusal.ts'
import { Missing, type Layer } from './state.ts'
import { clockOf, isInstant, type Instant } from './time.ts'

export { refuse, type Fault, type Refusal } from './refusal.ts'
export type Check = (layer: Layer, now: Now) => Refusal | undefined

/** `half`: a form on its way; what waits for an empty field is thrown as `Missing` and not refused. */
export function checksOf(book: Book, command: Command, half: 'half' | 'whole' = 'whole'): readonly Check[] {
  switch (command.do) {
    case 'file':
      return entryChecks(book, command, half === 'half')
    case 'agree':
    case 'return':
      return [(layer, now) => actChecks(book, command, layer, now)]
    case 'see':
    case 'acknowledge':
      return [(layer, now) => acknowledging(book, command, layer, now)]
    case 'takeBack':
      return []
    case 'outage':
      return [(_, now) => checkOutage(command, now)]
    case 'urge':
      return [(layer, now) => urging(book, command, layer, now)]
    case 'set':
      return [
        (_, now) => {
          const { setBy, clause, title } = book.parameter(command.parameter)
          return mayBe(now, setBy ? [setBy, administrator] : [administrator], clause, `设定“${title}”`)
        },
        (_, now) => checkSet(book, command, now),
      ]
    case 'load':
      return [(_, now) => mayBe(now, [administrator], 日历, '载入节假日'), () => checkLoad(command)]
    default:
      return command satisfies never
  }
}
function mayBe(now: Now, seats: readonly Seat[], clause: Clause, doing: string): Refusal | undefined {
  if (now.by === 'system' || seats.some((seat) => now.look.holds(now.by, seat))) return undefined
  return refuse(clause, doing, `操作人不是${seats.map(({ post }) => `“${post.title}”`).join('或')}`)
}

function entryChecks(book: Book, command: Command & Admitted, isHalf: boolean): readonly Check[] {
  const { register, writers, steps, guards } = book.shelf(command.register),
    { clause } = register
  const { corrects, id } = command,
    doing = `登记“${register.title}”`
  const given: Row = { ...command.facts, ...command.body },
    isWanting = unfilled(register, given).length > 0
  const entry = isWanting ? halfFilled(register, given) : given
  const facts = isWanting ? halfFilled(register, command.facts) : command.facts
  const happening = (now: Now) => happeningWith(now, corrects ?? id, facts)
  const standings = new Map<Now, Standing<AnyRegister>>()
  const standing = (now: Now) => {
    const known = standings.get(now) ?? { ...happening(now), entry }
    standings.set(now, known)
    return known
  }

  const isBinding: Check = (layer, now) => {
    if (now.isInForce(clause)) return undefined
    const from = adoptedFrom(layer, clause.policy)
    if (from !== undefined && from <= now.today) return refuse(clause, doing, '本条不在施行期内')
    const fact = from === undefined ? '本制度尚未施行' : `本制度自 ${from} 起施行`
    return refuse(clause.policy.adoption ?? 施行, doing, fact)
  }
  const isUnderstood: Check = (layer, { today }) => {
    const faults = malformed(book, layer, register, command, given, today)
    return faults.length === 0
      ? undefined
      : refuseAll(clause, doing, isHalf ? faults : [...faults, ...emptiness(register, given)])
  }
  // Whoever holds the post today enters what happened before, and corrects it; everything else is judged as of that day.
  // Who was told in somebody's stead was told by who held it then.
  const mayWrite: Check = (layer, then) => {
    const isThen = command.for !== undefined && corrects === undefined
    const today = isThen ? then : nowFor(layer, { ...then, at: then.recorded })
    const now = command.for === undefined ? today : { ...today, by: command.for }
    if (writers.length === 0 || now.by === 'system') return undefined
    const allowed = writers
      .filter(({ clause }) => now.isInForce(clause))
      .map(({ clause, who }) => ({ clause, seats: seatsOf(who, entry, now) }))
      .filter(({ seats }) => seats.length > 0)
    const seats = allowed.flatMap(({ seats }) => seats)
    const isHis = (seat: Seat | string) => (typeof seat === 'string' ? seat === now.by : now.look.holds(now.by, seat))
    if (seats.some(isHis)) return undefined
    const whom = seats.map((seat) => whomTitle(layer, seat)).join('或'),
      who = command.for === undefined ? '操作人' : `${personToken(command.for)} `
    const fact = whom === '' ? '没有人可以登记此项' : `${who}不是${whom}`
    return { ...refuse(allowed[0]?.clause ?? clause, doing, fact), isOfActor: true }
  }
  /** In somebody's stead: by whom the clause lets do so, of what he was told not too long ago. */
  const mayAssist: Check = (layer, { by, recorded, ...then }) => {
    if (command.for === undefined) return undefined
    const now = nowFor(layer, { ...then, by, recorded, at: recorded }),
      standIns = register.assistedBy.filter((one) => now.isInForce(one.clause))
    const isHis = (seat: Seat | string) => (typeof seat === 'string' ? seat === by : now.look.holds(by, seat))
    const his = standIns.filter(({ who }) => seatsOf(who, entry, now).some(isHis))
    const no = (fact: string, field: string) =>
      refuse(standIns[0]?.clause ?? clause, `代录“${register.title}”`, fact, field)
    if (his.length === 0) {
      const whom = standIns.flatMap(({ who }) => seatsOf(who, entry, now)).map((seat) => whomTitle(layer, seat))
      return no(whom.length === 0 ? '此项不能代录' : `操作人不是${whom.join('或')}`, 'for')
    }
    if (command.for === by) return no('报告人就是操作人，请直接登记', 'for')
    if (layer.must(`row:person/${command.for}`) === null) return no('报告人不在人员名册中', 'for')
    const { toldAt } = command
    if (!isInstant(toldAt)) return no('告知时间没有填写', 'toldAt')
    if (toldAt > recorded) return no('告知时间晚于现在', 'toldAt')
    return his.every(({ withinMs }) => recorded - toldAt > withinMs) ? no('已过代录期限', 'toldAt') : undefined
  }
  const isTimely: Check = (_, { at, recorded }) => {
    const { asOf } = register.options
    if (!asOf) return undefined
    if (at > recorded) return refuse(clause, doing, `${register.fields[asOf.at].label}晚于现在`, asOf.at)
    return corrects === undefined && recorded - at > asOf.within
      ? refuse(clause, doing, '已过补记期限', asOf.at)
      : undefined
  }
  const isInOrder = steps
    .filter(({ from }) => from)
    .map(
      ({ matter, key, from }): Check =>
        (layer, now) => {
          const of = key(happening(now)),
            row = layer.must<{ step: string }>(`${matter.space}/${of}`)
          if (from?.includes(row?.step ?? 'none')) return undefined
          return refuse(
            clause,
            doing,
            `${matter.title} ${of} ${row ? `现为“${matter.titleOf(row.step)}”` : '没有登记'}`,
          )
        },
    )
  const isFilled: Check = () => {
    if (isHalf && isWanting) throw new Missing(...unfilled(register, given).map((name) => `field:${name}`))
    return refuseAll(clause, doing, isWanting ? emptiness(register, given) : [])
  }
  const isAllowed = guards.map(
    (guard): Check =>
      (_, now) => {
        if (!now.isInForce(guard.clause)) return undefined
        const objection = guard.refuses(standing(now))
        const refusal =
          typeof objection === 'object'
            ? refuseAll(guard.clause, doing, objection)
            : objection && refuse(guard.clause, doing, objection, guard.field)
        return refusal ? { ...refusal, guard } : undefined
      },
  )
  const about = [mayAssist, mayWrite, isTimely, ...isInOrder]
  return [isBinding, isUnderstood, ...(isHalf || !isWanting ? about : about.map(ifAnswered)), isFilled, ...isAllowed]
}
/** Why an entry may not leave its place: something rests on it. `facts`: what stands instead, if anything does. */
export function bound(
  book: Book,
  layer: Layer,
  { at, recorded, by }: Pick<Header, 'at' | 'recorded' | 'by'>,
  { id, register, facts: was }: EventOf<'filed'>,
  facts?: Row,
): Refusal | undefined {
  const shelf = book.shelf(register),
    now = nowFor(layer, { at, recorded, by })
  const doing = `${facts ? '更正' : '撤回'}“${shelf.register.title}”`
  for (const { clause, refuses } of shelf.stays) {
    const fact = now.isInForce(clause) && refuses({ ...now, id, was, ...(facts ? { facts } : {}) })
    if (fact) return refuse(clause, doing, fact)
  }
  return undefined
}
/** A check that an empty field leaves open says nothing: that the field is empty will be said. */
const ifAnswered =
  (check: Check): Check =>
  (layer, now) => {
    try {
      return check(layer, now)
    } catch (thrown) {
      if (thrown instanceof Missing && isOfField(thrown)) return undefined
      throw thrown
    }
  }

/** The machine itself says when it was down, each outage after the one before. */
function checkOutage({ from, until }: { from: Instant; until: Instant }, now: Now): Refusal | undefined {
  if (now.by !== 'system') return refuse(停机, '登记停机', '只由系统自己登记')
  const last = now.outages().at(-1)?.until ?? -Infinity
  return from >= until || from < last ? refuse(停机, '登记停机', '起止不成先后') : undefined
}
/** Only whom it was told to; for outsiders, whoever took their answer. */
function acknowledging(
  book: Book,
  { do: act, notice, key }: { do: 'see' | 'acknowledge'; notice: string; key: string },
  layer: Layer,
  now: Now,
) {
  const { space, clause, title } = book.notice(notice),
    doing = `${act === 'see' ? '阅读' : '签收'}“${title}”`
  const slice = layer.must<NoticeSlice>(`${space}/${key}`)
  if (!slice) return refuse(clause, doing, '没有这条通知')
  const to = slice.to ?? [],
    isOutsider = (one: Whom) => 'person' in one && layer.must(`row:person/${one.person}`) === null
  const isHis = now.by === 'system' || isAmong(layer, to, now.by, now.at) || to.some(isOutsider)
  return isHis ? undefined : refuse(clause, doing, '操作人不是收件人')
}
/** Only whom the duty names may ask for it, and not again within the hour. */
function urging(book: Book, { duty: id, key }: { duty: string; key: string }, layer: Layer, now: Now) {
  const { space, clause, title, terms } = book.duty(id),
    doing = `催办“${title}”`
  const open = layer.must<OpenDuty>(`${space}/${key}`)
  if (!open || open.isMetLate) return refuse(clause, doing, '已经办了，或没有这件事')
  const seats = terms.urge ? seatsOf(terms.urge, open.about, now) : []
  const isHis = (seat: Seat | string) => (typeof seat === 'string' ? seat === now.by : now.look.holds(now.by, seat))
  if (!seats.some(isHis)) {
    const whom = seats.map((seat) => whomTitle(layer, seat)).join('或')
    return refuse(clause, doing, whom === '' ? '这件事没有人可催' : `操作人不是${whom}`)
  }
  const again = (open.urgedAt ?? -Infinity) + urgeEveryMs
  return now.at < again
    ? refuse(clause, doing, `同一件事每小时催一次，${clockOf(again).slice(0, 5)} 起可再催`)
    : undefined
}
/** Whose turn it is, on whose behalf, and that nobody acts twice, whatever account or mandate he uses. */
function actChecks(
  book: Book,
  command: Command & { approval: string; subject: string; for?: string },
  layer: Layer,
  now: Now,
): Refusal | undefined {
  const { title, clause, space, terms } = book.approval(command.approval),
    doing = `审批“${title}”`
  const slice = layer.must<ApprovalSlice>(`${space}/${command.subject}`)
  const step = slice && !slice.isGranted ? terms.steps[slice.turn] : undefined
  if (!slice || !step) return refuse(clause, doing, '没有等待审批的申请')

  const seats = seatsOf(step.who, slice.facts, now).filter((one) => typeof one !== 'string')
  const held = holdings(layer, now.by, now.at).filter((h) => seats.some((seat) => fits(h, seat)))
  const principals = held.flatMap((h) => h.for ?? [])
  if (command.for !== undefined && !principals.includes(command.for)) {
    return refuse(clause, doing, `没有 ${personToken(command.for)} 的委托`)
  }
  const acting = command.for ?? now.by
  if (!seats.some((seat) => now.look.holds(acting, seat))) {
    return refuse(clause, doing, `${personToken(acting)} 不是“${step.title}”`)
  }
  const parties = partiesOf(slice)
  const both = [now.by, acting, ...principals].find((person) => parties.includes(person))
  return both === undefined ? undefined : refuse(clause, doing, `${personToken(both)} 已是申请人或前一审批人`)
}
