/** 第五条第三项、第六条: departments and functional departments deal with what was found; what is grave or hard goes up. */
import { either, file, within } from '../../engine/declare/terms.ts'
import type { FactsOf, Happening, Now } from '../../engine/declare/words.ts'
import { choice, of, optional, ref, text } from '../../engine/fields.ts'
import { days, hours, minutes } from '../../engine/time.ts'
import { batch, quality, unplanned } from './events.ts'
import {
  director,
  functional,
  headNurse,
  isOf,
  item,
  keeper,
  leaders,
  leadersOf,
  medicalOffice,
  office,
  ownOf,
  p,
  president,
  reportersOf,
  sinceTold,
  vicePresident,
  type Kind,
  type Leader,
} from './house.ts'
import { note } from './reports.ts'
import { passOn, passWithin, 第四条三 } from './routing.ts'

const 第五条三 = p.clause('7.5.3', '第五条第三项', '科室及时处置发现的问题，或协助职能科室处置；没有处置完的一直开着')
const 第六条 = p.clause('7.6', '第六条', '职能科室及时处置；隐患严重或处置有难度的报分管副院长、院长')
const own = { unit: 'duration', isOwn: true, setBy: medicalOffice } as const
const bounds = {
  minor: { min: hours(1), max: hours(72), ...own },
  serious: { min: hours(1), max: hours(24), ...own },
  grave: { min: minutes(15), max: hours(4), ...own },
}
const dealWithin = {
  minor: 第五条三.parameter('deal-minor', '科室处置时限（一般）', hours(24), bounds.minor),
  serious: 第五条三.parameter('deal-serious', '科室处置时限（严重）', hours(8), bounds.serious),
  grave: 第五条三.parameter('deal-grave', '科室处置时限（特别严重）', hours(2), bounds.grave),
}
const respondWithin = {
  minor: 第六条.parameter('respond-minor', '职能处置时限（一般）', hours(24), bounds.minor),
  serious: 第六条.parameter('respond-serious', '职能处置时限（严重）', hours(8), bounds.serious),
  grave: 第六条.parameter('respond-grave', '职能处置时限（特别严重）', hours(2), bounds.grave),
}
const closeWithin = 第六条.parameter('close-within', '办结时限', days(7), { min: days(1), max: days(30), ...own })
const pressWithin = 第六条.parameter('press-within', '督办时限', hours(24), { min: hours(1), max: hours(72), ...own })
const raiseAnswer = 第六条.parameter('raise-answer', '上报签收时限', hours(1), {
  min: minutes(15),
  max: hours(4),
  ...own,
})

// What people enter about an item

type Ref = { readonly item: string }
export const handled = 第五条三.register('handled', '处置与反馈', {
  item: ref('信息', item),
  result: choice('结果', { done: '已处置完毕', going: '已采取措施，还没有完' }),
  measures: text('处置', { max: 2_000 }),
})
export const reopened = 第五条三.register('reopened', '退回重办', {
  item: ref('信息', item),
  reason: text('理由', { max: 1_000 }),
})
export const beyond = 第六条.register('beyond', '超出能力', {
  item: ref('信息', item),
  reason: text('难在哪里', { max: 1_000 }),
})
export const directed = 第六条.register('directed', '批示', {
  item: ref('信息', item),
  order: text('批示', { max: 1_000 }),
  passTo: optional(of(functional, '交办科室')),
})
/** The system's own entry: what goes up, to whom, and why. */
export const raised = 第六条.register(
  'raised',
  '上报院领导',
  {
    item: ref('信息', item),
    why: choice('缘由', {
      grave: '特别严重',
      hard: '超出能力',
      late: '逾期未处置',
      old: '逾期未办结',
      silent: '分管副院长未签收',
      pressed: '督办逾期',
    }),
    to: choice('报给', leaders),
  },
  { who: () => [] },
)
item
  .on(handled, 'item', (row, { id, facts }) => {
    if (!row || row.step === 'handled') return row
    return facts.result === 'done'
      ? { ...row, step: 'handled' }
      : { ...row, step: 'going', following: row.following ?? id }
  })
  .on(reopened, 'item', (row) => {
    if (!row) return row
    const { following: _, ...rest } = row
    return { ...rest, step: 'open' }
  })
  .on(
    raised,
    'item',
    (row, { facts: { to } }) => row && { ...row, raisedTo: row.raisedTo === 'president' ? 'president' : to },
  )
const rowOf = ({ item: id }: Ref, { look }: Pick<Now, 'look'>) => look.row(item, id)

