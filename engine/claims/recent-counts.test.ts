/** Counts of the recent ones: the fullest stretch, whoever is entered late, and what a correction takes out of it. */
import { policy } from '../declare/policy.ts'
import { count, hashed, instant, keyword, text } from '../fields.ts'
import { hours } from '../time.ts'
import { claims, holds } from '../testing/claims.ts'
import { World, same, t } from '../testing/world.ts'

const day = '2026-10-08'
/** Three patients of one cause within a day are a batch. */
function open() {
  const p = policy('p', '制度')
  const clause = p.clause('1', '第一条', '三人及以上')
  const span = clause.parameter('span', '时段', hours(24), { min: hours(1) })
  const patient = clause.register(
    'patient',
    '患者',
    { cause: keyword('原因'), who: hashed(text('住院号'), 'patient'), came: instant('到达') },
    { asOf: { at: 'came', within: hours(24) } },
  )
  const came = p.counts('came', '同因', patient.filed, {
    by: ({ facts }) => facts.cause,
    each: ({ facts }) => facts.who,
    within: span,
  })
  const batch = clause.register('batch', '批量', { cause: keyword('原因'), n: count('人数') })
  clause.enters('three', batch, came.reaches(3), ({ facts }) => ({ cause: facts.key, n: facts.count }))
  const w = new World(p)
  w.post('boss', 'administrator')
  w.person('nurse')
  w.adopt('p', day)
  const enter = (who: string, came: number, at: number, corrects?: string, cause = '车祸') =>
    w.file('patient', 'nurse', { cause, who, came }, at, corrects)
  return { w, enter, batches: () => w.entries('batch').map(({ facts }) => facts['n']) }
}
const at = (n: number) => t(day, '00:00') + hours(n)

claims('Counts of the recent')
{
  const { w, enter, batches } = open()
  enter('A', at(0), at(0))
  enter('B', at(12), at(12))
  enter('C', at(24) + 1, at(24) + 1)
  holds('one millisecond more than the stretch is no batch', batches(), [])
  enter('D', at(24), at(25))
  holds('both ends of the stretch count, and who came before is found by who is entered late', batches(), [3])
  enter('D', at(26), at(26))
  enter('E', at(27), at(27))
  holds('over the line it is said once', batches(), [3])
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const { w, enter, batches } = open()
  enter('A', at(0), at(0))
  enter('A', at(1), at(1))
  enter('B', at(2), at(2))
  holds('one person twice is one person', batches(), [])
  enter('B2', at(30), at(30))
  enter('C', at(20), at(31))
  holds('two on either side of the newest stretch are found together', batches(), [3])
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const { w, enter, batches } = open()
  const first = enter('A', at(0), at(0))
  enter('B', at(1), at(1))
  enter('C', at(2), at(2))
  enter('D', at(20), at(20))
  enter('E', at(24), at(24))
  enter('F', at(25), at(25))
  holds('as long as they keep coming it is one batch', batches(), [3])
  for (const [n, who] of ['G', 'H', 'I'].entries()) enter(who, at(60 + n), at(60 + n))
  holds('three more on another day are a batch of their own', batches(), [3, 3])
  enter('A', at(0), at(63), first, '中毒')
  holds('and one less of five in the first leaves it standing', w.has('undone', 'batch:'), [])
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const { w, enter, batches } = open()
  const first = enter('A', at(0), at(0))
  enter('B', at(1), at(1))
  enter('C', at(2), at(2))
  for (const [n, who] of ['G', 'H', 'I'].entries()) enter(who, at(30 + n), at(30 + n))
  holds('two batches stand beside each other', batches(), [3, 3])
  enter('A', at(0), at(33), first, '中毒')
  holds('and the first falls alone', w.has('undone', 'batch:').length, 1)
  holds('replay equals state', same(w.state, w.replay()))
}
{
  const { w, enter, batches } = open()
  enter('A', at(0), at(0))
  enter('B', at(1), at(1))
  const third = enter('C', at(2), at(2))
  enter('C', at(26), at(27), third)
  holds(
    'a corrected instant takes one out of the stretch, and the batch falls with it',
    [batches(), w.log.some(({ type, id }) => type === 'undone' && id.startsWith('batch:'))],
    [[3], true],
  )
  enter('C', at(3), at(28), third)
  holds('corrected back, it is a batch again', batches(), [3, 3])
  enter('C', at(4), at(29), third)
  holds('moved inside the stretch, the count never dips', batches(), [3, 3])
  enter('C', at(4), at(30), third, '中毒')
  holds('another cause takes one out, too', [batches().length, w.has('undone', 'batch:').length], [2, 2])
  holds('replay equals state', same(w.state, w.replay()))
}
