/** Claims about types: what compiles, and above each `@ts-expect-error` what must not. */
import { policy } from './declare/policy.ts'
import { within } from './declare/terms.ts'
import type { CommandOf, Duty, EntryOf, FactsOf, OnEach } from './declare/words.ts'
import { choice, count, day, hashed, idNumber, personal, text } from './fields.ts'
import type * as cafe from './claims/policies/p02-cafe.ts'
import type * as hospital from './claims/policies/p07-hospital.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <T extends true>(is?: T) => is

// A form is filled in the clear; facts keep a hash and nothing of the body; a guard sees all of it
type CheckIn = Extract<CommandOf<typeof cafe>, { register: 'check-in' }>
yes<Equal<CheckIn['entry']['customer'], string>>()
yes<Equal<keyof FactsOf<typeof cafe.checkIn>, 'seat' | 'idKind' | 'customer' | 'faceAgrees'>>()
yes<Equal<keyof EntryOf<typeof cafe.checkIn>, 'seat' | 'idKind' | 'customer' | 'faceAgrees' | 'name' | 'born'>>()
yes<Equal<CheckIn['entry']['idKind'], 'resident' | 'passport' | 'travel' | 'foreigner'>>()
yes<Equal<Extract<CommandOf<typeof hospital>, { register: 'daily-report' }>['entry']['risks'], number>>()

const p = policy('x', 'X', { inForce: '2026-01-01' }),
  clause = p.clause('1', '第一条', 'w'),
  post = p.post('p', 'P')
const fields = {
  kind: choice('类', { a: '甲', b: '乙' }),
  who: hashed(idNumber('证件')),
  born: personal(day('生日')),
  story: text('经过'),
}
const register = clause.register('r', 'R', fields)
const box = p.matter('box', 'B', { n: count('n') })
box.on(register, 'kind', (_, { facts }) => ({ n: facts.kind === 'a' ? 1 : 2 }))
box.on(register, ['kind', 'who'], () => undefined)

// A row cannot hold a body field, be keyed by one, or be moved by one
// @ts-expect-error Type '"body"' is not assignable to type '"fact"'
p.matter('row', 'R', { story: text('经过') })
// @ts-expect-error Argument of type '"story"' is not assignable to parameter of type 'KeyBy<OnlyFacts<…>>'
box.on(register, 'story', () => undefined)
// @ts-expect-error Type '"born"' is not assignable
box.on(register, ['kind', 'born'], () => undefined)
// @ts-expect-error Property 'story' does not exist on type 'OnlyFacts<{ kind: "a" | "b"; who: string } & {}>'
box.on(register, 'kind', (_, { facts }) => ({ n: facts.story.length }))

const terms = { holder: post, by: within(1) }
// Nor a count, a duty, a notice, an approval, an entry of the system
// @ts-expect-error Property 'story' does not exist
p.counts('c', 'C', register.filed, { by: ({ facts }) => facts.story })
// @ts-expect-error Property 'born' does not exist
clause.duty('d', 'D', register.filed, ({ facts, id }) => ({ key: id, born: facts.born }), terms)
// @ts-expect-error Property 'story' does not exist
clause.notice('n', 'N', { on: register.filed, to: post, when: ({ facts }) => facts.story !== '' })
// @ts-expect-error Type '"story"' is not assignable to type '"kind" | "who"'
clause.approval('a', 'A', { on: register.filed, applicant: () => 'x', fixes: ['story'], steps: [] })
// @ts-expect-error 系统不能登记:这些字段在正文里且必填: "born" | "story"
clause.enters('e', register, register.filed, () => ({ kind: 'a', who: 'x' }))

// A guard reads the body, but cannot look anything up by it
clause.guard('g', register, ({ entry }) => entry.story.length > 9 && entry.born < '2000' && '太长')
// @ts-expect-error Types of property '只在正文里,不能作键:要记住的写成 hashed(…),再用 facts' are incompatible
clause.guard('g', register, ({ entry, look }) => look.row(box, entry.who) && '有')
clause.guard('g', register, ({ facts, look }) => look.row(box, facts.who) && '有')

// One answer for each option; none left out, none too many
register.by('kind', { a: 1, b: 2 })({ kind: 'a' })
// @ts-expect-error Property 'b' is missing
register.by('kind', { a: 1 })

// What came in on a day's page: every register says how grave it is and of whom; one of them may say of which kind
declare const daily: Duty<OnEach>
const graver = clause.register('v', 'V', { who: fields.who })
const page = {
  sides: [
    { title: 'L', of: daily },
    { title: 'R', of: daily },
  ],
  idle: '',
  paper: { title: '', signatures: [] },
} as const
clause.summary('s', { ...page, came: { registers: [register, graver], gravity: 'who', unit: 'who', kind: 'kind' } })
// @ts-expect-error Type '"kind"' is not assignable to type '"who"'
clause.summary('s', { ...page, came: { registers: [register, graver], gravity: 'kind', unit: 'who' } })

// A law's figure says which side of it is forbidden; a checklist's points are fields of its entry
clause.parameter('l', 'L', 60, { law: 60, lawForbids: 'below' })
// @ts-expect-error Property 'lawForbids' is missing
clause.parameter('l', 'L', 60, { law: 60 })
type Signed = FactsOf<typeof cafe.exits.check>
yes<Equal<keyof Signed, 'unit' | 'checkedAt' | 'doors' | 'windows' | 'passages' | 'exits'>>()
yes<Equal<Signed['doors'], 'passed' | 'failed'>>()
