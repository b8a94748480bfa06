/** 信息安全保密管理: the clauses about who may not be the same person, and the change of data that four of them carry. */
import { policy } from '../../declare/policy.ts'
import { choice, count, hashed, keyword, of, person, records, ref, text, yes, type Person } from '../../fields.ts'

const p = policy('confidentiality', '信息安全保密管理', { inForce: '2026-01-01', keep: 'forever' })
const department = p.unit('department', '部门')
const head = p.post('department-head', '部门负责人', department)
const itHead = p.post('it-head', '信息管理部负责人')
const administrator = p.post('dba', '数据库管理员')
const systems = p.post('sysadmin', '系统管理员')
const operator = p.post('operator', '业务操作员')
const developer = p.post('developer', '开发人员')

const 第八条 = p.clause('6.8', '第八条', '系统管理与业务操作分开，应用运行与开发分开')
第八条.conflicts([systems, operator], [operator, developer], [administrator, developer])

const 第二十五条 = p.clause('6.25', '第二十五条', '维护与强制改数须至少两名操作人员在场')
export const session = p.matter('session', '双人操作', { present: records<Person>('在场') })
export const sign = 第二十五条.register(
  'session-sign',
  '到场签名',
  {
    session: keyword('场次'),
    does: choice('动作', { arrives: '到场', leaves: '离开' }),
  },
  { who: administrator },
)
session.on(sign, 'session', (row, { facts, by }) => {
  const others = (row?.present ?? []).filter((person) => person !== by)
  return { present: facts.does === 'arrives' ? [...others, by] : others }
})

const 第二十三条 = p.clause('6.23', '第二十三条', '不直接改库；特殊情形经两级负责人同意，由数据库管理员备份后执行')
/** Too long and too telling to be remembered; what was agreed to and what is carried out are matched by their hash. */
const statement = hashed(text('语句', { max: 10_000 }), 'statement')
export const request = 第二十三条.register('change-request', '数据变更申请', {
  applicant: person('申请人'),
  department: of(department),
  database: keyword('数据库'),
  statement,
  rows: count('影响行数'),
})
第二十三条.guard('本人申请', request, ({ facts, by }) => facts.applicant !== by && '申请人不是操作人')
export const change = 第二十三条.approval('data-change', '数据变更', {
  on: request.filed,
  applicant: ({ applicant }) => applicant,
  fixes: ['database', 'statement'],
  steps: [
    { id: 'head', title: '部门负责人', who: head.of('department') },
    { id: 'it', title: '信息管理部负责人', who: itHead },
  ],
})
export const execute = 第二十三条.register(
  'change-execute',
  '数据变更执行',
  {
    request: ref('申请', request),
    session: ref('场次', session),
    database: keyword('数据库'),
    statement,
    rows: count('实际行数'),
    backup: keyword('备份'),
    isVerified: yes('核对'),
  },
  { who: administrator },
)
第二十三条.guard('按批准执行', execute, ({ facts, by, look }) => {
  const approved = look.approval(change, facts.request)
  if (!approved?.isGranted) return '申请尚未批准'
  if (approved.facts.database !== facts.database) return '数据库与批准的不同'
  if (approved.facts.statement !== facts.statement) return '语句与批准的不同'
  return approved.parties.includes(by) && '执行人是申请人或审批人'
})
第二十五条.guard('双人在场', execute, ({ facts, by, look }) => {
  const present = look.row(session, facts.session)?.present ?? []
  return (!present.includes(by) || present.length < 2) && `在场 ${present.length} 人`
})
export default p
