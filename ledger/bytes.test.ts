import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { fromHex, toHex } from './hex.ts'
import { sha256 } from './sha256.ts'

test('SHA-256 is that of the platform, around every border of a block', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => at * 7 + length)
    expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})

test('base64 and hex are those of the platform, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }),
  )
})

test.each(['A', 'AA', 'AA=', 'AB==', 'AAE', 'AAF=', '====', 'A===', 'AA==\n', ' AA=', 'A_A=', 'AA==AAAA'])(
  '%j is not how base64 writes any bytes',
  (text) => {
    expect(fromBase64(text)).toBeUndefined()
  },
)

test.each(['0', '0g', '0A', '00 ', '0x00'])('%j is not how hex writes any bytes', (text) => {
  expect(fromHex(text)).toBeUndefined()
  expect(fromHex('00')).toEqual(Uint8Array.of(0))
})
