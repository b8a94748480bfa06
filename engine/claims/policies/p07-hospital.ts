/** 医院日安全信息上报: the rules in the order of the text. */
import { policy } from '../../declare/policy.ts'
import { before, file, within } from '../../declare/terms.ts'
import type { Happening, Now, OnEach } from '../../declare/words.ts'
import {
  choice,
  count,
  day,
  each,
  hashed,
  instant,
  keyword,
  list,
  of,
  optional,
  person,
  ref,
  text,
  yes,
} from '../../fields.ts'
import { days, hours, minutes, years } from '../../time.ts'

const p = policy('hospital-daily-report', '医院日安全信息上报', { inForce: '2026-01-01', keep: years(3) })

const department = p.unit('department', '科室')
const functional = p.unit('functional', '职能科室')

const director = p.post('director', '科主任', department)
const deputy = p.post('deputy-director', '科副主任', department)
const headNurse = p.post('head-nurse', '护士长', department)
const dutyOfficer = p.post('duty-officer', '值班员')
const medicalOffice = p.post('medical-office', '医务科')
const nursingOffice = p.post('nursing-office', '护理部')
const functionalHead = p.post('functional-head', '职能科室负责人', functional)
const vicePresident = p.post('vice-president', '分管副院长')
const president = p.post('president', '院长')

const dated = { department: of(department), day: day('日期') }
const headings = {
  critical: '危重患者',
  events: '质量事件与非计划诊疗行为',
  batches: '批量患者',
  risks: '医疗安全隐患',
  others: '其他安全信息',
}
const kinds = { medical: '医疗', nursing: '护理', building: '房屋', equipment: '设备', facility: '设施', other: '其他' }

/** A piece of safety information, from its entry until it is dealt with. */
export const item = p.matter('item', '安全信息', {
  ...dated,
  kind: choice('类别', kinds),
  step: choice('进展', { formless: '缺专表', open: '待处置' }),
  passedTo: optional(of(functional)),
  isRaised: optional(yes('已上报院领导')),
})
const formless = item.count('formless', '缺专表', {
  by: ({ department, day }) => `${department}|${day}`,
  where: ({ step }) => step === 'formless',
})
const named = p.matter('named', '指定报告人', { reporter: person('报告人') })

/** Whom the department has named, or else its deputy director. */
const reporter = (unit: string, { look }: Now) => look.row(named, unit)?.reporter ?? deputy.at(unit)

// 一、报告内容

const 第一条一 = p.clause('7.1.1', '第一条第一项', '每日报告五类信息，没有的也要报“零”')
export const report = 第一条一.register('daily-report', '日报', {
  ...dated,
  ...each(headings, (heading) => count(heading)),
  remark: optional(text('说明', { max: 2_000 })),
})
export const nursingReport = 第一条一.register('nursing-report', '护理日报', {
  ...dated,
  nursing: count('护理信息'),
  remark: optional(text('说明', { max: 2_000 })),
})

const 第一条二 = p.clause('7.1.2', '第一条第二项', '质量事件、非计划诊疗行为另附专表')
export const note = 第一条二.register('item', '安全信息', {
  ...dated,
  heading: choice('项目', headings),
  kind: choice('类别', kinds),
  form: choice('专表', { none: '不需要', quality: '质量事件', unplanned: '非计划诊疗行为' }),
  severity: choice('程度', { minor: '一般', serious: '严重', grave: '特别严重' }),
  summary: text('情况', { max: 2_000 }),
  patient: optional(hashed(text('住院号'), 'patient')),
  cause: optional(keyword('共同原因或来源')),
})
const form = {
  item: ref('信息', item),
  course: text('经过', { max: 5_000 }),
  harm: choice('后果', { none: '无', some: '有', severe: '严重' }),
}
export const quality = 第一条二.register('quality-event', '质量事件', form)
export const unplanned = 第一条二.register('unplanned-act', '非计划诊疗行为', form)
item
  .opens(note, ({ facts: { department, day, kind, form } }) => ({
    department,
    day,
    kind,
    step: form === 'none' ? 'open' : 'formless',
  }))
  .step(quality, 'item', { from: ['formless'], to: 'open' })
  .step(unplanned, 'item', { from: ['formless'], to: 'open' })
