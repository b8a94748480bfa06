/** A demonstration's café: eighty seats in three areas, two counters, and who sat where from when to when. */
import { age, dayOf, hours, instantOf, minutes, nextDay, type Day, type Instant } from '../engine/time.ts'
import type { SignIn } from '../server/http/sign-in.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import { file } from '../server/staff.ts'
import type { Asked } from '../server/writer.ts'
import type { Chance } from './demo-chance.ts'
import { cycleName, employ, noOnesNumber, type Staff } from './demo-people.ts'
import type { Act } from './demo-timeline.ts'

export const cafePolicy = 'internet-cafe'
const areas = [
  { area: '大厅', letter: 'A', seats: 40 },
  { area: '包间', letter: 'B', seats: 24 },
  { area: '电竞区', letter: 'C', seats: 16 },
]
const seats = areas.flatMap(({ letter, seats }) =>
  Array.from({ length: seats }, (_, n) => `${letter}${String(n + 1).padStart(2, '0')}`),
)
/** Regulars, none of whom there is. */
const customers = Array.from({ length: 110 }, (_, n) => {
  const born = `${1972 + ((n * 7) % 34)}-${String(1 + ((n * 5) % 12)).padStart(2, '0')}-${String(1 + ((n * 11) % 28)).padStart(2, '0')}`
  return { name: `演示${cycleName(n)}`, customer: noOnesNumber(born, n + 1) }
})
/** A boy of sixteen who tries it twice in two weeks. */
const minorAt = [4, 11]
const entrance = 'zm'
/** The day on which the sign was covered. */
const coveredAt = 6

export async function staffCafe(open: OpenOrganisation, signIn: SignIn, today: Day): Promise<readonly Staff[]> {
  const post = (post: string) => [{ post }]
  const staff = await employ(open, signIn, 'wbadmin', [
    { account: 'jl', who: '经理', posts: post('manager') },
    { account: 'qt1', who: '前台一', posts: post('front-desk') },
    { account: 'qt2', who: '前台二', posts: post('front-desk') },
    { account: 'xc', who: '巡查员', posts: post('patrol') },
    { account: 'wa', who: '网络安全负责人', posts: post('network-security') },
    { account: 'za', who: '治安负责人', posts: post('order') },
    { account: 'xf', who: '消防负责人', posts: post('fire') },
    { account: 'fr', who: '法定代表人', posts: post('owner') },
  ])
  const signers = staff.filter(({ account }) => account !== 'fr')
  await Promise.all(signers.map(({ account, person }) => file(open, account, 'pledge-2.1', { signer: person })))
  await file(open, 'wbadmin', 'open-unit', {
    kind: 'entrance',
    unit: entrance,
    title: '正门',
    from: dayOf(open.parts.clock.now()),
  })
  await Promise.all(
    seats.map((seat, n) =>
      file(open, 'jl', 'terminal', {
        seat,
        area: areas.find(({ letter }) => seat.startsWith(letter))?.area ?? '',
        licence: `演示许可第 ${1 + Math.floor(n / 40)} 号`,
        // The last one's licence runs out tomorrow, so that a manager sees what comes.
        licensedUntil: n === seats.length - 1 ? nextDay(today, 15) : nextDay(today, 300),
        isDirect: false,
      }),
    ),
  )
  return staff
}
/** Visits from `from` to `to`, both included; an evening goes on until two o'clock of the next day. */
export function cafeActs(open: OpenOrganisation, chance: Chance, from: Day, to: Day): readonly Act[] {
  const acts: Act[] = []
  let n = 0
  for (let day = from; day <= to; day = nextDay(day)) {
    acts.push(...signLookedAt(open, day, n === coveredAt), ...rounds(open, day), ...evening(open, chance, day))
    if (minorAt.includes(n)) acts.push(turnedAway(open, day))
    if (n === minorAt[0]) acts.push(found(open, day))
    n++
  }
  return acts
}
interface Visit {
  readonly who: number
  seat: string
  readonly from: Instant
  readonly until: Instant
}

