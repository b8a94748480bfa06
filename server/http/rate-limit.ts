/** How many requests one asker may make: a bucket that refills, so that a burst passes and a flood does not. */

export interface Rate {
  readonly perSecond: number
  readonly burst: number
}
/** More than any page needs, and nothing that a person could miss. */
export const pageRate: Rate = { perSecond: 50, burst: 300 }
/** Sign-in costs much on purpose; the account's own lock comes on top. A whole house may come from one address at eight. */
export const signInRate: Rate = { perSecond: 5, burst: 120 }
const bucketsMax = 10_000

export class RateLimit {
  readonly #rate: Rate
  readonly #buckets = new Map<string, { left: number; at: number }>()
  constructor(rate: Rate) {
    this.#rate = rate
  }
  /** False when the asker's bucket is empty. `now` in milliseconds of any steady clock. */
  take(asker: string, now: number): boolean {
    const { perSecond, burst } = this.#rate,
      bucket = this.#buckets.get(asker) ?? this.#fresh(asker, now)
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond)
    bucket.at = now
    if (bucket.left < 1) return false
    bucket.left -= 1
    return true
  }
  /** The oldest bucket makes room; it was full again long ago. */
  #fresh(asker: string, now: number) {
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size >= bucketsMax && oldest !== undefined) this.#buckets.delete(oldest)
    const bucket = { left: this.#rate.burst, at: now }
    this.#buckets.set(asker, bucket)
    return bucket
  }
}
