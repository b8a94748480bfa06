/** 6. A further entry that points back, and what the mistake set in motion undone by further events. */
import type { Event } from '../events.ts'
import { hours, minutes } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { type World, same, t } from '../testing/world.ts'
import { openHospital, send, zero } from '../testing/houses.ts'

const day = '2026-10-08',
  at = t(day)
const item = (more: object = {}) => ({
  department: '骨科',
  day,
  heading: 'risks',
  kind: 'medical',
  form: 'none',
  severity: 'minor',
  summary: '走廊氧气阀漏气',
  ...more,
})
const note = (w: World, more: object, when = at, corrects?: string) =>
  w.file('item', 'deputy', item(more), when, corrects)
const line = (w: World) => (event: Event) => {
  switch (event.type) {
    case 'undone':
      return `undone ${event.what.id}`
    case 'told':
      return event.follows
        ? `${event.isWithdrawn ? 'withdrawn' : 'corrected'} ${event.notice} to ${w.titles(event.to)}`
        : event.id
    case 'opened':
      return `opened ${event.id} due +${(event.due - event.at) / hours(1)} h`
    default:
      return `${event.type} ${event.id}`
  }
}

claims('6 Correction')
{
  const w = openHospital(day)
  const first = note(w, {})
  w.file('dismiss', 'system', { person: 'deputy', post: 'deputy-director', unit: '骨科' }, at + hours(1))
  w.post('successor', 'deputy-director', '骨科', at + hours(1))
  const by = (account: string) => w.file('item', account, item({ severity: 'serious' }), at + hours(2), first)
  holds(
    'corrected by whoever holds the post today, not by whoever held it then',
    [by('deputy').startsWith('不能'), by('successor').startsWith('e')],
    [true, true],
  )
}
{
  const w = openHospital(day)
  const first = note(w, { severity: 'grave' })
  holds(
    'mistyped “grave”： the vice-president is told， two hours are owed',
    [
      w.has('told', 'raised').length,
      w.log.some((event) => event.type === 'opened' && event.due - event.at === hours(2)),
    ],
    [1, true],
  )
  const size = w.log.length
  const preview = w.dry(
    { do: 'file', register: 'item', account: 'deputy', id: 'dry', entry: item(), corrects: first },
    at + hours(1),
  )
  holds('its consequences are shown before it is made', 'accepted' in preview && preview.accepted.map(line(w)), [
    'filed dry',
    `undone respond/${first}@${first}`,
    'corrected to-office to “医务科”',
    `undone press/${first}@raised:7.6.grave@${first}`,
    `undone raised@raised:7.6.grave@${first}`,
    'withdrawn raised to “分管副院长”',
    `undone raised:7.6.grave@${first}`,
    `restated row:item/${first}@dry`,
    `opened respond/${first}@dry due +24 h`,
  ])
  holds('and showing them changed nothing', w.log.length - size, 0)
  w.pass(at + hours(1))
  const correction = note(w, {}, at + hours(1), first)
  const open = w.state.get(`duty:respond/${first}`) as { id: string; due: number }
  holds(
    'corrected: 24 hours run from the first entry',
    [open.id, open.due - at],
    [`respond/${first}@${correction}`, hours(24)],
  )
  holds(
    'the vice-president’s notice is followed up, and nobody waits for his answer any more',
    [
      w.has('told', `raised@raised:7.6.grave@${first}#followUp`).length,
      w.state.get(`notice:raised/raised:7.6.grave@${first}`),
    ],
    [1, null],
  )
  note(w, { severity: 'serious' }, at + hours(2), first)
  holds(
    'corrected again: eight hours from the first entry',
    (w.state.get(`duty:respond/${first}`) as { due: number }).due - at,
    hours(8),
  )
  holds(
    'the law is still the first entry: who may not write it may not correct it',
    w.file('item', 'nurse', item(), at + hours(2), first).startsWith('不能登记“安全信息”：操作人不是骨科“科副主任”'),
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const first = note(w, {})
  const correction = note(w, { severity: 'grave' }, at + hours(4), first)
  const open = w.state.get(`duty:respond/${first}`) as { id: string; due: number }
  holds(
    'mistyped “minor”, corrected to “grave” four hours later: nobody is late for what he could not know',
    [open.id, open.due - at, w.has('told', `raised@raised:7.6.grave@${correction}`).length],
    [`respond/${first}@${correction}`, hours(6), 1],
  )
}
{
  const w = openHospital(day)
  const first = note(w, { severity: 'grave' })
  w.file('raised', 'medical', { item: first, why: 'hard', reason: '需停氧' }, at + minutes(30))
  note(w, {}, at + hours(1), first)
  const press = w.state.get(`duty:press/${first}`) as { id: string; also?: unknown }
  holds(
    'a duty that two things asked for stands by the second when the first is undone',
    [press.id, press.also],
    [`press/${first}@e5`, undefined],
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const first = note(w, { severity: 'grave' })
  w.pass(at + hours(3))
  holds('two hours gone: late, the vice-president is pressed', w.state.get(`duty:press/${first}`) !== null)
  w.file('handled', 'medical', { item: first, outcome: '已更换' }, at + hours(4))
  const correction = note(w, {}, at + hours(5), first)
  const met = w.log.at(-1)
  holds(
    'what lateness set in motion falls with it, and what had settled it',
    [
      w.has('undone', `press/${first}`).length,
      w.has('undone', `respond/${first}@${first}#late`).length,
      w.state.get(`duty:press/${first}`),
    ],
    [3, 1, null],
  )
  holds(
    'the new duty is met by what was done meanwhile, in time by its own terms',
    [met?.type === 'met' && met.isInTime, met?.id, met?.at, w.state.get(`duty:respond/${first}`)],
    [true, `respond/${first}@${correction}#met`, at + hours(4), null],
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const first = note(w, { severity: 'grave' }),
    other = note(w, { summary: '灯管坏' })
  const open = (duty: string, of: string) => {
    const one = w.state.get(`duty:${duty}/${of}`) as { id: string; also?: unknown } | null
    return one && [one.id, one.also]
  }
  const handled = w.file('handled', 'medical', { item: first, outcome: '已更换' }, at + hours(1))
  const correction = note(w, {}, at + hours(2), first)
  holds(
    'what was settled and never was owed is taken back with its settling',
    [
      w.has('undone', `press/${first}`).length,
      open('press', first),
      w.has('undone', `respond/${first}@${first}`).length,
    ],
    [2, null, 2],
  )
  holds('and what is owed instead is settled by the same entry', open('respond', first), null)
  w.file('handled', 'medical', { item: other, outcome: '已更换' }, at + hours(3), handled)
  holds(
    'that entry, put right, was about another thing: only what is owed stands open again, once',
    [open('press', first), open('respond', first), open('respond', other)],
    [null, [`respond/${first}@${correction}`, undefined], null],
  )
  w.file('handled', 'medical', { item: first, outcome: '已更换' }, at + hours(4), handled)
  holds('put right once more, it is settled again', [open('respond', first), open('press', first)], [null, null])
  holds('every id once', new Set(w.log.map(({ id }) => id)).size === w.log.length)
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const late = send(w, day, '11:30')
  w.file(
    'daily-report',
    'deputy',
    { department: '骨科', day, critical: 1, events: 0, batches: 0, risks: 0, others: 0 },
    t(day, '12:00'),
    late,
  )
  w.pass(t('2026-10-08', '23:30'))
  holds(
    'a late report corrected does not stop being late',
    [w.has('missed', 'daily/').length, w.entries('deduction').length],
    [1, 1],
  )
  holds('nor is it late twice', w.has('met', 'daily/').length, 1)
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  w.unit('department', '内科', at)
  const wrongDay = w.file(
    'daily-report',
    'deputy',
    { department: '骨科', day: '2026-10-09', critical: 0, events: 0, batches: 0, risks: 0, others: 0 },
    t('2026-10-09', '10:00'),
  )
  w.pass(t('2026-10-09', '13:00'))
  holds('a report on time under a wrong day has met that day’s duty', w.has('met', 'daily/骨科|2026-10-09').length, 1)
  w.file(
    'daily-report',
    'deputy',
    { department: '骨科', day: '2026-10-08', critical: 0, events: 0, batches: 0, risks: 0, others: 0 },
    t('2026-10-09', '14:00'),
    wrongDay,
  )
  w.pass(t('2026-10-09', '14:01'))
  holds(
    'corrected, that day’s duty stands open again and is late as of its own 11:00',
    w.has('late', 'daily/骨科|2026-10-09').map((event) => event.at),
    [t('2026-10-09', '11:00')],
  )
  holds(
    'learned of no earlier than the correction',
    w.has('late', 'daily/骨科|2026-10-09').map((event) => event.recorded),
    [t('2026-10-09', '14:00')],
  )
}
{
  const w = openHospital(day)
  const patient = (n: number, cause = '车祸', when = at + minutes(n)) =>
    note(w, { heading: 'critical', patient: `p${n}`, cause }, when)
  patient(1)
  patient(1, '车祸', at + minutes(2))
  patient(3)
  holds('two patients, one of them entered twice: no batch', w.entries('batch').length, 0)
  const third = patient(4)
  holds(
    'three different patients of one cause: a batch, and 医务科 is told',
    [w.entries('batch').length, w.has('told', 'batch@').length],
    [1, 1],
  )
  note(w, { heading: 'critical', patient: 'p9', cause: '车祸' }, at + minutes(4), third)
  holds(
    'one of the three was another patient: the batch stands, and no second one comes',
    [w.entries('batch').length, w.has('undone', 'batch').length],
    [1, 0],
  )
  patient(5)
  holds('a fourth: still one', w.entries('batch').length, 1)
  note(w, { heading: 'critical', patient: 'p4', cause: '中毒' }, at + minutes(9), third)
  holds('the fourth patient keeps the line crossed: correcting one undoes nothing', w.has('undone', 'batch').length, 0)
  const fifth = w.entries('item').find((event) => event.at === at + minutes(5))?.id
  note(w, { heading: 'critical', patient: 'p5', cause: '中毒' }, at + minutes(10), fifth)
  holds(
    'down to two: the batch is undone and its notice followed up',
    [
      w.has('undone', 'batch:').length,
      w.log.filter((event) => event.type === 'told' && event.follows?.startsWith('batch@')).length,
    ],
    [1, 1],
  )
  holds(
    'another day, other patients: outside the window nothing adds up',
    [patient(6, '车祸', at + hours(30)), w.entries('batch').length].at(-1),
    1,
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const first = note(w, { heading: 'events', form: 'quality' })
  holds('a report that lacks a form is refused', send(w, day, '09:30'), '不能登记“日报”：1 件缺专表（第一条第二项）')
  w.file('quality-event', 'deputy', { item: first, course: '经过', harm: 'none' }, at + hours(1))
  holds(
    'rows are folded again with the truth in place; a correction that a later entry contradicts is refused',
    note(w, { heading: 'events', form: 'none' }, at + hours(2), first).startsWith('不能更正：其后的登记 e'),
  )
  const moved = note(w, { heading: 'events', form: 'quality', kind: 'equipment' }, at + hours(2), first)
  const row = w.state.get(`row:item/${first}`) as { kind: string; step: string }
  holds(
    'one that fits is restated, later steps kept',
    [moved.startsWith('e'), row.kind, row.step],
    [true, 'equipment', 'open'],
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const off = '2026-10-01',
    w = openHospital(off)
  const call = (called: string, booked: number, corrects?: string) =>
    w.file(
      'phone-report',
      'officer',
      { department: '骨科', day: off, caller: 'deputy', calledAt: t(off, called), summary: '无' },
      booked,
      corrects,
    )
  const standing = () => {
    const undone = w.log.flatMap((event) => (event.type === 'undone' ? [event.what.id] : []))
    const of = (events: readonly Event[]) => events.filter(({ id }) => !undone.includes(id)).length
    return [of(w.has('missed', `daily/骨科|${off}`)), of(w.entries('deduction'))]
  }
  const first = call('11:30', t(off, '11:35'))
  w.pass(t('2026-10-02', '09:00'))
  holds('a call at 11:30 is too late for good: one deduction', standing(), [1, 1])
  call('11:20', t('2026-10-02', '09:10'), first)
  holds('put right to 11:20 it still is', standing(), [1, 1])
  call('10:50', t('2026-10-02', '09:20'), first)
  holds('put right to 10:50 it never was, and the deduction falls with it', standing(), [0, 0])
  holds('the duty is done', w.state.get(`duty:daily/骨科|${off}`), null)
  call('11:40', t('2026-10-02', '09:30'), first)
  w.pass(t('2026-10-02', '09:31'))
  holds('put right to 11:40 it is again', standing(), [1, 1])
  call('10:45', t('2026-10-02', '09:40'), first)
  w.pass(t('2026-10-02', '10:00'))
  holds('and to 10:45 not', standing(), [0, 0])
  holds('every id once', new Set(w.log.map(({ id }) => id)).size === w.log.length)
  holds(
    'time in the log never runs backwards',
    w.log.every(({ recorded }, n) => recorded >= (w.log[n - 1]?.recorded ?? 0)),
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const off = '2026-10-01',
    other = '2026-10-02',
    w = openHospital()
  const entry = (day: string) => ({ department: '骨科', day, ...zero })
  w.pass(t(off, '10:00'))
  const wrong = w.file('daily-report', 'deputy', entry('2026-09-30'), t(off, '10:30'))
  w.pass(t(other, '09:00'))
  holds('a report under a wrong day leaves its own day missed', w.has('missed', `daily/骨科|${off}`).length, 1)
  w.file('daily-report', 'deputy', entry(off), t(other, '09:10'), wrong)
  holds(
    'put right, that day was never missed',
    [
      w.log.flatMap((event) => (event.type === 'undone' && event.what.type === 'missed' ? [event.what.key] : [])),
      w.state.get(`duty:daily/骨科|${off}`),
    ],
    [[`骨科|${off}`], null],
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital(day)
  const first = note(w, {}),
    second = note(w, { severity: 'serious' }, at + hours(1), first)
  holds(
    'what was corrected is corrected again by its first entry， never by the correction',
    [
      note(w, { severity: 'grave' }, at + hours(2), second),
      note(w, { severity: 'grave' }, at + hours(2), first).startsWith('e'),
    ],
    ['不能更正“安全信息”：这一条是更正，请更正它所更正的那一条（第一条第二项）', true],
  )
}
