/** 第二条: level by level, by the posts of the day; what is urgent or special may go over a level, with its reason. */
import type { AnyRegister, Now, Seat } from '../../engine/declare/words.ts'
import { choice, count, day, derived, of, optional, ref, text } from '../../engine/fields.ts'
import { dayOf, hours, nextDay } from '../../engine/time.ts'
import { before, file } from '../../engine/declare/terms.ts'
import { important } from './important.ts'
import { field, inspection } from './inspections.ts'
import { deputy, director, firstDay, head, leaders, office, onWorkday, p, section, staff } from './house.ts'
import { plan } from './plans.ts'

const urgency = { ordinary: '一般', urgent: '紧急', special: '特殊' } as const
const common = {
  section: of(section),
  urgency: choice('缓急', urgency),
  reason: optional(text('越级的理由', { max: 500 })),
  told: text('信息', { max: 2_000 }),
}
type Level = 'head' | 'deputy' | 'director'
const levels = { head: '科室负责人', deputy: '主管局长', director: '局长' } as const
const seatOf = (level: Level, unit: string): Seat =>
  level === 'head' ? head.at(unit) : level === 'deputy' ? deputy.at(unit) : director

const 第二条 = p.clause('10.2', '第二条', '逐级上报；紧急或特殊情况可以越级')

export const 第二条一 = p.clause('10.2.1', '第二条第一项', '科室人员报科室负责人')
export const fromStaff = 第二条一.register('staff-report', '科室人员上报', { ...common, to: choice('报给', levels) })
第二条一.writes(fromStaff, ({ section }) => staff.at(section))
第二条一.notice('staff-report', '科室人员上报', { on: fromStaff.filed, to: ({ section, to }) => seatOf(to, section) })

export const 第二条二 = p.clause('10.2.2', '第二条第二项', '科室负责人报主管局长')
export const fromHead = 第二条二.register('head-report', '科室负责人上报', {
  ...common,
  to: choice('报给', { deputy: levels.deputy, director: levels.director }),
})
第二条二.writes(fromHead, ({ section }) => head.at(section))
第二条二.notice('head-report', '科室负责人上报', { on: fromHead.filed, to: ({ section, to }) => seatOf(to, section) })

export const 第二条三 = p.clause('10.2.3', '第二条第三项', '主管局长报局长')
export const fromDeputy = 第二条三.register('deputy-report', '主管局长上报', {
  section: of(section),
  told: common.told,
})
第二条三.writes(fromDeputy, ({ section }) => deputy.at(section))
第二条三.notice('deputy-report', '主管局长上报', { on: fromDeputy.filed, to: director })

/** Whom a report goes over, from the first to whom it would have gone. */
const skipped = (
  first: Level,
  { to, section: unit }: { readonly to: Level; readonly section: string },
): readonly Seat[] => {
  const order: readonly Level[] = ['head', 'deputy', 'director']
  return order.slice(order.indexOf(first), order.indexOf(to)).map((level) => seatOf(level, unit))
}
第二条.guard(
  '一般信息不越级',
  fromStaff,
  ({ facts }) => facts.to !== 'head' && facts.urgency === 'ordinary' && `一般信息应报${levels.head}，不能越级`,
  { field: 'to' },
)
第二条.guard(
  '一般信息不越主管局长',
  fromHead,
  ({ facts }) => facts.to !== 'deputy' && facts.urgency === 'ordinary' && `一般信息应报${levels.deputy}，不能越级`,
  { field: 'to' },
)
第二条.guard(
  '越级须有理由',
  fromStaff,
  ({ facts, entry }) => facts.to !== 'head' && entry.reason === undefined && '越级而没有理由',
  { field: 'reason' },
)
第二条.guard(
  '越过主管局长须有理由',
  fromHead,
  ({ facts, entry }) => facts.to !== 'deputy' && entry.reason === undefined && '越级而没有理由',
  { field: 'reason' },
)
第二条.notice('skipped-by-staff', '越级告知', {
  on: fromStaff.filed,
  when: ({ facts }) => facts.to !== 'head',
  to: (facts) => skipped('head', facts),
})
第二条.notice('skipped-by-head', '越级告知主管局长', {
  on: fromHead.filed,
  when: ({ facts }) => facts.to !== 'deputy',
  to: (facts) => skipped('deputy', facts),
})
第二条.reads(fromStaff, ({ section }) => [staff.at(section), head.at(section), ...leaders({ section }), office])
第二条.reads([fromHead, fromDeputy], ({ section }) => [head.at(section), ...leaders({ section }), office])

export const 第二条四 = p.clause('10.2.4', '第二条第四项', '办公室定期汇总：每周的汇总由系统自己做出，办公室签发')
export const digests = p.matter('digest', '汇总', { day: day('首日'), until: day('末日'), came: count('上报') })
/** What came in a week, and its digest, by the Monday on which it began. */
const week = p.matter('weekly-reports', '一周上报', { came: count('上报'), digest: optional(ref('汇总', digests)) })
const written: readonly AnyRegister[] = [plan, inspection, field, important, fromStaff, fromHead, fromDeputy]
for (const register of written) {
  week.on(
    register,
    // By when it came: what happened on Sunday and was reported on Monday is in the week of that Monday.
    ({ recorded }) => firstDay('week', dayOf(recorded)),
    (row) => ({ ...row, came: (row?.came ?? 0) + 1 }),
  )
}
export const digest = 第二条四.register(
  'weekly-digest',
  '每周汇总',
  { day: day('首日'), until: day('末日'), came: derived(count('上报')) },
  {
    who: () => [],
    derives: ({ facts, look }) => ({ came: look.row(week, facts.day)?.came ?? 0 }),
    gathers: { of: written, from: 'day', through: 'until' },
    paper: { title: '安全生产工作信息每周汇总', signatures: ['办公室编制', '办公室签发', '局长'] },
  },
)
digests.opens(digest, ({ facts }) => ({ day: facts.day, until: facts.until, came: facts.came ?? 0 }))
week.on(digest, 'day', (row, { id }) => ({ came: 0, ...row, digest: id }))
export const issue = 第二条四.register(
  'digest-issued',
  '汇总签发',
  {
    digest: ref('汇总', digests),
    remark: optional(text('编者按', { max: 1_000 })),
    day: derived(day('首日')),
  },
  {
    derives: ({ facts, look }) => {
      const row = look.row(digests, facts.digest)
      return row ? { day: row.day } : {}
    },
  },
)
第二条四.writes(issue, office)
第二条四.guard(
  '签发已有的汇总',
  issue,
  ({ facts, look }) => look.row(digests, facts.digest) === undefined && '没有这份汇总',
  { field: 'digest' },
)
const isMonday = (one: string) => firstDay('week', one) === one
export const gather = 第二条四.daily('weekly-digest', '签发每周汇总', {
  on: isMonday,
  holder: office,
  by: before(({ day: monday }, { calendar }: Now) => onWorkday(1, monday, hours(17), calendar)),
  remind: hours(4),
  prefill: ({ day: monday }, { look }) => ({ digest: look.row(week, nextDay(monday, -7))?.digest ?? '' }),
  must: file(issue, ({ facts }) => facts.day !== undefined && nextDay(facts.day, 7)),
})
第二条四.enters('weekly-digest', digest, gather.opened, ({ facts }) => ({
  day: nextDay(facts.day, -7),
  until: nextDay(facts.day, -1),
}))
第二条四.notice('weekly-digest', '每周汇总', { on: issue.filed, to: director })
第二条四.reads([digest, issue], () => [office, director])
