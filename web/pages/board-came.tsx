/** 报来的: what came in today, of whatever register, severest first. On the wall only counts remain. */
import type { EntryList, EntryRow } from '../../server/api.ts'
import { registers, type RegisterShape } from '../declared.ts'
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
export const fieldIn = ({ register }: CameRow, name: string) => register.fields.find(([other]) => other === name)?.[1]
const hasSeverity = ({ fields }: RegisterShape) => fields.some(([name]) => name === 'severity')
/** The registers of a policy in which each entry says how severe it is. */
const graded = (policy: string) => registers.filter((one) => one.policy === policy && hasSeverity(one))
/** Severities from the declaration, gravest last; their place is the weight. */
const severitiesOf = ({ fields }: RegisterShape) =>
  Object.entries(fields.find(([name]) => name === 'severity')?.[1].options ?? {})
export const weightOf = (row: CameRow) => severitiesOf(row.register).findIndex(([id]) => id === row.values['severity'])

/** The severest first, among equals the latest. */
export const bySeverity = (rows: readonly CameRow[]) =>
  [...rows].sort((a, b) => weightOf(b) - weightOf(a) || b.at - a.at)
/** What it is about: its first longer words. */
export function saidOf(row: CameRow): string {
  const told = row.register.fields.find(([name, { kind }]) => kind === 'text' && typeof row.values[name] === 'string')
  return told ? textIn(told[0], told[1], row.values) : ''
}

const listMax = 100
/** What came in of these days; three registers are asked, more no policy of a morning has. */
export function useCame(policy: string, day: string): CameIn {
  const [first, second, third] = graded(policy)
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

export function Came({ came, isWall }: { readonly came: CameIn; readonly isWall: boolean }) {
  const rows = bySeverity(came.rows),
    { total } = came
  const today = dayOf(useNow())
  const [first] = came.of
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
          {(first ? severitiesOf(first.register) : []).reverse().map(([id, title]) => (
            <span key={id}>
              <b>{rows.filter(({ values }) => values['severity'] === id).length}</b> {title}
            </span>
          ))}
        </p>
      )}
      {!isWall && rows.length === 0 && <p className="note nothing">今天还没有报来的。</p>}
      {!isWall && (
        <ol className="came-list">
          {rows.slice(0, shownMax).map((row) => (
            <Item key={row.seq} row={row} />
          ))}
        </ol>
      )}
      {!isWall && total > shownMax && <p className="more note">只列最重的 {shownMax} 件，其余按上面的数看。</p>}
    </section>
  )
}

function Item({ row }: { readonly row: CameRow }) {
  const summary = saidOf(row) || row.register.title
  return (
    <li>
      <p className="sev" data-weight={weightOf(row) + 1}>
        {textIn('severity', fieldIn(row, 'severity'), row.values)}
      </p>
      <div>
        <Link to={path.entry(row.seq)}>{summary}</Link>
        <p className="note">
          {textIn('department', fieldIn(row, 'department'), row.values)} {sayMinute(row.at)} ·{' '}
          {textIn('kind', fieldIn(row, 'kind'), row.values) || row.register.title}
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
