/** 第三条第三项至第四条: asked together, archived and filed, with targets for the year and a score out of the log. */
import { before, file, until, within } from '../../engine/declare/terms.ts'
import type { Look, Now } from '../../engine/declare/words.ts'
import { choice, count, day, derived, instant, keyword, list, of, optional, ref, text } from '../../engine/fields.ts'
import { appoint, dismiss } from '../../engine/people.ts'
import { days, hours, instantOf, nextDay, type Day } from '../../engine/time.ts'
import { circulation, coordinator, director, groupMember, informant, p, town, townHead, townOf } from './house.ts'
import { report } from './leads.ts'
import { session } from './network.ts'

const yearOf = (one: Day): Day => `${one.slice(0, 4)}-01-01`
const ofTown = (unit: string) => [coordinator.at(unit), townHead.at(unit)]

const 第三条三 = p.clause('5.3.3', '第三条第三项', '建立协查制度：协查要求发到有关协管员，在要求的时间以前答复')
export const asked = p.matter('drug-request', '协查任务', { towns: count('发到'), answered: count('已答复') })
export const ask = 第三条三.register('drug-request', '协查任务', {
  towns: list(of(town, '发到哪里')),
  subject: keyword('协查什么', { max: 40 }),
  told: text('要求', { max: 2_000 }),
  answerBy: instant('答复限期'),
})
export const reply = 第三条三.register('drug-reply', '协查答复', {
  request: ref('协查任务', asked),
  town: of(town),
  found: choice('结果', { found: '发现', none: '未发现' }),
  told: text('情况', { max: 2_000 }),
})
asked
  .opens(ask, ({ facts }) => ({ towns: facts.towns.length, answered: 0 }))
  .on(reply, 'request', (row, _) => row && { ...row, answered: row.answered + 1 })
第三条三.writes(ask, circulation)
第三条三.writes(reply, ({ town: at }) => coordinator.at(at))
第三条三.guard('答复限期在后', ask, ({ facts, recorded }) => facts.answerBy <= recorded && '限期已经过了', {
  field: 'answerBy',
})
第三条三.guard('有这项协查', reply, ({ facts, look }) => !look.row(asked, facts.request) && '没有这项协查任务', {
  field: 'request',
})
type Asked = { readonly key: string; readonly unit: string; readonly due: number }
export const toReply = 第三条三.duty<{ readonly towns: readonly string[]; readonly answerBy: number }, Asked>(
  'drug-reply',
  '协查答复',
  ask.filed,
  ({ id, facts }) => facts.towns.map((unit) => ({ key: `${id}|${unit}`, unit, due: facts.answerBy })),
  {
    holder: ({ unit }) => coordinator.at(unit),
    by: until(({ due }) => due),
    remind: hours(4),
    urge: circulation,
    must: file(reply, 'request', 'town'),
  },
)
第三条三.notice('drug-request', '协查任务', { on: toReply.opened, to: ({ unit }) => coordinator.at(unit) })
第三条三.notice('drug-reply', '协查答复', { on: reply.filed, to: circulation })
第三条三.notice('drug-replied', '协查答复齐了', {
  on: reply.filed,
  when: ({ facts, look }) => {
    const row = look.row(asked, facts.request)
    return row !== undefined && row.answered === row.towns
  },
  to: circulation,
})
第三条三.notice('drug-reply-late', '协查逾期', { on: toReply.late, to: ({ unit }) => [townHead.at(unit), circulation] })
第三条三.reads(ask, ({ towns }) => [circulation, director, ...towns.flatMap(ofTown)])
第三条三.reads(reply, ({ town: at }) => [circulation, director, ...ofTown(at)])

const 第三条四 = p.clause(
  '5.3.4',
  '第三条第四项',
  '街道乡镇先在本单位建档，再报送备案；备案是告知，不是批准；人员变动后重新报送',
)
const filingDays = (id: string, title: string, usual: number) =>
  第三条四.parameter(id, title, days(usual), {
    min: days(1),
    max: days(60),
    unit: 'duration',
    isOwn: true,
    setBy: circulation,
  })
