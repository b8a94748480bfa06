/** The Chinese titles of a policy, and what the machine calls them. Steps speak titles, drivers ids. */
import people from '../engine/organisation.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type { AnyRegister } from '../engine/declare/words.ts'
import type { Field, Fields } from '../engine/fields.ts'

interface Titled {
  readonly id: string
  readonly title: string
}

export class Words {
  readonly #policies: readonly Policy[]

  constructor(policies: readonly Policy[]) {
    this.#policies = [people, ...policies]
  }
  policy(title: string): string {
    return one('制度', this.#policies, title).id
  }
  register(title: string): AnyRegister {
    return one(
      '登记簿',
      this.#policies.flatMap(({ registers }) => registers),
      title,
    )
  }
  duty(title: string) {
    return one(
      '职责',
      this.#policies.flatMap(({ duties }) => duties),
      title,
    )
  }
  notice(title: string): string {
    return one(
      '通报',
      this.#policies.flatMap(({ notices }) => notices),
      title,
    ).id
  }
  matter(title: string) {
    return one(
      '事项',
      this.#policies.flatMap(({ matters }) => matters),
      title,
    )
  }
  approval(title: string): string {
    return one(
      '审批',
      this.#policies.flatMap(({ approvals }) => approvals),
      title,
    ).id
  }
  parameter(title: string) {
    return one(
      '参数',
      this.#policies.flatMap(({ parameters }) => parameters),
      title,
    )
  }
  post(title: string): string {
    return one(
      '岗位',
      this.#policies.flatMap(({ posts }) => posts),
      title,
    ).id
  }
  unit(title: string): string {
    return one(
      '单位',
      this.#policies.flatMap(({ units }) => units),
      title,
    ).id
  }
  /** The field of a register that bears this label, with its id. */
  field(register: AnyRegister, label: string): readonly [string, Field] {
    const fields: Fields = { ...register.fields, ...register.derived }
    const found = Object.entries(fields).filter(([, field]) => field.label === label)
    const [first] = found
    if (!first || found.length > 1) throw new Error(`“${register.title}”里有 ${found.length} 个“${label}”`)
    return first
  }
}
function one<T extends Titled>(kind: string, of: readonly T[], title: string): T {
  const found = of.filter((each) => each.title === title)
  const [first] = found
  if (!first || found.length > 1) throw new Error(`有 ${found.length} 个叫“${title}”的${kind}`)
  return first
}
/** The option of a choice that bears this title; undefined where the field is no choice or has no such option. */
export const optionOf = (field: Field, title: string): string | undefined => {
  return Object.entries(field.limits.options ?? {}).find(([, each]) => each === title)?.[0]
}
