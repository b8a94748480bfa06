import { describe, expect, test } from 'vitest'
import { policy } from './declare/policy.ts'
import { before, file, within } from './declare/terms.ts'
import { count, day, keyword, of, person, text } from './fields.ts'
import { elapse } from './elapse.ts'
import { personsIn, withNames } from './names.ts'
import { Memory } from './state.ts'
import { World, same, t } from './testing/world.ts'
import { hours } from './time.ts'

function house() {
  const p = policy('house', '试行制度'),
    ward = p.unit('ward', '病区'),
    head = p.post('head', '病区主任', ward)
  const chief = p.post('chief', '院长')
  p.inForce('h.0', '前言', '自决定之日起施行')
  const clause = p.clause('h.1', '第一条', '每日十一时前上报')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期'), beds: count('床位') })
  clause.writes(report, head.of('ward'))
  const owed = clause.daily('owed', '日报', {
    each: ward,
    holder: ({ unit }) => head.at(unit),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
  })
  clause.notice('owed-late', '未报', { on: owed.late, to: chief, answer: hours(1) })
  const memo = clause.register('memo', '便函', {
    to: person('收件人'),
    word: keyword('字'),
    story: text('正文', { max: 500 }),
  })
  clause.duty('reply', '回函', memo.filed, ({ id }) => ({ key: id }), { holder: chief, by: within(hours(1)) })
  const line = clause.parameter('line', '上限', 10, { min: 1, max: 20, unit: '张', setBy: chief })
  clause.guard(
    '不超过上限',
    report,
    ({ facts, look }) => facts.beds > look.value(line) && `床位 ${facts.beds} 超过 ${look.value(line)}`,
    { field: 'beds' },
  )
  const w = new World(p)
  w.unit('ward', '东区')
  w.post('甲', 'head', '东区')
  w.post('乙', 'chief')
  w.post('管', 'administrator')
  return w
}
const eve = '2026-03-01',
  first = '2026-03-02'
const report = (w: World, account: string, at: number, more: object = {}) =>
  w.file('report', account, { ward: '东区', day: first, beds: 1, ...more }, at)
const refusal = (w: World, register: string, account: string, entry: object, at: number) => {
  const decision = w.dry({ do: 'file', id: 'dry', register, account, entry }, at)
  return 'refused' in decision ? decision.refused : undefined
}

describe('in force from a day', () => {
  const adoptOn = (w: World, from: string, at: number) => w.setUp('adopt', { policy: 'house', from }, at)
  test('before anybody adopts it nothing is owed and nothing is taken', () => {
    const w = house()
    expect(w.pass(t('2026-03-05'))).toEqual([])
    expect(report(w, '甲', t('2026-03-05'))).toBe('不能登记“日报”：本制度尚未施行（前言）')
  })
  test('adopted for a later day, it refuses until then and owes from its midnight', () => {
    const w = house()
    adoptOn(w, first, t(eve))
    expect(report(w, '甲', t(eve, '23:59:59'))).toBe('不能登记“日报”：本制度自 2026-03-02 起施行（前言）')
    expect(w.pass(t(first, '00:00')).map(({ id }) => id)).toEqual([`owed:${first}`])
    expect(report(w, '甲', t(first, '10:00'))).toMatch(/^e/)
  })
  test('adopted at ten for today, today’s reports are owed by eleven', () => {
    const w = house()
    adoptOn(w, first, t(first, '10:00'))
    expect(w.pass(t(first, '11:00')).map(({ type, at }) => [type, at])).toEqual([
      ['dayOpened', t(first, '10:00')],
      ['late', t(first, '11:00')],
      ['told', t(first, '11:00')],
      ['missed', t(first, '11:00')],
    ])
  })
  test('adopted at noon for today, nobody is late for what was not yet asked', () => {
    const w = house()
    adoptOn(w, first, t(first, '12:00'))
    const came = w.pass(t(first, '23:00'))
    expect(came.map((event) => event.type === 'dayOpened' && event.opens.length)).toEqual([0])
    expect(
      w.pass(t('2026-03-03', '00:00')).flatMap((event) => (event.type === 'dayOpened' ? event.opens : [])).length,
    ).toBe(1)
  })
  test('it is adopted once, never for a past day, and the entry takes no correction', () => {
    const w = house(),
      adopt = { policy: 'house', from: first }
    expect(w.setUp('adopt', { policy: 'house', from: eve }, t(first))).toBe(
      '不能登记“施行制度”：施行之日早于今天（组织第四条）',
    )
    const id = w.setUp('adopt', adopt, t(first))
    expect(w.file('adopt', '管', { policy: 'house', from: '2026-03-03' }, t(first))).toBe(
      '不能登记“施行制度”：已自 2026-03-02 起施行（组织第四条）',
    )
    expect(w.file('adopt', '管', adopt, t(first), id)).toBe('不能更正“施行制度”：此项登记不可更正（组织第四条）')
    expect(w.file('adopt', '管', { policy: 'nothing', from: first }, t(first))).toBe(
      '不能登记“施行制度”：没有这个制度（组织第四条）',
    )
  })
  test('its adoption stands in the log under its own clause', () => {
    const w = house()
    adoptOn(w, first, t(first))
    expect([w.log.at(-1)?.policy, w.log.at(-1)?.clause]).toEqual(['house', 'h.0'])
  })
})

