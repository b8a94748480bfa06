/** How long, from when, destroyed by whom: the retention of a register, holds, two persons, small houses, disclosure. */
import { policy } from '../declare/policy.ts'
import { either } from '../declare/terms.ts'
import { derived, hashed, idNumber, instant, keyword, optional, ref, text } from '../fields.ts'
import type { EventOf } from '../events.ts'
import { disclosed, rowAlong, type Candidate } from '../disclosure.ts'
import { Layer } from '../state.ts'
import { nowFor } from '../now.ts'
import { beginningsIn, endOf, floorOf, lengthOf } from '../retention.ts'
import { claims, holds } from '../testing/claims.ts'
import { same, t, World } from '../testing/world.ts'
import { days } from '../time.ts'

const p = policy('hotel', '旅馆', { keep: { years: 1 } })
const clerk = p.post('clerk', '前台')
const clause = p.clause('h.1', '第一条', '住宿登记保存不少于三十日，从退房或最后一次刷卡算起')
const stay = p.matter('stay', '住宿', { room: keyword('房间') })
const room = p.matter('room', '房间', { stay: ref('住宿', stay) })
const guest = hashed(idNumber('证件号'))
const arrive = clause.register('arrive', '入住', { room: keyword('房间'), guest, name: text('姓名') }, { who: clerk })
const of = { stay: derived(ref('住宿', stay)) }
const swipe = clause.register(
  'swipe',
  '刷卡',
  { room: keyword('房间'), ...of },
  { who: clerk, derives: ({ facts, look }) => look.row(room, facts.room) ?? {} },
)
const leave = clause.register(
  'leave',
  '退房',
  { room: keyword('房间'), ...of },
  { who: clerk, derives: ({ facts, look }) => look.row(room, facts.room) ?? {} },
)
stay
  .opens(arrive, ({ facts }) => ({ room: facts.room }))
  .on(
    swipe,
    ({ facts }) => facts.stay,
    (row) => row,
  )
  .on(
    leave,
    ({ facts }) => facts.stay,
    () => undefined,
  )
room.on(arrive, 'room', (_, { id }) => ({ stay: id })).on(leave, 'room', () => undefined)
const keepDays = clause.parameter('hotel-keep', '保存天数', 30, { min: 30, max: 400, unit: '天' })
clause.keeps(arrive, keepDays, either(swipe.filed, leave.filed), ({ facts }) => facts.stay)
const memo = clause.register('memo', '便函', { word: text('内容') }, { who: clerk })
const ask = clause.register(
  'ask',
  '查询',
  { from: instant('自'), until: instant('至'), guest: optional(guest), room: optional(keyword('房间')) },
  { who: clerk, keep: 'forever' },
)
clause.discloses(ask, [arrive, swipe, leave], {
  during: ({ from, until }) => ({ from, until }),
  along: stay,
  wants: (asked, said) =>
    (asked.guest === undefined || said.some((one) => 'guest' in one && one.guest === asked.guest)) &&
    (asked.room === undefined || said.some((one) => one.room === asked.room)),
})

claims('Keeping')
const w = new World(p)
w.post('台', 'clerk')
w.adopt('hotel', '2026-03-01')
const at = (day: string, clock = '12:00') => t(day, clock)
const into = (room: string, guest: string, when: number) => w.file('arrive', '台', { room, guest, name: '某' }, when)
const look = () => nowFor(new Layer(w.state), { at: at('2026-12-31'), recorded: at('2026-12-31'), by: '台' }).look
/** The last beginning of each entry, as a projection keeps it: by whatever happened last, corrections in place. */
function since(entry: string) {
  const by = new Map<string, { entry?: string; at: number }>()
  for (const event of w.log) for (const one of beginningsIn(w.book, event)) by.set(`${one.register} ${one.by}`, one)
  const times = [...by.values()].flatMap((one) => (one.entry === entry ? [one.at] : []))
  return times.length === 0 ? undefined : Math.max(...times)
}
const first = into('101', 'A00001', at('2026-03-01'))
holds('before anybody has left, its time has not begun', since(first) === undefined)
w.file('swipe', '台', { room: '101' }, at('2026-03-02'))
w.file('leave', '台', { room: '101' }, at('2026-03-03'))
holds('counted from the later of what happened', since(first), at('2026-03-03'))
const second = into('101', 'A00002', at('2026-03-04')),
  third = into('102', 'A00003', at('2026-03-04'))
