/** 第五条第二项: a deduction is confirmed by a person, appealed once, decided; what was disproved is decided again. */
import { either, file, within } from '../../engine/declare/terms.ts'
import type { Happening, Now } from '../../engine/declare/words.ts'
import { choice, optional, ref, text } from '../../engine/fields.ts'
import { days, hours } from '../../engine/time.ts'
import {
  director,
  headNurse,
  medicalOffice,
  nursingOffice,
  president,
  reportersOf,
  sinceTold,
  vicePresident,
} from './house.ts'
import {
  concealed,
  consequence,
  deduction,
  harm,
  officeOf,
  penalty,
  sideOf,
  span,
  第五条二,
  type Side,
} from './points.ts'

const confirmWithin = 第五条二.parameter('confirm-within', '扣分确认时限', days(3), {
  min: hours(4),
  max: days(15),
  ...span,
})
const appealWithin = 第五条二.parameter('appeal-within', '申诉期', days(5), { min: days(3), max: days(30), ...span })
const ruleWithin = 第五条二.parameter('rule-within', '裁定时限', days(5), { min: days(1), max: days(30), ...span })
export const confirm = 第五条二.register('confirm', '扣分确认', {
  penalty: ref('扣分', penalty),
  decision: choice('决定', { confirmed: '确认', base: '不加倍，按基本分扣', waived: '不扣' }),
  reason: optional(text('理由', { max: 1_000 })),
})
penalty.on(confirm, 'penalty', (row, { facts: { decision }, at, by }) => {
  if (row?.step !== 'proposed') return row
  const decided = { ...row, decidedAt: at, decidedBy: by }
  if (decision === 'waived') return { ...decided, step: 'waived' }
  const base = decision === 'base' && row.isDoubled ? { points: row.points / 2, isDoubled: false } : {}
  return { ...decided, ...base, step: 'confirmed' }
})
第五条二.writes(confirm, ({ penalty: key }, { look }) => {
  const row = look.row(penalty, key)
  return row && officeOf(row)
})
第五条二.guard(
  '待确认的才确认',
  confirm,
  ({ facts, look }) => {
    const row = look.row(penalty, facts.penalty)
    if (!row) return '没有这项扣分'
    if (row.step !== 'proposed') return '这项扣分已经确认过'
    return facts.decision === 'base' && !row.isDoubled && '这项扣分没有加倍'
  },
  { field: 'decision' },
)
第五条二.guard(
  '减免写明理由',
  confirm,
  ({ facts, entry }) => facts.decision !== 'confirmed' && entry.reason === undefined && '没有写明理由',
  { field: 'reason' },
)

export const appeal = 第五条二.register('appeal', '扣分申诉', {
  penalty: ref('扣分', penalty),
  grounds: text('理由', { max: 2_000 }),
})
penalty.step(appeal, 'penalty', { from: ['confirmed'], to: 'appealed', sets: ({ by }) => ({ appealedBy: by }) })
第五条二.writes(appeal, ({ penalty: key }, { look }) => {
  const row = look.row(penalty, key)
  return row && director.at(row.department)
})
第五条二.guard('在申诉期内', appeal, ({ facts, look, at }) => {
  const since = look.row(penalty, facts.penalty)?.decidedAt ?? at
  return at - since > look.value(appealWithin) && '已过申诉期'
})

