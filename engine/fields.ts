/** Field kinds. What a rule may remember is a fact and stays for ever; what may be destroyed is body. */
import type { Day, Instant } from './time.ts'

declare const filled: unique symbol
declare const kept: unique symbol

/** `Filled` is what a form gives, `Kept` what the facts keep of it (a hashed field is filled in the clear). */
export interface Field<
  out Filled = unknown, out Kept = unknown, out Kind extends string = string,
  out Keeps extends 'fact' | 'body' = 'fact' | 'body',
> {
  readonly kind: Kind
  readonly keeps: Keeps
  readonly label: string
  readonly isOptional?: boolean
  check(value: unknown): string | undefined
  readonly [filled]?: Filled
  readonly [kept]?: Kept
}
export type Fields = Readonly<Record<string, Field>>
export type FactFields = Readonly<Record<string, Field<unknown, unknown, string, 'fact'>>>
type Fact<V, Kind extends string> = Field<V, V, Kind, 'fact'>
type InBodyOnly<V, Kind extends string> = Field<V, never, Kind, 'body'>

/** A keyed hash of a personal value. It can be matched exactly and nothing else. */
export type Hash = string
/** A natural person of the staff, whatever account he uses. */
export type Person = string

/** The name of this property is the compiler's message to whoever uses a body value as a key. */
interface OnlyInBody { readonly '只在正文里，不能作键：要记住的写成 hashed（…），再用 facts': true }
/** A value as a guard sees it: readable, but not usable as a key. */
export type Body<V> = V & OnlyInBody
/** The key of a row, a count, a duty: any string that did not come out of a body. */
export type Key = string & { readonly [K in keyof OnlyInBody]?: never }

type ValueOf<F> = F extends Field<infer V> ? V : never
type KeptOf<F> = F extends Field<unknown, infer V> ? V : never
type OptionalKey<F> = { [K in keyof F]: F[K] extends { readonly isOptional: true } ? K : never }[keyof F]
/** Named for the compiler's message: "Property 'story' does not exist on type 'OnlyFacts<…>'". */
type OnlyFacts<T> = { readonly [K in keyof T]: T[K] }
type Flat<T> = { readonly [K in keyof T]: T[K] }

export type FactKey<F> = { [K in keyof F]: F[K] extends { readonly keeps: 'fact' } ? K : never }[keyof F] & string
export type ChoiceKey<F> = { [K in keyof F]: F[K] extends { readonly kind: 'choice' } ? K : never }[keyof F] & string
export type InstantKey<F> = { [K in keyof F]: F[K] extends { readonly kind: 'instant' } ? K : never }[keyof F] & string
/** Body fields that must be filled: a register with one of these cannot be entered by the system. */
export type RequiredBodyKey<F> = Exclude<keyof F, FactKey<F> | OptionalKey<F>> & string

/** What a person fills in. */
export type Filled<F> = Flat<
  { [K in Exclude<keyof F, OptionalKey<F>>]: ValueOf<F[K]> } & { [K in OptionalKey<F>]?: ValueOf<F[K]> }>
/** What every rule that remembers may read, and all that `fold` ever sees. */
export type Facts<F> = OnlyFacts<
  { [K in Exclude<FactKey<F>, OptionalKey<F>>]: KeptOf<F[K]> } &
  { [K in FactKey<F> & OptionalKey<F>]?: KeptOf<F[K]> }>
/** What stands before a guard: everything, with what lies in the body marked as such. */
type Seen<F> = F extends { readonly keeps: 'body' } | { readonly kind: 'hashed' } ? Body<ValueOf<F>> : ValueOf<F>
export type Entry<F> = Flat<
  { [K in Exclude<keyof F, OptionalKey<F>>]: Seen<F[K]> } & { [K in OptionalKey<F>]?: Seen<F[K]> }>

type Check = (value: unknown) => string | undefined
const isText: Check = (v) => (typeof v === 'string' && v.trim() !== '' ? undefined : '没有填写')
const fact = <V, Kind extends string>(kind: Kind, label: string, check: Check): Fact<V, Kind> =>
  ({ kind, label, check, keeps: 'fact' })
const body = <V, Kind extends string>(kind: Kind, label: string, check: Check): InBodyOnly<V, Kind> =>
  ({ kind, label, check, keeps: 'body' })
