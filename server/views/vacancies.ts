/** Posts that nobody holds today: of a whole policy, and those without which a clause cannot work. */
import { seatsOf, termsOf } from '../../engine/book.ts'
import type { Clause, Policy } from '../../engine/declare/policy.ts'
import { onDay, type Duty, type Erased, type Now, type Post } from '../../engine/declare/words.ts'
import type { Vacancy } from '../api-board.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { postsAsked } from './probe.ts'

const unitsMax = 500

/** Every post of the policy that stands empty: of the house, or in which of its units. */
export const vacanciesOf = (open: OpenOrganisation, policy: Policy, now: Now): readonly Vacancy[] =>
  policy.posts.flatMap((post) => vacancyOf(open, post, now) ?? [])

function vacancyOf(open: OpenOrganisation, post: Post, now: Now): Vacancy | undefined {
  const { id, title, per } = post
  if (!per) return now.look.holders(post).length === 0 ? { post: id, title, units: [] } : undefined
  const units = open.directory
    .unitsOf(open.writer.state, per.id, now.today)
    .filter((unit) => now.look.holders(post.at(unit.id)).length === 0)
  if (units.length === 0) return undefined
  return {
    post: id,
    title,
    per: per.title,
    units: units.slice(0, unitsMax).map((unit) => ({ unit: unit.id, title: unit.title })),
  }
}

/**
 * What keeps a clause from working today: units that owe something each day and have nobody to do it, and posts which its
 * rules name and nobody holds anywhere.
 */
export function vacanciesAt(open: OpenOrganisation, clause: Clause, now: Now): readonly Vacancy[] {
  const empty = postsOf(clause, now).flatMap((post) => vacancyOf(open, post, now) ?? [])
  const nowhere = empty.filter(
    ({ per, units, post }) => per === undefined || units.length === unitCount(open, post, now),
  )
  const ownerless = clause.policy.duties
    .filter((duty) => duty.clause === clause && duty.on !== undefined && !duty.isLasting)
    .flatMap((duty) => ownerlessOf(open, duty, now))
    .filter(({ post }) => !nowhere.some((one) => one.post === post))
  return [...nowhere, ...ownerless]
}
function unitCount(open: OpenOrganisation, post: string, { today }: Now): number {
  const per = open.parts.book.posts.get(post)?.per
  return per ? open.directory.unitsOf(open.writer.state, per.id, today).length : 0
}
/** The posts that rules of the clause name: who enters, who owes, who is told, who agrees. */
function postsOf(clause: Clause, now: Now): readonly Post[] {
  const { policy } = clause,
    isIts = (rule: { readonly clause: Clause }) => rule.clause === clause
  const fieldsOf = (on: string) => policy.registers.find(({ filed }) => filed.on === on)?.fields ?? {}
  return [
    ...new Set([
      ...policy.writers.filter(isIts).flatMap(({ who, register }) => postsAsked(who, register.fields, now)),
      ...policy.duties.filter(isIts).flatMap((duty) => postsAsked(termsOf(duty, now.today).holder, {}, now)),
      ...policy.notices
        .filter(isIts)
        .flatMap(({ terms: { to, on } }) => [on].flat().flatMap((one) => postsAsked(to, fieldsOf(one.on), now))),
      ...policy.approvals
        .filter(isIts)
        .flatMap(({ terms: { steps, on } }) => steps.flatMap(({ who }) => postsAsked(who, fieldsOf(on.on), now))),
    ]),
  ]
}
/** Units of a daily duty whose holder, as of now, is nobody. */
function ownerlessOf(open: OpenOrganisation, duty: Duty<Erased>, now: Now): readonly Vacancy[] {
  if (!now.isInForce(duty.clause) || !duty.each) return []
  const units = open.directory.unitsOf(open.writer.state, duty.each.id, now.today).filter(({ id }) => {
    const seats = seatsOf(termsOf(duty, now.today).holder, onDay(id, now.today), now)
    return !seats.some((seat) => typeof seat === 'string' || now.look.holders(seat).length > 0)
  })
  const [post] = postsAsked(termsOf(duty, now.today).holder, {}, now)
  if (units.length === 0 || !post) return []
  const shown = units.slice(0, unitsMax).map(({ id, title }) => ({ unit: id, title }))
  return [{ post: post.id, title: post.title, per: duty.each.title, units: shown }]
}
