/** Policies 7 and 3: routing, reading, naming, doubling; a guardian who is known by a hash. */
import { admit } from '../commands.ts'
import { why } from '../decide.ts'
import { mayRead } from '../read.ts'
import { hours } from '../time.ts'
import school from './policies/p03-school.ts'
import { claims, holds } from '../testing/claims.ts'
import { keyed, World, same, t } from '../testing/world.ts'
import { openHospital, send } from '../testing/houses.ts'

const day = '2026-10-08',
  at = t(day)
const entry = { department: '骨科', day, heading: 'others', form: 'none', severity: 'minor', summary: '情况' }

claims('The hospital')
{
  const w = openHospital(day)
  w.post('engineer', 'functional-head', '总务科')
  const told = (notice: string) =>
    w.log.flatMap((event) =>
      event.type === 'told' && event.notice === notice && !event.follows ? w.titles(event.to) : [],
    )
  const nursing = w.file('item', 'nurse', { ...entry, kind: 'nursing' }, at)
  const building = w.file('item', 'deputy', { ...entry, kind: 'building' }, at)
  holds('nursing to 护理部， the building to 医务科', told('to-office'), ['“护理部”', '“医务科”'])
  holds(
    'each enters his own',
    w.file('item', 'deputy', { ...entry, kind: 'nursing' }, at),
    '不能登记“安全信息”：操作人不是骨科“护士长”（第三条第二项）',
  )
  w.file('pass-on', 'medical', { item: building, to: '总务科' }, at)
  holds('passed on: that department is told', told('to-functional'), ['总务科“职能科室负责人”'])
  const readers = (id: string) =>
    ['deputy', 'nurse', 'medical', 'nursing', 'engineer', 'vice'].filter((account) => {
      const filed = w.entries('item').find((event) => event.id === id)
      return filed && mayRead(w.book, w.state, filed, account, at)
    })
  holds(
    'read by the own department, its office, whom it is passed to, and nobody else',
    [readers(nursing), readers(building)],
    [
      ['deputy', 'nurse', 'nursing'],
      ['deputy', 'nurse', 'medical', 'engineer'],
    ],
  )
  holds(
    'too hard: not without saying why',
    w.file('raised', 'engineer', { item: building, why: 'hard' }, at),
    '不能登记“上报院领导”：没有写明难在哪里（第六条）',
  )
  w.file('raised', 'engineer', { item: building, why: 'hard', reason: '需拆墙' }, at)
  holds(
    'raised at once, and whom it is raised to may read it',
    [told('raised'), readers(building).at(-1)],
    [['“分管副院长”'], 'vice'],
  )
  w.pass(at + hours(60))
  holds(
    'late: raised by the system; still open a day later: the president is told',
    [w.entries('raised').map(({ facts }) => facts['why']), told('still-open').length],
    [['hard', 'late', 'late'], 2],
  )
}
{
  const w = openHospital(day)
  w.unit('department', '内科', at)
  w.post('chief', 'director', '内科', at)
  w.person('named')
  const zero = { department: '内科', day: '2026-10-09', critical: 0, events: 0, batches: 0, risks: 0, others: 0 }
  holds(
    'without a filed name nobody can report',
    w.file('daily-report', 'named', zero, t('2026-10-09')).startsWith('不能登记“日报”：操作人不是'),
  )
  w.file('named-reporter', 'chief', { department: '内科', reporter: 'named' }, t('2026-10-09'))
  holds('named and filed with 医务科： he can', w.file('daily-report', 'named', zero, t('2026-10-09')).startsWith('e'))
  holds(
    'a department with a deputy names one of its deputies',
    w.file('named-reporter', 'director', { department: '骨科', reporter: 'named' }, t('2026-10-09')),
    '不能登记“指定报告人”：{p:named} 不是科副主任（第四条第一项）',
  )
}
{
  const w = openHospital(day)
  w.pass(t('2026-10-09', '00:00'))
  const harmful = w.file(
    'item',
    'deputy',
    { ...entry, heading: 'events', kind: 'medical', form: 'quality' },
    t('2026-10-09'),
  )
  w.file('quality-event', 'deputy', { item: harmful, course: '经过', harm: 'severe' }, t('2026-10-09'))
  holds(
    'late without harm: two points; with harm after a lapse: doubled, naming what it followed; both only proposed',
    w.entries('deduction').map(({ facts }) => [facts['points'], (facts['because'] as unknown[]).length]),
    [
      [2, 1],
      [4, 2],
    ],
  )
  send(w, '2026-10-09', '10:00')
  holds('replay equals state', same(w.state, w.replay()))
}

claims('What happened before')
{
  const w = openHospital(day)
  const asked = (calledAt: number) => {
    const entry = { department: '骨科', day: '2026-10-07', caller: 'deputy', calledAt, summary: '五项皆无' }
    const command = admit(w.book, { do: 'file', id: 'q', account: 'officer', register: 'phone-report', entry }, keyed)
    const found = why(w.book, w.state, command, at)
    return [found && 'sentence' in found ? found.sentence : found, w.file('phone-report', 'officer', entry, at)]
  }
  const [said, answered] = asked(t('2026-10-07', '22:50'))
  holds(
    'a form is told as of then what it would be answered',
    said,
    '不能登记“电话报告”：本制度自 2026-10-08 起施行（组织第四条）',
  )
  holds('and is answered so', answered, said)
  holds(
    'the same call on a day on which the clause holds is asked and answered without a word',
    asked(t(day, '00:01')),
    [undefined, 'e5'],
  )
}

claims('The school')
{
  const w = new World(school),
    when = t('2026-03-02', '10:00'),
    phone = '010-55550000'
  w.unit('class', '三一')
  w.adopt('school-safety', '2026-03-02')
  w.post('tea', 'class-teacher', '三一')
  w.file('enrol', 'tea', { student: 'S1', name: '小', class: '三一', guardian: phone }, when)
  w.file('absence', 'tea', { student: 'S1', kind: 'unexplained' }, when)
  const told = w.log.at(-1)
  holds(
    'the guardian is told under a hash; the number is in no event',
    [told?.type === 'told' && w.titles(told.to)[0]?.length, JSON.stringify(w.log).includes(phone)],
    [16, false],
  )
  holds(
    'no answer: by telephone; not done: the leader',
    w.pass(when + hours(4)).map(({ type }) => type),
    ['unanswered', 'opened', 'late', 'told', 'missed'],
  )
  w.file('absence', 'tea', { student: 'S1', kind: 'ill' }, when + hours(24))
  w.do({ do: 'acknowledge', notice: 'guardian', key: 'e3', account: 'tea' }, when + hours(24))
  holds(
    'acknowledged: silence',
    w.pass(when + hours(48)).filter(({ clause }) => clause === '3.1'),
    [],
  )
}