function evening(open: OpenOrganisation, chance: Chance, day: Day): readonly Act[] {
  const acts: Act[] = [],
    sitting: Visit[] = [],
    closing = instantOf(day, '00:00') + hours(26)
  for (const from of arrivals(chance, day)) {
    for (const gone of sitting.filter(({ until }) => until <= from)) sitting.splice(sitting.indexOf(gone), 1)
    const who = chance.between(0, customers.length - 1),
      seat = chance.pick(seats)
    if (sitting.some((one) => one.who === who || one.seat === seat)) continue
    const until = from + minutes(chance.between(50, 330)),
      visit: Visit = { who, seat, from, until }
    sitting.push(visit)
    const desk = `qt${chance.between(1, 2)}`
    acts.push({ at: from, open, ask: () => checkIn(desk, visit) })
    // Who stays to the end is checked out by the house itself.
    if (until < closing - minutes(1))
      acts.push({ at: until, open, ask: asking(desk, 'check-out', { seat, reason: 'leaves' }) })
  }
  return acts
}
/** A few an hour at noon, many after work. Two people are never at the two counters in the same second. */
function arrivals(chance: Chance, day: Day): readonly Instant[] {
  const at: Instant[] = []
  for (
    let time = instantOf(day, '10:02');
    time < instantOf(day, '23:50');
    time += 1_000 * chance.between(70, isEvening(time, day) ? 260 : 900)
  )
    at.push(time)
  return at
}
const isEvening = (time: Instant, day: Day) => time > instantOf(day, '17:30')

function checkIn(account: string, { who, seat }: Visit): Asked {
  const { name, customer } = customers[who] ?? { name: '', customer: '' }
  return {
    do: 'file',
    register: 'check-in',
    account,
    entry: { idKind: 'resident', customer, name, seat, faceAgrees: true, acceptsRules: true },
  }
}
function turnedAway(open: OpenOrganisation, day: Day): Act {
  const born = `${Number(day.slice(0, 4)) - 16}-03-14`
  const entry = {
    idKind: 'resident',
    customer: noOnesNumber(born, 900 - age(born, day)),
    name: '演示少年',
    seat: 'A40',
    faceAgrees: true,
    acceptsRules: true,
  }
  return { at: instantOf(day, '16:21') + 40_000, open, isRefused: true, ask: asking('qt1', 'check-in', entry) }
}
/** Before opening the patrol looks at the sign; once a poster hangs over it, and the manager has it taken down. */
function signLookedAt(open: OpenOrganisation, day: Day, isCovered: boolean): readonly Act[] {
  const checkedAt = instantOf(day, '09:31'),
    doneAt = instantOf(day, '09:55'),
    at = checkedAt + minutes(2)
  if (!isCovered)
    return [{ at, open, ask: asking('xc', 'no-minors-sign', { unit: entrance, checkedAt, sign: 'passed' }) }]
  const note = '被促销海报挡住一半。',
    measure = '海报取下，标志擦净。'
  return [
    { at, open, ask: asking('xc', 'no-minors-sign', { unit: entrance, checkedAt, sign: 'hidden', note }) },
    {
      at: doneAt + minutes(3),
      open,
      ask: asking('jl', 'no-minors-sign-rectified', { unit: entrance, point: 'sign', doneAt, measure }),
    },
  ]
}
/** Ten minutes before each round is due: every two hours from opening, the last before closing at two. */
const rounds = (open: OpenOrganisation, day: Day): readonly Act[] =>
  [12, 14, 16, 18, 20, 22, 24, 26].map((hour) => {
    const at = instantOf(day, '00:00') + hours(hour) - minutes(10)
    return { at, open, ask: asking('xc', 'patrol', { patrolledAt: at - minutes(1), result: 'clear' }) }
  })
function found(open: OpenOrganisation, day: Day): Act {
  const foundAt = instantOf(day, '20:10'),
    how = '巡查时见一人像学生，问后承认未满十八周岁，由亲属带来，未上机，已劝离。'
  return {
    at: foundAt + minutes(25),
    open,
    ask: asking('xc', 'minor-found', { foundAt, leftAt: foundAt + minutes(12), how }),
  }
}
const asking = (account: string, register: string, entry: object) => (): Asked => ({
  do: 'file',
  register,
  account,
  entry: { ...entry },
})
