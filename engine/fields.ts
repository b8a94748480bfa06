/** Field kinds. What a rule may remember is a fact and stays for ever; what may be destroyed is body. */
import { faultInIdNumber, type DocumentKind } from './identity.ts'
import { faultInText } from './text.ts'
import { isDay, isInstant, type Day, type Instant } from './time.ts'

declare const filled: unique symbol
declare const kept: unique symbol

/** `Filled` is what a form gives, `Kept` what the facts keep of it (a hashed field is filled in the clear). */
export interface Field<
  out Filled = unknown,
  out Kept = unknown,
  out Kind extends string = string,
  out Keeps extends 'fact' | 'body' = 'fact' | 'body',
> {
  readonly kind: Kind
  readonly keeps: Keeps
  readonly label: string
  readonly isOptional?: boolean
  /** What a form can hold a value to without asking anybody. */
  readonly limits: Limits
  /** What is wrong with a value, to stand behind the label: 没有填写. `around`: the day, and the entry it stands in. */
  check(value: unknown, around?: Around): string | undefined
  readonly [filled]?: Filled
  readonly [kept]?: Kept
}
export interface Limits {
  readonly min?: number
  readonly max?: number
  readonly options?: Readonly<Record<string, string>>
  /** What is counted, where it is not pieces: %. Such a figure is given, not answered with 无 or 有. */
  readonly unit?: string
  /** Several lines. */
  readonly isLong?: boolean
  /** How it is typed and cleaned, where that is not the field's own kind. */
  readonly input?: string
  /** The field that says which kind of document a number belongs to. */
  readonly kindIn?: string
}
export interface Around {
  readonly today?: Day
  readonly entry?: Readonly<Record<string, unknown>>
}
/** What an entry says: what was filled in, and the facts written down with it; what these only point to is not said. */
export const saidOf = ({ fields, derived }: { readonly fields: Fields; readonly derived: Fields }) => [
  ...Object.entries(fields),
  ...Object.entries(derived).filter(([, { kind }]) => kind !== 'ref'),
]
export type Fields = Readonly<Record<string, Field>>
export type FactFields = Readonly<Record<string, Field<unknown, unknown, string, 'fact'>>>
type Fact<V, Kind extends string> = Field<V, V, Kind, 'fact'>
type InBodyOnly<V, Kind extends string> = Field<V, never, Kind, 'body'>

/** A keyed hash of a personal value. It can be matched exactly and nothing else. */
export type Hash = string
/** A natural person of the staff, whatever account he uses. */
export type Person = string

/** The name of this property is the compiler's message to whoever uses a body value as a key. */
interface OnlyInBody {
  readonly '只在正文里，不能作键：要记住的写成 hashed（…），再用 facts': true
}
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
  { [K in Exclude<keyof F, OptionalKey<F>>]: ValueOf<F[K]> } & { [K in OptionalKey<F>]?: ValueOf<F[K]> }
>
/** What every rule that remembers may read, and all that `fold` ever sees. */
export type Facts<F> = OnlyFacts<
  { [K in Exclude<FactKey<F>, OptionalKey<F>>]: KeptOf<F[K]> } & { [K in FactKey<F> & OptionalKey<F>]?: KeptOf<F[K]> }
>
/** What stands before a guard: everything, with what lies in the body marked as such. */
type Seen<F> = F extends { readonly keeps: 'body' } | { readonly kind: 'hashed' } ? Body<ValueOf<F>> : ValueOf<F>
export type Entry<F> = Flat<
  { [K in Exclude<keyof F, OptionalKey<F>>]: Seen<F[K]> } & { [K in OptionalKey<F>]?: Seen<F[K]> }
>

type Check = (value: unknown, around?: Around) => string | undefined
const fact = <V, Kind extends string>(kind: Kind, label: string, check: Check, limits: Limits = {}): Fact<V, Kind> => ({
  kind,
  label,
  check,
  limits,
  keeps: 'fact',
})
const body = <V, Kind extends string>(
  kind: Kind,
  label: string,
  check: Check,
  limits: Limits = {},
): InBodyOnly<V, Kind> => ({ kind, label, check, limits, keeps: 'body' })

/** What keys are spelt with must stay apart from what stands in them. */
const keyMax = 200
const name =
  (max: number, barred: RegExp): Check =>
  (v) =>
    faultInText(v, max) ?? (barred.test(String(v)) ? '含有不能用的符号' : undefined)
