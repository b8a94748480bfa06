/** 组织第一条、第二条: natural persons, their accounts, their posts by date; who is away, and who has left. */
import type { Look } from './declare/words.ts'
import { policy } from './declare/policy.ts'
import { declareStanding } from './declare/standing.ts'
import {
  choice,
  day,
  declared,
  derived,
  idNumber,
  instant,
  keyword,
  newPerson,
  optional,
  person,
  phoneNumber,
  records,
  text,
  unitOfPost,
} from './fields.ts'
import { slipMs } from './limits.ts'
import { dayOf, instantOf, nextDay, type Day, type Instant } from './time.ts'

export interface Holding {
  readonly post: string
  readonly unit: string
  readonly from: Instant
  /** Absent: until further notice. */
  readonly until?: Instant
  /** The principal, if held by delegation. */
  readonly for?: string
  /** In the place of who is away or not yet appointed. */
  readonly isActing?: true
}
export const isHeld = ({ from, until }: Pick<Holding, 'from' | 'until'>, at: Instant) =>
  from <= at && (until === undefined || at < until)
const isOver = ({ until }: Pick<Holding, 'until'>, at: Instant) => until !== undefined && until <= at

export const organisation = policy('organisation', '组织', { isStanding: true })
const p = organisation
export const administrator = p.post('administrator', '系统管理员')

// Persons and accounts

export const 人员 = p.clause('0.1', '组织第一条', '人员和账号由系统管理员登记')
export const human = p.matter('person', '人员', { holds: records<Holding>('任职') })
export const account = p.matter('account', '账号', { person: person('人员') })

export const enrol = 人员.register(
  'person',
  '人员',
  {
    person: newPerson('人员编号'),
    name: text('姓名', { max: 60 }),
    kind: choice('类别', { staff: '职工', other: '外单位人员' }),
    staffNumber: optional(text('工号', { max: 20 })),
    idNumber: optional(idNumber('身份证号', { kind: 'resident' })),
    phone: optional(phoneNumber('手机')),
  },
  { who: administrator, keep: 'forever' },
)
export const openAccount = 人员.register(
  'open-account',
  '开设账号',
  {
    account: keyword('账号', { max: 40 }),
    person: person('人员'),
  },
  { who: administrator, keep: 'forever' },
)
export const closeAccount = 人员.register(
  'close-account',
  '停用账号',
  {
    account: keyword('账号', { max: 40 }),
  },
  { who: administrator, keep: 'forever' },
)
account
  .on(openAccount, 'account', (_, { facts }) => ({ person: facts.person }))
  .on(closeAccount, 'account', () => undefined)
人员.guard(
  '账号不重复',
  openAccount,
  ({ facts, look }) =>
    (facts.account === 'system' || look.row(account, facts.account) !== undefined) && `账号 ${facts.account} 已有`,
  { field: 'account' },
)
/**
 * Who forgot his password, or never had one, gets a slip that is good once and until `until`. That he got one, and from
 * whom, stands in the log; the password on it stands nowhere.
 */
export const resetPassword = 人员.register(
  'reset-password',
  '发一次性口令',
  {
    account: keyword('账号', { max: 40 }),
    kind: optional(choice('缘由', { reset: '忘了口令', first: '第一次登录' })),
    until: derived(instant('有效至')),
  },
  {
    who: administrator,
    keep: 'forever',
    isFinal: true,
    derives: ({ facts: { kind = 'reset' }, recorded }) => ({ until: recorded + slipMs[kind] }),
  },
)
/** A slip that was used before, or too late: whoever holds it now is told no, and the log says so. */
export const slipRefused = 人员.register(
  'slip-refused',
  '口令条被拒',
  {
    account: keyword('账号', { max: 40 }),
    why: choice('事实', { used: '已经用过', over: '已过有效期' }),
  },
  { who: () => [], keep: 'forever', isFinal: true },
)
人员.reads([enrol, openAccount, closeAccount, resetPassword, slipRefused], administrator)
人员.guard(
  '口令条由另一人发',
  resetPassword,
  ({ facts, by, look }) =>
    look.row(account, facts.account)?.person === by && '不能给自己发，须由另一位系统管理员发给本人',
  { field: 'account' },
)
人员.guard(
  '账号存在',
  [closeAccount, resetPassword],
  ({ facts, look }) => look.row(account, facts.account) === undefined && `没有账号 ${facts.account}`,
  { field: 'account' },
)

