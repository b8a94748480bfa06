/** 学校安全信息通报: guardians are outsiders, so the log knows them by a keyed hash of their telephone. */
import { policy } from '../../declare/policy.ts'
import { before, file, within } from '../../declare/terms.ts'
import { choice, day, hashed, of, phoneNumber, ref, text } from '../../fields.ts'
import { hours } from '../../time.ts'

const p = policy('school-safety', '学校安全信息通报', { inForce: '2026-01-01' })
const classRoom = p.unit('class', '班级')
const teacher = p.post('class-teacher', '班主任', classRoom)
const leader = p.post('school-leader', '校领导')

const 学生 = p.clause('3.0', '前言', '学生与监护人')
const guardian = hashed(phoneNumber('监护人电话'))
export const student = p.matter('student', '学生', { class: of(classRoom), guardian })
export const enrol = 学生.register('enrol', '入学', {
  student: ref('学籍号', student),
  name: text('姓名'),
  class: of(classRoom),
  guardian,
})
student.on(enrol, 'student', (_, { facts }) => ({ class: facts.class, guardian: facts.guardian }))

const 第二条 = p.clause('3.2', '第二条', '上学日晨检，异常即报')
export const morning = 第二条.register('morning-check', '晨检', {
  class: of(classRoom),
  day: day('日期'),
  absent: text('缺席'),
})
第二条.writes(morning, teacher.of('class'))
export const check = 第二条.daily('morning', '晨检', {
  each: classRoom,
  on: (day, { calendar }) => calendar.isWorkday(day),
  holder: ({ unit }) => teacher.at(unit),
  by: before('08:30'),
  must: file(morning, 'class', 'day'),
})
第二条.notice('morning-late', '晨检未做', { on: check.late, to: leader })

const 第一条 = p.clause('3.1', '第一条', '及时告知监护人')
export const absence = 第一条.register('absence', '缺课', {
  student: ref('学生', student),
  kind: choice('情形', { unexplained: '无故', left: '擅离', ill: '身体异常' }),
})
export const tell = 第一条.notice('guardian', '告知监护人', {
  on: absence.filed,
  to: ({ student: of }, { look }) => look.row(student, of)?.guardian,
  answer: hours(1),
})
export const call = 第一条.register('phone-call', '电话告知', {
  absence: ref('缺课', absence),
  answer: text('监护人答复'),
})
export const phone = 第一条.duty(
  'phone',
  '电话告知监护人',
  tell.unanswered,
  ({ facts, look }) => ({ key: facts.notice, class: look.row(student, facts.student)?.class ?? '' }),
  { holder: (about) => teacher.at(about.class), by: within(hours(2)), must: file(call, 'absence') },
)
第一条.notice('phone-late', '仍未告知', { on: phone.late, to: leader })
export default p
