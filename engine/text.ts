/** What a text may be made of. Characters are counted as people count them: one each, whatever plane it lies in. */
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/
const turns = /[\u202a-\u202e\u2066-\u2069]/
const halves = /\p{Surrogate}/u
const blank = /^[\s\u200b-\u200f\u2060\ufeff]*$/

/** The fault of a text of at most `max` characters; only a long one may have several lines. */
export function faultInText(value: unknown, max: number, isLong = false): string | undefined {
  if (value === undefined || value === null) return '没有填写'
  if (typeof value !== 'string') return '不是文字'
  if (blank.test(value)) return '没有填写'
  if (value.length > max && (value.length > 2 * max || [...value].length > max)) return `超过 ${max} 字`
  if (controls.test(value) || (!isLong && value.includes('\n'))) return '含有看不见的控制字符'
  if (turns.test(value)) return '含有改变文字方向的字符'
  return halves.test(value) ? '含有残缺的字符' : undefined
}

const wide = /[０-９Ａ-Ｚａ-ｚ]/g
/** Full-width digits and letters as half-width ones; everything else stays. */
export const narrow = (value: string) => value.replace(wide, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
