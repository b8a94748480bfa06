/** 组织, its clauses on keeping: what is due is destroyed by two persons, what is held stays, what is handed over is logged. */
import { file, within } from './declare/terms.ts'
import type { Look } from './declare/words.ts'
import {
  choice,
  code,
  count,
  day,
  declared,
  hashed,
  idNumber,
  instant,
  keyword,
  list,
  optional,
  person,
  ref,
  text,
} from './fields.ts'
import p, { administrator, human, isHeld } from './people.ts'
import { days, type Instant } from './time.ts'

/** Lists what is due, and asks for its destruction. */
export const disposalClerk = p.post('disposal-clerk', '处置经办人')
/** Agrees to it: always somebody else. */
export const disposalApprover = p.post('disposal-approver', '处置批准人')
const keptForEver = { keep: 'forever' } as const
const bySystem = { who: () => [], keep: 'forever', isFinal: true } as const

// A house too small for posts apart

export const 小单位 = p.clause(
  '0.12',
  '组织第十二条',
  '人手不足以分设岗位的，写明理由，系统管理员可以参与处置；仍须两人，此做法列在条款页上',
)
export const smallHouse = p.matter('small-house', '小单位做法', {
  people: count('人数'),
  reason: keyword('理由', { max: 100 }),
  since: instant('自'),
  by: person('登记人'),
})
/** Its one row. */
export const smallHouseKey = 'house'
export const beSmallHouse = 小单位.register(
  'small-house',
  '小单位做法',
  { people: count('本单位人数', { min: 2, max: 5 }), reason: keyword('理由', { max: 100 }) },
  { who: administrator, ...keptForEver },
)
export const endSmallHouse = 小单位.register(
  'end-small-house',
  '终止小单位做法',
  { why: keyword('原因', { max: 100 }) },
  { who: administrator, ...keptForEver },
)
smallHouse
  .on(
    beSmallHouse,
    () => smallHouseKey,
    (_, { facts, at, by }) => ({ ...facts, since: at, by }),
  )
  .on(
    endSmallHouse,
    () => smallHouseKey,
    () => undefined,
  )
const isSmall = (look: Look) => look.row(smallHouse, smallHouseKey) !== undefined
小单位.guard('登记过的才能终止', endSmallHouse, ({ look }) => !isSmall(look) && '没有登记小单位做法')
小单位.reads([beSmallHouse, endSmallHouse], administrator)

// What is held stays

const 保全 = p.clause('0.11', '组织第十一条', '依法须保全的内容，到期也不销毁，直到解除')
/** What is held: of one register or of all, of some days or of all, of one person or of everybody. */
export const hold = p.matter('hold', '保全', {
  covers: optional(declared('登记簿', 'register')),
  from: optional(day('自')),
  until: optional(day('至')),
  subject: optional(hashed(idNumber('证件号'))),
})
export const beginHold = 保全.register(
  'hold',
  '保全',
  {
    document: text('文书号', { max: 100 }),
    reason: text('事由', { max: 500 }),
    covers: optional(declared('登记簿', 'register')),
    from: optional(day('自')),
    until: optional(day('至')),
    subject: optional(hashed(idNumber('证件号'))),
  },
  keptForEver,
)
export const endHold = 保全.register(
  'release-hold',
  '解除保全',
  { hold: ref('保全', hold), reason: text('事由', { max: 500 }) },
  { ...keptForEver, isFinal: true },
)
hold.opens(beginHold, ({ facts }) => facts).on(endHold, 'hold', () => undefined)
保全.writes([beginHold, endHold], () => [administrator, disposalApprover])
保全.guard(
  '起止有序',
  beginHold,
  ({ facts: { from, until } }) => from !== undefined && until !== undefined && until < from && '止于早于起于',
  { field: 'until' },
)
保全.guard('保全的才能解除', endHold, ({ facts, look }) => !look.row(hold, facts.hold) && '没有这项保全', {
  field: 'hold',
})
保全.reads([beginHold, endHold], () => [administrator, disposalApprover, disposalClerk])

// What is due is destroyed by two persons

export const 处置 = p.clause(
  '0.10',
  '组织第十条',
  '到期的内容由一人提出、另一人批准后销毁，写成证明；日志里的登记和它的证明不动',
)
/** How long this house keeps old backups, which still hold what was destroyed. */
export const backupsKept = 处置.parameter('backups-kept', '旧备份保留', 90, {
  min: 1,
  max: 3_650,
  unit: '天',
  isOwn: true,
})
export const backedUpFirst = 处置.parameter('backed-up-first', '销毁前须已备份', true, { isOwn: true })

