/** 第三条: in writing, in time, true and complete; and who answers for what was not. */
import { file, until } from '../../engine/declare/terms.ts'
import type { AnyRegister, FactsOf } from '../../engine/declare/words.ts'
import { choice, instant, of, person, ref, text } from '../../engine/fields.ts'
import { days, hours } from '../../engine/time.ts'
import { deputy, director, everybodyOf, head, leaders, office, p, section, type Period } from './house.ts'
import { giveTask, important, type importantKinds, reportTask } from './important.ts'
import { field, inspection, visit } from './inspections.ts'
import { fromDeputy, fromHead, fromStaff } from './levels.ts'
import { keyOf, type Kind } from './periods.ts'
import { demand, plan, planItem, progress } from './plans.ts'
import { parts, type Part } from './told.ts'
import { hasFigure, vagueIn } from './vague-words.ts'

export const 第三条一 = p.clause(
  '10.3.1',
  '第三条第一项',
  '除进行中的一般性信息和临时性信息可以口头上报外，都须书面上报',
)
export const oral = 第三条一.register(
  'oral-report',
  '口头上报',
  {
    section: of(section),
    from: person('上报人'),
    nature: choice('性质', {
      ongoing: '进行中的一般性信息',
      passing: '临时性信息',
      plan: '工作计划',
      inspection: '监督检查情况',
      important: '重要工作',
      task: '交办事项',
    }),
    toldAt: instant('上报时间'),
    told: text('内容', { max: 2_000 }),
  },
  { asOf: { at: 'toldAt', within: days(3) } },
)
第三条一.writes(oral, ({ section }) => [head.at(section), deputy.at(section), director, office])
第三条一.guard(
  '须书面的不口头',
  oral,
  ({ facts }) => facts.nature !== 'ongoing' && facts.nature !== 'passing' && '这一类须书面上报',
  { field: 'nature' },
)
第三条一.guard('听取的人登记', oral, ({ facts, by }) => facts.from === by && '上报人就是操作人，应由听取的人登记', {
  field: 'from',
})
第三条一.reads(oral, everybodyOf)

export const 第三条二 = p.clause('10.3.2', '第三条第二项', '上报及时：领导要求的，按要求的时间；迟报的，告知办公室')
type Demanded = {
  readonly key: string
  readonly unit: string
  readonly day: string
  readonly kind: Kind
  readonly period: Period
  readonly dueAt: number
}
export const onDemand = 第三条二.duty<FactsOf<typeof demand>, Demanded>(
  'on-demand',
  '按领导要求上报',
  demand.filed,
  ({ facts }) => {
    const { report: kind, section: unit, period, day, dueAt } = facts
    return { key: keyOf(kind, facts), unit, day, kind, period, dueAt }
  },
  {
    holder: ({ kind, unit }) => (kind === 'field' ? deputy.at(unit) : head.at(unit)),
    by: until(({ dueAt }) => dueAt),
    remind: hours(4),
    form: ({ kind }) => ({ plan, inspection, field })[kind],
    prefill: ({ period }) => ({ period }),
    must: [
      file(plan, ({ facts }) => keyOf('plan', facts)),
      file(inspection, ({ facts }) => keyOf('inspection', facts)),
      file(field, ({ facts }) => keyOf('field', facts)),
    ],
  },
)
for (const owed of [...p.duties].filter(({ id }) => id !== 'weekly-digest' && id !== 'plan-item')) {
  第三条二.notice(`${owed.id}-unpunctual`, `${owed.title}迟报`, { on: owed.late, to: office })
}

export const 第三条三 = p.clause('10.3.3', '第三条第三项', '上报真实：本人了解，重要情况本人核实；不用听来的、猜测的话')
const written: readonly AnyRegister[] = [
  plan,
  planItem,
  progress,
  visit,
  inspection,
  field,
  important,
  giveTask,
  reportTask,
  fromStaff,
  fromHead,
  fromDeputy,
]
第三条三.wording('没有含糊的话', written, vagueIn)
第三条三.guard('本人核实', important, ({ facts, by }) => facts.verifier !== by && '核实人不是上报人本人', {
  field: 'verifier',
})
第三条三.guard(
  '核实在发生之后、上报之前',
  important,
  ({ facts, recorded }) =>
    (facts.verifiedAt < facts.happenedAt && '核实早于发生') || (facts.verifiedAt > recorded && '核实时间晚于现在'),
  { field: 'verifiedAt' },
)

