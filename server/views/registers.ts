/** Which registers there are, and what the asker may do with each. */
import type { Shelf } from '../../engine/book.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { RegisterCard } from '../api.ts'
import type { Asking } from '../http/request.ts'
import { clauseRef } from './clause.ts'

/** A register's writers and readers may depend on the entry; then a post that could be meant by some entry suffices. */
export function registerCard({ open, person }: Asking, { register, writers, readers }: Shelf): RegisterCard {
  const { book, clock } = open.parts, at = clock.now()
  const now = nowFor(new Layer(open.writer.state), { at, recorded: at, by: person })
  const posts = new Set(open.directory.postsOf(open.writer.state, person, at).map(({ post }) => post))
  const isMeant = (who: Shelf['writers'][number]['who']) => book.postsIn(who, now).some((post) => posts.has(post))
  return {
    id: register.id, title: register.title, policy: register.clause.policy.id, clause: clauseRef(register.clause),
    mayWrite: writers.length === 0 || writers.some(({ who }) => typeof who === 'function' || isMeant(who)),
    mayRead: readers.some(({ who }) => typeof who === 'function' || isMeant(who)),
    keep: keepSentence(register.options.keep),
  }
}
function keepSentence(keep: Shelf['register']['options']['keep']): string {
  if (keep === undefined || keep === 'forever') return '长期保存'
  return keep.years === undefined ? `保存 ${keep.days ?? 0} 天` : `保存 ${keep.years} 年`
}
/** Of the policies that the organisation has adopted, and of the organisation itself. */
export function registerCards(asking: Asking): readonly RegisterCard[] {
  const { open } = asking, { state } = open.writer
  return open.parts.book.shelves
    .filter(({ register: { clause: { policy } } }) => policy.id === 'organisation' || state.get(`row:adopted/${policy.id}`))
    .map((shelf) => registerCard(asking, shelf))
}
