/** Which registers there are, and what the asker may do with each. */
import type { Shelf } from '../../engine/book.ts'
import type { RegisterCard } from '../api.ts'
import type { Asking } from '../http/request.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { clauseRef } from './clause.ts'
import { couldMean } from './meant.ts'

/** Rows of a matter are shown to who may write or read one of the registers that move it. */
export function mayLookAt(open: OpenOrganisation, person: string, matter: string): boolean {
  const posts = open.directory.postsOf(open.writer.state, person, open.parts.clock.now())
  return open.parts.book.registers
    .map(({ id }) => open.parts.book.shelf(id))
    .filter(({ steps }) => steps.some((step) => step.matter.id === matter))
    .some(({ register, writers, readers }) =>
      [...writers, ...readers].some(couldMean(open, register.id, person, posts)),
    )
}
/** What somebody may do with a register, before there is an entry to ask about. */
export function registerCard({ open, person }: Asking, { register, writers, readers }: Shelf): RegisterCard {
  const posts = open.directory.postsOf(open.writer.state, person, open.parts.clock.now())
  const isMeant = couldMean(open, register.id, person, posts)
  return {
    id: register.id,
    title: register.title,
    policy: register.clause.policy.id,
    clause: clauseRef(register.clause),
    mayWrite: !register.options.isPrepared && (writers.length === 0 || writers.some(isMeant)),
    mayAssist: register.assistedBy.some(isMeant),
    mayRead: readers.some(isMeant),
    keep: keepSentence(register.options.keep),
  }
}
function keepSentence(keep: Shelf['register']['options']['keep']): string {
  if (keep === undefined || keep === 'forever') return '长期保存'
  return keep.years === undefined ? `保存 ${keep.days ?? 0} 天` : `保存 ${keep.years} 年`
}
/** Of the policies that the organisation has adopted, and of the organisation itself. */
export function registerCards(asking: Asking): readonly RegisterCard[] {
  const { open } = asking,
    { state } = open.writer
  return open.parts.book.registers
    .map(({ id }) => open.parts.book.shelf(id))
    .filter(
      ({
        register: {
          clause: { policy },
        },
      }) => policy.id === 'organisation' || state.get(`row:adopted/${policy.id}`),
    )
    .map((shelf) => registerCard(asking, shelf))
}
