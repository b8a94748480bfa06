/** Pledges from the day of appointment; acts that answer a notice; several entries of one happening; what a guard sees. */
import { expect, test } from 'vitest'
import { policy } from '../declare/policy.ts'
import { file } from '../declare/terms.ts'
import { choice, count, day, instant, of, optional, ref, text } from '../fields.ts'
import { days, hours, minutes } from '../time.ts'
import { same, t, World } from '../testing/world.ts'

const on = '2026-03-02',
  at = (clock: string, of = on) => t(of, clock)

function signing(adopted: string, version?: number) {
  const p = policy('p', '制度')
  const ward = p.unit('ward', '病区'),
    nurse = p.post('nurse', '护士', ward),
    chief = p.post('chief', '主任')
  const clause = p.clause('1', '第一条', '重视')
  clause.pledge('如实上报', [nurse, chief], days(3), version === undefined ? {} : { version })
  const w = new World(p)
  w.unit('ward', 'A')
  w.post('a', 'nurse', 'A')
  w.post('c', 'chief')
  w.person('x')
  w.adopt('p', adopted)
  return w
}
const owed = (w: World) =>
  [...w.state.entries()].flatMap(([key, slice]) =>
    key.startsWith('duty:pledge-1/') && 'due' in Object(slice)
      ? [[key.slice(14), Reflect.get(Object(slice), 'due')]]
      : [],
  )
test('whoever holds the post when the policy begins owes the pledge since that day, once', () => {
  const w = signing(on)
  w.pass(at('09:00', '2026-03-04'))
  expect(owed(w)).toEqual([
    ['a', at('00:00') + days(3)],
    ['c', at('00:00') + days(3)],
  ])
  w.pass(at('09:00', '2026-03-07'))
  expect(w.log.filter(({ type }) => type === 'late')).toHaveLength(2)
})
test('whoever is appointed later owes it since then, and not before his term begins', () => {
  const w = signing(on)
  w.post('x', 'nurse', 'A', at('10:00'))
  expect(owed(w).at(-1)).toEqual(['x', at('10:00') + days(3)])
  w.file('pledge-1', 'x', { signer: 'x' }, at('11:00'))
  w.person('y')
  w.setUp('appoint', { person: 'y', post: 'chief', kind: 'regular', from: '2026-03-05' }, at('12:00'))
  w.pass(at('23:59', '2026-03-04'))
  expect(owed(w).map(([person]) => person)).toEqual(['a', 'c'])
  w.pass(at('00:00', '2026-03-05'))
  expect(owed(w).at(-1)).toEqual(['y', at('00:00', '2026-03-08')])
})
test('signed, it is not owed by a second post; only the signer signs and reads', () => {
  const w = signing(on)
  expect(w.file('pledge-1', 'c', { signer: 'a' }, at('09:00'))).toBe('不能登记“如实上报”：签署人不是操作人（第一条）')
  expect(w.file('pledge-1', 'a', { signer: 'a' }, at('09:00'))).toMatch(/^e/)
  w.post('a', 'chief', undefined, at('10:00'))
  expect(owed(w).map(([person]) => person)).toEqual(['c'])
  expect(same(w.state, w.replay())).toBe(true)
})
test('who leaves his last bound post owes it no more', () => {
  const w = signing(on)
  w.post('a', 'chief', undefined, at('09:00'))
  w.setUp('dismiss', { person: 'a', post: 'chief' }, at('10:00'))
  expect(owed(w).map(([person]) => person)).toEqual(['a', 'c'])
  w.setUp('dismiss', { person: 'a', post: 'nurse', unit: 'A' }, at('11:00'))
  expect(owed(w).map(([person]) => person)).toEqual(['c'])
})
test('new words ask again: a signature under the first version is none under the second', () => {
  const w = signing(on)
  w.file('pledge-1', 'a', { signer: 'a' }, at('09:00'))
  const again = signing('2026-03-01', 2)
  again.take(w.log.filter((event) => event.type === 'filed' && event.register === 'pledge-1'))
  again.pass(at('00:00', '2026-03-03'))
  expect(owed(again).map(([person]) => person)).toEqual(['a', 'c'])
})

