/** A thing with a life, and how entries move it. */
import type { FactFields, Facts, Fields, Key } from '../fields.ts'
import type { AnyRegister, Erased, Happening, KeyBy, Matter, Parameter, Register, Tally, Trigger } from './words.ts'

/** Whoever keeps the rules that a matter is made of. */
export interface Keeper {
  readonly steps: Step[]
  tally(id: string, title: string, terms: Erased): Tally
}
type Spell = (happening: Happening<Erased>) => string | undefined
const spell = (by: Erased): Spell =>
  typeof by === 'function'
    ? by
    : Array.isArray(by)
      ? ({ facts }) => by.map((name: string) => facts[name]).join('|')
      : ({ facts }) => facts[by]

export class MatterOf<R> implements Matter<R> {
  declare readonly row?: R
  readonly id: string
  readonly title: string
  readonly space: string
  readonly fields: FactFields
  readonly #policy: Keeper
  /** Its rows are called by the number of the entry that opened each. */
  isOpenedByEntry = false
  constructor(policy: Keeper, id: string, title: string, fields: FactFields) {
    this.fields = fields
    this.#policy = policy
    this.id = id
    this.title = title
    this.space = `row:${id}`
  }
  /** How people call a step of its life. */
  titleOf(step: string): string {
    return this.fields['step']?.limits.options?.[step] ?? step
  }
  /** Each such entry opens a row of its own, keyed by the entry. */
  opens<F extends Fields>(register: Register<string, F>, row: (happening: Happening<Facts<F>>) => R): this {
    this.isOpenedByEntry = true
    return this.on(
      register,
      ({ id }) => id,
      (_, happening) => row(happening),
    )
  }
  /** How an entry moves the row. `undefined` in: none yet; `undefined` out: the matter is closed. */
  on<F extends Fields>(
    register: Register<string, F>,
    key: KeyBy<Facts<F>>,
    step: (row: R | undefined, happening: Happening<Facts<F>>) => R | undefined,
  ): this {
    this.#policy.steps.push({ matter: this, register, key: spell(key), step })
    return this
  }
  /** A step of a life: impossible from any other state, refused with the register's clause. */
  step<F extends Fields>(
    register: Register<string, F>,
    key: KeyBy<Facts<F>>,
    terms: R extends { readonly step: infer S }
      ? {
          readonly from: readonly (S | 'none')[]
          readonly to: S | 'done'
          readonly sets?: (happening: Happening<Facts<F>>, row: R | undefined) => Partial<Omit<R, 'step'>>
        }
      : never,
  ): this {
    const { from, to, sets } = terms as Erased
    const step = (row: Erased, happening: Happening<Erased>) =>
      to === 'done' ? undefined : { ...row, ...sets?.(happening, row), step: to }
    this.#policy.steps.push({ matter: this, register, key: spell(key), from, step })
    return this
  }
  /** How many rows there are, kept per group as rows move. */
  count(
    id: string,
    title: string,
    terms: {
      readonly by: (row: R) => Key | undefined
      readonly where?: (row: R) => boolean
      readonly keep?: number
    },
  ): Tally {
    return this.#policy.tally(id, title, { matter: this, ...terms })
  }
}

export interface Step {
  readonly matter: Matter<Erased>
  readonly register: AnyRegister
  readonly key: Spell
  readonly from?: readonly string[]
  readonly step: (row: Erased, happening: Happening<Erased>) => Erased
}
export interface AnyTally extends Tally {
  readonly matter?: Matter<Erased>
  readonly of?: Trigger<Erased>
  readonly by: (of: Erased) => string | undefined
  readonly where?: (row: Erased) => boolean
  readonly each?: (happening: Erased) => string | undefined
  readonly within?: Parameter<number>
  readonly keep?: number
}
