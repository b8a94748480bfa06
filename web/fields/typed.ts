/** From what one types to what an entry holds: every answer is kept as text until it is sent. */
import { clean } from '../../engine/clean.ts'
import { clockOf, dayOf, instantOf, type Day } from '../../engine/time.ts'
import type { FieldShape, RegisterShape } from '../declared.ts'

/** Answers by field name, as they stand in the form and in its draft; an empty text is no answer. */
export type Typed = Readonly<Record<string, string>>

/** The value that an answer stands for, cleaned as the server would; undefined where nothing is answered. */
export function valueOf(field: FieldShape, raw: string | undefined): unknown {
  if (raw === undefined || raw.trim() === '') return undefined
  switch (field.kind) {
    case 'yes':
      return raw === 'yes' ? true : raw === 'no' ? false : undefined
    case 'instant':
      return instantTyped(raw)
    case 'list':
      return clean(
        field,
        raw.split(/[\n、，,]/).filter((one) => one.trim() !== ''),
      ).value
    default:
      return clean(field, raw).value
  }
}
/** What cleaning changed in an answer, in Chinese; undefined when nothing. Trailing spaces while one types say nothing. */
export const cleanedNote = (field: FieldShape, raw: string): string | undefined =>
  raw.trim() === '' || (field.kind === 'count' && /^\d+$/.test(raw)) ? undefined : clean(field, raw.trimEnd()).note

/** 2026-11-23 10:50, 2026/11/23 10:50:07, full-width too, in house time; what is no instant stays text and is refused. */
const instantTyped = (text: string): number | string => {
  const plain = text.normalize('NFKC').trim()
  const [, year, month, date, hour, rest] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]+(\d{1,2}):(\d{2}(?::\d{2})?)$/.exec(plain) ?? []
  const two = (part: string | undefined) => (part ?? '').padStart(2, '0')
  const at = year === undefined ? Number.NaN : instantOf(`${year}-${two(month)}-${two(date)}`, `${two(hour)}:${rest}`)
  return Number.isNaN(at) ? text : at
}
/** The instant that a text stands for; undefined where it is none. */
export function instantIn(text: string): number | undefined {
  const at = instantTyped(text)
  return typeof at === 'number' ? at : undefined
}
export const instantText = (at: number) => `${dayOf(at)} ${clockOf(at).slice(0, 5)}`

/** What stands in a form for a value that was entered before. */
export function textOf(field: FieldShape, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (field.kind === 'instant' && typeof value === 'number') return instantText(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** The entry that is sent: cleaned values under their names; unanswered fields are left out. */
export function entryOf(register: RegisterShape, typed: Typed): Readonly<Record<string, unknown>> {
  const values = register.fields.map(([name, field]) => [name, valueOf(field, typed[name])] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/** What is wrong with the answers so far, by field, in the declaration's own words; unanswered fields are not wrong yet. */
export function faultsOf(register: RegisterShape, typed: Typed, today: Day): Readonly<Record<string, string>> {
  const entry = entryOf(register, typed)
  const faults: Record<string, string> = {}
  for (const [name, field] of register.fields) {
    const value = entry[name],
      wording = typeof value === 'string' ? field.finds?.(value) : undefined
    const fault =
      value === undefined
        ? undefined
        : (field.check(value, { entry, today }) ?? (wording && `${wording.fact}（${wording.cite}）`))
    if (fault !== undefined) faults[name] = fault
  }
  return faults
}

/** Names of required fields that still have no answer. */
export const unanswered = (register: RegisterShape, typed: Typed): readonly string[] =>
  register.fields
    .filter(([name, field]) => !field.isOptional && valueOf(field, typed[name]) === undefined)
    .map(([name]) => name)
