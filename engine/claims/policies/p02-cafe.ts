/** 网吧信息安全管理: the rules in the order of the text; what is looked at first stands first. */
import { policy } from '../../declare/policy.ts'
import { before, file, through, within } from '../../declare/terms.ts'
import type { Look } from '../../declare/words.ts'
import {
  choice,
  count,
  day,
  hashed,
  instant,
  keyword,
  optional,
  person,
  personal,
  photo,
  ref,
  text,
  yes,
} from '../../fields.ts'
import { appoint, dismiss } from '../../people.ts'
import { age, clockOf, days, hours, instantOf, minutes, nextDay, timeOfDay, type Instant } from '../../time.ts'

const p = policy('internet-cafe', '网吧信息安全管理', { inForce: '2026-01-01', keep: { days: 60 } })

const owner = p.post('owner', '法定代表人')
const cafeManager = p.post('manager', '经理')
const frontDesk = p.post('front-desk', '前台')
const patrol = p.post('patrol', '巡查员')
const networkSecurity = p.post('network-security', '网络安全负责人')
const order = p.post('order', '治安负责人')
const fire = p.post('fire', '消防负责人')
const probe = p.post('probe', '局域网探针')

export const seat = p.matter('seat', '机位', { customer: hashed(text('顾客', { max: 20 }), 'id-number') })
export const customer = p.matter('customer', '在场顾客', { seat: ref('机位', seat) })
export const terminal = p.matter('terminal', '终端', {
  licensedUntil: day('接入许可至'),
  isDirect: yes('直连互联网'),
  isOutside: yes('来自局域网之外'),
})
const accepted = p.matter('accepted', '守则接受', { version: count('版本') })

/** The counter's two entries stand first, since most clauses bind them; they belong to article 11. */
const 第十一条 = p.clause('2.11', '第十一条', '核对、登记有效证件，记录上网信息，保存不少于六十日')
const customerId = hashed(text('证件号', { max: 20 }), 'id-number')
export const checkIn = 第十一条.register('check-in', '上机登记', {
  seat: ref('机位', seat),
  idKind: choice('证件', {
    resident: '居民身份证',
    passport: '护照',
    travel: '港澳台居民通行证',
    foreigner: '外国人居留证',
  }),
  customer: customerId,
  name: text('姓名'),
  born: personal(day('出生日期')),
  faceAgrees: yes('人证一致'),
})
export const checkOut = 第十一条.register('check-out', '下机登记', {
  seat: ref('机位', seat),
  reason: choice('原因', { leaves: '离开', closing: '打烊' }),
})
customer
  .on(checkIn, 'customer', (_, { facts }) => ({ seat: facts.seat }))
  .on(
    checkOut,
    ({ facts, look }) => look.row(seat, facts.seat)?.customer,
    () => undefined,
  )
seat.on(checkIn, 'seat', (_, { facts }) => ({ customer: facts.customer })).on(checkOut, 'seat', () => undefined)

// 第一条

const 第一条 = p.clause('2.1', '第一条', '遵守法律法规，接受监督，文明上网')
const promise = 第一条.pledge('遵守法规，加强自律，接受监督', [cafeManager, frontDesk, patrol], days(1))
第一条.guard('未签承诺不得接待', checkIn, ({ by, look }) => !look.hasSigned(by, promise) && '操作人未签承诺')

