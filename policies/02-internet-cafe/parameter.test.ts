/** Which side of a law's figure is forbidden, and what stands beside a figure that the text does not give. */
import { expect, test } from 'vitest'
import { isAgainstLaw, originOf } from '../../engine/parameter.ts'
import { hours } from '../../engine/time.ts'
import cafe from './policy.ts'

const named = (id: string) => {
  const found = cafe.parameters.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}
test.each([
  ['closes', hours(24), false],
  ['closes', hours(24) + 60_000, true],
  ['closes', hours(20), false],
  ['opens', hours(8), false],
  ['opens', hours(8) - 60_000, true],
  ['opens', hours(10), false],
  ['keep-days', 60, false],
  ['keep-days', 59, true],
  ['keep-days', 3_650, false],
  ['log-days', 184, false],
  ['log-days', 183, true],
  ['birthday', false, false],
  ['sign-rectify-within', hours(72), false],
])('%s at %s is against the law: %s', (id, value, isAgainst) => {
  expect(isAgainstLaw(named(id), value)).toBe(isAgainst)
})
test('a yes that the law forbids is against it, a no is not', () => {
  const law = { law: false, lawForbids: 'above' } as const
  expect([isAgainstLaw(law, true), isAgainstLaw(law, false)]).toEqual([true, false])
})
test('only a figure that the text does not give says that it is the house’s own', () => {
  expect(originOf(named('sign-rectify-within'))).toBe('本单位设定，原文未载')
  expect(originOf(named('keep-days'))).toBeUndefined()
})
test('in the café every figure of a law says which side it forbids', () => {
  const lawful = cafe.parameters.filter(({ law }) => law !== undefined)
  expect(lawful.map(({ id, lawForbids }) => `${id} ${lawForbids}`)).toEqual([
    'opens below',
    'closes above',
    'keep-days below',
    'log-days below',
  ])
})