const mistaken = w.file('leave', '台', { room: '101' }, at('2026-03-05'))
w.file('leave', '台', { room: '102' }, at('2026-03-05', '12:01'), mistaken)
holds('a corrected departure ends whose it truly was', [since(second), since(third)], [undefined, at('2026-03-05')])
const takenBack = into('103', 'A00004', at('2026-03-06'))
w.do({ do: 'takeBack', entry: takenBack, account: '台' }, at('2026-03-06', '12:00:30'))
holds('what was taken back is kept from there', since(takenBack), at('2026-03-06', '12:00:30'))
holds('without a setting, as long as the parameter’s usual', lengthOf(w.book, look(), 'arrive'), { days: 30 })
w.do({ do: 'set', parameter: 'hotel-keep', value: 90, account: 'system' }, at('2026-03-07'))
holds('a longer wish holds at once for what is there', lengthOf(w.book, look(), 'arrive'), { days: 90 })
holds('the floor is the bound, whatever is set', floorOf(w.book, 'arrive'), { days: 30 })
holds(
  'never below it',
  w.do({ do: 'set', parameter: 'hotel-keep', value: 29, account: 'system' }, at('2026-03-07')),
  '不能设定“保存天数”：29 天 低于下限 30 天（第一条）',
)
holds('a register without a word of its own is kept as its policy is', lengthOf(w.book, look(), 'memo'), { years: 1 })
holds('and one of the organisation for ever', lengthOf(w.book, look(), 'disposal-certificate'), 'forever')
holds(
  'thirty days are thirty times twenty-four hours',
  endOf(at('2026-03-03'), { days: 30 }) - at('2026-03-03'),
  days(30),
)
holds('replay equals state', same(w.state, w.replay()))
holds('the declaration stands', [memo.id, keepDays.id], ['memo', 'hotel-keep'])

claims('Disposal')
const two = new World(p)
for (const person of ['提', '批', '管', '管二']) two.person(person)
two.post('提', 'disposal-clerk')
two.post('批', 'disposal-approver')
two.post('管', 'administrator')
two.post('管', 'disposal-clerk')
const list = { due: at('2026-05-01'), bodies: 3, held: 0, list: 'a'.repeat(64), lines: ['arrive 2026-03 3 5-9'] }
const propose = (account: string, when: number, more: object = {}) =>
  two.file('disposal', account, { ...list, ...more }, when)
const agree = (account: string, proposal: string, when: number) =>
  two.file('disposal-approval', account, { proposal }, when)
const may = at('2026-05-02')
holds(
  'whoever runs the machine proposes nothing',
  propose('管', may),
  '不能登记“提出处置”：操作人是系统管理员，本单位没有登记小单位做法（组织第十条）',
)
holds('nor does who has no such post', propose('批', may), '不能登记“提出处置”：操作人不是“处置经办人”（组织第十条）')
holds('nothing is due in the future', propose('提', at('2026-04-30')), '不能登记“提出处置”：截至晚于现在（组织第十条）')
const proposal = propose('提', may)
holds('the clerk proposes', proposal.startsWith('e'))
holds(
  'somebody has to decide within a week',
  (two.state.get(`duty:decide-disposal/${proposal}`) as { due: number }).due,
  may + days(7),
)
two.post('提', 'disposal-approver')
holds(
  'nobody agrees to what he proposed, whatever posts he has',
  agree('提', proposal, may),
  '不能登记“批准处置”：提出和批准须是两个人（组织第十条）',
)
two.person('代')
two.file('delegate', '提', { person: '代', post: 'disposal-approver', for: '提' }, may)
holds('nor does who acts for him', agree('代', proposal, may), '不能登记“批准处置”：提出和批准须是两个人（组织第十条）')
holds('the other agrees', agree('批', proposal, may).startsWith('e'))
holds('once', agree('批', proposal, may), `不能登记“批准处置”：处置 ${proposal} 现为“待执行”（组织第十条）`)
const certificate = {
  proposal,
  proposer: '提',
  approver: '批',
  bodies: 3,
  moved: 0,
  lines: list.lines,
  keys: ['days-30.arrive 2026-03'],
  size: 40,
  root: 'b'.repeat(64),
}
holds(
  'nobody writes the certificate',
  two.file('disposal-certificate', '批', certificate, may),
  '不能登记“销毁证明”：没有人可以登记此项（组织第十条）',
)
holds('but the system', two.file('disposal-certificate', 'system', certificate, may).startsWith('e'))
holds(
  'once',
  two.file('disposal-certificate', 'system', certificate, may),
  `不能登记“销毁证明”：处置 ${proposal} 没有登记（组织第十条）`,
)
const dropped = propose('提', may)
two.file('disposal-withdrawal', '批', { proposal: dropped, why: '有误' }, may)
holds(
  'what was withdrawn is not agreed to',
  agree('批', dropped, may),
  `不能登记“批准处置”：处置 ${dropped} 没有登记（组织第十条）`,
)

