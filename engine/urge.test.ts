/** Asking for what somebody owes: by whom the duty names, while it is open, once an hour. */
import { expect, test } from 'vitest'
import { policy } from './declare/policy.ts'
import { before, file } from './declare/terms.ts'
import { day, of } from './fields.ts'
import { minutes } from './time.ts'
import { t, World } from './testing/world.ts'

const on = '2026-03-02'
function open() {
  const p = policy('p', '制度'),
    ward = p.unit('ward', '科室'),
    clerk = p.post('clerk', '填报人', ward),
    office = p.post('office', '主管科室')
  const clause = p.clause('1', '第一条', '每日填报')
  const report = clause.register('report', '日报', { ward: of(ward), day: day('日期') })
  clause.writes(report, clerk.of('ward'))
  clause.daily('daily', '日报', {
    each: ward,
    holder: ({ unit }) => clerk.at(unit),
    by: before('11:00'),
    must: file(report, 'ward', 'day'),
    urge: office,
  })
  const w = new World(p)
  w.unit('ward', 'A')
  w.post('c', 'clerk', 'A')
  w.post('o', 'office')
  w.adopt('p', on)
  w.pass(t(on, '08:00'))
  return w
}
const urge = (w: World, account: string, clock: string) =>
  w.do({ do: 'urge', duty: 'daily', key: `A|${on}`, account }, t(on, clock))

test('who is named may urge, and the log says whom', () => {
  const w = open()
  expect(urge(w, 'o', '10:00')).not.toMatch(/^不能/)
  expect(w.log.at(-1)).toMatchObject({ type: 'urged', duty: 'daily', to: [{ post: 'clerk', unit: 'A' }] })
})
test('nobody else may', () => {
  expect(urge(open(), 'c', '10:00')).toBe('不能催办“日报”：操作人不是“主管科室”（第一条）')
})
test('again only after an hour', () => {
  const w = open()
  urge(w, 'o', '09:00')
  expect(urge(w, 'o', '09:59')).toBe('不能催办“日报”：同一件事每小时催一次，10:00 起可再催（第一条）')
  expect(urge(w, 'o', '10:00')).not.toMatch(/^不能/)
})
test('what is done cannot be urged, and urging leaves the duty due when it was', () => {
  const w = open()
  urge(w, 'o', '10:00')
  w.file('report', 'c', { ward: 'A', day: on }, t(on, '11:00') - minutes(1))
  expect(w.log.at(-1)).toMatchObject({ type: 'met', isInTime: true })
  expect(urge(w, 'o', '10:59')).toBe('不能催办“日报”：已经办了，或没有这件事（第一条）')
})