export const ruling = 第五条二.register('ruling', '申诉裁定', {
  penalty: ref('扣分', penalty),
  decision: choice('裁定', { upheld: '维持', lifted: '撤销扣分' }),
  reason: text('理由', { max: 2_000 }),
})
penalty.on(ruling, 'penalty', (row, { facts }) => (row?.step === 'appealed' ? { ...row, step: facts.decision } : row))
第五条二.writes(ruling, vicePresident)
第五条二.guard(
  '申诉中的才裁定',
  ruling,
  ({ facts, look }) => look.row(penalty, facts.penalty)?.step !== 'appealed' && '这项扣分没有在申诉',
  { field: 'penalty' },
)
第五条二.guard('裁定人不是确认人或申诉人', ruling, ({ facts, look, by }) => {
  const row = look.row(penalty, facts.penalty)
  return (row?.decidedBy === by && '确认扣分的人不裁定申诉') || (row?.appealedBy === by && '申诉的人不裁定申诉')
})
/** What a correction disproved after it was decided: who decides it is to say so again. */
export const review = 第五条二.register('review', '扣分复核', {
  penalty: ref('扣分', penalty),
  decision: choice('决定', { lifted: '撤销扣分', kept: '维持' }),
  reason: text('理由', { max: 1_000 }),
})
penalty.on(
  review,
  'penalty',
  (row, { facts }) => row && (facts.decision === 'lifted' ? { ...row, step: 'lifted' } : row),
)
第五条二.guard(
  '决定过的才复核',
  review,
  ({ facts, look }) => look.row(penalty, facts.penalty)?.step === 'proposed' && '这项扣分还没有确认',
  { field: 'penalty' },
)
第五条二.writes(review, ({ penalty: key }, { look }) => {
  const row = look.row(penalty, key)
  return row && officeOf(row)
})

const about = ({
  facts: { penalty: key, department: unit, side },
}: Happening<{ readonly penalty: string; readonly department: string; readonly side: Side }>) => ({
  key,
  unit,
  side,
})
const toConfirm = 第五条二.duty('confirm', '确认扣分', deduction.filed, about, {
  holder: officeOf,
  by: (_, now) => sinceTold(now.look.value(confirmWithin), now),
  remind: hours(4),
  must: file(confirm, 'penalty'),
})
const toRule = 第五条二.duty(
  'rule',
  '裁定申诉',
  appeal.filed,
  ({ facts, look }) => ({ key: facts.penalty, unit: look.row(penalty, facts.penalty)?.department ?? '' }),
  { holder: vicePresident, by: within(ruleWithin), remind: hours(4), must: file(ruling, 'penalty') },
)
const toReview = 第五条二.duty('review', '复核扣分', deduction.disproved, about, {
  holder: officeOf,
  by: (_, now) => sinceTold(now.look.value(confirmWithin), now),
  remind: hours(4),
  must: file(review, 'penalty'),
})
第五条二.notice('confirm-late', '扣分逾期未确认', { on: toConfirm.late, to: vicePresident })
第五条二.notice('rule-late', '申诉逾期未裁定', { on: toRule.late, to: president })
第五条二.notice('review-late', '扣分逾期未复核', { on: toReview.late, to: vicePresident })
/** Its director and who reports for that side learn of it, and of what became of it. */
const concerned = ({ penalty: key }: { readonly penalty: string }, now: Now) => {
  const row = now.look.row(penalty, key)
  if (!row) return []
  const { department: unit, side } = row
  return [director.at(unit), ...(side === 'nursing' ? [headNurse.at(unit)] : reportersOf(unit, now))]
}
第五条二.notice('deducted', '质量扣分', { on: confirm.filed, to: concerned })
第五条二.notice('appealed', '扣分申诉', { on: appeal.filed, to: vicePresident })
第五条二.notice('ruled', '申诉裁定', { on: either(ruling.filed, review.filed), to: concerned })

/** Whom it concerns, its office, and who rules on it. */
const concernedWith = (key: string, now: Now) => {
  const row = now.look.row(penalty, key)
  return row ? [...concerned({ penalty: key }, now), officeOf(row), vicePresident] : []
}
第五条二.reads([deduction, confirm, appeal, ruling, review], ({ penalty: key }, now) => concernedWith(key, now))
第五条二.reads([consequence, concealed], ({ kind }) => [officeOf({ side: sideOf(kind) }), vicePresident])
第五条二.shows(penalty, ({ key }, now) => concernedWith(key, now))
第五条二.shows(harm, () => [medicalOffice, nursingOffice, vicePresident])
