/** A house that runs one policy, with a unit of each kind and somebody at every post: to ask the rules what they say. */
import { Book } from '../../engine/book.ts'
import { admit, type Typed } from '../../engine/commands.ts'
import { decide } from '../../engine/decide.ts'
import type { Policy } from '../../engine/declare/policy.ts'
import type { Now, Post } from '../../engine/declare/words.ts'
import type { Row } from '../../engine/events.ts'
import { nowFor } from '../../engine/now.ts'
import { administrator } from '../../engine/people.ts'
import { Layer, Memory } from '../../engine/state.ts'
import { dayOf, instantOf, nextDay, type Day, type Instant } from '../../engine/time.ts'

/** Two weeks with everything in them: workdays, a weekend, a holiday on a weekday, a Saturday that is worked. */
export const sampleDays: readonly Day[] = Array.from({ length: 14 }, (_, n) => nextDay('2026-09-28', n))
const calendar = { year: '2026', holidays: ['2026-10-01', '2026-10-02'], makeUpDays: ['2026-10-10'] }
const began = instantOf('2026-09-01', '00:00')
/** What every unit is called. */
export const sampleUnit = '样本'

type Asked = Typed extends infer C ? (C extends unknown ? Omit<C, 'id' | 'account'> : never) : never

export interface SampleHouse {
  readonly book: Book
  /** Posts that nobody could be appointed to, with the sentence that refused the last who was tried. */
  readonly unheld: readonly { readonly post: Post; readonly sentence: string }[]
  now(at: Instant): Now
}
export function sampleHouse(policy: Policy): SampleHouse {
  const book = new Book([policy]),
    state = new Memory()
  let commands = 0
  const act = (command: Asked): string | undefined => {
    const typed: Typed = { ...command, id: `sample-${++commands}`, account: 'system' }
    const decision = decide(
      book,
      state,
      admit(book, typed, (_, value) => value),
      began,
    )
    if ('needs' in decision) return '还缺什么没有载入'
    if ('refused' in decision) return decision.refused.sentence
    state.apply(decision.changes)
    return undefined
  }
  const file = (register: string, entry: Row) => act({ do: 'file', register, entry })
  act({ do: 'load', ...calendar })
  file('adopt', { policy: policy.id, from: dayOf(began) })
  for (const { id } of policy.units) {
    file('open-unit', { kind: id, unit: sampleUnit, title: sampleUnit, from: dayOf(began) })
  }
  // Every house has an administrator, who appoints where nobody else is named.
  file('person', { person: 'person-administrator', name: '样本', kind: 'staff' })
  file('appoint', { person: 'person-administrator', post: administrator.id, kind: 'regular' })
  const people: string[] = []
  const unheld = policy.posts.flatMap((post) => {
    const person = `person-${post.id}`
    file('person', { person, name: '样本', kind: 'staff' })
    people.push(person)
    const unit = post.per ? { unit: sampleUnit } : {}
    // A post that goes with another is held by whoever holds that: everybody is tried, the newest first.
    const sentences: string[] = []
    for (const one of people.toReversed()) {
      const sentence = file('appoint', { person: one, post: post.id, kind: 'regular', ...unit })
      if (sentence === undefined) return []
      sentences.push(sentence)
    }
    return [{ post, sentence: sentences[0] ?? '' }]
  })
  return { book, unheld, now: (at) => nowFor(new Layer(state), { at, recorded: at, by: 'system' }) }
}
