/** An event of the engine as the log keeps it: header and facts, each canonical JSON in UTF-8; and back. */
import type { Event } from '../engine/events.ts'
import { canonical } from '../ledger/canonical.ts'

/** What stands in the header, beside the log's origin and the sequence number; all else is facts. */
const headerNames = new Set([
  'id', 'at', 'recorded', 'by', 'account', 'for', 'type', 'register', 'shape', 'policy', 'clause', 'because',
  'corrects',
])

export interface EncodedEvent {
  readonly header: Uint8Array
  readonly facts: Uint8Array
}

/** `origin` is the log's name, `seq` the event's place in it; both in the header, so that a leaf fits one place. */
export function encode(event: Event, origin: string, seq: number): EncodedEvent {
  const header: Record<string, unknown> = { origin, seq }
  const facts: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(event)) {
    if (headerNames.has(name)) header[name] = value
    else own(facts, name, value)
  }
  return { header: utf8(header), facts: utf8(facts) }
}

/** The event as the engine wrote it. Throws where the bytes are not what `encode` makes. */
export function decode(stored: EncodedEvent): { readonly origin: string; readonly seq: number; readonly event: Event } {
  const { origin, seq, ...header } = parsed(stored.header)
  if (typeof origin !== 'string' || typeof seq !== 'number') throw new Error('header without origin or seq')
  const event: Record<string, unknown> = header
  for (const [name, value] of Object.entries(parsed(stored.facts))) own(event, name, value)
  if (!isEvent(event)) throw new Error('header without what every event has')
  return { origin, seq, event }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** From the pool of buffers: an array of its own for each would cost more than writing it. */
const utf8 = (value: object): Uint8Array => Buffer.from(canonical(value))

function parsed(bytes: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(decoder.decode(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object')
  return Object.fromEntries(Object.entries(value))
}

/** Looks at what every event has; which facts go with which type is known to who wrote them. */
function isEvent(value: Readonly<Record<string, unknown>>): value is Event & Record<string, unknown> {
  return typeof value.at === 'number' && typeof value.recorded === 'number'
    && [value.id, value.by, value.clause, value.type].every((part) => typeof part === 'string')
}

/** Sets an own property even where the name is `__proto__`. */
function own(target: Record<string, unknown>, name: string, value: unknown) {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true })
}
