/**
 * Tiles (c2sp.org/tlog-tiles): the tree's hashes in files of 256, so that a stranger can fetch and check it.
 * Level 0 holds leaf hashes; each hash of level n+1 is the root of a full tile of level n.
 */
import { hashLength } from './leaf.ts'

/** Hashes in a full tile; a tile spans eight heights of the tree. */
export const tileWidth = 256
export const tileHeight = 8

/** A full tile: 256 hashes of 32 bytes in a row. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
}

/** Where a tile stands and how many hashes it has, 256 when full. */
export interface TileName {
  readonly level: number
  readonly index: number
  readonly width: number
}

/**
 * The path under which a tile is served.
 *
 * @example tilePath(0, 1234067) === 'tile/0/x001/x234/067'
 * @example tilePath(1, 0, 17) === 'tile/1/000.p/17'
 */
export function tilePath(level: number, index: number, width: number = tileWidth): string {
  if (!isCount(level) || level > 63) throw new RangeError(`a tile has no level ${level}`)
  if (!isCount(index)) throw new RangeError(`a tile has no index ${index}`)
  if (!isCount(width) || width < 1 || width > tileWidth) throw new RangeError(`a tile has no width ${width}`)
  const partial = width === tileWidth ? '' : `.p/${width}`
  return `tile/${level}/${threeDigits(index)}${partial}`
}

function threeDigits(index: number): string {
  let path = `${index % 1000}`.padStart(3, '0')
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${`${rest % 1000}`.padStart(3, '0')}/${path}`
  }
  return path
}

/** How many tiles are full at each level of a tree of so many leaves, from level 0 to the highest that has one. */
export function fullTiles(size: number): readonly number[] {
  const counts: number[] = []
  for (let count = hashesAt(size, 1); count > 0; count = Math.floor(count / tileWidth)) counts.push(count)
  return counts
}

/** The partial tiles of a tree of so many leaves, lowest first; levels whose last tile is full have none. */
export function partialTiles(size: number): readonly TileName[] {
  const tiles: TileName[] = []
  for (let level = 0; level < levelCount(size); level++) {
    const width = hashesAt(size, level) % tileWidth
    if (width > 0) tiles.push({ level, index: Math.floor(hashesAt(size, level) / tileWidth), width })
  }
  return tiles
}

/** How many levels of tiles, full or partial, a tree of so many leaves has. */
export function levelCount(size: number): number {
  let level = 0
  while (hashesAt(size, level) > 0) level++
  return level
}

/** How many hashes a level has in all: one for every 256 ** level leaves. */
export function hashesAt(size: number, level: number): number {
  return Math.floor(size / tileWidth ** level)
}

/**
 * The right edge of a tree: for each level, lowest first, the hashes of its partial tile in a row (none: no bytes).
 * It determines the root, and is all that a tree needs in order to grow and to fill tiles.
 */
export type Edge = readonly Uint8Array[]

/** Holds the tile that is being filled on each level, and gives it out when it is full. */
export class TileBuilder {
  readonly #levels: Level[] = []

  /** From the edge of a tree of so many leaves. Throws a `RangeError` when the two do not belong together. */
  static at(size: number, edge: Edge): TileBuilder {
    if (!isCount(size)) throw new RangeError(`a tree has no size ${size}`)
    if (edge.length !== levelCount(size)) throw new RangeError(`an edge of ${edge.length} levels at size ${size}`)
    const builder = new TileBuilder()
    for (const [level, hashes] of edge.entries()) {
      const width = hashesAt(size, level) % tileWidth
      if (hashes.length !== width * hashLength) throw new RangeError(`no edge of size ${size}: level ${level}`)
      builder.#levels.push(new Level(Math.floor(hashesAt(size, level) / tileWidth), hashes))
    }
    return builder
  }

  /** Appends one hash to a level; the tile, if that was its 256th. The caller adds the full tile's root to the next. */
  add(level: number, hash: Uint8Array): Tile | undefined {
    let filling = this.#levels[level]
    if (!filling) {
      filling = new Level(0, new Uint8Array())
      this.#levels[level] = filling
    }
    const full = filling.add(hash)
    return full && { level, ...full }
  }

  /** The hashes of the tiles that are not full yet, copied. */
  edge(): Edge {
    return this.#levels.map((level) => level.hashes())
  }
}

/** One level's unfinished tile. */
class Level {
  #index: number
  #hashes = new Uint8Array(tileWidth * hashLength)
  #length: number

  constructor(index: number, hashes: Uint8Array) {
    this.#index = index
    this.#hashes.set(hashes)
    this.#length = hashes.length
  }

  add(hash: Uint8Array): { readonly index: number; readonly hashes: Uint8Array } | undefined {
    if (hash.length !== hashLength) throw new RangeError('a hash is 32 bytes long')
    this.#hashes.set(hash, this.#length)
    this.#length += hashLength
    if (this.#length < this.#hashes.length) return undefined
    const full = { index: this.#index, hashes: this.#hashes }
    this.#index += 1
    this.#hashes = new Uint8Array(tileWidth * hashLength)
    this.#length = 0
    return full
  }

  hashes(): Uint8Array {
    return this.#hashes.slice(0, this.#length)
  }
}

/** A number of leaves, or an index among them: an integer from 0 that a double holds exactly. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
