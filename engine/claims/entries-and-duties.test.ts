/** 4, 5, 7. Names and ids; a rule that throws; lines that are crossed; refusals that are recorded. */
import { policy } from '../declare/policy.ts'
import { file, within } from '../declare/terms.ts'
import { count, instant, keyword } from '../fields.ts'
import { hours, minutes } from '../time.ts'
import express from './policies/p11-express.ts'
import { claims, holds } from '../testing/claims.ts'
import { World, same, t } from '../testing/world.ts'
import { guest, openCafe, rules } from '../testing/houses.ts'

const at = t('2026-03-02')

claims('4 Names, ids, and a rule that throws')
{
  const p = policy('x', 'X', { inForce: '2026-01-01' }),
    post = p.post('p', 'P'),
    clause = p.clause('1', '第一条', 'w')
  const started = clause.register('start', 'S', { n: keyword('n') }),
    ended = clause.register('end', 'E', { n: keyword('n') })
  const penalty = clause.register('penalty', 'F', { n: keyword('n') })
  const owed = clause.duty('owed', 'O', started.filed, ({ facts }) => ({ key: facts.n }), {
    holder: post,
    by: within(hours(1)),
    must: file(ended, 'n'),
  })
  clause.enters('broken', penalty, owed.late, ({ facts }) => {
    if (facts.key === 'b') throw new Error('a bug in a rule')
    return undefined
  })
  clause.enters('fine', penalty, owed.late, ({ facts }) => ({ n: facts.key }))
  const w = new World(p)
  w.adopt(p.id)
  w.person('x')
  for (const n of ['a', 'b', 'c']) w.file('start', 'x', { n }, at)
  const came = w.pass(at + hours(2))
  holds(
    'ids name the opening event and the due instant; entry rules have names',
    came.slice(0, 2).map(({ id }) => id),
    [`owed/a@e1#late@${at + hours(1) + 1}`, `penalty:1.fine@owed/a@e1#late@${at + hours(1) + 1}`],
  )
  holds(
    'a rule that throws in `elapse` is recorded with its clause and stops nothing else',
    came.map((event) => (event.type === 'ruleFailed' ? `${event.type} ${event.rule}: ${event.error}` : event.type)),
    [
      'late',
      'filed',
      'missed',
      'late',
      'ruleFailed penalty:1.broken: Error: a bug in a rule',
      'filed',
      'missed',
      'late',
      'filed',
      'missed',
    ],
  )
  holds('said once', w.pass(at + hours(3)), [])
  holds(
    '`within` includes its last instant',
    w.file('start', 'x', { n: 'd' }, at + hours(3)) === 'e4' &&
      w.file('end', 'x', { n: 'd' }, at + hours(4)) === 'e5' &&
      w.log.at(-1)?.type,
    'met',
  )
  w.file('start', 'x', { n: 'd' }, at + hours(5))
  holds('the same key opened again is another duty', w.log.at(-1)?.id, 'owed/d@e6')

  const q = policy('y', 'Y', { inForce: '2026-01-01' }),
    second = q.clause('2', '第二条', 'w')
  const filed = second.register('r', 'R', { n: count('n') })
  const poisoned = second.duty('d', 'D', filed.filed, ({ id }) => ({ key: id }), {
    holder: post,
    by: within(hours(1)),
  })
  q.counts('c', 'C', poisoned.late, {
    by: () => {
      throw new Error('a bug in a count')
    },
  })
  const other = new World(q)
  other.adopt('y')
  other.person('x')
  other.file('r', 'x', { n: 1 }, at)
  other.file('r', 'x', { n: 2 }, at + minutes(1))
  holds(
    'even what throws inside `fold` only puts its own slice to sleep',
    other.pass(at + hours(2)).map(({ type }) => type),
    ['ruleFailed', 'ruleFailed'],
  )
  holds('and never again', other.pass(at + hours(9)), [])
  holds('replay equals state', [same(w.state, w.replay()), same(other.state, other.replay())], [true, true])
}

{
  const p = policy('z', 'Z', { inForce: '2026-01-01' })
  const clause = p.clause('1', '第一条', 'w'),
    post = p.post('p', 'P')
  const seen = clause.register('seen', 'S', { seenAt: instant('t') }, { asOf: { at: 'seenAt', within: hours(9) } })
  clause.notice('n', 'N', { on: seen.filed, to: post, answer: minutes(15) })
  clause.duty('d', 'D', seen.filed, ({ id }) => ({ key: id }), { holder: post, by: within(hours(24)) })
  const w = new World(p)
  w.adopt(p.id)
  w.person('x')
  const id = w.file('seen', 'x', { seenAt: at }, at + hours(8))
  holds(
    'a duty runs from the happening, the time to answer a notice from when it was told',
    [`duty:d/${id}`, `notice:n/${id}`].map((slot) => (w.state.get(slot) as { wakes: number }).wakes),
    [at + hours(24) + 1, at + hours(8) + minutes(15)],
  )
}

