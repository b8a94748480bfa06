/**
 * Whom a rule means, asked without an entry: every fact answers with a token of its own, every choice with each of its
 * options, so that the seats which come back say of which unit they are and on which choice they hang.
 */
import { seatsOf } from '../../engine/book.ts'
import type { Erased, Now, Post, Seat, Who } from '../../engine/declare/words.ts'
import type { Field, Fields } from '../../engine/fields.ts'
import { dayOf } from '../../engine/time.ts'

export interface Tried<T> {
  /** What had to be chosen for this; empty where the rule looks at no choice. */
  readonly choices: Readonly<Record<string, string>>
  readonly result: T | undefined
}
/** More combinations than these are not tried. */
const combinationsMax = 300
/** Stands for the value of a fact. No name of anything begins so. */
const mark = '§'
export const tokenOf = (name: string) => `${mark}${name}`
/** The name of the fact that a token stands for. */
export const nameIn = (token: string): string | undefined => (token.startsWith(mark) ? token.slice(1) : undefined)

/**
 * What a rule says for each combination of the choices that it looks at; nothing where it throws, since it may ask for a
 * row that only a real entry has.
 */
export function tried<T>(fields: Fields, now: Now, rule: (facts: Erased) => T): readonly Tried<T>[] {
  const looked = new Set<string>()
  for (;;) {
    const known = looked.size
    const found = combinations(fields, [...looked]).map((choices) => {
      const facts = factsWith(fields, choices, now, (name) => looked.add(name))
      return { choices, result: attempt(() => rule(facts)) }
    })
    if (looked.size === known) return found
  }
}
function attempt<T>(rule: () => T): T | undefined {
  try {
    return rule()
  } catch {
    return undefined
  }
}
/** Whom it means for each combination of the choices that it looks at. */
export const asked = (who: Who<Erased>, fields: Fields, now: Now): readonly Tried<readonly (Seat | string)[]>[] =>
  tried(fields, now, (facts) => seatsOf(who, facts, now))
/** Every post that the rule may mean. */
export const postsAsked = (who: Who<Erased>, fields: Fields, now: Now): readonly Post[] => [
  ...new Set(
    asked(who, fields, now).flatMap(({ result = [] }) =>
      result.flatMap((seat) => (typeof seat === 'string' ? [] : [seat.post])),
    ),
  ),
]

const optionsOf = (field: Field | undefined): readonly string[] => Object.keys(field?.limits.options ?? {})
function combinations(fields: Fields, names: readonly string[]): readonly Readonly<Record<string, string>>[] {
  let all: readonly Readonly<Record<string, string>>[] = [{}]
  for (const name of names) {
    const more = all.flatMap((one) => optionsOf(fields[name]).map((option) => ({ ...one, [name]: option })))
    if (more.length > combinationsMax) break
    all = more
  }
  return all
}
/** Facts that answer whatever is asked of them; which choices were looked at is told. */
function factsWith(
  fields: Fields,
  choices: Readonly<Record<string, string>>,
  now: Now,
  look: (name: string) => void,
): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined
        const field = fields[name]
        switch (field?.kind) {
          case 'choice':
            look(name)
            return choices[name] ?? optionsOf(field)[0]
          case 'day':
            return dayOf(now.at)
          case 'instant':
            return now.at
          case 'count':
            return 1
          case 'yes':
            return true
          case 'list':
            return []
          default:
            return name === 'day' ? dayOf(now.at) : tokenOf(name)
        }
      },
    },
  )
}
