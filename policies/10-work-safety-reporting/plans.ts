/** 第一条第一、二项: plans by week, month, stage and year, whose items become tasks that are reported against. */
import { file, through } from '../../engine/declare/terms.ts'
import { choice, count, day, instant, keyword, list, of, optional, person, ref, text } from '../../engine/fields.ts'
import { hours } from '../../engine/time.ts'
import { deputy, director, everybodyOf, head, leaders, ofPeriod, p, section, stage } from './house.ts'
import { demanded, isReported, kinds, keyOf, owedByPeriod, reported } from './periods.ts'

export const 第一条一 = p.clause(
  '10.1.1',
  '第一条第一项',
  '监管工作的周、月、阶段、年度计划写明措施和分工，按领导要求的时间或通常的时间上报',
)
export const plan = 第一条一.register('safety-plan', '工作计划', {
  ...ofPeriod,
  measures: text('措施', { max: 2_000 }),
  division: text('分工', { max: 2_000 }),
})
export const openStage = 第一条一.register('safety-stage', '阶段工作', {
  title: keyword('名称'),
  day: day('首日'),
  until: day('末日'),
  sections: list(of(section, '参加的科室')),
})
stage.on(openStage, 'day', (_, { facts }) => ({ until: facts.until }))
/** A time of the leaders' own for one report: it takes the place of the usual one. */
export const demand = 第一条一.register('safety-demand', '领导要求', {
  report: choice('报什么', kinds),
  ...ofPeriod,
  dueAt: instant('限期'),
  note: optional(text('要求', { max: 500 })),
})
demanded.on(
  demand,
  ({ facts }) => keyOf(facts.report, facts),
  (_, { facts }) => ({ dueAt: facts.dueAt }),
)
reported.on(
  plan,
  ({ facts }) => keyOf('plan', facts),
  () => ({ kind: 'plan' }),
)

第一条一.writes(plan, ({ section }) => head.at(section))
第一条一.writes(openStage, ({ sections }) => [director, ...sections.map((unit) => deputy.at(unit))])
第一条一.writes(demand, leaders)
第一条一.guard('阶段有始有终', openStage, ({ facts }) => facts.until < facts.day && '末日早于首日', { field: 'until' })
第一条一.guard(
  '一日只开始一个阶段',
  openStage,
  ({ facts, look }) => look.row(stage, facts.day) !== undefined && `已有自 ${facts.day} 开始的阶段`,
  { field: 'day' },
)
第一条一.guard('限期在后', demand, ({ facts, recorded }) => facts.dueAt <= recorded && '限期已经过了', {
  field: 'dueAt',
})
第一条一.guard(
  '还没有报的才能要求',
  demand,
  ({ facts, look }) => isReported(facts.report, facts, look) && '这一期已经报了',
  { field: 'day' },
)
owedByPeriod(第一条一, 'plan', { register: plan, demand, opens: openStage, holder: (unit) => head.at(unit) })

/** One thing to be done by a plan. */
export const item = p.matter('plan-item', '计划事项', {
  section: of(section),
  who: person('承办人'),
})
export const planItem = 第一条一.register('plan-item', '计划事项', {
  ...ofPeriod,
  what: text('事项', { max: 500 }),
  who: person('承办人'),
  until: day('完成期限'),
})
item.opens(planItem, ({ facts: { section, who } }) => ({ section, who }))
第一条一.writes(planItem, ({ section }) => head.at(section))
第一条一.guard(
  '有计划才有事项',
  planItem,
  ({ facts, look }) => !isReported('plan', facts, look) && '这一期的计划还没有报',
  { field: 'day' },
)
第一条一.reads([plan, planItem, demand], everybodyOf)
第一条一.reads(openStage, ({ sections }) => [director, ...sections.flatMap((unit) => everybodyOf({ section: unit }))])

export const 第一条二 = p.clause('10.1.2', '第一条第二项', '职责内监管工作的落实情况，对照计划事项上报')
export const progress = 第一条二.register('plan-progress', '落实情况', {
  item: ref('计划事项', item),
  state: choice('进展', { going: '进行中', done: '已完成', cannot: '不能完成' }),
  percent: count('完成比例', { max: 100, unit: '%' }),
  told: text('情况', { max: 2_000 }),
})
第一条二.writes(progress, ({ item: of }, { look }) => {
  const row = look.row(item, of)
  return row && [row.who, head.at(row.section)]
})
第一条二.guard(
  '完成就是全部',
  progress,
  ({ facts }) =>
    facts.state === 'done' ? facts.percent < 100 && '已完成而不足 100' : facts.percent === 100 && '已到 100 而未完成',
  { field: 'percent' },
)
export const doItem = 第一条二.duty(
  'plan-item',
  '计划事项',
  planItem.filed,
  ({ id, facts: { section: unit, who, until } }) => ({ key: id, unit, who, until }),
  {
    holder: ({ who }) => who,
    by: through(({ until }) => until),
    remind: hours(24),
    must: file(progress, ({ facts }) => facts.state === 'done' && facts.item),
  },
)
第一条二.notice('plan-item-late', '计划事项逾期', {
  on: doItem.late,
  to: ({ unit }) => [head.at(unit), deputy.at(unit)],
})
第一条二.notice('plan-item-stuck', '计划事项不能完成', {
  on: progress.filed,
  when: ({ facts }) => facts.state === 'cannot',
  to: ({ item: of }, { look }) => {
    const row = look.row(item, of)
    return row && [head.at(row.section), deputy.at(row.section)]
  },
})
第一条二.reads(progress, ({ item: of }, { look }) => {
  const row = look.row(item, of)
  return row && everybodyOf(row)
})
