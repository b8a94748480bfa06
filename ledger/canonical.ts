/**
 * Canonical JSON (RFC 8785): one text for one value, so that two machines hash the same bytes.
 * Header and facts of every event go through here, hence the care for small flat objects.
 */

/**
 * The RFC 8785 text of `value`: keys sorted by UTF-16 code units, no white space, members that are `undefined` left
 * out. Takes null, booleans, finite numbers, well-formed strings, arrays and plain objects; anything else (also a
 * `Date`, whose `toJSON` is not asked) throws a `TypeError`, for it would come back as something else.
 *
 * @example canonical({ b: 1e21, c: undefined, a: ['骨科', null] }) === '{"a":["骨科",null],"b":1e+21}'
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      // ECMAScript's own number text is the one that RFC 8785 prescribes; it also writes -0 as 0.
      if (!Number.isFinite(value)) throw new TypeError(`not canonical: the number ${value}`)
      return `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? list(value) : members(value)
    default:
      throw new TypeError(`not canonical: a value of type ${typeof value}`)
  }
}

/** With the flag `u` a surrogate that has its partner is read as one character, so only a lone one is found. */
const loneSurrogate = /[\ud800-\udfff]/u

/** A loop over code units: most strings are short and need no escape, and `JSON.stringify` takes twice as long. */
function quoted(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return escaped(text)
  }
  return `"${text}"`
}

function escaped(text: string): string {
  if (loneSurrogate.test(text)) throw new TypeError('not canonical: a string with a lone surrogate')
  return JSON.stringify(text)
}

function list(values: readonly unknown[]): string {
  let text = '['
  // By index, so that a hole is met as `undefined` and refused instead of being passed over.
  for (let at = 0; at < values.length; at++) {
    if (at > 0) text += ','
    text += canonical(values[at])
  }
  return `${text}]`
}

function members(object: object): string {
  if (!isPlain(object)) throw new TypeError('not canonical: an object that is neither plain nor an array')
  let text = '{'
  for (const key of Object.keys(object).sort()) {
    const value = object[key]
    if (value === undefined) continue
    if (text.length > 1) text += ','
    text += `${quoted(key)}:${canonical(value)}`
  }
  return `${text}}`
}

/** Written `{…}`, parsed from JSON or made without prototype; also when it comes from another realm (a frame). */
function isPlain(object: object): object is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
