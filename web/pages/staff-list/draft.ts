/** A list under way, kept sealed on the server: what one mended and answered outlives the page. */
import type { StaffSheets } from '../../../server/api-people.ts'
import { readDraft } from '../../fields/use-entry.ts'
import { ask } from '../../parts/line.ts'
import { columns, type Cell, type Column } from './columns.ts'
import type { Answers, ListRow } from './rows.ts'

const form = 'staff-list'
/** What a draft takes; a longer list is not kept, and the page says so. */
const lengthMax = 200_000

export interface KeptList {
  readonly read: Pick<StaffSheets, 'source' | 'hash' | 'stamp'>
  readonly rows: readonly ListRow[]
  readonly answers: Answers
  readonly entered: readonly number[]
}
const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : [])
const pairs = (value: unknown): readonly (readonly [unknown, unknown])[] =>
  Array.isArray(value) ? value.flatMap((one) => (Array.isArray(one) ? [[one[0], one[1]] as const] : [])) : []

/** False where it is too long to be kept. */
export async function keepList({ read, rows, answers, entered }: KeptList): Promise<boolean> {
  const { source, hash, stamp } = read
  const list = JSON.stringify({
    read: { source, hash, stamp },
    rows: rows.map(({ line, cells }) => [line, cells]),
    posts: [...answers.posts],
    units: [...answers.units],
    persons: [...answers.persons],
    zeros: [...answers.zeros],
    entered,
  })
  if (list.length > lengthMax) return false
  await ask(`/api/drafts/${form}`, { method: 'PUT', body: { typed: { list } } })
  return true
}
export const dropList = () => ask(`/api/drafts/${form}`, { method: 'DELETE' })

/** The list that was kept last; undefined where there is none. */
export async function keptList(): Promise<KeptList | undefined> {
  const typed = await readDraft(form),
    text: unknown = typed?.['list']
  if (typeof text !== 'string') return undefined
  const kept: unknown = JSON.parse(text)
  if (typeof kept !== 'object' || kept === null) return undefined
  const { read, rows, posts, units, persons, zeros, entered } = Object.fromEntries(Object.entries(kept))
  return {
    read: readIn(read),
    rows: pairs(rows).map(([line, cells]) => ({ line: Number(line), cells: cellsIn(cells) })),
    answers: {
      posts: new Map(pairs(posts).map(([title, is]) => [String(title), String(is)])),
      units: new Set(Array.isArray(units) ? units.map(String) : []),
      persons: new Map(pairs(persons).map(([line, is]) => [Number(line), personIn(is)])),
      zeros: new Set(numbers(zeros)),
    },
    entered: numbers(entered),
  }
}
function readIn(value: unknown): KeptList['read'] {
  const { source, hash, stamp } = Object.fromEntries(Object.entries(value ?? {}))
  return {
    source: source === 'workbook' || source === 'text' ? source : 'pasted',
    hash: String(hash),
    stamp: String(stamp),
  }
}
function cellsIn(value: unknown): ListRow['cells'] {
  const cells: { [C in Column]?: Cell } = {},
    given = Object.fromEntries(Object.entries(value ?? {}))
  for (const column of columns) {
    const { text, as } = Object.fromEntries(Object.entries(given[column] ?? {}))
    if (typeof text === 'string') cells[column] = { text, as: as === 'number' || as === 'day' ? as : 'text' }
  }
  return cells
}
function personIn(value: unknown): { readonly is: string } | { readonly like: number } | 'new' {
  const { is, like } = Object.fromEntries(Object.entries(typeof value === 'object' ? (value ?? {}) : {}))
  if (typeof is === 'string') return { is }
  return typeof like === 'number' ? { like } : 'new'
}
