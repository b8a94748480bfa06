/** 3. Late is provisional: it reminds and escalates. Missed is final: it may have consequences. */
import { openHospital, send, zero } from '../testing/houses.ts'
import type { EventOf } from '../events.ts'
import { claims, holds } from '../testing/claims.ts'
import { type World, same, t } from '../testing/world.ts'

const call = (w: World, day: string, called: string, booked: string) =>
  w.file(
    'phone-report',
    'officer',
    { department: '骨科', day, caller: 'deputy', calledAt: t(day, called), summary: '无' },
    t(day, booked),
  )
const lapses = (w: World, duty: string, day: string) =>
  w.log
    .filter(
      (event) =>
        ['late', 'met', 'missed'].includes(event.type) &&
        (event as EventOf<'late'>).duty === duty &&
        (event as EventOf<'late'>).key.endsWith(day),
    )
    .map(({ type }) => type)
const points = (w: World) => w.entries('deduction').length

claims('3 Late against missed')
{
  const w = openHospital()
  holds(
    'one of five headings unanswered is no report',
    w.file(
      'daily-report',
      'deputy',
      { department: '骨科', day: '2026-09-30', ...zero, risks: undefined },
      t('2026-09-30', '10:00'),
    ),
    '不能登记“日报”：医疗安全隐患没有填写（第一条第一项）',
  )
  send(w, '2026-09-30', '10:59:59')
  w.pass(t('2026-09-30', '23:59'))
  holds('10:59:59 is on time', lapses(w, 'daily', '2026-09-30'), ['met'])

  w.pass(t('2026-10-01', '11:00'))
  holds(
    'holiday, 11:00:00, nothing known: late, and the director is told',
    [lapses(w, 'daily', '2026-10-01'), w.has('told', 'daily-late').length],
    [['late'], 1],
  )
  call(w, '2026-10-01', '10:50', '11:05')
  w.pass(t('2026-10-02', '10:00'))
  holds(
    'a call at 10:50 booked at 11:05 settles it as in time; no deduction',
    [lapses(w, 'daily', '2026-10-01'), points(w)],
    [['late', 'met'], 0],
  )
  const entering = w.log.find((event) => event.type === 'opened' && event.duty === 'enter') as EventOf<'opened'>
  holds(
    'and opens the duty to enter it, due 11:00 of the next workday (the 5th; 3rd and 4th are a weekend)',
    entering.due,
    t('2026-10-05', '11:00'),
  )
  call(w, '2026-10-02', '11:00', '11:01')
  holds('a call at 11:00:00 is late', lapses(w, 'daily', '2026-10-02'), ['late', 'met'])
  w.pass(t('2026-10-02', '22:59'))
  holds('not final at 22:59', points(w), 0)
  w.pass(t('2026-10-02', '23:00'))
  holds(
    'final when the twelve hours of booking are over: one deduction, proposed to 医务科',
    [lapses(w, 'daily', '2026-10-02'), points(w), w.has('asked', 'deduction').length],
    [['late', 'met', 'missed'], 1, 1],
  )
  w.pass(t('2026-10-02', '23:30'))
  send(w, '2026-10-02', '23:40')
  holds('a miss is counted once, even if entered later', points(w), 1)
  holds(
    'too late to book a call',
    call(w, '2026-10-02', '10:00', '23:30'),
    '不能登记“电话报告”：已过补记期限（第二条）',
  )
  holds('not yet', call(w, '2026-10-03', '12:00', '10:00'), '不能登记“电话报告”：来电时间晚于现在（第二条）')

  const again = openHospital('2026-10-03')
  const dayOff = (day: string) => {
    call(again, day, '10:00', '10:01')
    again.pass(t(day, '11:00'))
    return lapses(again, 'daily', day)
  }
  holds(
    'ordinary Saturday, holiday Wednesday: by telephone; make-up Saturday: not',
    ['2026-10-03', '2026-10-07', '2026-10-10'].map(dayOff),
    [['met'], ['met'], ['late']],
  )
  holds('replay equals state', [same(w.state, w.replay()), same(again.state, again.replay())], [true, true])
}
{
  const w = openHospital(),
    leap = openHospital(),
    end = t('2026-10-20')
  for (let at = t('2026-09-30', '07:00'); at < end; at += 7 * 3_600_000) w.pass(at)
  w.pass(end)
  leap.pass(end)
  holds(
    'elapse in one leap equals elapse in steps',
    [JSON.stringify(w.log) === JSON.stringify(leap.log), same(w.state, leap.state)],
    [true, true],
  )
  holds('saying it twice adds nothing', leap.pass(end), [])
}
