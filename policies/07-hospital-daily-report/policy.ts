/** 医院日安全信息上报: the rules in the order of the text. */
import { policy } from '../../engine/declare/policy.ts'
import { before, file } from '../../engine/declare/terms.ts'
import type { Happening, Now, OnEach } from '../../engine/declare/words.ts'
import { choice, count, day, each, instant, of, optional, person, ref, text, yes } from '../../engine/fields.ts'
import { dayOf, hours, minutes, years, type Day } from '../../engine/time.ts'

const p = policy('hospital-daily-report', '医院日安全信息上报', { keep: years(3) })

const department = p.unit('department', '科室')
const functional = p.unit('functional', '职能科室')

const director = p.post('director', '科主任', department)
const deputy = p.post('deputy-director', '科副主任', department)
const headNurse = p.post('head-nurse', '护士长', department)
const dutyOfficer = p.post('duty-officer', '值班员')
const medicalOffice = p.post('medical-office', '医务科')
const nursingOffice = p.post('nursing-office', '护理部')
const functionalHead = p.post('functional-head', '职能科室负责人', functional)
p.post('vice-president', '分管副院长')
p.post('president', '院长')

const dated = { department: of(department), day: day('日期') }
const headings = {
  critical: '危重患者',
  events: '质量事件与非计划诊疗行为',
  batches: '批量患者',
  risks: '医疗安全隐患',
  others: '其他安全信息',
}
const kinds = { medical: '医疗', nursing: '护理', building: '房屋', equipment: '设备', facility: '设施', other: '其他' }

/** A piece of safety information, and where it is. */
export const item = p.matter('item', '安全信息', {
  ...dated,
  kind: choice('类别', kinds),
  passedTo: optional(of(functional)),
})
const named = p.matter('named', '指定报告人', { reporter: person('报告人'), isDeputy: yes('时任副主任') })

/** One of the deputies, if the director has named one; any deputy, if not; where there is none, only whom he named. */
function reporter(unit: string, { look }: Now) {
  const row = look.row(named, unit),
    deputies = look.holders(deputy.at(unit))
  const isHis = row && (deputies.includes(row.reporter) || (deputies.length === 0 && !row.isDeputy))
  return isHis ? row.reporter : deputy.at(unit)
}

export const 施行 = p.inForce('7.0', '前言', '自医院决定的日期起，各科室每日上报安全信息')

// 一、报告内容

const 第一条一 = p.clause('7.1.1', '第一条第一项', '每日报告五类安全信息，没有的也要答“零”')
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
export const note = 第一条一.register('item', '安全信息', {
  ...dated,
  heading: choice('项目', headings),
  kind: choice('类别', kinds),
  severity: choice('程度', { minor: '一般', serious: '严重', grave: '特别严重' }),
  form: optional(choice('专表', { none: '不需要', quality: '质量事件', unplanned: '非计划诊疗行为' })),
  summary: text('情况', { max: 2_000 }),
})
item.opens(note, ({ facts: { department, day, kind } }) => ({ department, day, kind }))
第一条一.guard(
  '不报将来的日子',
  [report, nursingReport, note],
  ({ facts, recorded }) => facts.day > dayOf(recorded) && `日期 ${facts.day} 还没有到`,
  { field: 'day' },
)

// 二、报告时间

const 第二条 = p.clause('7.2', '第二条', '每日十一时前上报；节假日先电话报告，上班后补录')
const weekendsOff = 第二条.parameter('weekends-off', '双休日按节假日', true)
const isDayOff = (day: Day, { calendar, look }: Now) =>
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
第二条.guard(
  '当日来电',
  phone,
  ({ facts }) => dayOf(facts.calledAt) !== facts.day && `来电时间不在 ${facts.day} 当日`,
  { field: 'calledAt' },
)

const byPhone = file(phone, (call) => isDayOff(call.facts.day, call) && `${call.facts.department}|${call.facts.day}`)
const terms = {
  each: department,
  by: before('11:00'),
  remind: minutes(30),
  urge: () => [medicalOffice, nursingOffice],
}
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

