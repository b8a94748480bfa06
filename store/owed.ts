/** What was owed, each time by itself: how it stands, and how one step after the other changes that. Pure. */
export interface NewOwed {
  /** Of what opened it: the day's event names one for each unit. */
  readonly id: string
  /** The event that opened it. */
  readonly seq: number
  readonly duty: string
  readonly key: string
  readonly unit?: string
  /** The day for which it is owed, or on which what opened it happened: it counts in that month, whenever it is due. */
  readonly day: string
  readonly clause: string
  /** The event that set it in motion. */
  readonly opener?: string
  readonly due: number
  readonly lateFrom: number
  /** Due later than the clause says, since our own machine was down. */
  readonly isExtended: boolean
}
interface Meeting {
  /** The id of the entry that settled it. */
  readonly entry: string
  readonly at: number
}
export interface Owed extends NewOwed {
  readonly isLate: boolean
  readonly isMissed: boolean
  /** Settled late; settled in time, perhaps after that. */
  readonly lateBy?: Meeting
  readonly metBy?: Meeting
  /** The one that asked for the same before it and stands for both; if that is undone, this stands. */
  readonly behind?: string
  /** What opened it was taken back. */
  readonly isDropped: boolean
}
export type OwedStep =
  | ({ readonly is: 'opened' } & NewOwed)
  | ({ readonly is: 'moved' } & Pick<NewOwed, 'duty' | 'key' | 'due' | 'lateFrom' | 'isExtended'>)
  | { readonly is: 'late' | 'missed' | 'unmissed' | 'dropped'; readonly id: string }
  | ({
      readonly is: 'met' | 'unmet'
      readonly id: string
      readonly duty: string
      readonly key: string
      readonly isInTime: boolean
      /** What had been opened behind it only after it was settled, in order; it stands on. */
      readonly stands: readonly string[]
    } & Meeting)

/** Not due yet; past due; late for good; done, but late; done in time. */
export const outcomes = ['open', 'overdue', 'missed', 'late', 'in-time'] as const
export type Outcome = (typeof outcomes)[number]

/** Undefined where it does not count: it was taken back, or another stands for it. */
export function outcomeOf({ behind, isDropped, metBy, lateBy, isMissed, isLate }: Owed): Outcome | undefined {
  if (isDropped || behind !== undefined) return undefined
  if (metBy) return 'in-time'
  if (lateBy) return 'late'
  return isMissed ? 'missed' : isLate ? 'overdue' : 'open'
}
/** The entry that settles it as things stand. */
export const meetingOf = ({ metBy, lateBy }: Owed): Meeting | undefined => metBy ?? lateBy
/** Whether an entry may still settle it: as long as the engine keeps it among what is open. */
export const isOpen = (owed: Owed): boolean =>
  outcomeOf(owed) !== undefined && !owed.metBy && !(owed.lateBy && owed.isMissed)

/** Whether it is still to be done: of what was done late only the final lateness is to come. */
const isToDo = (owed: Owed): boolean => isOpen(owed) && !owed.lateBy

/** Ids and slots of what steps speak of: what must be at hand before they are taken. */
export function touchedBy(steps: readonly OwedStep[]): {
  readonly ids: readonly string[]
  readonly slots: readonly { readonly duty: string; readonly key: string }[]
} {
  return {
    ids: [
      ...new Set(steps.flatMap((step) => ('id' in step ? [step.id, ...('stands' in step ? step.stands : [])] : []))),
    ],
    slots: steps.flatMap((step) => ('key' in step ? [{ duty: step.duty, key: step.key }] : [])),
  }
}

/**
 * What these become by the steps, in order. `known` holds what `touchedBy` named: by id, what is open in the slots, and
 * whatever stands behind one of them. A step about what is not known changes nothing.
 */
export function afterSteps(known: readonly Owed[], steps: readonly OwedStep[]): readonly Owed[] {
  const all = new Map(known.map((owed) => [owed.id, owed]))
  const change = (id: string, by: (owed: Owed) => Owed) => {
    const owed = all.get(id)
    if (owed) all.set(id, by(owed))
  }
  const openIn = ({ duty, key }: { readonly duty: string; readonly key: string }) =>
    [...all.values()].find((one) => one.duty === duty && one.key === key && isToDo(one))
  for (const step of steps) {
    switch (step.is) {
      case 'opened': {
        const { is: _, ...fresh } = step,
          before = openIn(step)
        const behind = before ? { behind: before.id } : {}
        all.set(step.id, { ...fresh, ...behind, isLate: false, isMissed: false, isDropped: false })
        break
      }
      case 'moved': {
        const { due, lateFrom, isExtended } = step,
          moved = openIn(step)
        if (moved) all.set(moved.id, { ...moved, due, lateFrom, isExtended })
        break
      }
      case 'late':
        change(step.id, (owed) => ({ ...owed, isLate: true }))
        break
      case 'missed':
      case 'unmissed':
        change(step.id, (owed) => ({ ...owed, isMissed: step.is === 'missed' }))
        break
      case 'met': {
        const { entry, at } = step
        change(step.id, (owed) => ({ ...owed, [step.isInTime ? 'metBy' : 'lateBy']: { entry, at } }))
        inFront(all, step.stands)
        break
      }
      case 'unmet':
        change(step.id, ({ lateBy, metBy, ...owed }) => {
          const still = step.isInTime ? lateBy : metBy
          return still === undefined ? owed : { ...owed, [step.isInTime ? 'lateBy' : 'metBy']: still }
        })
        waitBehind(all, step)
        break
      case 'dropped':
        change(step.id, (owed) => ({ ...owed, isDropped: true }))
        promote(all, step.id)
        break
      default:
        step satisfies never
    }
  }
  return [...all.values()]
}
/** The first stands from now on, the others behind it. */
function inFront(all: Map<string, Owed>, [next, ...others]: readonly string[]) {
  const first = next === undefined ? undefined : all.get(next)
  if (!first) return
  const { behind: _, ...standing } = first
  all.set(first.id, standing)
  for (const id of others) {
    const other = all.get(id)
    if (other) all.set(id, { ...other, behind: first.id })
  }
}
/** What stands open again stands in front of whatever was opened for the same since. */
function waitBehind(all: Map<string, Owed>, { id, duty, key }: Pick<Owed, 'id' | 'duty' | 'key'>) {
  const again = all.get(id)
  if (!again || !isOpen(again)) return
  const since = [...all.values()].filter((one) => one.id !== id && one.duty === duty && one.key === key && isOpen(one))
  const ids = since.map((one) => one.id)
  for (const one of [...all.values()]) {
    if (ids.includes(one.id) || (one.behind !== undefined && ids.includes(one.behind)))
      all.set(one.id, { ...one, behind: id })
  }
}
/** The first of those behind what was taken back stands now, and the others behind it. */
function promote(all: Map<string, Owed>, dropped: string) {
  const waiting = [...all.values()].filter((one) => one.behind === dropped && !one.isDropped)
  inFront(
    all,
    waiting.sort((a, b) => a.seq - b.seq).map(({ id }) => id),
  )
}
