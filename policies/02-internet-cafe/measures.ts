/** 第十二条第五项: no safety measure is stopped at will, and one that falls silent is heard of. */
import { before, either, file, within } from '../../engine/declare/terms.ts'
import { choice, derived, instant, person, ref, text, yes } from '../../engine/fields.ts'
import { hours, minutes, years } from '../../engine/time.ts'
import { cafeManager, fire, frontDesk, networkSecurity, nobody, order, p } from './house.ts'

const 第十二条五 = p.clause('2.12.5', '第十二条第五项', '不擅自停止安全技术措施')
const measures = {
  filter: '内容过滤',
  audit: '上网审计',
  isolation: '局域网隔离',
  camera: '视频监控',
  alarm: '火灾报警',
}
const measure = choice('措施', measures)
const applicants = () => [networkSecurity, order, fire, frontDesk]
const readers = () => [cafeManager, networkSecurity, order, fire]

/** A measure that signs of life are known of; `until`: it is stopped by an approval that holds so long. */
export const running = p.matter('measure', '安全措施', { isWatched: yes('有信号'), until: instant('停至') })
/** A request to stop one, as it was approved or not. */
export const asked = p.matter('stop-request', '停用申请', {
  measure,
  from: instant('停用自'),
  until: instant('停用至'),
})

export const stopRequest = 第十二条五.register(
  'stop-request',
  '停用申请',
  {
    measure,
    from: instant('停用自'),
    until: instant('停用至'),
    reason: text('原因', { max: 500 }),
    applicant: derived(person('申请人')),
  },
  { derives: ({ by }) => ({ applicant: by }), keep: years(3) },
)
asked.opens(stopRequest, ({ facts: { measure, from, until } }) => ({ measure, from, until }))
第十二条五.writes(stopRequest, applicants)
第十二条五.guard(
  '停用有起止',
  stopRequest,
  ({ facts: { from, until }, recorded }) =>
    (until <= from && '止不晚于起') || (until <= recorded && '停用的时间已经过去'),
  { field: 'until' },
)
第十二条五.reads(stopRequest, readers)
export const stopping = 第十二条五.approval('stop-measure', '停用安全措施', {
  on: stopRequest.filed,
  applicant: ({ applicant = '' }) => applicant,
  fixes: ['measure', 'from', 'until'],
  steps: [{ id: 'manager', title: '经理', who: cafeManager }],
})

export const stopped = 第十二条五.register(
  'measure-stopped',
  '停用措施',
  { request: ref('申请', asked), measure, stoppedAt: instant('停用时间'), until: derived(instant('停用至')) },
  {
    asOf: { at: 'stoppedAt', within: minutes(30) },
    keep: years(3),
    derives: ({ facts, look }) => {
      const row = look.row(asked, facts.request)
      return row ? { until: row.until } : {}
    },
  },
)
第十二条五.writes(stopped, applicants)
第十二条五.guard(
  '经批准方可停用',
  stopped,
  ({ facts, look }) => {
    const approved = look.approval(stopping, facts.request)
    if (!approved?.isGranted) return '停用没有批准'
    if (approved.facts.measure !== facts.measure) return `批准停用的是${measures[approved.facts.measure]}`
    const { from, until } = approved.facts
    return (facts.stoppedAt < from || facts.stoppedAt >= until) && '不在批准的时段'
  },
  { field: 'request' },
)
第十二条五.reads(stopped, readers)
export const resumed = 第十二条五.register(
  'measure-resumed',
  '恢复措施',
  { measure, resumedAt: instant('恢复时间') },
  { asOf: { at: 'resumedAt', within: minutes(30) }, keep: years(3) },
)
第十二条五.writes(resumed, applicants)
第十二条五.reads(resumed, readers)
running
  .on(stopped, 'measure', (row, { facts: { until = 0 } }) => ({ isWatched: row?.isWatched ?? false, until }))
  .on(resumed, 'measure', (row) => row && { ...row, until: 0 })
第十二条五.guard(
  '停用了才有恢复',
  resumed,
  ({ facts, look }) => (look.row(running, facts.measure)?.until ?? 0) === 0 && `${measures[facts.measure]}没有登记停用`,
  { field: 'measure' },
)
const resume = 第十二条五.duty(
  'measure-resume',
  '按时恢复措施',
  stopped.filed,
  ({ facts: { measure, until } }) => (until === undefined ? undefined : { key: measure, until }),
  { holder: networkSecurity, by: before(({ until }) => until), remind: minutes(15), must: file(resumed, 'measure') },
)
第十二条五.notice('measure-resume-late', '措施没有按时恢复', { on: resume.late, to: cafeManager })

// Signs of life

/**
 * A measure's sign of life, entered by the system for whoever watches it: at least three times within `silent-after`. The
 * first one begins the watch.
 */
export const measureSign = 第十二条五.register('measure-sign', '措施信号', { measure }, { who: nobody })
running.on(measureSign, 'measure', (row) => ({ isWatched: true, until: row?.until ?? 0 }))
第十二条五.hears(measureSign, 'measure')
第十二条五.reads(measureSign, readers)
const silentAfter = 第十二条五.parameter('silent-after', '信号中断认定', minutes(30), {
  min: minutes(10),
  max: hours(2),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const alive = 第十二条五.duty(
  'measure-alive',
  '措施在运行',
  either(measureSign.filed, resumed.filed),
  ({ facts: { measure }, look }) => (look.row(running, measure)?.isWatched ? { key: measure, measure } : undefined),
  {
    holder: networkSecurity,
    by: within(silentAfter),
    must: [file(measureSign, 'measure'), file(stopped, 'measure')],
  },
)
/** An incident: a watched measure fell silent and nobody had said that it would. */
export const silence = 第十二条五.register('measure-silence', '措施中断', { measure }, { who: nobody, keep: years(3) })
第十二条五.enters('silent', silence, alive.late, ({ facts: { measure } }) => ({ measure }))
第十二条五.notice('measure-silence', '安全措施中断', {
  on: silence.filed,
  to: () => [networkSecurity, cafeManager],
  answer: minutes(30),
})
第十二条五.reads(silence, readers)
