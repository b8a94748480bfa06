/** 第四条第一项、第二项: who reports, who stands in for him, who enters for whom. */
import { file, within } from '../../engine/declare/terms.ts'
import { of, person } from '../../engine/fields.ts'
import { administrator, appoint, delegate } from '../../engine/people.ts'
import { days, hours } from '../../engine/time.ts'
import {
  department,
  deputy,
  director,
  headNurse,
  medicalOffice,
  named,
  nursingOffice,
  p,
  reportersOf,
} from './house.ts'
import { note, nursingReport, report } from './reports.ts'

const 第四条一 = p.clause('7.4.1', '第四条第一项', '报告人为科副主任；没有副主任的科室由主任指定，报医务科备案')
export const naming = 第四条一.register('named-reporter', '指定报告人', {
  department: of(department),
  reporter: person('报告人'),
})
named.on(naming, 'department', (_, { facts: { department: unit, reporter }, look }) => ({
  reporter,
  isDeputy: look.holders(deputy.at(unit)).includes(reporter),
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
第四条一.reads(naming, ({ department: unit, reporter }) => [director.at(unit), medicalOffice, reporter])

const nameWithin = 第四条一.parameter('name-within', '指定报告人时限', hours(24), {
  min: hours(1),
  max: days(3),
  unit: 'duration',
  isOwn: true,
  setBy: medicalOffice,
})
/** Nobody could report for it: no deputy, and nobody named who still may. */
const isOrphaned = 第四条一.daily('name-reporter', '指定报告人', {
  each: department,
  owes: ({ unit }, now) => {
    const isNobody = (one: ReturnType<typeof reportersOf>[number]) =>
      typeof one !== 'string' && now.look.holders(one).length === 0
    return reportersOf(unit, now).every(isNobody)
  },
  isLasting: true,
  holder: ({ unit }) => director.at(unit),
  by: within(nameWithin),
  remind: hours(1),
  must: [file(naming, 'department'), file(appoint, ({ facts }) => facts.post === deputy.id && facts.unit)],
})
第四条一.notice('name-reporter-late', '没有报告人', { on: isOrphaned.late, to: medicalOffice })

/** Whoever stands in is filed with the office that is reported to. */
第四条一.notice('deputy-delegated', '副主任委托告知', {
  on: delegate.filed,
  when: ({ facts }) => facts.post === deputy.id,
  to: medicalOffice,
})
第四条一.assists([report, note], medicalOffice, hours(12))

const 第四条二 = p.clause('7.4.2', '第四条第二项', '护理信息由护士长报告')
第四条二.writes(nursingReport, headNurse.of('department'))
第四条二.assists(nursingReport, () => [nursingOffice, medicalOffice], hours(12))
第四条二.notice('head-nurse-delegated', '护士长委托告知', {
  on: delegate.filed,
  when: ({ facts }) => facts.post === headNurse.id,
  to: nursingOffice,
})
const fillWithin = 第四条二.parameter('fill-within', '护士长空缺时限', days(3), {
  min: hours(1),
  max: days(7),
  unit: 'duration',
  isOwn: true,
  setBy: nursingOffice,
})
/** Only who enters appointments can end a vacancy; the nursing office hears of one that lasts. */
const vacancy = 第四条二.filled(headNurse, { within: fillWithin, holder: administrator })
第四条二.notice('head-nurse-vacant', '护士长空缺', { on: vacancy.late, to: nursingOffice })
