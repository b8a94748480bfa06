/** 医院日安全信息上报: the hospital, and the things with a life that its clauses speak of. */
import { policy } from '../../engine/declare/policy.ts'
import type { Now, Seat } from '../../engine/declare/words.ts'
import { choice, count, day, instant, of, optional, person, ref, yes, type Person } from '../../engine/fields.ts'
import { years, type Instant } from '../../engine/time.ts'

export const p = policy('hospital-daily-report', '医院日安全信息上报', {
  keep: years(3),
  usualIn: { title: '医院', code: 'hospital' },
  inShort: '每日十一时前各科报五类安全信息，没有也报零，节假日先打电话',
})

export const department = p.unit('department', '科室')
export const functional = p.unit('functional', '职能科室')

export const director = p.post('director', '科主任', department, { isHead: true })
export const deputy = p.post('deputy-director', '科副主任', department)
export const headNurse = p.post('head-nurse', '护士长', department, { isHead: true })
export const dutyOfficer = p.post('duty-officer', '值班员')
export const medicalOffice = p.post('medical-office', '医务科')
export const nursingOffice = p.post('nursing-office', '护理部')
export const functionalHead = p.post('functional-head', '职能科室负责人', functional)
export const vicePresident = p.post('vice-president', '分管副院长')
export const president = p.post('president', '院长')

export const dated = { department: of(department), day: day('日期') }
export const headings = {
  critical: '危重患者',
  events: '质量事件与非计划诊疗行为',
  batches: '批量患者',
  risks: '医疗安全隐患',
  others: '其他安全信息',
}
export const kinds = {
  medical: '医疗',
  nursing: '护理',
  building: '房屋',
  equipment: '设备',
  facility: '设施',
  other: '其他',
}
export type Kind = keyof typeof kinds
export const severities = { minor: '一般', serious: '严重', grave: '特别严重' }
export const harms = { none: '没有', some: '有', severe: '严重' }

export const leaders = { vice: vicePresident.title, president: president.title }
export type Leader = keyof typeof leaders

/** What was reported of a department's day, on each side: by entry, or by telephone on a day off. */
const reportedRow = { day: day('日期'), how: choice('方式', { report: '填报', phone: '电话' }), events: count('事件') }
export const reported = p.matter('reported', '已报日报', reportedRow)
export const nursingReported = p.matter('nursing-reported', '已报护理日报', reportedRow)

/** A piece of safety information, and where it is: it stays readable by whom it went to after it is dealt with. */
export const item = p.matter('item', '安全信息', {
  ...dated,
  kind: choice('类别', kinds),
  severity: choice('程度', severities),
  since: instant('登记时间'),
  step: choice('进展', { open: '待处置', going: '处置中', handled: '已处置' }),
  passedTo: optional(of(functional)),
  raisedTo: optional(choice('上报至', leaders)),
  following: optional(ref('续办自', { space: 'entry:handled' })),
})
export const named = p.matter('named', '指定报告人', { reporter: person('报告人'), isDeputy: yes('时任副主任') })

/**
 * One of the deputies, if the director has named one, and who stands in for him; any deputy, if not; where there is none,
 * only whom the director named.
 */
export function reportersOf(unit: string, { look }: Now): readonly (Seat | Person)[] {
  const seat = deputy.at(unit),
    row = look.row(named, unit),
    deputies = look.holders(seat)
  const isHis = row && (deputies.includes(row.reporter) || (deputies.length === 0 && !row.isDeputy))
  return isHis ? [row.reporter, ...look.delegates(seat, row.reporter)] : [seat]
}
/** The department's own people: who reports, who nurses, who answers for it. */
export const ownOf = (unit: string, now: Now) => [
  ...reportersOf(unit, now),
  deputy.at(unit),
  headNurse.at(unit),
  director.at(unit),
]
export const isOf = (who: Person, unit: string, now: Now) =>
  ownOf(unit, now).some((one) => (typeof one === 'string' ? one === who : now.look.holds(who, one)))

export interface Row {
  readonly department: string
  readonly kind: Kind
  readonly passedTo?: string
  readonly raisedTo?: Leader
}
/** The first inbox of each kind; there is one. */
export const office = ({ kind }: Pick<Row, 'kind'>) => (kind === 'nursing' ? nursingOffice : medicalOffice)
/** Who deals with it now: the functional department that it was passed to, or else the office. */
export const keeper = ({ passedTo, ...row }: Pick<Row, 'kind' | 'passedTo'>) =>
  passedTo === undefined ? office(row) : functionalHead.at(passedTo)
export const leadersOf = ({ raisedTo }: Pick<Row, 'raisedTo'>) => [
  raisedTo !== undefined && vicePresident,
  raisedTo === 'president' && president,
]
/** Of an item: its own department, its office, whom that office has passed it to, whom it was raised to; nobody else. */
export const readersOf = (row: Row, now: Now) => [
  ...ownOf(row.department, now),
  office(row),
  row.passedTo !== undefined && functionalHead.at(row.passedTo),
  ...leadersOf(row),
]

/** So long after one was told, whenever it happened: nobody can begin sooner. The last instant is in time. */
export const sinceTold = (ms: number, { recorded }: Now) => ({ due: recorded + ms, lateFrom: recorded + ms + 1 })
export const notLater = (at: Instant, { recorded }: Now) => at > recorded
