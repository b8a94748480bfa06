/** 2. Different persons are different natural persons, whatever accounts, posts and mandates they use. */
import { policy } from '../declare/policy.ts'
import { isHeadOf } from '../read.ts'
import confidentiality from './policies/p06-confidentiality.ts'
import { claims, holds } from '../testing/claims.ts'
import { World, same, t } from '../testing/world.ts'

claims('2 Natural persons')
const w = new World(confidentiality),
  at = t('2026-03-02')
w.adopt('confidentiality')
w.unit('department', '财务')
w.unit('department', '人事')
w.person('甲', 'jia', 'jia-admin')
w.person('丁', 'ding', 'ding-2')
for (const [person, post, unit] of [
  ['乙', 'department-head', '财务'],
  ['丙', 'it-head'],
  ['丁', 'dba'],
  ['戊', 'dba'],
] as const) {
  w.post(person, post, unit)
}
w.post('甲', 'operator', undefined, at)
holds(
  'an unknown account does nothing',
  w.file('session-sign', 'nobody', { session: 'S', does: 'arrives' }, at),
  '不能操作：没有这个账号（组织第一条）',
)
holds(
  'posts are held by the person: a second account of his gains no incompatible post',
  w.post('甲', 'sysadmin', undefined, at),
  '不能登记“任命”：{p:甲} 已任“业务操作员”，“系统管理员”与“业务操作员”不相容（第八条）',
)
w.post('己', 'sysadmin', undefined, at)
holds(
  'nor by delegation',
  w.file('delegate', 'system', { person: '己', post: 'operator', for: '甲' }, at),
  '不能登记“委托”：{p:己} 已任“系统管理员”，“系统管理员”与“业务操作员”不相容（第八条）',
)

const change = { department: '财务', database: 'db', statement: 'update x', rows: 1 }
const ask = (account: string, applicant: string) => w.file('change-request', account, { ...change, applicant }, at)
const agree = (account: string, subject: string, mandate?: string) =>
  w.do({ do: 'agree', approval: 'data-change', subject, account, ...(mandate ? { for: mandate } : {}) }, at)
const request = ask('jia', '甲')
w.file('delegate', 'system', { person: '甲', post: 'department-head', unit: '财务', for: '乙' }, at)
holds(
  'two accounts of one person no longer pass: the applicant agrees by his other account',
  agree('jia-admin', request, '乙'),
  '不能审批“数据变更”：{p:甲} 已是申请人或前一审批人（第二十三条）',
)
w.person('庚')
w.file('delegate', 'system', { person: '庚', post: 'it-head', for: '丙' }, at)
const own = ask('丙', '丙')
agree('乙', own)
holds(
  'the principal counts as well: a delegate cannot agree to his principal’s own request',
  agree('庚', own, '丙'),
  '不能审批“数据变更”：{p:丙} 已是申请人或前一审批人（第二十三条）',
)
holds('without a mandate, none', agree('庚', request, '乙'), '不能审批“数据变更”：没有 {p:乙} 的委托（第二十三条）')
agree('乙', request)
agree('丙', request)

const run = (account: string, statement = 'update x') =>
  w.file(
    'change-execute',
    account,
    {
      request,
      session: 'S',
      database: 'db',
      statement,
      rows: 1,
      backup: 'b',
      isVerified: true,
    },
    at,
  )
holds(
  'fixed by hash: another statement than was agreed to',
  run('ding', 'drop x'),
  '不能登记“数据变更执行”：语句与批准的不同（第二十三条）',
)
const arrive = (account: string, does = 'arrives') => w.file('session-sign', account, { session: 'S', does }, at)
arrive('ding')
arrive('ding-2')
holds(
  'one person signing twice by two accounts is one present',
  run('ding'),
  '不能登记“数据变更执行”：在场 1 人（第二十五条）',
)
arrive('戊')
holds('two persons are two', run('ding-2').startsWith('e'))
const halfway = ask('jia', '甲')
agree('乙', halfway)
const changed = { ...change, applicant: '甲', statement: 'update y' }
w.file('change-request', 'jia', changed, at, halfway)
holds(
  'a request that is changed after one has agreed begins again from the first step',
  agree('丙', halfway),
  '不能审批“数据变更”：{p:丙} 不是“部门负责人”（第二十三条）',
)
w.person('辛')
w.post('壬', 'department-head', '人事')
w.post('壬', 'it-head')
w.file('delegate', 'system', { person: '辛', post: 'department-head', unit: '人事', for: '壬' }, at)
const twice = w.file('change-request', 'jia', { ...change, department: '人事', applicant: '甲' }, at)
agree('辛', twice, '壬')
holds(
  'who has agreed through his delegate cannot take the next step himself',
  agree('壬', twice),
  '不能审批“数据变更”：{p:壬} 已是申请人或前一审批人（第二十三条）',
)
holds('the statement is nowhere in the log', JSON.stringify(w.log).includes('update x'), false)
holds('replay equals state', same(w.state, w.replay()))

// The head of a unit sees what the people of his unit owe; nobody sees it of another unit, nor the other way round
const wards = policy('wards', '科室'),
  ward = wards.unit('ward', '科室')
wards.post('chief', '主任', ward, { isHead: true })
wards.post('nurse', '护士', ward)
wards.post('office', '办公室')
const v = new World(wards)
for (const unit of ['内', '外']) v.unit('ward', unit)
for (const [person, post, unit] of [
  ['内主任', 'chief', '内'],
  ['内护士', 'nurse', '内'],
  ['外主任', 'chief', '外'],
  ['办公室', 'office', undefined],
] as const) {
  v.post(person, post, unit)
}
for (const [asker, of, isSeen] of [
  ['内主任', '内护士', true],
  ['内护士', '内主任', false],
  ['外主任', '内护士', false],
  ['办公室', '内护士', false],
  ['办公室', '办公室', false],
] as const) {
  holds(`${asker}${isSeen ? '看得到' : '看不到'}${of}欠着什么`, isHeadOf(v.book, v.state, of, asker, at), isSeen)
}
v.file('delegate', 'system', { person: '内护士', post: 'chief', unit: '内', for: '内主任' }, at)
holds('whoever acts for a head sees it too', isHeadOf(v.book, v.state, '内主任', '内护士', at + 1), true)
