/** What of an entry is shown: numbers of persons with their middle hidden, the rest as it stands. */
import { saidFieldsOf } from '../fields.ts'
import { saidPhoto, type Field } from '../../engine/fields.ts'
import type { Value } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

type Row = Readonly<Record<string, unknown>>

/** 440101199001010011 → 4401**********0011; a short value keeps its first and last character. */
export function masked(value: string): string {
  const characters = [...value],
    kept = characters.length > 10 ? 4 : 1
  return characters.map((one, n) => (n < kept || n >= characters.length - kept ? one : '*')).join('')
}
const hiddenKinds = new Set(['hashed', 'id-number', 'phone'])
/** A day in the body is somebody's birthday: its year is enough for a list. */
function hiddenOf({ kind, keeps }: Field, value: string): string | undefined {
  if (hiddenKinds.has(kind)) return masked(value)
  return kind === 'day' && keeps === 'body' ? `${value.slice(0, 4)}-**-**` : undefined
}

/** Values by field name, and which of them are masked. A body that was disposed of leaves its fields out. */
export function maskedOf(
  { parts: { book }, directory, writer }: OpenOrganisation,
  register: string,
  facts: Row,
  body?: Row,
) {
  const values: Record<string, Value> = {},
    hidden: string[] = []
  for (const [name, field] of saidFieldsOf(book, register)) {
    const value = field.keeps === 'body' || field.kind === 'hashed' ? body?.[name] : facts[name]
    if (value === undefined || value === null) continue
    const hiddenValue = typeof value === 'string' ? hiddenOf(field, value) : undefined
    if (hiddenValue !== undefined) hidden.push(name)
    values[name] = hiddenValue ?? (field.kind === 'photo' ? saidPhoto(String(value)) : shown(value))
    if (field.kind === 'person' && typeof value === 'string') values[`${name}.name`] = directory.name(value)
    const title = (unit: unknown) => directory.unitTitle(writer.state, String(unit))
    if (field.kind === 'unit') values[`${name}.title`] = title(value)
    if (field.kind === 'list' && 'unit' in field && Array.isArray(value))
      values[`${name}.title`] = value.map(title).join('、') || '无'
    // A row is called by what it is about: 日报 骨科 2026-10-08.
    if (field.kind === 'ref' && typeof value === 'string' && value.includes('|'))
      values[`${name}.title`] = value.split('|').map(title).join(' ')
  }
  return { values, masked: hidden }
}
function shown(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value)
}