const 第一条检查 = p.clause('2.1.1', '第一条', '接受主管部门依法检查')
export const inspection = 第一条检查.register(
  'inspection',
  '主管部门检查',
  {
    authority: choice('部门', {
      culture: '文化行政部门',
      police: '公安机关',
      market: '市场监管部门',
      fire: '消防机构',
    }),
    officers: text('检查人员'),
    finding: text('结论', { max: 2_000 }),
    rectifyBy: optional(day('整改期限')),
  },
  { who: cafeManager },
)
export const rectified = 第一条检查.register(
  'inspection-rectified',
  '检查整改',
  {
    inspection: ref('检查', inspection),
    measure: text('措施', { max: 2_000 }),
  },
  { who: cafeManager },
)
const rectify = 第一条检查.duty(
  'rectify',
  '整改',
  inspection.filed,
  ({ id, facts }) => (facts.rectifyBy === undefined ? undefined : { key: id, day: facts.rectifyBy }),
  { holder: cafeManager, by: through(({ day }) => day), remind: days(2), must: file(rectified, 'inspection') },
)
第一条检查.notice('rectify-late', '整改逾期', { on: rectify.late, to: owner })

// 第二条、第三条、第五条: what nobody may do here

const 第二条 = p.clause('2.2', '第二条', '不得利用网吧制作、传播违法内容；顾客入座前接受守则')
const contents = 第二条.forbids({
  constitution: '反对宪法基本原则',
  unity: '危害国家统一、主权和领土完整',
  state: '泄露国家秘密，危害国家安全、荣誉和利益',
  ethnic: '煽动民族仇恨、歧视，侵害民族风俗',
  religion: '破坏宗教政策，宣扬邪教、迷信',
  rumour: '散布谣言，扰乱社会秩序',
  obscene: '宣扬淫秽、赌博、暴力，教唆犯罪',
  insult: '侮辱、诽谤他人',
  morals: '危害社会公德、优秀文化传统',
  banned: '法律法规禁止的其他内容',
})
const 第三条 = p.clause('2.3', '第三条', '不得危害网络安全')
const harms = 第三条.forbids({
  virus: '制作、传播破坏性程序',
  intrusion: '侵入、破坏信息系统',
  harm: '法律法规禁止的其他网络活动',
})
const 第五条 = p.clause('2.5', '第五条', '不得赌博或变相赌博')
const gambling = 第五条.forbids({ gambling: '赌博或变相赌博' })
const acts = { ...contents, ...harms, ...gambling, other: '其他违法行为' }

const rules = 第二条.parameter('rules', '守则版本', 1, { min: 1, setBy: cafeManager })
export const accept = 第二条.register('accept-rules', '接受守则', { customer: customerId, version: count('版本') })
accepted.on(accept, 'customer', (_, { facts }) => ({ version: facts.version }))
第二条.writes(accept, frontDesk)
第二条.guard(
  '先接受守则',
  checkIn,
  ({ facts, look }) =>
    look.row(accepted, facts.customer)?.version !== look.value(rules) && `顾客未接受第 ${look.value(rules)} 版守则`,
)

// 第四条

const 第四条 = p.clause('2.4', '第四条', '经持证单位接入，终端通过局域网，不得直连')
export const install = 第四条.register(
  'terminal',
  '终端资产',
  {
    seat: ref('机位', seat),
    licence: keyword('接入许可'),
    licensedUntil: day('许可至'),
    isDirect: yes('直连互联网'),
  },
  { who: cafeManager },
)
export const beacon = 第四条.register(
  'beacon',
  '终端信号',
  {
    seat: ref('机位', seat),
    isOutside: yes('来自局域网之外'),
  },
  { who: probe },
)
terminal
  .on(install, 'seat', (_, { facts }) => ({ ...facts, isOutside: false }))
  .on(beacon, 'seat', (row, { facts }) => row && { ...row, isOutside: row.isOutside || facts.isOutside })
第四条.guard('终端合规', checkIn, ({ facts, look, today }) => {
  const row = look.row(terminal, facts.seat)
  if (!row) return `机位 ${facts.seat} 没有终端登记`
  if (row.licensedUntil < today) return `机位 ${facts.seat} 的接入许可已过期`
  return row.isDirect
    ? `机位 ${facts.seat} 直连互联网`
    : row.isOutside && `机位 ${facts.seat} 已停用：信号来自局域网之外`
})

// 第六条

