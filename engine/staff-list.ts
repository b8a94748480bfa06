/** 组织第一条: a list of staff entered as a whole, and taken back as a whole. Its lines are entries like any other. */
import { choice, count, keyword, ref } from './fields.ts'
import { 人员, administrator, byAdministrator, organisation } from './persons.ts'

/** Its lines are the entries that it set in motion (`because`); no value of anybody stands in it. */
export const importStaff = 人员.register(
  'staff-import',
  '导入人员名单',
  {
    source: choice('来源', { workbook: 'Excel 工作簿', text: '文本文件', pasted: '粘贴' }),
    rows: count('行数', { max: 5_000 }),
    hash: keyword('文件摘要', { max: 80 }),
  },
  { ...byAdministrator, isFinal: true },
)
export const undoImport = 人员.register(
  'undo-import',
  '撤销导入',
  { of: ref('名单', importStaff) },
  { ...byAdministrator, isFinal: true },
)
export const staffList = organisation.matter('staff-list', '人员名单', { rows: count('行数') })
staffList.on(
  importStaff,
  ({ id }) => id,
  (_, { facts: { rows } }) => ({ rows }),
)
人员.guard(
  '有名单才撤',
  undoImport,
  ({ facts, look }) => look.row(staffList, facts.of) === undefined && '没有这份名单',
  {
    field: 'of',
  },
)
人员.reads([importStaff, undoImport], administrator)
