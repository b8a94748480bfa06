/** 第一条第二项至第五项: events with their own forms, batches of patients, risks, and what belongs to no office of doctors. */
import type { Happening, Look } from '../../engine/declare/words.ts'
import { choice, count, hashed, instant, keyword, list, of, optional, ref, text } from '../../engine/fields.ts'
import { dayOf, days, hours, type Instant } from '../../engine/time.ts'
import { dated, department, harms, item, medicalOffice, p, reported, severities } from './house.ts'
import { note, nursingReport, report, 第一条一 } from './reports.ts'

// 二、质量事件、非计划诊疗行为

const 第一条二 = p.clause('7.1.2', '第一条第二项', '质量事件、非计划诊疗行为另填专表；缺一张，日报就报不出去')
const form = {
  severity: choice('程度', severities),
  happenedAt: instant('发生时间'),
  patient: optional(hashed(text('住院号', { max: 40 }), 'patient')),
  harm: choice('后果', harms),
  course: text('经过', { max: 5_000 }),
  measures: text('已采取的措施', { max: 2_000 }),
}
const afterwards = { asOf: { at: 'happenedAt', within: days(365) }, under: 'events' } as const
export const quality = 第一条二.register(
  'quality-event',
  '质量事件上报表',
  {
    ...dated,
    kind: choice('类别', { medical: '医疗', nursing: '护理' }),
    what: choice('事件', {
      medication: '用药',
      transfusion: '输血',
      operation: '手术',
      infection: '院内感染',
      device: '器械',
      fall: '跌倒坠床',
      skin: '压力性损伤',
      identity: '患者识别',
      other: '其他',
    }),
    ...form,
  },
  afterwards,
)
export const unplanned = 第一条二.register(
  'unplanned-act',
  '非计划诊疗行为报告表',
  {
    ...dated,
    what: choice('行为', {
      operation: '非计划再次手术',
      intensive: '非计划重返重症监护',
      readmission: '非计划再入院',
      tube: '非计划拔管',
      other: '其他',
    }),
    ...form,
  },
  afterwards,
)
interface Formed {
  readonly department: string
  readonly day: string
  readonly kind?: 'medical' | 'nursing'
}
const opened = (
  { department: unit, day, severity, kind = 'medical' }: Formed & { readonly severity: keyof typeof severities },
  since: Instant,
) => ({ department: unit, day, kind, severity, since, step: 'open' as const })
item
  .opens(quality, ({ facts, recorded }) => opened(facts, recorded))
  .opens(unplanned, ({ facts, recorded }) => opened(facts, recorded))
/** The medical report that counts it: nursing events are told in the nursing report, where no heading asks for them. */
const reportOf = ({ department: unit, day, kind }: Formed) => (kind === 'nursing' ? undefined : `${unit}|${day}`)
const qualityForms = p.counts('quality-forms', '质量事件专表', quality.filed, { by: ({ facts }) => reportOf(facts) })
const unplannedForms = p.counts('unplanned-forms', '非计划诊疗行为专表', unplanned.filed, {
  by: ({ facts }) => reportOf(facts),
})
const formsOf = (key: string, look: Look) => look.count(qualityForms, key) + look.count(unplannedForms, key)
第一条二.guard(
  '缺专表不得上报',
  report,
  ({ facts, look }) => {
    const lacking = facts.events - formsOf(`${facts.department}|${facts.day}`, look)
    return lacking > 0 && `报了 ${facts.events} 件事件，缺 ${lacking} 张专表`
  },
  { field: 'events' },
)
第一条二.stays('报过的事件不能没有专表', [quality, unplanned], ({ was, facts, look }) => {
  const key = reportOf(was),
    row = key === undefined ? undefined : look.row(reported, key)
  const isLeft = key !== undefined && row && (!facts || reportOf(facts) !== key) && formsOf(key, look) <= row.events
  return isLeft && `${was.day} 的日报报了 ${row.events} 件事件，少了这张表`
})

// 三、批量患者

