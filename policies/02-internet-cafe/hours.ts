/** 第十条: nobody comes in outside the hours, and whoever still sits at closing is checked out. */
import { before, either, file } from '../../engine/declare/terms.ts'
import { clockOf, minutes } from '../../engine/time.ts'
import { changeSeat, checkIn, checkOut } from './counter.ts'
import { frontDesk } from './house.ts'
import { closingAhead, 第十条 } from './opening.ts'

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
