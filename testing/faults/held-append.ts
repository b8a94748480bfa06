/** An append that waits until it is let go, so that what is asked meanwhile queues up behind it. */
import type { Bed } from './bed.ts'

/**
 * Holds the next append of the organisation back. `held` resolves when it waits; `sizes` tells of each append that was
 * let through how many answers it carried; `end` lets everything go and takes the hold away.
 */
export function holdAppend({ open: { parts } }: Bed) {
  const { store } = parts,
    { append } = store
  const sizes: number[] = []
  let release = (): void => undefined,
    hold = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve)),
    held = new Promise<void>((resolve) => (hold = resolve))
  Object.assign(store, {
    append: async (...[batch]: Parameters<typeof append>) => {
      if (sizes.length === 0) {
        hold()
        await released
      }
      sizes.push(batch.answers.length)
      return append(batch)
    },
  })
  const end = () => {
    release()
    Object.assign(store, { append })
  }
  return { held, sizes, release, end }
}