const refileWithin = filingDays('drug-refile-within', '变动后报送时限', 15)
const examineWithin = filingDays('drug-examine-within', '备案答复时限', 5)
export const archived = p.matter('drug-archive', '本单位档案', { day: day('建档日期') })
export const filings = p.matter('drug-filing', '备案', { town: of(town) })
export const archive = 第三条四.register('drug-archive', '本单位建档', {
  town: of(town),
  rule: text('协查制度', { max: 4_000 }),
  people: count('在册人数', { min: 1, max: 9_999 }),
})
archived.on(archive, 'town', (_, { today }) => ({ day: today }))
export const filing = 第三条四.register('drug-filing', '报送备案', {
  town: of(town),
  people: count('在册人数', { min: 1, max: 9_999 }),
  note: optional(text('说明', { max: 1_000 })),
})
export const receipt = 第三条四.register(
  'drug-filing-receipt',
  '备案答复',
  {
    filing: ref('备案', filings),
    verdict: choice('答复', { received: '收讫', incomplete: '不全，退回补正' }),
    lacks: optional(text('缺什么', { max: 1_000 })),
    town: derived(of(town)),
  },
  {
    derives: ({ facts, look }) => {
      const row = look.row(filings, facts.filing)
      return row ? { town: row.town } : {}
    },
  },
)
filings.opens(filing, ({ facts }) => ({ town: facts.town })).on(receipt, 'filing', () => undefined)
第三条四.writes([archive, filing], ({ town: at }) => townHead.at(at))
第三条四.writes(receipt, circulation)
第三条四.guard('先建档后备案', filing, ({ facts, look }) => !look.row(archived, facts.town) && '本单位还没有建档', {
  field: 'town',
})
第三条四.guard(
  '答复已有的备案',
  receipt,
  ({ facts, look }) => !look.row(filings, facts.filing) && '没有待答复的这份备案',
  {
    field: 'filing',
  },
)
第三条四.guard(
  '退回须写缺什么',
  receipt,
  ({ facts, entry }) => facts.verdict === 'incomplete' && entry.lacks === undefined && '退回补正而没有写缺什么',
  { field: 'lacks' },
)
/** Whose people changed: a coordinator's own street or township, or that of an informant's community. */
function changedIn({ post, unit = '' }: { readonly post: string; readonly unit?: string }, look: Look) {
  const of = post === coordinator.id ? unit : post === informant.id ? townOf(unit, look) : undefined
  return of === undefined ? undefined : { key: of, unit: of }
}
const owed = {
  holder: ({ unit }: { readonly unit: string }) => townHead.at(unit),
  by: within<{ readonly key: string; readonly unit: string }>(refileWithin),
  remind: days(3),
  must: file(filing, 'town'),
}
type Town = { readonly key: string; readonly unit: string }
type Change = { readonly post: string; readonly unit?: string }
export const toFile = 第三条四.duty<Change, Town>(
  'drug-file',
  '报送备案',
  [appoint.filed, dismiss.filed],
  ({ facts, look }) => changedIn(facts, look),
  owed,
)
export const toExamine = 第三条四.duty<{ readonly town: string }, Town>(
  'drug-examine',
  '备案答复',
  filing.filed,
  ({ id, facts }) => ({ key: id, unit: facts.town }),
  { holder: circulation, by: within(examineWithin), remind: days(1), must: file(receipt, 'filing') },
)
export const toComplete = 第三条四.duty<{ readonly verdict: string; readonly town?: string }, Town>(
  'drug-complete',
  '补正备案',
  receipt.filed,
  ({ facts }) =>
    facts.verdict === 'incomplete' && facts.town !== undefined ? { key: facts.town, unit: facts.town } : undefined,
  owed,
)
第三条四.notice('drug-file-late', '备案逾期', { on: toFile.late, to: circulation })
第三条四.notice('drug-complete-late', '补正逾期', { on: toComplete.late, to: circulation })
第三条四.notice('drug-examine-late', '备案没有答复', { on: toExamine.late, to: director })
第三条四.notice('drug-filing-receipt', '备案答复', {
  on: receipt.filed,
  to: ({ town: at }) => at !== undefined && townHead.at(at),
})
第三条四.reads([archive, filing], ({ town: at }) => [circulation, director, ...ofTown(at)])
第三条四.reads(receipt, ({ town: at }) => [circulation, director, ...(at === undefined ? [] : ofTown(at))])

const 第四条 = p.clause('5.4', '第四条', '列入街道乡镇的年度目标；信息及时下传上达；年度得分由记录算出')
export const targets = p.matter('drug-targets', '年度目标', { leads: count('线索'), sessions: count('宣传活动') })
export const target = 第四条.register('drug-target', '年度目标', {
  town: of(town),
  day: day('年度'),
  leads: count('线索目标', { min: 1, max: 9_999 }),
  sessions: count('宣传活动目标', { min: 1, max: 9_999 }),
})
targets.on(target, ['town', 'day'], (_, { facts: { leads, sessions } }) => ({ leads, sessions }))
第四条.writes(target, ({ town: at }) => townHead.at(at))
第四条.guard('年度写一月一日', target, ({ facts }) => facts.day !== yearOf(facts.day) && `应为 ${yearOf(facts.day)}`, {
  field: 'day',
})
const targetWithin = 第四条.parameter('drug-target-within', '列入目标时限', days(59), {
  min: days(10),
  max: days(90),
  unit: 'duration',
  isOwn: true,
  setBy: circulation,
})
export const toTarget = 第四条.daily('drug-target', '列入年度目标', {
  each: town,
  on: (one) => one === yearOf(one),
  holder: ({ unit }) => townHead.at(unit),
  by: before(({ day: from }, { look }: Now) => instantOf(from, '00:00') + look.value(targetWithin)),
  remind: days(7),
  must: file(target, 'town', 'day'),
})
第四条.notice('drug-target-late', '没有列入年度目标', { on: toTarget.late, to: () => [circulation, groupMember] })

