/** Registers of the organisation's own policy that words of a clause need. It is declared with these very words, so it
 * puts them here once it has them. */
import type { AnyRegister } from './words.ts'

const declared = new Map<'appoint' | 'dismiss', AnyRegister>()

export const declareStanding = (id: 'appoint' | 'dismiss', register: AnyRegister) => {
  declared.set(id, register)
}
/** Asked when a rule runs, never while policies are declared. Throws where engine/people.ts was not read. */
export function standing(id: 'appoint' | 'dismiss'): AnyRegister {
  const register = declared.get(id)
  if (!register) throw new Error(`${id} is declared by engine/people.ts, which was not read`)
  return register
}
