/** To whom something goes: a post of a unit (`post@unit`), a person (`{p:ID}`), somebody outside (a keyed hash). */
import type { OpenOrganisation } from '../organisation.ts'
import type { PostHeld } from '../api.ts'

export function addresseesOf(open: OpenOrganisation, to: readonly string[]): string {
  return to.map((one) => addresseeOf(open, one)).join('、') || '（无人在岗）'
}
function addresseeOf(open: OpenOrganisation, to: string): string {
  const { directory, writer: { state }, parts: { book } } = open
  if (to.startsWith('{p:')) return directory.spell(state, to)
  const at = to.indexOf('@')
  if (at < 0) return '外部'
  const unit = to.slice(at + 1)
  return `${unit === '' ? '' : directory.unitTitle(state, unit)}${book.postTitle(to.slice(0, at))}`
}
/** Whether somebody who holds these posts is meant. */
export const isAddressed = (to: readonly string[], person: string, posts: readonly PostHeld[]) =>
  to.some((one) => one === `{p:${person}}` || posts.some(({ post, unit }) => one === `${post}@${unit ?? ''}` || one === `${post}@`))
