/** What wakes when: a binary heap, earliest first. What is no longer so stays in it until its owner sweeps it out. */
import type { Instant } from './time.ts'

export interface Wake {
  readonly at: Instant
  readonly key: string
}

const isBefore = (a: Wake, b: Wake) => a.at < b.at || (a.at === b.at && a.key < b.key)

export class Wakes {
  #heap: Wake[] = []

  get size() {
    return this.#heap.length
  }
  peek(): Wake | undefined {
    return this.#heap[0]
  }
  push(wake: Wake) {
    sift(this.#heap, wake)
  }
  pop(): Wake | undefined {
    return lift(this.#heap)
  }
  /** Every wake in order, without taking any out. The heap must not change meanwhile. */
  *inOrder(): Generator<Wake, undefined> {
    const frontier: (Wake & { readonly index: number })[] = []
    const reach = (index: number) => {
      const wake = this.#heap[index]
      if (wake) sift(frontier, { ...wake, index })
    }
    reach(0)
    for (let next = lift(frontier); next; next = lift(frontier)) {
      yield next
      reach(2 * next.index + 1)
      reach(2 * next.index + 2)
    }
    return undefined
  }
}
function sift<W extends Wake>(heap: W[], wake: W) {
  let at = heap.length
  heap.push(wake)
  while (at > 0) {
    const up = (at - 1) >> 1,
      parent = heap[up]
    if (!parent || !isBefore(wake, parent)) break
    heap[at] = parent
    at = up
  }
  heap[at] = wake
}
function lift<W extends Wake>(heap: W[]): W | undefined {
  const top = heap[0],
    last = heap.pop()
  if (heap.length === 0 || !last) return top
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1],
      right = heap[2 * at + 2]
    const isRight = left !== undefined && right !== undefined && isBefore(right, left)
    const down = isRight ? right : left
    if (!down || !isBefore(down, last)) break
    heap[at] = down
    at = 2 * at + (isRight ? 2 : 1)
  }
  heap[at] = last
  return top
}