const isName = name(60, /[|{}]/)
const isRef = name(keyMax, /\n/)

// Facts

export const choice = <const O extends Readonly<Record<string, string>>>(label: string, options: O) => ({
  ...fact<keyof O & string, 'choice'>(
    'choice',
    label,
    (v) => {
      if (v === undefined || v === null || v === '') return '没有选择'
      return typeof v === 'string' && Object.hasOwn(options, v) ? undefined : '不在选项中'
    },
    { options },
  ),
  options,
})
export const yes = (label: string) =>
  fact<boolean, 'yes'>('yes', label, (v) =>
    typeof v === 'boolean' ? undefined : v === undefined ? '没有选择' : '应为是或否',
  )
/** A whole number between two limits, both of which count. */
export const count = (
  label: string,
  { min = 0, max = 1e9, unit }: { readonly min?: number; readonly max?: number; readonly unit?: string } = {},
) =>
  fact<number, 'count'>(
    'count',
    label,
    (v) => {
      if (v === undefined || v === null || v === '') return '没有填写'
      if (typeof v !== 'number' || !Number.isInteger(v)) return '应为整数'
      return v < min ? `不能小于 ${min}` : v > max ? `不能大于 ${max}` : undefined
    },
    { min, max, ...(unit === undefined ? {} : { unit }) },
  )
export const day = (label: string) =>
  fact<Day, 'day'>('day', label, (v) => faultInText(v, 20) ?? (isDay(v) ? undefined : '没有这一天'))
export const instant = (label: string) =>
  fact<Instant, 'instant'>('instant', label, (v) => {
    if (v === undefined || v === null || v === '') return '没有填写'
    return isInstant(v) ? undefined : '不是有效的时间'
  })
/** Somebody of the staff. The engine refuses whom nobody has entered. */
export const person = (label: string) => fact<Person, 'person'>('person', label, isName, { max: 60 })
/** A person who is entered for the first time: an id that nobody has. */
export const newPerson = (label: string) => ({ ...person(label), isNew: true as const })
/** One of the things that the policies themselves declare. The engine refuses any other. */
export type Declared = 'post' | 'unit' | 'policy' | 'register' | 'clause'
export const declared = (label: string, what: Declared) => ({
  ...fact<string, 'declared'>('declared', label, isName, { max: 60 }),
  what,
})
/** The unit at which a post is held, of the kind that the post is held at. */
export const unitOfPost = (label: string, postIn: string) => ({
  ...fact<string, 'unit'>('unit', label, isName, { max: 60 }),
  postIn,
})
/** A matter (a seat, a waybill) or an entry of another register. */
export const ref = (label: string, to: { readonly space: string }) => ({
  ...fact<string, 'ref'>('ref', label, isRef, { max: keyMax }),
  space: to.space,
})
/** One of the organisation's units: a department, a class, an outlet. The engine refuses one that is not open. */
export const of = (unit: { readonly title: string; readonly id: string }, label = unit.title) => ({
  ...fact<string, 'unit'>('unit', label, isName, { max: 60 }),
  unit: unit.id,
})
/** A few words that rules match and the log keeps for ever. Long numbers are refused: they name persons. */
export const keyword = (label: string, { max = 20 }: { readonly max?: number } = {}) =>
  fact<string, 'keyword'>(
    'keyword',
    label,
    (v) =>
      faultInText(v, max) ??
      (/\d{6}/.test(String(v)) ? '不可含证件号、电话等长数字' : undefined) ??
      (/[|{}]/.test(String(v)) ? '含有不能用的符号' : undefined),
    { max },
  )

/** What a machine wrote and nobody types: a digest, a line of figures. It names no person. */
export const code = (label: string, { max = 200 }: { readonly max?: number } = {}) =>
  fact<string, 'code'>('code', label, (v) => faultInText(v, max), { max })

// Body

/** Above 100 characters it may have several lines. */
export const text = (label: string, { max = 200 }: { readonly max?: number } = {}) =>
  body<string, 'text'>('text', label, (v) => faultInText(v, max, max > 100), { max, isLong: max > 100 })
