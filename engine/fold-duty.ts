/** How open duties change, and when each wakes next. */
import type { Book } from './book.ts'
import type { Erased } from './declare/words.ts'
import type { EventOf, Terms } from './events.ts'
import { nowFor } from './now.ts'
import type { Layer, Slice } from './state.ts'
import type { Instant } from './time.ts'

export interface OpenDuty extends Terms {
  readonly id: string
  readonly about: Erased
  readonly at: Instant
  readonly recorded: Instant
  readonly remindAt?: Instant
  readonly wakes?: Instant
  /** When somebody last asked for it. */
  readonly urgedAt?: Instant
  readonly isReminded: boolean
  readonly isLate: boolean
  readonly isMissed: boolean
  /** An entry came, but late; lateness is not final yet. */
  readonly isMetLate: boolean
  /** How often an entry that settled it was taken back: the next one is told apart by it. */
  readonly timesReopened?: number
  /** How often a lateness that had become final was taken back: the next one is told apart by it. */
  readonly timesCleared?: number
  /** Who else asked for the same while it was open: if the first is undone, the next stands. */
  readonly also?: readonly OpenDuty[]
}

const put = (layer: Layer, key: string, slice: Slice | null): never[] => {
  layer.put(key, slice)
  return []
}
export const termsIn = ({ due, lateFrom, missedFrom, provisional, isExtended }: Terms): Terms => ({
  due,
  lateFrom,
  missedFrom,
  ...(provisional ? { provisional } : {}),
  ...(isExtended ? { isExtended } : {}),
})
/** The same duty on other terms; it is called to mind again where there is time for it. */
export function movedTo({ provisional: _, isExtended: __, ...duty }: OpenDuty, to: Terms): OpenDuty {
  const by = to.due - duty.due
  return { ...duty, ...termsIn(to), ...(duty.remindAt === undefined ? {} : { remindAt: duty.remindAt + by }) }
}
function wakeOf(duty: OpenDuty): Instant | undefined {
  if (!duty.isLate) return !duty.isReminded && duty.remindAt !== undefined ? duty.remindAt : duty.lateFrom
  return duty.isMissed ? undefined : duty.missedFrom
}
function timed({ wakes: _, ...duty }: OpenDuty): OpenDuty {
  const wakes = wakeOf(duty)
  return { ...duty, ...(wakes === undefined ? {} : { wakes }) }
}
export function openDuty(
  book: Book,
  layer: Layer,
  event: {
    readonly id: string
    readonly at: Instant
    readonly recorded: Instant
    readonly duty: string
    readonly key: string
    readonly about: Erased
  },
  terms: Terms,
): never[] {
  const { id, at, recorded, duty, key, about } = event,
    { remind } = book.duty(duty).terms,
    ahead = typeof remind === 'object' ? nowFor(layer, { at, recorded, by: 'system' }).look.value(remind) : remind
  const slice: OpenDuty = {
    id,
    at,
    recorded,
    about,
    ...termsIn(terms),
    isReminded: ahead === undefined,
    ...(ahead === undefined ? {} : { remindAt: terms.due - ahead }),
    isLate: false,
    isMissed: false,
    isMetLate: false,
  }
  const slot = `duty:${duty}/${key}`,
    open = layer.must<OpenDuty>(slot)
  return put(layer, slot, open ? { ...open, also: [...(open.also ?? []), slice] } : timed(slice))
}
/**
 * A settling is taken back. Lateness that became final while the late entry stood stays final, and is not said again. What
 * was opened under the same key since then waits behind it.
 */
export function reopenDuty(layer: Layer, met: EventOf<'met'>, recorded: Instant): never[] {
  const slot = `duty:${met.duty}/${met.key}`,
    duty = met.open as OpenDuty,
    standing = layer.must<OpenDuty>(slot)
  const isMissed = duty.isMissed || (!met.isInTime && standing?.id !== duty.id)
  const { also: before = [], ...reopened } = duty,
    since = standing && standing.id !== duty.id ? inTurn(standing) : [],
    also = [...before.filter(({ id }) => !since.some((other) => other.id === id)), ...since]
  return put(
    layer,
    slot,
    timed({
      ...reopened,
      recorded,
      isMissed,
      timesReopened: (duty.timesReopened ?? 0) + 1,
      ...(also.length > 0 ? { also } : {}),
    }),
  )
}
/** What stands open under a key, the one in front first. */
const inTurn = ({ also = [], ...front }: OpenDuty): readonly OpenDuty[] => [front, ...also]
/** Whether that entry is the end of it; a late one is not, while an entry in time may still come. */
export const isSettledBy = ({ isMissed }: Pick<OpenDuty, 'isMissed'>, { isInTime }: Pick<EventOf<'met'>, 'isInTime'>) =>
  isInTime || isMissed
/** A settling ends whatever had been opened when it happened; what was opened later stands on. */
export const standingOn = ({ also = [] }: Pick<OpenDuty, 'also'>, { at }: Pick<EventOf<'met'>, 'at'>) =>
  also.filter((other) => other.at > at)
export const settled = (duty: OpenDuty, met: EventOf<'met'>) => toFront(standingOn(duty, met), met.recorded)
/** Of those who asked for the same the first stands from now on, the others wait behind it. */
const toFront = ([next, ...others]: readonly OpenDuty[], recorded: Instant): OpenDuty | null =>
  next ? { ...next, recorded, ...(others.length > 0 ? { also: others } : {}) } : null
/** Lateness was not final after all: an entry, put right, shows the thing done in time. */
export function clearDuty(layer: Layer, missed: EventOf<'missed'>): never[] {
  return changeDuty(layer, missed, (open) =>
    open.id === missed.because ? { ...open, isMissed: false, timesCleared: (open.timesCleared ?? 0) + 1 } : open,
  )
}
/** How a final lateness is called: `#missed@…`, with `+1` once the first was taken back. */
export const missedId = ({ id, lateFrom, timesCleared = 0 }: OpenDuty) =>
  `${id}#missed@${lateFrom}${timesCleared === 0 ? '' : `+${timesCleared}`}`
/** How a settling is called: `#met`, or `#met2` once the first was taken back. */
export const metId = (id: string, how: 'met' | 'cured', timesReopened = 0) =>
  `${id}#${how}${timesReopened === 0 ? '' : timesReopened + 1}`
export function dropDuty(layer: Layer, slot: string, id: string, recorded: Instant): never[] {
  const { also = [], ...open } = layer.must<OpenDuty>(slot) ?? { id: undefined }
  const rest = also.filter((other) => other.id !== id)
  if (open.id === undefined) return []
  if (open.id !== id) return put(layer, slot, { ...open, ...(rest.length > 0 ? { also: rest } : {}) })
  const next = toFront(rest, recorded)
  return put(layer, slot, next && timed(next))
}
export function changeDuty(
  layer: Layer,
  { duty, key }: { duty: string; key: string },
  change: (slice: OpenDuty) => OpenDuty | null,
): never[] {
  const slot = `duty:${duty}/${key}`,
    slice = layer.must<OpenDuty>(slot)
  const next = slice && change(slice)
  return put(layer, slot, next && timed(next))
}
