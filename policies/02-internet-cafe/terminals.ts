/** 第四条: through a licensed provider, behind the house's own network. */
import type { Look } from '../../engine/declare/words.ts'
import { day, keyword, optional, yes } from '../../engine/fields.ts'
import type { Day } from '../../engine/time.ts'
import { changeSeat, checkIn } from './counter.ts'
import { cafeManager, frontDesk, networkSecurity, p } from './house.ts'

const 第四条 = p.clause('2.4', '第四条', '经持证单位接入，终端通过局域网，不得直连')
const asset = {
  area: optional(keyword('区域')),
  licence: keyword('接入许可', { max: 40 }),
  licensedUntil: day('许可至'),
  isDirect: yes('直连互联网'),
  isRetired: optional(yes('停用')),
}
export const terminal = p.matter('terminal', '终端', asset)
export const install = 第四条.register(
  'terminal',
  '终端资产',
  { seat: keyword('机位'), ...asset },
  { who: cafeManager },
)
terminal.on(install, 'seat', (_, { facts: { seat, ...row } }) => row)
function terminalFault(of: string, look: Look, today: Day): string | false {
  const row = look.row(terminal, of)
  if (!row) return `机位 ${of} 没有终端登记`
  if (row.isRetired) return `机位 ${of} 已停用`
  if (row.licensedUntil < today) return `机位 ${of} 的接入许可已过期`
  return row.isDirect && `机位 ${of} 直连互联网`
}
第四条.guard('终端合规', checkIn, ({ facts, look, today }) => terminalFault(facts.seat, look, today), { field: 'seat' })
第四条.guard('换到的终端合规', changeSeat, ({ facts, look, today }) => terminalFault(facts.to, look, today), {
  field: 'to',
})
第四条.reads(install, () => [cafeManager, frontDesk, networkSecurity])