const 第六条 = p.clause('2.6', '第六条', '按时巡查；发现违法行为立即制止，二十四小时内报文化行政部门和公安机关')
/** Rounds are units called by their time; those before opening belong to the night of the day before. */
const round = p.unit('round', '巡查时刻')
export const patrolled = 第六条.register(
  'patrol',
  '场内巡查',
  {
    round: keyword('时刻'),
    day: day('日期'),
    finding: optional(text('发现')),
  },
  { who: patrol },
)
export const rounds = 第六条.daily('rounds', '巡查', {
  each: round,
  holder: patrol,
  must: file(patrolled, 'round', 'day'),
  by: before(({ unit, day }) => instantOf(unit < '10:00' ? nextDay(day) : day, unit)),
})
第六条.notice('round-late', '未巡查', { on: rounds.late, to: cafeManager })

const reportWithin = 第六条.parameter('report-within', '上报时限', hours(24), { max: hours(24) })
export const violation = 第六条.register(
  'violation',
  '违规处置',
  {
    category: choice('类别', acts),
    seat: optional(ref('机位', seat)),
    foundAt: instant('发现时间'),
    stoppedAt: instant('制止时间'),
    how: text('制止经过', { max: 2_000 }),
  },
  { asOf: { at: 'foundAt', within: days(3) } },
)
第六条.writes(violation, () => [patrol, frontDesk, cafeManager])
第六条.guard(
  '立即制止',
  violation,
  ({ facts, recorded }) =>
    (facts.stoppedAt < facts.foundAt && '制止早于发现') || (facts.stoppedAt > recorded && '制止时间晚于现在'),
)
export const receipt = 第六条.register(
  'receipt',
  '上报回执',
  {
    violation: ref('违规', violation),
    number: keyword('回执号'),
    office: choice('部门', { culture: '文化行政部门', police: '公安机关' }),
  },
  { who: cafeManager },
)
export const reports = (['culture', 'police'] as const).map((office) => {
  const owed = 第六条.duty(`report-${office}`, '上报违规', violation.filed, ({ id }) => ({ key: id }), {
    holder: cafeManager,
    by: within(reportWithin),
    remind: hours(2),
    must: file(receipt, ({ facts }) => facts.office === office && facts.violation),
  })
  第六条.notice(`report-${office}-late`, '违规未上报', { on: owed.late, to: owner })
  return owed
})

// 第八条

const 第八条 = p.clause('2.8', '第八条', '悬挂有效的营业执照和网络文化经营许可证')
export const certificate = 第八条.register(
  'certificate',
  '证照',
  {
    kind: choice('证照', { business: '营业执照', culture: '网络文化经营许可证' }),
    number: keyword('编号'),
    validUntil: day('有效期至'),
    picture: photo('照片'),
  },
  { who: cafeManager, keep: 'forever' },
)
const renew = 第八条.duty(
  'renew',
  '证照换发',
  certificate.filed,
  ({ facts }) => ({ key: facts.kind, until: facts.validUntil }),
  { holder: cafeManager, by: through(({ until }) => until), remind: days(30), must: file(certificate, 'kind') },
)
第八条.notice('expired', '证照过期', { on: renew.late, to: owner })
const rectifyWithin = 第八条.parameter('rectify-within', '整改时限', hours(24))
const hall = p.unit('hall', '场所')
const checks = {
  each: hall,
  by: before('10:00'),
  remind: hours(1),
  who: patrol,
  faults: { failed: '不合格' },
  rectifier: cafeManager,
  rectifyWithin,
  tell: owner,
}
export const displayed = 第八条.checklist(
  'displayed',
  '证照悬挂检查',
  { business: '营业执照', culture: '网络文化经营许可证' },
  checks,
)

// 第九条

