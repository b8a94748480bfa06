/** One organisation that runs every policy, played at random from a seed, in batches of which some are forgotten. */
import { Book } from '../engine/book.ts'
import { admit, type Typed as Command } from '../engine/commands.ts'
import { decide } from '../engine/decide.ts'
import { elapse } from '../engine/elapse.ts'
import type { Event } from '../engine/events.ts'
import { Layer } from '../engine/state.ts'
import { instantOf, minutes, type Instant } from '../engine/time.ts'
import { policies } from '../policies/index.ts'
import { Dice } from './dice.ts'
import { keyed } from './memory-driver.ts'
import { MemoryLog } from './memory-log.ts'
import { cast, posts, units } from './cast.ts'
import { randomCommand } from './random-commands.ts'

const opening = instantOf('2026-10-01', '10:00')

/** One organisation that runs everything, played for so many commands. */
export function played(seed: number, commands: number) {
  const dice = new Dice(seed),
    book = new Book(policies),
    log = new MemoryLog(book)
  let at = opening,
    asked = 0,
    accepted = 0,
    forgotten = 0
  open(book, log)
  while (asked < commands) {
    at += minutes(dice.pick([0, 1, 7, 30, 90, 600]))
    const layer = new Layer(log.state),
      events: Event[] = [...came(book, layer, at)]
    for (let left = 1 + dice.roll(6); left > 0; left--) {
      const command = { ...randomCommand(dice, cast, log.events, at), id: `c${++asked}` }
      const written = decided(book, layer, command, at)
      events.push(...written)
      if (written.some(({ id }) => id === command.id)) accepted++
      // A correction looks its entry up in the log, which does not hold this batch yet.
      if (command.do === 'file' && command.corrects !== undefined) break
    }
    if (dice.isIn(25)) forgotten++
    else log.append(events, layer.changes)
  }
  return { log, accepted, forgotten }
}
function open(book: Book, log: MemoryLog) {
  const enter = (id: string, register: string, entry: Readonly<Record<string, unknown>>, account = 'system') => {
    const layer = new Layer(log.state)
    log.append(decided(book, layer, { do: 'file', id, account, register, entry }, opening), layer.changes)
  }
  for (const { id } of policies) enter(`adopt-${id}`, 'adopt', { policy: id, from: '2026-10-01' })
  for (const [kind, unit] of units) {
    enter(`unit-${unit}`, 'open-unit', { kind, unit, title: unit, from: '2026-10-01' })
  }
  for (const [person, post, unit] of posts) {
    enter(`person-${person}`, 'person', { person, name: person, kind: 'staff' })
    enter(`account-${person}`, 'open-account', { account: person, person })
    enter(`post-${person}`, 'appoint', { person, post, kind: 'regular', ...(unit === undefined ? {} : { unit }) })
  }
  enter('signed-desk', 'pledge-2.1', { signer: 'desk' }, 'desk')
}
function came(book: Book, layer: Layer, until: Instant): readonly Event[] {
  const elapsed = elapse(book, layer, until)
  if ('needs' in elapsed) throw new Error(`everything is in memory, yet ${elapsed.needs.join()} is asked for`)
  layer.apply(elapsed.changes)
  return elapsed.came
}
function decided(book: Book, layer: Layer, command: Command, at: Instant): readonly Event[] {
  const decision = decide(book, layer, admit(book, command, keyed), at)
  if ('needs' in decision) throw new Error(`everything is in memory, yet ${decision.needs.join()} is asked for`)
  layer.apply(decision.changes)
  return 'refused' in decision ? decision.record : decision.accepted
}
