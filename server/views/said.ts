/** What an entry or a notice is about, in a few words: the unit, the register, what was chosen. */
import type { Field } from '../../engine/fields.ts'
import { fieldsOf } from '../fields.ts'
import type { OpenOrganisation } from '../organisation.ts'

/** The title of a chosen option; undefined for a field where nothing is chosen. */
export function choiceTitle(field: Field, value: unknown): string | undefined {
  if (field.kind !== 'choice' || !('options' in field) || typeof value !== 'string') return undefined
  const title: unknown = Object.entries(field.options ?? {}).find(([option]) => option === value)?.[1]
  return typeof title === 'string' ? title : undefined
}
export const chosenIn = (
  { parts: { book } }: OpenOrganisation,
  register: string,
  facts: Readonly<Record<string, unknown>>,
): readonly string[] => fieldsOf(book, register).flatMap(([name, field]) => choiceTitle(field, facts[name]) ?? [])
