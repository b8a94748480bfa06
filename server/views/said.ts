/** What an entry or a notice is about, in a few words: the unit, the register, what was chosen. */
import type { Field } from '../../engine/fields.ts'
import type { Todo } from '../api.ts'
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
/** Names that people give to rows (05, 甲公司许可); what a rule puts together as a key is none of these. */
const rowName = /^[\p{L}\p{N}][\p{L}\p{N} .-]{0,39}$/u
/** The row that a duty of that key is about, as the form that settles it calls it: 机位 05. */
export function rowIn({ parts: { book } }: OpenOrganisation, act: Todo['act'], key: string): string | undefined {
  if (!act || !rowName.test(key)) return undefined
  // What an entry opened is called by its number, which says nothing.
  const numbered = new Set(
    book.policies.flatMap(({ matters }) => matters.flatMap((one) => (one.isOpenedByEntry ? [one.space] : []))),
  )
  const found = fieldsOf(book, act.register).find(
    ([name, field]) =>
      act.prefill[name] === key &&
      (field.kind === 'keyword' || (field.kind === 'ref' && !('space' in field && numbered.has(String(field.space))))),
  )
  return found && `${found[1].label} ${key}`
}