function passing() {
  const p = policy('q', '制度')
  const ward = p.unit('ward', '病区'),
    office = p.post('office', '主管科室'),
    nurse = p.post('nurse', '护士', ward)
  p.post('other', '旁人')
  const clause = p.clause('1', '第一条', '分送')
  const item = p.matter('item', '信息', { ward: of(ward) })
  const note = clause.register(
    'note',
    '信息',
    {
      ward: of(ward),
      level: choice('程度', { low: '低', high: '高' }),
      foundAt: optional(instant('发现')),
      said: text('情况'),
    },
    { asOf: { at: 'foundAt', within: days(30) } },
  )
  clause.writes(note, nurse.of('ward'))
  item.opens(note, ({ facts }) => ({ ward: facts.ward }))
  const pass = clause.register('pass', '转交', { item: ref('信息', item) })
  clause.notice('to-office', '分送', {
    on: note.filed,
    to: office,
    answer: hours(4),
    answeredBy: file(pass, 'item'),
  })
  clause.duty('respond', '处置', note.filed, ({ id, facts }) => ({ key: id, level: facts.level }), {
    holder: office,
    by: ({ level }, { recorded }) => ({
      due: recorded + hours(level === 'high' ? 2 : 8),
      lateFrom: recorded + hours(8) + 1,
    }),
  })
  const copies = clause.register('copy', '抄送', { n: count('份') })
  clause.enters('copies', copies, pass.filed, () => [{ n: 1 }, { n: 2 }])
  const form = clause.register('form', '表', { day: day('日期') })
  const kept = p.matter('kept', '日报', { n: count('份') })
  const forms = p.counts('forms', '表', form.filed, { by: ({ facts }) => facts.day })
  const report = clause.register('report', '日报', { day: day('日期'), n: count('件数') })
  kept.on(report, 'day', (_, { facts }) => ({ n: facts.n }))
  clause.stays('报过的不能没有表', form, ({ was, facts, look }) => {
    const isLeft = was.day !== facts?.day && look.count(forms, was.day) <= (look.row(kept, was.day)?.n ?? 0)
    return isLeft && `${was.day} 已报，少了这张表`
  })
  const w = new World(p)
  w.unit('ward', 'A')
  w.post('o', 'office')
  w.post('n', 'nurse', 'A')
  w.post('z', 'other')
  w.adopt('q', on)
  return { w }
}
const stands = (w: World, note: string) => w.state.get(`notice:to-office/${note}`) !== null
const entry = { ward: 'A', level: 'low', said: '漏水' }
test('who acts on what he was told has received it; who was not told has not', () => {
  const { w } = passing()
  const first = w.file('note', 'n', entry, at('09:00')),
    second = w.file('note', 'n', entry, at('09:01'))
  w.file('pass', 'z', { item: first }, at('09:10'))
  expect(stands(w, first)).toBe(true)
  w.file('pass', 'o', { item: second }, at('09:20'))
  expect([stands(w, first), stands(w, second)]).toEqual([true, false])
  expect(w.log.filter(({ type }) => type === 'acknowledged').map(({ by }) => by)).toEqual(['o'])
  expect(w.pass(at('14:00')).filter(({ type }) => type === 'unanswered')).toHaveLength(1)
  expect(same(w.state, w.replay())).toBe(true)
})
test('one happening makes as many entries as it names', () => {
  const { w } = passing()
  const first = w.file('note', 'n', entry, at('09:00'))
  w.file('pass', 'o', { item: first }, at('09:10'))
  expect(w.entries('copy').map(({ facts }) => facts['n'])).toEqual([1, 2])
  expect(new Set(w.log.map(({ id }) => id)).size).toBe(w.log.length)
})
test('a correction of words leaves every clock as it runs, and a receipt as it was given', () => {
  const { w } = passing()
  const first = w.file('note', 'n', entry, at('09:00'))
  const due = () => Reflect.get(Object(w.state.get(`duty:respond/${first}`)), 'due')
  w.do({ do: 'acknowledge', notice: 'to-office', key: first, account: 'o' }, at('09:30'))
  w.file('note', 'n', { ...entry, said: '漏水，已放警示牌' }, at('12:00'), first)
  expect(due()).toBe(at('09:00') + hours(8))
  expect(w.log.filter(({ type }) => type === 'undone')).toEqual([])
  w.file('note', 'n', { ...entry, level: 'high' }, at('12:30'), first)
  expect(due()).toBe(at('12:30') + hours(2))
  expect(same(w.state, w.replay())).toBe(true)
})
test('left empty, the instant of finding is that of the entry, also after a correction', () => {
  const { w } = passing()
  const first = w.file('note', 'n', entry, at('09:00')),
    later = w.file('note', 'n', entry, at('12:00'), first)
  expect(w.log.find(({ id }) => id === later)?.at).toBe(at('09:00'))
  const found = w.file('note', 'n', { ...entry, foundAt: at('08:00') }, at('12:01'), first)
  expect(w.log.find(({ id }) => id === found)?.at).toBe(at('08:00'))
})
test('whoever holds the post now enters what was found before he held it', () => {
  const { w } = passing()
  w.post('m', 'nurse', 'A', at('10:00'))
  const early = { ...entry, foundAt: at('09:00') }
  expect(w.file('note', 'm', early, at('10:01'))).toMatch(/^e/)
  w.setUp('dismiss', { person: 'm', post: 'nurse', unit: 'A' }, at('10:02'))
  expect(w.file('note', 'm', early, at('10:03'))).toBe('不能登记“信息”：操作人不是A“护士”（第一条）')
})
test('an entry on which another rests is not corrected away and not taken back', () => {
  const { w } = passing()
  const one = w.file('form', 'n', { day: on }, at('09:00'))
  w.file('report', 'n', { day: on, n: 1 }, at('09:00'))
  const away = { day: '2026-03-01' },
    back = (clock: string) => w.do({ do: 'takeBack', entry: one, account: 'n' }, at(clock))
  expect(w.file('form', 'n', away, at('09:00'), one)).toBe(`不能更正“表”：${on} 已报，少了这张表（第一条）`)
  expect(back('09:01')).toBe(`不能撤回“表”：${on} 已报，少了这张表（第一条）`)
  w.file('form', 'n', { day: on }, at('09:01'))
  expect(back('09:01')).toMatch(/^e/)
  const other = w.file('form', 'n', { day: on }, at('09:10'))
  expect(w.file('form', 'n', away, at('09:20'), other)).toMatch(/^e/)
})

test('a delegate stands in for his principal alone, and goes with him', () => {
  const { w } = passing()
  w.person('d')
  w.setUp('delegate', { person: 'd', post: 'nurse', unit: 'A', for: 'n', until: '2026-03-09' }, at('09:00'))
  expect(w.file('note', 'd', entry, at('09:01'))).toMatch(/^e/)
  w.setUp('dismiss', { person: 'n', post: 'nurse', unit: 'A' }, at('09:30'))
  expect(w.file('note', 'd', entry, at('09:30') + minutes(1))).toMatch(/^不能/)
})
