import { expect, test } from 'vitest'
import { accountFault, passwordFault } from './password.ts'

test.each([
  ['Aa1aaaaaaaa', '口令不足 12 个字符', 'Aa1aaaaaaaaa'],
  ['aaaaaaaaaaaa1', '口令须含小写字母、大写字母、数字、符号中的三类', 'aaaaaaaaaaa-1'],
])('%s: %s; its twin will do', (bad, fault, good) => {
  expect([passwordFault(bad), passwordFault(good)]).toEqual([fault, undefined])
})
test('an account is small letters and digits', () => {
  expect([accountFault('沈'), accountFault('Shen'), accountFault('s')].every(Boolean)).toBe(true)
  expect(accountFault('shen.2')).toBeUndefined()
})
