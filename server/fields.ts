/** The fields of a register by name, with the type that the book's erased registers have lost. */
import type { Book } from '../engine/book.ts'
import type { Field, Fields } from '../engine/fields.ts'

export function fieldsOf(book: Book, register: string): readonly (readonly [string, Field])[] {
  const fields: Fields = book.shelf(register).register.fields
  return Object.entries(fields)
}
