/** What the policies declare, as pages read it: registers with their fields, clauses, posts and kinds of unit. */
import { saidOf, type Declared, type Field } from '../engine/fields.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { CountedFrom } from '../engine/declare/gathers.ts'
import type { AnyRegister, Found, HandedForm, SummarySide } from '../engine/declare/words.ts'
import organisation from '../engine/organisation.ts'
import { policies as ofTheHouse } from '../policies/index.ts'

/** A field as a form sees it; which of the optional members stand depends on the kind. */
export interface FieldShape extends Field {
  readonly options?: Readonly<Record<string, string>>
  /** Kind of unit that a `unit` field names. */
  readonly unit?: string
  /** What a `ref` points into: `row:seat`, `entry:item`. */
  readonly space?: string
  /** What a `hashed` field hides: `id-number`, `patient`. */
  readonly as?: string
  /** What a `declared` field names. */
  readonly what?: Declared
  /** The field that names the post whose unit this is. */
  readonly postIn?: string
  /** What a rule of wording finds in a text, with its clause: shown while one types. */
  readonly finds?: (text: string) => (Found & { readonly cite: string }) | undefined
}
export interface RegisterShape {
  readonly id: string
  readonly title: string
  readonly policy: string
  readonly policyTitle: string
  readonly clause: { readonly id: string; readonly cite: string; readonly words: string }
  readonly fields: readonly (readonly [name: string, field: FieldShape])[]
  /** What an entry says: what was filled in, then what was counted and looked up when it was made. */
  readonly said: readonly (readonly [name: string, field: FieldShape])[]
  /** How its entries are called on paper, and who signs there; undefined: as the register is called. */
  readonly paper: { readonly title: string; readonly signatures: readonly string[] } | undefined
  /** The forms on which it is handed to somebody outside the house. */
  readonly forms: readonly HandedForm[]
  /** The field that says when it happened, for what may be entered afterwards. */
  readonly asOf: string | undefined
  /** Whoever makes such an entry may have others' entries handed over. */
  readonly discloses: boolean
  /** The heading of a report under which its entries are counted. */
  readonly under: string | undefined
}
interface DeclaredRegister {
  readonly id: string
  readonly title: string
  readonly clause: { readonly id: string; readonly cite: string; readonly words: string }
  readonly fields: Readonly<Record<string, FieldShape>>
  readonly derived: Readonly<Record<string, FieldShape>>
  readonly options: {
    readonly asOf?: { readonly at: string }
    readonly under?: string
    readonly paper?: { readonly title: string; readonly signatures: readonly string[] }
    readonly forms?: readonly HandedForm[]
  }
}
export interface PostShape {
  readonly id: string
  readonly title: string
  readonly policy: string
  /** The kind of unit that each has one of; undefined for one post of the whole house. */
  readonly per: { readonly id: string; readonly title: string } | undefined
}

/** A day's page as the board shows it. */
export interface SummaryShape {
  readonly clause: string
  readonly title: string
  readonly policy: string
  readonly sides: readonly [SummarySideShape, SummarySideShape]
  readonly came: {
    readonly registers: readonly RegisterShape[]
    readonly gravity: string
    readonly unit: string
    readonly kind: string | undefined
  }
  readonly idle: string
  readonly paper: { readonly title: string; readonly signatures: readonly string[] }
}
export interface SummarySideShape {
  readonly title: string
  readonly duty: string
  /** How the units are called that owe it: 科室. */
  readonly unit: string
  /** What else settles it than its own report: the register, how it is called for short, what is then still owed. */
  readonly otherwise: { readonly register: string; readonly word: string; readonly owes: string } | undefined
}

/** The policies that a house may adopt. */
export const policies = ofTheHouse.filter(({ isStanding }) => !isStanding)
const all = [organisation, ...policies]

