/** 代录: where the asker may enter something in somebody's stead, and what of it that person owes now. */
import type { Assistable } from '../api-people.ts'
import type { Asking } from '../http/request.ts'
import { fieldsOf } from '../fields.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { isAddressed } from './addressee.ts'
import { actOf, holdersOf, openDuties } from './duties.ts'
import { couldMean } from './meant.ts'
import { adoptedShelves } from './registers.ts'

/** The registers in which the asker may stand in for those who may write them. */
export function assistedBy({ open, person }: Asking): ReadonlySet<string> {
  const posts = open.directory.postsOf(open.writer.state, person, open.parts.clock.now())
  return new Set(
    adoptedShelves(open).flatMap(({ register: { id, assistedBy } }) =>
      assistedBy.some(couldMean(open, id, person, posts)) ? [id] : [],
    ),
  )
}
/** What the asker may enter for a person: first what he owes, then whatever else he could enter himself. */
export function assistableFor(asking: Asking, person: string): readonly Assistable[] {
  if (asking.person === person) return []
  const registers = assistedBy(asking)
  if (registers.size === 0) return []
  const { open } = asking,
    { state } = open.writer,
    his = open.directory.postsOf(state, person, open.parts.clock.now())
  const owed = [...openDuties(open)].flatMap((standing): readonly Assistable[] => {
    const act = actOf(open, standing),
      { due, isLate, isMetLate, about } = standing.open
    if (!act || isMetLate || !registers.has(act.register)) return []
    if (!isAddressed(holdersOf(open, standing), person, his)) return []
    const unit: unknown = about['unit']
    return [
      {
        title: standing.duty.title,
        register: act.register,
        prefill: act.prefill,
        due,
        isLate,
        ...(typeof unit === 'string' && unit !== '' ? { unitTitle: open.directory.unitTitle(state, unit) } : {}),
      },
    ]
  })
  const others = adoptedShelves(open).flatMap(({ register: { id, title }, writers }): readonly Assistable[] =>
    registers.has(id) && !owed.some(({ register }) => register === id) && writers.some(couldMean(open, id, person, his))
      ? [{ title, register: id, prefill: unitsIn(open, id, his) }]
      : [],
  )
  return [...owed.sort((a, b) => (a.due ?? 0) - (b.due ?? 0)), ...others]
}
/** A unit is filled in where his posts leave no choice. */
function unitsIn(
  { parts: { book } }: OpenOrganisation,
  register: string,
  posts: readonly { readonly post: string; readonly unit?: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fieldsOf(book, register).flatMap(([name, field]) => {
      if (field.kind !== 'unit' || !('unit' in field)) return []
      const his = new Set(
        posts.flatMap(({ post, unit }) =>
          unit !== undefined && book.posts.get(post)?.per?.id === field.unit ? [unit] : [],
        ),
      )
      const [only] = his
      return his.size === 1 && only !== undefined ? [[name, only]] : []
    }),
  )
}
