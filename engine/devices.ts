/** 组织第七条: computers that several people use in turn. By which token such a computer is known is no part of the log. */
import { count, declared, instant, keyword, list, optional, person } from './fields.ts'
import organisation, { administrator, unit as ofUnits } from './people.ts'

const 共用电脑 = organisation.clause(
  '0.7',
  '组织第七条',
  '几个人轮流用的电脑，由系统管理员在那台电脑上登记，写明放在哪里、谁可以用；换人用各自的账号，谁也不用别人的；不再这样用的，撤销登记',
)
const place = { kind: optional(declared('类别', 'unit')), unit: optional(keyword('单位', { max: 60 })) }
const users = { posts: optional(list(declared('岗位', 'post'))), idleMin: count('离开几分换人', { min: 1, max: 30 }) }

/** One that is enrolled; a revoked one has no row. Its users hold one of the posts, or any post of its unit. */
export const device = organisation.matter('device', '共用电脑', {
  title: keyword('名称', { max: 40 }),
  ...place,
  ...users,
  from: instant('登记于'),
  by: person('登记人'),
})
const terms = { who: administrator, keep: 'forever', isFinal: true } as const
export const enrolDevice = 共用电脑.register(
  'enrol-device',
  '登记共用电脑',
  { device: keyword('编号', { max: 20 }), title: keyword('名称', { max: 40 }), ...place, ...users },
  terms,
)
export const revokeDevice = 共用电脑.register(
  'revoke-device',
  '撤销共用电脑',
  { device: keyword('编号', { max: 20 }) },
  terms,
)
device
  .on(enrolDevice, 'device', (_, { facts: { title, kind, unit, posts, idleMin }, at, by }) => ({
    title,
    ...(kind === undefined || unit === undefined ? {} : { kind, unit }),
    ...(posts === undefined ? {} : { posts }),
    idleMin,
    from: at,
    by,
  }))
  .on(revokeDevice, 'device', () => undefined)

共用电脑.guard(
  '编号不重复',
  enrolDevice,
  ({ facts, look }) => look.row(device, facts.device) !== undefined && '这台电脑已经登记',
  { field: 'device' },
)
共用电脑.guard(
  '单位存在',
  enrolDevice,
  ({ facts: { kind, unit }, look, today }) => {
    if (kind === undefined && unit === undefined) return undefined
    if (kind === undefined || unit === undefined) return '类别和单位须一起写明'
    const row = look.row(ofUnits, `${kind}|${unit}`)
    if (row === undefined) return '没有这个单位'
    return row.until !== undefined && row.until < today && `“${row.title}”已于 ${row.until} 撤销`
  },
  { field: 'unit' },
)
共用电脑.guard(
  '写明谁可以用',
  enrolDevice,
  ({ facts: { unit, posts = [] } }) => unit === undefined && posts.length === 0 && '没有写明谁可以用：单位或岗位',
  { field: 'posts' },
)
共用电脑.guard(
  '登记了才能撤销',
  revokeDevice,
  ({ facts, look }) => look.row(device, facts.device) === undefined && '没有登记这台电脑',
  { field: 'device' },
)
共用电脑.reads([enrolDevice, revokeDevice], administrator)