第一条二.guard('缺专表不得上报', report, ({ facts: { department, day }, look }) => {
  const lacking = look.count(formless, `${department}|${day}`)
  return lacking > 0 && `${lacking} 件缺专表`
})

const 第一条三 = p.clause('7.1.3', '第一条第三项', '同一原因或来源三人及以上为批量患者')
const batchLine = 第一条三.parameter('batch-line', '批量人数', 3, { min: 2, max: 3 })
const batchWindow = 第一条三.parameter('batch-window', '批量时段', hours(24), { min: hours(24) })
const sameCause = p.counts('same-cause', '同因患者', note.filed, {
  by: ({ facts: { department, cause } }) => cause && `${department}|${cause}`,
  each: ({ facts }) => facts.patient,
  within: batchWindow,
})
export const batch = 第一条三.register('batch', '批量患者', { cause: keyword('原因'), items: list(ref('信息', item)) })
第一条三.enters('three', batch, sameCause.reaches(batchLine), ({ facts }) => ({
  cause: facts.key,
  items: facts.members,
}))
第一条三.notice('batch', '批量患者', { on: batch.filed, to: medicalOffice, answer: minutes(30) })

const 第一条四 = p.clause('7.1.4', '第一条第四项', '报告医疗安全隐患及其程度')
第一条四.guard(
  '隐患属医疗类',
  note,
  ({ facts }) => facts.heading === 'risks' && facts.kind !== 'medical' && '类别不是医疗',
)

const 第一条五 = p.clause('7.1.5', '第一条第五项', '报告护理、房屋、设备、设施及其他安全信息')
第一条五.guard(
  '其他信息须分类',
  note,
  ({ facts }) => facts.heading === 'others' && facts.kind === 'medical' && '类别是医疗',
)

// 二、报告时间

const 第二条 = p.clause('7.2', '第二条', '每日十一时前上报；节假日先电话报告，上班后补录')
const weekendsOff = 第二条.parameter('weekends-off', '双休日按节假日', true)
const isDayOff = (day: string, { calendar, look }: Now) =>
  calendar.isHoliday(day) || (look.value(weekendsOff) && calendar.isWeekend(day))

export const phone = 第二条.register(
  'phone-report',
  '电话报告',
  {
    ...dated,
    caller: person('来电人'),
    calledAt: instant('来电时间'),
    summary: text('内容', { max: 2_000 }),
  },
  { asOf: { at: 'calledAt', within: hours(12) } },
)
第二条.writes(phone, dutyOfficer)
const byPhone = file(phone, (call) => isDayOff(call.facts.day, call) && `${call.facts.department}|${call.facts.day}`)
const terms = { each: department, by: before('11:00'), remind: minutes(30) }
export const daily = 第二条.daily('daily', '日报', {
  ...terms,
  holder: ({ unit }, now) => reporter(unit, now),
  must: [file(report, 'department', 'day'), byPhone],
})
export const nursing = 第二条.daily('nursing-daily', '护理日报', {
  ...terms,
  holder: ({ unit }) => headNurse.at(unit),
  must: [file(nursingReport, 'department', 'day'), byPhone],
})

const toEnter = (call: Happening<{ readonly department: string; readonly day: string }>) => {
  const { department: unit, day } = call.facts
  return isDayOff(day, call) ? { key: `${unit}|${day}`, unit, day } : undefined
}
const nextWorkday = ({ day }: OnEach, { calendar }: Now) => before('11:00')({ day: calendar.nextWorkday(day) })
export const enter = 第二条.duty('enter', '补录日报', phone.filed, toEnter, {
  holder: ({ unit }, now) => reporter(unit, now),
  by: nextWorkday,
  remind: minutes(30),
  must: file(report, 'department', 'day'),
})
export const enterNursing = 第二条.duty('enter-nursing', '补录护理日报', phone.filed, toEnter, {
  holder: ({ unit }) => headNurse.at(unit),
  by: nextWorkday,
  remind: minutes(30),
  must: file(nursingReport, 'department', 'day'),
})
for (const owed of [daily, nursing, enter, enterNursing]) {
  第二条.notice(`${owed.id}-late`, `${owed.title}未报`, { on: owed.late, to: ({ unit }) => director.at(unit) })
}

