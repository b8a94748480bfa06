/** 第十二条: who answers for the network, for order and for fire, and what is looked at so that nobody comes to harm. */
import { before } from '../../engine/declare/terms.ts'
import type { Now, OnEach } from '../../engine/declare/words.ts'
import { administrator } from '../../engine/people.ts'
import { days, hours, minutes, weekday } from '../../engine/time.ts'
import { cafeManager, fire, networkSecurity, order, owner, p, patrol } from './house.ts'
import { businessDay, closingAhead, closingOf, openingOf, roundAhead, roundAt, roundsOf } from './opening.ts'

const 第十二条 = p.clause('2.12', '第十二条', '信息网络安全、治安、消防各有负责人')
const fillWithin = 第十二条.parameter('responsible-within', '补任负责人时限', hours(24), {
  min: hours(1),
  max: days(7),
  unit: 'duration',
  isOwn: true,
  setBy: owner,
})
for (const post of [networkSecurity, order, fire]) {
  const vacant = 第十二条.filled(post, { within: fillWithin, holder: () => [owner, administrator] })
  第十二条.notice(`${post.id}-vacant`, `没有${post.title}`, { on: vacant.late, to: owner })
}

const rectifyWithin = 第十二条.parameter('fire-rectify-within', '消防整改时限', hours(24), {
  min: hours(4),
  max: hours(72),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const looked = { who: patrol, faults: { failed: '不合格' }, rectifier: fire, rectifyWithin, tell: cafeManager }
const countsFor = ({ at, look }: Now) => businessDay(at, look)
/** Once a business day, any time before closing. */
const nightly = {
  ...looked,
  by: before(({ day }: OnEach, { look }: Now) => closingOf(day, look)),
  countsFor,
  remind: hours(4),
}
export const flames = p
  .clause('2.12.1', '第十二条第一项', '不用明火照明，不吸烟，禁烟标志在位')
  .checklist('flames', '明火吸烟检查', { flame: '明火照明', smoking: '吸烟', sign: '禁烟标志' }, nightly)
export const explosives = p
  .clause('2.12.2', '第十二条第二项', '不带入、不存放易燃易爆物品')
  .checklist('explosives', '易燃易爆检查', { carried: '带入', stored: '存放' }, nightly)
/** What is bolted to a wall does not come overnight: once a week, before opening. */
export const bars = p.clause('2.12.3', '第十二条第三项', '不装固定的封闭门窗栅栏').checklist(
  'bars',
  '门窗栅栏检查',
  { bars: '封闭栅栏' },
  {
    ...looked,
    on: (day) => weekday(day) === 1,
    by: before(({ day }: OnEach, { look }) => openingOf(day, look)),
    countsFor,
    remind: hours(1),
  },
)

const 第十二条四 = p.clause('2.12.4', '第十二条第四项', '营业期间不封堵、不锁闭门窗、疏散通道和安全出口')
const every = 第十二条四.parameter('exits-every', '出口检查间隔', hours(4), {
  min: hours(1),
  max: hours(8),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const clearWithin = 第十二条四.parameter('exits-rectify-within', '出口整改时限', minutes(30), {
  min: minutes(15),
  max: hours(2),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
export const exits = 第十二条四.checklist(
  'exits',
  '出口检查',
  { doors: '门', windows: '窗', passages: '疏散通道', exits: '安全出口' },
  {
    ...looked,
    faults: { blocked: '封堵', locked: '锁闭' },
    rounds: {
      names: (day, { look }) => roundsOf(day, look, every),
      ahead: ({ at, look }) => roundAhead(at, look, every),
    },
    by: before(({ day, unit }: OnEach, { look }) => roundAt(day, unit, look)),
    remind: minutes(30),
    rectifyWithin: clearWithin,
    enteredWithin: minutes(15),
  },
)
第十二条四.guard(
  '营业期间检查',
  exits.check,
  ({ at, look }) => closingAhead(at, look) === undefined && '不在营业时间，门窗可以锁着',
  { field: 'checkedAt' },
)