const bulletins = p.matter('drug-bulletin', '下发信息', { subject: keyword('标题', { max: 40 }) })
export const bulletin = 第四条.register('drug-bulletin', '下发信息', {
  towns: list(of(town, '发到哪里')),
  subject: keyword('标题', { max: 40 }),
  told: text('内容', { max: 4_000 }),
  readBy: instant('阅读限期'),
})
bulletins.opens(bulletin, ({ facts }) => ({ subject: facts.subject }))
export const read = 第四条.register('drug-bulletin-read', '已阅', {
  bulletin: ref('下发信息', bulletins),
  town: of(town),
})
第四条.writes(bulletin, circulation)
第四条.writes(read, ({ town: at }) => coordinator.at(at))
第四条.guard('阅读限期在后', bulletin, ({ facts, recorded }) => facts.readBy <= recorded && '限期已经过了', {
  field: 'readBy',
})
第四条.guard('有这份信息', read, ({ facts, look }) => !look.row(bulletins, facts.bulletin) && '没有这份信息', {
  field: 'bulletin',
})
export const toRead = 第四条.duty<{ readonly towns: readonly string[]; readonly readBy: number }, Asked>(
  'drug-read',
  '阅读下发信息',
  bulletin.filed,
  ({ id, facts }) => facts.towns.map((unit) => ({ key: `${id}|${unit}`, unit, due: facts.readBy })),
  {
    holder: ({ unit }) => coordinator.at(unit),
    by: until(({ due }) => due),
    remind: hours(4),
    urge: circulation,
    must: file(read, 'bulletin', 'town'),
  },
)
第四条.notice('drug-read-late', '没有阅读', { on: toRead.late, to: ({ unit }) => [townHead.at(unit), circulation] })

// The score, out of the log alone

const yearFrom = (from: Day) => ({ from, through: `${from.slice(0, 4)}-12-31` })
const inYear = ({ today }: Pick<Now, 'today'>, unit: string) => `${unit}|${yearOf(today)}`
export const leadsOf = p.counts('drug-leads-of', '线索', report.filed, { by: (one) => inYear(one, one.facts.town) })
export const sessionsOf = p.counts('drug-sessions-of', '宣传活动', session.filed, {
  by: (one) => inYear(one, one.facts.town),
})
export const lateOf = [toReply, toRead].map((duty) =>
  p.counts(`${duty.id}-late-of`, `${duty.title}逾期`, duty.late, { by: (one) => inYear(one, one.facts.unit) }),
)
const deduction = 第四条.parameter('drug-late-points', '每次逾期扣分', 2, {
  min: 0,
  max: 20,
  unit: '分',
  isOwn: true,
  setBy: circulation,
})
export const score = 第四条.register(
  'drug-score',
  '年度得分',
  {
    town: of(town),
    day: day('年度'),
    leads: derived(count('线索')),
    sessions: derived(count('宣传活动')),
    late: derived(count('逾期')),
    points: derived(count('得分')),
  },
  {
    who: () => [],
    derives: ({ facts, look }) => {
      const key = `${facts.town}|${facts.day}`,
        wanted = look.row(targets, key)
      const leads = look.count(leadsOf, key),
        sessions = look.count(sessionsOf, key),
        late = lateOf.reduce((sum, tally) => sum + look.count(tally, key), 0)
      // Half for leads, half for teaching, as far as the targets were reached; without targets there is nothing to reach.
      const reached = (n: number, of: number) => Math.round((50 * Math.min(n, of)) / of)
      const points = wanted ? reached(leads, wanted.leads) + reached(sessions, wanted.sessions) : 0
      return { leads, sessions, late, points: Math.max(0, points - late * look.value(deduction)) }
    },
    counted: {
      leads: ({ town: at, day: from }) => [{ entries: report, ...yearFrom(from), where: { town: at } }],
      sessions: ({ town: at, day: from }) => [{ entries: session, ...yearFrom(from), where: { town: at } }],
      late: ({ town: unit, day: from }) => [toReply, toRead].map((late) => ({ late, ...yearFrom(from), unit })),
      points: ({ town: at, day: from }) => [{ entries: target, ...yearFrom(from), where: { town: at, day: from } }],
    },
    paper: { title: '药品协管年度得分', signatures: ['流通股', '街道乡镇负责人', '局长'] },
  },
)
第四条.enters('drug-score', score, toTarget.opened, ({ facts }) => ({
  town: facts.unit,
  day: yearOf(nextDay(facts.day, -1)),
}))
第四条.notice('drug-score', '年度得分', { on: score.filed, to: ({ town: at }) => [townHead.at(at), circulation] })
第四条.reads([target, score], ({ town: at }) => [circulation, director, groupMember, ...ofTown(at)])
第四条.reads(bulletin, ({ towns }) => [circulation, director, ...towns.flatMap(ofTown)])
第四条.reads(read, ({ town: at }) => [circulation, director, ...ofTown(at)])
