/** 第一条第三、四项: what was inspected, whose figures add up by themselves, and how the field in charge stands. */
import { count, day, derived, keyword, of, text } from '../../engine/fields.ts'
import type { CountedFrom } from '../../engine/declare/gathers.ts'
import { nextDay } from '../../engine/time.ts'
import {
  deputy,
  endOfPeriod,
  everybodyOf,
  faultOfPeriod,
  head,
  lastDay,
  ofPeriod,
  p,
  section,
  staff,
  type Due,
} from './house.ts'
import { keyOf, owedByPeriod, reported } from './periods.ts'
import { demand, openStage, plan } from './plans.ts'
import { told } from './told.ts'

/** What one section found on one day. */
export const figures = p.matter('inspected', '检查数字', {
  visits: count('检查次数'),
  found: count('发现隐患'),
  fixed: count('整改隐患'),
})

export const 第一条三 = p.clause(
  '10.1.3',
  '第一条第三项',
  '监督检查情况按周、月、阶段、年度上报，数字由检查登记自己汇总',
)
export const visit = 第一条三.register('site-inspection', '现场检查', {
  section: of(section),
  day: day('检查日期'),
  place: keyword('被检查单位', { max: 40 }),
  found: count('发现隐患', { max: 9_999 }),
  fixed: count('当场整改', { max: 9_999 }),
  note: text('情况', { max: 2_000 }),
})
figures.on(visit, ['section', 'day'], (row, { facts }) => ({
  visits: (row?.visits ?? 0) + 1,
  found: (row?.found ?? 0) + facts.found,
  fixed: (row?.fixed ?? 0) + facts.fixed,
}))
第一条三.writes(visit, ({ section }) => [staff.at(section), head.at(section)])
第一条三.guard('不登记将来的检查', visit, ({ facts, today }) => facts.day > today && `${facts.day} 还没有到`, {
  field: 'day',
})
第一条三.guard('整改不多于发现', visit, ({ facts }) => facts.fixed > facts.found && '当场整改多于发现', {
  field: 'fixed',
})

/** A stage ends on the day that whoever opened it said: what an entry says by itself does not tell. */
const visitsOf = ({ section: unit, period, day: from }: Due): readonly CountedFrom[] =>
  period === 'stage' ? [] : [{ entries: visit, from, through: endOfPeriod(period, from), where: { section: unit } }]
export const inspection = 第一条三.register(
  'inspection-report',
  '监督检查情况',
  {
    ...ofPeriod,
    ...told,
    visits: derived(count('检查次数')),
    found: derived(count('发现隐患')),
    fixed: derived(count('整改隐患')),
  },
  {
    derives: ({ facts, look }) => {
      const sum = { visits: 0, found: 0, fixed: 0 },
        until = lastDay(facts, { look }) ?? facts.day
      for (let one = facts.day; one <= until; one = nextDay(one)) {
        const row = look.row(figures, `${facts.section}|${one}`)
        sum.visits += row?.visits ?? 0
        sum.found += row?.found ?? 0
        sum.fixed += row?.fixed ?? 0
      }
      return sum
    },
    counted: { visits: visitsOf, found: visitsOf, fixed: visitsOf },
  },
)
reported.on(
  inspection,
  ({ facts }) => keyOf('inspection', facts),
  () => ({ kind: 'inspection' }),
)
第一条三.writes(inspection, ({ section }) => head.at(section))
第一条三.guard('期间有首日', [plan, inspection, demand], ({ facts, look }) => faultOfPeriod(facts, { look }), {
  field: 'day',
})
owedByPeriod(第一条三, 'inspection', {
  register: inspection,
  demand,
  opens: openStage,
  holder: (unit) => head.at(unit),
})
第一条三.reads([visit, inspection], everybodyOf)

export const 第一条四 = p.clause('10.1.4', '第一条第四项', '分管领域的安全生产情况按周、月、阶段、年度上报')
export const field = 第一条四.register('field-report', '分管领域情况', { ...ofPeriod, ...told })
reported.on(
  field,
  ({ facts }) => keyOf('field', facts),
  () => ({ kind: 'field' }),
)
第一条四.writes(field, ({ section }) => deputy.at(section))
第一条四.guard('领域的期间有首日', field, ({ facts, look }) => faultOfPeriod(facts, { look }), { field: 'day' })
owedByPeriod(第一条四, 'field', { register: field, demand, opens: openStage, holder: (unit) => deputy.at(unit) })
第一条四.reads(field, everybodyOf)
