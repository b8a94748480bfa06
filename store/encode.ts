/** An event of the engine as the log keeps it: header and facts, each canonical JSON in UTF-8; and back. */
import type { Event } from '../engine/events.ts'
import { canonical } from '../ledger/canonical.ts'

/** What stands in the header, with the log's origin and the sequence number, in canonical order; all else is facts. */
const headerOrder = [
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
] as const
const headerNames: ReadonlySet<string> = new Set(headerOrder.filter((name) => name !== 'origin' && name !== 'seq'))

export interface EncodedEvent {
  readonly header: Uint8Array
  readonly facts: Uint8Array
}

/** `origin` is the log's name, `seq` the event's place in it; both in the header, so that a leaf fits one place. */
export function encode(event: Event, origin: string, seq: number): EncodedEvent {
  const facts: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(event)) if (!headerNames.has(name)) own(facts, name, value)
  return { header: Buffer.from(headerText(event, origin, seq)), facts: Buffer.from(canonical(facts)) }
}
/** What `canonical` would write, without sorting names that are always the same. */
function headerText(event: Event, origin: string, seq: number): string {
  let text = ''
  for (const name of headerOrder) {
    const value: unknown = name === 'origin' ? origin : name === 'seq' ? seq : Reflect.get(event, name)
    if (value !== undefined) text += `${text === '' ? '{' : ','}"${name}":${canonical(value)}`
  }
  return `${text}}`
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

function parsed(bytes: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(decoder.decode(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object')
  return Object.fromEntries(Object.entries(value))
}

/** Looks at what every event has; which facts go with which type is known to who wrote them. */
function isEvent(value: Readonly<Record<string, unknown>>): value is Event & Record<string, unknown> {
  return (
    typeof value.at === 'number' &&
    typeof value.recorded === 'number' &&
    [value.id, value.by, value.clause, value.type].every((part) => typeof part === 'string')
  )
}

/** Sets an own property even where the name is `__proto__`. */
function own(target: Record<string, unknown>, name: string, value: unknown) {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true })
}