/** The number of a document of that kind; `kindIn` names the field that says which, by `documents` of identity.ts. */
export const idNumber = (
  label: string,
  { kind, kindIn }: { readonly kind?: DocumentKind; readonly kindIn?: string } = {},
) =>
  body<string, 'id-number'>(
    'id-number',
    label,
    (v, around) =>
      faultInText(v, 20) ?? faultInIdNumber(String(v), kind ?? (kindIn && around?.entry?.[kindIn]), around?.today),
    { max: 20, ...(kindIn === undefined ? {} : { kindIn }) },
  )
export const phoneNumber = (label: string) =>
  body<string, 'phone'>(
    'phone',
    label,
    (v) => faultInText(v, 20) ?? (/^\+?[0-9-]{5,20}$/.test(String(v)) ? undefined : '不是电话号码'),
    { max: 20 },
  )
/** A picture of at most this many characters in base64, so that an entry with one stays within a request. */
const photoMax = 150_000
const jpeg = /^\/9j\/[A-Za-z0-9+/]+={0,2}$/
/** A JPEG in base64, without a prefix (decision 0061). */
export const photo = (label: string) =>
  body<string, 'photo'>(
    'photo',
    label,
    (v) => {
      if (v === undefined || v === null || v === '') return '没有拍'
      if (typeof v !== 'string') return '不是照片'
      if (v.length > photoMax) return `超过 ${kilobytesOf(photoMax)} KB`
      return v.length % 4 === 0 && jpeg.test(v) ? undefined : '不是 JPEG 照片'
    },
    { max: photoMax },
  )
const kilobytesOf = (characters: number) => Math.ceil((characters * 3) / 4 / 1024)
/** A photograph in a list, on paper, in a workbook: that there is one, and how large. */
export const saidPhoto = (base64: string) => `照片 ${kilobytesOf(base64.length)} KB`
/** A fact about a person outside the staff (born on, sex): kept in the body, whatever kind it is. */
export const personal = <V, Kind extends string>(of: Field<V, unknown, Kind>): InBodyOnly<V, Kind> =>
  // The value's type is the same; only where it is kept changes, which no annotation of `of` could say.
  ({ ...of, keeps: 'body' }) as InBodyOnly<V, Kind>

// Both

/** Filled in the clear, kept in the clear in the body only; the facts keep a keyed hash, the same in every register. */
export const hashed = <Kind extends string>(of: InBodyOnly<string, Kind>, as: string = of.kind): HashedField => ({
  kind: 'hashed',
  keeps: 'fact',
  label: of.label,
  check: (v, around) => of.check(v, around),
  as,
  limits: { ...of.limits, input: of.kind },
})
export type HashedField = Field<string, Hash, 'hashed', 'fact'> & { readonly as: string }

const listMax = 200
export const list = <V, K, Keeps extends 'fact' | 'body'>(of: Field<V, K, string, Keeps>) =>
  ({
    ...of,
    kind: 'list' as const,
    limits: { ...of.limits, input: of.limits.input ?? of.kind },
    check: (v: unknown, around?: Around) => {
      if (!Array.isArray(v)) return '不是列表'
      return v.length > listMax ? `超过 ${listMax} 项` : v.map((one) => of.check(one, around)).find(Boolean)
    },
    // A list of what the field holds: the spread cannot say that its two type parameters became arrays.
  }) as Field<readonly V[], readonly K[], 'list', Keeps>
export const optional = <F extends Field>(of: F): F & { readonly isOptional: true } => ({
  ...of,
  isOptional: true,
  check: (v: unknown, around?: Around) => (v === undefined ? undefined : of.check(v, around)),
})
/** A fact that nobody fills in: `derives` of the register writes down what held when the entry was made. */
export const derived = <F extends Field<unknown, unknown, string, 'fact'>>(
  of: F,
): F & { readonly isOptional: true; readonly isDerived: true } => ({ ...optional(of), isDerived: true })
/** A list of small records inside a row (appointments of a person). Facts only: the record's type says which. */
export const records = <V>(label: string) => fact<readonly V[], 'records'>('records', label, () => undefined)
/** One field for each heading, so that leaving one out is impossible and zero is an answer. */
export const each = <const H extends Readonly<Record<string, string>>, F extends Field>(
  headings: H,
  field: (label: string) => F,
) => {
  const fields = Object.entries(headings).map(([id, label]) => [id, field(label)])
  // `fromEntries` forgets which keys it was given.
  return Object.fromEntries(fields) as { readonly [K in keyof H]: F }
}