export const disposal = p.matter('disposal', '处置', {
  by: person('提出人'),
  due: instant('截至'),
  step: choice('进度', { proposed: '待批准', approved: '待执行' }),
})
/** The list is spelt by disposal.ts: per register and month how many bodies, and which; nothing of what they say. */
export const propose = 处置.register(
  'disposal',
  '提出处置',
  {
    due: instant('截至'),
    bodies: count('份数', { min: 1 }),
    held: count('保全不动的份数'),
    list: code('清单摘要', { max: 64 }),
    lines: list(code('明细', { max: 100_000 })),
  },
  { ...keptForEver, isFinal: true, isPrepared: true },
)
export const approve = 处置.register(
  'disposal-approval',
  '批准处置',
  { proposal: ref('处置', disposal) },
  { ...keptForEver, isFinal: true, isPrepared: true, isGrave: true },
)
export const withdraw = 处置.register(
  'disposal-withdrawal',
  '撤回处置',
  { proposal: ref('处置', disposal), why: keyword('原因', { max: 100 }) },
  { ...keptForEver, isFinal: true },
)
/** Written when it is done, by the system. */
export const certify = 处置.register(
  'disposal-certificate',
  '销毁证明',
  {
    proposal: ref('处置', disposal),
    proposer: person('提出人'),
    approver: person('批准人'),
    bodies: count('份数'),
    moved: count('换密钥的保全份数'),
    lines: list(code('明细', { max: 100_000 })),
    keys: list(code('销毁的密钥')),
    size: count('账本条数', { max: 1e15 }),
    root: code('根', { max: 64 }),
    backupsUntil: optional(day('旧备份最迟保留到')),
  },
  bySystem,
)
disposal
  .opens(propose, ({ facts: { due }, by }) => ({ by, due, step: 'proposed' as const }))
  .step(approve, 'proposal', { from: ['proposed'], to: 'approved' })
  .step(withdraw, 'proposal', { from: ['proposed', 'approved'], to: 'done' })
  .step(certify, 'proposal', { from: ['approved'], to: 'done' })
const orAdministrator = (look: Look) => (isSmall(look) ? administrator : undefined)
处置.writes(propose, (_, { look }) => [disposalClerk, orAdministrator(look)])
处置.writes(approve, (_, { look }) => [disposalApprover, orAdministrator(look)])
处置.writes(withdraw, (_, { look }) => [disposalClerk, disposalApprover, orAdministrator(look)])
处置.guard(
  '管机器的人不经手',
  [propose, approve],
  ({ by, look }) => look.holds(by, administrator) && !isSmall(look) && '操作人是系统管理员，本单位没有登记小单位做法',
)
/** Over natural persons: who acts for another counts as that other, too. */
function actsFor(look: Look, person: string, other: string, at: Instant) {
  const mandates = look.row(human, person)?.holds ?? []
  return person === other || mandates.some((one) => one.for === other && isHeld(one, at))
}
处置.guard('两人', approve, ({ facts, by, look, at }) => {
  const proposer = look.row(disposal, facts.proposal)?.by
  return proposer !== undefined && actsFor(look, by, proposer, at) && '提出和批准须是两个人'
})
处置.guard('截至不晚于现在', propose, ({ facts, recorded }) => facts.due > recorded && '截至晚于现在', { field: 'due' })
处置.duty('decide-disposal', '批准或撤回处置', propose.filed, ({ id }) => ({ key: id }), {
  holder: (_, { look }) => [disposalApprover, orAdministrator(look)],
  by: within(days(7)),
  must: [file(approve, 'proposal'), file(withdraw, 'proposal')],
})
处置.reads([propose, approve, withdraw, certify], () => [administrator, disposalClerk, disposalApprover])

// What is handed over is logged

export const 交付 = p.clause('0.13', '组织第十三条', '依法交付的内容写成一份可以核对的文件，交付登记它的摘要和条数')
/** Written when the file is made; which entries are in it, the file says. */
export const handOver = 交付.register(
  'handed-over',
  '交付查询包',
  {
    query: ref('查询', { space: 'entry' }),
    sha256: code('文件摘要', { max: 64 }),
    entries: count('登记条数'),
    corrections: count('其中更正'),
    bodies: count('正文份数'),
    disposed: count('已销毁的正文'),
    size: count('账本条数', { max: 1e15 }),
    root: code('根', { max: 64 }),
  },
  bySystem,
)
交付.reads(handOver, () => [administrator, disposalClerk, disposalApprover])
