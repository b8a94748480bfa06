/** 第一条至第三条第二项的名册: what the network is for, who is in it, and how it is kept in touch with. */
import { before, file } from '../../engine/declare/terms.ts'
import type { Now, OnEach } from '../../engine/declare/words.ts'
import { choice, count, day, derived, keyword, of, optional, text } from '../../engine/fields.ts'
import { appoint, othersIn, units } from '../../engine/people.ts'
import { days, hours, instantOf, nextDay, type Day } from '../../engine/time.ts'
import {
  belonging,
  circulation,
  community,
  coordinator,
  director,
  groupHead,
  groupMember,
  informant,
  p,
  town,
  townHead,
  townOf,
} from './house.ts'
import { monthlyFigures } from './figures.ts'

const 第一条 = p.clause('5.1', '第一条', '指导思想：各级和群众一起守住用药安全，有关人员知悉')
const readWithin = 第一条.parameter('drug-pledge-within', '知悉时限', days(7), {
  min: days(1),
  max: days(30),
  unit: 'duration',
  isOwn: true,
  setBy: circulation,
})
export const pledge = 第一条.pledge(
  '药品安全网络的指导思想',
  [director, groupMember, circulation, townHead, coordinator, informant],
  readWithin,
)

const 第二条 = p.clause('5.2', '第二条', '工作目标：网络铺到多少、报来多少、办得多快，按月算出来')
const firstOfMonth = (one: Day) => one.endsWith('-01')
const lastMonth = (one: Day): Day => `${nextDay(one, -1).slice(0, 7)}-01`
export const reach = 第二条.register(
  'drug-reach',
  '网络成效',
  {
    day: day('月份'),
    towns: derived(count('街道乡镇')),
    coordinators: derived(count('有协管员的')),
    communities: derived(count('社区村')),
    informants: derived(count('有信息员的')),
    leads: derived(count('线索')),
    handled: derived(count('办结')),
    hoursEach: derived(count('平均办理小时')),
  },
  {
    who: () => [],
    derives: ({ facts, look }) => {
      const open = (kind: string) => look.row(units, kind)?.all.filter(({ until }) => until === undefined) ?? []
      const towns = open(town.id),
        communities = open(community.id)
      return {
        towns: towns.length,
        coordinators: towns.filter(({ unit }) => look.holders(coordinator.at(unit)).length > 0).length,
        communities: communities.length,
        informants: communities.filter(({ unit }) => look.holders(informant.at(unit)).length > 0).length,
        ...monthlyFigures(facts.day, look),
      }
    },
  },
)
export const review = 第二条.register('drug-reach-review', '成效研判', {
  day: day('月份'),
  told: text('研判和措施', { max: 2_000 }),
})
第二条.writes(review, circulation)
const reviewDays = 第二条.parameter('drug-review-within', '成效研判时限', days(5), {
  min: days(1),
  max: days(15),
  unit: 'duration',
  isOwn: true,
  setBy: circulation,
})
export const toReview = 第二条.daily('drug-reach', '成效研判', {
  on: firstOfMonth,
  holder: circulation,
  by: before(({ day: from }, { look }) => instantOf(from, '00:00') + look.value(reviewDays)),
  remind: hours(24),
  prefill: ({ day: first }) => ({ day: lastMonth(first) }),
  must: file(review, ({ facts }) => firstOfMonth(facts.day) && nextMonth(facts.day)),
})
const nextMonth = (one: Day): Day => `${nextDay(one, 31).slice(0, 7)}-01`
第二条.enters('drug-reach', reach, toReview.opened, ({ facts }) => ({ day: lastMonth(facts.day) }))
第二条.notice('drug-reach', '网络成效', { on: review.filed, to: director })
第二条.reads([reach, review], () => [director, groupHead, groupMember, circulation])

const 第三条一 = p.clause('5.3.1', '第三条第一项', '成立领导小组，组长由局长担任')
第三条一.guard(
  '组长由局长担任',
  appoint,
  ({ facts, look }) =>
    facts.post === groupHead.id &&
    !look.holds(facts.person, director) &&
    `组长由局长担任，{p:${facts.person}} 不是局长`,
  { field: 'person' },
)
const fillWithin = 第三条一.parameter('drug-fill-within', '补缺时限', days(10), {
  min: days(1),
  max: days(60),
  unit: 'duration',
  isOwn: true,
  setBy: circulation,
})
export const headless = 第三条一.filled(director, { within: fillWithin, holder: circulation })
第三条一.notice('drug-headless', '领导小组没有组长', { on: headless.opened, to: groupMember })

