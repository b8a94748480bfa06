/** 第五条第一项、第二项: the pledge; what is late or hidden, the harm that followed, and the points that are deducted. */
import { either } from '../../engine/declare/terms.ts'
import type { Happening, Now } from '../../engine/declare/words.ts'
import { choice, count, instant, of, optional, person, ref, text, yes } from '../../engine/fields.ts'
import { days, hours, instantOf, minutes, type Instant } from '../../engine/time.ts'
import { daily, nextEleven, nursing } from './deadlines.ts'
import { quality, unplanned } from './events.ts'
import {
  department,
  deputy,
  director,
  harms,
  headNurse,
  kinds,
  medicalOffice,
  notLater,
  nursingOffice,
  nursingReported,
  p,
  reported,
} from './house.ts'
import { note } from './reports.ts'

const 第五条一 = p.clause('7.5.1', '第五条第一项', '各科室重视日安全信息，及时收集上报')
const pledgeWithin = 第五条一.parameter('pledge-within', '承诺签署时限', days(3), {
  min: hours(1),
  max: days(7),
  unit: 'duration',
  isOwn: true,
  setBy: medicalOffice,
})
export const pledge = 第五条一.pledge('按时、如实上报日安全信息', [director, deputy, headNurse], pledgeWithin)
第五条一.notice('pledge-late', '承诺未签', { on: pledge.duty.late, to: medicalOffice })
第五条一.reads(pledge.signature, medicalOffice)

// 二、扣分

export const 第五条二 = p.clause('7.5.2', '第五条第二项', '迟报、瞒报造成不良后果的，按原有规定加倍扣质量分')
const own = { isOwn: true, setBy: medicalOffice } as const
const points = {
  late: 第五条二.parameter('points-late', '迟报基本分', 1, { min: 1, max: 20, unit: '分', ...own }),
  missed: 第五条二.parameter('points-missed', '未报基本分', 2, { min: 1, max: 20, unit: '分', ...own }),
  hidden: 第五条二.parameter('points-hidden', '瞒报基本分', 4, { min: 1, max: 20, unit: '分', ...own }),
}
export const span = { unit: 'duration', ...own } as const
const grace = 第五条二.parameter('grace', '发现后登记时限', hours(4), { min: minutes(30), max: hours(24), ...span })
const lookBack = 第五条二.parameter('look-back', '追溯时段', days(30), { min: days(7), max: days(365), ...span })

const lapses = { late: '迟报', missed: '未报', hidden: '瞒报' }
const sides = { medical: '医疗及其他', nursing: '护理' }
export type Side = keyof typeof sides
/** One lapse of a department, by what was owed; what it costs, and how far that is decided. */
export const penalty = p.matter('penalty', '质量扣分', {
  department: of(department),
  side: choice('方面', sides),
  kind: choice('事由', lapses),
  since: instant('应报时间'),
  points: count('分值'),
  isDoubled: yes('加倍'),
  step: choice('进展', {
    proposed: '待确认',
    confirmed: '已确认',
    waived: '不扣',
    appealed: '申诉中',
    upheld: '维持',
    lifted: '已撤销',
  }),
  decidedAt: optional(instant('确认时间')),
  decidedBy: optional(person('确认人')),
  appealedBy: optional(person('申诉人')),
})
/** Bad consequences, wherever they were entered: what came before them is looked at. */
export const harm = p.matter('harm', '不良后果', { department: of(department), at: instant('发生时间') })
const remembered = 200
const penaltiesOf = penalty.count('penalties', '扣分', { by: (row) => row.department, keep: remembered })
const harmsOf = harm.count('harms', '不良后果', { by: (row) => row.department, keep: remembered })

export const consequence = 第五条二.register('consequence', '不良后果', {
  department: of(department),
  kind: choice('类别', sides),
  happenedAt: instant('发生时间'),
  harm: choice('后果', { some: harms.some, severe: harms.severe }),
  course: text('经过', { max: 5_000 }),
})
export const concealed = 第五条二.register('concealed', '查实瞒报', {
  department: of(department),
  kind: choice('类别', kinds),
  knownAt: instant('科室知情时间'),
  evidence: text('查实经过', { max: 5_000 }),
})
export const officeOf = ({ side }: { readonly side: Side }) => (side === 'nursing' ? nursingOffice : medicalOffice)
export const sideOf = (kind: string): Side => (kind === 'nursing' ? 'nursing' : 'medical')
第五条二.writes([consequence, concealed], ({ kind }) => officeOf({ side: sideOf(kind) }))
第五条二.guard('后果已经发生', consequence, (entry) => notLater(entry.facts.happenedAt, entry) && '发生时间晚于现在', {
  field: 'happenedAt',
})
第五条二.guard('科室已经知情', concealed, (entry) => notLater(entry.facts.knownAt, entry) && '科室知情时间晚于现在', {
  field: 'knownAt',
})
harm
  .on(
    quality,
    ({ id, facts }) => (facts.harm === 'none' ? undefined : id),
    (_, { facts }) => ({ department: facts.department, at: facts.happenedAt }),
  )
  .on(
    unplanned,
    ({ id, facts }) => (facts.harm === 'none' ? undefined : id),
    (_, { facts }) => ({ department: facts.department, at: facts.happenedAt }),
  )
  .opens(consequence, ({ facts }) => ({ department: facts.department, at: facts.happenedAt }))

