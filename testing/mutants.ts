/** A policy with one rule taken out of it, for each rule in turn. */
import { choice } from '../engine/fields.ts'
import type { Policy } from '../engine/declare/policy.ts'
import type {
  AnyRegister,
  Disclosure,
  Duty,
  Erased,
  Guard,
  Hearing,
  Notice,
  Parameter,
} from '../engine/declare/words.ts'

export interface Mutant {
  /** What is missing, as one would say it. */
  readonly rule: string
  readonly clause: string
  readonly policy: Policy
  /** What has to be taken out of the policy itself while the mutant is played, and how it is put back. */
  readonly takeOut?: () => () => void
}
type Parts = Partial<
  Pick<
    Policy,
    | 'approvals'
    | 'arguments'
    | 'disclosures'
    | 'duties'
    | 'entering'
    | 'guards'
    | 'hearings'
    | 'keeping'
    | 'notices'
    | 'parameters'
    | 'posts'
    | 'readers'
    | 'registers'
    | 'stays'
    | 'viewers'
    | 'steps'
    | 'tallies'
    | 'wordedBy'
    | 'writers'
  >
>

export function mutants(policy: Policy): readonly Mutant[] {
  const made = (rule: string, clause: string, parts: Parts): Mutant => ({
    rule,
    clause,
    policy: withParts(policy, parts),
  })
  const without = <T>(all: readonly T[], one: T) => all.filter((each) => each !== one)
  return [
    ...(policy.adoption ? [withoutAdoption(policy, policy.adoption.id)] : []),
    ...(policy.wordedBy ? [made('由谁换上本单位的行文', policy.clauses[0]?.id ?? '', { wordedBy: undefined })] : []),
    ...policy.guards.flatMap((guard) => guardMutants(policy, guard, made)),
    ...policy.stays.map((stay) => made(`“${stay.title}”`, stay.clause.id, { stays: without(policy.stays, stay) })),
    ...policy.writers.map((writer) =>
      made(`“${writer.register.title}”由谁登记`, writer.clause.id, { writers: without(policy.writers, writer) }),
    ),
    ...policy.readers.map((reader) =>
      made(`“${reader.register.title}”由谁阅读`, reader.clause.id, { readers: without(policy.readers, reader) }),
    ),
    ...policy.viewers.map((viewer) =>
      made(`谁看得到“${viewer.matter.title}”`, viewer.clause.id, { viewers: without(policy.viewers, viewer) }),
    ),
    ...policy.entering.map((entering) =>
      made(`系统登记“${entering.name}”`, entering.clause.id, { entering: without(policy.entering, entering) }),
    ),
    ...policy.steps.map((step) =>
      made(`“${step.register.title}”改变“${step.matter.title}”`, step.register.clause.id, {
        steps: without(policy.steps, step),
      }),
    ),
    ...policy.disclosures.flatMap((disclosure) => disclosureMutants(policy, disclosure, made)),
    ...policy.keeping.flatMap((keeping) =>
      keeping.from.map((trigger) =>
        made(`“${keeping.register.title}”自“${trigger.on}”保存`, keeping.clause.id, {
          keeping: policy.keeping.map((each) =>
            each === keeping ? { ...keeping, from: without(keeping.from, trigger) } : each,
          ),
        }),
      ),
    ),
    ...policy.hearings.flatMap((hearing) => hearingMutants(policy, hearing, made)),
    ...policy.notices.flatMap((notice) => noticeMutants(policy, notice, made)),
    ...policy.duties.flatMap((duty) => dutyMutants(policy, duty, made)),
    ...policy.parameters.flatMap((parameter) => parameterMutants(policy, parameter, made)),
    ...policy.registers.flatMap((register) => registerMutants(policy, register, made)),
    ...policy.arguments.map((one) =>
      made(`旁注“${one.line}”`, one.clause.id, { arguments: without(policy.arguments, one) }),
    ),
    ...policy.posts.flatMap((post) =>
      post.isHead
        ? [
            made(`“${post.title}”看本${post.per?.title ?? ''}的人`, policy.adoption?.id ?? '', {
              posts: policy.posts.map((each) => (each === post ? { ...post, isHead: false } : each)),
            }),
          ]
        : [],
    ),
    ...policy.approvals.map((approval) =>
      made(`审批“${approval.title}”`, approval.clause.id, { approvals: without(policy.approvals, approval) }),
    ),
    ...policy.bans.map(({ clause, act, title }) =>
      made(`类别“${title}”`, clause.id, withoutOption(policy, act, title)),
    ),
    ...policy.tallies.flatMap((tally) =>
      tally.lines.map((line) =>
        made(`“${tally.title}”的线`, line.on, {
          tallies: policy.tallies.map((each) =>
            each === tally ? { ...tally, lines: without(tally.lines, line) } : each,
          ),
        }),
      ),
    ),
  ]
}
type Made = (rule: string, clause: string, parts: Parts) => Mutant

