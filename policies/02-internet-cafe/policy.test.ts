import { describe, expect, test } from 'vitest'
import { mayRead } from '../../engine/read.ts'
import { checkDigitOf } from '../../engine/identity.ts'
import { World, keyed, same, t } from '../../engine/testing/world.ts'
import { hashOf } from '../../engine/commands.ts'
import { hours, nextDay } from '../../engine/time.ts'
import cafe from './policy.ts'

const day = '2026-03-02'
const numberOf = (serial: number) => {
  const first = `110101200001010${String(serial).padStart(2, '0')}`
  return first + checkDigitOf(first)
}
const guest = (serial: number, seat: string) => ({
  idKind: 'resident',
  customer: numberOf(serial),
  name: '某',
  seat,
  faceAgrees: true,
  acceptsRules: true,
})
function open() {
  const w = new World(cafe)
  w.post('desk', 'front-desk')
  w.post('boss', 'manager')
  w.adopt('internet-cafe', day)
  w.file('pledge-2.1', 'desk', { signer: 'desk' }, t(day, '00:00'))
  for (const seat of ['05', '06', '07']) {
    w.file('terminal', 'boss', { seat, licence: 'L', licensedUntil: '2030-01-01', isDirect: seat === '07' }, t(day))
  }
  const at = (clock: string) => t(day, clock)
  return {
    w,
    at,
    sit: (serial: number, seat: string, clock: string, corrects?: string) =>
      w.file('check-in', 'desk', guest(serial, seat), at(clock), corrects),
    move: (seat: string, to: string, clock: string) => w.file('change-seat', 'desk', { seat, to }, at(clock)),
    leave: (seat: string, clock: string, corrects?: string) =>
      w.file('check-out', 'desk', { seat, reason: 'leaves' }, at(clock), corrects),
    taken: () => ['05', '06', '07'].filter((seat) => w.state.get(`row:seat/${seat}`)),
    isIn: (serial: number) => {
      const customer = w.state.get(`row:customer/${hashOf('id-number', numberOf(serial), keyed)}`)
      const sitting = customer && 'sitting' in Object(customer) ? String(Object(customer).sitting) : ''
      return w.state.get(`row:sitting/${sitting}`) !== null
    },
  }
}

