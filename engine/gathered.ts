/** What an entry gathers: whatever was written down in its registers from one of its days through another. */
import type { Gathers } from './declare/gathers.ts'
import type { AnyRegister, Erased } from './declare/words.ts'
import type { Row } from './events.ts'
import { instantOf, nextDay, type Instant } from './time.ts'

export interface Gathering {
  readonly registers: readonly AnyRegister[]
  readonly from: Instant
  /** Excluded. */
  readonly to: Instant
}
/** Undefined where its register gathers nothing. */
export function gatheringOf({ options }: AnyRegister, facts: Row): Gathering | undefined {
  const gathers: Gathers<Erased> | undefined = options.gathers
  if (!gathers) return undefined
  const [from, through] = [String(facts[gathers.from]), String(facts[gathers.through])]
  return { registers: gathers.of, from: instantOf(from, '00:00'), to: instantOf(nextDay(through), '00:00') }
}
/** By when it was written down: what happened before and was reported afterwards came afterwards. */
export const isGathered = (
  { registers, from, to }: Gathering,
  { register, recorded }: { readonly register: string; readonly recorded: Instant },
): boolean => from <= recorded && recorded < to && registers.some(({ id }) => id === register)
