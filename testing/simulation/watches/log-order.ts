/** The log only grows, in the order of its stamps, each event under a name of its own; its tree is what was signed. */
import type { Event } from '../../../engine/events.ts'
import { leafBytes, leafHash, noBody } from '../../../ledger/leaf.ts'
import { Tree } from '../../../ledger/tree.ts'
import { sha256 } from '../../../server/sha256.ts'
import { encode } from '../../../store/encode.ts'
import type { Onlooker, Scene } from '../scene.ts'
import { broken } from './watch.ts'

/** So many events lie between two roots that are remembered, as a checkpoint is signed. */
const rootEvery = 500
/** After so many steps an earlier event is looked at again. */
const againEvery = 4

export class LogOrder implements Onlooker {
  readonly #scene: Scene
  readonly #ids = new Set<string>()
  readonly #leaves: Uint8Array[] = []
  readonly #roots = new Map<number, Uint8Array>()
  readonly #tree = Tree.empty(sha256)
  readonly #dice
  #recorded = 0
  #rests = 0

  constructor(scene: Scene) {
    this.#scene = scene
    this.#dice = scene.dice.fork('log order')
  }
  saw(event: Event, seq: number) {
    if (event.recorded < this.#recorded)
      broken('time never runs backwards', `${event.id} was recorded before its neighbour`)
    if (this.#ids.has(event.id)) broken('ids are unique', `${event.id} stands twice in the log`)
    this.#recorded = event.recorded
    this.#ids.add(event.id)
    const leaf = leafOf(event, seq)
    this.#leaves.push(leaf)
    this.#tree.append(leaf)
    if (this.#tree.size % rootEvery === 0) this.#roots.set(this.#tree.size, this.#tree.root())
  }
  rests() {
    if (++this.#rests % againEvery === 0) this.#again(this.#dice.roll(this.#leaves.length))
  }
  /** The tree grown again from the log as it stands now has every root that was remembered. */
  ends() {
    const tree = Tree.empty(sha256)
    for (const [seq, event] of this.#scene.events.entries()) {
      tree.append(leafOf(event, seq))
      const known = this.#roots.get(tree.size)
      if (known && !isSame(known, tree.root()))
        broken('the prefix is consistent', `the root of ${tree.size} is another`)
    }
    if (!isSame(tree.root(), this.#tree.root())) broken('the prefix is consistent', 'the last root is another')
  }
  #again(seq: number) {
    const event = this.#scene.events[seq],
      leaf = this.#leaves[seq]
    if (!event || !leaf || !isSame(leafOf(event, seq), leaf)) {
      broken('the prefix is consistent', `event ${seq} is not what it was`)
    }
  }
}
const leafOf = (event: Event, seq: number) => {
  const { header, facts } = encode(event, 'simulation.test', seq)
  return leafHash(sha256, leafBytes({ header, facts, commitment: noBody }))
}
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
