/** 网吧信息安全管理: the rules in the order of the text; what is looked at first stands first. */
import { enteredWithin } from '../../engine/declare/checklist.ts'
import { policy } from '../../engine/declare/policy.ts'
import { before, either, file } from '../../engine/declare/terms.ts'
import type { Happening, Look, OnEach } from '../../engine/declare/words.ts'
import {
  choice,
  day,
  derived,
  hashed,
  idNumber,
  instant,
  keyword,
  optional,
  personal,
  ref,
  text,
  yes,
} from '../../engine/fields.ts'
import { bornIn, documents, tellsBirth } from '../../engine/identity.ts'
import {
  age,
  clockOf,
  days,
  hours,
  instantOf,
  minutes,
  nextDay,
  timeOfDay,
  type Day,
  type Instant,
} from '../../engine/time.ts'

const p = policy('internet-cafe', '网吧信息安全管理', { keep: { days: 60 } })

const cafeManager = p.post('manager', '经理')
const frontDesk = p.post('front-desk', '前台')
const patrol = p.post('patrol', '巡查员')
const networkSecurity = p.post('network-security', '网络安全负责人')
/** Where customers come in: each has its own no-minors sign. */
const entrance = p.unit('entrance', '入口')

const customerId = hashed(idNumber('证件号', { kindIn: 'idKind' }))
/** From check-in until check-out, called by its check-in: a corrected number or a changed seat leaves it the same. */
export const sitting = p.matter('sitting', '上机', { seat: keyword('机位'), customer: customerId })
export const seat = p.matter('seat', '机位', { sitting: ref('上机', sitting), since: instant('上机时间') })
/** Which sitting was a customer's last; whether he still sits, the sitting itself says. */
export const customer = p.matter('customer', '顾客', { sitting: ref('上机', sitting) })
export const terminal = p.matter('terminal', '终端', {
  area: optional(keyword('区域')),
  licence: keyword('接入许可', { max: 40 }),
  licensedUntil: day('许可至'),
  isDirect: yes('直连互联网'),
  isRetired: optional(yes('停用')),
})

/** The counter's entries stand first, since most clauses bind them; they belong to article 11. */
const 第十一条 = p.clause('2.11', '第十一条', '核对、登记有效证件，记录上网信息，保存不少于六十日')
export const checkIn = 第十一条.register('check-in', '上机登记', {
  idKind: choice('证件', documents),
  customer: customerId,
  name: text('姓名', { max: 60 }),
  born: optional(personal(day('出生日期'))),
  seat: ref('机位', seat),
  faceAgrees: yes('人证一致'),
})
/** Who sits there, written down with the entry: what a later correction changes does not change whom it was about. */
const sat = { sitting: derived(ref('上机', sitting)), since: derived(instant('上机时间')) }
export const changeSeat = 第十一条.register(
  'change-seat',
  '换座',
  { seat: ref('机位', seat), to: ref('换到', seat), ...sat },
  { derives: ({ facts, look }) => look.row(seat, facts.seat) ?? {} },
)
export const checkOut = 第十一条.register(
  'check-out',
  '下机登记',
  { seat: ref('机位', seat), reason: choice('原因', { leaves: '离开', closing: '打烊' }), ...sat },
  { derives: ({ facts, look }) => look.row(seat, facts.seat) ?? {} },
)
customer.on(checkIn, 'customer', (_, { id }) => ({ sitting: id }))
seat
  .on(checkIn, 'seat', (_, { id, at }) => ({ sitting: id, since: at }))
  .on(changeSeat, 'to', (_, { facts: { sitting: of, since } }) =>
    of === undefined || since === undefined ? undefined : { sitting: of, since },
  )
  .on(changeSeat, 'seat', () => undefined)
  .on(checkOut, 'seat', () => undefined)
