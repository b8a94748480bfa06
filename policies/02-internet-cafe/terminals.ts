/** 第四条: through a licensed provider, behind the house's own network. */
import { file, through, within } from '../../engine/declare/terms.ts'
import type { Look } from '../../engine/declare/words.ts'
import { day, derived, keyword, optional, ref, text, yes } from '../../engine/fields.ts'
import { days, hours, type Day } from '../../engine/time.ts'
import { changeSeat, checkIn } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, nobody, owner, p } from './house.ts'
import { faultInNetworks, isAddress, isInside, networksIn } from './lan.ts'

const 第四条 = p.clause('2.4', '第四条', '经持证单位接入，终端通过局域网，不得直连')

// Providers

/** A licence by which terminals go; entered anew, it is renewed for all of them. */
export const access = p.matter('access-licence', '接入许可', {
  provider: keyword('接入单位', { max: 40 }),
  until: day('许可至'),
})
export const licensed = 第四条.register(
  'access-licence',
  '接入许可',
  {
    licence: keyword('许可', { max: 40 }),
    provider: keyword('接入单位', { max: 40 }),
    until: day('许可至'),
  },
  { who: cafeManager, keep: 'forever' },
)
access.on(licensed, 'licence', (_, { facts: { provider, until } }) => ({ provider, until }))
const renew = 第四条.duty(
  'access-renew',
  '接入许可续期',
  licensed.filed,
  ({ facts: { licence, until } }) => ({ key: licence, day: until }),
  { holder: cafeManager, by: through(({ day }) => day), remind: days(30), must: file(licensed, 'licence') },
)
第四条.notice('access-expired', '接入许可过期', { on: renew.late, to: owner })
第四条.reads(licensed, () => [cafeManager, frontDesk, networkSecurity])

// Terminals

const asset = {
  area: optional(keyword('区域')),
  licence: keyword('接入许可', { max: 40 }),
  licensedUntil: day('许可至'),
  isDirect: yes('直连互联网'),
  isRetired: optional(yes('停用')),
}
export const terminal = p.matter('terminal', '终端', {
  ...asset,
  /** It signed from outside the declared network: its seat stands empty until somebody has seen to it. */
  isSuspended: optional(yes('信号来自局域网之外')),
})
export const install = 第四条.register(
  'terminal',
  '终端资产',
  { seat: keyword('机位'), ...asset },
  { who: cafeManager },
)
terminal.on(install, 'seat', (before, { facts: { seat, ...row } }) => ({
  ...row,
  ...(before?.isSuspended ? { isSuspended: true } : {}),
}))
function terminalFault(of: string, look: Look, today: Day): string | false {
  const row = look.row(terminal, of)
  if (!row) return `机位 ${of} 没有终端登记`
  if (row.isRetired) return `机位 ${of} 已停用`
  if (row.isSuspended) return `机位 ${of} 已停用，信号来自局域网之外`
  const until = look.row(access, row.licence)?.until ?? row.licensedUntil
  if (until < today) return `机位 ${of} 的接入许可已过期`
  return row.isDirect && `机位 ${of} 直连互联网`
}
第四条.guard('终端合规', checkIn, ({ facts, look, today }) => terminalFault(facts.seat, look, today), { field: 'seat' })
第四条.guard('换到的终端合规', changeSeat, ({ facts, look, today }) => terminalFault(facts.to, look, today), {
  field: 'to',
})
第四条.reads(install, () => [cafeManager, frontDesk, networkSecurity])

// The house's own network, and terminals that sign from elsewhere

export const lan = p.matter('lan', '局域网', { networks: keyword('网段', { max: 200 }) })
export const declareLan = 第四条.register(
  'lan',
  '局域网',
  { networks: keyword('网段', { max: 200 }) },
  { keep: 'forever' },
)
第四条.writes(declareLan, () => [cafeManager, networkSecurity])
lan.on(
  declareLan,
  () => 'house',
  (_, { facts }) => facts,
)
第四条.guard('内网的网段', declareLan, ({ facts }) => faultInNetworks(facts.networks), { field: 'networks' })
第四条.reads(declareLan, () => [cafeManager, networkSecurity])

/**
 * A terminal's sign of life, entered by the system when a terminal's address is first seen or has changed, never beat by
 * beat: `seat` as in 终端资产, `address` as it was seen. Whether that lies outside, and whether it suspends a seat that was
 * in use until now, is written down with it.
 */
export const terminalSign = 第四条.register(
  'terminal-sign',
  '终端信号',
  {
    seat: keyword('机位'),
    address: keyword('地址', { max: 45 }),
    isOutside: derived(yes('来自局域网之外')),
    suspends: derived(yes('因此停用')),
  },
  {
    who: nobody,
    derives: ({ facts, look }) => {
      const isOutside = !isInside(facts.address, networksIn(look.row(lan, 'house')?.networks ?? ''))
      return { isOutside, suspends: isOutside && look.row(terminal, facts.seat)?.isSuspended !== true }
    },
  },
)
terminal.on(terminalSign, 'seat', (row, { facts }) => row && (facts.isOutside ? { ...row, isSuspended: true } : row))
第四条.guard('地址看得懂', terminalSign, ({ facts }) => !isAddress(facts.address) && `${facts.address} 不是地址`, {
  field: 'address',
})
第四条.guard(
  '登记过的终端',
  terminalSign,
  ({ facts, look }) => !look.row(terminal, facts.seat) && `机位 ${facts.seat} 没有终端登记`,
  { field: 'seat' },
)
第四条.reads(terminalSign, () => [cafeManager, networkSecurity])

const restoreWithin = 第四条.parameter('restore-within', '查明终端时限', hours(24), {
  min: hours(1),
  max: hours(72),
  unit: 'duration',
  isOwn: true,
  setBy: cafeManager,
})
export const restored = 第四条.register('terminal-restored', '恢复机位', {
  seat: ref('机位', terminal),
  cause: text('查明的原因', { max: 1_000 }),
})
第四条.writes(restored, () => [networkSecurity, cafeManager])
terminal.on(restored, 'seat', (row) => row && { ...row, isSuspended: false })
第四条.guard(
  '有停用才有恢复',
  restored,
  ({ facts, look }) => !look.row(terminal, facts.seat)?.isSuspended && `机位 ${facts.seat} 没有因信号停用`,
  { field: 'seat' },
)
第四条.reads(restored, () => [cafeManager, networkSecurity])
const restore = 第四条.duty(
  'terminal-restore',
  '查明并恢复机位',
  terminalSign.filed,
  ({ facts }) => (facts.suspends ? { key: facts.seat } : undefined),
  { holder: networkSecurity, by: within(restoreWithin), remind: hours(1), must: file(restored, 'seat') },
)
第四条.notice('terminal-outside', '终端信号来自局域网之外', {
  on: restore.opened,
  to: () => [networkSecurity, cafeManager, frontDesk],
})
第四条.notice('terminal-restore-late', '停用的机位没有查明', { on: restore.late, to: cafeManager })