第五条三.writes(handled, (entry, now) => {
  const row = rowOf(entry, now)
  return row && ownOf(row.department, now)
})
第五条三.writes(reopened, (entry, now) => {
  const row = rowOf(entry, now)
  return row && [...ownOf(row.department, now), office(row)]
})
第六条.writes(handled, (entry, now) => {
  const row = rowOf(entry, now)
  return row && [office(row), keeper(row), ...leadersOf(row)]
})
第六条.writes(beyond, (entry, now) => {
  const row = rowOf(entry, now)
  return row && [...ownOf(row.department, now), office(row), keeper(row), row.raisedTo !== undefined && vicePresident]
})
第六条.writes(directed, (entry, now) => {
  const row = rowOf(entry, now)
  return row && leadersOf(row)
})
第五条三.guard(
  '没有处置完的才处置',
  [passOn, handled, beyond, directed],
  (entry) => {
    const row = rowOf(entry.facts, entry)
    return row ? row.step === 'handled' && '这件已经处置完毕' : '没有这件信息'
  },
  { field: 'item' },
)
第五条三.guard(
  '处置完的才退回',
  reopened,
  (entry) => rowOf(entry.facts, entry)?.step !== 'handled' && '这件还没有处置完',
  { field: 'item' },
)

// Who owes what about it, by when

const isDone = file(handled, ({ facts }) => facts.result === 'done' && facts.item)
interface Entered {
  readonly department: string
  readonly severity: keyof typeof dealWithin
  readonly kind?: Kind
}
const entered = either(note.filed, quality.filed, unplanned.filed)
type About = {
  readonly key: string
  readonly unit: string
  readonly kind: Kind
  readonly severity: keyof typeof dealWithin
}
const aboutEntry = ({ id, facts: { department: unit, severity, kind = 'medical' } }: Happening<Entered>): About => ({
  key: id,
  unit,
  kind,
  severity,
})
const deal = 第五条三.duty('deal', '科室处置', entered, aboutEntry, {
  holder: ({ unit, kind }, now) => (kind === 'nursing' ? headNurse.at(unit) : reportersOf(unit, now)),
  by: (about, now) => within(dealWithin[about.severity])(about, now),
  remind: minutes(30),
  urge: ({ kind }) => office({ kind }),
  must: file(handled, (entry) => {
    const unit = rowOf(entry.facts, entry)?.department ?? ''
    return (entry.facts.result === 'done' || isOf(entry.by, unit, entry)) && entry.facts.item
  }),
})
第五条三.notice('deal-late', '科室逾期未处置', {
  on: deal.late,
  to: ({ unit, kind }) => [director.at(unit), office({ kind })],
})
第五条三.notice('feedback', '处置反馈', {
  on: handled.filed,
  when: (entry) => {
    const row = rowOf(entry.facts, entry)
    return row !== undefined && !isOf(entry.by, row.department, entry)
  },
  to: (entry, now) => {
    const row = rowOf(entry, now)
    return row && (row.kind === 'nursing' ? headNurse.at(row.department) : reportersOf(row.department, now))
  },
})
第五条三.notice('reopened', '退回重办', {
  on: reopened.filed,
  to: (entry, now) => {
    const row = rowOf(entry, now)
    return row && keeper(row)
  },
})

/** Who reported it and waits for what becomes of it may ask; so may the office that has passed it on. */
const waiting = (unit: string, kind: Kind, now: Now) =>
  kind === 'nursing' ? [headNurse.at(unit)] : reportersOf(unit, now)
const passer = (id: string, { look }: Now) => {
  const row = look.row(item, id)
  return row?.passedTo !== undefined && office(row)
}

/** Other kinds than those of the offices themselves are passed on, or dealt with by who ought to pass them on. */
const isOther = (kind: Kind) => kind !== 'medical' && kind !== 'nursing'
const pass = 第四条三.duty(
  'pass',
  '转交',
  note.filed,
  (entry) => (isOther(entry.facts.kind) ? aboutEntry(entry) : undefined),
  {
    holder: medicalOffice,
    by: (_, now) => sinceTold(now.look.value(passWithin), now),
    remind: minutes(30),
    urge: ({ unit, kind }, now) => waiting(unit, kind, now),
    must: [file(passOn, 'item'), isDone],
  },
)
const aboutRow = (id: string, now: Pick<Now, 'look'>): About | undefined => {
  const row = now.look.row(item, id)
  return row && { key: id, unit: row.department, kind: row.kind, severity: row.severity }
}
const holder = ({ key, kind }: Pick<About, 'key' | 'kind'>, { look }: Now) => keeper(look.row(item, key) ?? { kind })
/** Of an entry what its office deals with itself; whatever is passed on or comes back. */
function toRespond({ facts, id, ...now }: Happening<Entered | Ref | FactsOf<typeof batch>>): About | undefined {
  if ('item' in facts) return aboutRow(facts.item, now)
  if ('case' in facts) return { key: id, unit: facts.department, kind: 'medical', severity: 'serious' }
  const about = aboutEntry({ id, facts, ...now })
  return isOther(about.kind) ? undefined : about
}
const respond = 第六条.duty(
  'respond',
  '处置',
  either(note.filed, quality.filed, unplanned.filed, batch.filed, passOn.filed, reopened.filed),
  toRespond,
  {
    holder,
    by: ({ severity }, now) => sinceTold(now.look.value(respondWithin[severity]), now),
    remind: minutes(30),
    urge: ({ key, unit, kind }, now) => [...waiting(unit, kind, now), passer(key, now)],
    must: [
      file(handled, (entry) => {
        const unit = rowOf(entry.facts, entry)?.department ?? ''
        return (entry.facts.result === 'done' || !isOf(entry.by, unit, entry)) && entry.facts.item
      }),
      file(passOn, 'item'),
    ],
  },
)
/** What was begun and not finished: by the end of its time, reckoned from when it was reported. */
function toFollow({ facts, id, ...now }: Happening<FactsOf<typeof handled>>) {
  const row = rowOf(facts, now),
    about = aboutRow(facts.item, now)
  const isFirst = row?.following === undefined || row.following === id
  return facts.result === 'going' && row && about && isFirst ? { ...about, since: row.since } : undefined
}
const follow = 第六条.duty('follow', '续办', handled.filed, toFollow, {
  holder,
  by: ({ since }, now) => {
    const due = Math.max(since + now.look.value(closeWithin), now.recorded + days(1))
    return { due, lateFrom: due + 1 }
  },
  remind: hours(4),
  urge: ({ key, unit, kind }, now) => [...waiting(unit, kind, now), passer(key, now)],
  must: isDone,
})

