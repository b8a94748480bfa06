/** 第十一条: a terminal that is in use and not heard keeps no records. That is seen by itself, and somebody goes and looks. */
import { file, within } from '../../engine/declare/terms.ts'
import { derived, instant, keyword, optional, ref } from '../../engine/fields.ts'
import { hours, minutes } from '../../engine/time.ts'
import { changeSeat, checkOut, seat, sitting, 第十一条 } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, nobody, p } from './house.ts'
import { sessionLog } from './records.ts'
import { terminalSign } from './terminals.ts'

/** Terminals that have signed: from where, and since when nothing more came while somebody sat there. */
export const heard = p.matter('terminal-heard', '终端在线', {
  address: keyword('地址', { max: 45 }),
  silentSince: optional(instant('无信号自')),
})
/** `since`: its last sign of life, or when whoever sits there sat down. */
export const unheard = 第十一条.register(
  'terminal-unheard',
  '终端无信号',
  { seat: keyword('机位'), since: instant('无信号自'), sitting: derived(ref('上机', sitting)) },
  {
    who: nobody,
    derives: ({ facts, look }) => {
      const row = look.row(seat, facts.seat)
      return row ? { sitting: row.sitting } : {}
    },
  },
)
heard
  .on(terminalSign, 'seat', (_, { facts: { address } }) => ({ address }))
  .on(unheard, 'seat', (row, { at }) => row && { ...row, silentSince: at })
第十一条.reads(unheard, () => [cafeManager, networkSecurity])
const silentAfter = 第十一条.parameter('terminal-silent-after', '终端无信号认定', minutes(10), {
  min: minutes(3),
  max: hours(1),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
// A terminal that stands empty may be switched off.
第十一条.hears(terminalSign, 'seat', {
  address: 'address',
  heard,
  silence: unheard,
  after: silentAfter,
  expected: (key, { look }) => look.row(seat, key)?.since,
})
第十一条.hears(sessionLog, 'seat')

const lookWithin = 第十一条.parameter('terminal-look-within', '查看无信号终端时限', minutes(30), {
  min: minutes(5),
  max: hours(4),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
const look = 第十一条.duty('terminal-look', '查看无信号的终端', unheard.filed, ({ facts }) => ({ key: facts.seat }), {
  holder: networkSecurity,
  by: within(lookWithin),
  must: [file(terminalSign, 'seat'), file(checkOut, 'seat'), file(changeSeat, 'seat')],
})
第十一条.notice('terminal-unheard', '终端没有信号', { on: unheard.filed, to: () => [networkSecurity, frontDesk] })
第十一条.notice('terminal-look-late', '无信号的终端没有查看', { on: look.late, to: cafeManager })
