/** Reads any node of the tree out of what a store keeps: leaf hashes and full tiles. */
import { type Hash, hashLength } from './leaf.ts'
import { perfectRoot, powerUpTo, rootOfPeaks } from './nodes.ts'
import { tileHeight, tileWidth } from './tiles.ts'

/** What a store keeps of one log. */
export interface TreeSource {
  /** Leaf hashes from `first`, in order, at most `limit`; fewer where the log ends. */
  leaves(first: number, limit: number): Promise<readonly Uint8Array[]>
  /** The 256 hashes of a full tile in a row, or undefined when it is not kept: then it is computed from below. */
  tile(level: number, index: number): Promise<Uint8Array | undefined>
}

/** Gives the nodes of one tree. */
export interface NodeReader {
  readonly hash: Hash
  /** The root over the leaves from index × 2^height, 2^height in number, all of which must be in the log. */
  node(height: number, index: number): Promise<Uint8Array>
}

/**
 * A reader over a store. It remembers what it has read: make one for each question, since a log that has grown needs a
 * new one. Rejects when a leaf is missing or a tile has another length than 256 hashes.
 */
export function nodeReader(hash: Hash, source: TreeSource): NodeReader {
  return new StoredNodes(hash, source)
}

class StoredNodes implements NodeReader {
  readonly hash: Hash
  readonly #source: TreeSource
  readonly #tiles = new Map<string, Promise<Uint8Array | undefined>>()
  readonly #leaves = new Map<number, Promise<readonly Uint8Array[]>>()

  constructor(hash: Hash, source: TreeSource) {
    this.hash = hash
    this.#source = source
  }

  async node(height: number, index: number): Promise<Uint8Array> {
    // Within one tile lie eight heights; a node between two levels of tiles is hashed from the level below it.
    const span = 2 ** (height % tileHeight)
    return perfectRoot(this.hash, await this.#row(Math.floor(height / tileHeight), index * span, span))
  }

  /** So many hashes of a level in a row, which never cross the border of a tile. */
  async #row(level: number, first: number, count: number): Promise<Uint8Array> {
    const index = Math.floor(first / tileWidth)
    const at = (first % tileWidth) * hashLength
    const tile = await this.#tile(level, index)
    if (tile) return tile.slice(at, at + count * hashLength)
    const row = new Uint8Array(count * hashLength)
    const hashes = Array.from({ length: count }, (_, offset) => this.#hashAt(level, first + offset))
    for (const [offset, each] of (await Promise.all(hashes)).entries()) row.set(each, offset * hashLength)
    return row
  }

  /** One hash that no full tile holds: a leaf, or the root of a tile of the level below. */
  async #hashAt(level: number, index: number): Promise<Uint8Array> {
    if (level > 0) return perfectRoot(this.hash, await this.#row(level - 1, index * tileWidth, tileWidth))
    const first = index - (index % tileWidth)
    const leaf = (await this.#leavesFrom(first))[index - first]
    if (leaf?.length !== hashLength) throw new Error(`the log has no hash of leaf ${index}`)
    return leaf
  }

  #tile(level: number, index: number): Promise<Uint8Array | undefined> {
    const key = `${level}/${index}`
    let tile = this.#tiles.get(key)
    if (!tile) {
      tile = this.#readTile(level, index)
      this.#tiles.set(key, tile)
    }
    return tile
  }

  async #readTile(level: number, index: number): Promise<Uint8Array | undefined> {
    const tile = await this.#source.tile(level, index)
    if (tile && tile.length !== tileWidth * hashLength) {
      throw new Error(`tile ${level}/${index} is ${tile.length} bytes long instead of ${tileWidth * hashLength}`)
    }
    return tile
  }

  #leavesFrom(first: number): Promise<readonly Uint8Array[]> {
    let leaves = this.#leaves.get(first)
    if (!leaves) {
      leaves = this.#source.leaves(first, tileWidth)
      this.#leaves.set(first, leaves)
    }
    return leaves
  }
}

/** MTH(D[from:to]) of RFC 6962: `from` is a multiple of the largest power of two that the range holds. */
export async function rangeRoot(reader: NodeReader, from: number, to: number): Promise<Uint8Array> {
  const nodes: Promise<Uint8Array>[] = []
  for (let at = from, span = 1; at < to; at += span) {
    span = powerUpTo(to - at)
    nodes.push(reader.node(Math.log2(span), at / span))
  }
  return rootOfPeaks(reader.hash, await Promise.all(nodes))
}
