/** Bounds that hold for every policy. Reaching one is an answer that somebody reads. */
import { hours } from './time.ts'

/** The same duty is urged at most once in so long. */
export const urgeEveryMs = hours(1)