// 三、报告方式

const 第三条一 = p.clause('7.3.1', '第三条第一项', '医疗及其他信息在医生工作站录入')
第三条一.writes(report, ({ department }, now) => reporter(department, now))
第三条一.writes(note, ({ kind, department }, now) => (kind === 'nursing' ? undefined : reporter(department, now)))
第三条一.writes([quality, unplanned], (entry, now) => {
  const of = now.look.row(item, entry.item)
  return of && [reporter(of.department, now), headNurse.at(of.department)]
})

const 第三条二 = p.clause('7.3.2', '第三条第二项', '护理信息在护士工作站录入')
第三条二.writes(nursingReport, headNurse.of('department'))
第三条二.writes(note, ({ kind, department }) => (kind === 'nursing' ? headNurse.at(department) : undefined))

const 第三条三 = p.clause('7.3.3', '第三条第三项', '医务科、护理部每日汇总')
第三条三.summary('日汇总', {
  sides: [
    { title: '医疗', of: daily },
    { title: '护理', of: nursing },
  ],
  came: { registers: [note], gravity: 'severity', unit: 'department', kind: 'kind' },
  idle: '今天没有要报的',
  paper: { title: '日汇总', signatures: [medicalOffice.title] },
})

// 四、报告人及主管部门

const 第四条一 = p.clause('7.4.1', '第四条第一项', '报告人为科副主任；没有副主任的科室由主任指定，报医务科备案')
export const naming = 第四条一.register('named-reporter', '指定报告人', {
  department: of(department),
  reporter: person('报告人'),
})
第四条一.writes(naming, director.of('department'))
第四条一.guard('有副主任的在副主任中指定', naming, ({ facts, look }) => {
  const deputies = look.holders(deputy.at(facts.department))
  return deputies.length > 0 && !deputies.includes(facts.reporter) && `{p:${facts.reporter}} 不是科副主任`
})
第四条一.notice('named-reporter', '报告人备案', { on: naming.filed, to: medicalOffice })
named.on(naming, 'department', (_, { facts }) => ({ reporter: facts.reporter }))

const 第四条二 = p.clause('7.4.2', '第四条第二项', '护理信息由护士长报告')
第四条二.guard(
  '护士长报护理信息',
  nursingReport,
  ({ facts, by, look }) => !look.holds(by, headNurse.at(facts.department)) && `{p:${by}} 不是护士长`,
)

const 第四条三 = p.clause('7.4.3', '第四条第三项', '医疗报医务科，护理报护理部，其他报医务科转职能科室')
const office = note.by('kind', {
  medical: medicalOffice,
  nursing: nursingOffice,
  building: medicalOffice,
  equipment: medicalOffice,
  facility: medicalOffice,
  other: medicalOffice,
})
export const passOn = 第四条三.register('pass-on', '转交', { item: ref('信息', item), to: of(functional) })
item.on(passOn, 'item', (row, { facts }) => row && { ...row, passedTo: facts.to })
第四条三.writes(passOn, medicalOffice)
第四条三.notice('to-office', '分送', { on: note.filed, to: office, answer: hours(4) })
第四条三.notice('to-functional', '转交', { on: passOn.filed, to: ({ to }) => functionalHead.at(to) })
第四条三.reads(note, ({ id, department, kind }, { look }) => {
  const { passedTo, isRaised } = look.row(item, id) ?? {}
  return [
    deputy.at(department),
    headNurse.at(department),
    director.at(department),
    office({ kind }),
    passedTo && functionalHead.at(passedTo),
    isRaised && vicePresident,
    isRaised && president,
  ]
})

// 五、要求

const 第五条一 = p.clause('7.5.1', '第五条第一项', '各科室重视日安全信息')
第五条一.pledge('按时、如实报告日安全信息', [director, deputy, headNurse], days(3))

