/** Folds one organisation's log from nothing and compares every slice and every list with what the database keeps. */
import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Book } from '../engine/book.ts'
import { wakesAt, type Slice } from '../engine/state.ts'
import { canonical } from '../ledger/canonical.ts'
import { CommittedState } from '../server/committed-state.ts'
import { additionOf } from '../server/additions.ts'
import { decode } from '../store/encode.ts'
import type { OwedStep } from '../store/owed.ts'
import { differingCount, Recount } from './verify-counts.ts'

const readAtOnce = 2_000

export interface ReplayReport {
  /** Up to which event the database keeps the state; undefined: it keeps none, or one that another fold made. */
  readonly size?: number
  /** Up to which event the lists reach; undefined as above. */
  readonly projected?: number
  /** Slices at the end of the log, and SHA-256 over them all: equal logs under equal folds give equal digests. */
  readonly slices: number
  readonly state: string
  /** The first thing that differs: a clause without full stop. */
  readonly fault?: { readonly fact: string }
}
export interface ReplayAsked {
  /** In a transaction that sees one snapshot. */
  readonly client: ClientBase
  readonly org: number
  readonly size: number
  readonly book: Book
  /** Of this program's fold: a state that another one made is not compared, since it will be made anew. */
  readonly digest: string
}
type Lists = Readonly<Record<'entry' | 'moved' | 'undone', Set<string>>> & {
  /** Line → the entry that it finds, so that what is destroyed is forgotten. */
  readonly exact: Map<string, { readonly seq: number; readonly register: string }>
  /** Register and happening → line. */
  readonly kept_since: Map<string, string>
}

/** Call it for a log that was found whole. */
export async function replay(asked: ReplayAsked): Promise<ReplayReport> {
  const folded = await reach(asked, 'folded'),
    projected = await reach(asked, 'projected')
  const state = new CommittedState(),
    slices = new Map<string, Slice>(),
    lists = emptyLists(),
    recount = new Recount()
  let fault = faultOfReach(asked.size, folded, projected)
  for (let done = 0; ; ) {
    if (done === folded) fault ??= await differingSlice(asked, slicesOf(state, slices))
    if (done === asked.size) break
    const stop = folded !== undefined && done < folded ? folded : asked.size
    const to = Math.min(stop, done + readAtOnce)
    done = await refold(asked, state, { lists, recount }, { from: done, to, projected: projected ?? 0 })
  }
  if (projected !== undefined)
    fault ??= (await differingList(asked, lists)) ?? (await differingCount(asked.client, asked.org, recount))
  const end = slicesOf(state, slices)
  return {
    slices: end.size,
    state: createHash('sha256').update(state.dump()).digest('hex'),
    ...(folded === undefined ? {} : { size: folded }),
    ...(projected === undefined ? {} : { projected }),
    ...(fault === undefined ? {} : { fault: { fact: fault } }),
  }
}

async function reach({ client, org, digest }: ReplayAsked, table: 'folded' | 'projected'): Promise<number | undefined> {
  const {
    rows: [row],
  } = await client.query<{ size: number }>(`select size from shouze.${table} where org = $1 and digest = $2`, [
    org,
    digest,
  ])
  return row?.size
}
function faultOfReach(size: number, folded: number | undefined, projected: number | undefined): string | undefined {
  if (folded !== undefined && folded > size) return `状态算到第 ${folded} 条，而记录只有 ${size} 条`
  if (projected !== undefined && projected > size) return `清单列到第 ${projected} 条，而记录只有 ${size} 条`
  // The server writes the state behind no further than the lists reach.
  const listed = projected ?? 0
  if (folded !== undefined && folded > listed) return `清单只列到第 ${listed} 条，状态却算到第 ${folded} 条`
  return undefined
}

