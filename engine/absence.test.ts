/** Posts by date, delegation, leave and leaving: what each entry begins and ends, and what it is refused for. */
import { describe, expect, test } from 'vitest'
import { whoms } from './book.ts'
import { policy } from './declare/policy.ts'
import { before, file, within } from './declare/terms.ts'
import { day, keyword, of, person } from './fields.ts'
import { nowFor } from './now.ts'
import { Layer } from './state.ts'
import { World, same, t } from './testing/world.ts'
import { days, hours } from './time.ts'

const first = '2026-03-02',
  at = t(first, '10:00')

/** A ward with its head 甲, a clerk named in person, and what they owe. */
function house() {
  const p = policy('house', '试行制度'),
    ward = p.unit('ward', '病区'),
    head = p.post('head', '病区主任', ward)
  p.post('chief', '院长')
  const clause = p.clause('h.1', '第一条', '主任须承诺，指名的人须回函')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期') })
  clause.writes(report, head.of('ward'))
  const memo = clause.register('memo', '便函', { to: person('收件人'), word: keyword('字') })
  const answer = clause.register('answer', '回函', { memo: keyword('便函') })
  clause.duty('reply', '回函', memo.filed, ({ id, facts }) => ({ key: id, to: facts.to }), {
    holder: ({ to }) => to,
    by: within(hours(24)),
    must: file(answer, 'memo'),
  })
  clause.daily('owed', '日报', {
    each: ward,
    holder: ({ unit }) => head.at(unit),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
  })
  clause.pledge('如实报告', [head], days(3))
  const w = new World(p)
  w.unit('ward', '东区')
  w.unit('ward', '西区')
  for (const who of ['甲', '乙', '丙']) w.person(who)
  w.post('管', 'administrator')
  w.adopt('house', first)
  w.setUp('appoint', { person: '甲', post: 'head', unit: '东区', kind: 'regular' }, at)
  return w
}
const seat = { post: 'head', unit: '东区' }
const report = (w: World, who: string, when: number) => w.file('report', who, { ward: '东区', day: first }, when)
const may = (w: World, who: string, on: string, clock = '12:00') => report(w, who, t(on, clock)).startsWith('e')
const ok = expect.stringMatching(/^e/)
describe('a post by date', () => {
  test('is not given twice over the same days, and may be given again after it ended', () => {
    const w = house(),
      appoint = (more: object) => w.file('appoint', '管', { person: '甲', ...seat, kind: 'regular', ...more }, at)
    expect([
      appoint({}),
      appoint({ unit: '西区' }),
      w.file('dismiss', '管', { person: '甲', ...seat }, at),
      appoint({ from: first }),
    ]).toEqual(['不能登记“任命”：{p:甲} 自 2026-03-02 起已任此职（组织第二条）', ok, ok, ok])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('ends with the last day that a dismissal names', () => {
    const w = house()
    expect(w.file('dismiss', '管', { person: '甲', ...seat, last: '2026-03-04' }, at)).toEqual(ok)
    expect([may(w, '甲', '2026-03-04', '23:59:59'), may(w, '甲', '2026-03-05', '00:00')]).toEqual([true, false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('nobody is dismissed from what he does not hold, nor as of a day before he held it', () => {
    const w = house(),
      dismiss = (who: string, more: object = {}) => w.file('dismiss', '管', { person: who, ...seat, ...more }, at)
    expect([dismiss('乙'), dismiss('甲', { last: '2026-03-01' }), dismiss('甲', { last: first })]).toEqual([
      '不能登记“免职”：{p:乙} 不任此职（组织第二条）',
      '不能登记“免职”：自 2026-03-02 起才任此职（组织第二条）',
      ok,
    ])
  })
  test('the only administrator stays one until there is another', () => {
    const w = house(),
      dismiss = () => w.file('dismiss', '管', { person: '管', post: 'administrator' }, at)
    expect(dismiss()).toBe('不能登记“免职”：本单位只有这一位系统管理员，先任命另一位（组织第二条）')
    w.setUp('appoint', { person: '乙', post: 'administrator', kind: 'regular' }, at)
    expect(dismiss()).toEqual(ok)
  })
  test('an acting appointment says so in the row, and a corrected one is folded again', () => {
    const w = house(),
      entry = { person: '乙', ...seat, kind: 'acting', from: '2026-03-03', until: '2026-03-04' }
    const id = w.file('appoint', '管', entry, at)
    expect(w.state.get('row:person/乙')).toMatchObject({ holds: [{ post: 'head', isActing: true }] })
    expect(w.file('appoint', '管', { ...entry, until: '2026-03-05' }, at, id)).toEqual(ok)
    expect([may(w, '乙', '2026-03-05', '23:59:59'), may(w, '乙', '2026-03-06', '00:00')]).toEqual([true, false])
    expect(same(w.state, w.replay())).toBe(true)
  })
})

describe('a delegation', () => {
  const delegated = () => {
    const w = house()
    w.file('delegate', '甲', { person: '乙', for: '甲', ...seat, until: '2026-03-10' }, at)
    return w
  }
  test('holds while the principal holds the post, and ends with it', () => {
    const w = delegated()
    expect(may(w, '乙', first)).toBe(true)
    w.file('dismiss', '管', { person: '甲', ...seat, last: '2026-03-04' }, t(first, '13:00'))
    expect([may(w, '乙', '2026-03-04', '23:59:59'), may(w, '乙', '2026-03-05', '00:00')]).toEqual([true, false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('is taken back by whoever gave it, from the day after', () => {
    const w = delegated(),
      revoke = (who: string, person: string) =>
        w.file('revoke', who, { person, for: '甲', ...seat, last: '2026-03-03' }, t(first, '13:00'))
    expect([revoke('乙', '乙'), revoke('甲', '丙'), revoke('甲', '乙')]).toEqual([
      '不能登记“收回委托”：操作人不是“系统管理员”或{p:甲}（组织第二条）',
      '不能登记“收回委托”：{p:甲} 没有把此职委托给 {p:丙}（组织第二条）',
      ok,
    ])
    expect([may(w, '乙', '2026-03-03'), may(w, '乙', '2026-03-04'), may(w, '甲', '2026-03-04')]).toEqual([
      true,
      false,
      true,
    ])
  })
  test('to oneself is none', () => {
    const w = house()
    expect(w.file('delegate', '甲', { person: '甲', for: '甲', ...seat }, at)).toBe(
      '不能登记“委托”：受托人就是委托人（组织第二条）',
    )
  })
})

describe('leave', () => {
  const leave = (w: World, who: string, from: string, until: string, account = who) =>
    w.file('staff-leave', account, { person: who, from, until }, at)
  const spans = (w: World) => w.state.get('row:away/甲')
  test('is entered by himself or the administrator, in order, and once for each day', () => {
    const w = house()
    expect([
      leave(w, '甲', '2026-03-05', '2026-03-09', '乙'),
      leave(w, '甲', '2026-03-05', '2026-03-04'),
      leave(w, '甲', '2026-03-05', '2026-03-09'),
      leave(w, '甲', '2026-03-09', '2026-03-12', '管'),
      leave(w, '甲', '2026-03-10', '2026-03-12', '管'),
    ]).toEqual([
      '不能登记“请假”：操作人不是“系统管理员”或{p:甲}（组织第二条）',
      '不能登记“请假”：终止日早于起始日（组织第二条）',
      ok,
      '不能登记“请假”：自 2026-03-05 至 2026-03-09 已请假（组织第二条）',
      ok,
    ])
  })
  test('who comes back earlier says since when', () => {
    const w = house(),
      back = (last: string) => w.file('staff-leave-end', '甲', { person: '甲', last }, t('2026-03-06'))
    expect(back('2026-03-06')).toBe('不能登记“销假”：{p:甲} 没有未满的假（组织第二条）')
    leave(w, '甲', '2026-03-05', '2026-03-09')
    expect([back('2026-03-10'), back('2026-03-06')]).toEqual([
      '不能登记“销假”：假期本来只到 2026-03-09（组织第二条）',
      ok,
    ])
    expect(spans(w)).toEqual({ spans: [{ from: t('2026-03-05', '00:00'), until: t('2026-03-07', '00:00') }] })
    expect(same(w.state, w.replay())).toBe(true)
  })
})

describe('leaving', () => {
  const depart = (w: World, who: string, more: object = {}) =>
    w.file('depart', '管', { person: who, last: first, why: 'left', ...more }, at)
  test('comes after the posts were handed over, once, not before its day, and to somebody who is there', () => {
    const w = house()
    expect([depart(w, '甲'), depart(w, '乙', { last: '2026-03-03' }), depart(w, '乙', { to: '乙' })]).toEqual([
      '不能登记“离开”：{p:甲} 还任着岗位，先免职或交给别人（组织第一条）',
      '不能登记“离开”：最后一日还没有到（组织第一条）',
      '不能登记“离开”：承接人须是在职的另一人（组织第一条）',
    ])
    expect([depart(w, '乙'), depart(w, '乙'), depart(w, '丙', { to: '乙' })]).toEqual([
      ok,
      '不能登记“离开”：{p:乙} 已经离开（组织第一条）',
      '不能登记“离开”：承接人须是在职的另一人（组织第一条）',
    ])
  })
  test('who has left is given no post, no mandate and no account; who comes back may be', () => {
    const w = house()
    depart(w, '乙')
    const given = () => [
      w.file('appoint', '管', { person: '乙', ...seat, kind: 'regular' }, at),
      w.file('delegate', '甲', { person: '乙', for: '甲', ...seat }, at),
      w.file('open-account', '管', { account: 'yi', person: '乙' }, at),
    ]
    expect(given()).toEqual([
      '不能登记“任命”：{p:乙} 已经离开（组织第二条）',
      '不能登记“委托”：{p:乙} 已经离开（组织第二条）',
      '不能登记“开设账号”：{p:乙} 已经离开（组织第一条）',
    ])
    expect([
      w.file('rejoin', '管', { person: '丙' }, at),
      w.file('rejoin', '管', { person: '乙' }, at),
      ...given(),
    ]).toEqual(['不能登记“回来”：{p:丙} 没有离开（组织第一条）', ok, ok, ok, ok])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('what was his alone falls to whoever takes over, and further when that one leaves too', () => {
    const w = house()
    const owner = () => {
      const now = nowFor(new Layer(w.state), { at, recorded: at, by: 'system' })
      return whoms(w.book.duty('reply').terms.holder, { key: 'x', to: '乙' }, now)
    }
    expect(owner()).toEqual([{ person: '乙' }])
    depart(w, '乙', { to: '丙' })
    expect(owner()).toEqual([{ person: '丙' }])
    depart(w, '丙', { to: '甲' })
    expect(owner()).toEqual([{ person: '甲' }])
    w.file('rejoin', '管', { person: '乙' }, at)
    expect(owner()).toEqual([{ person: '乙' }])
  })
  test('and to nobody where nobody took over', () => {
    const w = house()
    depart(w, '乙')
    w.file('memo', '管', { to: '乙', word: '催' }, at)
    expect(w.log.findLast(({ type }) => type === 'opened')).toMatchObject({ duty: 'reply', holder: [] })
  })
  test('a pledge that he has not signed is owed no more, by him or by anybody', () => {
    const w = house()
    expect(w.state.get('duty:pledge-h.1/甲')).toMatchObject({ isLate: false })
    w.file('dismiss', '管', { person: '甲', ...seat }, at)
    depart(w, '甲', { to: '乙' })
    expect(w.state.get('duty:pledge-h.1/甲') ?? null).toBeNull()
    expect(w.pass(t('2026-03-09')).filter(({ type, id }) => type === 'late' && id.startsWith('pledge'))).toEqual([])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('the twin: who stays is late with it', () => {
    const w = house()
    expect(w.pass(t('2026-03-09')).filter(({ type, id }) => type === 'late' && id.startsWith('pledge')).length).toBe(1)
  })
})