const 第九条 = p.clause('2.9', '第九条', '不接纳未成年人，入口设禁入标志')
const birthday = 第九条.parameter('birthday', '满十八周岁当日可入', true, { setBy: cafeManager })
export const underAge = 第九条.guard(
  '未成年人不得上机',
  checkIn,
  ({ entry, today, look }) => {
    const eve = look.value(birthday) ? today : nextDay(today, -1)
    return age(entry.born, eve) < 18 && '顾客未满十八周岁'
  },
  { recordPerDay: 20 },
)
第九条.notice('under-age', '未成年人来店', { on: underAge.refused, to: cafeManager })
export const sign = 第九条.checklist('no-minors-sign', '禁入标志检查', { sign: '入口显著位置' }, checks)
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

// 第十条

const 第十条 = p.clause('2.10', '第十条', '每日十时至次日二时营业')
const opens = 第十条.parameter('opens', '开门', hours(10), {
  min: hours(8),
  law: hours(8),
  lawForbids: 'below',
  unit: 'clock',
  setBy: cafeManager,
})
const closes = 第十条.parameter('closes', '打烊', hours(26), {
  max: hours(26),
  law: hours(24),
  lawForbids: 'above',
  unit: 'clock',
  setBy: cafeManager,
})
/** The closing ahead, if the house is open: after midnight it is still that of the day before. */
function closingAhead(at: Instant, look: Look): Instant | undefined {
  const time = timeOfDay(at),
    midnight = at - time
  if (time + hours(24) < look.value(closes)) return midnight - hours(24) + look.value(closes)
  return time >= look.value(opens) && time < look.value(closes) ? midnight + look.value(closes) : undefined
}
第十条.guard(
  '营业时间',
  checkIn,
  ({ at, look }) => closingAhead(at, look) === undefined && `现在 ${clockOf(at)}，不在营业时间`,
)
export const stay = 第十条.duty(
  'stay',
  '打烊前下机',
  checkIn.filed,
  ({ facts, at, look }) => ({ key: facts.seat, closing: closingAhead(at, look) ?? at }),
  { holder: frontDesk, by: before(({ closing }) => closing), remind: minutes(10), must: file(checkOut, 'seat') },
)
第十条.enters('closing', checkOut, stay.late, ({ facts }) => ({ seat: facts.key, reason: 'closing' }))

// 第十一条

第十一条.writes([checkIn, checkOut], frontDesk)
第十一条.guard('人证一致', checkIn, ({ facts }) => !facts.faceAgrees && '人证不一致')
第十一条.guard('一机一人', checkIn, ({ facts, look }) => look.row(seat, facts.seat) && `机位 ${facts.seat} 有人`)
第十一条.guard('一人一机', checkIn, ({ facts, look }) => {
  const sitting = look.row(customer, facts.customer)
  return sitting && `该顾客已在机位 ${sitting.seat}`
})
第十一条.guard('机位有人', checkOut, ({ facts, look }) => !look.row(seat, facts.seat) && `机位 ${facts.seat} 没有人`)
第十一条.parameter('keep-days', '保存天数', 60, {
  min: 60,
  law: 60,
  lawForbids: 'below',
  unit: '天',
  setBy: cafeManager,
})
第十一条.reads(checkIn, () => [cafeManager, networkSecurity])

const officers = 第十一条.parameter('officers', '查询人数', 2, { min: 2 })
export const query = 第十一条.register(
  'lawful-query',
  '依法查询',
  {
    office: choice('部门', { culture: '文化行政部门', police: '公安机关' }),
    officers: count('人数'),
    credentials: text('执法证件'),
    document: text('查询文书'),
    from: day('自'),
    until: day('至'),
    customer: optional(customerId),
  },
  { who: cafeManager, keep: 'forever' },
)
第十一条.guard(
  '两人持证',
  query,
  ({ facts, look }) => facts.officers < look.value(officers) && `到场 ${facts.officers} 人`,
)

// 第十二条

