/** Every duty, lived through once more from the events alone: one outcome each, never too early, never too late. */
import { onDay } from '../../../engine/declare/words.ts'
import type { Event, EventOf, Terms } from '../../../engine/events.ts'
import { foundOpen, inTurn, type OpenDuty } from '../../../engine/fold-duty.ts'
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
  /** Before then nothing that stands open is late, or late for good. */
  #next = Infinity

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
    // Thousands stand open, and hardly one of them comes due: nobody is looked at before somebody's time is over.
    if (at < this.#next) return
    this.#next = Infinity
    for (const [slot, all] of this.#open) {
      for (const [n, one] of all.entries()) {
        if (!isByItself(one, n)) continue
        if (!one.isLate && one.lateFrom <= at) broken('what is due comes', `${slot} is not said to be late`)
        if (one.isLate && !one.isMissed && one.missedFrom <= at)
          broken('what is due comes', `${slot} is not said to be missed`)
        this.#awaits(one)
      }
    }
  }

  #opened(slot: string, id: string, at: Instant, { lateFrom, missedFrom }: Terms) {
    const stands = this.#open.get(slot) ?? []
    if (stands.some((other) => other.id === id)) broken('one outcome for each duty', `${id} was opened twice`)
    const one = { id, at, lateFrom, missedFrom, isLate: false, isMissed: false, isMetLate: false }
    this.#keep(slot, [...stands, one])
  }
  #moved(event: EventOf<'moved'>) {
    const [one] = this.#stands(event)
    if (!one) return broken('one outcome for each duty', `${event.id} moves a duty that is not open`)
    one.lateFrom = event.lateFrom
    one.missedFrom = event.missedFrom
    this.#awaits(one)
  }
  #late(event: EventOf<'late'>) {
    const one = this.#named(event, event.because)
    if (!one || one.isLate) return broken('one outcome for each duty', `${event.id} is late and not open`)
    if (event.at !== one.lateFrom || event.recorded < one.lateFrom) broken('never late too early', event.id)
    one.isLate = true
    this.#awaits(one)
  }
  #missed(event: EventOf<'missed'>) {
    const one = this.#named(event, event.because)
    if (!one || one.isMissed) return broken('one outcome for each duty', `${event.id} is missed and not open`)
    if (!one.isLate || event.at !== one.missedFrom || event.recorded < one.missedFrom) {
      broken('never missed too early', event.id)
    }
    one.isMissed = true
    this.outcomes.missed++
    if (one.isMetLate)
      this.#keep(
        slotOf(event),
        this.#stands(event).filter((other) => other !== one),
      )
  }
  #met(event: EventOf<'met'>) {
    const open: Partial<OpenDuty> = event.open,
      one = this.#named(event, open.id),
      entry = this.#standing.get(event.entry),
      // What is owed by the entry that opens it counts from the happening, and is done when it is entered.
      at = this.#scene.book.duty(event.duty).terms.isMetByOpener ? entry?.recorded : entry?.at
    if (!one) return broken('one outcome for each duty', `${event.id} is met and not open`)
    if (at !== event.at) broken('judged by when it happened', `${event.id} is met at another instant than its entry`)
    if (event.isInTime !== event.at < one.lateFrom) broken('judged by when it happened', event.id)
    if (!event.isInTime && one.isMetLate) broken('one outcome for each duty', `${event.id} is met late twice`)
    if (event.isInTime) this.outcomes.inTime++
    else this.outcomes.metLate++
    const isOver = event.isInTime || one.isMissed
    if (!isOver) one.isMetLate = true
    // All that had asked for it when it was done are answered; who asked later waits on.
    const left = this.#stands(event).filter((other) =>
      other === one ? !isOver : other.isMetLate || other.at > event.at,
    )
    this.#keep(slotOf(event), left)
  }
  #undone(what: Event) {
    if (what.type === 'opened') {
      const slot = slotOf(what)
      this.#keep(
        slot,
        (this.#open.get(slot) ?? []).filter(({ id }) => id !== what.id),
      )
    } else if (what.type === 'met') this.#reopened(what)
    else if (what.type === 'missed') {
      const one = this.#stands(what).find(({ id }) => id === what.because)
      if (one) {
        one.isMissed = false
        this.#awaits(one)
      }
    }
  }
  /** A settling was taken back: the duty stands as that entry found it, and a lateness that was final since is still. */
  #reopened(met: EventOf<'met'>) {
    const { also = [], ...duty } = foundOpen(met),
      stands = this.#stands(met),
      others = stands.filter(({ id }) => id !== duty.id)
    const isMissed = duty.isMissed || (!met.isInTime && others.length === stands.length)
    const ended = also.filter(
      (one) => !one.isMetLate && one.at <= met.at && !others.some((other) => other.id === one.id),
    )
    this.#keep(slotOf(met), [{ ...instanceOf(duty), isMissed }, ...ended.map(instanceOf), ...others])
  }
  #awaits(one: Instance) {
    this.#next = Math.min(this.#next, dueOf(one))
  }
  #stands(event: { readonly duty: string; readonly key: string }): readonly Instance[] {
    const slot = slotOf(event)
    this.#touched.add(slot)
    return this.#open.get(slot) ?? []
  }
  /** The one of that id, where it stands in front or is answered for by itself. */
  #named(event: { readonly duty: string; readonly key: string }, id: string | undefined): Instance | undefined {
    return this.#stands(event)
      .filter(isByItself)
      .find((one) => one.id === id)
  }
  /** What was done late goes behind what is still to be done. */
  #keep(slot: string, all: readonly Instance[]) {
    this.#touched.add(slot)
    for (const one of all) this.#awaits(one)
    if (all.length === 0) this.#open.delete(slot)
    else
      this.#open.set(slot, [...all.filter(({ isMetLate }) => !isMetLate), ...all.filter(({ isMetLate }) => isMetLate)])
  }
  /** As the state has it. */
  #compare(slot: string) {
    const all = this.#open.get(slot) ?? [],
      kept = this.#scene.slice<OpenDuty>(slot),
      stands = kept ? inTurn(kept) : []
    if (stands.length !== all.length || stands.some((duty, n) => !isSame(all[n], duty)))
      broken('one outcome for each duty', `${slot} stands otherwise in the state: ${JSON.stringify({ all, kept })}`)
  }
}
/** In front, or done late: what waits behind another is neither late nor met. */
const isByItself = ({ isMetLate }: Instance, n: number) => n === 0 || isMetLate
/** When it must be said to be late, and then to be late for good. */
const dueOf = ({ isLate, isMissed, lateFrom, missedFrom }: Instance): Instant =>
  isMissed ? Infinity : isLate ? missedFrom : lateFrom
const instanceOf = ({ id, at, lateFrom, missedFrom, isLate, isMissed, isMetLate }: OpenDuty): Instance => ({
  id,
  at,
  lateFrom,
  missedFrom,
  isLate,
  isMissed,
  isMetLate,
})
const isSame = (one: Instance | undefined, kept: OpenDuty): boolean =>
  one !== undefined && JSON.stringify(instanceOf(kept)) === JSON.stringify(one)
const slotOf = ({ duty, key }: { readonly duty: string; readonly key: string }) => `duty:${duty}/${key}`