claims('5 Above a line, unless one is open')
{
  const w = new World(express)
  w.adopt('express-delivery')
  w.unit('outlet', 'A')
  w.post('k', 'courier')
  w.post('s', 'sorter')
  w.post('boss', 'head')
  const scan = (waybill: number, does: string, outlet = 'A') =>
    w.file('scan', 's', { waybill: `${waybill}`, does, outlet }, at)
  for (let i = 1; i <= 60; i++) {
    w.file('accept', 'k', { waybill: `${i}`, outlet: 'A', sender: '某', phone: '010-55550000', isInspected: true }, at)
  }
  const arrive = (from: number, to: number) => {
    for (let i = from; i <= to; i++) scan(i, 'arrives')
  }
  const raised = () => w.entries('incident').length
  arrive(1, 50)
  holds('50 is not above 50', raised(), 0)
  arrive(51, 51)
  holds('51 is', raised(), 1)
  scan(51, 'leaves')
  scan(51, 'arrives')
  arrive(52, 52)
  holds('50, 51, 52: still one, since it is open', raised(), 1)
  const first = w.entries('incident')[0]?.id ?? ''
  w.file('incident-result', 'boss', { incident: first, level: 'two', cause: '人手不足' }, at + minutes(5))
  arrive(53, 53)
  holds('closed and still above: the next arrival raises another', raised(), 2)
  const second = w.entries('incident')[1]?.id ?? ''
  w.file('incident-result', 'boss', { incident: second, level: 'two', cause: '人手不足' }, at + minutes(6))
  for (let i = 50; i <= 53; i++) scan(i, 'leaves')
  holds(
    '49 now',
    [raised(), w.state.get('count:backlog/A') && 'n' in Object(w.state.get('count:backlog/A'))],
    [2, true],
  )
  w.do({ do: 'set', parameter: 'backlog-line', value: 40, account: 'boss' }, at + minutes(7))
  holds('a lowered line is tested at once', raised(), 3)
  holds(
    'and a line above the law’s refused',
    w.do({ do: 'set', parameter: 'backlog-line', value: 51, account: 'boss' }, at + minutes(8)),
    '不能设定“积压件数”：51 高于上限 50（预案第三条）',
  )
  holds('replay equals state', same(w.state, w.replay()))
}

claims('7 Refusals: values, and recorded where the clause says so')
{
  const w = openCafe(),
    day = '2026-03-02'
  rules(w, 'child', t(day, '10:00'))
  rules(w, 'grown', t(day, '10:00'))
  const try18 = (born: string, on = day) => w.file('check-in', 'desk', guest('1', 'child', born), t(on, '10:05'))
  holds(
    'born 18 years ago tomorrow: refused, and recorded',
    [try18('2008-03-03'), w.log.at(-2)?.type, w.log.at(-1)?.type],
    ['不能登记“上机登记”：顾客未满十八周岁（第九条）', 'refused', 'told'],
  )
  const record = w.log.at(-2)
  holds('the record has facts only: no name, no birthday', record?.type === 'refused' && Object.keys(record.facts), [
    'seat',
    'idKind',
    'customer',
    'faceAgrees',
  ])
  for (let i = 0; i < 30; i++) try18('2008-03-03')
  const recorded = () => w.log.filter(({ type }) => type === 'refused').length
  holds('31 attempts, 20 records: nobody floods the log', recorded(), 20)
  const size = w.log.length
  w.file('check-in', 'desk', guest('9', 'grown'), t(day, '10:06'))
  holds('a refusal whose clause does not ask for it leaves nothing', w.log.length - size, 0)
  try18('2008-03-05', '2026-03-04')
  holds('another day, another allowance', recorded(), 21)
  holds('18 years ago today: let in', try18('2008-03-04', '2026-03-04').startsWith('e'))
  w.file('check-out', 'desk', { seat: '1', reason: 'leaves' }, t('2026-03-04', '10:30'))
  w.do({ do: 'set', parameter: 'birthday', value: false, account: 'boss' }, t('2026-03-04', '10:40'))
  holds(
    'unless the parameter says that the birthday does not count',
    w.file('check-in', 'desk', guest('1', 'child', '2008-03-04'), t('2026-03-04', '10:50')),
    '不能登记“上机登记”：顾客未满十八周岁（第九条）',
  )
  holds('replay equals state', same(w.state, w.replay()))
}
