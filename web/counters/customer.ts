/** The next customer at the desk: what is typed, what the number says, where the cursor goes next. */
import { age, type Day } from '../../engine/time.ts'
import { bornIn, tellsBirth } from '../../engine/identity.ts'
import { registerOf } from '../declared.ts'
import { faultsOf, valueOf, type Typed } from '../fields/typed.ts'

export const emptyCustomer: Typed = {
  idKind: 'resident',
  customer: '',
  name: '',
  born: '',
  faceAgrees: 'no',
  acceptsRules: '',
  seat: '',
}
export type Place = 'customer' | 'name' | 'born' | 'faceAgrees' | 'seat'

/** The desk confirms by one key what it sees: the face, and (once for each customer) that he accepts the house rules. */
export const confirmed = (typed: Typed, isYes: boolean): Typed => ({
  ...typed,
  faceAgrees: isYes ? 'yes' : 'no',
  acceptsRules: isYes ? 'yes' : '',
})
/** The order of the desk; a document whose number tells the birth date needs none typed. */
export const placesOf = (idKind: string | undefined): readonly Place[] =>
  tellsBirth(idKind) ? ['customer', 'name', 'faceAgrees', 'seat'] : ['customer', 'name', 'born', 'faceAgrees', 'seat']

export const checkIn = registerOf('check-in')
const fieldOf = (name: string) => checkIn?.fields.find(([other]) => other === name)?.[1]

/** A number as it will be sent: no spaces, half-width, capitals. */
export const plainNumber = (typed: string): string => {
  const field = fieldOf('customer')
  const value = field && valueOf(field, typed)
  return typeof value === 'string' ? value : ''
}
/** What is wrong with the number itself, while it is all that stands there. */
export function numberFault(typed: Typed, today: Day): string | undefined {
  const fault = checkIn && typed['customer'] ? faultsOf(checkIn, typed, today)['customer'] : undefined
  return fault && `${fieldOf('customer')?.label ?? ''}${fault}`
}
/** Whole years on that day; undefined where nothing says the birth date yet. */
export function ageOf(typed: Typed, today: Day): number | undefined {
  const born = tellsBirth(typed['idKind']) ? bornIn(plainNumber(typed['customer'] ?? '')) : typed['born']
  return born && /^\d{4}-\d\d-\d\d$/.test(born) && born <= today ? age(born, today) : undefined
}

/** What bystanders see of a number: 4401**********002X. */
export const maskedNumber = (typed: string) => {
  const text = plainNumber(typed)
  return text.length > 10 ? text.slice(0, 4) + '*'.repeat(text.length - 8) + text.slice(-4) : text
}