// Posts

const 岗位 = p.clause('0.2', '组织第二条', '岗位任免与委托须登记')
export const held = p.matter('held', '在任', { by: records<Holding & { readonly person: string }>('人员') })
const seat = { post: declared('岗位', 'post'), unit: optional(unitOfPost('单位', 'post')) }
const term = { person: person('人员'), ...seat, from: optional(day('自')), until: optional(day('至')) }
/** Entered by the administrator and kept for ever. */
export const byAdministrator = { who: administrator, keep: 'forever' } as const
const who = byAdministrator
export const appoint = 岗位.register(
  'appoint',
  '任命',
  {
    ...term,
    kind: choice('方式', { regular: '正式', acting: '代理' }),
  },
  who,
)
export const delegate = 岗位.register('delegate', '委托', { ...term, for: person('委托人') }, { keep: 'forever' })
/** From the day after `last`, or at once. */
export const dismiss = 岗位.register(
  'dismiss',
  '免职',
  { person: person('人员'), ...seat, last: optional(day('任至')) },
  who,
)
declareStanding('appoint', appoint)
declareStanding('dismiss', dismiss)
export const revoke = 岗位.register(
  'revoke',
  '收回委托',
  { person: person('人员'), ...seat, for: person('委托人'), last: optional(day('委托至')) },
  { keep: 'forever' },
)
岗位.writes([delegate, revoke], ({ for: principal }) => [administrator, principal])

interface Term {
  readonly post: string
  readonly unit?: string
  readonly from?: Day
  readonly until?: Day
}
/** The first instant after a day. */
const after = (last: Day) => instantOf(nextDay(last), '00:00')
const holding = ({ post, unit = '', from, until }: Term, at: Instant): Holding => ({
  post,
  unit,
  from: from === undefined ? at : instantOf(from, '00:00'),
  ...(until === undefined ? {} : { until: after(until) }),
})
const appointed = ({ kind, ...facts }: Term & { readonly kind: 'regular' | 'acting' }, at: Instant): Holding => ({
  ...holding(facts, at),
  ...(kind === 'acting' ? { isActing: true } : {}),
})
const seatOf = ({ facts }: { readonly facts: Term }) => `${facts.post}|${facts.unit ?? ''}`
const isOf =
  ({ post, unit = '' }: Term) =>
  (h: Holding) =>
    h.post === post && h.unit === unit
/** What is over by then stays as it was; what would end sooner anyway ends sooner. */
const ended = <H extends Holding>(
  holds: readonly H[],
  { last }: { last?: Day },
  at: Instant,
  isIt: (h: H) => boolean,
) => {
  const until = last === undefined ? at : after(last)
  return holds.map((h) => (isIt(h) && !isOver(h, at) && !isOver(h, until) ? { ...h, until } : h))
}

human
  .on(enrol, 'person', (row) => row ?? { holds: [] })
  .on(appoint, 'person', (row, { facts, at }) => ({ holds: [...(row?.holds ?? []), appointed(facts, at)] }))
  .on(delegate, 'person', (row, { facts, at }) => ({
    holds: [...(row?.holds ?? []), { ...holding(facts, at), for: facts.for }],
  }))
  .on(dismiss, 'person', (row, { facts, at }) => ({ holds: ended(row?.holds ?? [], facts, at, isOf(facts)) }))
  .on(revoke, 'person', (row, { facts, at }) => ({
    holds: ended(row?.holds ?? [], facts, at, (h) => h.for === facts.for && isOf(facts)(h)),
  }))
held
  .on(appoint, seatOf, (row, { facts, at }) => ({
    by: [...(row?.by ?? []), { ...appointed(facts, at), person: facts.person }],
  }))
  .on(delegate, seatOf, (row, { facts, at }) => ({
    by: [...(row?.by ?? []), { ...holding(facts, at), person: facts.person, for: facts.for }],
  }))
  .on(dismiss, seatOf, (row, { facts, at }) => ({
    by: ended(row?.by ?? [], facts, at, ({ person }) => person === facts.person),
  }))
  .on(revoke, seatOf, (row, { facts, at }) => ({
    by: ended(row?.by ?? [], facts, at, (h) => h.person === facts.person && h.for === facts.for),
  }))

