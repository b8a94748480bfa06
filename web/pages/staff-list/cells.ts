/** One cell of the list, as what it is meant to be, and what is wrong with it, in words that say what to do. */
import { clean } from '../../../engine/clean.ts'
import { day, idNumber, phoneNumber, text } from '../../../engine/fields.ts'
import { checkDigitOf } from '../../../engine/identity.ts'
import { narrow } from '../../../engine/text.ts'
import type { Cell } from './columns.ts'

export interface Read {
  readonly value: string
  readonly fault?: string
}
/** 张　三 → 张三; between letters a space stays. */
export function readName(cell: Cell): Read {
  const spaced = cell.text.replace(/[\s\u3000]+/g, ' ').trim(),
    value = spaced.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  const fault = text('姓名', { max: 60 }).check(value)
  return { value, ...(fault === undefined ? {} : { fault }) }
}
const asText = '请在表格里把这一列设为文本，重填后再传，或在这里改'
const exponent = /^\d(?:\.\d+)?[eE]\+?\d{1,2}$/
const sameDay = day('任职日期'),
  number = idNumber('身份证号', { kind: 'resident' }),
  phone = phoneNumber('手机')

/** `isDoubtful`: ends in three noughts, as a rounded number does, and yet may be right. */
export function readIdNumber(cell: Cell, today: string): Read & { readonly isDoubtful?: boolean } {
  const value = String(clean(number, cell.text).value)
  if (value === '') return { value }
  if (exponent.test(value)) return { value, fault: `被表格改成了 ${value}；${asText}` }
  if (cell.as === 'number' && value.length > 15)
    return { value, fault: `超过 15 位的数字，后几位已被表格丢掉；${asText}` }
  if (/^\d{15}000$/.test(value)) {
    return checkDigitOf(value) === '0'
      ? { value, isDoubtful: true }
      : { value, fault: `后三位已被表格改成 000；${asText}` }
  }
  const fault = number.check(value, { today })
  return { value, ...(fault === undefined ? {} : { fault }) }
}
export function readPhone(cell: Cell): Read {
  const value = String(clean(phone, cell.text).value)
  if (value === '') return { value }
  const fault = exponent.test(value) ? `被表格改成了 ${value}；${asText}` : phone.check(value)
  return { value, ...(fault === undefined ? {} : { fault }) }
}
export function readStaffNumber(cell: Cell): Read {
  const value = narrow(cell.text).replace(/\s/g, '')
  if (value === '') return { value }
  const fault = exponent.test(value) ? `被表格改成了 ${value}；${asText}` : text('工号', { max: 20 }).check(value)
  return { value, ...(fault === undefined ? {} : { fault }) }
}
const dayMs = 86_400_000
export function readDay(cell: Cell): Read {
  const typed = narrow(cell.text).replace(/\s/g, '')
  if (typed === '') return { value: '' }
  // A day that lost its format stands as the number by which the sheet counts it.
  if (cell.as === 'number' && /^[2-6]\d{4}$/.test(typed)) {
    return { value: new Date(Date.UTC(1899, 11, 30) + Number(typed) * dayMs).toISOString().slice(0, 10) }
  }
  const value = String(clean(sameDay, typed).value)
  const fault = sameDay.check(value)
  return { value, ...(fault === undefined ? {} : { fault: '应写到日，如 2024-03-01' }) }
}
const accountShape = /^[a-z0-9][a-z0-9._-]{1,29}$/
export function readAccount(cell: Cell): Read {
  const value = cell.text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  if (value === '') return { value }
  if (!accountShape.test(value)) return { value, fault: '须为 2 至 30 个小写字母、数字、点、横线' }
  return /\d{6}/.test(value) ? { value, fault: '不可含六位以上的连续数字' } : { value }
}
/** A title as it is compared: 骨 科 and 骨科 are one. */
export const plainTitle = (title: string) => title.normalize('NFKC').replace(/\s/g, '')
export function readUnit(cell: Cell): Read {
  const value = plainTitle(cell.text)
  if (value === '') return { value }
  if ([...value].length > 60) return { value, fault: '名称超过 60 字' }
  if (/\d{6}/.test(value)) return { value, fault: '名称不可含六位以上的连续数字' }
  return /[|{}]/.test(value) ? { value, fault: '名称含有不能用的符号' } : { value }
}