const bySitting = ({ facts }: Happening<{ readonly sitting?: string }>) => facts.sitting
sitting
  .opens(checkIn, ({ facts }) => ({ seat: facts.seat, customer: facts.customer }))
  .on(changeSeat, bySitting, (row, { facts }) => row && { ...row, seat: facts.to })
  .on(checkOut, bySitting, () => undefined)

// 第四条

const 第四条 = p.clause('2.4', '第四条', '经持证单位接入，终端通过局域网，不得直连')
export const install = 第四条.register(
  'terminal',
  '终端资产',
  {
    seat: keyword('机位'),
    area: optional(keyword('区域')),
    licence: keyword('接入许可', { max: 40 }),
    licensedUntil: day('许可至'),
    isDirect: yes('直连互联网'),
    isRetired: optional(yes('停用')),
  },
  { who: cafeManager },
)
terminal.on(install, 'seat', (_, { facts: { seat, ...row } }) => row)
function terminalFault(of: string, look: Look, today: Day): string | false {
  const row = look.row(terminal, of)
  if (!row) return `机位 ${of} 没有终端登记`
  if (row.isRetired) return `机位 ${of} 已停用`
  if (row.licensedUntil < today) return `机位 ${of} 的接入许可已过期`
  return row.isDirect && `机位 ${of} 直连互联网`
}
第四条.guard('终端合规', checkIn, ({ facts, look, today }) => terminalFault(facts.seat, look, today), { field: 'seat' })
第四条.guard('换到的终端合规', changeSeat, ({ facts, look, today }) => terminalFault(facts.to, look, today), {
  field: 'to',
})
第四条.reads(install, () => [cafeManager, frontDesk, networkSecurity])

// 第九条

const 第九条 = p.clause('2.9', '第九条', '不接纳未成年人')
const birthday = 第九条.parameter('birthday', '满十八周岁当日可入', true, { setBy: cafeManager })
export const underAge = 第九条.guard(
  '未成年人不得上机',
  checkIn,
  ({ entry, today, look }) => {
    const born = tellsBirth(entry.idKind) ? bornIn(entry.customer) : entry.born
    if (born === undefined) return undefined
    const years = age(born, look.value(birthday) ? today : nextDay(today, -1))
    return years < 18 && `顾客 ${Math.max(0, years)} 周岁，未满十八周岁`
  },
  { recordPerDay: 20, field: 'customer' },
)
第九条.notice('under-age', '未成年人来店', { on: underAge.refused, to: cafeManager })
export const minor = 第九条.register(
  'minor-found',
  '场内未成年人',
  {
    foundAt: instant('发现时间'),
    leftAt: instant('劝离时间'),
    how: text('经过', { max: 2_000 }),
  },
  { asOf: { at: 'foundAt', within: days(1) }, who: patrol },
)
第九条.guard(
  '劝离在发现之后',
  minor,
  ({ facts, recorded }) =>
    (facts.leftAt < facts.foundAt && '劝离早于发现') || (facts.leftAt > recorded && '劝离时间晚于现在'),
  { field: 'leftAt' },
)
第九条.reads(minor, () => [cafeManager, patrol])

