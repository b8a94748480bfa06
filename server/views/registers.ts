/** Which registers there are, and what the asker may do with each. */
import type { Shelf } from '../../engine/book.ts'
import { nowFor } from '../../engine/now.ts'
import { lengthOf } from '../../engine/retention.ts'
import { Layer } from '../../engine/state.ts'
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
export function registerCard({ open, person }: Asking, shelf: Shelf): RegisterCard {
  const { register, writers, readers } = shelf
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
    keep: keepSentence(open, shelf),
  }
}
/** 保存 60 天，自下机登记起: by today's figure. */
export function keepSentence({ parts: { book, clock }, writer: { state } }: OpenOrganisation, shelf: Shelf): string {
  const at = clock.now(),
    { look } = nowFor(new Layer(state), { at, recorded: at, by: 'system' })
  const length = lengthOf(book, look, shelf.register.id)
  if (length === 'forever') return '长期保存'
  const kept = 'days' in length ? `保存 ${length.days} 天` : `保存 ${length.years} 年`
  const from = shelf.keeping?.from.flatMap(({ on }) => {
    const id = on.startsWith('filed:') ? on.slice('filed:'.length) : ''
    return book.has('register', id) ? [book.shelf(id).register.title] : []
  })
  return from && from.length > 0 ? `${kept}，自${from.join('或')}起` : kept
}
/** Of the policies that the organisation has adopted, and of the organisation itself. */
export const adoptedShelves = ({ parts: { book }, writer: { state } }: OpenOrganisation): readonly Shelf[] =>
  book.registers
    .map(({ id }) => book.shelf(id))
    .filter(
      ({
        register: {
          clause: { policy },
        },
      }) => policy.id === 'organisation' || state.get(`row:adopted/${policy.id}`),
    )
export const registerCards = (asking: Asking): readonly RegisterCard[] =>
  adoptedShelves(asking.open).map((shelf) => registerCard(asking, shelf))
