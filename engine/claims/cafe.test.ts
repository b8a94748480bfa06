/** Policy 2: what its rows ask for and no other file of facts shows. */
import { hours, minutes } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { same, t } from '../testing/world.ts'
import cafe from './policies/p02-cafe.ts'
import { guest, openCafe, rules } from '../testing/houses.ts'

claims('The café')
const cited = ['2.2', '2.3', '2.5'].map((id) => cafe.bans.filter(({ clause }) => clause.id === id).length)
holds('ten contents, three harms, gambling: each a violation that cites its own clause', cited, [10, 3, 1])
const w = openCafe(),
  day = '2026-03-02',
  next = '2026-03-03'
for (const customer of ['甲', '乙', '丙']) rules(w, customer, t(day, '09:00'))
const seatAt = (on: string, clock: string, seat = '1', customer = '甲') =>
  w.file('check-in', 'desk', guest(seat, customer), t(on, clock))
holds(
  '09:59:59 refused, 10:00:00 taken',
  [seatAt(day, '09:59:59'), seatAt(day, '10:00').startsWith('e')],
  ['不能登记“上机登记”：现在 09:59:59，不在营业时间（第十条）', true],
)
w.file('check-out', 'desk', { seat: '1', reason: 'leaves' }, t(day, '12:00'))
holds('01:59:59 taken', seatAt(next, '01:59:59').startsWith('e'))
const swept = w.pass(t(next, '02:00')).map((event) => (event.type === 'filed' ? event.facts['reason'] : event.type))
holds('02:00: whoever still sits is checked out, the overrun stands in the log', swept.slice(-4), [
  'late',
  'closing',
  'met',
  'missed',
])
holds('02:00:00 refused', seatAt(next, '02:00').startsWith('不能'))
w.do({ do: 'set', parameter: 'closes', value: hours(24), account: 'boss' }, t(next, '09:00'))
holds(
  'closing at 24:00 from now on: 23:59:59 taken, 00:00:00 refused',
  [seatAt(next, '23:59:59').startsWith('e'), seatAt('2026-03-04', '00:00', '2', '乙').startsWith('不能')],
  [true, true],
)
holds(
  'a parameter below the law’s 60 days refused',
  w.do({ do: 'set', parameter: 'keep-days', value: 59, account: 'boss' }, t('2026-03-04')),
  '不能设定“保存天数”：59 天 低于下限 60 天（第十一条）',
)
w.post('new', 'front-desk')
holds(
  'who has not signed cannot check in anybody',
  w.file('check-in', 'new', guest('2', '乙'), t('2026-03-04', '10:00')),
  '不能登记“上机登记”：操作人未签承诺（第一条）',
)
w.do({ do: 'set', parameter: 'rules', value: 2, account: 'boss' }, t('2026-03-04', '10:00'))
holds(
  'new house rules: accepted again before being seated',
  [
    seatAt('2026-03-04', '10:01', '2', '乙'),
    rules(w, '乙', t('2026-03-04', '10:02'), 2) && seatAt('2026-03-04', '10:03', '2', '乙').startsWith('e'),
  ],
  ['不能登记“上机登记”：顾客未接受第 2 版守则（第二条）', true],
)
holds(
  'no terminal, no seat',
  seatAt('2026-03-04', '10:04', '7', '乙'),
  '不能登记“上机登记”：机位 7 没有终端登记（第四条）',
)
w.post('sensor', 'probe')
w.file('beacon', 'sensor', { seat: '1', isOutside: true }, t('2026-03-04', '10:05'))
rules(w, '丙', t('2026-03-04', '10:05'), 2)
holds(
  'a sign of life from outside suspends the seat',
  seatAt('2026-03-04', '10:06', '1', '丙'),
  '不能登记“上机登记”：机位 1 已停用：信号来自局域网之外（第四条）',
)

const found = t('2026-03-05', '10:00')
const violation = w.file(
  'violation',
  'guard',
  { category: 'gambling', seat: '1', foundAt: found, stoppedAt: found + minutes(1), how: '制止' },
  t('2026-03-05', '20:00'),
)
holds(
  'not stopped, not saved',
  w.file('violation', 'guard', { category: 'gambling', foundAt: found, how: '制止' }, t('2026-03-05', '20:00')),
  '不能登记“违规处置”：制止时间没有填写（第六条）',
)
const due = (office: string) => (w.state.get(`duty:report-${office}/${violation}`) as { due: number } | null)?.due
holds(
  'found 10:00, entered 20:00: due 10:00 next day, at both offices',
  [due('culture'), due('police')],
  [found + hours(24), found + hours(24)],
)
w.file('receipt', 'boss', { violation, office: 'police', number: 'R1' }, found + hours(12))
holds('one done leaves the other open', [due('culture'), due('police')], [found + hours(24), undefined])
holds(
  'reminded two hours before, escalated after',
  w
    .pass(found + hours(25))
    .filter(({ clause }) => clause !== '2.1')
    .flatMap((event) =>
      event.type === 'reminded' || event.type === 'late' || event.type === 'told' ? [event.type] : [],
    ),
  ['reminded', 'late', 'told'],
)

w.unit('hall', '大厅', t('2026-03-06', '11:00'))
const look = (day: string, clock: string, exits: string) =>
  w.file(
    'exits',
    'guard',
    {
      unit: '大厅',
      checkedAt: t(day, clock),
      doors: 'passed',
      windows: 'passed',
      passages: 'passed',
      exits,
      note: '杂物',
    },
    t(day, clock),
  )
look('2026-03-06', '11:00', 'failed')
holds(
  'a failed point opens a rectification; outside opening hours nothing is looked at',
  [w.state.get('duty:exits-exits-rectify/大厅') !== null, look('2026-03-07', '09:00', 'passed')],
  [true, '不能登记“出口检查”：不在营业时间（第十二条第四项）'],
)
w.file('heartbeat', 'sensor', { measure: 'audit' }, t('2026-03-07', '11:00'))
w.file('heartbeat', 'sensor', { measure: 'audit' }, t('2026-03-07', '11:09'))
holds(
  'each sign of life meets the last duty and opens the next',
  (w.state.get('duty:alive/audit') as { due: number }).due,
  t('2026-03-07', '11:19'),
)
w.pass(t('2026-03-07', '11:20'))
holds('silence of a measure raises an incident', w.entries('silence').length, 1)
w.post('net', 'network-security')
w.file('dismiss', 'system', { person: 'net', post: 'network-security' }, t('2026-03-08'))
holds(
  'a vacancy opens a duty, and an appointment meets it',
  [
    w.state.get('duty:fill/network-security') !== null,
    w.post('net2', 'network-security', undefined, t('2026-03-09')) && w.state.get('duty:fill/network-security'),
  ],
  [true, null],
)
holds('replay equals state', same(w.state, w.replay()))
