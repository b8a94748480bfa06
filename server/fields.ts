/** The fields of a register by name, with the type that the book's erased registers have lost. */
import type { Book } from '../engine/book.ts'
import { saidOf, type Field, type Fields } from '../engine/fields.ts'

export function fieldsOf(book: Book, register: string): readonly (readonly [string, Field])[] {
  const fields: Fields = book.shelf(register).register.fields
  return Object.entries(fields)
}
/** What an entry says: what was filled in, and the facts that were written down with it; what these only point to is not said. */
export function saidFieldsOf(book: Book, register: string): readonly (readonly [string, Field])[] {
  return saidOf(book.shelf(register).register)
}

type Facts = Readonly<Record<string, unknown>>

/** What was chosen in an entry, by field: what it can be counted by. */
export function choicesIn(book: Book, register: string, facts: Facts): Readonly<Record<string, string>> {
  const chosen = fieldsOf(book, register).flatMap(([name, { kind }]) => {
    const value = facts[name]
    return kind === 'choice' && typeof value === 'string' ? [[name, value] as const] : []
  })
  return Object.fromEntries(chosen)
}
/** Whether an entry says that there was nothing: it has counts, and all of them are nought. */
export function isZeroReport(book: Book, register: string, facts: Facts): boolean {
  const counts = fieldsOf(book, register).filter(([, { kind }]) => kind === 'count')
  return counts.length > 0 && counts.every(([name]) => facts[name] === 0)
}
/** The unit that an entry is about: the value of its first field that names a unit. */
export function unitOf(book: Book, register: string, facts: Facts): string | undefined {
  const field = fieldsOf(book, register).find(([, { kind }]) => kind === 'unit')
  const unit = field && facts[field[0]]
  return typeof unit === 'string' ? unit : undefined
}
