/** The organisation's own wording of clauses: every version, and which of them stands on a day. */
import { wording } from '../../engine/wording.ts'
import type { WordingVersion } from '../api-board.ts'
import type { OpenOrganisation } from '../organisation.ts'

const versionsMax = 2_000

/** The versions of each clause, the newest first. */
export async function wordingsOf(open: OpenOrganisation): Promise<ReadonlyMap<string, readonly WordingVersion[]>> {
  const entries = await open.parts.projection.entries({ register: wording.id, rule: false, limit: versionsMax })
  const bodies = await open.log.bodies(entries.map(({ seq, correctedBy }) => correctedBy ?? seq))
  const versions = new Map<string, readonly WordingVersion[]>()
  for (const { seq, correctedBy, facts, current, recorded, by } of entries) {
    const { clause, how, from } = current ?? facts,
      words = bodies.get(correctedBy ?? seq)?.['words']
    const version: WordingVersion = {
      seq,
      how: how === 'own' ? 'own' : 'ours',
      words: typeof words === 'string' ? words : '',
      from: String(from),
      at: recorded,
      byName: open.directory.name(by),
    }
    versions.set(String(clause), [...(versions.get(String(clause)) ?? []), version])
  }
  return versions
}
/** What stands on a day: the latest that has begun, unless it gave the words back. */
export function standingWording(versions: readonly WordingVersion[] = [], day: string): WordingVersion | undefined {
  const [latest] = versions
    .filter(({ from }) => from <= day)
    .sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : b.seq - a.seq))
  return latest?.how === 'own' ? latest : undefined
}
