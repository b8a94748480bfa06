/** 组织: natural persons, their accounts, posts, delegation. Shared by every policy; written in the same words. */
import { policy } from './declare/policy.ts'
import { choice, instant, keyword, optional, person, records } from './fields.ts'
import type { Instant } from './time.ts'

export interface Holding {
  readonly post: string
  readonly unit: string
  readonly from: Instant
  readonly until: Instant
  /** The principal, if held by delegation. */
  readonly for?: string
}
const p = policy('organisation', '组织', { inForce: '2020-01-01' })
const base = p.clause('0.1', '组织第一条', '人员、账号、岗位任免与委托均须登记')

export const account = p.matter('account', '账号', { person: person('人员') })
export const human = p.matter('person', '人员', { holds: records<Holding>('任职') })
export const held = p.matter('held', '在任', { by: records<Holding & { readonly person: string }>('人员') })

export const openAccount = base.register('open-account', '开设账号', { account: keyword('账号'), person: person('人员') })
account.on(openAccount, 'account', (_, { facts }) => ({ person: facts.person }))

const seat = { post: keyword('岗位'), unit: optional(keyword('单位')) }
const term = { person: person('人员'), ...seat, from: optional(instant('自')), until: optional(instant('至')) }
export const appoint = base.register('appoint', '任命', {
  ...term, kind: choice('方式', { regular: '正式', acting: '代理' }) }, { keep: 'forever' })
export const delegate = base.register('delegate', '委托', { ...term, for: person('委托人') }, { keep: 'forever' })
export const dismiss = base.register('dismiss', '免职', { person: person('人员'), ...seat }, { keep: 'forever' })

type Term = { readonly post: string; readonly unit?: string; readonly from?: Instant; readonly until?: Instant }
const holding = (facts: Term, at: Instant): Holding =>
  ({ post: facts.post, unit: facts.unit ?? '', from: facts.from ?? at, until: facts.until ?? Infinity })
const seatOf = ({ facts }: { readonly facts: Term }) => `${facts.post}|${facts.unit ?? ''}`
const ended = <H extends Holding>(holds: readonly H[], facts: Term, at: Instant, isHis: (h: H) => boolean) =>
  holds.map((h) => (h.post === facts.post && h.until > at && isHis(h) ? { ...h, until: at } : h))

human
  .on(appoint, 'person', (row, { facts, at }) => ({ holds: [...(row?.holds ?? []), holding(facts, at)] }))
  .on(delegate, 'person', (row, { facts, at }) =>
    ({ holds: [...(row?.holds ?? []), { ...holding(facts, at), for: facts.for }] }))
  .on(dismiss, 'person', (row, { facts, at }) => ({ holds: ended(row?.holds ?? [], facts, at, () => true) }))
held
  .on(appoint, seatOf, (row, { facts, at }) =>
    ({ by: [...(row?.by ?? []), { ...holding(facts, at), person: facts.person }] }))
  .on(dismiss, seatOf, (row, { facts, at }) =>
    ({ by: ended(row?.by ?? [], facts, at, ({ person }) => person === facts.person) }))

base.guard('委托人须任其职', delegate, ({ facts, look, at }) => {
  const theirs = look.row(human, facts.for)?.holds.filter((h) => h.post === facts.post && h.until > at) ?? []
  return theirs.length === 0 && `${facts.for} 不任“${facts.post}”`
})
export default p