const 第十二条 = p.clause('2.12', '第十二条', '网络安全、治安、消防各有负责人')
const responsible = [networkSecurity, order, fire]
const fill = 第十二条.duty(
  'fill',
  '补任负责人',
  dismiss.filed,
  ({ facts, look }) => {
    const post = responsible.find(({ id }) => id === facts.post)
    return post && look.holders(post).length === 0 ? { key: post.id } : undefined
  },
  { holder: owner, by: within(days(7)), must: file(appoint, 'post') },
)
第十二条.notice('vacant', '负责人空缺', { on: fill.opened, to: owner })

const fireChecks = { ...checks, rectifier: fire }
export const flames = p
  .clause('2.12.1', '第十二条第一项', '无明火、无人吸烟、标志在位')
  .checklist('flames', '明火吸烟检查', { flame: '明火', smoking: '吸烟', sign: '禁烟标志' }, fireChecks)
export const explosives = p
  .clause('2.12.2', '第十二条第二项', '不带入、存放易燃易爆物品')
  .checklist('explosives', '易燃易爆检查', { carried: '带入', stored: '存放' }, fireChecks)
export const bars = p
  .clause('2.12.3', '第十二条第三项', '不装封闭门窗栅栏')
  .checklist('bars', '栅栏检查', { bars: '封闭栅栏' }, fireChecks)

const 第十二条四 = p.clause('2.12.4', '第十二条第四项', '营业期间不封堵、不锁闭门窗、通道和出口')
export const exits = 第十二条四.checklist(
  'exits',
  '出口检查',
  { doors: '门', windows: '窗', passages: '疏散通道', exits: '安全出口' },
  fireChecks,
)
第十二条四.guard('营业期间检查', exits.check, ({ at, look }) => closingAhead(at, look) === undefined && '不在营业时间')

const 第十二条五 = p.clause('2.12.5', '第十二条第五项', '不擅自停止安全技术措施')
const measure = choice('措施', { filter: '内容过滤', audit: '上网审计', firewall: '防火墙' })
export const stopRequest = 第十二条五.register('stop-request', '停用申请', {
  applicant: person('申请人'),
  measure,
  from: instant('自'),
  until: instant('至'),
  reason: text('原因'),
})
export const stopping = 第十二条五.approval('stop', '停用安全措施', {
  on: stopRequest.filed,
  applicant: ({ applicant }) => applicant,
  fixes: ['measure', 'from', 'until'],
  steps: [{ id: 'manager', title: '经理', who: cafeManager }],
})
export const stop = 第十二条五.register('stop', '停用', { request: ref('申请', stopRequest), measure })
第十二条五.guard('经批准方可停用', stop, ({ facts, at, look }) => {
  const approved = look.approval(stopping, facts.request)
  if (!approved?.isGranted) return '停用尚未批准'
  if (approved.facts.measure !== facts.measure) return '不是批准的措施'
  return (at < approved.facts.from || at > approved.facts.until) && '不在批准的时段'
})
const stopped = p.matter('stopped', '停用中', { until: instant('至') }).on(stop, 'measure', (_, { facts, look }) => {
  const approved = look.approval(stopping, facts.request)
  return approved && { until: approved.facts.until }
})
export const heartbeat = 第十二条五.register('heartbeat', '措施信号', { measure }, { who: probe })
const alive = 第十二条五.duty(
  'alive',
  '安全措施在运行',
  heartbeat.filed,
  ({ facts: { measure } }) => ({ key: measure, measure }),
  { holder: networkSecurity, by: within(minutes(10)), must: file(heartbeat, 'measure') },
)
export const silence = 第十二条五.register('silence', '措施中断', { measure })
第十二条五.enters('silent', silence, alive.late, ({ facts, at, look }) => {
  const until = look.row(stopped, facts.measure)?.until ?? 0
  return at > until ? { measure: facts.measure } : undefined
})
第十二条五.notice('silence', '安全措施中断', {
  on: silence.filed,
  to: () => [networkSecurity, cafeManager],
  answer: minutes(10),
})

export default p
