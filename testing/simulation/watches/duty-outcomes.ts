/** Every duty, lived through once more from the events alone: one outcome each, never too early, never too late. */
import { onDay } from '../../../engine/declare/words.ts'
import type { Event, EventOf, Terms } from '../../../engine/events.ts'
import type { OpenDuty } from '../../../engine/fold.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { broken, Standing } from './watch.ts'

/** One duty that stands open. */
interface Instance {
  readonly id: string
  readonly at: Instant
  lateFrom: Instant
  missedFrom: Instant
  isLate: boolean
  isMissed: boolean
  isMetLate: boolean
}
export interface Outcomes {
  inTime: number
  metLate: number
  missed: number
}

export class DutyOutcomes implements Onlooker {
  readonly outcomes: Outcomes = { inTime: 0, metLate: 0, missed: 0 }
  readonly #scene: Scene
  /** The one that stands, and whoever else asked for the same. */
  readonly #open = new Map<string, Instance[]>()
  readonly #touched = new Set<string>()
  readonly #standing = new Standing()

  constructor(scene: Scene) {
    this.#scene = scene
  }
  saw(event: Event) {
    this.#standing.saw(event)
    switch (event.type) {
      case 'dayOpened':
        for (const { unit, key: lasting, ...terms } of event.opens) {
          const { key } = onDay(unit, event.day, lasting)
          this.#opened(`duty:${event.duty}/${key}`, `${event.duty}/${key}@${event.id}`, event.at, terms)
        }
        return
      case 'opened':
        return this.#opened(slotOf(event), event.id, event.at, event)
      case 'moved':
        return this.#moved(event)
      case 'late':
        return this.#late(event)
      case 'missed':
        return this.#missed(event)
      case 'met':
        return this.#met(event)
      case 'undone':
        return this.#undone(event.what)
      default:
        return
    }
  }
  rests() {
    for (const slot of this.#touched) this.#compare(slot)
    this.#touched.clear()
  }
  elapsed(at: Instant) {
    for (const [slot, [one]] of this.#open) {
      if (!one) continue
      if (!one.isLate && one.lateFrom <= at) broken('what is due comes', `${slot} is not said to be late`)
      if (one.isLate && !one.isMissed && one.missedFrom <= at)
        broken('what is due comes', `${slot} is not said to be missed`)
    }
  }

  #opened(slot: string, id: string, at: Instant, { lateFrom, missedFrom }: Terms) {
    const stands = this.#open.get(slot) ?? [],
      one = { id, at, lateFrom, missedFrom, isLate: false, isMissed: false, isMetLate: false }
    if (stands.some((other) => other.id === id)) broken('one outcome for each duty', `${id} was opened twice`)
    this.#open.set(slot, [...stands, one])
    this.#touched.add(slot)
  }
  #moved(event: EventOf<'moved'>) {
    const [one] = this.#stands(event)
    if (!one) return broken('one outcome for each duty', `${event.id} moves a duty that is not open`)
    one.lateFrom = event.lateFrom
    one.missedFrom = event.missedFrom
  }
  #late(event: EventOf<'late'>) {
    const [one] = this.#stands(event)
    if (!one || one.id !== event.because || one.isLate) {
      return broken('one outcome for each duty', `${event.id} is late and not open`)
    }
    if (event.at !== one.lateFrom || event.recorded < one.lateFrom) broken('never late too early', event.id)
    one.isLate = true
  }
  #missed(event: EventOf<'missed'>) {
    const [one] = this.#stands(event)
    if (!one || one.id !== event.because || one.isMissed) {
      return broken('one outcome for each duty', `${event.id} is missed and not open`)
    }
    if (!one.isLate || event.at !== one.missedFrom || event.recorded < one.missedFrom) {
      broken('never missed too early', event.id)
    }
    one.isMissed = true
    this.outcomes.missed++
    if (one.isMetLate) this.#close(slotOf(event))
  }
  #met(event: EventOf<'met'>) {
    const [one] = this.#stands(event),
      entry = this.#standing.get(event.entry),
      // What is owed by the entry that opens it counts from the happening, and is done when it is entered.
      at = this.#scene.book.duty(event.duty).terms.isMetByOpener ? entry?.recorded : entry?.at
    const open: Partial<OpenDuty> = event.open
    if (!one || one.id !== open.id) return broken('one outcome for each duty', `${event.id} is met and not open`)
    if (at !== event.at) broken('judged by when it happened', `${event.id} is met at another instant than its entry`)
    if (event.isInTime !== event.at < one.lateFrom) broken('judged by when it happened', event.id)
    if (!event.isInTime && one.isMetLate) broken('one outcome for each duty', `${event.id} is met late twice`)
    if (event.isInTime) this.outcomes.inTime++
    else this.outcomes.metLate++
    if (event.isInTime || one.isMissed) this.#settled(slotOf(event), event.at)
    else one.isMetLate = true
  }
  #undone(what: Event) {
    if (what.type === 'opened') {
      const slot = slotOf(what)
      const left = (this.#open.get(slot) ?? []).filter(({ id }) => id !== what.id)
      this.#touched.add(slot)
      if (left.length > 0) this.#open.set(slot, left)
      else this.#open.delete(slot)
    } else if (what.type === 'met') this.#reopened(what)
    else if (what.type === 'missed') {
      const [one] = this.#stands(what)
      if (one && one.id === what.because) one.isMissed = false
    }
  }
  /** A settling was taken back: the duty stands as that entry found it, and a lateness that was final since is still. */
  #reopened(met: EventOf<'met'>) {
    const slot = slotOf(met),
      open: Partial<OpenDuty> = met.open
    const stands = this.#open.get(slot) ?? [],
      isGone = stands[0]?.id !== open.id,
      others = isGone ? stands : stands.slice(1)
    const { id = '', at = 0, lateFrom = 0, missedFrom = 0, isLate = false } = open
    const isMissed = open.isMissed === true || (!met.isInTime && isGone)
    this.#open.set(slot, [
      { id, at, lateFrom, missedFrom, isLate, isMissed, isMetLate: open.isMetLate === true },
      ...others,
    ])
    this.#touched.add(slot)
  }
  #stands(event: { readonly duty: string; readonly key: string }): readonly Instance[] {
    const slot = slotOf(event)
    this.#touched.add(slot)
    return this.#open.get(slot) ?? []
  }
  /** All that had asked for it when it was done are answered; who asked later waits on. */
  #settled(slot: string, at: Instant) {
    const later = (this.#open.get(slot) ?? []).slice(1).filter((other) => other.at > at)
    if (later.length > 0) this.#open.set(slot, later)
    else this.#close(slot)
  }
  #close(slot: string) {
    this.#open.delete(slot)
  }
  /** As the state has it. */
  #compare(slot: string) {
    const [one] = this.#open.get(slot) ?? [],
      kept = this.#scene.slice<OpenDuty>(slot)
    if (!isSame(one, kept))
      broken('one outcome for each duty', `${slot} stands otherwise in the state: ${JSON.stringify({ one, kept })}`)
  }
}
function isSame(one: Instance | undefined, kept: OpenDuty | null): boolean {
  if (!one || !kept) return !one && !kept
  return (
    one.id === kept.id &&
    one.lateFrom === kept.lateFrom &&
    one.missedFrom === kept.missedFrom &&
    one.isLate === kept.isLate &&
    one.isMissed === kept.isMissed &&
    one.isMetLate === kept.isMetLate
  )
}
const slotOf = ({ duty, key }: { readonly duty: string; readonly key: string }) => `duty:${duty}/${key}`