describe('changing seats', () => {
  test('moves the customer, frees his seat and carries the closing hour with him', () => {
    const { w, sit, move, taken, isIn } = open()
    sit(1, '05', '10:00')
    expect(move('05', '06', '11:00')).toMatch(/^e/)
    expect([taken(), isIn(1)]).toEqual([['06'], true])
    expect([w.state.get('duty:stay/05'), w.state.get('duty:stay/06') !== null]).toEqual([null, true])
    expect(sit(1, '05', '11:01')).toBe('不能登记“上机登记”：该顾客已在机位 06（第十一条）')
    w.pass(t('2026-03-03', '02:00'))
    expect([taken(), isIn(1)]).toEqual([[], false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test.each([
    ['from an empty seat', '06', '06', '机位 06 没有人（第十一条）'],
    ['to a taken one', '05', '05', '机位 05 有人（第十一条）'],
    ['to one that is straight on the internet', '05', '07', '机位 07 直连互联网（第四条）'],
    ['to one that nobody knows', '05', '99', '机位 99 没有终端登记（第四条）'],
  ])('%s is refused', (_, seat, to, why) => {
    const { sit, move } = open()
    sit(1, '05', '10:00')
    expect(move(seat, to, '11:00')).toBe(`不能登记“换座”：${why}`)
  })
})

describe('corrections at the counter', () => {
  test('a mistyped number, corrected after a change of seat, follows the customer out', () => {
    const { w, sit, move, leave, taken, isIn } = open()
    const first = sit(1, '05', '10:00')
    move('05', '06', '11:00')
    expect(sit(2, '05', '11:05', first)).toMatch(/^e/)
    expect([taken(), isIn(1), isIn(2)]).toEqual([['06'], false, true])
    expect(sit(1, '05', '11:06')).toMatch(/^e/)
    expect(leave('06', '11:10')).toMatch(/^e/)
    expect([taken(), isIn(2)]).toEqual([['05'], false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('a mistyped number, corrected after the customer has left, seats nobody', () => {
    const { sit, leave, taken, isIn } = open()
    const first = sit(1, '05', '10:00')
    leave('05', '11:00')
    expect(sit(2, '05', '11:05', first)).toMatch(/^e/)
    expect([taken(), isIn(2)]).toEqual([[], false])
    expect(sit(2, '06', '11:06')).toMatch(/^e/)
  })
  test('the wrong seat checked out, corrected: one sits again, the other has gone', () => {
    const { w, sit, leave, taken, isIn } = open()
    sit(1, '05', '10:00')
    sit(2, '06', '10:01')
    const out = leave('05', '11:00')
    expect(leave('06', '11:01', out)).toMatch(/^e/)
    expect([taken(), isIn(1), isIn(2)]).toEqual([['05'], true, false])
    expect([w.state.get('duty:stay/05') !== null, w.state.get('duty:stay/06')]).toEqual([true, null])
    expect(same(w.state, w.replay())).toBe(true)
  })
})

describe('documents', () => {
  test('the birth date is taken from the number; one that is typed against it is refused', () => {
    const { w, at } = open(),
      entry = { ...guest(1, '05'), born: '1999-01-01' }
    expect(w.file('check-in', 'desk', entry, at('10:00'))).toBe(
      '不能登记“上机登记”：出生日期与证件号不一致（第十一条）',
    )
    expect(w.file('check-in', 'desk', { ...entry, born: '2000-01-01' }, at('10:00'))).toMatch(/^e/)
  })
  test('a typed birth date to come is refused', () => {
    const { w, at } = open(),
      entry = { ...guest(1, '05'), idKind: 'passport', customer: 'E12345678' }
    expect(w.file('check-in', 'desk', { ...entry, born: '2027-01-01' }, at('10:00'))).toMatch(/未满十八周岁|晚于今天/)
    expect(w.file('check-in', 'desk', { ...entry, born: '1990-01-01' }, at('10:00'))).toMatch(/^e/)
  })
})

describe('ages at every boundary, by the day in Shanghai', () => {
  /** On that day, at that time; born on; whether the birthday itself counts; let in or how old. */
  const rows: readonly (readonly [day: string, clock: string, born: string, counts: boolean, outcome: string])[] = [
    ['2026-03-02', '10:00', '2008-03-01', true, '准'],
    ['2026-03-02', '10:00', '2008-03-02', true, '准'],
    ['2026-03-02', '10:00', '2008-03-03', true, '17'],
    ['2026-03-02', '10:00', '2008-03-02', false, '17'],
    ['2026-03-02', '10:00', '2008-03-01', false, '准'],
    // Shanghai's midnight, in the middle of an evening: a moment before it the birthday has not begun.
    ['2026-03-02', '23:59:59', '2008-03-03', true, '17'],
    ['2026-03-03', '00:00', '2008-03-03', true, '准'],
    ['2026-03-03', '01:59:59', '2008-03-04', true, '17'],
    // 29 February comes of age on 1 March of a common year, and on its own day of a leap year.
    ['2026-02-28', '10:00', '2008-02-29', true, '17'],
    ['2026-02-28', '23:59:59', '2008-02-29', true, '17'],
    ['2026-03-01', '00:00', '2008-02-29', true, '准'],
    ['2026-03-01', '10:00', '2008-02-29', false, '17'],
    ['2026-03-02', '10:00', '2008-02-29', false, '准'],
    ['2028-02-28', '10:00', '2010-03-01', true, '17'],
    ['2028-02-29', '10:00', '2010-03-01', true, '17'],
    ['2028-03-01', '10:00', '2010-03-01', true, '准'],
    ['2044-02-28', '10:00', '2026-02-28', true, '准'],
    // The turn of the year.
    ['2026-12-31', '23:59:59', '2009-01-01', true, '17'],
    ['2027-01-01', '00:00', '2009-01-01', true, '准'],
    ['2027-01-01', '00:00', '2008-12-31', false, '准'],
    ['2026-12-31', '10:00', '2008-12-31', true, '准'],
    // Of whatever age, and whichever century.
    ['2026-03-02', '10:00', '1926-03-02', true, '准'],
    ['2026-03-02', '10:00', '2026-03-02', true, '0'],
  ]
  test.each(rows)('on %s at %s, born %s, the birthday counts: %s → %s', (on, clock, born, counts, outcome) => {
    const w = new World(cafe)
    w.post('desk', 'front-desk')
    w.post('boss', 'manager')
    const eve = nextDay(on, -1)
    w.adopt('internet-cafe', eve)
    w.file('pledge-2.1', 'desk', { signer: 'desk' }, t(eve, '09:00'))
    const terminal = { seat: '05', licence: 'L', licensedUntil: '2099-01-01', isDirect: false }
    w.file('terminal', 'boss', terminal, t(eve, '09:00'))
    w.do({ do: 'set', parameter: 'birthday', value: counts, account: 'boss' }, t(eve, '09:00'))
    const first = `110101${born.replaceAll('-', '')}001`
    const entry = { ...guest(1, '05'), customer: first + checkDigitOf(first) }
    const answer = w.file('check-in', 'desk', entry, t(on, clock))
    if (outcome === '准') expect(answer).toMatch(/^e/)
    else expect(answer).toContain(`顾客 ${outcome} 周岁，未满十八周岁`)
  })
})

test('a terminal that is out of use takes nobody until it is entered anew', () => {
  const { w, at, sit } = open(),
    entry = { seat: '05', licence: 'L', licensedUntil: '2030-01-01', isDirect: false }
  w.file('terminal', 'boss', { ...entry, isRetired: true }, at('10:00'))
  expect(sit(1, '05', '10:01')).toBe('不能登记“上机登记”：机位 05 已停用（第四条）')
  w.file('terminal', 'boss', entry, at('10:02'))
  expect(sit(1, '05', '10:03')).toMatch(/^e/)
})
test('an adopted closing hour for tomorrow leaves tonight as it is', () => {
  const { w, at, sit } = open()
  w.do({ do: 'set', parameter: 'closes', value: hours(24), from: '2026-03-03', account: 'boss' }, at('10:00'))
  sit(1, '05', '23:00')
  expect(w.state.get('duty:stay/05')).toMatchObject({ due: t('2026-03-03', '02:00') })
})
test('the front desk reads who left, and not who came', () => {
  const { w, at, sit, leave } = open(),
    ids = [sit(1, '05', '10:00'), leave('05', '11:00')]
  const filed = w.log.filter((event) => event.type === 'filed').filter(({ id }) => ids.includes(id))
  expect(filed.map((event) => mayRead(w.book, w.state, event, 'desk', at('12:00')))).toEqual([false, true])
  expect(filed.map((event) => mayRead(w.book, w.state, event, 'boss', at('12:00')))).toEqual([true, true])
})