/** Clauses ask their own policy by which clause it was adopted, so a copy of the policy would not be asked. */
const withoutAdoption = (policy: Policy, clause: string): Mutant => ({
  rule: '施行之日',
  clause,
  policy,
  takeOut: () => {
    const { adoption } = policy
    policy.adoption = undefined
    return () => {
      policy.adoption = adoption
    }
  },
})
function guardMutants(policy: Policy, guard: Guard<Erased>, made: Made): readonly Mutant[] {
  const { clause, title } = guard,
    { recordPerDay, ...unrecorded } = guard,
    { isLasting, ...passing } = guard
  const others = policy.guards.filter((each) => each !== guard)
  return [
    made(`禁令“${title}”`, clause.id, { guards: others }),
    ...(recordPerDay === undefined
      ? []
      : [made(`禁令“${title}”的记录`, clause.id, { guards: [...others, unrecorded] })]),
    ...(isLasting ? [made(`禁令“${title}”及于其后的登记`, clause.id, { guards: [...others, passing] })] : []),
  ]
}
function noticeMutants(policy: Policy, notice: Notice<Erased>, made: Made): readonly Mutant[] {
  const { answer, ...unanswered } = notice.terms,
    { clause, title } = notice,
    receipts = [notice.terms.answeredBy ?? []].flat()
  const others = policy.notices.filter((each) => each !== notice)
  return [
    made(`通报“${title}”`, clause.id, { notices: others }),
    ...(answer === undefined
      ? []
      : [made(`通报“${title}”的签收时限`, clause.id, { notices: [...others, { ...notice, terms: unanswered }] })]),
    ...receipts.map((one) => {
      const terms = { ...notice.terms, answeredBy: receipts.filter((each) => each !== one) }
      return made(`“${one.register.title}”即签收“${title}”`, clause.id, { notices: [...others, { ...notice, terms }] })
    }),
  ]
}
/** No machine may report it; every beat is an entry and no silence is seen; what need not be heard is heard for. */
function hearingMutants(policy: Policy, hearing: Hearing, made: Made): readonly Mutant[] {
  const { beat, ...plain } = hearing,
    { clause, register } = hearing
  const instead = (other: readonly Hearing[]) => ({
    hearings: policy.hearings.flatMap((each) => (each === hearing ? other : [each])),
  })
  return [
    made(`程序报送“${register.title}”`, clause.id, instead([])),
    ...(beat
      ? [
          made(`“${register.title}”不变的不另登记`, clause.id, instead([plain])),
          made(`“${register.title}”何时该有`, clause.id, instead([{ ...plain, beat: { ...beat, expected: () => 0 } }])),
        ]
      : []),
  ]
}
/** What a parameter says of the law, where its bounds leave room for a quarrel, and whether a permit is heard. */
function lawMutants({
  law,
  lawForbids,
  min,
  max,
  permits,
  title,
}: Parameter<Erased>): readonly (readonly [rule: string, without: object])[] {
  return [
    ...(law === undefined || (lawForbids === 'below' ? min >= law : max <= law)
      ? []
      : [[`“${title}”的法定数`, { law: undefined, lawForbids: undefined }] as const]),
    ...(permits ? [[`“${title}”的批准`, { permits: undefined }] as const] : []),
  ]
}
function dutyMutants(policy: Policy, duty: Duty<Erased>, made: Made): readonly Mutant[] {
  const { clause, title, terms } = duty,
    { remind, ...silent } = terms,
    { urge, ...unurged } = terms
  const changed = (other: object) => ({
    duties: policy.duties.map((each) => (each === duty ? { ...duty, ...other } : each)),
  })
  const instead = (other: Duty<Erased>['terms']) => changed({ terms: other })
  // Some duties are opened both by the calendar and by what happens: each is missed by itself.
  const isOpenedTwice = duty.on !== undefined && 'opens' in duty
  const answers = [terms.must ?? []].flat()
  return [
    made(`职责“${title}”`, clause.id, { duties: policy.duties.filter((each) => each !== duty) }),
    ...answers.map((answer) =>
      made(
        `“${answer.register.title}”完成“${title}”`,
        clause.id,
        instead({ ...terms, must: answers.filter((each) => each !== answer) }),
      ),
    ),
    ...(remind === undefined ? [] : [made(`“${title}”的提醒`, clause.id, instead(silent))]),
    ...(urge === undefined ? [] : [made(`“${title}”由谁催办`, clause.id, instead(unurged))]),
    ...(terms.follows ? [made(`“${title}”的期限跟着改`, clause.id, instead({ ...terms, follows: [] }))] : []),
    ...(isOpenedTwice
      ? [
          made(`“${title}”每日查看`, clause.id, changed({ on: undefined })),
          made(`“${title}”当时起算`, clause.id, changed({ opens: undefined })),
        ]
      : []),
  ]
}
/** Nothing is handed over; a register is left out; not whole things; more than was asked for. */
function disclosureMutants(policy: Policy, disclosure: Disclosure, made: Made): readonly Mutant[] {
  const { clause, query, registers, terms } = disclosure,
    { along, wants, ...plain } = terms
  const instead = (other: Disclosure) => ({
    disclosures: policy.disclosures.map((each) => (each === disclosure ? other : each)),
  })
  return [
    made(`凭“${query.title}”交付`, clause.id, {
      disclosures: policy.disclosures.filter((each) => each !== disclosure),
    }),
    ...registers.map((register) =>
      made(
        `凭“${query.title}”交付“${register.title}”`,
        clause.id,
        instead({ ...disclosure, registers: registers.filter((each) => each !== register) }),
      ),
    ),
    ...(along
      ? [
          made(
            `“${query.title}”按“${along.title}”整件交付`,
            clause.id,
            instead({ ...disclosure, terms: { ...plain, ...(wants ? { wants } : {}) } }),
          ),
        ]
      : []),
    ...(wants
      ? [
          made(
            `“${query.title}”只交付所问的`,
            clause.id,
            instead({ ...disclosure, terms: { ...plain, ...(along ? { along } : {}) } }),
          ),
        ]
      : []),
  ]
}
function parameterMutants(policy: Policy, parameter: Parameter<Erased>, made: Made): readonly Mutant[] {
  const { clause, title, min, max } = parameter
  const instead = (bounds: object) => ({
    parameters: policy.parameters.map((each) => (each === parameter ? { ...parameter, ...bounds } : each)),
  })
  return [
    ...(min > 0 ? [made(`“${title}”的下限`, clause.id, instead({ min: -Infinity }))] : []),
    ...(max < Infinity ? [made(`“${title}”的上限`, clause.id, instead({ max: Infinity }))] : []),
    ...lawMutants(parameter).map(([rule, without]) => made(rule, clause.id, instead(without))),
  ]
}
/** The registers that offer it, without that option of their choice. */
function withoutOption(policy: Policy, act: string, title: string): Parts {
  const offers = (field: Erased) => field.kind === 'choice' && field.options[act] === title
  const bare = (field: Erased) => {
    const { [act]: _, ...options } = field.options
    return { ...field, ...choice(field.label, options) }
  }
  return withRegisters(policy, (register) =>
    Object.values<Erased>(register.fields).some(offers)
      ? {
          ...register,
          fields: Object.fromEntries(
            Object.entries<Erased>(register.fields).map(([name, field]) => [name, offers(field) ? bare(field) : field]),
          ),
        }
      : register,
  )
}
/** Registers in other words; what settles duties is the same register. */
function withRegisters(policy: Policy, changed: (register: AnyRegister) => AnyRegister): Parts {
  const instead = new Map(policy.registers.map((register) => [register, changed(register)]))
  const answer = (one: Erased) => ({ ...one, register: instead.get(one.register) ?? one.register })
  return {
    registers: [...instead.values()],
    duties: policy.duties.map((duty) => ({
      ...duty,
      terms: { ...duty.terms, must: [duty.terms.must ?? []].flat().map(answer) },
    })),
  }
}
/** Who may enter it, where the register says so itself, how long afterwards, and in whose stead. */
function registerMutants(policy: Policy, register: AnyRegister, made: Made): readonly Mutant[] {
  const { clause, title, options, assistedBy } = register
  const instead = (other: object) =>
    withRegisters(policy, (each) => (each === register ? { ...register, ...other } : each))
  const { who, ...anybody } = options,
    { asOf, ...atOnce } = options,
    { standsOnceActedOn, ...falls } = options,
    { gathers, ...gathersNothing } = options
  return [
    ...(who === undefined ? [] : [made(`“${title}”由谁登记`, clause.id, instead({ options: anybody }))]),
    ...(standsOnceActedOn === undefined
      ? []
      : [made(`处理过的“${title}”不悄悄撤销`, clause.id, instead({ options: falls }))]),
    ...(gathers === undefined
      ? []
      : [
          made(`“${title}”汇集的`, clause.id, instead({ options: gathersNothing })),
          ...gathers.of.map((one) =>
            made(
              `“${title}”汇集“${one.title}”`,
              clause.id,
              instead({
                options: { ...options, gathers: { ...gathers, of: gathers.of.filter((each) => each !== one) } },
              }),
            ),
          ),
        ]),
    ...(asOf === undefined ? [] : [made(`“${title}”事后补记`, clause.id, instead({ options: atOnce }))]),
    ...assistedBy.map((one) =>
      made(`“${title}”由谁代录`, one.clause.id, instead({ assistedBy: assistedBy.filter((each) => each !== one) })),
    ),
  ]
}
/** The same policy but for some of its lists. */
const withParts = (policy: Policy, parts: Parts): Policy =>
  Object.assign(Object.create(Object.getPrototypeOf(policy)), policy, parts)
