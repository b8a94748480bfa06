/** 报来的: what came in today, of whatever register, severest first. On the wall only counts remain. */
import type { EntryList, EntryRow } from '../../server/api.ts'
import type { RegisterShape, SummaryShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { textIn } from '../parts/values.tsx'
import { sayMinute } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { dayOf } from '../../engine/time.ts'

const shownMax = 8
/** Something that came in, with the register that says how it reads. */
export interface CameRow extends EntryRow {
  readonly register: RegisterShape
}
export interface CameIn {
  readonly rows: readonly CameRow[]
  readonly total: number
  /** How many of each register. */
  readonly of: readonly { readonly register: RegisterShape; readonly total: number }[]
}
/** What an entry says in the field of that name, as people read it; empty where its register has no such field. */
export const valueIn = ({ register, values }: CameRow, name: string | undefined) => {
  const field = register.fields.find(([other]) => other === name)
  return field ? textIn(field[0], field[1], values) : ''
}
/** From the declaration, gravest last; their place is the weight. */
const gravitiesOf = (register: RegisterShape | undefined, field: string) =>
  Object.entries(register?.fields.find(([name]) => name === field)?.[1].options ?? {})
export const weightOf = (row: CameRow, { gravity }: SummaryShape['came']) =>
  gravitiesOf(row.register, gravity).findIndex(([id]) => id === row.values[gravity])
/** How what is not light is called: 严重及以上. */
export const graveWord = ({ registers: [first], gravity }: SummaryShape['came']) =>
  `${gravitiesOf(first, gravity)[1]?.[1] ?? ''}及以上`

/** The severest first, among equals the latest. */
export const byGravity = (rows: readonly CameRow[], came: SummaryShape['came']) =>
  [...rows].sort((a, b) => weightOf(b, came) - weightOf(a, came) || b.at - a.at)
/** What it is about: its first longer words. */
export function saidOf(row: CameRow): string {
  const told = row.register.fields.find(([name, { kind }]) => kind === 'text' && typeof row.values[name] === 'string')
  return told ? textIn(told[0], told[1], row.values) : ''
}

const listMax = 100
/** What came in that day, of the three registers at most that a day's page has. */
export function useCame({ registers: [first, second, third] }: SummaryShape['came'], day: string): CameIn {
  const lists = [useList(first, day), useList(second, day), useList(third, day)]
  const of = [first, second, third].flatMap((register, n) => {
    const list = lists[n]
    return register && list ? [{ register, total: list.total, rows: list.rows }] : []
  })
  return {
    rows: of.flatMap(({ register, rows }) => rows.map((row) => ({ ...row, register }))),
    total: of.reduce((sum, { total }) => sum + total, 0),
    of,
  }
}
const useList = (register: RegisterShape | undefined, day: string) =>
  useAnswer<EntryList>(register && `/api/registers/${register.id}/search`, {
    from: day,
    to: day,
    rule: '',
    size: listMax,
  }).body

export function Came({
  came,
  of,
  isWall,
}: {
  readonly came: CameIn
  readonly of: SummaryShape['came']
  readonly isWall: boolean
}) {
  const rows = byGravity(came.rows, of),
    { total } = came
  const today = dayOf(useNow())
  const [first] = of.registers
  return (
    <section className="came" aria-labelledby="came">
      <h2 className="group-head" id="came">
        报来的{' '}
        <span className="count">
          <b>{total}</b> 件
        </span>
      </h2>
      {!isWall && total > 0 && (
        <p className="note">
          {came.of
            .filter((one) => one.total > 0)
            .map((one) => (
              <span key={one.register.id}>
                {one.register.title}{' '}
                <Link className="number" to={path.register(one.register.id, { from: today, to: today })}>
                  {one.total}
                </Link>{' '}
              </span>
            ))}
        </p>
      )}
      {isWall && (
        <p className="sevs">
          {gravitiesOf(first, of.gravity)
            .reverse()
            .map(([id, title]) => (
              <span key={id}>
                <b>{rows.filter(({ values }) => values[of.gravity] === id).length}</b> {title}
              </span>
            ))}
        </p>
      )}
      {!isWall && rows.length === 0 && <p className="note nothing">今天还没有报来的。</p>}
      {!isWall && (
        <ol className="came-list">
          {rows.slice(0, shownMax).map((row) => (
            <Item key={row.seq} row={row} of={of} />
          ))}
        </ol>
      )}
      {!isWall && total > shownMax && <p className="more note">只列最重的 {shownMax} 件，其余按上面的数看。</p>}
    </section>
  )
}

function Item({ row, of }: { readonly row: CameRow; readonly of: SummaryShape['came'] }) {
  const summary = saidOf(row) || row.register.title
  return (
    <li>
      <p className="sev" data-weight={weightOf(row, of) + 1}>
        {valueIn(row, of.gravity)}
      </p>
      <div>
        <Link to={path.entry(row.seq)}>{summary}</Link>
        <p className="note">
          {valueIn(row, of.unit)} {sayMinute(row.at)} · {valueIn(row, of.kind) || row.register.title}
        </p>
        {row.state && (
          <p className="inbox">
            <State mark={row.state.mark}>{row.state.text}</State>
          </p>
        )}
      </div>
    </li>
  )
}
