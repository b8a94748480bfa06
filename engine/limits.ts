/** Bounds that hold for every policy. Reaching one is an answer that somebody reads. */
import { days, hours, minutes } from './time.ts'

/** The same duty is urged at most once in so long. */
export const urgeEveryMs = hours(1)
/** So long may whoever made an entry take it back, unless somebody else has acted on it. */
export const takeBackMs = minutes(1)
/** What an outage of ours takes from a duty is given back: what was left when it began, within these bounds. */
export const extensionMinMs = minutes(30)
export const extensionMaxMs = hours(2)
/** What somebody typed and did not send is kept so long; a disposal leaves none that is older. */
export const draftsKeptMs = days(30)
/** Bodies that one disposal destroys at most; what is over beyond them is proposed next. */
export const disposalMax = 50_000
/** Stretches of numbers that one list of a disposal names at most. */
export const stretchesMax = 2_000
/** So long after a lawful query was entered its entries may be put together and fetched. */
export const handOverMs = hours(1)
/** Outages that duties opened later may still ask about. */
export const outagesKept = 50
/** How long a one-time password holds: who forgot his own waits at the desk, new staff come in the course of two weeks. */
export const slipMs = { reset: days(1), first: days(14) } as const