describe('units', () => {
  const open = () => {
    const w = house()
    w.adopt('house', first)
    return w
  }
  test('one that opens in the morning owes today’s report, one that opens at noon does not', () => {
    const w = open()
    w.unit('ward', '西区', t(first, '09:00'))
    w.unit('ward', '南区', t(first, '12:00'))
    expect(
      ['西区', '南区'].map((unit) =>
        w.log.some((event) => event.type === 'dayOpened' && event.opens.some((one) => one.unit === unit)),
      ),
    ).toEqual([true, false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('an unknown one is refused at its field, before anybody is asked whether he may', () => {
    const { field, fact } = refusal(open(), 'report', '甲', { ward: '北区', day: first, beds: 1 }, t(first)) ?? {}
    expect([field, fact]).toEqual(['ward', '没有这个病区'])
  })
  test('a closed one takes entries on its last day and none on the next', () => {
    const w = open()
    w.setUp('close-unit', { kind: 'ward', unit: '东区', last: first }, t(first))
    expect(report(w, '甲', t(first, '10:00'))).toMatch(/^e/)
    expect(report(w, '甲', t('2026-03-03', '10:00'))).toBe('不能登记“日报”：“东区”已于 2026-03-02 撤销（第一条）')
    expect(
      w.log.some((event) => event.type === 'dayOpened' && event.day === '2026-03-03' && event.opens.length > 0),
    ).toBe(false)
  })
  test('one that opens tomorrow takes none today', () => {
    const w = open()
    w.setUp('open-unit', { kind: 'ward', unit: '西区', title: '西区', from: '2026-03-03' }, t(first))
    expect(report(w, '甲', t(first), { ward: '西区' })).toBe('不能登记“日报”：“西区”自 2026-03-03 起设立（第一条）')
  })
  test('a title of sixty characters is taken, one of sixty-one refused', () => {
    const w = open(),
      title = (n: number) => ({ kind: 'ward', unit: `u${n}`, title: '长'.repeat(n), from: first })
    expect([60, 61].map((n) => w.file('open-unit', '管', title(n), t(first)))).toEqual([
      expect.stringMatching(/^e/),
      '不能登记“设立单位”：名称超过 60 字（组织第三条）',
    ])
  })
  test('a post of a unit is held at a unit of its kind, any other post at none', () => {
    const w = open(),
      appoint = (post: string, unit?: string) =>
        w.file(
          'appoint',
          '管',
          { person: '甲', post, kind: 'regular', ...(unit === undefined ? {} : { unit }) },
          t(first),
        )
    expect(appoint('head')).toBe('不能登记“任命”：病区没有填写（组织第二条）')
    expect(appoint('chief', '东区')).toBe('不能登记“任命”：此岗位不分单位（组织第二条）')
    expect(appoint('nobody')).toBe('不能登记“任命”：没有这个岗位（组织第二条）')
    w.unit('ward', '西区')
    expect([appoint('head', '西区'), appoint('chief')]).toEqual([
      expect.stringMatching(/^e/),
      expect.stringMatching(/^e/),
    ])
  })
})

describe('persons, accounts and posts', () => {
  const at = t(first)
  test('only the administrator enters them', () => {
    const w = house(),
      entry = { person: '新', name: '某', kind: 'staff' }
    expect(w.file('person', '甲', entry, at)).toBe('不能登记“人员”：操作人不是“系统管理员”（组织第一条）')
    expect(w.file('person', '管', entry, at)).toMatch(/^e/)
    expect(w.file('person', '管', entry, at)).toBe('不能登记“人员”：人员编号已有（组织第一条）')
  })
  test('nobody opens an account called system, nor one that there is; a closed one does nothing', () => {
    const w = house(),
      open = (account: string) => w.file('open-account', '管', { account, person: '甲' }, at)
    expect([open('system'), open('甲')].map((one) => one.startsWith('不能'))).toEqual([true, true])
    expect(open('jia')).toMatch(/^e/)
    w.file('close-account', '管', { account: 'jia' }, at)
    expect(w.file('memo', 'jia', { to: '乙', word: '阅', story: '无' }, at)).toBe(
      '不能操作：没有这个账号（组织第一条）',
    )
  })
  test('whom nobody has entered is refused at his field', () => {
    const w = house()
    w.adopt('house', first)
    expect(refusal(w, 'memo', '甲', { to: '谁', word: '阅', story: '无' }, at)?.field).toBe('to')
    expect(refusal(w, 'memo', '甲', { to: '乙', word: '阅', story: '无' }, at)).toBeUndefined()
  })
  test('a post from one day through another is held on both and on none beside', () => {
    const w = house()
    w.adopt('house', first)
    w.person('丙')
    w.setUp(
      'appoint',
      { person: '丙', post: 'head', unit: '东区', kind: 'acting', from: '2026-03-03', until: '2026-03-04' },
      at,
    )
    const may = (on: string, clock: string) => report(w, '丙', t(on, clock)).startsWith('e')
    expect([
      may(first, '23:59:59'),
      may('2026-03-03', '00:00'),
      may('2026-03-04', '23:59:59'),
      may('2026-03-05', '00:00'),
    ]).toEqual([false, true, true, false])
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('dismissed at one unit he keeps the post at another', () => {
    const w = house()
    w.unit('ward', '西区')
    w.adopt('house', first)
    w.setUp('appoint', { person: '甲', post: 'head', unit: '西区', kind: 'regular' }, at)
    w.setUp('dismiss', { person: '甲', post: 'head', unit: '西区' }, at)
    expect([report(w, '甲', at, { ward: '西区' }), report(w, '甲', at)]).toEqual([
      '不能登记“日报”：操作人不是西区“病区主任”（第一条）',
      expect.stringMatching(/^e/),
    ])
  })
  test('a principal delegates his own post, and nobody else’s', () => {
    const w = house()
    w.person('丙')
    const delegate = (account: string, post: string, unit?: string) =>
      w.file('delegate', account, { person: '丙', post, for: '甲', ...(unit === undefined ? {} : { unit }) }, at)
    expect([delegate('乙', 'head', '东区'), delegate('甲', 'chief'), delegate('甲', 'head', '东区')]).toEqual([
      '不能登记“委托”：操作人不是“系统管理员”或{p:甲}（组织第二条）',
      '不能登记“委托”：{p:甲} 不任此职（组织第二条）',
      expect.stringMatching(/^e/),
    ])
  })
  test('persons stand in a sentence by token, for whoever may see their names', () => {
    const sentence = '操作人不是“系统管理员”或{p:p-1}'
    expect([personsIn(sentence), withNames(sentence, () => '某')]).toEqual([['p-1'], '操作人不是“系统管理员”或某'])
  })
})

describe('a notice', () => {
  test('is acknowledged by whom it was told to and by nobody else', () => {
    const w = house()
    w.adopt('house', first)
    w.pass(t(first, '11:00'))
    const told = w.log.find(({ type }) => type === 'told')
    const sign = (account: string) =>
      w.do(
        { do: 'acknowledge', notice: 'owed-late', key: told?.type === 'told' ? told.key : '', account },
        t(first, '11:01'),
      )
    expect([sign('甲'), sign('乙'), sign('乙')]).toEqual([
      '不能签收“未报”：操作人不是收件人（第一条）',
      expect.stringMatching(/^e/),
      '不能签收“未报”：没有这条通知（第一条）',
    ])
  })
})

describe('an entry with several faults', () => {
  const at = t(first, '10:00')
  const open = () => {
    const w = house()
    w.adopt('house', first)
    return w
  }
  test('hears of all of them at once, each at its field', () => {
    const refused = refusal(open(), 'report', '甲', { ward: '北区', day: '2026-02-30', secret: 1 }, at)
    expect([{ field: refused?.field, fact: refused?.fact }, ...(refused?.others ?? [])]).toEqual([
      { field: 'secret', fact: '不认识的栏目“secret”' },
      { field: 'ward', fact: '没有这个病区' },
      { field: 'day', fact: '日期没有这一天' },
      { field: 'beds', fact: '床位没有填写' },
    ])
  })
  test('whoever may not write is told so, not what is still empty', () => {
    expect(refusal(open(), 'report', '乙', { ward: '东区', day: first }, at)?.fact).toBe('操作人不是东区“病区主任”')
    expect(refusal(open(), 'report', '甲', { ward: '东区', day: first }, at)?.fact).toBe('床位没有填写')
  })
  test('a guard that names a field refuses at that field', () => {
    const { field, clause, cite } = refusal(open(), 'report', '甲', { ward: '东区', day: first, beds: 11 }, at) ?? {}
    expect([field, clause, cite]).toEqual(['beds', 'h.1', '第一条'])
  })
  test('names that every object has are unknown columns too', () => {
    const entry = JSON.parse('{"ward":"东区","day":"2026-03-02","beds":1,"__proto__":{"x":1},"constructor":1}')
    const refused = refusal(open(), 'report', '甲', entry, at)
    expect([refused?.field, refused?.others?.map(({ field }) => field)]).toEqual(['__proto__', ['constructor']])
  })
})

describe('parameters', () => {
  const set = (w: World, value: unknown, account = '乙', from?: string) =>
    w.do({ do: 'set', parameter: 'line', value, account, ...(from === undefined ? {} : { from }) }, t(first, '09:00'))
  const open = () => {
    const w = house()
    w.adopt('house', first)
    return w
  }
  test.each([
    [0, '0 张 低于下限 1 张'],
    [21, '21 张 高于上限 20 张'],
    [1.5, '应为整数'],
    [true, '应为数字'],
    [Number.NaN, '应为数字'],
  ])('%s is refused', (value, why) => expect(set(open(), value)).toBe(`不能设定“上限”：${why}（第一条）`))
  test('set by whom the clause names and by the administrator', () => {
    const w = open()
    expect([set(w, 12, '甲'), set(w, 12), set(w, 13, '管')].map((one) => one.startsWith('不能'))).toEqual([
      true,
      false,
      false,
    ])
  })
  test('a later day’s figure holds from that midnight, and a correction is judged by the figure of its day', () => {
    const w = open()
    expect(set(w, 20, '乙', '2026-03-03')).toMatch(/^e/)
    const beds = (on: string, clock: string, beds: number, corrects?: string) =>
      w.file('report', '甲', { ward: '东区', day: on, beds }, t(on, clock), corrects)
    const today = beds(first, '23:59:59', 10)
    expect(beds(first, '23:59:59', 15)).toMatch(/^不能/)
    expect(beds('2026-03-03', '00:00', 15)).toMatch(/^e/)
    expect(w.file('report', '甲', { ward: '东区', day: first, beds: 15 }, t('2026-03-03', '01:00'), today)).toMatch(
      /^不能/,
    )
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('never from a day that is past', () =>
    expect(set(open(), 12, '乙', eve)).toBe('不能设定“上限”：生效日早于今天（第一条）'))
})

describe('a calendar', () => {
  const load = (account: string, holidays: string[], makeUpDays: string[] = []) =>
    house().do({ do: 'load', year: '2027', holidays, makeUpDays, account }, t(first))
  test('is loaded by the administrator', () => {
    expect([load('甲', ['2027-01-01']), load('管', ['2027-01-01'])]).toEqual([
      '不能载入节假日：操作人不是“系统管理员”（组织第五条）',
      expect.stringMatching(/^e/),
    ])
  })
  test('holds days of its own year, each of them one thing', () => {
    expect([
      load('管', ['2027-02-30']),
      load('管', ['2026-12-31']),
      load('管', ['2027-01-01'], ['2027-01-01']),
    ]).toEqual([
      '不能载入节假日：节假日中有不属于 2027 年的日期（组织第五条）',
      '不能载入节假日：节假日中有不属于 2027 年的日期（组织第五条）',
      '不能载入节假日：2027-01-01 既是节假日又是上班日（组织第五条）',
    ])
  })
})

describe('time that comes upon a state loaded in part', () => {
  test('says all that it needs, and once that is there does what it would have done at once', () => {
    const w = house()
    w.unit('ward', '西区')
    w.adopt('house', first)
    const part = new Memory(undefined, { isPartial: true })
    for (const { key } of w.state.due(Number.POSITIVE_INFINITY)) part.put(key, w.state.get(key) ?? null)
    const until = t(first, '11:00')
    let trips = 0,
      elapsed = elapse(w.book, part, until)
    for (; 'needs' in elapsed && trips < 9; trips++) {
      for (const key of elapsed.needs) part.put(key, w.state.get(key) ?? null)
      elapsed = elapse(w.book, part, until)
    }
    expect(trips).toBeLessThan(6)
    expect('came' in elapsed && elapsed.came).toEqual(w.pass(until))
  })
})

describe('a day whose rule throws', () => {
  const open = (terms: { readonly by?: (unit: string, day: string) => void; readonly on?: (day: string) => void }) => {
    const p = policy('x', 'X'),
      ward = p.unit('ward', '病区'),
      clause = p.clause('1', '第一条', 'w')
    clause.daily('d', 'D', {
      each: ward,
      holder: p.post('p', 'P'),
      on: (day) => {
        terms.on?.(day)
        return true
      },
      by: (about) => {
        terms.by?.(about.unit, about.day)
        return before('11:00')(about)
      },
    })
    const w = new World(p)
    w.unit('ward', '东区')
    w.unit('ward', '西区')
    w.adopt('x', first)
    return w
  }
  const fail = () => {
    throw new Error('a bug in a term')
  }
  test('for all units is recorded and leaves the next day to its own', () => {
    const w = open({ on: (day) => day === first && fail() })
    expect(w.pass(t('2026-03-03', '00:00')).map(({ type }) => type)).toEqual(['ruleFailed', 'dayOpened'])
  })
  test('for one unit is recorded, and the other unit owes what it owes', () => {
    const w = open({ by: (unit, day) => unit === '东区' && day === first && fail() }),
      came = w.pass(t(first, '00:00'))
    expect(came.map((event) => (event.type === 'ruleFailed' ? `${event.rule} ${event.error}` : event.id))).toEqual([
      `d:${first}`,
      '1.d/东区 Error: a bug in a term',
    ])
    expect([w.state.get(`duty:d/东区|${first}`), w.state.get(`duty:d/西区|${first}`) !== null]).toEqual([null, true])
    w.pass(t('2026-03-03', '00:00'))
    expect(w.state.get('duty:d/东区|2026-03-03')).not.toBeNull()
    expect(same(w.state, w.replay())).toBe(true)
  })
  test('for no unit leaves no record', () => {
    expect(
      open({})
        .pass(t(first, '00:00'))
        .map(({ type }) => type),
    ).toEqual(['dayOpened'])
  })
})