const 第五条二 = p.clause('7.5.2', '第五条第二项', '迟报、瞒报造成后果的，加倍扣质量分')
const points = 第五条二.parameter('points', '扣分', 2, { min: 1, max: 10 })
const lookBack = 第五条二.parameter('look-back', '追溯时段', days(30))
const lapses = p.counts('lapses', '迟报', daily.missed, { by: ({ facts }) => facts.unit, within: lookBack })
export const deduction = 第五条二.register('deduction', '质量扣分', {
  department: of(department),
  points: count('分值'),
  because: list(ref('事由', item)),
})
第五条二.enters('late', deduction, daily.missed, ({ facts, id, look }) => ({
  department: facts.unit,
  points: look.value(points),
  because: [id],
}))
第五条二.enters('harm', deduction, quality.filed, ({ facts, id, look }) => {
  const department = look.row(item, facts.item)?.department ?? ''
  const preceded = look.members(lapses, department)
  const isDoubled = facts.harm !== 'none' && preceded.length > 0
  return isDoubled ? { department, points: 2 * look.value(points), because: [id, ...preceded] } : undefined
})
第五条二.approval('deduction', '扣分确认', {
  on: deduction.filed,
  applicant: () => 'system',
  fixes: ['department', 'points'],
  steps: [{ id: 'office', title: '医务科', who: medicalOffice }],
})

const 第五条三 = p.clause('7.5.3', '第五条第三项', '科室处置发现的问题，或协助职能科室处置')
export const handled = 第五条三.register('handled', '处置与反馈', {
  item: ref('信息', item),
  outcome: text('处置', { max: 2_000 }),
})
item.step(handled, 'item', { from: ['open'], to: 'done' })

// 六、职能科室

const 第六条 = p.clause('7.6', '第六条', '职能科室及时处置；隐患严重、处置有难度的报分管副院长、院长')
const respondMs = note.by('severity', { minor: hours(24), serious: hours(8), grave: hours(2) })
export const respond = 第六条.duty(
  'respond',
  '处置',
  note.filed,
  ({ id, facts }) => ({ key: id, kind: facts.kind, withinMs: respondMs(facts) }),
  {
    holder: ({ key, kind }, { look }) => {
      const passedTo = look.row(item, key)?.passedTo
      return passedTo === undefined ? office({ kind }) : functionalHead.at(passedTo)
    },
    by: within(({ withinMs }) => withinMs),
    remind: minutes(30),
    must: file(handled, 'item'),
  },
)

/** One book for all that goes up: a person says that it is hard, the system that it is grave or late. */
export const raised = 第六条.register('raised', '上报院领导', {
  item: ref('信息', item),
  why: choice('缘由', { hard: '处置有难度', grave: '隐患严重', late: '逾期未处置' }),
  reason: optional(text('说明', { max: 1_000 })),
})
item.on(raised, 'item', (row) => row && { ...row, isRaised: true })
第六条.writes(raised, ({ item: id }, now) => {
  const of = now.look.row(item, id)
  return of && [office(of), reporter(of.department, now), of.passedTo && functionalHead.at(of.passedTo)]
})
第六条.guard('有难度的写明原因', raised, ({ entry }) => entry.why === 'hard' && !entry.reason && '没有写明难在哪里')
第六条.enters('grave', raised, note.filed, ({ id, facts }) =>
  facts.severity === 'grave' ? { item: id, why: 'grave' } : undefined,
)
第六条.enters('late', raised, respond.late, ({ facts }) => ({ item: facts.key, why: 'late' }))

export const press = 第六条.duty('press', '督办', raised.filed, ({ facts }) => ({ key: facts.item }), {
  holder: vicePresident,
  by: within(hours(24)),
  remind: hours(2),
  must: file(handled, 'item'),
})
第六条.notice('raised', '上报', { on: raised.filed, to: vicePresident, answer: minutes(15) })
第六条.notice('still-open', '督办仍未处置', { on: press.late, to: president })

export default p
