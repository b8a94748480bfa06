/** 第三条第二项的线索: acknowledged, assigned, handled, and whoever reported it told, each by its time. */
import { file, within } from '../../engine/declare/terms.ts'
import type { Happening, Parameter } from '../../engine/declare/words.ts'
import {
  choice,
  derived,
  instant,
  keyword,
  of,
  optional,
  person,
  phoneNumber,
  ref,
  text,
  yes,
} from '../../engine/fields.ts'
import { days, hours } from '../../engine/time.ts'
import { month, monthOf, none } from './figures.ts'
import { circulation, community, coordinator, director, informant, p, town, townHead } from './house.ts'
import { 第三条二 } from './network.ts'

const kinds = {
  fake: '假药',
  inferior: '劣药',
  unlicensed: '无证经营',
  expired: '过期失效',
  storage: '储存不当',
  prescription: '违规售处方药',
  other: '其他',
} as const
const steps = { reported: '待受理', taken: '待分派', assigned: '办理中', handled: '待答复' } as const
/** A lead on its way. */
export const lead = p.matter('drug-lead', '违规线索', {
  town: of(town),
  isUrgent: yes('假劣药'),
  since: instant('报来时间'),
  reporter: person('报告人'),
  assignee: optional(person('承办人')),
  step: choice('进展', steps),
})
export const report = 第三条二.register(
  'drug-lead',
  '违规线索',
  {
    town: of(town),
    community: optional(of(community)),
    area: choice('环节', { trading: '经营', use: '使用' }),
    kind: choice('情形', kinds),
    seenAt: instant('发现时间'),
    place: keyword('在哪里', { max: 40 }),
    told: text('情况', { max: 2_000 }),
    phone: optional(phoneNumber('联系电话')),
  },
  { asOf: { at: 'seenAt', within: days(30) } },
)
const isUrgent = ({ kind }: { readonly kind: keyof typeof kinds }) => kind === 'fake' || kind === 'inferior'
lead.opens(report, ({ by, recorded, facts }) => ({
  town: facts.town,
  isUrgent: isUrgent(facts),
  since: recorded,
  reporter: by,
  step: 'reported',
}))
month.on(
  report,
  ({ today }) => monthOf(today),
  (row = none) => ({ ...row, leads: row.leads + 1 }),
)
第三条二.writes(report, ({ town: at, community: in_ }) => [coordinator.at(at), in_ !== undefined && informant.at(in_)])
第三条二.assists(report, circulation, hours(24))
第三条二.notice('drug-lead', '违规线索', { on: report.filed, to: circulation })

/** Whose lead it is, written down with each entry: once it is closed, no row says so any more. */
const ofLead = { lead: ref('线索', lead), town: derived(of(town)), reporter: derived(person('报告人')) }
const derives = ({ facts, look }: Happening<{ readonly lead: string }>) => {
  const row = look.row(lead, facts.lead)
  return row ? { town: row.town, reporter: row.reporter } : {}
}
const note = text('情况', { max: 2_000 })
export const take = 第三条二.register('drug-lead-taken', '受理线索', { ...ofLead }, { derives })
export const assign = 第三条二.register(
  'drug-lead-assigned',
  '分派线索',
  { ...ofLead, to: person('承办人') },
  { derives },
)
export const resolve = 第三条二.register(
  'drug-lead-handled',
  '线索办理结果',
  { ...ofLead, result: choice('结果', { confirmed: '属实已查处', unfounded: '不属实', moved: '移送' }), note },
  { derives },
)
export const answer = 第三条二.register('drug-lead-answered', '答复报告人', { ...ofLead, note }, { derives })
lead
  .step(take, 'lead', { from: ['reported'], to: 'taken' })
  .step(assign, 'lead', { from: ['taken', 'assigned'], to: 'assigned', sets: ({ facts }) => ({ assignee: facts.to }) })
  .step(resolve, 'lead', { from: ['assigned'], to: 'handled' })
  .step(answer, 'lead', { from: ['handled'], to: 'done' })