岗位.guard(
  '起止有序',
  [appoint, delegate],
  ({ facts: { from, until } }) => from !== undefined && until !== undefined && until < from && '终止日早于起始日',
  { field: 'until' },
)
const isOwn = (h: Holding) => h.for === undefined
/** A person's holdings of that seat that are not over, his own ones. */
const ownAt = (look: Look, person: string, facts: Term, at: Instant): readonly Holding[] =>
  look.row(human, person)?.holds.filter((h) => isOwn(h) && isOf(facts)(h) && !isOver(h, at)) ?? []
/** Who else holds that seat in his own right at any time of the term that somebody is to hold it. */
export function othersIn(look: Look, { person, ...facts }: Term & { readonly person: string }, at: Instant) {
  const { from, until = Infinity } = holding(facts, at)
  const overlaps = (h: Holding) => h.from < until && !isOver(h, Math.max(from, at))
  const all = look.row(held, seatOf({ facts }))?.by ?? []
  return all.filter((h) => isOwn(h) && h.person !== person && overlaps(h)).map((h) => h.person)
}
岗位.guard(
  '一岗不重任',
  appoint,
  ({ facts, look, at }) => {
    const { from, until = Infinity } = holding(facts, at)
    const both = ownAt(look, facts.person, facts, Math.max(from, at)).find((h) => h.from < until)
    return both && `{p:${facts.person}} 自 ${dayOf(both.from)} 起已任此职`
  },
  { field: 'person' },
)
岗位.guard(
  '委托人须任其职',
  delegate,
  ({ facts, look, at }) => ownAt(look, facts.for, facts, at).length === 0 && `{p:${facts.for}} 不任此职`,
  { field: 'for' },
)
岗位.guard('不委托自己', delegate, ({ facts }) => facts.person === facts.for && '受托人就是委托人', { field: 'person' })
岗位.guard(
  '任其职才免',
  dismiss,
  ({ facts, look, at }) => {
    const holds = look.row(human, facts.person)?.holds.filter((h) => isOf(facts)(h) && !isOver(h, at)) ?? []
    return holds.length === 0 && `{p:${facts.person}} 不任此职`
  },
  { field: 'person' },
)
岗位.guard(
  '免职不早于任职',
  dismiss,
  ({ facts: { person, last, ...facts }, look, at }) => {
    const [first] = ownAt(look, person, facts, at)
    return last !== undefined && first && after(last) <= first.from && `自 ${dayOf(first.from)} 起才任此职`
  },
  { field: 'last' },
)
岗位.guard(
  '有委托才收回',
  revoke,
  ({ facts, look, at }) => {
    const isIt = (h: Holding) => h.for === facts.for && isOf(facts)(h) && !isOver(h, at)
    return !look.row(human, facts.person)?.holds.some(isIt) && `{p:${facts.for}} 没有把此职委托给 {p:${facts.person}}`
  },
  { field: 'person' },
)
岗位.guard(
  '总有一位系统管理员',
  dismiss,
  ({ facts, look }) =>
    facts.post === administrator.id &&
    look.holders(administrator).every((person) => person === facts.person) &&
    '本单位只有这一位系统管理员，先任命另一位',
  { field: 'person' },
)
岗位.reads([appoint, dismiss], administrator)
岗位.reads([delegate, revoke], ({ person, for: principal }) => [administrator, person, principal])

// Absence and leaving

