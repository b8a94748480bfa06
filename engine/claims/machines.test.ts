/** What machines report: beats that say nothing new, and silence where somebody ought to be heard. */
import { isNews, silenceOf } from '../beats.ts'
import { policy } from '../declare/policy.ts'
import { instant, keyword, optional } from '../fields.ts'
import { nowFor } from '../now.ts'
import { Layer } from '../state.ts'
import { minutes } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { t, World } from '../testing/world.ts'

const p = policy('hall', '大厅')
const 第一条 = p.clause('1', '第一条', '用着的机器要有信号')
const after = 第一条.parameter('after', '无信号认定', minutes(10))
const nobody = () => []
const sign = 第一条.register('sign', '信号', { seat: keyword('机位'), address: keyword('地址') }, { who: nobody })
const silence = 第一条.register('silence', '无信号', { seat: keyword('机位'), since: instant('自') }, { who: nobody })
const heard = p.matter('heard', '在线', { address: keyword('地址'), silentSince: optional(instant('无信号自')) })
heard
  .on(sign, 'seat', (_, { facts: { address } }) => ({ address }))
  .on(silence, 'seat', (row, { at }) => row && { ...row, silentSince: at })
let usedFrom: number | undefined
第一条.hears(sign, 'seat', { address: 'address', heard, silence, after, expected: () => usedFrom })
const hearing = p.hearings.find(({ beat }) => beat)

const day = '2026-03-02'
const at = (clock: string) => t(day, clock)
function house() {
  const w = new World(p)
  w.adopt('hall', day)
  w.pass(at('09:00'))
  return w
}
const asOf = (w: World, when: number) => nowFor(new Layer(w.state), { at: when, recorded: when, by: 'system' })
const found = (w: World, lastHeard: string, when: number) =>
  hearing?.beat && silenceOf({ ...hearing, beat: hearing.beat }, 'A1', at(lastHeard), asOf(w, when))
const row = (w: World) => asOf(w, at('12:00')).look.row(heard, 'A1')

claims('What machines report')
{
  const w = house()
  holds('the first beat is news', isNews(row(w), '192.168.1.5'), true)
  w.file('sign', 'system', { seat: 'A1', address: '192.168.1.5' }, at('09:00'))
  holds(
    'the same again is not, another address is',
    [isNews(row(w), '192.168.1.5'), isNews(row(w), '192.168.1.6')],
    [false, true],
  )
  holds('what need not be heard may be silent', found(w, '09:00', at('11:00')) === undefined)
  usedFrom = at('10:00')
  holds(
    'silence begins when it ought to be heard, and the figure itself is no silence yet',
    [found(w, '09:00', at('10:10')), found(w, '09:00', at('10:10') + 1)],
    [undefined, { seat: 'A1', since: at('10:00') }],
  )
  holds('a beat since then puts it off', found(w, '10:05', at('10:15')) === undefined)
  w.file('silence', 'system', { seat: 'A1', since: at('10:00') }, at('10:11'))
  holds('it is said once', found(w, '09:00', at('11:00')) === undefined)
  holds('and the next beat, from the same address, is news', isNews(row(w), '192.168.1.5'), true)
  usedFrom = at('11:30')
  holds('for whoever sits down after that it is said again', found(w, '09:00', at('11:41')), {
    seat: 'A1',
    since: at('11:30'),
  })
  usedFrom = undefined
}
{
  const w = house()
  usedFrom = at('10:00')
  holds('what was never heard is not listened for', found(w, '09:00', at('12:00')) === undefined)
}
