/** 第一条第五、六项: what must be reported within hours of its happening, and what a leader has given to do. */
import { file, until, within } from '../../engine/declare/terms.ts'
import type { DutyTerms, FactsOf, Happening } from '../../engine/declare/words.ts'
import { choice, count, derived, instant, of, optional, person, ref, text } from '../../engine/fields.ts'
import { days, hours } from '../../engine/time.ts'
import { everybodyOf, head, leaders, office, p, section, staff } from './house.ts'
import { told } from './told.ts'

export const importantKinds = {
  inspection: '重点检查',
  supervision: '督查',
  meeting: '会议',
  deployment: '工作部署',
  hazard: '事故隐患查处',
  accident: '事故调查处理',
} as const

export const 第一条五 = p.clause('10.1.5', '第一条第五项', '重要工作情况随时上报：自发生起若干小时之内')
const hoursFor = (id: string, title: string, usual: number) =>
  第一条五.parameter(`report-${id}`, `${title}上报时限`, hours(usual), {
    min: hours(1),
    max: hours(48),
    unit: 'duration',
    isOwn: true,
    setBy: office,
  })
const reportWithin = {
  inspection: hoursFor('inspection', importantKinds.inspection, 24),
  supervision: hoursFor('supervision', importantKinds.supervision, 24),
  meeting: hoursFor('meeting', importantKinds.meeting, 24),
  deployment: hoursFor('deployment', importantKinds.deployment, 24),
  hazard: hoursFor('hazard', importantKinds.hazard, 4),
  accident: hoursFor('accident', importantKinds.accident, 2),
}
export const important = 第一条五.register(
  'important-work',
  '重要工作',
  {
    section: of(section),
    kind: choice('类别', importantKinds),
    happenedAt: instant('发生时间'),
    ...told,
    verifiedAt: instant('核实时间'),
    verifiedHow: text('怎样核实', { max: 500 }),
    verifier: person('核实人'),
  },
  { asOf: { at: 'happenedAt', within: days(30) } },
)
第一条五.writes(important, ({ section }) => [staff.at(section), head.at(section)])
export const inTime = 第一条五.duty(
  'important-work',
  '重要工作上报',
  important.filed,
  ({ id, facts }) => ({ key: id, unit: facts.section, kind: facts.kind }),
  {
    holder: ({ unit }) => head.at(unit),
    by: (about, now) => within(reportWithin[about.kind])(about, now),
    isMetByOpener: true,
  },
)
第一条五.notice('important-work', '重要工作', { on: important.filed, to: leaders })
第一条五.reads(important, everybodyOf)

export const 第一条六 = p.clause('10.1.6', '第一条第六项', '领导交办的事项按要求的时间上报落实情况，由交办人销号')
const stages = { open: '在办', reported: '已报办结' } as const
export const task = p.matter('leader-task', '交办事项', {
  section: of(section),
  giver: person('交办人'),
  who: person('承办人'),
  step: choice('进展', stages),
})
export const giveTask = 第一条六.register('leader-task', '交办事项', {
  section: of(section),
  what: text('事项', { max: 1_000 }),
  who: person('承办人'),
  dueAt: instant('限期'),
})
/** Whose task it is, written down with each entry: once it is closed, no row says so any more. */
const ofTask = { section: derived(of(section)) }
const sectionOfTask = ({ facts, look }: Happening<{ readonly task: string }>) => {
  const row = look.row(task, facts.task)
  return row ? { section: row.section } : {}
}
export const reportTask = 第一条六.register(
  'task-report',
  '交办落实情况',
  {
    task: ref('交办事项', task),
    state: choice('进展', { going: '进行中', done: '已办结' }),
    percent: count('完成比例', { max: 100, unit: '%' }),
    told: text('情况', { max: 2_000 }),
    ...ofTask,
  },
  { derives: sectionOfTask },
)
export const judgeTask = 第一条六.register(
  'task-verdict',
  '交办销号',
  {
    task: ref('交办事项', task),
    verdict: choice('意见', { closed: '销号', again: '退回再办' }),
    dueAt: optional(instant('再办限期')),
    ...ofTask,
  },
  { derives: sectionOfTask },
)
task
  .opens(giveTask, ({ by, facts: { section, who } }) => ({ section, giver: by, who, step: 'open' }))
  .on(reportTask, 'task', (row, { facts }) => row && { ...row, step: facts.state === 'done' ? 'reported' : row.step })
  .on(judgeTask, 'task', (row, { facts }) => (facts.verdict === 'again' && row ? { ...row, step: 'open' } : undefined))
第一条六.writes(giveTask, leaders)
第一条六.writes(reportTask, ({ task: of }, { look }) => look.row(task, of)?.who)
第一条六.writes(judgeTask, ({ task: of }, { look }) => look.row(task, of)?.giver)
第一条六.guard('交办限期在后', giveTask, ({ facts, recorded }) => facts.dueAt <= recorded && '限期已经过了', {
  field: 'dueAt',
})
第一条六.guard(
  '报了办结才能销号',
  judgeTask,
  ({ facts, look }) => look.row(task, facts.task)?.step !== 'reported' && '承办人还没有报办结',
  { field: 'task' },
)
第一条六.guard(
  '退回须有新的限期',
  judgeTask,
  ({ facts, recorded }) =>
    facts.verdict === 'again' && (facts.dueAt === undefined || facts.dueAt <= recorded) && '退回再办而没有以后的限期',
  { field: 'dueAt' },
)
type Given = {
  readonly key: string
  readonly unit: string
  readonly who: string
  readonly dueAt: number
  readonly giver: string
}
const doing: DutyTerms<Given> = {
  holder: ({ who }) => who,
  by: until(({ dueAt }) => dueAt),
  remind: hours(4),
  must: file(reportTask, ({ facts }) => facts.state === 'done' && facts.task),
}
export const doTask = 第一条六.duty<FactsOf<typeof giveTask>, Given>(
  'leader-task',
  '交办事项',
  giveTask.filed,
  ({ id, by, facts: { section: unit, who, dueAt } }): Given => ({ key: id, unit, who, dueAt, giver: by }),
  doing,
)
export const doAgain = 第一条六.duty<FactsOf<typeof judgeTask>, Given>(
  'leader-task-again',
  '交办事项再办',
  judgeTask.filed,
  ({ by, facts, look }): Given | undefined => {
    const row = look.row(task, facts.task)
    if (facts.verdict !== 'again' || !row || facts.dueAt === undefined) return undefined
    return { key: facts.task, unit: row.section, who: row.who, dueAt: facts.dueAt, giver: by }
  },
  doing,
)
第一条六.notice('leader-task-late', '交办逾期', { on: doTask.late, to: ({ giver }) => giver })
第一条六.notice('leader-task-again-late', '再办逾期', { on: doAgain.late, to: ({ giver }) => giver })
第一条六.reads(giveTask, everybodyOf)
第一条六.reads([reportTask, judgeTask], ({ section: unit }) =>
  unit === undefined ? [] : everybodyOf({ section: unit }),
)
