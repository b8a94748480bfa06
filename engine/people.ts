/** 组织: natural persons, accounts, posts, units, and which policies hold. Shared by every policy, in the same words. */
import { choice, count, day, declared, instant, keyword, optional, records } from './fields.ts'
import { administrator, byAdministrator as who, organisation as p } from './persons.ts'
import { dayOf, type Day } from './time.ts'

export * from './persons.ts'

// Units

export interface UnitRow {
  readonly title: string
  readonly from: Day
  readonly until?: Day
}
const 单位 = p.clause('0.3', '组织第三条', '单位的设立与撤销须登记')
const unitKey = { kind: declared('类别', 'unit'), unit: keyword('编号', { max: 60 }) }
export const unit = p.matter('unit', '单位', {
  title: keyword('名称', { max: 60 }),
  from: day('设立'),
  until: optional(day('最后一日')),
})
/** All units of a kind, as long as the daily duties need them. */
export const units = p.matter('units', '单位一览', { all: records<{ unit: string; from: Day; until?: Day }>('单位') })
export const openUnit = 单位.register(
  'open-unit',
  '设立单位',
  {
    ...unitKey,
    title: keyword('名称', { max: 60 }),
    from: day('设立之日'),
  },
  who,
)
export const closeUnit = 单位.register('close-unit', '撤销单位', { ...unitKey, last: day('最后一日') }, who)
unit
  .on(openUnit, ['kind', 'unit'], (_, { facts: { title, from } }) => ({ title, from }))
  .on(closeUnit, ['kind', 'unit'], (row, { facts }) => row && { ...row, until: facts.last })
units
  .on(openUnit, 'kind', (row, { facts: { unit, from } }) => ({
    all: [...(row?.all ?? []).filter((one) => one.unit !== unit), { unit, from }],
  }))
  .on(
    closeUnit,
    'kind',
    (row, { facts }) =>
      row && { all: row.all.map((one) => (one.unit === facts.unit ? { ...one, until: facts.last } : one)) },
  )
export const isOpenOn = ({ from, until }: Pick<UnitRow, 'from' | 'until'>, today: Day) =>
  from <= today && (until === undefined || today <= until)
单位.guard(
  '单位不重复',
  openUnit,
  ({ facts, look }) => {
    const row = look.row(unit, `${facts.kind}|${facts.unit}`)
    return row !== undefined && (row.until === undefined || facts.from <= row.until) && `“${row.title}”已经设立`
  },
  { field: 'unit' },
)
单位.guard(
  '单位存在',
  closeUnit,
  ({ facts, look }) => {
    const row = look.row(unit, `${facts.kind}|${facts.unit}`)
    if (row === undefined) return '没有这个单位'
    return row.until === undefined
      ? facts.last < row.from && `“${row.title}”自 ${row.from} 才设立`
      : `“${row.title}”已于 ${row.until} 撤销`
  },
  { field: 'unit' },
)

单位.reads([openUnit, closeUnit], administrator)

// Policies, calendar, parameters

export const 施行 = p.clause('0.4', '组织第四条', '制度自本单位决定的日期起施行')
export const adopted = p.matter('adopted', '施行的制度', { from: day('自'), until: optional(day('最后一日')) })
export const isAdoptedOn = ({ from, until }: { readonly from: Day; readonly until?: Day }, today: Day) =>
  from <= today && (until === undefined || today <= until)
export const adopt = 施行.register(
  'adopt',
  '施行制度',
  {
    policy: declared('制度', 'policy'),
    from: day('施行之日'),
  },
  { ...who, isFinal: true },
)
/** Nothing is owed by it from the day after; what is owed already stays owed. */
export const endAdoption = 施行.register(
  'end-adoption',
  '终止制度',
  { policy: declared('制度', 'policy'), last: day('最后一日') },
  { ...who, isFinal: true },
)
adopted
  .on(adopt, 'policy', (_, { facts }) => ({ from: facts.from }))
  .on(endAdoption, 'policy', (row, { facts }) => row && { ...row, until: facts.last })
施行.guard(
  '不重复施行',
  adopt,
  ({ facts, look, today }) => {
    const row = look.row(adopted, facts.policy)
    return row && isAdoptedOn(row, today) && `已自 ${row.from} 起施行`
  },
  { field: 'policy' },
)
施行.guard('不追溯', adopt, ({ facts, recorded }) => facts.from < dayOf(recorded) && '施行之日早于今天', {
  field: 'from',
})

施行.guard(
  '施行的才能终止',
  endAdoption,
  ({ facts, look, recorded }) => {
    const row = look.row(adopted, facts.policy)
    if (!row) return '没有施行这项制度'
    if (row.until !== undefined) return `已定于 ${row.until} 终止`
    if (facts.last < dayOf(recorded)) return '最后一日早于今天'
    return facts.last < row.from && `自 ${row.from} 才施行`
  },
  { field: 'last' },
)

施行.reads([adopt, endAdoption], administrator)

// Moving and restoring

const 恢复 = p.clause(
  '0.6',
  '组织第六条',
  '由备份恢复或由导出文件导入的，须登记文件写成的时间和条数，其后别处的登记可能缺失',
)
export const restored = p.matter('restored', '恢复', { size: count('文件的条数'), made: instant('文件写成于') })
/** Only the system enters it, at its first start after the move. */
export const restore = 恢复.register(
  'restored',
  '恢复登记',
  {
    how: choice('方式', { restore: '由备份恢复', import: '由导出文件导入' }),
    size: count('文件的条数', { max: 1e15 }),
    made: instant('文件写成于'),
    done: instant('恢复于'),
  },
  { who: () => [], keep: 'forever', isFinal: true },
)
restored.on(
  restore,
  ({ facts }) => `${facts.done}`,
  (_, { facts: { size, made } }) => ({ size, made }),
)
恢复.reads(restore, administrator)

/** Our own outages, which make nobody late. */
export const 停机 = p.clause('0.8', '组织第八条', '系统停机的起止须登记；停机期间到期的事顺延，不算谁逾期')
export const 日历 = p.clause('0.5', '组织第五条', '节假日与参数由系统管理员设定')

export default p