/** Who is away, from the beginning of `from` to the end of its last day. */
export interface Absence {
  readonly from: Instant
  readonly until: Instant
}
export const away = p.matter('away', '请假', { spans: records<Absence>('请假') })
export const absence = 岗位.register(
  'staff-leave',
  '请假',
  { person: person('人员'), from: day('自'), until: day('至') },
  { keep: 'forever' },
)
/** Came back earlier than he said. */
export const absenceEnd = 岗位.register(
  'staff-leave-end',
  '销假',
  { person: person('人员'), last: day('假期最后一日') },
  { keep: 'forever' },
)
岗位.writes([absence, absenceEnd], ({ person }) => [administrator, person])
岗位.reads([absence, absenceEnd], ({ person }) => [administrator, person])
away
  .on(absence, 'person', (row, { facts: { from, until } }) => ({
    spans: [...(row?.spans ?? []), { from: instantOf(from, '00:00'), until: after(until) }],
  }))
  .on(absenceEnd, 'person', (row, { facts, at }) => ({
    spans: (row?.spans ?? []).map((span) =>
      isOver(span, at) ? span : { ...span, until: Math.max(span.from, after(facts.last)) },
    ),
  }))
const leavesOf = (look: Look, person: string): readonly Absence[] => look.row(away, person)?.spans ?? []
岗位.guard('请假起止有序', absence, ({ facts: { from, until } }) => until < from && '终止日早于起始日', {
  field: 'until',
})
岗位.guard(
  '请假不重叠',
  absence,
  ({ facts: { person, from, until }, look }) => {
    const both = leavesOf(look, person).find(
      (span) => instantOf(from, '00:00') < span.until && span.from < after(until),
    )
    return both && `自 ${dayOf(both.from)} 至 ${dayOf(both.until - 1)} 已请假`
  },
  { field: 'from' },
)
岗位.guard(
  '有假才销',
  absenceEnd,
  ({ facts: { person, last }, look, at }) => {
    const span = leavesOf(look, person).find((span) => !isOver(span, at))
    if (!span) return `{p:${person}} 没有未满的假`
    return after(last) > span.until && `假期本来只到 ${dayOf(span.until - 1)}`
  },
  { field: 'last' },
)

/** Who has left, or was entered by mistake. Whatever was his alone to do falls to `to`, or to nobody. */
const whyGone = choice('缘由', { left: '离职', mistake: '登记有误' })
export const gone = p.matter('gone', '离开的人', {
  last: day('最后一日'),
  why: whyGone,
  to: optional(person('承接人')),
})
export const depart = 人员.register(
  'depart',
  '离开',
  {
    person: person('人员'),
    last: day('最后一日'),
    why: whyGone,
    to: optional(person('承接人')),
  },
  { who: administrator, keep: 'forever', isFinal: true },
)
export const rejoin = 人员.register(
  'rejoin',
  '回来',
  { person: person('人员') },
  { who: administrator, keep: 'forever', isFinal: true },
)
gone
  .on(depart, 'person', (_, { facts: { last, why, to } }) => ({ last, why, ...(to === undefined ? {} : { to }) }))
  .on(rejoin, 'person', () => undefined)
人员.reads([depart, rejoin], administrator)
人员.guard('离开之日不在以后', depart, ({ facts, today }) => facts.last > today && '最后一日还没有到', {
  field: 'last',
})
人员.guard(
  '离开前交出岗位',
  depart,
  ({ facts, look, at }) => {
    const still = look.row(human, facts.person)?.holds.some((h) => isOwn(h) && !isOver(h, at))
    return still && `{p:${facts.person}} 还任着岗位，先免职或交给别人`
  },
  { field: 'person' },
)
人员.guard(
  '在职的人才能离开',
  depart,
  ({ facts, look }) => look.row(gone, facts.person) !== undefined && `{p:${facts.person}} 已经离开`,
  { field: 'person' },
)
人员.guard(
  '承接人在职',
  depart,
  ({ facts: { person, to }, look }) =>
    to !== undefined && (to === person || look.row(gone, to) !== undefined) && '承接人须是在职的另一人',
  { field: 'to' },
)
人员.guard(
  '离开过才回来',
  rejoin,
  ({ facts, look }) => look.row(gone, facts.person) === undefined && `{p:${facts.person}} 没有离开`,
  { field: 'person' },
)
岗位.guard(
  '在职的人才任职',
  [appoint, delegate],
  ({ facts, look }) => look.row(gone, facts.person) !== undefined && `{p:${facts.person}} 已经离开`,
  { field: 'person' },
)
人员.guard(
  '在职的人才有账号',
  openAccount,
  ({ facts, look }) => look.row(gone, facts.person) !== undefined && `{p:${facts.person}} 已经离开`,
  { field: 'person' },
)