export const 第三条四 = p.clause(
  '10.3.4',
  '第三条第四项',
  '上报全面：各部分逐一说明，能用数字的用数字，必要时举典型事例',
)
interface Wanted {
  readonly needs: readonly Part[]
  /** Parts that want a figure, or the word that there is none. */
  readonly figures: readonly Part[]
}
const all: readonly Part[] = ['overview', 'course', 'progress', 'analysis', 'result']
const wantedOfInspection = (period: Period): Wanted => ({
  needs: ['overview', 'course', 'analysis', 'result', ...examples(period)],
  figures: ['overview', 'result'],
})
const wantedOfField = (period: Period): Wanted => ({
  needs: ['overview', 'progress', 'analysis', 'result', ...examples(period)],
  figures: ['overview'],
})
/** What covers a long time is shown by a case. */
const examples = (period: Period): readonly Part[] => (period === 'stage' || period === 'year' ? ['example'] : [])
const wantedOfImportant: { readonly [K in keyof typeof importantKinds]: Wanted } = {
  meeting: { needs: ['overview', 'course', 'result'], figures: ['overview'] },
  deployment: { needs: ['overview', 'course', 'result'], figures: [] },
  inspection: { needs: ['overview', 'course', 'analysis', 'result'], figures: ['overview', 'result'] },
  supervision: { needs: ['overview', 'course', 'analysis', 'result'], figures: ['overview', 'result'] },
  hazard: { needs: all, figures: ['overview'] },
  accident: { needs: all, figures: ['overview', 'result'] },
}
/** Part by part: what is not there, and what has no figure where one is wanted. */
function lacking(entry: object, { needs, figures }: Wanted) {
  const said = (part: Part): string => {
    const text: unknown = Reflect.get(entry, part)
    return typeof text === 'string' ? text : ''
  }
  const isSaidToHaveNone = Reflect.get(entry, 'noFigures') === true
  return [
    ...needs.flatMap((part) => (said(part) === '' ? [{ field: part, fact: `${parts[part]}没有写` }] : [])),
    ...figures.flatMap((part) =>
      said(part) !== '' && !hasFigure(said(part)) && !isSaidToHaveNone
        ? [{ field: part, fact: `${parts[part]}里没有数字；确实没有的，勾选“确无数字”` }]
        : [],
    ),
  ]
}
第三条四.guard('监督检查各部分齐全', inspection, ({ facts, entry }) => lacking(entry, wantedOfInspection(facts.period)))
第三条四.guard('分管领域各部分齐全', field, ({ facts, entry }) => lacking(entry, wantedOfField(facts.period)))
第三条四.guard('重要工作各部分齐全', important, ({ facts, entry }) => lacking(entry, wantedOfImportant[facts.kind]))

export const 第三条五 = p.clause('10.3.5', '第三条第五项', '上报不及时、不真实、不完整造成后果的，由上报人负责')
const 责任 = 第三条五.forbids({ late: '上报不及时', untrue: '上报不真实', incomplete: '上报不完整' })
const report = p.matter('safety-report', '上报', { by: person('上报人'), section: of(section) })
const answeredFor: readonly AnyRegister[] = [plan, inspection, field, important]
for (const register of answeredFor) {
  report.opens(register, ({ by, facts }) => ({ by, section: String(facts.section) }))
}
export const fault = 第三条五.register('reporting-fault', '上报责任', {
  section: of(section),
  report: ref('上报', report),
  person: person('责任人'),
  fault: choice('情形', 责任),
  harm: text('后果', { max: 1_000 }),
})
第三条五.writes(fault, leaders)
第三条五.guard(
  '由上报人负责',
  fault,
  ({ facts, look }) => {
    const row = look.row(report, facts.report)
    if (!row) return '没有这份上报'
    return row.by !== facts.person && `这份上报由 {p:${row.by}} 报出`
  },
  { field: 'person' },
)
第三条五.notice('reporting-fault', '上报责任', {
  on: fault.filed,
  to: ({ person: one, section }) => [one, head.at(section)],
})
第三条五.reads(fault, ({ section, person: one }) => [...leaders({ section }), head.at(section), office, one])
