/** 1. What is remembered is a fact; what may be destroyed is body. (What must not compile: ../types.ts.) */
import { why } from '../decide.ts'
import { admit } from '../commands.ts'
import { guest, openCafe, rules } from '../testing/houses.ts'
import { claims, holds } from '../testing/claims.ts'
import { keyed, same, t } from '../testing/world.ts'

claims('1 Facts and body')
const w = openCafe(),
  day = '2026-03-02',
  number = '11010119900307123x'
holds(
  'not seated before the house rules are accepted',
  w.file('check-in', 'desk', guest('1', number), t(day, '10:00')),
  '不能登记“上机登记”：顾客未接受第 1 版守则（第二条）',
)
rules(w, number, t(day, '10:00'))
const seated = w.file('check-in', 'desk', guest('1', number), t(day, '10:00'))
holds('seated, the house rules accepted under the same hash in another register', seated.startsWith('e'))
holds(
  'the same person, typed with full-width digits and a capital X, cannot take a second seat',
  w.file('check-in', 'desk', guest('2', '１１０１０１ 19900307 123X'), t(day, '10:01')),
  '不能登记“上机登记”：该顾客已在机位 1（第十一条）',
)
holds(
  'a guard reads the whole entry: face, age',
  w
    .file('check-in', 'desk', { ...guest('2', 'B1'), faceAgrees: false, born: '2010-01-01' }, t(day, '10:01'))
    .startsWith('不能登记“上机登记”：顾客'),
)
const log = JSON.stringify(w.log),
  slices = JSON.stringify([...w.state.entries()])
holds(
  'no personal value in the log',
  [log.includes('张三'), log.includes('110101'), log.includes('2000-01-01')],
  [false, false, false],
)
holds('none in any slice or key', [slices.includes('张三'), slices.includes('110101')], [false, false])
holds('the body has them', Object.keys(w.bodies.get(seated) ?? {}), ['customer', 'name', 'born'])
holds('born, a day, is body because it is `personal(day(…))`', Object.keys(w.entries('check-in')[0]?.facts ?? {}), [
  'seat',
  'idKind',
  'customer',
  'faceAgrees',
])
const swept = w.pass(t('2026-03-03', '02:00')).filter((event) => event.type === 'filed')
holds(
  'the system checks a customer out at closing knowing only facts',
  swept.map((event) => event.facts),
  [{ seat: '1', reason: 'closing' }],
)
w.bodies.clear()
holds('replay with every body destroyed: state equal', same(w.state, w.replay()))
const half = admit(w.book, { do: 'file', register: 'check-in', id: 'q', account: 'desk', entry: { seat: '1' } }, keyed)
holds('`why` of half a form names the fields it waits for', why(w.book, w.state, half, t('2026-03-03', '11:00')), {
  needs: ['field:idKind', 'field:customer', 'field:name', 'field:born', 'field:faceAgrees'],
})
holds(
  'the same digits as another kind of value give another hash',
  keyed('id-number', '1') === keyed('phone', '1'),
  false,
)
holds(
  'a keyword refuses what looks like a number of a person',
  w.file(
    'terminal',
    'boss',
    { seat: '1', licence: '13800138000', licensedUntil: '2030-01-01', isDirect: false },
    t('2026-03-03', '12:00'),
  ),
  '不能登记“终端资产”：接入许可不可含证件号、电话等长数字（第四条）',
)
