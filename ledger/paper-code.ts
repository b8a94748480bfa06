/**
 * The code on a printed page, version 1: which entry of the log it shows (or that it shows a list), how long the log was,
 * and forty bits of a hash over both with leaf and root. Written down in docs/formats/paper-code-v1.md.
 */
import { toHex } from './hex.ts'
import type { Hash } from './leaf.ts'

/** What a page shows: an entry by its sequence number, or a list, without one; and the size of the log when it was printed. */
export interface PaperPlace {
  readonly seq?: number
  readonly size: number
}
export interface PaperCode extends PaperPlace {
  /** Five bytes. */
  readonly tag: Uint8Array
}
/** What the tag is made from; the leaf hash is that of the entry, absent for a list. */
export interface PaperGround extends PaperPlace {
  readonly origin: string
  readonly leaf?: Uint8Array
  /** Of the tree of `size` leaves. */
  readonly root: Uint8Array
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const kinds = { entry: 'E', list: 'L' } as const
const tagLength = 5
const tagCharacters = 8

export function paperTag(hash: Hash, { origin, seq, size, leaf, root }: PaperGround): Uint8Array {
  const text = ['shouze/paper/1', origin, seq ?? '-', leaf ? toHex(leaf) : '-', size, toHex(root), ''].join('\n')
  return hash(new TextEncoder().encode(text)).slice(0, tagLength)
}
/** Groups of four characters: E, sequence number, entries behind it, tag; or L, size, tag. */
export function spellCode({ seq, size, tag }: PaperCode): string {
  const place = seq === undefined ? kinds.list + spelled(size) : kinds.entry + spelled(seq) + spelled(size - seq - 1)
  return (place + spelledTag(tag)).match(/.{1,4}/g)?.join('-') ?? ''
}
/** Undefined where it is no such code. Lower case, blanks and look-alikes (O for 0, I and L for 1 behind the first) are taken. */
export function readCode(typed: string): PaperCode | undefined {
  const text = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '')
  const kind = text[0],
    rest = text.slice(1).replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if ((kind !== kinds.entry && kind !== kinds.list) || [...rest].some((one) => !alphabet.includes(one)))
    return undefined
  const place = rest.slice(0, -tagCharacters),
    tag = tagFrom(rest.slice(-tagCharacters))
  if (tag === undefined) return undefined
  const first = numberFrom(place, 0)
  if (first === undefined) return undefined
  if (kind === kinds.list) return first.end === place.length ? { size: first.value, tag } : undefined
  const behind = numberFrom(place, first.end)
  if (behind?.end !== place.length) return undefined
  return { seq: first.value, size: first.value + behind.value + 1, tag }
}

/** Four bits a character, the lowest first; sixteen more where another follows. */
function spelled(n: number): string {
  let text = ''
  for (let left = n; ; left = Math.floor(left / 16)) {
    const isLast = left < 16
    text += alphabet[(left % 16) + (isLast ? 0 : 16)]
    if (isLast) return text
  }
}
function numberFrom(text: string, from: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0,
    scale = 1
  for (let at = from; at < text.length; at++, scale *= 16) {
    const digit = alphabet.indexOf(text[at] ?? '')
    value += (digit % 16) * scale
    if (value > Number.MAX_SAFE_INTEGER / 2) return undefined
    if (digit < 16) return { value, end: at + 1 }
  }
  return undefined
}
/** Forty bits, five a character. */
function spelledTag(tag: Uint8Array): string {
  let number = 0n,
    text = ''
  for (const byte of tag) number = number * 256n + BigInt(byte)
  for (let n = tagCharacters - 1; n >= 0; n--) text += alphabet[Number((number >> BigInt(5 * n)) & 31n)]
  return text
}
function tagFrom(text: string): Uint8Array | undefined {
  if (text.length !== tagCharacters) return undefined
  let number = 0n
  for (const one of text) number = number * 32n + BigInt(alphabet.indexOf(one))
  return Uint8Array.from({ length: tagLength }, (_, n) => Number((number >> BigInt(8 * (tagLength - 1 - n))) & 255n))
}
