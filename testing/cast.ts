/** Who and what stands in the organisation that is played at random: every post of every policy is held by somebody. */
import type { Policy } from '../engine/declare/policy.ts'
import { policies } from '../policies/index.ts'
import type { Cast } from './random-commands.ts'

type Held = readonly [person: string, post: string, unit?: string]
const known: readonly Held[] = [
  ['deputy', 'deputy-director', '骨科'],
  ['nurse', 'head-nurse', '骨科'],
  ['director', 'director', '骨科'],
  ['chief', 'director', '内科'],
  ['sister', 'head-nurse', '内科'],
  ['officer', 'duty-officer'],
  ['medical', 'medical-office'],
  ['nursing', 'nursing-office'],
  ['vice', 'vice-president'],
  ['president', 'president'],
  ['desk', 'front-desk'],
  ['boss', 'manager'],
  ['patrol', 'patrol'],
]
const knownUnits: readonly (readonly [kind: string, unit: string])[] = [
  ['department', '骨科'],
  ['department', '内科'],
  ['functional', '总务科'],
  ['entrance', '正门'],
  ['entrance', '侧门'],
]
/** A kind of unit that no house of the tests has named gets one of its own. */
export const units = [
  ...knownUnits,
  ...policies
    .flatMap((policy) => policy.units)
    .filter(({ id }) => knownUnits.every(([kind]) => kind !== id))
    .map(({ id, title }) => [id, `${title}一`] as const),
]
const firstOf = (kind: string) => units.find(([one]) => one === kind)?.[1] ?? ''
/** A post that nobody of them holds is held by somebody who is called like it. */
export const posts: readonly Held[] = [
  ...known,
  ...policies
    .flatMap((policy) => policy.posts)
    .filter(({ id }) => known.every(([, post]) => post !== id))
    .map(({ id, per }): Held => (per ? [id, id, firstOf(per.id)] : [id, id])),
]
/** Where the policy names the post itself, whoever holds it; where it works out who, somebody has to be named below. */
const writersOf = (policy: Policy) =>
  policy.registers.flatMap(({ id, options: { who } }) => {
    const allowed = [who, ...policy.writers.flatMap((writer) => (writer.register.id === id ? [writer.who] : []))].flat()
    const named = posts.filter(([, post]) => allowed.some((one) => typeof one === 'object' && one.post?.id === post))
    return named.length === 0 ? [] : [[id, named.map(([person]) => person)] as const]
  })
export const cast: Cast = {
  policies,
  people: posts.map(([person]) => person),
  usual: {
    ...Object.fromEntries(policies.flatMap(writersOf)),
    'daily-report': ['deputy'],
    'nursing-report': ['nurse', 'sister'],
    item: ['deputy', 'nurse'],
    'phone-report': ['officer'],
    'named-reporter': ['director', 'chief'],
    'pass-on': ['medical'],
    'quality-event': ['deputy', 'nurse'],
    'unplanned-act': ['deputy'],
    'batch-patient': ['deputy'],
    'pledge-7.5.1': ['deputy', 'nurse', 'director'],
    consequence: ['medical', 'nursing'],
    concealed: ['medical', 'nursing'],
    handled: ['deputy', 'nurse', 'medical'],
    reopened: ['deputy', 'medical'],
    beyond: ['deputy', 'medical'],
    directed: ['vice', 'president'],
    confirm: ['medical', 'nursing'],
    review: ['medical', 'nursing'],
    appeal: ['director'],
    ruling: ['vice'],
    'check-in': ['desk'],
    'check-out': ['desk'],
    'change-seat': ['desk'],
    terminal: ['boss'],
    'pledge-2.1': ['desk'],
    violation: ['patrol'],
    'violation-report': ['boss'],
    'lawful-query': ['boss'],
    lan: ['boss'],
    'terminal-restored': ['boss'],
    'stop-request': ['desk'],
    'measure-stopped': ['desk'],
    'measure-resumed': ['desk'],
    'minor-found': ['patrol'],
    'no-minors-sign': ['patrol'],
    'no-minors-sign-rectified': ['boss'],
  },
  units: Object.fromEntries(
    [...new Set(units.map(([kind]) => kind))].map((kind) => {
      const own = units.flatMap(([one, unit]) => (one === kind ? [unit] : []))
      // The first comes up more often; now and then somebody names one that there is not.
      return [kind, [...own, firstOf(kind), ...(kind === 'department' ? [] : ['没有的单位'])]]
    }),
  ),
  seats: ['1', '2', '3', '4'],
}