export const registers: readonly RegisterShape[] = all.flatMap((policy) =>
  // Registers of every shape stand in one list, so their field types are erased; a form needs the shape above only.
  (policy.registers as readonly DeclaredRegister[]).map(({ id, title, clause, fields, derived, options }) => ({
    id,
    title,
    clause,
    policy: policy.id,
    policyTitle: policy.title,
    fields: Object.entries(fields).map(([name, field]) => [name, withWording(policy, id, field)] as const),
    said: saidOf({ fields, derived }),
    asOf: options.asOf?.at,
    discloses: policy.disclosures.some(({ query }) => query.id === id),
    under: options.under,
    paper: options.paper,
    forms: options.forms ?? [],
  })),
)

/** A text with the rules of wording that its register has. */
function withWording(policy: Policy, register: string, field: FieldShape): FieldShape {
  const rules = policy.wordings.filter((one) => one.register.id === register)
  if (field.kind !== 'text' || rules.length === 0) return field
  const finds = (text: string) => {
    for (const { clause, finds: find } of rules) {
      const found = find(text)
      if (found) return { ...found, cite: clause.cite }
    }
    return undefined
  }
  return { ...field, finds }
}
const byId = new Map(registers.map((register) => [register.id, register]))
const declaredById = new Map(
  all.flatMap((policy): readonly AnyRegister[] => policy.registers).map((one) => [one.id, one]),
)
/** From what a figure of an entry was counted; empty where its declaration says nothing. */
export function countedFrom(
  register: string,
  name: string,
  facts: Readonly<Record<string, unknown>>,
): readonly CountedFrom[] {
  const counted = declaredById.get(register)?.options.counted
  return counted?.[name]?.(facts) ?? []
}
/** A register by its id; undefined for one that no policy of this build declares. */
export const registerOf = (id: string) => byId.get(id)

const sideShape = ({ title, of, otherwise }: SummarySide): SummarySideShape => {
  const other = [of.terms.must ?? []].flat()[1]?.register.id
  return {
    title,
    duty: of.id,
    unit: of.each?.title ?? '单位',
    otherwise: otherwise && other ? { register: other, ...otherwise } : undefined,
  }
}
/** The days' pages that policies declare. */
export const summaries: readonly SummaryShape[] = policies.flatMap((policy) =>
  policy.summaries.map(({ clause, title, sides: [left, right], came, idle, paper }) => ({
    clause: clause.id,
    title,
    policy: policy.id,
    sides: [sideShape(left), sideShape(right)],
    came: {
      registers: came.registers.flatMap((one) => registerOf(one?.id ?? '') ?? []),
      gravity: came.gravity,
      unit: came.unit,
      kind: came.kind,
    },
    idle,
    paper,
  })),
)

export const posts: readonly PostShape[] = all.flatMap((policy) =>
  policy.posts.map(({ id, title, per }) => ({
    id,
    title,
    policy: policy.id,
    per: per && { id: per.id, title: per.title },
  })),
)
/** What a row of a matter holds, by the space that fields point into: `row:item`. */
export const matterIn = (space: string) => {
  const matter = all.flatMap(({ matters }) => matters).find((one) => one.space === space)
  const fields: readonly (readonly [string, FieldShape])[] = Object.entries(matter?.fields ?? {})
  return matter && { id: matter.id, title: matter.title, isOpenedByEntry: matter.isOpenedByEntry, fields }
}
/** Clauses of the policies that a house may adopt, in the order of the text. */
export const clauses = policies.flatMap((policy) =>
  policy.clauses.map(({ id, cite }) => ({ id, title: `${policy.title} ${cite}` })),
)
export const unitKinds = all.flatMap(({ units }) => units)
/** The kind of unit of which each owes the duty, where it is so. */
export const dutyUnit = (id: string) => all.flatMap(({ duties }) => duties).find((duty) => duty.id === id)?.each
/** How a figure of a parameter reads: a time of day, a length of time, or a word behind it. */
export const parameterUnit = (id: string) =>
  all.flatMap(({ parameters }) => parameters).find((parameter) => parameter.id === id)?.unit

/** Whether a count asks 无 or 有: nought is an answer there, and the page wants it said. */
export const isHeading = (field: FieldShape) =>
  field.kind === 'count' && !field.isOptional && (field.limits.min ?? 0) === 0 && field.limits.unit === undefined
