/** 快递安全: parcels on their way, and incidents whose level is what the facts make it. */
import { policy } from '../../declare/policy.ts'
import { file, within } from '../../declare/terms.ts'
import { choice, count, keyword, of, optional, personal, phoneNumber, ref, text, yes } from '../../fields.ts'
import { hours, minutes, years } from '../../time.ts'

const p = policy('express-delivery', '快递安全', { inForce: '2026-01-01', keep: years(1) })
const outlet = p.unit('outlet', '网点')
const courier = p.post('courier', '快递员')
const sorter = p.post('sorter', '分拣员')
const deputy = p.post('deputy', '副组长')
const head = p.post('head', '组长')
const principal = p.post('principal', '公司负责人')

const 操作二 = p.clause('11.B.2', '规程第二条', '收寄、揽收、分拣、派送、查询依次进行')
const steps = { taken: '已收寄', here: '到站', moving: '在途', out: '派送中', stuck: '滞留' }
export const parcel = p.matter('parcel', '运单', { step: choice('状态', steps), outlet: of(outlet) })
const waybill = ref('运单号', parcel)
export const accept = 操作二.register(
  'accept',
  '收寄',
  {
    waybill,
    outlet: of(outlet),
    sender: text('寄件人'),
    phone: phoneNumber('电话'),
    isInspected: yes('已验视'),
    contract: optional(keyword('协议客户')),
    weight: optional(personal(count('重量'))),
  },
  { who: courier },
)
export const scan = 操作二.register(
  'scan',
  '扫描',
  {
    waybill,
    does: choice('动作', { arrives: '到站', leaves: '发出' }),
    outlet: of(outlet),
  },
  { who: sorter },
)
export const goOut = 操作二.register('go-out', '派送', { waybill }, { who: courier })
export const sign = 操作二.register(
  'sign',
  '签收',
  {
    waybill,
    signer: choice('签收人', { self: '本人', agent: '代收' }),
  },
  { who: courier },
)
parcel
  .step(accept, 'waybill', { from: ['none'], to: 'taken', sets: ({ facts }) => ({ outlet: facts.outlet }) })
  .step(goOut, 'waybill', { from: ['here', 'stuck'], to: 'out' })
  .step(sign, 'waybill', { from: ['out', 'stuck'], to: 'done' })
  .on(
    scan,
    'waybill',
    (row, { facts }) => row && { ...row, step: facts.does === 'arrives' ? 'here' : 'moving', outlet: facts.outlet },
  )
操作二.guard('次序', scan, ({ facts, look }) => {
  const row = look.row(parcel, facts.waybill)
  if (!row) return `运单 ${facts.waybill} 没有收寄`
  if (facts.does === 'leaves') {
    if (row.step === 'moving') return `运单 ${facts.waybill} 已发出`
    return row.outlet !== facts.outlet && `运单 ${facts.waybill} 在 ${row.outlet}`
  }
  return row.step === 'here' && row.outlet !== facts.outlet && `运单 ${facts.waybill} 尚未从 ${row.outlet} 发出`
})
const 应急五 = p.clause('11.A.5.4', '预案第五条', '散件逐件验视')
应急五.guard('未验视不得收寄', accept, ({ facts }) => !facts.isInspected && !facts.contract && '散件没有验视')

const 应急三 = p.clause('11.A.3', '预案第三条', '事件分级')
const kinds = { fire: '火灾', robbed: '被抢被盗', backlog: '积压', lost: '丢失', complaint: '投诉' }
export const incident = 应急三.register(
  'incident',
  '应急事件',
  {
    kind: choice('种类', kinds),
    outlet: of(outlet),
    count: count('件数'),
  },
  { keep: years(3) },
)
export const event = p.matter('event', '事件', {
  kind: choice('种类', kinds),
  outlet: of(outlet),
  count: count('件数'),
})
export const progress = 应急三.register('incident-fact', '事件进展', {
  incident: ref('事件', event),
  count: count('件数'),
})
export const result = 应急三.register('incident-result', '处置结果', {
  incident: ref('事件', event),
  cause: text('原因'),
  level: choice('级别', { special: '特级', one: '一级', two: '二级', three: '三级' }),
})
event
  .opens(incident, ({ facts: { kind, outlet, count } }) => ({ kind, outlet, count }))
  .on(progress, 'incident', (row, { facts }) => row && { ...row, count: facts.count })
  .on(result, 'incident', () => undefined)

/** The level is never typed: it is what the facts make it, each time it is asked. */
const levelOf = (row: { readonly kind: keyof typeof kinds; readonly count: number }) =>
  incident.by('kind', {
    fire: 'special',
    robbed: 'one',
    complaint: 'three',
    backlog: row.count > 50 ? 'two' : 'three',
    lost: row.count > 1 ? 'two' : 'three',
  })(row)
应急三.guard('级别由事实定', result, ({ facts, look }) => {
  const row = look.row(event, facts.incident)
  return row ? levelOf(row) !== facts.level && `按事实应为“${levelOf(row)}”` : '没有这个事件'
})

const backlogLine = 应急三.parameter('backlog-line', '积压件数', 50, { max: 50, setBy: head })
const backlog = parcel.count('backlog', '积压', {
  by: ({ outlet }) => outlet,
  where: ({ step }) => step === 'here' || step === 'stuck',
})
const backlogOpen = event.count('backlog-open', '未了结的积压', {
  by: ({ outlet }) => outlet,
  where: ({ kind }) => kind === 'backlog',
})
应急三.enters('backlog', incident, backlog.above(backlogLine, { unless: backlogOpen }), ({ facts }) => ({
  kind: 'backlog',
  outlet: facts.key,
  count: facts.count,
}))

const 应急四 = p.clause('11.A.4.1', '预案第四条', '三级：四十分钟内处置')
const threeWithin = 应急四.parameter('three-within', '三级处置时限', minutes(40), { max: minutes(40) })
const told = { special: principal, one: principal, two: head, three: deputy }
const withinMs = { special: hours(24), one: hours(12), two: hours(8) }
export const handleIncident = 应急四.duty(
  'handle',
  '处置事件',
  incident.filed,
  ({ id, facts, look }) => {
    const level = levelOf(facts)
    return { key: id, level, withinMs: level === 'three' ? look.value(threeWithin) : withinMs[level] }
  },
  {
    holder: ({ level }) => told[level],
    by: within(({ withinMs }) => withinMs),
    remind: minutes(10),
    must: file(result, 'incident'),
  },
)
应急四.notice('escalate', '逾期上报', {
  on: handleIncident.late,
  to: ({ level }) => (level === 'three' ? head : principal),
})
export default p
