/** What an entry gathers, unit by unit in the order in which it came, as far as the asker may read it. */
import { gatheringOf, isGathered } from '../../engine/gathered.ts'
import type { AnyRegister } from '../../engine/declare/words.ts'
import type { Fields } from '../../engine/fields.ts'
import { dayOf } from '../../engine/time.ts'
import type { ProjectedEntry } from '../../store/projection.ts'
import type { GatheredUnit } from '../api.ts'
import { unitOf } from '../fields.ts'
import type { Asking } from '../http/request.ts'
import { readable, rowsOf } from './entry-list.ts'

/** So many entries of each register are set out. */
const gatheredMax = 500

/** Undefined where its register gathers nothing; units that nothing came of stand there, too. */
export async function gatheredOf(asking: Asking, entry: ProjectedEntry): Promise<readonly GatheredUnit[] | undefined> {
  const { open } = asking,
    { book, projection } = open.parts
  const gathering = gatheringOf(book.shelf(entry.register).register, entry.current ?? entry.facts)
  if (!gathering) return undefined
  const found: ProjectedEntry[] = []
  for (const register of gathering.registers) {
    // The list is kept by when it happened: what may be entered afterwards is looked for so much earlier.
    const query = {
      register: register.id,
      from: gathering.from - reachOf(register),
      to: gathering.to,
      rule: false as const,
    }
    found.push(...(await readable(asking, query, gatheredMax)).filter((one) => isGathered(gathering, one)))
  }
  const undone = await projection.undone(found.map(({ id }) => id))
  const standing = found.filter(({ id }) => !undone.has(id)).sort((a, b) => a.seq - b.seq)
  const rows = await rowsOf(asking, standing)
  const kinds = new Set(gathering.registers.map(kindOf)),
    [kind] = kinds
  const units =
    kinds.size === 1 && kind !== undefined
      ? open.directory.unitsOf(open.writer.state, kind, dayOf(gathering.to - 1)).map(({ id }) => id)
      : []
  const unitAt = standing.map(({ register, facts, current }) => unitOf(book, register, current ?? facts) ?? '')
  return [...new Set([...units, ...unitAt])].map((unit) => ({
    title: unit === '' ? '' : open.directory.unitTitle(open.writer.state, unit),
    rows: rows.flatMap((row, n) => (unitAt[n] === unit ? [{ ...row, register: standing[n]?.register ?? '' }] : [])),
  }))
}
const reachOf = ({ options: { asOf }, assistedBy }: AnyRegister) =>
  Math.max(0, asOf?.within ?? 0, ...assistedBy.map(({ withinMs }) => withinMs))
/** The kind of unit that its entries are about. */
function kindOf(register: AnyRegister): string | undefined {
  const fields: Fields = register.fields
  const field = Object.values(fields).find(({ kind }) => kind === 'unit')
  return field && 'unit' in field && typeof field.unit === 'string' ? field.unit : undefined
}
