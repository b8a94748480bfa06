/** The counter's entries and what they move: who sits where. They belong to article 11; most clauses bind them. */
import type { Happening, Look } from '../../engine/declare/words.ts'
import {
  choice,
  count,
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
import { documents } from '../../engine/identity.ts'
import { p } from './house.ts'

const customerId = hashed(idNumber('证件号', { kindIn: 'idKind' }))
/** From check-in until check-out, called by its check-in: a corrected number or a changed seat leaves it the same. */
export const sitting = p.matter('sitting', '上机', { seat: keyword('机位'), customer: customerId })
export const seat = p.matter('seat', '机位', { sitting: ref('上机', sitting), since: instant('上机时间') })
/** Who sat at a seat last, and who before him: a terminal's log lines may come when he has gone. */
export const lastSat = p.matter('last-sat', '机位最近的上机', {
  sitting: ref('上机', sitting),
  since: instant('上机时间'),
  earlier: optional(ref('前一次上机', sitting)),
})
/** Who sits now, by seat: what is handed over with a shift, and who is checked out when the power goes. */
export const seated = seat.count('seated', '在座', { by: () => 'house', keep: 400 })
/** Which sitting was a customer's last; whether he still sits, the sitting itself says. */
export const customer = p.matter('customer', '顾客', { sitting: ref('上机', sitting) })
/** Which version of the house rules holds; until the manager publishes his own, the first, in the words of the policy. */
export const rulesInForce = p.matter('house-rules', '上网守则', { version: count('版本') })
export const rulesNow = (look: Pick<Look, 'row'>) => look.row(rulesInForce, 'now')?.version ?? 1
/** The last version that a customer accepted. */
export const acceptance = p.matter('acceptance', '守则接受', { version: count('版本') })

export const 第十一条 = p.clause('2.11', '第十一条', '核对、登记有效证件，记录上网信息，保存不少于六十日')
export const checkIn = 第十一条.register(
  'check-in',
  '上机登记',
  {
    idKind: choice('证件', documents),
    customer: customerId,
    name: text('姓名', { max: 60 }),
    born: optional(personal(day('出生日期'))),
    seat: ref('机位', seat),
    faceAgrees: yes('人证一致'),
    acceptsRules: optional(yes('接受守则')),
    rules: derived(count('守则版本')),
  },
  { derives: ({ facts, look }) => (facts.acceptsRules ? { rules: rulesNow(look) } : {}) },
)
/** Who sits there, written down with the entry: what a later correction changes does not change whom it was about. */
const sat = { sitting: derived(ref('上机', sitting)), since: derived(instant('上机时间')) }
export const changeSeat = 第十一条.register(
  'change-seat',
  '换座',
  { seat: ref('机位', seat), to: ref('换到', seat), ...sat },
  { derives: ({ facts, look }) => look.row(seat, facts.seat) ?? {} },
)
const reasons = {
  leaves: '离开',
  gone: '走了没有办下机',
  closing: '打烊',
  power: '停电',
  escorted: '劝离',
}
export const checkOut = 第十一条.register(
  'check-out',
  '下机登记',
  { seat: ref('机位', seat), reason: choice('原因', reasons), ...sat },
  { derives: ({ facts, look }) => look.row(seat, facts.seat) ?? {} },
)
customer.on(checkIn, 'customer', (_, { id }) => ({ sitting: id }))
acceptance.on(
  checkIn,
  ({ facts }) => (facts.rules === undefined ? undefined : facts.customer),
  (row, { facts }) => (facts.rules === undefined ? row : { version: facts.rules }),
)
seat
  .on(checkIn, 'seat', (_, { id, at }) => ({ sitting: id, since: at }))
  .on(changeSeat, 'to', (_, { facts: { sitting: of, since } }) =>
    of === undefined || since === undefined ? undefined : { sitting: of, since },
  )
  .on(changeSeat, 'seat', () => undefined)
  .on(checkOut, 'seat', () => undefined)
lastSat
  .on(checkIn, 'seat', (row, { id, at }) => ({ sitting: id, since: at, ...(row ? { earlier: row.sitting } : {}) }))
  .on(changeSeat, 'to', (row, { at, facts: { sitting: of } }) =>
    of === undefined ? row : { sitting: of, since: at, ...(row ? { earlier: row.sitting } : {}) },
  )
const bySitting = ({ facts }: Happening<{ readonly sitting?: string }>) => facts.sitting
sitting
  .opens(checkIn, ({ facts }) => ({ seat: facts.seat, customer: facts.customer }))
  .on(changeSeat, bySitting, (row, { facts }) => row && { ...row, seat: facts.to })
  .on(checkOut, bySitting, () => undefined)
