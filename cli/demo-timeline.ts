/** Acts in the order of their times, each stamped with its own: one clock for all organisations of the house. */
import { dayOf, type Instant } from '../engine/time.ts'
import type { OpenOrganisation } from '../server/organisation.ts'
import type { Asked, Written } from '../server/writer.ts'
import type { CatchUpClock } from './demo-clock.ts'

/** What somebody does. `ask` is called when its time has come; where it looks at an earlier act, that one has been answered. */
export interface Act {
  readonly at: Instant
  readonly open: OpenOrganisation
  readonly ask: () => Asked | undefined
  /** Needs what earlier acts gave. */
  readonly isFollowing?: boolean
  /** It is refused, and shall be: somebody under age at the counter. */
  readonly isRefused?: boolean
  /** Given what was written, for acts that follow it. */
  readonly learn?: (written: Written) => void
}
/** So many are on their way at once; the writer takes them together. */
const underWayMax = 200

/** Plays what lies before `until`. An answer other than the foreseen one is an error: the demonstration shows no accidents. */
export async function play(
  clock: CatchUpClock,
  acts: readonly Act[],
  until: Instant,
  onDay: (day: string) => void,
): Promise<void> {
  const due = acts.filter(({ at }) => at < until).sort((a, b) => a.at - b.at),
    underWay: Promise<void>[] = []
  const settle = async () => {
    await Promise.all(underWay.splice(0))
  }
  let day = ''
  for (const act of due) {
    if (dayOf(act.at) !== day) {
      day = dayOf(act.at)
      onDay(day)
    }
    if (act.isFollowing || underWay.length >= underWayMax) await settle()
    clock.moveTo(act.at)
    // Asked without waiting: the stamp is taken as it enters the queue, so it is the clock of this moment.
    underWay.push(perform(act))
  }
  await settle()
  clock.moveTo(until)
  for (const open of new Set(acts.map((act) => act.open))) await open.writer.elapse()
}
function perform({ open, ask, learn, isRefused = false }: Act): Promise<void> {
  const asked = ask()
  if (asked === undefined) return Promise.resolve()
  return open.writer.submit(asked).then((outcome) => {
    if ('accepted' in outcome) {
      if (isRefused) throw new Error(`the demonstration foresaw a refusal of ${asked.do}`)
      learn?.(outcome.accepted)
    } else if (!isRefused)
      throw new Error(`the demonstration was refused: ${open.directory.spell(outcome.refused.sentence)}`)
  })
}
