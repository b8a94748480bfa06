/** A demonstration's hospital: twelve departments that report each day by eleven, and what is made of it. */
import { hours, instantOf, minutes, nextDay, type Calendar, type Day, type Instant } from '../engine/time.ts'
import type { SignIn } from '../server/http/sign-in.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { file } from '../server/staff.ts'
import type { Asked, Written } from '../server/writer.ts'
import type { Chance } from './demo-chance.ts'
import { employ, type Staff } from './demo-people.ts'
import {
  calls,
  departments,
  functional,
  measures,
  qualityEvents,
  remarks,
  stories,
  unplannedActs,
  type Story,
} from './demo-texts.ts'
import type { Act } from './demo-timeline.ts'

export const hospitalPolicy = 'hospital-daily-report'
/** It has no deputy: its director names who reports. */
const withoutDeputy = '麻醉科'
const idle = ['一', '二']

interface Hospital {
  readonly open: OpenOrganisation
  readonly staff: readonly Staff[]
  readonly calendar: Calendar
  readonly chance: Chance
}
/** Departments, offices, posts and the people who hold them; the first is the administrator. */
export async function staffHospital(open: OpenOrganisation, signIn: SignIn, today: Day): Promise<readonly Staff[]> {
  const units = [
    ...departments.map((unit) => ['department', unit]),
    ...Object.keys(functional).map((unit) => ['functional', unit]),
  ]
  for (const [kind, unit] of units) await file(open, 'yyadmin', 'open-unit', { kind, unit, title: unit, from: today })
  const wards = departments.flatMap((unit, n) => {
    const at = String(n + 1).padStart(2, '0'),
      post = (post: string) => [{ post, unit }]
    const deputies =
      unit === withoutDeputy
        ? [{ account: `ys${at}`, who: `${unit} 医师`, posts: [] }]
        : [{ account: `fzr${at}`, who: `${unit} 科副主任`, posts: post('deputy-director') }]
    return [
      { account: `zr${at}`, who: `${unit} 科主任`, posts: post('director') },
      ...deputies,
      { account: `hsz${at}`, who: `${unit} 护士长`, posts: post('head-nurse') },
    ]
  })
  const staff = await employ(open, signIn, 'yyadmin', [
    { account: 'ywk', who: '医务科', posts: [{ post: 'medical-office' }] },
    { account: 'hlb', who: '护理部', posts: [{ post: 'nursing-office' }] },
    ...idle.map((one, n) => ({ account: `zby${n + 1}`, who: `值班员${one}`, posts: [{ post: 'duty-officer' }] })),
    ...Object.keys(functional).map((unit, n) => ({
      account: `zn${n + 1}`,
      who: `${unit} 负责人`,
      posts: [{ post: 'functional-head', unit }],
    })),
    { account: 'fyz', who: '分管副院长', posts: [{ post: 'vice-president' }] },
    { account: 'yz', who: '院长', posts: [{ post: 'president' }] },
    ...wards,
  ])
  const director = `zr${departments.indexOf(withoutDeputy) + 1}`,
    named = staff.find(({ account }) => account.startsWith('ys'))
  if (named) {
    const written = await file(open, director, 'named-reporter', { department: withoutDeputy, reporter: named.person })
    await open.writer.submit({ do: 'acknowledge', account: 'ywk', notice: 'named-reporter', key: idOf(written) })
  }
  return staff
}
/** What is done from `from` to `to`, both days included, by everybody, at the times at which such things are done. */
export function hospitalActs(hospital: Hospital, from: Day, to: Day): readonly Act[] {
  const acts: Act[] = [],
    owed: Owed[] = []
  for (let day = from; day <= to; day = nextDay(day)) {
    const isWorked = hospital.calendar.isWorkday(day)
    for (const unit of departments) {
      if (!isWorked && hospital.chance.isIn(55)) {
        acts.push(phoned(hospital, unit, day))
        owed.push({ unit, day })
      } else acts.push(...reported(hospital, unit, day, clockIn(hospital.chance, day)))
    }
    if (isWorked)
      for (const { unit, day: of } of owed.splice(0))
        acts.push(...reported(hospital, unit, of, instantOf(day, '08:20')))
    const happened = isWorked ? hospital.chance.between(2, 4) : 1
    for (let n = 0; n < happened; n++) acts.push(...noticed(hospital, day))
  }
  acts.push(...signed(hospital, from), ...accident(hospital, nextDay(from, 2)))
  return acts
}
interface Owed {
  readonly unit: string
  readonly day: Day
}

