/** Posts by what people call them. */
import type { PostShape } from '../../declared.ts'

/** A post by its title, or the end of it where only one post ends so: 副主任 for 科副主任. */
export function postNamed(text: string, posts: readonly PostShape[]): PostShape | undefined {
  const exact = posts.find(({ title, id }) => title === text || id === text)
  if (exact || text.length < 2) return exact
  const ending = posts.filter(({ title }) => title === `科${text}`)
  return ending.length === 1 ? ending[0] : undefined
}
