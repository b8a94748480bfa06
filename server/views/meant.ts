/** Whether a rule could mean somebody: asked with his own units and every choice of the form, before there is an entry. */
import { seatsOf, type Shelf } from '../../engine/book.ts'
import type { Seat } from '../../engine/declare/words.ts'
import type { Fields } from '../../engine/fields.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { PostHeld } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

type Rule = Shelf['writers'][number]
/** More combinations than these are not tried: then the form is offered, and the server's answer is the law. */
const triesMax = 200

export function couldMean(
  { parts: { clock, book }, writer: { state } }: OpenOrganisation,
  register: string,
  person: string,
  posts: readonly PostHeld[],
): (rule: Rule) => boolean {
  const at = clock.now(),
    now = nowFor(new Layer(state), { at, recorded: at, by: person })
  const isHis = (one: Seat | string) =>
    typeof one === 'string'
      ? one === person
      : posts.some(({ post, unit }) => post === one.post.id && (one.unit === undefined || one.unit === unit))
  const fields: Fields = book.shelf(register).register.fields,
    units = [...new Set(posts.map(({ unit }) => unit ?? ''))]
  const entries = units.flatMap((unit) => choicesOf(fields).map((choices) => entryOf(fields, choices, unit, person)))
  return ({ who }) => {
    if (typeof who !== 'function') return isHis(who)
    if (entries.length > triesMax) return true
    return entries.some((entry) => seatsOf(who, entry, now).some(isHis))
  }
}
function entryOf(fields: Fields, choices: Readonly<Record<string, string>>, unit: string, person: string) {
  const one = (kind: string) => (kind === 'unit' ? unit : kind === 'person' ? person : '')
  return Object.fromEntries(
    Object.entries(fields).map(([name, { kind, limits }]) => [
      name,
      choices[name] ?? (kind === 'list' ? [one(limits.input ?? '')] : one(kind)),
    ]),
  )
}
/** Every combination of the choices of a form. */
function choicesOf(fields: Fields): readonly Readonly<Record<string, string>>[] {
  let all: readonly Readonly<Record<string, string>>[] = [{}]
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== 'choice' || !('options' in field) || typeof field.options !== 'object' || field.options === null)
      continue
    const options = Object.keys(field.options)
    all = all.flatMap((one) => options.map((option) => ({ ...one, [name]: option })))
    if (all.length > triesMax) break
  }
  return all
}
