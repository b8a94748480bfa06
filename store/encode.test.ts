/** Events to bytes and back, for every shape that the engine writes and for many that it might. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Event } from '../engine/events.ts'
import { canonical } from '../ledger/canonical.ts'
import { decode, encode } from './encode.ts'

const origin = 'shouze/0123456789abcdef0123456789abcdef'
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 })
/** Parsed again, since JSON has no -0. */
const json = fc
  .jsonValue({ maxDepth: 3, stringUnit: 'grapheme' })
  .map((value): unknown => JSON.parse(JSON.stringify(value)))
const row = fc.dictionary(text, json, { maxKeys: 5 })

/** Headers as the engine writes them, with every optional name sometimes there and sometimes not. */
const header = fc.record(
  {
    id: text,
    at: instant,
    recorded: instant,
    by: text,
    clause: text,
    policy: text,
    type: fc.constant('filed'),
    account: text,
    for: text,
    register: text,
    shape: fc.nat(),
    because: text,
    corrects: text,
  },
  { requiredKeys: ['id', 'at', 'recorded', 'by', 'clause', 'policy', 'type'] },
)

const parsed = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>

describe('an event', () => {
  it('comes back exactly as it was, whatever its facts are', () => {
    fc.assert(
      fc.property(header, row, instant, (head, facts, seq) => {
        // Any record with the header's names is an event to the two functions: they look at no type.
        const event = { ...facts, ...head } as unknown as Event
        const back = decode(encode(event, origin, seq))
        expect(back).toStrictEqual({ origin, seq, event: { ...facts, ...head } })
      }),
      { numRuns: 500 },
    )
  })

  it('is canonical in both parts', () => {
    fc.assert(
      fc.property(header, row, instant, (head, facts, seq) => {
        const encoded = encode({ ...facts, ...head } as unknown as Event, origin, seq)
        for (const bytes of [encoded.header, encoded.facts]) {
          expect(Buffer.from(bytes).toString()).toBe(canonical(parsed(bytes)))
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is the same bytes however its names are ordered, and other bytes at another place or in another log', () => {
    const event = {
      type: 'acknowledged',
      notice: 'n',
      key: 'k',
      id: '1',
      at: 1,
      recorded: 2,
      by: 'p1',
      clause: '7.2',
    } as unknown as Event
    const turned = Object.fromEntries(Object.entries(event).reverse()) as unknown as Event
    expect(encode(turned, origin, 5)).toEqual(encode(event, origin, 5))
    expect(encode(event, origin, 6).header).not.toEqual(encode(event, origin, 5).header)
    expect(encode(event, `${origin}x`, 5).header).not.toEqual(encode(event, origin, 5).header)
  })

  it('has in its header who, when, what, by which clause and why, and all else in its facts', () => {
    const event = {
      type: 'filed',
      id: '7',
      at: 1,
      recorded: 2,
      by: 'p1',
      account: 'yuan',
      for: 'p2',
      register: 'item',
      shape: 2,
      policy: 'hospital',
      clause: '7.2',
      because: '3',
      corrects: '4',
      facts: { kind: 'x' },
      was: { kind: 'y' },
    } as unknown as Event
    const { header: head, facts } = encode(event, origin, 7)
    expect(Object.keys(parsed(head))).toEqual([
      'account',
      'at',
      'because',
      'by',
      'clause',
      'corrects',
      'for',
      'id',
      'origin',
      'policy',
      'recorded',
      'register',
      'seq',
      'shape',
      'type',
    ])
    expect(parsed(facts)).toEqual({ facts: { kind: 'x' }, was: { kind: 'y' } })
  })

  it('keeps an event that was undone within its facts, header and all', () => {
    const what = { type: 'told', id: '3', at: 1, recorded: 1, by: 'system', clause: '7.4.1', notice: 'n', to: ['p1'] }
    const event = {
      type: 'undone',
      id: '9',
      at: 2,
      recorded: 2,
      by: 'p1',
      clause: '7.2',
      because: '8',
      what,
    } as unknown as Event
    const encoded = encode(event, origin, 9)
    expect(parsed(encoded.facts)).toEqual({ what })
    expect(decode(encoded).event).toStrictEqual(event)
  })

  it('with facts named origin, seq or __proto__ keeps them apart from its own', () => {
    const event = JSON.parse(
      '{"type":"adopted","id":"1","at":1,"recorded":1,"by":"p","clause":"1",' +
        '"origin":"x","seq":4,"__proto__":{"a":1}}',
    ) as Event
    const back = decode(encode(event, origin, 1))
    expect(back.origin).toBe(origin)
    expect(JSON.stringify(Object.entries(back.event).sort())).toBe(JSON.stringify(Object.entries(event).sort()))
    expect('a' in back.event).toBe(false)
  })

  it.each([
    ['a header without origin', { origin: undefined }, '{}'],
    ['a header without seq', { seq: undefined }, '{}'],
    ['a header whose clause is a number', { clause: 7 }, '{}'],
    ['a header without an instant', { at: undefined }, '{}'],
    ['facts that are a list', {}, '[]'],
    ['bytes that are no UTF-8', {}, '{"a":"\xff"}'],
  ])('is not read from %s', (_, changed, facts) => {
    const sound = { origin, seq: 1, type: 'adopted', id: '1', at: 1, recorded: 1, by: 'p1', clause: '1' }
    const bytes = (value: string) => Buffer.from(value, 'latin1')
    const read = (head: object, text: string) => decode({ header: bytes(JSON.stringify(head)), facts: bytes(text) })
    expect(() => read({ ...sound, ...changed }, facts)).toThrow()
    expect(read(sound, '{"a":"x"}').seq).toBe(1)
  })
})
