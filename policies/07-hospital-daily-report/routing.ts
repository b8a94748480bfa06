/** 第四条第三项: one first inbox for each item, whom it is passed to, and who reads it. */
import { of, optional, ref, text } from '../../engine/fields.ts'
import { hours, minutes } from '../../engine/time.ts'
import { functional, item, kinds, medicalOffice, p } from './house.ts'

export const 第四条三 = p.clause('7.4.3', '第四条第三项', '医疗报医务科，护理报护理部，其他报医务科转职能科室')
const own = { unit: 'duration', isOwn: true, setBy: medicalOffice } as const
export const answerWithin = 第四条三.parameter('answer-within', '签收时限', hours(4), {
  min: minutes(15),
  max: hours(24),
  ...own,
})
export const passWithin = 第四条三.parameter('pass-within', '转交时限', hours(4), {
  min: minutes(15),
  max: hours(24),
  ...own,
})
export const passOn = 第四条三.register('pass-on', '转交', {
  item: ref('信息', item),
  to: of(functional),
  remark: optional(text('说明', { max: 500 })),
})
item.on(passOn, 'item', (row, { facts }) => row && { ...row, passedTo: facts.to })
第四条三.writes(passOn, medicalOffice)
第四条三.guard(
  '有信息可转',
  passOn,
  ({ facts, look }) => {
    const row = look.row(item, facts.item)
    if (!row) return '没有这件信息'
    return (row.kind === 'medical' || row.kind === 'nursing') && `${kinds[row.kind]}信息不转职能科室`
  },
  { field: 'item' },
)
