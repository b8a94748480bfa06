/** What a session of a fault test may ask for: such a test is itself the flood that the limit is against. */
import type { Rate } from '../../server/http/rate-limit.ts'

export const noLimit: Rate = { perSecond: 1e6, burst: 1e6 }
