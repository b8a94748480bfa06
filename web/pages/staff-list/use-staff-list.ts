/** A list of staff on its way: read, judged as one answers and mends, entered in the background, taken back. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ImportProgress, NewImport, StaffFound, StaffSheets } from '../../../server/api-people.ts'
import type { UnitRow } from '../../../server/api.ts'
import { dayOf } from '../../../engine/time.ts'
import type { PostShape } from '../../declared.ts'
import { freshKey } from '../../fields/use-entry.ts'
import { refresh } from '../../parts/answer.ts'
import { serverNow } from '../../parts/clock.ts'
import { ask, type Reply } from '../../parts/line.ts'
import { postsOf } from '../../parts/session.ts'
import { plainTitle } from './cells.ts'
import { columns, layoutOf, type Column, type Layout } from './columns.ts'
import { dropList, keepList, type KeptList } from './draft.ts'
import { judge, newUnitsOf, rowsOf, wantedOf, type Answers, type Judged, type ListRow, type Match } from './rows.ts'

type Edit = Readonly<Partial<Record<Column, string>>>
type Edits = ReadonlyMap<number, Edit>
interface Entered {
  readonly person: string
  readonly account?: string
}
const noAnswers: Answers = { posts: new Map(), units: new Set(), persons: new Map(), zeros: new Set() }
const pollMs = 400,
  keepMs = 1_500
const cut = '线路断开，接通后再按一次'
const sentenceOf = (reply: Reply<unknown>) =>
  reply.is === 'refused' ? reply.problem.detail : reply.is === 'cut' ? cut : ''

/** One change of what somebody answered. */
export type Answer =
  | { readonly to: 'post'; readonly title: string; readonly is: string | 'none' }
  | { readonly to: 'unit'; readonly kind: string; readonly title: string }
  | {
      readonly to: 'person'
      readonly line: number
      readonly is: { readonly is: string } | { readonly like: number } | 'new'
    }
  | { readonly to: 'zeros'; readonly line: number }
function answered(answers: Answers, answer: Answer): Answers {
  switch (answer.to) {
    case 'post':
      return { ...answers, posts: new Map(answers.posts).set(answer.title, answer.is) }
    case 'unit':
      return { ...answers, units: new Set(answers.units).add(`${answer.kind}|${answer.title}`) }
    case 'person':
      return { ...answers, persons: new Map(answers.persons).set(answer.line, answer.is) }
    case 'zeros':
      return { ...answers, zeros: new Set(answers.zeros).add(answer.line) }
  }
}

