import { expect, test } from 'vitest'
import { policy } from './declare/policy.ts'
import { World, t } from './testing/world.ts'

const today = '2026-03-02'
function open() {
  const p = policy('p', '制度'),
    office = p.post('office', '主管科室')
  p.clause('1', '第一条', '每日填报')
  p.worded(office)
  const q = policy('q', '另一部制度')
  q.clause('q1', '第一条', '另一条')
  const w = new World(p, q)
  w.post('o', 'office')
  w.post('x', 'administrator')
  return w
}
const lay = (w: World, account: string, more: object = {}) =>
  w.file(
    'wording',
    account,
    { clause: '1', how: 'own', from: today, words: '本院每日填报', ...more },
    t(today, '09:00'),
  )

test.each([
  ['the administrator', 'x', {}],
  ['whoever the policy names', 'o', {}],
  ['from a later day', 'x', { from: '2026-04-01' }],
  ['back to our words', 'x', { how: 'ours', words: undefined }],
])('is laid over a clause: %s', (_, account, more) => {
  expect(lay(open(), account, more)).not.toMatch(/^不能/)
})
test.each([
  ['by whoever another policy names', 'o', { clause: 'q1' }, '操作人不是“系统管理员”'],
  ['over what is no clause', 'x', { clause: '9' }, '没有这个条'],
  ['over a clause of the organisation itself', 'x', { clause: '0.1' }, '没有这个条'],
  ['without words', 'x', { words: undefined }, '没有写行文'],
  ['with words where ours come back', 'x', { how: 'ours' }, '用回原来的行文时不写行文'],
  ['from a day that is past', 'x', { from: '2026-03-01' }, '起始日早于今天'],
])('is refused %s', (_, account, more, fact) => {
  expect(lay(open(), account, more)).toBe(`不能登记“本单位行文”：${fact}（组织第九条）`)
})