const rectifyWithin = 第九条.parameter('sign-rectify-within', '禁入标志整改时限', hours(24), {
  min: enteredWithin,
  max: hours(72),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
export const sign = 第九条.checklist(
  'no-minors-sign',
  '禁入标志检查',
  { sign: '禁入标志' },
  {
    each: entrance,
    by: before(({ day }: OnEach, { look }) => instantOf(day, '00:00') + look.value(opens)),
    // After midnight and before closing it is still the evening before: nothing is seen yet of the next opening.
    countsFor: ({ at, today, look }) => (isNightBefore(at, look) ? nextDay(today, -1) : today),
    remind: hours(1),
    who: patrol,
    faults: { missing: '缺失', hidden: '被遮挡', damaged: '损坏' },
    rectifier: cafeManager,
    rectifyWithin,
    tell: cafeManager,
  },
)

// 第十条

const 第十条 = p.clause('2.10', '第十条', '每日十时至次日二时营业')
const opens = 第十条.parameter('opens', '开门', hours(10), {
  min: hours(8),
  max: hours(24),
  law: hours(8),
  lawForbids: 'below',
  unit: 'clock',
  setBy: cafeManager,
})
const closes = 第十条.parameter('closes', '打烊', hours(26), {
  min: hours(8),
  max: hours(26),
  law: hours(24),
  lawForbids: 'above',
  unit: 'clock',
  setBy: cafeManager,
})
const isNightBefore = (at: Instant, look: Pick<Look, 'value'>) => timeOfDay(at) + hours(24) < look.value(closes)
/** The closing ahead, if the house is open: after midnight it is still that of the day before. */
export function closingAhead(at: Instant, look: Pick<Look, 'value'>): Instant | undefined {
  const time = timeOfDay(at),
    midnight = at - time
  if (isNightBefore(at, look)) return midnight - hours(24) + look.value(closes)
  return time >= look.value(opens) && time < look.value(closes) ? midnight + look.value(closes) : undefined
}
第十条.guard(
  '营业时间',
  [checkIn, changeSeat],
  ({ at, look }) => closingAhead(at, look) === undefined && `现在 ${clockOf(at)}，不在营业时间`,
)
export const stay = 第十条.duty(
  'stay',
  '打烊前下机',
  either(checkIn.filed, changeSeat.filed),
  ({ facts, at, look }) => ({ key: 'to' in facts ? facts.to : facts.seat, closing: closingAhead(at, look) ?? at }),
  {
    holder: frontDesk,
    by: before(({ closing }) => closing),
    remind: minutes(10),
    must: [file(checkOut, 'seat'), file(changeSeat, 'seat')],
  },
)
第十条.enters('closing', checkOut, stay.late, ({ facts }) => ({ seat: facts.key, reason: 'closing' }))

// 第十一条

第十一条.writes([checkIn, changeSeat, checkOut], frontDesk)
第十一条.guard(
  '出生日期',
  checkIn,
  ({ entry, today }) => {
    if (tellsBirth(entry.idKind)) {
      return entry.born !== undefined && entry.born !== bornIn(entry.customer) && '出生日期与证件号不一致'
    }
    return entry.born === undefined ? '出生日期没有填写' : entry.born > today && '出生日期晚于今天'
  },
  { field: 'born' },
)
第十一条.guard('人证一致', checkIn, ({ facts }) => !facts.faceAgrees && '人证不一致', { field: 'faceAgrees' })
第十一条.guard('一机一人', checkIn, ({ facts, look }) => look.row(seat, facts.seat) && `机位 ${facts.seat} 有人`, {
  field: 'seat',
})
第十一条.guard('换到空位', changeSeat, ({ facts, look }) => look.row(seat, facts.to) && `机位 ${facts.to} 有人`, {
  field: 'to',
})
第十一条.guard(
  '一人一机',
  checkIn,
  ({ facts, look }) => {
    const other = look.row(customer, facts.customer)?.sitting,
      row = other === undefined ? undefined : look.row(sitting, other)
    return row && `该顾客已在机位 ${row.seat}`
  },
  { field: 'customer' },
)
第十一条.guard(
  '机位有人',
  [checkOut, changeSeat],
  ({ facts, look }) => !look.row(seat, facts.seat) && `机位 ${facts.seat} 没有人`,
  { field: 'seat' },
)
const keepDays = 第十一条.parameter('keep-days', '保存天数', 60, {
  min: 60,
  max: 3_650,
  law: 60,
  lawForbids: 'below',
  unit: '天',
  setBy: cafeManager,
})
第十一条.keeps(checkIn, keepDays, checkOut.filed)
第十一条.reads(checkIn, () => [cafeManager, networkSecurity])
第十一条.reads([changeSeat, checkOut], () => [cafeManager, networkSecurity, frontDesk])

export default p
