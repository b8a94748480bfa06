/** What a simulated organisation is played on: the engine in memory, or a server. */
import type { Typed } from '../../engine/commands.ts'
import type { Event } from '../../engine/events.ts'
import type { Refusal } from '../../engine/refusal.ts'
import type { Memory } from '../../engine/state.ts'
import type { Instant } from '../../engine/time.ts'

type Numberless<T> = T extends unknown ? Omit<T, 'id'> : never
/** A command before it has a number. */
export type Asked = Numberless<Typed>

/** `id` is what later entries call it by; `lost`: nobody answered, and nothing is in the log. */
export type Answer = { readonly id: string } | { readonly refused: Refusal } | 'lost'
export type Awaitable<T> = T | Promise<T>

export interface Stage {
  /** The whole log so far. It only ever grows. */
  readonly events: readonly Event[]
  /** Lets come what is due up to that instant. */
  moveTo(at: Instant): Awaitable<void>
  /** Commands that arrive in the same instant and are decided together, in this order; an answer for each. */
  submit(asked: readonly Asked[], at: Instant): Awaitable<readonly Answer[]>
  /** Memory is dropped and made again from what is stored. */
  restart(): Awaitable<void>
  /** How the state that decides differs from one folded from the log elsewhere, a sentence each. */
  differences(from: Memory, extent: 'changed' | 'whole'): Awaitable<readonly string[]>
}
