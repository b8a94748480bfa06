/** 第八条: two licences, entered, valid, and hanging where everybody sees them. */
import { enteredWithin } from '../../engine/declare/checklist.ts'
import { before, file, through, within } from '../../engine/declare/terms.ts'
import type { OnEach } from '../../engine/declare/words.ts'
import { choice, day, optional, photo, text } from '../../engine/fields.ts'
import { days, hours, weekday } from '../../engine/time.ts'
import { cafeManager, owner, p, patrol } from './house.ts'
import { businessDay, openingOf } from './opening.ts'

const 第八条 = p.clause('2.8', '第八条', '显著位置悬挂有效的网络文化经营许可证和营业执照')
const kinds = { business: '营业执照', culture: '网络文化经营许可证' }

/** Valid until that day; a business licence may have no end. */
export const held = p.matter('certificate', '证照', { validUntil: optional(day('有效期至')) })
export const certificate = 第八条.register(
  'certificate',
  '证照',
  {
    kind: choice('证照名称', kinds),
    number: text('编号', { max: 60 }),
    validUntil: optional(day('有效期至')),
    picture: optional(photo('照片')),
  },
  { who: cafeManager, keep: 'forever' },
)
held.on(certificate, 'kind', (_, { facts: { validUntil } }) => (validUntil === undefined ? {} : { validUntil }))
第八条.guard(
  '许可证有期限',
  certificate,
  ({ facts: { kind, validUntil } }) => kind === 'culture' && validUntil === undefined && `${kinds.culture}没有写有效期`,
  { field: 'validUntil' },
)
第八条.reads(certificate, () => [cafeManager, owner, patrol])

const missing = 第八条.daily('certificate-missing', '登记证照', {
  names: () => Object.keys(kinds),
  owes: ({ unit }, { look }) => look.row(held, unit) === undefined,
  isLasting: true,
  holder: cafeManager,
  by: within(days(3)),
  must: file(certificate, 'kind'),
})
第八条.notice('certificate-missing-late', '证照没有登记', { on: missing.late, to: owner })

const ahead = 第八条.parameter('certificate-ahead', '证照到期提前提醒', days(60), {
  min: days(7),
  max: days(180),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const renew = 第八条.duty(
  'certificate-renew',
  '证照换发',
  certificate.filed,
  ({ facts: { kind, validUntil } }) => (validUntil === undefined ? undefined : { key: kind, day: validUntil }),
  { holder: cafeManager, by: through(({ day }) => day), remind: ahead, must: file(certificate, 'kind') },
)
第八条.notice('certificate-expired', '证照过期', { on: renew.late, to: owner })

const rectifyWithin = 第八条.parameter('display-rectify-within', '证照悬挂整改时限', hours(24), {
  min: enteredWithin,
  max: hours(72),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
export const displayed = 第八条.checklist('certificates-displayed', '证照悬挂检查', kinds, {
  on: (day) => weekday(day) === 1,
  by: before(({ day }: OnEach, { look }) => openingOf(day, look)),
  countsFor: ({ at, look }) => businessDay(at, look),
  remind: hours(1),
  who: patrol,
  faults: { missing: '没有悬挂', hidden: '被遮挡或看不清' },
  rectifier: cafeManager,
  rectifyWithin,
  tell: owner,
})
第八条.argues('原文从第六条直接到第八条，没有第七条')
