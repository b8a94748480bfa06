/** Which idempotency keys are on their way or were answered lately: a repeat joins the first, and gets its answer. */
import type { Written } from './writer.ts'

/** Older answers are found in the log by the key's hash; these spare the trip. */
const rememberedMax = 20_000

export interface AnswerKey {
  /** Account and key as sent: two accounts may choose the same key. */
  readonly text: string
  readonly key: Uint8Array
  /** Keyed hash of the command, so that another command under the same key is told apart. */
  readonly request: Uint8Array
}
/** The same idempotency key came with another command. */
export class KeyReused extends Error {
  override name = 'KeyReused'
}

export class KeptAnswers<Outcome> {
  readonly #pending = new Map<string, { readonly request: Uint8Array; readonly outcome: Promise<Outcome> }>()
  readonly #answered = new Map<string, { readonly request: Uint8Array; readonly written: Written }>()

  /** The first one's outcome or answer; undefined where the key is new. Throws `KeyReused` for another command. */
  find({
    text,
    request,
  }: AnswerKey): { readonly outcome: Promise<Outcome> } | { readonly written: Written } | undefined {
    const known = this.#pending.get(text) ?? this.#answered.get(text)
    if (known && !isSameKey(known.request, request)) throw new KeyReused(text)
    return known
  }
  hold({ text, request }: AnswerKey, outcome: Promise<Outcome>) {
    this.#pending.set(text, { request, outcome })
  }
  /** A refusal and a failure leave nothing: they are decided again. */
  forget({ text }: AnswerKey) {
    this.#pending.delete(text)
  }
  remember({ text, request }: AnswerKey, { seq, at, recorded }: Written) {
    this.#answered.set(text, { request, written: { seq, at, recorded, events: [], isRepeat: true } })
    const [oldest] = this.#answered.keys()
    if (this.#answered.size > rememberedMax && oldest !== undefined) this.#answered.delete(oldest)
  }
}
export const isSameKey = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
