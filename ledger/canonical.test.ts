import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.ts'

describe('the examples of RFC 8785', () => {
  test('the members of section 3.2.2 are written in ECMAScript form and sorted', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    }
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('the keys of section 3.2.3 are sorted by UTF-16 code units, not by code points', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
    expect(canonical(Object.fromEntries(keys.map((key) => [key, 0])))).toBe(
      `{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`,
    )
  })

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
  ])('the double %s of appendix B is written %s', (bits, text) => {
    expect(canonical(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
  })
})

describe('what has no canonical form is refused, and its neighbour is taken', () => {
  test.each([
    ['a number that is not finite', Number.NaN, 0],
    ['an infinite number', Number.POSITIVE_INFINITY, Number.MAX_VALUE],
    ['a function', () => 1, 1],
    ['a bigint', 1n, 1],
    ['nothing at all', undefined, null],
    ['undefined among values', [undefined], [null]],
    ['a hole in an array', Array(1), [0]],
    ['a leading surrogate alone', '骨\ud842', '骨\ud842\udfb7'],
    ['a trailing surrogate alone', '\udfb7', '\ud842\udfb7'],
    ['surrogates the wrong way round', '\udfb7\ud842', '\ud842\udfb7'],
    ['a key with a lone surrogate', { '\ud842': 0 }, { '\ud842\udfb7': 0 }],
    ['a date', new Date(0), new Date(0).toISOString()],
    ['a map', new Map(), {}],
    ['bytes', new Uint8Array(1), [0]],
    ['an object with a toJSON of its own', { toJSON: () => 1 }, { toJSON: 1 }],
    [
      'an instance of a class',
      new (class Odd {
        a = 1
      })(),
      { a: 1 },
    ],
  ])('%s', (_, refused, accepted) => {
    expect(() => canonical({ in: refused === undefined ? [refused] : refused })).toThrow(TypeError)
    expect(JSON.parse(canonical({ in: accepted }))).toEqual({ in: accepted })
  })

  test('undefined by itself', () => {
    expect(() => canonical(undefined)).toThrow(TypeError)
    expect(canonical(null)).toBe('null')
  })
})

test('members that are undefined are left out', () => {
  expect(canonical({ b: undefined, a: 1, c: undefined })).toBe('{"a":1}')
  expect(canonical({ b: undefined })).toBe('{}')
})

test('a key named __proto__ is a key like any other', () => {
  expect(canonical(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toBe('{"__proto__":{"a":2},"b":1}')
})

const values = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)))

test('what is written reads back as it was, and writing it again gives the same text', () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = canonical(value)
      expect(JSON.parse(text)).toEqual(value)
      expect(canonical(JSON.parse(text))).toBe(text)
    }),
  )
})

test('the order in which members were set does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (object) => {
      const turned = Object.fromEntries(Object.entries(object).reverse())
      expect(canonical(turned)).toBe(canonical({ ...object }))
    }),
  )
})
