/** 第十条: nobody comes in outside the hours, and whoever still sits at closing is checked out. */
import { before, either, file } from '../../engine/declare/terms.ts'
import { choice, day, text } from '../../engine/fields.ts'
import { clockOf, hours, minutes } from '../../engine/time.ts'
import { changeSeat, checkIn, checkOut } from './counter.ts'
import { cafeManager, frontDesk, owner } from './house.ts'
import { businessDay, closes, closingAhead, closingOf, permit, 第十条 } from './opening.ts'

第十条.guard(
  '营业时间',
  [checkIn, changeSeat],
  ({ at, look }) => closingAhead(at, look) === undefined && `现在 ${clockOf(at)}，不在营业时间`,
)
/** Whoever sits down leaves by the closing of that business day, also when it is brought forward while he sits. */
export const stay = 第十条.duty(
  'stay',
  '打烊前下机',
  either(checkIn.filed, changeSeat.filed),
  ({ facts, at, look }) => ({ key: 'to' in facts ? facts.to : facts.seat, day: businessDay(at, look) }),
  {
    holder: frontDesk,
    by: before(({ day }, { at, look }) => Math.max(at, closingOf(day, look))),
    remind: minutes(10),
    must: [file(checkOut, 'seat'), file(changeSeat, 'seat')],
    follows: [closes],
  },
)
第十条.enters('closing', checkOut, stay.late, ({ facts }) => ({ seat: facts.key, reason: 'closing' }))

const closings = { '24:30': '次日 00:30', '25:00': '次日 01:00', '25:30': '次日 01:30', '26:00': '次日 02:00' }
export const permitted = 第十条.register(
  'hours-permit',
  '延长营业批准',
  {
    authority: text('批准部门', { max: 100 }),
    document: text('批准文号', { max: 100 }),
    closing: choice('准许营业至', closings),
    until: day('有效期至'),
  },
  { who: cafeManager, keep: 'forever' },
)
permit.on(
  permitted,
  () => 'closing',
  (_, { facts: { closing, until } }) => ({
    closing: Number(closing.slice(0, 2)) * hours(1) + Number(closing.slice(3)) * minutes(1),
    until,
  }),
)
第十条.reads(permitted, () => [cafeManager, owner])
第十条.argues(
  '原文可营业到次日二时，行政法规只到二十四时：零时至二时与法律不一致，除非改为二十四时打烊或登记当地的批准',
)