async function refold(
  { client, org, book }: ReplayAsked,
  state: CommittedState,
  { lists, recount }: { readonly lists: Lists; readonly recount: Recount },
  { from, to, projected }: { readonly from: number; readonly to: number; readonly projected: number },
): Promise<number> {
  const { rows } = await client.query<{ header: Buffer; facts: Buffer }>({
    name: 'replay-events',
    text: 'select header, facts from shouze.event where org = $1 and seq >= $2 and seq < $3 order by seq',
    values: [org, from, to],
  })
  const steps: OwedStep[] = []
  for (const [n, row] of rows.entries()) {
    const { event } = decode(row),
      seq = from + n
    state.refold(book, event)
    if (seq >= projected) continue
    const addition = additionOf(book, event, seq)
    list(lists, addition)
    steps.push(...(addition.counted?.owed ?? []))
  }
  recount.take(steps)
  return from + rows.length
}
function list(lists: Lists, addition: ReturnType<typeof additionOf>) {
  if (addition.entry) lists.entry.add(`${addition.entry.seq}`)
  for (const { row, seq } of addition.moved ?? []) lists.moved.add(`${row} ${seq}`)
  for (const { hash, seq, register } of addition.hashes ?? []) lists.exact.set(`${hash} ${seq}`, { seq, register })
  if (addition.forgotten) forget(lists.exact, addition.forgotten)
  for (const { register, by, entry, at } of addition.kept ?? []) {
    if (entry === undefined) lists.kept_since.delete(`${register} ${by}`)
    else lists.kept_since.set(`${register} ${by}`, `${register} ${by} ${entry} ${at}`)
  }
  if (addition.undone) lists.undone.add(addition.undone.id)
}
function forget(exact: Lists['exact'], forgotten: NonNullable<ReturnType<typeof additionOf>['forgotten']>) {
  for (const [line, { seq, register }] of exact) {
    if (forgotten.some((one) => one.register === register && one.first <= seq && seq <= one.last)) exact.delete(line)
  }
}
const emptyLists = (): Lists => ({
  entry: new Set(),
  moved: new Set(),
  undone: new Set(),
  exact: new Map(),
  kept_since: new Map(),
})

/** Every slice as the fold left it, brought up to what has changed since this was last asked. */
function slicesOf(state: CommittedState, slices: Map<string, Slice>): ReadonlyMap<string, Slice> {
  for (const { key, slice } of state.takeChanged()) {
    if (slice === null) slices.delete(key)
    else slices.set(key, slice)
  }
  return slices
}
/** Byte for byte, as canonical JSON, with the instant at which it wakes. */
async function differingSlice({ client, org }: ReplayAsked, slices: ReadonlyMap<string, Slice>) {
  const { rows } = await client.query<{ key: string; value: string; wakes: number | null }>(
    'select key, value, wakes from shouze.slice where org = $1 order by key',
    [org],
  )
  for (const { key, value, wakes } of rows) {
    const slice = slices.get(key)
    if (slice === undefined) return `状态里多出“${key}”`
    const isSame = canonical(JSON.parse(value)) === canonical(slice) && wakes === (wakesAt(slice) ?? null)
    if (!isSame) return `状态“${key}”与记录算出的不同`
  }
  const kept = new Set(rows.map(({ key }) => key)),
    missing = [...slices.keys()].find((key) => !kept.has(key))
  return missing === undefined ? undefined : `状态里少了“${missing}”`
}
const listed = {
  entry: ['登记清单', 'seq::text'],
  moved: ['改动清单', "row_key || ' ' || seq"],
  exact: ['检索清单', "hash || ' ' || seq"],
  undone: ['撤回清单', 'id'],
  kept_since: ['保存清单', "register || ' ' || by_id || ' ' || entry || ' ' || at"],
} as const
async function differingList({ client, org }: ReplayAsked, lists: Lists): Promise<string | undefined> {
  for (const table of ['entry', 'moved', 'exact', 'undone', 'kept_since'] as const) {
    const [title, line] = listed[table],
      wanted = table === 'kept_since' ? new Set(lists.kept_since.values()) : lists[table]
    const { rows } = await client.query<{ line: string }>(
      `select ${line} as line from shouze.${table} where org = $1`,
      [org],
    )
    const strange = rows.find((row) => !wanted.has(row.line))
    if (strange) return `${title}里多出“${strange.line}”`
    if (rows.length !== wanted.size) return `${title}有 ${rows.length} 行，应是 ${wanted.size} 行`
  }
  return undefined
}
