import { expect, test } from 'vitest'
import { faultOfPin } from './pin.ts'

test.each([
  ['48270', '应为 6 位数字'],
  ['4827061', '应为 6 位数字'],
  ['48270a', '应为 6 位数字'],
  ['４８２７０６', '应为 6 位数字'],
  ['000000', '同一个数字太多'],
  ['737773', '同一个数字太多'],
  ['123456', '数字是连着的'],
  ['987654', '数字是连着的'],
  ['024680', '数字是连着的'],
  ['789012', '数字是连着的'],
  ['484848', '同一个数字太多'],
  ['482482', '数字有规律'],
  ['448822', '数字有规律'],
  ['880229', '像生日，别人最先试'],
  ['290288', '像生日，别人最先试'],
  ['022988', '像生日，别人最先试'],
  ['198811', '像生日，别人最先试'],
  ['147258', '太常见，别人最先试'],
])('%s will not do: %s', (pin, fault) => expect(faultOfPin(pin, 'shen')).toBe(fault))
test.each(['482706', '880230', '903614', '271935', '198813'])('%s does', (pin) =>
  expect(faultOfPin(pin, 'shen')).toBeUndefined(),
)
test('digits of the account are known to everybody', () => {
  expect(faultOfPin('482706', 'n482706')).toBe('账号里有这几位数字')
  expect(faultOfPin('482706', 'n482707')).toBeUndefined()
})
test('of all numbers at least eighty in a hundred are left', () => {
  let left = 0
  for (let n = 0; n < 1_000_000; n += 7) if (!faultOfPin(String(n).padStart(6, '0'), '')) left += 1
  expect(left / (1_000_000 / 7)).toBeGreaterThan(0.8)
})
