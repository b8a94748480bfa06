/** 第十一条: documents checked, one person a seat, records kept, and handed over on a lawful query. */
import { either } from '../../engine/declare/terms.ts'
import { choice, count, derived, hashed, idNumber, instant, optional, ref, text } from '../../engine/fields.ts'
import { bornIn, tellsBirth } from '../../engine/identity.ts'
import { days } from '../../engine/time.ts'
import { changeSeat, checkIn, checkOut, customer, lastSat, seat, sitting, 第十一条 } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, nobody, owner } from './house.ts'

第十一条.writes([checkIn, changeSeat, checkOut], frontDesk)
第十一条.guard(
  '出生日期',
  checkIn,
  ({ entry, today }) => {
    if (tellsBirth(entry.idKind)) {
      return entry.born !== undefined && entry.born !== bornIn(entry.customer) && '出生日期与证件号不一致'
    }
    return entry.born === undefined ? '出生日期没有填写' : entry.born > today && '出生日期晚于今天'
  },
  { field: 'born' },
)
第十一条.guard('人证一致', checkIn, ({ facts }) => !facts.faceAgrees && '人证不一致', { field: 'faceAgrees' })
第十一条.guard('一机一人', checkIn, ({ facts, look }) => look.row(seat, facts.seat) && `机位 ${facts.seat} 有人`, {
  field: 'seat',
  isLasting: true,
})
第十一条.guard('换到空位', changeSeat, ({ facts, look }) => look.row(seat, facts.to) && `机位 ${facts.to} 有人`, {
  field: 'to',
  isLasting: true,
})
第十一条.guard(
  '一人一机',
  checkIn,
  ({ facts, look }) => {
    const other = look.row(customer, facts.customer)?.sitting,
      row = other === undefined ? undefined : look.row(sitting, other)
    return row && `该顾客已在机位 ${row.seat}`
  },
  { field: 'customer', isLasting: true },
)
第十一条.guard(
  '机位有人',
  [checkOut, changeSeat],
  ({ facts, look }) => !look.row(seat, facts.seat) && `机位 ${facts.seat} 没有人`,
  { field: 'seat' },
)
const keepDays = 第十一条.parameter('keep-days', '保存天数', 60, {
  min: 60,
  max: 3_650,
  law: 60,
  lawForbids: 'below',
  unit: '天',
  setBy: cafeManager,
})

// What was done at a terminal, line by line

/**
 * A batch of a terminal's log lines, entered by the system for whoever collects them: `seat`, from when to when (both
 * included, the last line's instant being `until`), how many `lines` there are, and their text in the body.
 */
export const sessionLog = 第十一条.register(
  'session-log',
  '上网记录',
  {
    seat: ref('机位', seat),
    from: instant('起'),
    until: instant('止'),
    lines: count('条数', { min: 1, max: 10_000 }),
    text: text('记录', { max: 100_000 }),
    sitting: derived(ref('上机', sitting)),
  },
  {
    asOf: { at: 'until', within: days(2) },
    who: nobody,
    derives: ({ facts, look }) => {
      const row = look.row(lastSat, facts.seat),
        of = row && row.since <= facts.until ? row.sitting : row?.earlier
      return of === undefined ? {} : { sitting: of }
    },
  },
)
第十一条.guard('起止有序', sessionLog, ({ facts }) => facts.until < facts.from && '止于早于起于', { field: 'until' })
// It changes nothing there, and belongs to it: who asks for a customer is handed what was done, too.
const sat = ({ facts }: { readonly facts: { readonly sitting?: string } }) => facts.sitting
sitting.on(sessionLog, sat, (row) => row)
第十一条.reads(sessionLog, () => [cafeManager, networkSecurity])
const logDays = 第十一条.parameter('log-days', '上网记录保存天数', 184, {
  min: 60,
  max: 3_650,
  law: 184,
  lawForbids: 'below',
  unit: '天',
  setBy: cafeManager,
})
// Both from whichever is later: the check-out, or the last line of what was done until then.
第十一条.keeps(checkIn, keepDays, either(checkOut.filed, sessionLog.filed), sat)
第十一条.keeps(sessionLog, logDays, sessionLog.filed, ({ id }) => id)
第十一条.argues('原文登记和记录都保存六十日；网络安全法要求网络日志不少于六个月，上网记录按一百八十四日')
第十一条.reads(checkIn, () => [cafeManager, networkSecurity])
第十一条.reads([changeSeat, checkOut], () => [cafeManager, networkSecurity, frontDesk])

const officers = 第十一条.parameter('officers', '查询须到场人数', 2, {
  min: 2,
  max: 10,
  unit: '人',
  setBy: cafeManager,
})
/**
 * A lawful query, entered when the officers stand there; nothing is handed over without one.
 * Facts: `office`, `askedAt`, and the scope: what lies between `from` and `until` (both included, by the instant at which
 * it happened), of one `seat` and one `customer` where they are named (the hash equals that of `check-in`). Body:
 * `document` (number of the written query), `basis` (the law that it rests on), `credentials` (a line for each officer).
 */
export const query = 第十一条.register(
  'lawful-query',
  '依法查询',
  {
    office: choice('查询单位', { culture: '文化行政部门', police: '公安机关' }),
    askedAt: instant('查询时间'),
    credentials: text('执法证件', { max: 1_000 }),
    document: text('查询文书号', { max: 100 }),
    basis: text('法律依据', { max: 500 }),
    from: instant('查询自'),
    until: instant('查询至'),
    customer: optional(hashed(idNumber('顾客证件号'))),
    seat: optional(ref('机位', seat)),
  },
  { asOf: { at: 'askedAt', within: days(1) }, keep: 'forever' },
)
第十一条.writes(query, () => [cafeManager, networkSecurity])
第十一条.guard(
  '到场人数',
  query,
  ({ entry, look }) => {
    const shown = entry.credentials.split('\n').filter((line) => line.trim() !== '').length
    return shown < look.value(officers) && `出示执法证件 ${shown} 人，须 ${look.value(officers)} 人，一人一行`
  },
  { field: 'credentials' },
)
第十一条.guard(
  '查询范围',
  query,
  ({ facts: { from, until, askedAt } }) =>
    (until < from && '止于早于起于') || (until > askedAt && '查询至晚于查询时间'),
  { field: 'until' },
)
第十一条.reads(query, () => [cafeManager, networkSecurity, owner])
第十一条.discloses(query, [checkIn, changeSeat, checkOut, sessionLog], {
  during: ({ from, until }) => ({ from, until }),
  along: sitting,
  wants: (asked, said) =>
    (asked.customer === undefined || said.some((one) => 'customer' in one && one.customer === asked.customer)) &&
    (asked.seat === undefined || said.some((one) => one.seat === asked.seat || ('to' in one && one.to === asked.seat))),
})
第十一条.notice('lawful-query', '有依法查询', { on: query.filed, to: owner })