const 第一条三 = p.clause('7.1.3', '第一条第三项', '同一原因或同一来源三人及以上为批量患者')
const batchLine = 第一条三.parameter('batch-line', '批量人数', 3, { min: 2, max: 3, unit: '人', setBy: medicalOffice })
const batchWindow = 第一条三.parameter('batch-window', '批量时段', hours(24), {
  min: hours(24),
  max: days(7),
  unit: 'duration',
  isOwn: true,
  setBy: medicalOffice,
})
export const patient = 第一条三.register(
  'batch-patient',
  '批量患者登记',
  {
    ...dated,
    patient: hashed(text('住院号或就诊号', { max: 40 }), 'patient'),
    cause: optional(keyword('共同原因')),
    arrival: optional(keyword('共同来源')),
    arrivedAt: instant('到院时间'),
    condition: optional(text('伤病情况', { max: 500 })),
  },
  { asOf: { at: 'arrivedAt', within: days(7) }, under: 'batches' },
)
第一条三.guard(
  '写明共同之处',
  patient,
  ({ facts }) => facts.cause === undefined && facts.arrival === undefined && '共同原因和共同来源都没有填写',
  { field: 'cause' },
)
export const came = p.matter('came', '批量患者登记', { department: of(department) })
came.opens(patient, ({ facts }) => ({ department: facts.department }))
/** However it was typed: blanks and capitals do not part one case. */
const spelt = (words: string | undefined) => words?.replace(/\s/g, '').toLowerCase()
const terms = { each: ({ facts }: { facts: { patient: string } }) => facts.patient, within: batchWindow }
const sameCause = p.counts('same-cause', '同因患者', patient.filed, {
  by: ({ facts }) => spelt(facts.cause),
  ...terms,
})
const sameArrival = p.counts('same-arrival', '同来患者', patient.filed, {
  by: ({ facts }) => spelt(facts.arrival),
  ...terms,
})
/** The system's own entry: one for each case, whichever departments its patients lie in. */
export const batch = 第一条三.register(
  'batch',
  '批量患者',
  {
    ...dated,
    by: choice('依据', { cause: '同一原因', arrival: '同一来源' }),
    case: keyword('原因或来源'),
    count: count('人数'),
    departments: list(of(department, '涉及科室')),
    patients: list(ref('患者', patient)),
  },
  { who: () => [], standsOnceActedOn: true },
)
const batchOf =
  (by: 'cause' | 'arrival') =>
  ({
    facts,
    look,
    recorded,
  }: Happening<{ readonly key: string; readonly count: number; readonly members: readonly string[] }>) => {
    const departments = [...new Set(facts.members.flatMap((id) => look.row(came, id)?.department ?? []))]
    const [first = ''] = departments
    const { key, count, members } = facts
    return { department: first, day: dayOf(recorded), by, case: key, count, departments, patients: members }
  }
第一条三.enters('same-cause', batch, sameCause.reaches(batchLine), batchOf('cause'))
第一条三.enters('same-arrival', batch, sameArrival.reaches(batchLine), batchOf('arrival'))
item.opens(batch, ({ facts, recorded }) =>
  opened({ department: facts.department, day: facts.day, severity: 'serious' }, recorded),
)
第一条三.notice('batch-grows', '批量患者增加', {
  on: patient.filed,
  to: medicalOffice,
  when: ({ facts, look }) =>
    (
      [
        [sameCause, spelt(facts.cause)],
        [sameArrival, spelt(facts.arrival)],
      ] as const
    ).some(([tally, key]) => key !== undefined && look.count(tally, key) > look.value(batchLine)),
})
第一条三.notice('batch-disproved', '批量患者更正', { on: batch.disproved, to: medicalOffice })

// 四、五、隐患和其他

const 第一条四 = p.clause('7.1.4', '第一条第四项', '报告医疗安全隐患及其程度')
第一条四.guard(
  '隐患属医疗类',
  note,
  ({ facts }) =>
    facts.heading === 'risks' && facts.kind !== 'medical' && '医疗安全隐患的类别应为医疗，别的列入其他安全信息',
  { field: 'kind' },
)

const 第一条五 = p.clause('7.1.5', '第一条第五项', '报告护理、房屋、设备、设施及其他安全信息')
第一条五.guard(
  '其他信息分五类',
  note,
  ({ facts }) => facts.heading === 'others' && facts.kind === 'medical' && '其他安全信息的类别不能是医疗',
  { field: 'kind' },
)

// 每一样都不报将来的日子

第一条一.guard(
  '不报将来的日子',
  [report, nursingReport, note, quality, unplanned, patient],
  ({ facts, recorded }) => facts.day > dayOf(recorded) && `日期 ${facts.day} 还没有到`,
  { field: 'day' },
)
