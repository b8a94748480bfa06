/** The Merkle tree of an organisation's log (RFC 6962), growing by its right edge. Sizes count leaves. */
import { type Hash, nodeHash } from './leaf.ts'
import { joinHashes, peaksOf, rootOfPeaks } from './nodes.ts'
import { type NodeReader, rangeRoot } from './reader.ts'
import { type Edge, hashesAt, levelCount, type Tile, TileBuilder, tileHeight, tileWidth } from './tiles.ts'

export { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proof.ts'
export type { Consistency, Inclusion } from './proof.ts'

/** A tree that grows. It keeps nothing but its right edge: some kilobytes, however many leaves there are. */
export class Tree {
  readonly #hash: Hash
  readonly #tiles: TileBuilder
  /** Roots of the perfect subtrees that the size is made of, largest first: one for each 1 in its binary digits. */
  readonly #peaks: Uint8Array[]
  readonly #full: Tile[] = []
  #size: number

  private constructor(hash: Hash, size: number, tiles: TileBuilder, peaks: readonly Uint8Array[]) {
    this.#hash = hash
    this.#size = size
    this.#tiles = tiles
    this.#peaks = [...peaks]
  }

  /** The tree without leaves. */
  static empty(hash: Hash): Tree {
    return Tree.grow(hash, 0, [])
  }

  /** A tree of `size` leaves that goes on from its saved edge. Throws a `RangeError` when the two do not fit. */
  static grow(hash: Hash, size: number, edge: Edge): Tree {
    const tiles = TileBuilder.at(size, edge)
    return new Tree(
      hash,
      size,
      tiles,
      [...edge].reverse().flatMap((hashes) => peaksOf(hash, hashes)),
    )
  }

  get size(): number {
    return this.#size
  }

  /** Adds one leaf, given its hash of 32 bytes. */
  append(leafHash: Uint8Array): void {
    this.#fill(0, leafHash)
    let node = leafHash
    let height = 0
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      // A size that ends in 1 has a last peak as high as `node`: there are as many peaks as ones.
      const left = this.#peaks.pop()
      if (!left) throw new Error('a tree has a peak for each 1 of its size')
      node = nodeHash(this.#hash, left, node)
      height += 1
      if (height % tileHeight === 0) this.#fill(height / tileHeight, node)
    }
    this.#peaks.push(node)
    this.#size += 1
  }

  #fill(level: number, node: Uint8Array): void {
    const full = this.#tiles.add(level, node)
    if (full) this.#full.push(full)
  }

  /** The tiles that have become full since this was last asked, in the order in which they did. */
  takeTiles(): readonly Tile[] {
    return this.#full.splice(0)
  }

  /** MTH(D[size]): 32 bytes; H() of nothing for the empty tree. */
  root(): Uint8Array {
    return rootOfPeaks(this.#hash, this.#peaks)
  }

  /** What `Tree.grow` needs, copied. Tiles that are full but not yet taken are not in it. */
  edge(): Edge {
    return this.#tiles.edge()
  }

  /** A copy that grows by itself, so that a batch can be forgotten if it is not committed. Untaken tiles stay here. */
  fork(): Tree {
    return new Tree(this.#hash, this.#size, TileBuilder.at(this.#size, this.edge()), this.#peaks)
  }
}

/** The edge of the first `size` leaves, from what is stored: the last tile of each level, or what it is made of. */
export async function edgeOf(reader: NodeReader, size: number): Promise<Edge> {
  const levels = Array.from({ length: levelCount(size) }, async (_, level) => {
    const count = hashesAt(size, level)
    const width = count % tileWidth
    const nodes = Array.from({ length: width }, (_, at) => reader.node(level * tileHeight, count - width + at))
    return joinHashes(await Promise.all(nodes))
  })
  return Promise.all(levels)
}

/** The root of the first `size` leaves. */
export function rootOf(reader: NodeReader, size: number): Promise<Uint8Array> {
  return rangeRoot(reader, 0, size)
}
