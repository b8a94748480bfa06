/** 报来的: safety information that came in today, severest first. On the wall only counts remain. */
import type { EntryList, EntryRow } from '../../server/api.ts'
import { registerOf } from '../declared.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { textIn } from '../parts/values.tsx'
import { sayMinute } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { dayOf } from '../../engine/time.ts'

const shownMax = 8
const field = (name: string) => registerOf('item')?.fields.find(([other]) => other === name)?.[1]
/** Severities from the declaration, gravest last; their place is the weight. */
const severities = () => Object.entries(field('severity')?.options ?? {})
export const weightOf = (row: EntryRow) => severities().findIndex(([id]) => id === row.values['severity'])

/** The severest first, among equals the latest. */
export const bySeverity = (rows: readonly EntryRow[]) =>
  [...rows].sort((a, b) => weightOf(b) - weightOf(a) || b.at - a.at)

export function Came({ items, isWall }: { readonly items: EntryList | undefined; readonly isWall: boolean }) {
  const rows = bySeverity(items?.rows ?? [])
  const total = items?.total ?? 0
  const today = dayOf(useNow())
  return (
    <section className="came" aria-labelledby="came">
      <h2 className="group-head" id="came">
        报来的{' '}
        <span className="count">
          {isWall || total === 0 ? (
            <b>{total}</b>
          ) : (
            <Link className="number" to={path.register('item', { from: today, to: today })}>
              <b>{total}</b>
            </Link>
          )}{' '}
          件
        </span>
      </h2>
      {isWall && (
        <p className="sevs">
          {severities()
            .reverse()
            .map(([id, title]) => (
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
      {!isWall && total > shownMax && (
        <p className="more">
          <Link to={path.register('item', { from: today, to: today })}>
            共 {total} 件，看其余 {total - shownMax} 件
          </Link>
        </p>
      )}
    </section>
  )
}

function Item({ row }: { readonly row: EntryRow }) {
  const summary = textIn('summary', field('summary'), row.values) || `${textIn('kind', field('kind'), row.values)}类`
  return (
    <li>
      <p className="sev" data-weight={weightOf(row) + 1}>
        {textIn('severity', field('severity'), row.values)}
      </p>
      <div>
        <Link to={path.entry(row.seq)}>{summary}</Link>
        <p className="note">
          {textIn('department', field('department'), row.values)} {sayMinute(row.at)} ·{' '}
          {textIn('kind', field('kind'), row.values)}
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
