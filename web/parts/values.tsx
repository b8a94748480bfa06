/** Values of an entry as one reads them: titles of options and units, names of people, times in house time. */
import type { PersonRow, UnitRow, Value } from '../../server/api.ts'
import { isHeading, type FieldShape } from '../declared.ts'
import { sayEntry, sayFullDay, sayNumber } from './wording.ts'
import { clockOf, dayOf } from '../../engine/time.ts'
import { saidPhoto } from '../../engine/fields.ts'
import { useAnswer } from './answer.ts'

export interface Names {
  readonly people: readonly PersonRow[]
  readonly units: readonly UnitRow[]
}

/** A field's value in words, by the names that came with the entry, days as `day` says them; an empty text where nothing was entered. */
export function textIn(
  name: string,
  field: FieldShape | undefined,
  values: Readonly<Record<string, Value>>,
  day?: (day: string) => string,
): string {
  const named = values[`${name}.title`] ?? values[`${name}.name`]
  const value = values[name]
  if (day && field?.kind === 'day' && typeof value === 'string') return day(value)
  return typeof named === 'string' ? named : valueText(field, values[name], nobody)
}
const nobody: Names = { people: [], units: [] }

/** One value in words, by names that the page knows. */
export function valueText(field: FieldShape | undefined, value: Value | undefined, names: Names): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map((one: string) => valueText(field, one, names)).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  switch (field?.kind) {
    case 'choice':
      return field.options?.[String(value)] ?? String(value)
    case 'unit':
      return names.units.find(({ id }) => id === value)?.title ?? String(value)
    case 'person':
      // A token says nothing to anybody; who is on no list any more is said so once the list is there.
      return (
        names.people.find(({ person }) => person === value)?.name ??
        (names.people.length === 0 ? '…' : '不在人员名单上')
      )
    case 'instant':
      return typeof value === 'number' ? `${dayOf(value)} ${clockOf(value).slice(0, 5)}` : String(value)
    case 'day':
      return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? sayFullDay(String(value)) : String(value)
    case 'count':
      if (value === 0 && isHeading(field)) return '无'
      return `${sayNumber(Number(value))}${field.limits.unit === undefined ? '' : ` ${field.limits.unit}`}`
    case 'photo':
      // In a form it is the picture itself; in an answer what the server says of it.
      return String(value).startsWith('/9j/') ? saidPhoto(String(value)) : String(value)
    case 'ref':
      return field.space?.startsWith('entry:') && /^\d+$/.test(String(value)) ? sayEntry(Number(value)) : String(value)
    default:
      return String(value)
  }
}

/** Names for the units and people that some fields mention; empty until they came. */
export function useNames(fields: readonly (readonly [string, FieldShape])[]): Names {
  const kinds = [...new Set(fields.flatMap(([, { unit }]) => unit ?? []))]
  const byKind = useAnswer<Readonly<Record<string, readonly UnitRow[]>>>(
    kinds.length > 0 ? '/api/units' : undefined,
  ).body
  const hasPerson = fields.some(([, { kind }]) => kind === 'person')
  const people = useAnswer<readonly PersonRow[]>(hasPerson ? '/api/people' : undefined).body
  return { units: kinds.flatMap((kind) => byKind?.[kind] ?? []), people: people ?? [] }
}