/** Most before half past ten, some in the last minutes, a few late; undefined: forgotten. */
function clockIn(chance: Chance, day: Day): Instant | undefined {
  const luck = chance.between(1, 100)
  if (luck <= 1) return undefined
  if (luck <= 5) return instantOf(day, '11:00') + chance.between(60, 9_000) * 1_000
  return instantOf(day, luck <= 20 ? '10:31' : '07:50') + chance.between(0, luck <= 20 ? 1_700 : 9_600) * 1_000
}
/** The doctors' report and the nurses', each at its own moment. */
function reported(
  { open, staff, chance }: Hospital,
  department: string,
  day: Day,
  at: Instant | undefined,
): readonly Act[] {
  if (at === undefined) return []
  const [doctor, nurse] = [reporterOf(staff, department), staffOf(staff, `${department} 护士长`)]
  const few = (percent: number) => (chance.isIn(percent) ? chance.between(1, 2) : 0)
  const forms = Array.from({ length: few(8) }, () => formed(chance, doctor, department, day, at))
  const report = {
    department,
    day,
    critical: few(35),
    events: forms.length,
    batches: 0,
    risks: few(12),
    others: few(6),
    ...(chance.isIn(25) ? { remark: chance.pick(remarks) } : {}),
  }
  const nursing = { department, day, nursing: few(20) }
  return [
    ...forms.map((ask) => ({ at: at - minutes(1), open, ask })),
    { at: at + chance.between(0, 900_000), open, ask: filing(doctor, 'daily-report', report) },
    { at: at + chance.between(0, 900_000), open, ask: filing(nurse, 'nursing-report', nursing) },
  ]
}
/** The form without which the report would not be taken. */
function formed(chance: Chance, doctor: Staff, department: string, day: Day, at: Instant) {
  const isPlanned = chance.isIn(70),
    of = isPlanned ? chance.pick(qualityEvents) : chance.pick(unplannedActs)
  const happenedAt = at - minutes(chance.between(30, 120)),
    patient = `ZY${chance.between(10_000, 99_999)}`
  const entry = { department, day, severity: 'minor', happenedAt, patient, harm: 'none', ...of }
  return isPlanned
    ? filing(doctor, 'quality-event', { ...entry, kind: 'medical' })
    : filing(doctor, 'unplanned-act', entry)
}
/** Three from one accident, in two departments: the system opens the batch by itself. */
function accident({ open, staff }: Hospital, day: Day): readonly Act[] {
  const at = instantOf(day, '14:20')
  return ['急诊科', '急诊科', '骨科'].map((department, n) => ({
    at: at + minutes(5 * n),
    open,
    ask: filing(reporterOf(staff, department), 'batch-patient', {
      department,
      day,
      patient: `JZ${70_001 + n}`,
      cause: '中巴车侧翻',
      arrivedAt: at - minutes(10),
    }),
  }))
}
/** All but a few sign what they promise on their first day. */
const signed = ({ open, staff }: Hospital, day: Day): readonly Act[] =>
  staff
    .filter(({ account }) => /^(zr|fzr|hsz)/.test(account) && account !== 'zr03')
    .map((one, n) => ({
      at: instantOf(day, '08:00') + minutes(n),
      open,
      ask: filing(one, 'pledge-7.5.1', { signer: one.person }),
    }))