const toEnter = (call: Happening<{ readonly department: string; readonly day: Day }>) => {
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
第二条.notice('enter-overdue', '补录逾期', { on: enter.late, to: medicalOffice })
第二条.notice('enter-nursing-overdue', '护理补录逾期', { on: enterNursing.late, to: medicalOffice })

// 三、报告方式

const 第三条一 = p.clause('7.3.1', '第三条第一项', '医疗及其他信息在医生工作站录入')
第三条一.writes(report, ({ department }, now) => reporter(department, now))
第三条一.writes(note, ({ kind, department }, now) => (kind === 'nursing' ? undefined : reporter(department, now)))

const 第三条二 = p.clause('7.3.2', '第三条第二项', '护理信息在护士工作站录入')
第三条二.writes(note, ({ kind, department }) => (kind === 'nursing' ? headNurse.at(department) : undefined))

// 四、报告人及主管部门

const 第四条一 = p.clause('7.4.1', '第四条第一项', '报告人为科副主任；没有副主任的科室由主任指定，报医务科备案')
export const naming = 第四条一.register('named-reporter', '指定报告人', {
  department: of(department),
  reporter: person('报告人'),
})
named.on(naming, 'department', (_, { facts: { department, reporter }, look }) => ({
  reporter,
  isDeputy: look.holders(deputy.at(department)).includes(reporter),
}))
第四条一.writes(naming, director.of('department'))
第四条一.guard(
  '有副主任的在副主任中指定',
  naming,
  ({ facts, look }) => {
    const deputies = look.holders(deputy.at(facts.department))
    return deputies.length > 0 && !deputies.includes(facts.reporter) && `{p:${facts.reporter}} 不是科副主任`
  },
  { field: 'reporter' },
)
第四条一.notice('named-reporter', '报告人备案', { on: naming.filed, to: medicalOffice })

const 第四条二 = p.clause('7.4.2', '第四条第二项', '护理信息由护士长报告')
第四条二.writes(nursingReport, headNurse.of('department'))

const 第四条三 = p.clause('7.4.3', '第四条第三项', '医疗报医务科，护理报护理部，其他报医务科转职能科室')
const office = note.by('kind', {
  medical: medicalOffice,
  nursing: nursingOffice,
  building: medicalOffice,
  equipment: medicalOffice,
  facility: medicalOffice,
  other: medicalOffice,
})
const answerWithin = 第四条三.parameter('answer-within', '签收时限', hours(4), {
  min: minutes(15),
  max: hours(24),
  unit: 'duration',
  setBy: medicalOffice,
})
export const passOn = 第四条三.register('pass-on', '转交', { item: ref('信息', item), to: of(functional) })
item.on(passOn, 'item', (row, { facts }) => row && { ...row, passedTo: facts.to })
第四条三.writes(passOn, medicalOffice)
第四条三.guard(
  '有信息可转',
  passOn,
  ({ facts, look }) => {
    const row = look.row(item, facts.item)
    if (!row) return '没有这件信息'
    return (row.kind === 'medical' || row.kind === 'nursing') && `${kinds[row.kind]}信息不转职能科室`
  },
  { field: 'item' },
)
第四条三.notice('to-office', '分送', { on: note.filed, to: office, answer: answerWithin })
第四条三.notice('to-functional', '转交', {
  on: passOn.filed,
  to: ({ to }) => functionalHead.at(to),
  answer: answerWithin,
})

/** Of an item: its own department, the office that it went to first, and whom that office has passed it to. */
第四条三.reads(note, ({ id, department, kind }, now) => {
  const passedTo = now.look.row(item, id)?.passedTo
  return [
    reporter(department, now),
    deputy.at(department),
    headNurse.at(department),
    director.at(department),
    office({ kind }),
    passedTo !== undefined && functionalHead.at(passedTo),
  ]
})
第四条三.reads(passOn, ({ item: id, to }, { look }) => {
  const row = look.row(item, id)
  return [
    medicalOffice,
    functionalHead.at(to),
    row && director.at(row.department),
    row && deputy.at(row.department),
    row && headNurse.at(row.department),
  ]
})
第四条三.reads(report, ({ department }, now) => [
  reporter(department, now),
  deputy.at(department),
  director.at(department),
  medicalOffice,
])
第四条三.reads(nursingReport, ({ department }) => [headNurse.at(department), director.at(department), nursingOffice])
第四条三.reads(phone, ({ department }, now) => [
  reporter(department, now),
  headNurse.at(department),
  director.at(department),
  dutyOfficer,
  medicalOffice,
  nursingOffice,
])
第四条一.reads(naming, ({ department, reporter: one }) => [director.at(department), medicalOffice, one])

export default p