month.on(
  resolve,
  ({ today }) => monthOf(today),
  (row = none, { recorded, facts, look }) => ({
    ...row,
    handled: row.handled + 1,
    tookMs: row.tookMs + recorded - (look.row(lead, facts.lead)?.since ?? recorded),
  }),
)
第三条二.writes([take, assign, answer], circulation)
第三条二.writes(resolve, ({ lead: id }, { look }) => look.row(lead, id)?.assignee)

type Of = { readonly key: string; readonly unit: string; readonly isUrgent: boolean; readonly who: string }
const time = (id: string, title: string, usual: number, max: number) =>
  第三条二.parameter(`drug-${id}`, title, usual, {
    min: hours(0.5),
    max,
    unit: 'duration',
    isOwn: true,
    setBy: circulation,
  })
/** Two figures for each act: of fake or inferior drugs, and of all else. */
const times = {
  take: [time('take-urgent', '假劣药受理时限', hours(1), hours(4)), time('take', '受理时限', hours(8), hours(48))],
  assign: [
    time('assign-urgent', '假劣药分派时限', hours(2), hours(8)),
    time('assign', '分派时限', hours(24), hours(72)),
  ],
  handle: [time('handle-urgent', '假劣药办理时限', hours(24), days(5)), time('handle', '办理时限', days(10), days(60))],
  answer: [time('answer-urgent', '假劣药答复时限', hours(24), days(5)), time('answer', '答复时限', days(3), days(15))],
} as const satisfies Readonly<Record<string, readonly [Parameter<number>, Parameter<number>]>>
const by =
  ([urgent, usual]: readonly [Parameter<number>, Parameter<number>]) =>
  (about: Of, now: Parameters<ReturnType<typeof within<Of>>>[1]) =>
    within<Of>(about.isUrgent ? urgent : usual)(about, now)
const of_ = ({ facts, look }: Happening<{ readonly lead: string }>): Of | undefined => {
  const row = look.row(lead, facts.lead)
  return row && { key: facts.lead, unit: row.town, isUrgent: row.isUrgent, who: row.assignee ?? '' }
}
const remind = hours(0.5)
/** Acknowledged from when it was reported, not from when it was seen: nobody can do so sooner. */
export const toTake = 第三条二.duty<{ readonly town: string; readonly kind: keyof typeof kinds }, Of>(
  'drug-take',
  '受理线索',
  report.filed,
  ({ id, facts }) => ({ key: id, unit: facts.town, isUrgent: isUrgent(facts), who: '' }),
  {
    holder: circulation,
    by: (about, now) => by(times.take)(about, { ...now, at: now.recorded }),
    remind,
    must: file(take, 'lead'),
  },
)
export const toAssign = 第三条二.duty<{ readonly lead: string }, Of>('drug-assign', '分派线索', take.filed, of_, {
  holder: circulation,
  by: by(times.assign),
  remind,
  must: file(assign, 'lead'),
})
/** By whom this assignment names: put right afterwards, the row still says another. */
export const toHandle = 第三条二.duty<{ readonly lead: string; readonly to: string }, Of>(
  'drug-handle',
  '办理线索',
  assign.filed,
  (assigned) => {
    const about = of_(assigned)
    return about && { ...about, who: assigned.facts.to }
  },
  { holder: ({ who }) => who, by: by(times.handle), remind, must: file(resolve, 'lead') },
)
export const toAnswer = 第三条二.duty<{ readonly lead: string }, Of>('drug-answer', '答复报告人', resolve.filed, of_, {
  holder: circulation,
  by: by(times.answer),
  remind,
  must: file(answer, 'lead'),
})
for (const owed of [toTake, toAssign, toHandle, toAnswer]) {
  第三条二.notice(`${owed.id}-late`, `${owed.title}逾期`, { on: owed.late, to: director })
}
第三条二.notice('drug-lead-answered', '线索答复', { on: answer.filed, to: ({ reporter }) => reporter })
第三条二.reads(report, ({ id, town: at, community: in_ }, { look }) => [
  coordinator.at(at),
  townHead.at(at),
  in_ !== undefined && informant.at(in_),
  circulation,
  director,
  look.row(lead, id)?.assignee,
])
第三条二.reads([take, assign, resolve, answer], ({ town: at, reporter }) => [
  circulation,
  director,
  reporter,
  at !== undefined && coordinator.at(at),
])
