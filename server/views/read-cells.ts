/** Whether somebody may read every entry of a unit with these choices, whatever else it says. */
import { seatsOf, type Shelf } from '../../engine/book.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { Fields } from '../../engine/fields.ts'
import type { Asking } from '../http/request.ts'
import { tokenOf } from './probe.ts'

type Choices = Readonly<Record<string, string>>

/** Asked with unit and choices. Whoever is answered no may still read some of them. */
export function readsCell(
  { open, person }: Asking,
  { register, readers }: Shelf,
): (unit: string, choices: Choices) => boolean {
  const at = open.parts.clock.now(),
    now = nowFor(new Layer(open.writer.state), { at, recorded: at, by: person }),
    fields: Fields = register.fields
  const unitField = Object.entries(fields).find(([, { kind }]) => kind === 'unit')?.[0],
    known = new Map<string, boolean>()
  // A rule that looks at anything else may say otherwise of an entry that says otherwise.
  const means = (who: Shelf['readers'][number]['who'], unit: string, choices: Choices) => {
    let isSure = true
    const facts = factsOf(unitField, unit, choices, () => {
      isSure = false
    })
    try {
      const isMeant = seatsOf(who, facts, now).some((seat) =>
        typeof seat === 'string' ? seat === person : now.look.holds(person, seat),
      )
      return isMeant && isSure
    } catch {
      return false
    }
  }
  return (unit, choices) => {
    const cell = JSON.stringify([unit, choices]),
      answer = known.get(cell) ?? readers.some(({ who }) => means(who, unit, choices))
    known.set(cell, answer)
    return answer
  }
}
const factsOf = (unitField: string | undefined, unit: string, choices: Choices, other: () => void) =>
  new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined
        if (name === unitField) return unit
        if (choices[name] === undefined) other()
        return choices[name] ?? tokenOf(name)
      },
    },
  )