export interface House {
  readonly posts: readonly PostShape[]
  readonly units: ReadonlyMap<string, readonly UnitRow[]>
}
export function useStaffList({ posts, units }: House) {
  const [read, setRead] = useState<StaffSheets>()
  /** Rows of a list that was kept, in the place of those of a sheet. */
  const [kept, setKept] = useState<readonly ListRow[]>()
  const [isTooLong, setTooLong] = useState(false)
  const [sheet, setSheet] = useState(0)
  const [moved, setMoved] = useState<Layout['at']>()
  const [edits, setEdits] = useState<Edits>(new Map())
  const [answers, setAnswers] = useState(noAnswers)
  const [entered, setEntered] = useState<ReadonlyMap<number, Entered>>(new Map())
  const [refused, setRefused] = useState<ReadonlyMap<number, { readonly column: Column; readonly fact: string }>>(
    new Map(),
  )
  const [progress, setProgress] = useState<ImportProgress>()
  const [sentence, setSentence] = useState('')
  const [isReading, setReading] = useState(false)

  const grid = read?.sheets[sheet]?.rows
  const layout = useMemo(() => {
    if (kept) return layoutOfKept(kept)
    const found = grid && layoutOf(grid)
    return found && moved ? { ...found, at: moved } : found
  }, [grid, moved, kept])
  const base = useMemo(() => kept ?? (grid && layout ? rowsOf(grid, layout) : []), [kept, grid, layout])
  const rows = useMemo(() => base.map((row) => mended(row, edits.get(row.line))), [base, edits])
  const { found, isLooking, lookAgain } = useLookUp(rows)

  const judged = useMemo(() => {
    const matches = new Map([...found].map(([line, one]) => [line, one.matches.map(matchOf)]))
    const titles = new Map([...units].map(([kind, all]) => [kind, all.map(({ title }) => title)]))
    const known = { posts, units: titles, today: dayOf(serverNow()), matches, answers }
    const all = judge(rows, known).map((row) => told(row, entered, refused))
    return { rows: all, newUnits: newUnitsOf(all, known) }
  }, [rows, found, posts, units, answers, entered, refused])

  const reset = () => {
    setKept(undefined)
    setTooLong(false)
    setEdits(new Map())
    setAnswers(noAnswers)
    setEntered(new Map())
    setRefused(new Map())
    setMoved(undefined)
    setSheet(0)
    setProgress(undefined)
  }
  const isRunning = progress?.isRunning ?? false
  // Not while it is entered, and not before anything was done to it.
  const isWorth = read !== undefined && !isRunning && (edits.size > 0 || answers !== noAnswers)
  useEffect(() => {
    if (!isWorth || !read) return
    const timer = setTimeout(async () => {
      setTooLong(!(await keepList({ read, rows, answers, entered: [...entered.keys()] })))
    }, keepMs)
    return () => clearTimeout(timer)
  }, [isWorth, read, rows, answers, entered])
  const isDone =
    entered.size > 0 && !isRunning && judged.rows.every(({ state }) => state === 'here' || state === 'skipped')
  useEffect(() => {
    if (isDone) void dropList()
  }, [isDone])
  /** Goes on with the list that was kept: who was entered is found in the house's own list. */
  const goOn = ({ read, rows, answers, entered }: KeptList) => {
    reset()
    setRead({ ...read, sheets: [] })
    setKept(rows.filter(({ line }) => !entered.includes(line)))
    setAnswers(answers)
  }
  const turn = useRef(0)
  const open = async (what: { readonly text: string } | { readonly file: Blob }) => {
    const mine = ++turn.current
    setReading(true)
    const reply = await ask<StaffSheets>(
      '/api/staff-lists/read',
      'file' in what ? { method: 'POST', file: what.file } : { method: 'POST', body: what },
    )
    if (mine !== turn.current) return
    setReading(false)
    setSentence(sentenceOf(reply))
    if (reply.is !== 'answer') return
    reset()
    setRead(reply.body)
  }
  const close = () => {
    turn.current += 1
    reset()
    setRead(undefined)
    setSentence('')
  }
  const mend = (line: number, column: Column, text: string) => {
    setEdits((before) => new Map(before).set(line, { ...before.get(line), [column]: text }))
    setRefused((before) => new Map([...before].filter(([one]) => one !== line)))
  }
  const answer = (one: Answer) => setAnswers((before) => answered(before, one))

  const follow = async (id: string, settle: (progress: ImportProgress) => void) => {
    for (let from = 0; ; ) {
      const reply = await ask<ImportProgress>(`/api/imports/${id}?from=${from}`)
      if (reply.is === 'answer') {
        from += reply.body.settled.length
        setProgress({ ...reply.body, settled: [] })
        settle(reply.body)
        if (!reply.body.isRunning) break
      } else if (reply.is === 'refused') {
        setSentence(reply.problem.detail)
        break
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    refresh()
  }
  /** Gives the accounts that were opened. */
  const enter = async (): Promise<readonly string[]> => {
    if (!read) return []
    const opened: string[] = []
    const wanted = wantedOf(judged.rows).map((one) => ({
      ...one,
      account: one.account ?? (one.person === undefined ? found.get(one.lines[0] ?? 0)?.account : undefined),
    }))
    const idOf = (post: string, title: string) => {
      const kind = posts.find(({ id }) => id === post)?.per?.id ?? ''
      return units.get(kind)?.find((unit) => plainTitle(unit.title) === title)?.id ?? title
    }
    const body: NewImport = {
      source: read.source,
      hash: read.hash,
      stamp: read.stamp,
      units: judged.newUnits,
      people: wanted.map(({ lines: _, account, posts: seats, ...one }) => ({
        ...one,
        ...(account === undefined ? {} : { account }),
        posts: seats.map(({ unit, ...seat }) => (unit === undefined ? seat : { ...seat, unit: idOf(seat.post, unit) })),
      })),
    }
    setSentence('')
    const reply = await ask<{ readonly id: string }>('/api/imports', { method: 'POST', key: freshKey(), body })
    if (reply.is !== 'answer') {
      setSentence(sentenceOf(reply))
      return []
    }
    setProgress({ id: reply.body.id, does: 'import', isRunning: true, total: wanted.length, done: 0, settled: [] })
    await follow(reply.body.id, ({ settled }) => {
      setEntered((before) => withEntered(before, settled, wanted))
      setRefused((before) => withRefused(before, settled, wanted))
      opened.push(...settled.flatMap(({ account }) => account ?? []))
      // Who was entered in part is meant by his row from now on.
      for (const { n, person } of settled) {
        const [line] = wanted[n]?.lines ?? []
        if (line !== undefined && person !== undefined) answer({ to: 'person', line, is: { is: person } })
      }
    })
    lookAgain()
    return opened
  }
  const stop = async () => {
    if (progress) await ask(`/api/imports/${progress.id}`, { method: 'DELETE' })
  }
  return {
    read,
    sheet,
    setSheet: (n: number) => {
      reset()
      setSheet(n)
    },
    layout,
    place: (column: Column, at: number | undefined) => setMoved(placed(layout?.at ?? new Map(), column, at)),
    rows: judged.rows,
    newUnits: judged.newUnits,
    found,
    entered,
    isReading,
    isTooLong,
    goOn,
    isLooking,
    progress,
    sentence,
    open,
    close,
    mend,
    answer,
    enter,
    stop,
  }
}
export type StaffListWork = ReturnType<typeof useStaffList>

/** Which columns its rows have; there is no sheet any more that they were found in. */
function layoutOfKept(rows: readonly ListRow[]): Layout {
  const present = columns.filter((column) => rows.some(({ cells }) => cells[column] !== undefined))
  return { from: 0, at: new Map(present.map((column, index) => [column, index])), headings: [] }
}
function mended(row: ListRow, edit: Edit | undefined): ListRow {
  if (!edit) return row
  const typed = Object.entries(edit).map(([column, text]) => [column, { text, as: 'text' as const }] as const)
  return { ...row, cells: { ...row.cells, ...Object.fromEntries(typed) } }
}
function placed(at: Layout['at'], column: Column, index: number | undefined): Layout['at'] {
  // One column of the sheet says one thing.
  const next = new Map([...at].filter(([other, one]) => other !== column && one !== index))
  return index === undefined ? next : next.set(column, index)
}
const matchOf = ({ person, name, posts, by, left }: StaffFound['matches'][number]): Match => ({
  person,
  name,
  by,
  posts: postsOf({ posts }),
  holds: posts.map(({ post, unitTitle }) => (unitTitle === undefined ? { post } : { post, unit: unitTitle })),
  ...(left === undefined ? {} : { left }),
})
/** What the server said of a row stands over what the page thinks. */
function told(
  row: Judged,
  entered: ReadonlyMap<number, Entered>,
  refused: ReadonlyMap<number, { readonly column: Column; readonly fact: string }>,
): Judged {
  if (entered.has(row.line)) return { ...row, state: 'here', says: '已登记', faults: [], questions: [] }
  const fault = refused.get(row.line)
  return fault ? { ...row, state: 'refused', says: '没有登记', faults: [fault, ...row.faults] } : row
}
type Settled = ImportProgress['settled']
type Wanted = readonly { readonly lines: readonly number[] }[]
function withEntered(
  before: ReadonlyMap<number, Entered>,
  settled: Settled,
  wanted: Wanted,
): ReadonlyMap<number, Entered> {
  const next = new Map(before)
  for (const { n, isDone, person, account } of settled) {
    if (!isDone || person === undefined) continue
    for (const line of wanted[n]?.lines ?? []) next.set(line, { person, ...(account === undefined ? {} : { account }) })
  }
  return next
}
function withRefused<T extends { readonly column: Column; readonly fact: string }>(
  before: ReadonlyMap<number, T | { readonly column: Column; readonly fact: string }>,
  settled: Settled,
  wanted: Wanted,
) {
  const next = new Map(before)
  for (const { n, isDone, fact = '', column } of settled) {
    const [line] = wanted[n]?.lines ?? []
    if (!isDone && line !== undefined) next.set(line, { column: columnNamed(column), fact })
  }
  return next
}
const named: Readonly<Record<string, Column>> = {
  unit: 'unit',
  post: 'post',
  from: 'from',
  staffNumber: 'staffNumber',
  idNumber: 'idNumber',
  phone: 'phone',
  account: 'account',
}
const columnNamed = (name = ''): Column => named[name] ?? 'name'

/** Asks the server who is meant by each row, once what tells people apart has stood still for a moment. */
function useLookUp(rows: readonly ListRow[]) {
  const [found, setFound] = useState<ReadonlyMap<number, StaffFound>>(new Map())
  const [looked, setLooked] = useState('')
  const asked = useMemo(
    () =>
      rows.flatMap(({ line, cells }) => {
        const text = (column: Column) => plainTitle(cells[column]?.text ?? ''),
          name = text('name')
        const numbers = {
          idNumber: text('idNumber'),
          staffNumber: text('staffNumber'),
          account: text('account').toLowerCase(),
        }
        const filled = Object.entries(numbers).filter(([, value]) => value !== '')
        return name === '' ? [] : [{ line, who: { name, ...Object.fromEntries(filled) } }]
      }),
    [rows],
  )
  const key = JSON.stringify(asked)
  useEffect(() => {
    if (key === '[]' || key === looked) return
    const timer = setTimeout(async () => {
      const people = asked.map(({ who }) => who)
      const reply = await ask<readonly StaffFound[]>('/api/staff-lists/look-up', { method: 'POST', body: { people } })
      if (reply.is !== 'answer') return
      setFound(new Map(asked.flatMap(({ line }, n) => (reply.body[n] ? [[line, reply.body[n]] as const] : []))))
      setLooked(key)
    }, 400)
    return () => clearTimeout(timer)
  }, [key, looked, asked])
  return { found, isLooking: key !== '[]' && key !== looked, lookAgain: () => setLooked('') }
}
