/** What was scanned, pasted or typed with the wrong keyboard, as it was meant; and what was changed, to be shown. */
import type { Field } from './fields.ts'
import { narrow } from './text.ts'

export interface Cleaned {
  readonly value: unknown
  readonly note?: string
}

/** The value as it will be kept. Cleaning twice changes nothing; what cannot be understood stays as it is. */
export function clean(field: Field, value: unknown): Cleaned {
  if (field.kind === 'list')
    return Array.isArray(value) ? { value: value.map((one) => cleaned(field, one)) } : { value }
  const to = cleaned(field, value)
  if (to === value || typeof value !== 'string') return { value: to }
  return { value: to, note: noteOn(value) }
}
function cleaned(field: Field, value: unknown): unknown {
  if (typeof value !== 'string') return value
  switch (field.limits.input ?? field.kind) {
    case 'id-number':
      return narrow(value).replace(/\s/g, '').toUpperCase()
    case 'phone':
      return narrow(value)
        .replace(/＋/g, '+')
        .replace(/[－—–]/g, '-')
        .replace(/\s/g, '')
    case 'count':
      return counted(narrow(value).replace(/\s/g, ''), value)
    case 'day':
      return dayIn(narrow(value).replace(/\s/g, '')) ?? value
    case 'keyword':
    case 'unit':
    case 'person':
    case 'ref':
    case 'declared':
      return spaced(narrow(value))
    case 'text':
      return field.limits.isLong ? value.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim() : spaced(value)
    default:
      return value
  }
}
const spaced = (value: string) => value.replace(/[^\S\n]+/g, ' ').trim()
const counted = (digits: string, value: string): unknown => (/^-?\d{1,15}$/.test(digits) ? Number(digits) : value)
/** 2026/1/8, 2026年1月8日, 20260108: a day as the log writes it. */
function dayIn(value: string): string | undefined {
  const [, year, month = '', date = ''] =
    /^(\d{4})[-－./年](\d{1,2})[-－./月](\d{1,2})日?$/.exec(value) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(value) ?? []
  return year && `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
}
function noteOn(typed: string): string {
  const did = [narrow(typed) === typed ? '' : '全角已改为半角', /\s/.test(typed) ? '已去掉空格' : ''].filter(Boolean)
  return did.length > 0 ? did.join('，') : '已规范写法'
}
