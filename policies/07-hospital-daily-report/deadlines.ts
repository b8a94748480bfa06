/** 第二条: before eleven; on a day off by telephone, entered when work begins again. */
import { before, file } from '../../engine/declare/terms.ts'
import type { Happening, Now, OnEach } from '../../engine/declare/words.ts'
import { choice, instant, optional, person, text } from '../../engine/fields.ts'
import { dayOf, hours, instantOf, minutes, nextDay, type Day, type Instant } from '../../engine/time.ts'
import {
  dated,
  department,
  director,
  dutyOfficer,
  headNurse,
  isOf,
  medicalOffice,
  nursingOffice,
  nursingReported,
  p,
  reported,
  reportersOf,
} from './house.ts'
import { nursingReport, report } from './reports.ts'

const 第二条 = p.clause('7.2', '第二条', '每日十一时前上报；节假日先电话报告，上班后补录')
const weekendsOff = 第二条.parameter('weekends-off', '双休日按节假日', true)
export const isDayOff = (day: Day, { calendar, look }: Pick<Now, 'calendar' | 'look'>) =>
  calendar.isHoliday(day) || (look.value(weekendsOff) && calendar.isWeekend(day))
/** Eleven o'clock of the first day on which one reports by entry, at or after that instant. */
export function nextEleven(at: Instant, now: Pick<Now, 'calendar' | 'look'>): Instant {
  const today = dayOf(at)
  let day = at < instantOf(today, '11:00') ? today : nextDay(today)
  while (isDayOff(day, now)) day = nextDay(day)
  return instantOf(day, '11:00')
}

export const phone = 第二条.register(
  'phone-report',
  '电话报告',
  {
    ...dated,
    caller: person('来电人'),
    calledAt: instant('来电时间'),
    covers: optional(choice('只报了', { medical: '医疗及其他', nursing: '护理' })),
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
第二条.guard(
  '来电人是本科室的',
  phone,
  (call) =>
    !isOf(call.facts.caller, call.facts.department, call) &&
    `{p:${call.facts.caller}} 不是本科室的报告人、护士长或主任`,
  { field: 'caller' },
)

interface Call {
  readonly department: string
  readonly day: Day
  readonly covers?: 'medical' | 'nursing'
}
/** What a call on a day off reports of one side: the key of its day. */
const told =
  (other: 'medical' | 'nursing') =>
  (call: Happening<Call>): string | false =>
    call.facts.covers !== other && isDayOff(call.facts.day, call) && `${call.facts.department}|${call.facts.day}`
const byPhone = { medical: told('nursing'), nursing: told('medical') }
for (const [matter, side] of [
  [reported, 'medical'],
  [nursingReported, 'nursing'],
] as const) {
  matter.on(
    phone,
    (call) => byPhone[side](call) || undefined,
    (row, { facts: { day } }) => row ?? { day, how: 'phone', events: 0 },
  )
}
const terms = {
  each: department,
  by: before('11:00'),
  remind: minutes(30),
  urge: () => [medicalOffice, nursingOffice],
}
export const daily = 第二条.daily('daily', '日报', {
  ...terms,
  holder: ({ unit }, now) => reportersOf(unit, now),
  must: [file(report, 'department', 'day'), file(phone, byPhone.medical)],
})
export const nursing = 第二条.daily('nursing-daily', '护理日报', {
  ...terms,
  holder: ({ unit }) => headNurse.at(unit),
  must: [file(nursingReport, 'department', 'day'), file(phone, byPhone.nursing)],
})

const toEnter = (side: 'medical' | 'nursing') => (call: Happening<Call>) => {
  const key = byPhone[side](call),
    { department: unit, day } = call.facts
  return key === false ? undefined : { key, unit, day }
}
const nextWorkday = before(({ day }: OnEach, now) => nextEleven(instantOf(nextDay(day), '00:00'), now))
export const enter = 第二条.duty('enter', '补录日报', phone.filed, toEnter('medical'), {
  holder: ({ unit }, now) => reportersOf(unit, now),
  by: nextWorkday,
  remind: minutes(30),
  must: file(report, 'department', 'day'),
})
export const enterNursing = 第二条.duty('enter-nursing', '补录护理日报', phone.filed, toEnter('nursing'), {
  holder: ({ unit }) => headNurse.at(unit),
  by: nextWorkday,
  remind: minutes(30),
  must: file(nursingReport, 'department', 'day'),
})
for (const owed of [daily, nursing, enter, enterNursing]) {
  第二条.notice(`${owed.id}-late`, `${owed.title}未报`, { on: owed.late, to: ({ unit }) => director.at(unit) })
}
第二条.notice('enter-overdue', '补录逾期', { on: enter.late, to: medicalOffice })
第二条.notice('enter-nursing-overdue', '护理补录逾期', { on: enterNursing.late, to: nursingOffice })
