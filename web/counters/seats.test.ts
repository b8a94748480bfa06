import { expect, test } from 'vitest'
import { areasOf, proposed, seatMeant, seatsOf } from './seats.ts'

const good = { licensedUntil: '2027-01-01', isDirect: false, area: 'A 区' }
const today = '2026-11-23'

test('seats stand by number, each with its state', () => {
  const seats = seatsOf({ 10: good, 2: good, 1: { ...good, isDirect: true } }, { 2: { customer: 'x' } }, {}, today)
  expect(seats.map(({ id, state }) => `${id} ${state}`)).toEqual(['1 off', '2 used', '10 free'])
})
test.each([
  [{ ...good, isDirect: true }, '直连'],
  [{ ...good, licensedUntil: '2026-11-22' }, '过期'],
  [{ ...good, isRetired: true }, '停用'],
  [{ ...good, isSuspended: true }, '外网'],
  [good, undefined],
  [{ ...good, licensedUntil: today }, undefined],
])('a terminal %o is closed for %s', (row, why) => {
  expect(seatsOf({ '01': row }, {}, {}, today)[0]?.why).toBe(why)
})
test('a licence that is entered by itself ends when that says, for every terminal that goes by it', () => {
  const access = { 甲许可: { until: '2026-11-22' }, 乙许可: { until: '2027-01-01' } }
  const terminals = {
    1: { ...good, licence: '甲许可' },
    2: { ...good, licensedUntil: '2026-01-01', licence: '乙许可' },
  }
  expect(seatsOf(terminals, {}, access, today).map(({ state, why }) => [state, why])).toEqual([
    ['off', '过期'],
    ['free', undefined],
  ])
})
test('a seat without a terminal that somebody sits on still stands in the hall', () => {
  expect(seatsOf({}, { '07': {} }, {}, today)).toEqual([{ id: '07', area: '', state: 'used' }])
})

test('the proposal has no neighbour where there is such a seat, and is any free one where not', () => {
  const all = { '01': good, '02': good, '03': good, '04': good, '05': good }
  const quiet = proposed(seatsOf(all, { '01': {} }, {}, today))
  expect([quiet?.seat.id, quiet?.note]).toEqual(['03', '推荐：A 区空座，邻座无人'])
  const close = proposed(seatsOf(all, { '01': {}, '03': {}, '05': {} }, {}, today))
  expect([close?.seat.id, close?.note]).toEqual(['02', '推荐：A 区空座'])
  expect(proposed(seatsOf({ '01': good }, { '01': {} }, {}, today))).toBeUndefined()
})
test.each([
  ['5', '05'],
  ['０５', '05'],
  ['05', '05'],
  ['99', '99'],
  ['', ''],
])('typed %s means %s', (typed, meant) => {
  expect(seatMeant(typed, seatsOf({ '05': good, 15: good }, {}, {}, today))).toBe(meant)
})
test('areas keep their seats together', () => {
  const seats = seatsOf({ 1: good, 2: { ...good, area: '包间' }, 3: good }, {}, {}, today)
  expect(areasOf(seats).map(({ title, seats }) => [title, seats.length])).toEqual([
    ['A 区', 2],
    ['包间', 1],
  ])
})
