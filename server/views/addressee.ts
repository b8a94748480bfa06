/** To whom something goes, in the words of the organisation; and whether somebody is meant. */
import type { Whom } from '../../engine/events.ts'
import type { PostHeld } from '../api.ts'
import type { OpenOrganisation } from '../organisation.ts'

/** 骨科科主任、医务科 */
export const addresseesOf = (open: OpenOrganisation, to: readonly Whom[]): string =>
  to.map((one) => addresseeOf(open, one)).join('、') || '（无人在岗）'

function addresseeOf({ directory, writer: { state }, parts: { book } }: OpenOrganisation, one: Whom): string {
  if ('person' in one) return directory.name(one.person)
  const { post, unit } = one
  return `${unit === undefined ? '' : directory.unitTitle(state, unit)}${book.posts.get(post)?.title ?? post}`
}
/** Whose turn it is, by name: 沈某（科副主任）；郝某（备案报告人）. A post that nobody holds says so. */
export function turnOf(open: OpenOrganisation, to: readonly Whom[]): string {
  const {
    directory,
    writer: { state },
    parts: { book, clock },
  } = open
  return to
    .flatMap((one) => {
      if ('person' in one) return [directory.name(one.person)]
      const title = book.posts.get(one.post)?.title ?? one.post
      const names = directory
        .holders(state, one.post, one.unit ?? '', clock.now())
        .map((person) => directory.name(person))
      return names.length > 0 ? names.map((name) => `${name}（${title}）`) : [`${title}空缺`]
    })
    .join('、')
}
/** Everybody who is meant, each once. */
export const personsOf = (
  { directory, writer: { state }, parts: { clock } }: OpenOrganisation,
  to: readonly Whom[],
): readonly string[] => [
  ...new Set(
    to.flatMap((one) =>
      'person' in one ? [one.person] : directory.holders(state, one.post, one.unit ?? '', clock.now()),
    ),
  ),
]
/** A post without a unit means everybody who holds it anywhere. */
export const isAddressed = (to: readonly Whom[], person: string, posts: readonly PostHeld[]): boolean =>
  to.some((one) =>
    'person' in one
      ? one.person === person
      : posts.some(({ post, unit }) => post === one.post && (one.unit === undefined || unit === one.unit)),
  )
