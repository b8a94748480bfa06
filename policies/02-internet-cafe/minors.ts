/** 第九条: nobody under eighteen is let in, and the sign at each entrance says so. */
import { enteredWithin } from '../../engine/declare/checklist.ts'
import { before } from '../../engine/declare/terms.ts'
import type { OnEach } from '../../engine/declare/words.ts'
import { choice, instant, optional, photo, ref, text } from '../../engine/fields.ts'
import { bornIn, tellsBirth } from '../../engine/identity.ts'
import { age, days, hours, nextDay } from '../../engine/time.ts'
import { checkIn, checkOut, seat } from './counter.ts'
import { cafeManager, entrance, p, patrol } from './house.ts'
import { businessDay, openingOf } from './opening.ts'

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
    seat: optional(ref('机位', seat)),
    handedTo: optional(choice('交给谁', { guardian: '监护人', school: '学校', police: '公安机关', alone: '自己离开' })),
    picture: optional(photo('照片')),
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
// Whose seat he had (by somebody else's document, or beside him) is free from then on.
第九条.enters('escorted', checkOut, minor.filed, ({ facts, look }) =>
  facts.seat !== undefined && look.row(seat, facts.seat) ? { seat: facts.seat, reason: 'escorted' } : undefined,
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
    by: before(({ day }: OnEach, { look }) => openingOf(day, look)),
    // After midnight and before closing it is still the evening before: nothing is seen yet of the next opening.
    countsFor: ({ at, look }) => businessDay(at, look),
    remind: hours(1),
    who: patrol,
    faults: { missing: '缺失', hidden: '被遮挡', damaged: '损坏' },
    rectifier: cafeManager,
    rectifyWithin,
    tell: cafeManager,
  },
)
