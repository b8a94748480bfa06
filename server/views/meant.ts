/** Whether a rule could mean somebody: asked with his own units and every choice of the form, before there is an entry. */
import { seatsOf, type Shelf } from '../../engine/book.ts'
import type { Seat } from '../../engine/declare/words.ts'
import type { Fields } from '../../engine/fields.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { PostHeld } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

type Rule = Shelf['writers'][number]
/** More answers than these are not tried: then the form is offered, and the server's answer is the law. */
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
  const forms = units.map((unit) => formOf(fields, unit, person))
  return ({ who }) => {
    if (typeof who !== 'function') return isHis(who)
    let tries = 0
    const meansHim = (form: Form): boolean => {
      tries += 1
      if (tries > triesMax) return true
      const asked = new Set<string>()
      const seats = seatsOf(who, recording(form, fields, asked), now)
      const [first] = asked
      return first === undefined
        ? seats.some(isHis)
        : optionsOf(fields[first]).some((option) => meansHim({ ...form, [first]: option }))
    }
    return forms.some(meansHim)
  }
}
type Form = Readonly<Record<string, string | readonly string[]>>
/** A form in which he has answered nothing but what is his own; its choices are still open. */
function formOf(fields: Fields, unit: string, person: string): Form {
  const his = (kind: string) => (kind === 'unit' ? unit : kind === 'person' ? person : '')
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) =>
      optionsOf(field).length > 0
        ? []
        : [[name, field.kind === 'list' ? [his(`${field.limits.input}`)] : his(field.kind)]],
    ),
  )
}
/** Notes which open choices a rule looks at: only those make a difference to whom it means. */
const recording = (form: Form, fields: Fields, asked: Set<string>): Form =>
  new Proxy(form, {
    get(_, name) {
      if (typeof name !== 'string') return undefined
      if (!Object.hasOwn(form, name) && optionsOf(fields[name]).length > 0) asked.add(name)
      return form[name]
    },
  })
const optionsOf = (field: Fields[string] | undefined): readonly string[] =>
  field?.kind === 'choice' && 'options' in field && typeof field.options === 'object' && field.options !== null
    ? Object.keys(field.options)
    : []
