/** Bounds that hold for every policy. Reaching one is an answer that somebody reads. */
import { hours, minutes } from './time.ts'

/** The same duty is urged at most once in so long. */
export const urgeEveryMs = hours(1)
/** So long may whoever made an entry take it back, unless somebody else has acted on it. */
export const takeBackMs = minutes(1)
/** What an outage of ours takes from a duty is given back: what was left when it began, within these bounds. */
export const extensionMinMs = minutes(30)
export const extensionMaxMs = hours(2)
/** Outages that duties opened later may still ask about. */
export const outagesKept = 50
