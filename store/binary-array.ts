/**
 * Arrays as PostgreSQL reads them in its binary form, one buffer each. The driver would write bytea arrays as
 * hexadecimal text, four times as long on the way and to be parsed again.
 */

const oid = { bytea: 17, int8: 20, int4: 23, text: 25 } as const
const headerLength = 20

/** `text[]`; a missing element is NULL. */
export function textArray(values: readonly (string | undefined)[]): Buffer {
  let length = 0
  for (const value of values) if (value !== undefined) length += Buffer.byteLength(value)
  const array = begin(oid.text, values.length, length, values.includes(undefined))
  let at = headerOf(values.length)
  for (const value of values) {
    if (value === undefined) {
      at = array.writeInt32BE(-1, at)
      continue
    }
    const written = array.write(value, at + 4)
    at = array.writeInt32BE(written, at) + written
  }
  return array
}

/** `bytea[]`. */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  let length = 0
  for (const value of values) length += value.length
  const array = begin(oid.bytea, values.length, length, false)
  let at = headerOf(values.length)
  for (const value of values) {
    at = array.writeInt32BE(value.length, at)
    array.set(value, at)
    at += value.length
  }
  return array
}

/** `bigint[]`; numbers must be safe integers, a missing element is NULL. */
export function int8Array(values: readonly (number | undefined)[]): Buffer {
  const present = values.reduce<number>((count, value) => count + (value === undefined ? 0 : 1), 0)
  const array = begin(oid.int8, values.length, present * 8, present < values.length)
  let at = headerOf(values.length)
  for (const value of values) {
    if (value === undefined) {
      at = array.writeInt32BE(-1, at)
      continue
    }
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`)
    at = array.writeInt32BE(8, at)
    const high = Math.floor(value / 2 ** 32)
    at = array.writeInt32BE(high, at)
    at = array.writeUInt32BE(value - high * 2 ** 32, at)
  }
  return array
}

/** `integer[]`. */
export function int4Array(values: readonly number[]): Buffer {
  const array = begin(oid.int4, values.length, values.length * 4, false)
  let at = headerOf(values.length)
  for (const value of values) at = array.writeInt32BE(value, array.writeInt32BE(4, at))
  return array
}

/** An empty array has no dimension, hence a shorter header. */
const headerOf = (count: number) => (count === 0 ? 12 : headerLength)

/** A buffer for `count` elements, each behind its length, with the header filled in. */
function begin(element: number, count: number, valuesLength: number, hasNull: boolean): Buffer {
  const array = Buffer.allocUnsafe(headerOf(count) + count * 4 + valuesLength)
  array.writeInt32BE(count === 0 ? 0 : 1, 0)
  array.writeInt32BE(hasNull ? 1 : 0, 4)
  array.writeInt32BE(element, 8)
  if (count > 0) {
    array.writeInt32BE(count, 12)
    array.writeInt32BE(1, 16)
  }
  return array
}
