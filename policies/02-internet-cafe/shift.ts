/** 第十一条 across shifts and power cuts: whoever takes over signs for what he finds, and nobody stays registered in the dark. */
import { file, within } from '../../engine/declare/terms.ts'
import { count, derived, instant, optional, person, ref, text } from '../../engine/fields.ts'
import { hours, minutes } from '../../engine/time.ts'
import { checkOut, seat, seated, 第十一条 } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, p } from './house.ts'

/** Everything that is on when the power goes: one entry, and the system checks out whoever sat there then. */
export const powerCut = 第十一条.register(
  'power-cut',
  '停电',
  { cutAt: instant('停电时间'), note: optional(text('说明', { max: 500 })) },
  { asOf: { at: 'cutAt', within: hours(2) }, who: frontDesk },
)
第十一条.enters('power', checkOut, powerCut.filed, ({ at, look }) =>
  look
    .members(seated, 'house')
    .filter((one) => (look.row(seat, one)?.since ?? at) < at)
    .map((one) => ({ seat: one, reason: 'power' as const })),
)
第十一条.reads(powerCut, () => [cafeManager, frontDesk, networkSecurity])

/** A shift that was handed over, until whoever takes it has signed. */
export const handing = p.matter('hand-over', '交班', { to: person('接班人') })
export const handOver = 第十一条.register(
  'hand-over',
  '交班',
  {
    to: person('接班人'),
    open: optional(text('未了事项', { max: 2_000 })),
    seated: derived(count('在座人数')),
  },
  { who: frontDesk, derives: ({ look }) => ({ seated: look.count(seated, 'house') }) },
)
handing.opens(handOver, ({ facts: { to } }) => ({ to }))
第十一条.guard(
  '交给另一位前台',
  handOver,
  ({ facts, by, look }) =>
    (facts.to === by && '接班人就是交班人') || (!look.holds(facts.to, frontDesk) && `{p:${facts.to}} 不是前台`),
  { field: 'to' },
)
export const takeOver = 第十一条.register(
  'take-over',
  '接班',
  { handOver: ref('交班', handing), remark: optional(text('说明', { max: 2_000 })) },
  { who: frontDesk },
)
handing.on(takeOver, 'handOver', () => undefined)
第十一条.guard(
  '接班人本人签',
  takeOver,
  ({ facts, by, look }) => {
    const row = look.row(handing, facts.handOver)
    return row ? row.to !== by && '操作人不是接班人' : '没有这次交班，或者已经签过'
  },
  { field: 'handOver' },
)
第十一条.reads([handOver, takeOver], () => [cafeManager, frontDesk])
const signWithin = 第十一条.parameter('take-over-within', '接班签收时限', minutes(30), {
  min: minutes(5),
  max: hours(2),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const signs = 第十一条.duty('take-over', '签收接班', handOver.filed, ({ id, facts: { to } }) => ({ key: id, to }), {
  holder: ({ to }) => to,
  by: within(signWithin),
  must: file(takeOver, 'handOver'),
})
第十一条.notice('take-over-late', '接班没有签收', { on: signs.late, to: cafeManager })
