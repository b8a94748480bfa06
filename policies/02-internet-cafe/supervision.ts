/** 第一条: the staff sign what they stand for, and what an authority finds is put right by its date. */
import { file, through } from '../../engine/declare/terms.ts'
import { choice, day, instant, optional, photo, ref, text } from '../../engine/fields.ts'
import { dayOf, days, years } from '../../engine/time.ts'
import { checkIn } from './counter.ts'
import { cafeManager, fire, frontDesk, networkSecurity, order, owner, p, patrol } from './house.ts'

const 第一条 = p.clause('2.1', '第一条', '守法经营，自律自查，接受监督，为顾客做好服务；顾客文明上网')
const staff = [cafeManager, frontDesk, patrol, networkSecurity, order, fire]
const promise = 第一条.pledge('守法经营承诺', staff, days(1))
第一条.reads(promise.signature, () => cafeManager)
第一条.guard('签了承诺才接待', checkIn, ({ by, look }) => !look.hasSigned(by, promise) && '操作人没有签守法经营承诺')

const 第一条检查 = p.clause('2.1.1', '第一条', '主管部门的检查如实登记，要整改的按期整改')
/** An inspection that asked for something, until that is done. */
const asked = p.matter('inspection', '待整改的检查', { since: instant('检查时间'), rectifyBy: day('整改期限') })
export const inspection = 第一条检查.register(
  'inspection',
  '主管部门检查',
  {
    authority: choice('检查部门', {
      culture: '文化行政部门',
      police: '公安机关',
      market: '市场监督管理部门',
      fire: '消防救援机构',
      other: '其他部门',
    }),
    inspectedAt: instant('检查时间'),
    officers: text('检查人员', { max: 100 }),
    result: choice('结论', { passed: '没有问题', told: '口头指出', ordered: '责令整改' }),
    finding: text('检查情况', { max: 2_000 }),
    document: optional(text('整改通知书号', { max: 100 })),
    rectifyBy: optional(day('整改期限')),
  },
  { asOf: { at: 'inspectedAt', within: days(3) }, keep: years(3), who: cafeManager },
)
第一条检查.guard(
  '责令整改须有通知书号',
  inspection,
  ({ entry }) => entry.result === 'ordered' && entry.document === undefined && '责令整改而没有写通知书号',
  { field: 'document' },
)
第一条检查.guard(
  '整改期限',
  inspection,
  ({ facts: { result, rectifyBy, inspectedAt } }) => {
    if (rectifyBy === undefined) return result === 'ordered' && '责令整改而没有写期限'
    return result === 'passed' ? '没有问题而写了期限' : rectifyBy < dayOf(inspectedAt) && '整改期限早于检查'
  },
  { field: 'rectifyBy' },
)
export const rectified = 第一条检查.register(
  'inspection-rectified',
  '检查整改',
  {
    inspection: ref('检查', asked),
    doneAt: instant('整改时间'),
    measure: text('措施', { max: 2_000 }),
    picture: optional(photo('照片')),
  },
  { asOf: { at: 'doneAt', within: days(1) }, keep: years(3), who: cafeManager },
)
asked
  .on(
    inspection,
    ({ id, facts }) => (facts.rectifyBy === undefined ? undefined : id),
    (row, { at, facts: { rectifyBy } }) => (rectifyBy === undefined ? row : { since: at, rectifyBy }),
  )
  .on(rectified, 'inspection', () => undefined)
第一条检查.guard(
  '有整改要求的检查',
  rectified,
  ({ facts, look }) => {
    const row = look.row(asked, facts.inspection)
    if (!row) return '没有这次检查，或者没有待整改的'
    return facts.doneAt < row.since && '整改时间早于检查'
  },
  { field: 'inspection' },
)
const rectify = 第一条检查.duty(
  'inspection-rectify',
  '检查后整改',
  inspection.filed,
  ({ id, facts: { rectifyBy } }) => (rectifyBy === undefined ? undefined : { key: id, day: rectifyBy }),
  { holder: cafeManager, by: through(({ day }) => day), remind: days(2), must: file(rectified, 'inspection') },
)
第一条检查.notice('inspection-rectify-late', '检查整改逾期', { on: rectify.late, to: owner })
第一条检查.reads([inspection, rectified], () => [cafeManager, owner])
