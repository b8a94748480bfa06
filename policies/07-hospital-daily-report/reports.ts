/** 前言、第一条第一项: from which day, and the two reports of each day. */
import { shape } from '../../engine/declare/terms.ts'
import { choice, count, each, instant, optional, text } from '../../engine/fields.ts'
import { days } from '../../engine/time.ts'
import { dated, headings, item, kinds, nursingReported, p, reported, severities } from './house.ts'

export const 施行 = p.inForce('7.0', '前言', '自医院决定的日期起，各科室每日上报安全信息')

export const 第一条一 = p.clause('7.1.1', '第一条第一项', '每日报告五类安全信息，没有的也要答“零”')
export const report = 第一条一.register('daily-report', '日报', {
  ...dated,
  ...each(headings, (heading) => count(heading, { max: 9_999 })),
  remark: optional(text('说明', { max: 2_000 })),
})
export const nursingReport = 第一条一.register('nursing-report', '护理日报', {
  ...dated,
  nursing: count('护理信息', { max: 9_999 }),
  remark: optional(text('说明', { max: 2_000 })),
})
reported.on(report, ['department', 'day'], (_, { facts: { day, events } }) => ({ day, how: 'report', events }))
nursingReported.on(nursingReport, ['department', 'day'], (_, { facts: { day } }) => ({
  day,
  how: 'report',
  events: 0,
}))
/** One report a day: what changed since is put right in it, so that nobody has to ask which of two holds. */
for (const [register, row] of [
  [report, reported],
  [nursingReport, nursingReported],
] as const) {
  第一条一.guard(
    `${register.title}一天一份`,
    register,
    ({ facts: { department: unit, day }, look }) =>
      look.row(row, `${unit}|${day}`)?.how === 'report' && `${day} 的${register.title}已经报过，有变动请更正那一份`,
    { field: 'day' },
  )
}

const one = {
  ...dated,
  kind: choice('类别', kinds),
  severity: choice('程度', severities),
  summary: text('情况', { max: 2_000 }),
}
export const note = 第一条一.register(
  'item',
  '安全信息',
  {
    department: one.department,
    day: one.day,
    heading: choice('项目', { critical: headings.critical, risks: headings.risks, others: headings.others }),
    kind: one.kind,
    severity: one.severity,
    foundAt: optional(instant('发现时间')),
    summary: one.summary,
  },
  {
    asOf: { at: 'foundAt', within: days(365) },
    was: [
      shape(
        1,
        {
          ...one,
          heading: choice('项目', headings),
          form: optional(choice('专表', { none: '不需要', quality: '质量事件', unplanned: '非计划诊疗行为' })),
        },
        ({ form: _, ...facts }) => facts,
      ),
    ],
  },
)
item.opens(note, ({ facts: { department, day, kind, severity }, recorded }) => ({
  department,
  day,
  kind,
  severity,
  since: recorded,
  step: 'open',
}))
第一条一.guard(
  '危重患者属医疗类',
  note,
  ({ facts }) => facts.heading === 'critical' && facts.kind !== 'medical' && '危重患者的类别应为医疗',
  { field: 'kind' },
)