/** On a day off the department calls, and the duty officer writes it down. */
function phoned({ open, staff, chance }: Hospital, department: string, day: Day): Act {
  const calledAt = instantOf(day, '08:00') + chance.between(0, 9_000) * 1_000
  const officer = staffOf(staff, `值班员${chance.pick(idle)}`),
    caller = reporterOf(staff, department).person
  const entry = { department, day, caller, calledAt, summary: chance.pick(calls) }
  return { at: calledAt + minutes(chance.between(2, 9)), open, ask: filing(officer, 'phone-report', entry) }
}
/** A piece of safety information, its receipt by the office, and its way to a functional department. */
function noticed({ open, staff, chance }: Hospital, day: Day): readonly Act[] {
  const { passTo, ...story } = chance.pick(stories),
    department = chance.pick(departments)
  const by = story.kind === 'nursing' ? staffOf(staff, `${department} 护士长`) : reporterOf(staff, department)
  const office = staffOf(staff, story.kind === 'nursing' ? '护理部' : '医务科')
  const at = instantOf(day, '08:30') + chance.between(0, 28_000) * 1_000
  // Given by the act before: the id under which the information goes on.
  let item = ''
  const entry: Omit<Story, 'passTo'> & Owing = { department, day, ...story }
  const filed: Act = {
    at,
    open,
    ask: filing(by, 'item', entry),
    learn: (written) => {
      item = idOf(written)
    },
  }
  // One in twelve is left lying until its time has run out.
  if (chance.isIn(8)) return [filed]
  const later = (after: Instant, ask: () => Asked): Act => ({ at: after, open, isFollowing: true, ask })
  const own = later(at + minutes(chance.between(2, 90)), () =>
    filing(by, 'handled', { item, result: 'going', measures: '已临时处置，等候职能科室。' })(),
  )
  const read = later(
    at + minutes(chance.between(4, 170)),
    answering(office, 'to-office', () => item),
  )
  const dealt = (who: Staff, after: Instant) =>
    later(after, () => filing(who, 'handled', { item, result: 'done', measures: chance.pick(measures) })())
  const isDone = chance.isIn(80)
  if (passTo === undefined) {
    const end = dealt(office, Math.max(read.at, own.at) + hours(chance.between(1, 6)))
    return [filed, own, read, ...(isDone ? [end] : [])]
  }
  const head = staffOf(staff, `${passTo} 负责人`),
    passedAt = read.at + minutes(chance.between(2, 20))
  const end = dealt(head, Math.max(passedAt, own.at) + hours(chance.between(1, 6)))
  return [
    filed,
    own,
    read,
    later(passedAt, () => filing(office, 'pass-on', { item, to: passTo })()),
    later(passedAt + minutes(chance.between(11, 55)), () =>
      isDone
        ? answering(head, 'to-functional', () => item)()
        : filing(head, 'beyond', { item, reason: '须外请厂家，等待报价。' })(),
    ),
    ...(isDone ? [end] : []),
  ]
}
interface Owing {
  readonly department: string
  readonly day: Day
}

const idOf = ({ events }: Written) => events.find(({ type }) => type === 'filed')?.id ?? ''
const filing =
  ({ account }: Staff, register: string, entry: object) =>
  (): Asked => ({ do: 'file', register, account, entry: { ...entry } })
const answering =
  ({ account }: Staff, notice: string, key: () => string) =>
  (): Asked => ({ do: 'acknowledge', account, notice, key: key() })
function staffOf(staff: readonly Staff[], who: string): Staff {
  const found = staff.find((one) => one.who === who)
  if (!found) throw new Error(`nobody is ${who}`)
  return found
}
const reporterOf = (staff: readonly Staff[], unit: string) =>
  staffOf(staff, `${unit} ${unit === withoutDeputy ? '医师' : '科副主任'}`)
