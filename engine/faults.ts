/** What is wrong with an entry in itself, before anybody asks who made it and whether he may. */
import type { Book } from './book.ts'
import type { Admitted } from './commands.ts'
import type { AnyRegister, Unit } from './declare/words.ts'
import type { Row } from './events.ts'
import type { Declared, Field } from './fields.ts'
import type { UnitRow } from './people.ts'
import type { Fault } from './refusal.ts'
import { Missing, type Layer } from './state.ts'
import type { Day } from './time.ts'

/** A field as the engine checks it against what the organisation has. */
type Known = Field & {
  readonly unit?: string
  readonly postIn?: string
  readonly isNew?: boolean
  readonly what?: Declared
}
const fieldsOf = (register: AnyRegister): readonly (readonly [string, Known])[] => Object.entries(register.fields)

/** Names of what must be filled in and is not. */
export const unfilled = (register: AnyRegister, entry: Row): readonly string[] =>
  fieldsOf(register)
    .filter(([name, field]) => !field.isOptional && entry[name] === undefined)
    .map(([name]) => name)

/** Values that nobody could understand: of the wrong kind, out of limits, about what there is not. All of them. */
export function malformed(
  book: Book,
  layer: Layer,
  register: AnyRegister,
  { unknown = [] }: Admitted,
  entry: Row,
  today: Day,
): readonly Fault[] {
  const faults: Fault[] = unknown.map((field) => ({ field, fact: `不认识的栏目“${field.slice(0, 40)}”` }))
  const around = { today, entry }
  for (const [name, field] of fieldsOf(register)) {
    const value = entry[name]
    if (value === undefined) continue
    const fault = field.check(value, around)
    const fact = fault === undefined ? absent(book, layer, field, entry, value, today) : `${field.label}${fault}`
    if (fact !== undefined) faults.push({ field: name, fact })
  }
  return [...faults, ...unitless(book, register, entry)]
}
/** What is left empty, said like any other fault. */
export const emptiness = (register: AnyRegister, entry: Row): readonly Fault[] =>
  fieldsOf(register).flatMap(([name, field]) => {
    const fault = entry[name] === undefined ? field.check(undefined) : undefined
    return fault === undefined ? [] : [{ field: name, fact: `${field.label}${fault}` }]
  })

/** What an entry speaks of and the organisation does not have. */
function absent(book: Book, layer: Layer, field: Known, entry: Row, value: unknown, today: Day): string | undefined {
  const kind = field.kind === 'list' ? field.limits.input : field.kind
  if (kind !== 'unit' && kind !== 'person' && kind !== 'declared') return undefined
  for (const one of Array.isArray(value) ? value : [value]) {
    const fact =
      kind === 'unit'
        ? unitFault(book, layer, field, entry, String(one), today)
        : kind === 'person'
          ? personFault(layer, field, String(one))
          : field.what && !book.declares(field.what, String(one))
            ? `没有这个${field.label}`
            : undefined
    if (fact !== undefined) return fact
  }
  return undefined
}
function unitFault(
  book: Book,
  layer: Layer,
  { unit: of, postIn, label }: Known,
  entry: Row,
  value: string,
  today: Day,
) {
  const kind = of === undefined ? perOf(book, entry, postIn) : book.units.get(of)
  if (!kind) return `此岗位不分${label}`
  const row = layer.must<UnitRow>(`row:unit/${kind.id}|${value}`)
  if (!row) return `没有这个${kind.title}`
  if (row.from > today) return `“${row.title}”自 ${row.from} 起设立`
  return row.until !== undefined && row.until < today ? `“${row.title}”已于 ${row.until} 撤销` : undefined
}
function personFault(layer: Layer, { isNew, label }: Known, value: string) {
  const isThere = layer.must(`row:person/${value}`) !== null
  if (isNew) return isThere ? `${label}已有` : undefined
  return isThere ? undefined : `${label}不在人员名册中`
}
const perOf = (book: Book, entry: Row, postIn = ''): Unit | undefined => book.posts.get(String(entry[postIn]))?.per
/** A post that is held at a unit, named without one. */
const unitless = (book: Book, register: AnyRegister, entry: Row): readonly Fault[] =>
  fieldsOf(register).flatMap(([name, { postIn }]) => {
    const per = postIn !== undefined && entry[name] === undefined ? perOf(book, entry, postIn) : undefined
    return per ? [{ field: name, fact: `${per.title}没有填写` }] : []
  })

/** An entry that is not filled in yet: a rule that reads an empty field has no answer yet. */
export const halfFilled = (register: AnyRegister, filled: Row): Row =>
  new Proxy(filled, {
    get(filled, name) {
      const field: Field | undefined = register.fields[String(name)]
      if (field && !field.isOptional && !(name in filled)) throw new Missing(`field:${String(name)}`)
      return filled[String(name)]
    },
  })
export const isOfField = ({ keys }: Missing) => keys.every((key) => key.startsWith('field:'))
