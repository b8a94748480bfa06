/** 第三条: who enters what at which station, and the day's summary. */
import { file } from '../../engine/declare/terms.ts'
import type { Now } from '../../engine/declare/words.ts'
import { count, day, list, of } from '../../engine/fields.ts'
import { isOpenOn, units } from '../../engine/people.ts'
import { hours, instantOf, minutes, type Day } from '../../engine/time.ts'
import { daily, isDayOff, nursing } from './deadlines.ts'
import { patient, quality, unplanned } from './events.ts'
import {
  department,
  headNurse,
  item,
  medicalOffice,
  nursingOffice,
  nursingReported,
  p,
  president,
  reported,
  reportersOf,
  vicePresident,
} from './house.ts'
import { note, report } from './reports.ts'

const 第三条一 = p.clause('7.3.1', '第三条第一项', '医疗及其他信息在医生工作站录入')
第三条一.writes([report, unplanned, patient], ({ department: unit }, now) => reportersOf(unit, now))
第三条一.writes(note, ({ kind, department: unit }, now) => (kind === 'nursing' ? [] : reportersOf(unit, now)))
第三条一.writes(quality, ({ kind, department: unit }, now) => (kind === 'nursing' ? [] : reportersOf(unit, now)))

const 第三条二 = p.clause('7.3.2', '第三条第二项', '护理信息在护士工作站录入')
第三条二.writes(note, ({ kind, department: unit }) => (kind === 'nursing' ? headNurse.at(unit) : undefined))
第三条二.writes(quality, ({ kind, department: unit }) => (kind === 'nursing' ? headNurse.at(unit) : undefined))

const 第三条三 = p.clause('7.3.3', '第三条第三项', '医务科、护理部每日汇总报来的信息')
const readWithin = 第三条三.parameter('summary-within', '汇总阅签时限', hours(4), {
  min: minutes(30),
  max: hours(24),
  unit: 'duration',
  isOwn: true,
  setBy: medicalOffice,
})
/** Departments that one day may have. */
const departmentsMax = 500
const sent = reported.count('sent', '已报科室', { by: (row) => row.day, keep: departmentsMax })
const nursingSent = nursingReported.count('nursing-sent', '已报护理日报的科室', {
  by: (row) => row.day,
  keep: departmentsMax,
})
const open = item.count('open-items', '待处置', {
  by: ({ severity }) => severity,
  where: ({ step }) => step !== 'handled',
})
/** The system's own entry at eleven: what came, what did not, what is open. */
export const summary = 第三条三.register(
  'summary',
  '日汇总',
  {
    day: day('日期'),
    departments: count('应报科室'),
    sent: count('已报日报'),
    missing: list(of(department, '未报日报的科室')),
    nursingSent: count('已报护理日报'),
    nursingMissing: list(of(department, '未报护理日报的科室')),
    open: count('待处置'),
    serious: count('其中严重'),
    grave: count('其中特别严重'),
  },
  { who: () => [] },
)
/** By 11:01: the system begins at eleven sharp, when 11:00 前 is over, and is not late with it. */
export const gather = 第三条三.daily('gather', '汇总', {
  holder: () => [medicalOffice, nursingOffice],
  by: ({ day: of }) => ({ due: instantOf(of, '11:01'), lateFrom: instantOf(of, '11:01') + 1 }),
  remind: minutes(1),
  must: file(summary, 'day'),
})
第三条三.enters('eleven', summary, gather.reminded, ({ facts: { day: of }, look }) => {
  const all = (look.row(units, department.id)?.all ?? []).filter((one) => isOpenOn(one, of)).map(({ unit }) => unit)
  const lacking = (keys: readonly string[]) => all.filter((unit) => !keys.includes(`${unit}|${of}`))
  const missing = lacking(look.members(sent, of)),
    nursingMissing = lacking(look.members(nursingSent, of))
  const serious = look.count(open, 'serious'),
    grave = look.count(open, 'grave')
  return {
    day: of,
    departments: all.length,
    sent: all.length - missing.length,
    missing,
    nursingSent: all.length - nursingMissing.length,
    nursingMissing,
    open: look.count(open, 'minor') + serious + grave,
    serious,
    grave,
  }
})
const isWorked = ({ facts, ...now }: Now & { readonly facts: { readonly day: Day } }) => !isDayOff(facts.day, now)
const read = { on: summary.filed, when: isWorked, answer: readWithin }
const toMedical = 第三条三.notice('summary-medical', '日汇总（医务科）', { ...read, to: medicalOffice })
const toNursing = 第三条三.notice('summary-nursing', '日汇总（护理部）', { ...read, to: nursingOffice })
第三条三.notice('summary-day-off', '节假日汇总', {
  on: summary.filed,
  when: (filed) => !isWorked(filed),
  to: () => [medicalOffice, nursingOffice],
})
// Two words, so that the leader reads which office it was, and not the same twice
第三条三.notice('summary-unread', '医务科未阅签日汇总', { on: toMedical.unanswered, to: vicePresident })
第三条三.notice('summary-unread-nursing', '护理部未阅签日汇总', { on: toNursing.unanswered, to: vicePresident })
const otherwise = { word: '电话', owes: '待补录' }
第三条三.summary('晨报', {
  sides: [
    { title: '医疗', of: daily, otherwise },
    { title: '护理', of: nursing, otherwise },
  ],
  came: { registers: [note, quality, unplanned], gravity: 'severity', unit: 'department', kind: 'kind' },
  idle: '今天没有要报的；节假日先打电话，由值班员记',
  paper: { title: '日安全信息汇总', signatures: [medicalOffice.title, nursingOffice.title, vicePresident.title] },
})
第三条三.reads(summary, () => [medicalOffice, nursingOffice, vicePresident, president])
