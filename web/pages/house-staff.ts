/** What the pages about people share: the posts and units of this house, and one entry filed. */
import { useMemo } from 'react'
import type { UnitRow } from '../../server/api.ts'
import { posts as allPosts } from '../declared.ts'
import { freshKey } from '../fields/use-entry.ts'
import { useAnswer } from '../parts/answer.ts'
import { ask } from '../parts/line.ts'
import { useSession } from '../parts/session.ts'

/** Posts of the policies that this house has, and of the house itself. */
export function usePosts() {
  const { session } = useSession()
  return useMemo(
    () =>
      allPosts.filter(({ policy }) => policy === 'organisation' || session.policies.some(({ id }) => id === policy)),
    [session.policies],
  )
}
/** Titles of the open units by kind. */
export function useUnitTitles(): ReadonlyMap<string, readonly UnitRow[]> {
  const { body } = useAnswer<Readonly<Record<string, readonly UnitRow[]>>>('/api/units')
  return useMemo(() => new Map(Object.entries(body ?? {})), [body])
}

/** Files one entry of the organisation's own books; the sentence says why not. */
export async function fileEntry(register: string, entry: object): Promise<string | undefined> {
  const reply = await ask(`/api/registers/${register}/entries`, { method: 'POST', key: freshKey(), body: entry })
  return reply.is === 'answer' ? undefined : reply.is === 'cut' ? '线路断开' : reply.problem.detail
}
