/** What forbids an entry that is not made yet, asked of the engine on what the log holds; nothing is written. */
import { admit, type Typed } from '../../engine/commands.ts'
import { why } from '../../engine/decide.ts'
import type { Refusal } from '../../engine/judge.ts'
import type { Problem } from '../api.ts'
import { problemOf } from '../http/problem.ts'
import type { OpenOrganisation } from '../organisation.ts'

/** The refusal; or the fields that have to be answered first; or neither, where nothing forbids it. */
export interface WhyFound {
  readonly refusal?: Refusal
  readonly waits?: readonly string[]
}
export function whyNot({ parts: { book, clock }, log, writer }: OpenOrganisation, typed: Typed): Promise<WhyFound> {
  const command = admit(book, typed, log.keyed)
  return writer.answer<WhyFound>((state) => {
    const answer = why(book, state, command, clock.now())
    if (!answer) return { answer: {} }
    if (!('needs' in answer)) return { answer: { refusal: answer } }
    const ofLog = answer.needs.filter((key) => !key.startsWith('field:'))
    return ofLog.length > 0
      ? { needs: ofLog }
      : { answer: { waits: answer.needs.map((key) => key.slice('field:'.length)) } }
  })
}
/** The refusal with names in place of persons. */
export function spelt({ directory }: OpenOrganisation, refusal: Refusal): Problem {
  return problemOf({ ...refusal, fact: directory.spell(refusal.fact) }, directory.spell(refusal.sentence))
}