const upTo = (max: number): Check => (v) => isText(v) ?? ((v as string).length > max ? `超过 ${max} 字` : undefined)

// Facts

export const choice = <const O extends Readonly<Record<string, string>>>(label: string, options: O) => ({
  ...fact<keyof O & string, 'choice'>('choice', label, (v) =>
    v === undefined ? '没有选择' : Object.hasOwn(options, v as string) ? undefined : '不在选项中'),
  options,
})
export const yes = (label: string) =>
  fact<boolean, 'yes'>('yes', label, (v) => (typeof v === 'boolean' ? undefined : '没有选择'))
export const count = (label: string, limits: { readonly min?: number; readonly max?: number } = {}) =>
  fact<number, 'count'>('count', label, (v) => {
    if (typeof v !== 'number' || !Number.isFinite(v)) return '没有填写'
    return v < (limits.min ?? 0) || v > (limits.max ?? 1e9) ? '超出范围' : undefined
  })
export const day = (label: string) => fact<Day, 'day'>('day', label, isText)
export const instant = (label: string) =>
  fact<Instant, 'instant'>('instant', label, (v) => (typeof v === 'number' ? undefined : '没有填写'))
export const person = (label: string) => fact<Person, 'person'>('person', label, isText)
/** A matter (a seat, a waybill) or an entry of another register. */
export const ref = (label: string, to: { readonly space: string }) =>
  ({ ...fact<string, 'ref'>('ref', label, isText), space: to.space })
/** One of the organisation's units: a department, a class, an outlet. */
export const of = (unit: { readonly title: string; readonly id: string }) =>
  ({ ...fact<string, 'unit'>('unit', unit.title, isText), unit: unit.id })
/** A few words that rules match and the log keeps for ever. Long numbers are refused: they name persons. */
export const keyword = (label: string) =>
  fact<string, 'keyword'>('keyword', label, (v) =>
    upTo(20)(v) ?? (/\d{6}/.test(v as string) ? '不可含证件号、电话等长数字' : undefined))

// Body

export const text = (label: string, limits: { readonly max?: number } = {}) =>
  body<string, 'text'>('text', label, upTo(limits.max ?? 200))
export const idNumber = (label: string) => body<string, 'id-number'>('id-number', label, upTo(20))
export const phoneNumber = (label: string) => body<string, 'phone'>('phone', label, upTo(20))
export const photo = (label: string) => body<string, 'file'>('file', label, upTo(100))
/** A fact about a person outside the staff (born on, sex): kept in the body, whatever kind it is. */
export const personal = <V, Kind extends string>(of: Field<V, unknown, Kind>): InBodyOnly<V, Kind> =>
  ({ ...of, keeps: 'body' }) as InBodyOnly<V, Kind>

// Both

/** Filled in the clear, kept in the clear in the body only; the facts keep a keyed hash, the same in every register. */
export const hashed = <Kind extends string>(of: InBodyOnly<string, Kind>, as: string = of.kind): HashedField =>
  ({ kind: 'hashed', keeps: 'fact', label: of.label, check: (v) => of.check(v), as })
export type HashedField = Field<string, Hash, 'hashed', 'fact'> & { readonly as: string }

export const list = <V, K, Keeps extends 'fact' | 'body'>(of: Field<V, K, string, Keeps>) =>
  ({
    ...of, kind: 'list' as const,
    check: (v: unknown) => (Array.isArray(v) ? v.map((x) => of.check(x)).find(Boolean) : '不是列表'),
  }) as Field<readonly V[], readonly K[], 'list', Keeps>
export const optional = <F extends Field>(of: F): F & { readonly isOptional: true } =>
  ({ ...of, isOptional: true, check: (v: unknown) => (v === undefined ? undefined : of.check(v)) })
/** A list of small records inside a row (appointments of a person). Facts only: the record's type says which. */
export const records = <V>(label: string) => fact<readonly V[], 'records'>('records', label, () => undefined)
/** One field for each heading, so that leaving one out is impossible and zero is an answer. */
export const each = <const H extends Readonly<Record<string, string>>, F extends Field>(
  headings: H, field: (label: string) => F,
) => {
  const fields = Object.entries(headings).map(([id, label]) => [id, field(label)])
  return Object.fromEntries(fields) as { readonly [K in keyof H]: F }
}
