/** What of an entry is shown: numbers of persons with their middle hidden, the rest as it stands. */
import { fieldsOf } from '../fields.ts'
import type { Value } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

type Row = Readonly<Record<string, unknown>>

/** 440101199001010011 → 4401**********0011; a short value keeps its first and last character. */
export function masked(value: string): string {
  const characters = [...value], kept = characters.length > 10 ? 4 : 1
  return characters.map((one, n) => (n < kept || n >= characters.length - kept ? one : '*')).join('')
}
const hiddenKinds = new Set(['hashed', 'id-number', 'phone'])

/** Values by field name, and which of them are masked. A body that was disposed of leaves its fields out. */
export function maskedOf({ parts: { book }, directory, writer }: OpenOrganisation, register: string, facts: Row, body?: Row) {
  const values: Record<string, Value> = {}, hidden: string[] = []
  for (const [name, field] of fieldsOf(book, register)) {
    const value = field.keeps === 'body' || field.kind === 'hashed' ? body?.[name] : facts[name]
    if (value === undefined || value === null) continue
    const isHidden = hiddenKinds.has(field.kind) && typeof value === 'string'
    if (isHidden) hidden.push(name)
    values[name] = isHidden ? masked(value) : shown(value)
    if (field.kind === 'person' && typeof value === 'string') values[`${name}.name`] = directory.name(value)
    if (field.kind === 'unit' && typeof value === 'string') values[`${name}.title`] = directory.unitTitle(writer.state, value)
  }
  return { values, masked: hidden }
}
function shown(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value)
}
