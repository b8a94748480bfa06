import { expect, test } from 'vitest'
import { policy } from './declare/policy.ts'
import { World, same, t } from './testing/world.ts'

const day = '2026-10-08',
  at = t(day, '09:00')
function house() {
  const p = policy('house', '试行制度'),
    ward = p.unit('ward', '病区')
  p.post('nurse', '护士', ward)
  p.post('desk', '前台')
  const w = new World(p)
  w.unit('ward', '东区')
  w.post('管', 'administrator')
  w.post('甲', 'nurse', '东区')
  return w
}
const pc = { device: 'dabc', title: '东区护士站 1 号机', kind: 'ward', unit: '东区', idleMin: 2 }
const enrol = (w: World, change: object = {}, account = '管') =>
  w.file('enrol-device', account, { ...pc, ...change }, at)
const without = ({ unit: _, kind: __, ...rest }: typeof pc) => rest

test('the administrator enrols a computer, and the row says where it stands and who uses it', () => {
  const w = house()
  expect(enrol(w)).toMatch(/^e/)
  expect(enrol(w, { device: 'dxyz', title: '前台', posts: ['desk'] })).toMatch(/^e/)
  expect([w.state.get('row:device/dabc'), w.state.get('row:device/dxyz')]).toEqual([
    { title: '东区护士站 1 号机', kind: 'ward', unit: '东区', idleMin: 2, from: at, by: '管' },
    { title: '前台', kind: 'ward', unit: '东区', posts: ['desk'], idleMin: 2, from: at, by: '管' },
  ])
  expect(same(w.state, w.replay())).toBe(true)
})

test('nobody else does, and no computer twice', () => {
  const w = house()
  expect(enrol(w, {}, '甲')).toBe('不能登记“登记共用电脑”：操作人不是“系统管理员”（组织第七条）')
  enrol(w)
  expect(enrol(w)).toBe('不能登记“登记共用电脑”：这台电脑已经登记（组织第七条）')
})

test('a place that there is not is refused, and so is half of one', () => {
  const w = house()
  const refused = (fact: string) => `不能登记“登记共用电脑”：${fact}（组织第七条）`
  expect(enrol(w, { unit: '西区' })).toBe(refused('没有这个单位'))
  expect(w.file('enrol-device', '管', { ...without(pc), unit: '东区' }, at)).toBe(refused('类别和单位须一起写明'))
  w.setUp('close-unit', { kind: 'ward', unit: '东区', last: '2026-10-07' }, t('2026-10-07'))
  expect(enrol(w)).toBe(refused('“东区”已于 2026-10-07 撤销'))
})

test('somebody must be allowed to use it: a unit, or posts', () => {
  const w = house()
  const nobody = '不能登记“登记共用电脑”：没有写明谁可以用：单位或岗位（组织第七条）'
  expect(w.file('enrol-device', '管', without(pc), at)).toBe(nobody)
  expect(w.file('enrol-device', '管', { ...without(pc), posts: [] }, at)).toBe(nobody)
  expect(w.file('enrol-device', '管', { ...without(pc), posts: ['nobody'] }, at)).toBe(
    '不能登记“登记共用电脑”：没有这个岗位（组织第七条）',
  )
  expect(w.file('enrol-device', '管', { ...without(pc), posts: ['desk'] }, at)).toMatch(/^e/)
})

test('a revoked one has no row, is not revoked again, and may not be enrolled under a corrected entry', () => {
  const w = house(),
    id = enrol(w),
    revoke = (account = '管') => w.file('revoke-device', account, { device: pc.device }, at)
  expect(revoke('甲')).toBe('不能登记“撤销共用电脑”：操作人不是“系统管理员”（组织第七条）')
  expect(revoke()).toMatch(/^e/)
  expect(w.state.get('row:device/dabc')).toBeNull()
  expect(revoke()).toBe('不能登记“撤销共用电脑”：没有登记这台电脑（组织第七条）')
  expect(w.file('enrol-device', '管', pc, at, id)).toBe('不能更正“登记共用电脑”：此项登记不可更正（组织第七条）')
  expect(same(w.state, w.replay())).toBe(true)
})
