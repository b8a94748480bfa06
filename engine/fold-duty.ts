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
  /**
   * Who else asked for the same while it was open: if the first is undone, the next stands. At the end those that were
   * met late while something new stands before them: of these only the final lateness is still to come (decision 0064).
   */
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
/** Whoever has done it, late, is not reminded of it any more. */
export const isToRemind = ({ isReminded, isMetLate, remindAt }: OpenDuty): boolean =>
  !isReminded && !isMetLate && remindAt !== undefined
function wakeOf(duty: OpenDuty): Instant | undefined {
  if (!duty.isLate) return isToRemind(duty) ? duty.remindAt : duty.lateFrom
  return duty.isMissed ? undefined : duty.missedFrom
}
/** Of what is kept under a key the one that wakes first: the one in front, or one behind it that was met late. */
export function firstToWake(slot: OpenDuty): OpenDuty | undefined {
  const [front, ...behind] = inTurn(slot)
  const due = [front, ...behind.filter(({ isMetLate }) => isMetLate)].flatMap((one) => {
    const at = one && wakeOf(one)
    return one && at !== undefined ? [{ one, at }] : []
  })
  return due.sort((a, b) => a.at - b.at)[0]?.one
}
/** What is kept under a key, the one in front first, each without those behind it. */
export const inTurn = ({ also = [], ...front }: OpenDuty): readonly OpenDuty[] => [front, ...also]
/** Kept again: what was met late goes behind what is still to be done. Whoever comes to the front stands from now on. */
function keep(layer: Layer, slot: string, all: readonly OpenDuty[], recorded: Instant): never[] {
  const was = layer.must<OpenDuty>(slot)
  const [first, ...also] = [...all.filter(({ isMetLate }) => !isMetLate), ...all.filter(({ isMetLate }) => isMetLate)]
  if (!first) return put(layer, slot, null)
  const isFront = was === null || was.id === first.id || !inTurn(was).some(({ id }) => id === first.id)
  const { wakes: _, ...front } = { ...first, ...(isFront ? {} : { recorded }), ...(also.length > 0 ? { also } : {}) }
  const next = firstToWake(front),
    wakes = next && wakeOf(next)
  return put(layer, slot, { ...front, ...(wakes === undefined ? {} : { wakes }) })
}
const keptIn = (layer: Layer, slot: string): readonly OpenDuty[] => {
  const open = layer.must<OpenDuty>(slot)
  return open ? inTurn(open) : []
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
  const slot = `duty:${duty}/${key}`
  return keep(layer, slot, [...keptIn(layer, slot), slice], recorded)
}
/** The duty as the entry found it: `fold` put it there. */
export const foundOpen = ({ open }: EventOf<'met'>): OpenDuty => open as OpenDuty
/** An entry that settles it, or that is too late and leaves its final lateness to come. */
export function meetDuty(layer: Layer, met: EventOf<'met'>): never[] {
  const slot = `duty:${met.duty}/${met.key}`,
    { id } = foundOpen(met)
  const left = keptIn(layer, slot).flatMap((one): OpenDuty[] => {
    if (one.id === id) return isSettledBy(one, met) ? [] : [{ ...one, isMetLate: true }]
    return one.isMetLate || one.at > met.at ? [one] : []
  })
  return keep(layer, slot, left, met.recorded)
}
/**
 * A settling is taken back. Lateness that became final while the late entry stood stays final, and is not said again. What
 * was opened under the same key since then waits behind it, and so does what that entry had ended with it.
 */
export function reopenDuty(layer: Layer, met: EventOf<'met'>, recorded: Instant): never[] {
  const slot = `duty:${met.duty}/${met.key}`,
    { also = [], ...duty } = foundOpen(met),
    kept = keptIn(layer, slot),
    since = kept.filter(({ id }) => id !== duty.id)
  const isMissed = duty.isMissed || (!met.isInTime && since.length === kept.length)
  const ended = also.filter((one) => !one.isMetLate && one.at <= met.at && !since.some(({ id }) => id === one.id))
  const again = { ...duty, recorded, isMissed, timesReopened: (duty.timesReopened ?? 0) + 1 }
  return keep(layer, slot, [again, ...ended, ...since], recorded)
}
/** Whether that entry is the end of it; a late one is not, while an entry in time may still come. */
const isSettledBy = ({ isMissed }: OpenDuty, { isInTime }: EventOf<'met'>) => isInTime || isMissed
/** Those behind it that an entry leaves standing: what was opened only after it had happened. */
export const standingOn = ({ also = [] }: Pick<OpenDuty, 'also'>, { at }: Pick<EventOf<'met'>, 'at'>) =>
  also.filter((other) => !other.isMetLate && other.at > at)
/** Lateness was not final after all: an entry, put right, shows the thing done in time. */
export function clearDuty(layer: Layer, missed: EventOf<'missed'>): never[] {
  return changeDuty(
    layer,
    missed,
    (open) => ({ ...open, isMissed: false, timesCleared: (open.timesCleared ?? 0) + 1 }),
    missed.because,
  )
}
/** How a final lateness is called: `#missed@…`, with `+1` once the first was taken back. */
export const missedId = ({ id, lateFrom, timesCleared = 0 }: OpenDuty) =>
  `${id}#missed@${lateFrom}${timesCleared === 0 ? '' : `+${timesCleared}`}`
/** How a settling is called: `#met`, or `#met2` once the first was taken back. */
export const metId = (id: string, how: 'met' | 'cured', timesReopened = 0) =>
  `${id}#${how}${timesReopened === 0 ? '' : timesReopened + 1}`
export function dropDuty(layer: Layer, slot: string, id: string, recorded: Instant): never[] {
  const kept = keptIn(layer, slot)
  return kept.length === 0
    ? []
    : keep(
        layer,
        slot,
        kept.filter((one) => one.id !== id),
        recorded,
      )
}
/** The one of that id; without it, the one in front. With null it is over. */
export function changeDuty(
  layer: Layer,
  { duty, key, recorded }: { readonly duty: string; readonly key: string; readonly recorded: Instant },
  change: (slice: OpenDuty) => OpenDuty | null,
  of?: string,
): never[] {
  const slot = `duty:${duty}/${key}`,
    kept = keptIn(layer, slot)
  const changed = kept.flatMap((one, n) => ((of === undefined ? n === 0 : one.id === of) ? (change(one) ?? []) : one))
  return kept.length === 0 ? [] : keep(layer, slot, changed, recorded)
}
