/** 8, 9. What was in force that day; shapes of yesterday; a year whose calendar has not come yet. */
import { Book } from '../book.ts'
import { policy } from '../declare/policy.ts'
import { before, file, shape } from '../declare/terms.ts'
import { choice, day, keyword, of, text } from '../fields.ts'
import { fold } from '../fold.ts'
import { Memory } from '../state.ts'
import { claims, holds } from '../testing/claims.ts'
import { World, same, t } from '../testing/world.ts'
import { openHospital } from '../testing/houses.ts'

claims('8 Dated clauses and numbered shapes')
{
  const p = policy('x', 'X', { inForce: '2026-01-01' }),
    unit = p.unit('department', '科室'),
    post = p.post('p', 'P')
  const clause = p.clause('2', '第二条', '十一时前')
  const report = clause.register('r', 'R', { department: of(unit), day: day('d') })
  const daily = clause.daily('daily', '日报', {
    each: unit,
    holder: post,
    by: before('11:00'),
    must: file(report, 'department', 'day'),
  })
  p.clause('2@2027', '第二条', '十时前', { from: '2027-01-01' }).changes(daily, { by: before('10:00') })
  p.clause('3', '第三条', '补充', { from: '2027-01-02' }).guard('禁', report, () => '已停用')
  const w = new World(p)
  w.person('x')
  w.unit('department', 'A')
  w.adopt('x', '2026-12-31')
  const came = w.pass(t('2027-01-01', '12:00'))
  holds(
    'each day by its own terms',
    came.filter(({ type }) => type === 'late').map(({ at }) => at),
    [t('2026-12-31', '11:00'), t('2027-01-01', '10:00')],
  )
  const send = (on: string) => w.file('r', 'x', { department: 'A', day: on }, t(on, '12:00'))
  holds(
    'a guard binds from its clause’s first day',
    [send('2027-01-01'), send('2027-01-02')],
    ['e1', '不能登记“R”：已停用（第三条）'],
  )
}
{
  const old = { bed: keyword('床') }
  const first = policy('x', 'X', { inForce: '2026-01-01' })
  const inBed = first.clause('1', '第一条', 'w').register('in-bed', '住院', old)
  first.matter('bed', '床', { ward: keyword('区') }).on(inBed, 'bed', () => ({ ward: 'unknown' }))
  const second = policy('x', 'X', { inForce: '2026-01-01' })
  const stay = second
    .clause('1', '第一条', 'w')
    .register(
      'stay',
      '住院',
      { bed: keyword('床'), ward: choice('区', { unknown: '未记', a: '甲' }), story: text('经过') },
      { was: [shape(1, old, ({ bed }) => ({ bed, ward: 'unknown' }), 'in-bed')] },
    )
  second.matter('bed', '床', { ward: keyword('区') }).on(stay, 'bed', (_, { facts }) => ({ ward: facts.ward }))
  const w = new World(first),
    again = new Memory(),
    book = new Book([second])
  w.adopt('x')
  w.person('x')
  w.file('in-bed', 'x', { bed: '1' }, t('2026-03-01'))
  for (const event of w.log) again.apply(fold(book, again, book.read(event)))
  holds('an old log read by new rules, lifted by its shape: the same slices', same(again, w.state))
}

claims('9 The calendar is a slice of the log')
{
  const w = openHospital('2026-12-31')
  w.load('2026', ['2026-12-31'], [], t('2026-12-31', '00:00'))
  w.pass(t('2026-12-31', '09:00'))
  const call = w.file(
    'phone-report',
    'officer',
    { department: '骨科', day: '2026-12-31', caller: 'deputy', calledAt: t('2026-12-31', '10:00'), summary: '无' },
    t('2026-12-31', '10:00'),
  )
  const slot = 'duty:enter/骨科|2026-12-31',
    due = () => w.state.get(slot) as { due: number; provisional?: string[] }
  holds(
    'next year is not loaded: due on its first Friday, and marked as provisional',
    [due().due, due().provisional],
    [t('2027-01-01', '11:00'), ['2027']],
  )
  const loading = w.do(
    { do: 'load', account: 'boss', year: '2027', holidays: ['2027-01-01'], makeUpDays: ['2027-01-03'] },
    t('2026-12-31', '15:00'),
  )
  const moved = w.log.filter(({ type }) => type === 'moved')
  holds(
    'loading it moves what was due provisionally, by an event each, caused by the loading',
    [moved.length, moved.every(({ because }) => because === loading), due().due, due().provisional],
    [2, true, t('2027-01-03', '11:00'), undefined],
  )
  const later = w.pass(t('2027-01-03', '11:00')).find(({ type, id }) => type === 'late' && id.startsWith('enter/'))
  holds(
    'and it is late then, under an id that names the instant',
    later?.id,
    `enter/骨科|2026-12-31@${call}#late@${t('2027-01-03', '11:00')}`,
  )
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const w = openHospital('2026-12-31'),
    load = (holidays: readonly string[], clock: string) =>
      w.do({ do: 'load', account: 'boss', year: '2027', holidays, makeUpDays: [] }, t('2026-12-31', clock))
  w.load('2026', ['2026-12-31'], [], t('2026-12-31', '00:00'))
  load([], '08:00')
  w.file(
    'phone-report',
    'officer',
    { department: '骨科', day: '2026-12-31', caller: 'deputy', calledAt: t('2026-12-31', '10:00'), summary: '无' },
    t('2026-12-31', '10:00'),
  )
  const due = () => (w.state.get('duty:enter/骨科|2026-12-31') as { due: number }).due,
    moves = () => w.log.filter(({ type, id }) => type === 'moved' && id.startsWith('enter/')).length
  const friday = due()
  load(['2027-01-01'], '15:00')
  const monday = due()
  load(['2027-01-01'], '15:30')
  const again = moves()
  load([], '16:00')
  holds(
    'a year loaded anew moves what was due by it, the same days move nothing, and the first days put it back',
    [friday, monday, again, due(), moves()],
    [t('2027-01-01', '11:00'), t('2027-01-04', '11:00'), 1, t('2027-01-01', '11:00'), 2],
  )
  load(['2027-01-01'], '16:30')
  w.pass(t('2027-01-04', '10:00'))
  const late = w.do(
    { do: 'load', account: 'boss', year: '2027', holidays: [], makeUpDays: [] },
    t('2027-01-04', '10:00'),
  )
  holds(
    'nothing becomes late by a calendar that comes afterwards',
    [late.startsWith('e'), due()],
    [true, t('2027-01-04', '11:00')],
  )
  holds('replay equals state', same(w.state, w.replay()))
}
