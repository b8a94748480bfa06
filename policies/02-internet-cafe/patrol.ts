/** 第六条: rounds by the clock, acts stopped when they are found, and two authorities told within a day. */
import { before, file, within } from '../../engine/declare/terms.ts'
import type { OnEach } from '../../engine/declare/words.ts'
import { choice, derived, instant, optional, photo, ref, text } from '../../engine/fields.ts'
import { days, hours, minutes, years } from '../../engine/time.ts'
import { categories, ways } from './conduct.ts'
import { seat, sitting } from './counter.ts'
import { cafeManager, frontDesk, order, owner, p, patrol } from './house.ts'
import { roundAhead, roundAt, roundsOf } from './opening.ts'

const 第六条 = p.clause('2.6', '第六条', '按时巡查；违法行为立即制止，二十四小时内报文化行政部门和公安机关')

// Rounds

const every = 第六条.parameter('patrol-every', '巡查间隔', hours(2), {
  min: minutes(30),
  max: hours(4),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
export const patrolled = 第六条.register(
  'patrol',
  '场内巡查',
  {
    patrolledAt: instant('巡查时间'),
    result: choice('巡查情况', { clear: '没有发现', found: '有发现，另行登记' }),
    note: optional(text('说明', { max: 1_000 })),
  },
  { asOf: { at: 'patrolledAt', within: minutes(30) }, who: patrol },
)
const rounds = 第六条.daily('rounds', '按时巡查', {
  names: (day, { look }) => roundsOf(day, look, every),
  holder: patrol,
  by: before(({ day, unit }: OnEach, { look }) => roundAt(day, unit, look)),
  remind: minutes(15),
  must: file(patrolled, ({ at, look }) => roundAhead(at, look, every)),
})
第六条.notice('round-late', '没有按时巡查', { on: rounds.late, to: cafeManager })
第六条.reads(patrolled, () => [patrol, cafeManager, order])

// Findings

const offices = { culture: '文化行政部门', police: '公安机关' }
/** A finding that two authorities are to hear of. */
const found = p.matter('violation', '违规', { foundAt: instant('发现时间') })
export const violation = 第六条.register(
  'violation',
  '违规处置',
  {
    category: choice('类别', categories),
    way: optional(choice('方式', ways)),
    seat: optional(ref('机位', seat)),
    foundAt: instant('发现时间'),
    stoppedAt: instant('制止时间'),
    how: text('制止经过', { max: 2_000 }),
    picture: optional(photo('照片')),
    sitting: derived(ref('上机', sitting)),
  },
  {
    asOf: { at: 'foundAt', within: days(3) },
    keep: years(3),
    paper: { title: '违规处置记录', signatures: ['巡查员', '经理'] },
    forms: Object.values(offices).map((to) => ({
      title: `违法行为报告表（报${to}）`,
      to,
      blanks: ['报送时间', '接报人', '回执号'],
      signatures: ['报告人', '经理', `${to}（盖章）`],
    })),
    derives: ({ facts, look }) => {
      const taken = facts.seat === undefined ? undefined : look.row(seat, facts.seat)
      return taken ? { sitting: taken.sitting } : {}
    },
  },
)
found.opens(violation, ({ facts }) => ({ foundAt: facts.foundAt }))
第六条.writes(violation, () => [patrol, frontDesk, cafeManager, order])
第六条.guard(
  '发现就制止',
  violation,
  ({ facts, recorded }) =>
    (facts.stoppedAt < facts.foundAt && '制止早于发现') || (facts.stoppedAt > recorded && '制止时间晚于现在'),
  { field: 'stoppedAt' },
)
第六条.reads(violation, () => [patrol, frontDesk, cafeManager, order, owner])

// Two reports, each with its own time and its own receipt

const reportWithin = 第六条.parameter('report-within', '上报时限', hours(24), {
  min: hours(1),
  max: hours(24),
  unit: 'duration',
  setBy: cafeManager,
})
export const report = 第六条.register(
  'violation-report',
  '违规举报',
  {
    violation: ref('违规', found),
    office: choice('受理部门', offices),
    reportedAt: instant('举报时间'),
    receipt: text('回执号', { max: 100 }),
    contact: optional(text('接报人', { max: 60 })),
  },
  {
    asOf: { at: 'reportedAt', within: hours(12) },
    keep: years(3),
    paper: { title: '违法行为报告回执', signatures: ['报告人', '经理'] },
  },
)
第六条.writes(report, () => [cafeManager, order])
第六条.guard(
  '举报的是登记过的违规',
  report,
  ({ facts, look }) => {
    const row = look.row(found, facts.violation)
    if (!row) return '没有这件违规'
    return facts.reportedAt < row.foundAt && '举报早于发现'
  },
  { field: 'violation' },
)
第六条.reads(report, () => [cafeManager, order, owner])
for (const [office, title] of Object.entries(offices)) {
  const owed = 第六条.duty(`report-${office}`, `向${title}举报`, violation.filed, ({ id }) => ({ key: id }), {
    holder: cafeManager,
    by: within(reportWithin),
    remind: hours(4),
    must: file(report, ({ facts }) => facts.office === office && facts.violation),
  })
  第六条.notice(`report-${office}-late`, `没有向${title}举报`, { on: owed.late, to: owner })
}
第六条.argues(
  '原文第六条说“第二条、第三条、第六条所列行为”，引到了自己：按第二、第三、第五条执行，其他违法行为单列一类',
)
