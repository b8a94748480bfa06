import { expect, test } from 'vitest'
import { checkDigitOf } from '../../engine/identity.ts'
import { scanOf, strokesMax, type Stroke } from './scan.ts'

const today = '2026-10-08'
/** A number of GB 11643 that nobody has, whose check character is X. */
const heads = Array.from({ length: 100 }, (_, n) => `440101199001010${String(n).padStart(2, '0')}`)
const whole = `${heads.find((head) => checkDigitOf(head) === 'X')}X`

/** Keys at a pace; Enter and Tab as `\n` and `\t`. */
function keys(text: string, gapMs = 4, more: Partial<Stroke> = {}): readonly Stroke[] {
  const named: Readonly<Record<string, string>> = { '\n': 'Enter', '\t': 'Tab' }
  return [...text].map((key, index) => ({ key: named[key] ?? key, at: 1_000 + index * gapMs, ...more }))
}
const says = (strokes: readonly Stroke[]) => {
  const { isUnderstood, says } = scanOf(strokes, today)?.verdict ?? { isUnderstood: false, says: '' }
  return [isUnderstood, says]
}

test.each([
  ['回车', `${whole}\n`],
  ['Tab', `${whole}\t`],
])('a number that ends with %s is understood', (end, text) => {
  expect(says(keys(text))).toEqual([true, `读到 1 个证件号，以${end}结束`])
})
test('carriage return and line feed are one end', () => {
  expect(scanOf(keys(`${whole}\n\n`), today)?.columns).toHaveLength(1)
})
test('a lower-case x is said, and does not matter', () => {
  const scan = scanOf(keys(`${whole.toLowerCase()}\n`), today)
  expect(scan?.verdict).toEqual({
    isUnderstood: true,
    says: '读到 1 个证件号，以回车结束；末位的小写 x，前台自己改成大写',
  })
  expect(scan?.columns).toEqual([{ shape: '共 18 位：17 位数字、1 个小写 x', end: 'Enter', isNumber: true }])
})
test('a name before the number is passed over, one after it is taken', () => {
  expect(says(keys(`张试\t男\t${whole}\n`))[1]).toContain('号码前面的 2 栏前台不要')
  expect(says(keys(`${whole}\t张试\n`))).toEqual([true, expect.stringContaining('姓名会自己进姓名栏')])
})
test.each([
  ['further columns after the number', keys(`${whole}\t张试\t男\t汉\n`), '号码后面还有 3 栏'],
  ['no end', keys(whole), '没有回车，也没有 Tab'],
  ['the pace of hands', keys(`${whole}\n`, 90), '最长隔了 90 毫秒'],
  ['an input method', keys(`${whole}\n`, 4, { isComposed: true }), '经过了输入法'],
  ['Chinese spelt with Alt', keys(`${whole}\n`, 4, { isAlt: true }), '当作换证件种类'],
  ['no number', keys('张试\n'), '没有读到证件号'],
  ['a number that lost two digits', keys(`${whole.slice(2)}\n`), '证件号应为 18 位，现为 16 位'],
  ['a number with a wrong check digit', keys(`${whole.slice(0, 17)}0\n`), '证件号校验位不对'],
])('with %s the counter would not understand, and it says what to set', (_, strokes, sentence) => {
  expect(says(strokes)).toEqual([false, expect.stringContaining(sentence)])
})
test('a travel permit is a number of another kind', () => {
  expect(says(keys('H12345678\n'))).toEqual([true, expect.stringContaining('Alt 4–8')])
})
test('nothing of what was typed is in the answer, and nothing typed is no answer', () => {
  const scan = JSON.stringify(scanOf(keys(`张试\t${whole}\n`), today))
  for (const part of [whole, whole.slice(0, 6), '张试']) expect(scan).not.toContain(part)
  expect(scanOf([], today)).toBeUndefined()
})
test('a key that is stuck is looked at no longer than any card', () => {
  const scan = scanOf(keys('1'.repeat(strokesMax * 2)), today)
  expect(scan?.columns).toEqual([{ shape: `${strokesMax} 位数字`, end: 'none', isNumber: false }])
})