claims('A small house')
holds(
  'six are no small house',
  two.file('small-house', '管', { people: 6, reason: '店里只有三人' }, may),
  '不能登记“小单位做法”：本单位人数不能大于 5（组织第十二条）',
)
holds(
  'it says why',
  two.file('small-house', '管', { people: 3 }, may),
  '不能登记“小单位做法”：理由没有填写（组织第十二条）',
)
two.file('small-house', '管', { people: 3, reason: '店里只有三人' }, may)
holds('who it is, why, since when', two.state.get('row:small-house/house'), {
  people: 3,
  reason: '店里只有三人',
  since: may,
  by: '管',
})
const own = propose('管', may)
holds('there the administrator proposes', own.startsWith('e'))
holds(
  'and still cannot agree to it himself',
  agree('管', own, may),
  '不能登记“批准处置”：提出和批准须是两个人（组织第十条）',
)
holds('a second person does', agree('批', own, may).startsWith('e'))
two.file('end-small-house', '管', { why: '招到人了' }, may)
holds('no longer when it ended', propose('管', may).startsWith('不能'))
holds(
  'it ends once',
  two.file('end-small-house', '管', { why: '招到人了' }, may),
  '不能登记“终止小单位做法”：没有登记小单位做法（组织第十二条）',
)

claims('A hold')
const held = two.file(
  'hold',
  '批',
  {
    document: '调字 7 号',
    reason: '案件',
    covers: 'arrive',
    from: '2026-03-01',
    until: '2026-03-31',
    subject: 'A00001',
  },
  may,
)
const row = two.state.get(`row:hold/${held}`) as { subject: string }
holds(
  'says what, not why: that lies in its body',
  [Object.keys(row), row.subject.includes('A00001')],
  [['covers', 'from', 'until', 'subject'], false],
)
holds(
  'of a register that there is',
  two.file('hold', '批', { document: '一', reason: '二', covers: 'nothing' }, may),
  '不能登记“保全”：没有这个登记簿（组织第十一条）',
)
holds(
  'in order',
  two.file('hold', '批', { document: '一', reason: '二', from: '2026-03-02', until: '2026-03-01' }, may),
  '不能登记“保全”：止于早于起于（组织第十一条）',
)
holds('by who may', two.file('hold', '提', { document: '一', reason: '二' }, may).startsWith('e'))
holds(
  'released once',
  [
    two.file('release-hold', '批', { hold: held, reason: '结案' }, may).startsWith('e'),
    two.file('release-hold', '批', { hold: held, reason: '结案' }, may),
  ],
  [true, '不能登记“解除保全”：没有这项保全（组织第十一条）'],
)
holds('replay equals state', same(two.state, two.replay()))

claims('Disclosure')
const d = new World(p)
d.post('台', 'clerk')
d.adopt('hotel', '2026-03-01')
const act = (register: string, entry: object, clock: string, corrects?: string) =>
  d.file(register, '台', entry, t('2026-03-10', clock), corrects)
const early = act('arrive', { room: '201', guest: 'B00001', name: '早' }, '08:00')
act('leave', { room: '201' }, '09:00')
const through = act('arrive', { room: '202', guest: 'B00002', name: '久' }, '08:30')
const still = act('arrive', { room: '203', guest: 'B00003', name: '在' }, '08:40')
const wrong = act('arrive', { room: '204', guest: 'B00009', name: '误' }, '10:10')
act('arrive', { room: '204', guest: 'B00004', name: '正' }, '10:20', wrong)
act('leave', { room: '204' }, '10:40')
act('leave', { room: '202' }, '12:00')
const late = act('arrive', { room: '201', guest: 'B00001', name: '晚' }, '11:00:00.001')
const [disclosure] = d.book.shelf('ask').disclosures
const filed = () => d.log.filter((event): event is EventOf<'filed'> => event.type === 'filed')
const candidates: readonly (Candidate & { readonly id: string })[] = filed().flatMap((event, seq) => {
  if (event.corrects !== undefined || !disclosure) return []
  const truths = filed().filter((one) => one.id === event.id || one.corrects === event.id)
  const along = rowAlong(disclosure, event.rows ?? [])
  const versions = truths.map(({ at: happened, facts }) => ({ at: happened, facts }))
  return [{ seq, id: event.id, register: event.register, versions, ...(along === undefined ? {} : { row: along }) }]
})
const inScope = (asked: object) => {
  const query = { from: t('2026-03-10', '10:00'), until: t('2026-03-10', '11:00'), ...asked }
  const isStanding = (row: string) => d.state.get(row) !== null
  const found = disclosure ? disclosed(disclosure, query, candidates, isStanding) : []
  return found.flatMap(({ id, register }) => (register === 'arrive' ? [id] : []))
}
const hashIn = (id: string) => filed().find((event) => event.id === id)?.facts['guest']
holds('who was there in that hour: came before and left after, is there still, came and left', inScope({}), [
  through,
  still,
  wrong,
])
holds('both ends count', inScope({ from: t('2026-03-10', '09:00'), until: t('2026-03-10', '09:00') }), [
  early,
  through,
  still,
])
holds('who came a millisecond later does not', inScope({ until: t('2026-03-10', '11:00:00.001') }).includes(late))
holds('one room', inScope({ room: '202' }), [through])
holds('one person, as he was entered at first', inScope({ guest: hashIn(wrong) }), [wrong])
holds(
  'and as he was corrected',
  inScope({ guest: filed().find(({ corrects }) => corrects === wrong)?.facts['guest'] }),
  [wrong],
)
holds('a person in another room: nothing', inScope({ guest: hashIn(through), room: '204' }), [])