export const 第三条二 = p.clause(
  '5.3.2',
  '第三条第二项',
  '每个街道乡镇一名协管员，每个社区村一名信息员；保持联络，线索及时报告和办理，并向群众宣传',
)
export const belongs = 第三条二.register(
  'drug-belonging',
  '社区归属',
  { community: of(community), town: of(town) },
  { who: circulation },
)
belonging.on(belongs, 'community', (_, { facts }) => ({ town: facts.town }))
for (const post of [coordinator, informant]) {
  第三条二.guard(
    `一处一名${post.title}`,
    appoint,
    ({ facts, look, at }) => facts.post === post.id && othersIn(look, facts, at).length > 0 && `这里已有${post.title}`,
    { field: 'unit', isLasting: true },
  )
}
export const noCoordinator = 第三条二.filled(coordinator, {
  within: fillWithin,
  holder: ({ unit }) => townHead.at(unit),
})
export const noInformant = 第三条二.filled(informant, {
  within: fillWithin,
  holder: ({ unit }, { look }) => {
    const of = townOf(unit, look)
    return of === undefined ? circulation : townHead.at(of)
  },
})
第三条二.notice('drug-no-coordinator', '缺协管员', { on: noCoordinator.late, to: circulation })
第三条二.notice('drug-no-informant', '缺信息员', { on: noInformant.late, to: circulation })

// Keeping in touch

const how = choice('方式', { phone: '电话', visit: '走访', meeting: '会议' })
const everyMonths = (id: string, title: string, usual: number) =>
  第三条二.parameter(id, title, usual, { min: 1, max: 12, unit: '个月', isOwn: true, setBy: circulation })
const isContactMonth = (one: Day, every: number) => firstOfMonth(one) && (Number(one.slice(5, 7)) - 1) % every === 0
/** Each is asked after once in so many months; the month in which that is due is the one in which it begins. */
const terms = {
  holder: circulation,
  by: before(({ day: from }: OnEach) => instantOf(nextMonth(from), '00:00')),
  remind: days(7),
}
const contactCoordinator = everyMonths('drug-contact-coordinator', '与协管员联络间隔', 1)
const contactInformant = everyMonths('drug-contact-informant', '与信息员联络间隔', 3)
export const callCoordinator = 第三条二.register(
  'drug-call-coordinator',
  '联络协管员',
  { town: of(town), how, note: text('情况', { max: 1_000 }) },
  { who: circulation },
)
export const callInformant = 第三条二.register(
  'drug-call-informant',
  '联络信息员',
  { community: of(community), how, note: text('情况', { max: 1_000 }) },
  { who: circulation },
)
const thisMonth = ({ today }: Pick<Now, 'today'>) => `${today.slice(0, 7)}-01`
export const keepCoordinator = 第三条二.daily('drug-contact-coordinator', '联络协管员', {
  ...terms,
  each: town,
  on: (one, { look }) => isContactMonth(one, look.value(contactCoordinator)),
  must: file(callCoordinator, (call) => `${call.facts.town}|${thisMonth(call)}`),
})
export const keepInformant = 第三条二.daily('drug-contact-informant', '联络信息员', {
  ...terms,
  each: community,
  on: (one, { look }) => isContactMonth(one, look.value(contactInformant)),
  must: file(callInformant, (call) => `${call.facts.community}|${thisMonth(call)}`),
})
第三条二.notice('drug-not-called-coordinator', '协管员没有联络', { on: keepCoordinator.late, to: director })
第三条二.notice('drug-not-called-informant', '信息员没有联络', { on: keepInformant.late, to: director })

// Teaching the public

export const session = 第三条二.register('drug-session', '宣传活动', {
  town: of(town),
  community: optional(of(community)),
  day: day('日期'),
  place: keyword('地点', { max: 40 }),
  subject: keyword('内容', { max: 40 }),
  attended: count('人数', { min: 1, max: 99_999 }),
})
第三条二.writes(session, ({ town: at, community: in_ }) => [coordinator.at(at), in_ !== undefined && informant.at(in_)])
第三条二.guard(
  '社区在其中',
  session,
  ({ facts, look }) =>
    facts.community !== undefined && townOf(facts.community, look) !== facts.town && '社区村不属于这个街道乡镇',
  { field: 'community' },
)
第三条二.guard('不登记将来的活动', session, ({ facts, today }) => facts.day > today && `${facts.day} 还没有到`, {
  field: 'day',
})
第三条二.reads(belongs, () => [circulation, director])
第三条二.reads([callCoordinator, callInformant], () => [circulation, director])
第三条二.reads(session, ({ town: at, community: in_ }) => [
  coordinator.at(at),
  townHead.at(at),
  in_ !== undefined && informant.at(in_),
  circulation,
  director,
])