// What goes up

/** What a leader has before him of an item. */
const toLeader = (id: string, to: Leader) => `${id}|${leaders[to]}`
const leader = ({ look }: Pick<Now, 'look'>) => (look.holders(vicePresident).length > 0 ? 'vice' : 'president')
第六条.enters('grave', raised, entered, ({ id, facts, ...now }) =>
  facts.severity === 'grave' ? { item: id, why: 'grave' as const, to: leader(now) } : undefined,
)
第六条.enters('late', raised, either(pass.late, respond.late), ({ facts, ...now }) => ({
  item: facts.key,
  why: 'late' as const,
  to: leader(now),
}))
第六条.enters('old', raised, follow.late, ({ facts, ...now }) => ({
  item: facts.key,
  why: 'old' as const,
  to: leader(now),
}))
第六条.enters('hard', raised, beyond.filed, ({ facts, by, ...now }) => ({
  item: facts.item,
  why: 'hard' as const,
  to: now.look.holds(by, vicePresident) ? ('president' as const) : leader(now),
}))
const told = 第六条.notice('raised', '上报院领导', {
  on: raised.filed,
  key: ({ item: id, to }) => toLeader(id, to),
  to: ({ to }) => (to === 'vice' ? vicePresident : president),
  answer: raiseAnswer,
  answeredBy: [
    file(directed, ({ facts }) => toLeader(facts.item, 'vice')),
    file(directed, ({ facts }) => toLeader(facts.item, 'president')),
    file(beyond, ({ facts }) => toLeader(facts.item, 'vice')),
  ],
})
第六条.enters('silent', raised, told.unanswered, ({ facts }) =>
  facts.to === 'vice' ? { item: facts.item, why: 'silent' as const, to: 'president' as const } : undefined,
)
/** Each leader it was raised to sees to it; what the president orders, the vice president need not order again. */
const press = 第六条.duty(
  'press',
  '督办',
  raised.filed,
  ({ facts, ...now }) => {
    const about = aboutRow(facts.item, now)
    return about && { ...about, key: toLeader(facts.item, facts.to), item: facts.item, to: facts.to }
  },
  {
    holder: ({ to }) => (to === 'vice' ? vicePresident : president),
    by: (_, now) => sinceTold(now.look.value(pressWithin), now),
    remind: hours(2),
    urge: ({ kind }) => office({ kind }),
    must: [
      file(directed, ({ facts }) => toLeader(facts.item, 'vice')),
      file(directed, ({ facts, by, look }) => look.holds(by, president) && toLeader(facts.item, 'president')),
      file(handled, ({ facts }) => facts.result === 'done' && toLeader(facts.item, 'vice')),
      file(handled, ({ facts }) => facts.result === 'done' && toLeader(facts.item, 'president')),
    ],
  },
)
第六条.enters('pressed', raised, press.late, ({ facts }) =>
  facts.to === 'vice' ? { item: facts.item, why: 'pressed' as const, to: 'president' as const } : undefined,
)
/** What a leader assigns is passed on by the system, whatever its kind. */
第六条.enters('assigned', passOn, directed.filed, ({ facts }) =>
  facts.passTo === undefined ? undefined : { item: facts.item, to: facts.passTo },
)
第六条.notice('directed', '批示', {
  on: directed.filed,
  to: (entry, now) => {
    const row = rowOf(entry, now)
    // Its passing on follows; it is told already to whom it goes.
    const passed = entry.passTo === undefined ? row : row && { ...row, passedTo: entry.passTo }
    return passed && [keeper(passed), office(passed)]
  },
})