/** Proposed by the system; doubled where harm came after the lapse. */
export const deduction = 第五条二.register(
  'deduction',
  '质量扣分',
  {
    penalty: ref('扣分', penalty),
    department: of(department),
    side: choice('方面', sides),
    kind: choice('事由', lapses),
    since: instant('应报时间'),
    points: count('分值'),
    isDoubled: yes('加倍'),
    harm: optional(ref('不良后果', harm)),
  },
  {
    who: () => [],
    standsOnceActedOn: true,
    paper: { title: '质量扣分通知单', signatures: ['主管部门', '科主任', '分管副院长'] },
  },
)
penalty.on(deduction, 'penalty', (row, { facts: { penalty: _, harm: __, ...facts } }) => {
  if (!row) return { ...facts, step: 'proposed' as const }
  // Doubled, it is proposed again; what was found to be no lapse stays so, and nothing is doubled twice.
  const isAgain = facts.isDoubled && !row.isDoubled && row.step !== 'waived' && row.step !== 'lifted'
  return isAgain ? { ...facts, step: 'proposed' as const } : row
})
interface Lapse {
  readonly penalty: string
  readonly department: string
  readonly side: Side
  readonly kind: keyof typeof lapses
  readonly since: Instant
}
const isWithin = (since: Instant, at: Instant, { look }: Pick<Now, 'look'>) =>
  since < at && at - since <= look.value(lookBack)
/** Doubled at once where harm that followed it is known already. */
function proposed(lapse: Lapse, now: Pick<Now, 'look'>) {
  const followed = now.look
    .members(harmsOf, lapse.department)
    .find((id) => isWithin(lapse.since, now.look.row(harm, id)?.at ?? 0, now))
  const base = now.look.value(points[lapse.kind])
  return followed === undefined
    ? { ...lapse, points: base, isDoubled: false }
    : { ...lapse, points: 2 * base, isDoubled: true, harm: followed }
}
const missed =
  (side: Side) =>
  ({
    facts: { key, unit, day },
    ...now
  }: Happening<{ readonly key: string; readonly unit: string; readonly day: string }>) => {
    const row = now.look.row(side === 'nursing' ? nursingReported : reported, key)
    const kind = row ? 'late' : 'missed'
    return proposed(
      {
        penalty: `${side === 'nursing' ? nursing.title : daily.title}|${key}`,
        department: unit,
        side,
        kind,
        since: instantOf(day, '11:00'),
      },
      now,
    )
  }
第五条二.enters('daily', deduction, daily.missed, missed('medical'))
第五条二.enters('nursing-daily', deduction, nursing.missed, missed('nursing'))

/** Entered neither by the next eleven o'clock of a day of reports nor within the grace after it was found. */
const isLate = (found: Instant, now: Now) =>
  now.recorded >= nextEleven(found, now) && now.recorded - found > now.look.value(grace)
const lateOne =
  (side: Side, found: Instant) =>
  ({ id, facts, ...now }: Happening<{ readonly department: string }>) =>
    isLate(found, now)
      ? proposed(
          { penalty: `${lapses.late}|${id}`, department: facts.department, side, kind: 'late', since: found },
          now,
        )
      : undefined
第五条二.enters('late-item', deduction, note.filed, (one) =>
  lateOne(sideOf(one.facts.kind), one.facts.foundAt ?? one.recorded)(one),
)
第五条二.enters('late-quality', deduction, quality.filed, (one) => lateOne(one.facts.kind, one.facts.happenedAt)(one))
第五条二.enters('late-unplanned', deduction, unplanned.filed, (one) => lateOne('medical', one.facts.happenedAt)(one))
第五条二.enters('hidden', deduction, concealed.filed, ({ id, facts, ...now }) =>
  proposed(
    {
      penalty: `${lapses.hidden}|${id}`,
      department: facts.department,
      side: sideOf(facts.kind),
      kind: 'hidden',
      since: facts.knownAt,
    },
    now,
  ),
)
/** Harm links to every lapse of the department that came before it, and proposes each anew, doubled. */
const doubled = ({
  id,
  facts,
  ...now
}: Happening<{ readonly department: string; readonly happenedAt: Instant; readonly harm: string }>) =>
  facts.harm === 'none'
    ? undefined
    : now.look.members(penaltiesOf, facts.department).flatMap((key) => {
        const row = now.look.row(penalty, key)
        const isOpen = row && !row.isDoubled && row.step !== 'waived' && row.step !== 'lifted'
        if (!isOpen || !isWithin(row.since, facts.happenedAt, now)) return []
        const { department: unit, side, kind, since } = row
        return [
          { penalty: key, department: unit, side, kind, since, points: 2 * row.points, isDoubled: true, harm: id },
        ]
      })
第五条二.enters('after-harm', deduction, either(quality.filed, unplanned.filed, consequence.filed), doubled)
