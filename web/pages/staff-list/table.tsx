/** The rows on screen, fifty at a time: each cell can be mended where it stands, each row says what it comes to. */
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { PostShape } from '../../declared.ts'
import { State, type StateMark } from '../../parts/marks.tsx'
import { sayNumber } from '../../parts/wording.ts'
import { columnTitles, columns, type Column } from './columns.ts'
import { Ask } from './questions.tsx'
import { countsOf, type Judged } from './rows.ts'
import type { StaffListWork } from './use-staff-list.ts'

const atOnce = 50
const marks: Readonly<Record<Judged['state'], StateMark>> = {
  new: 'open',
  here: 'kept',
  ask: 'soon',
  refused: 'refused',
  skipped: 'none',
}
/** What is answered once for all rows stands above them. */
const isOfRow = ({ ask }: Judged['questions'][number]) => ask === 'person' || ask === 'zeros'
type Filter = 'all' | Judged['state']
const filters: readonly (readonly [Filter, string])[] = [
  ['all', '全部'],
  ['refused', '要改'],
  ['ask', '要回答'],
  ['new', '可登记'],
  ['here', '已在名册'],
  ['skipped', '重复'],
]

export function Rows({ work, posts }: { readonly work: StaffListWork; readonly posts: readonly PostShape[] }) {
  const counts = countsOf(work.rows)
  const [filter, setFilter] = useState<Filter>('all')
  const [page, setPage] = useState(0)
  const shown = filter === 'all' ? work.rows : work.rows.filter(({ state }) => state === filter)
  const pages = Math.max(1, Math.ceil(shown.length / atOnce)),
    at = Math.min(page, pages - 1)
  const present = columns.filter((column) => column === 'name' || column === 'account' || work.layout?.at.has(column))
  return (
    <>
      <div className="seg filters" role="radiogroup" aria-label="只看">
        {filters.map(([id, title]) => (
          <label key={id} className={filter === id ? 'on' : undefined}>
            <input
              type="radio"
              name="filter"
              checked={filter === id}
              onChange={() => {
                setFilter(id)
                setPage(0)
              }}
            />
            {title} {sayNumber(id === 'all' ? work.rows.length : counts[id])}
          </label>
        ))}
      </div>
      {shown.length === 0 && <p className="note">这一类没有。</p>}
      {shown.length > 0 && (
        <div className="scroll">
          <table className="table staff-list" aria-label="名单">
            <thead>
              <tr>
                <th className="num" scope="col">
                  行
                </th>
                {present.map((column) => (
                  <th key={column} scope="col">
                    {columnTitles[column]}
                  </th>
                ))}
                <th scope="col">结果</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(at * atOnce, (at + 1) * atOnce).map((row) => (
                <Row key={row.line} row={row} present={present} work={work} posts={posts} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <p className="pager">
          <button
            className="btn small"
            type="button"
            aria-disabled={at === 0}
            onClick={() => setPage(Math.max(0, at - 1))}
          >
            上一页
          </button>
          第 {at + 1} 页，共 {pages} 页
          <button
            className="btn small"
            type="button"
            aria-disabled={at === pages - 1}
            onClick={() => setPage(Math.min(pages - 1, at + 1))}
          >
            下一页
          </button>
        </p>
      )}
    </>
  )
}

function Row({
  row,
  present,
  work,
  posts,
}: {
  readonly row: Judged
  readonly present: readonly Column[]
  readonly work: StaffListWork
  readonly posts: readonly PostShape[]
}) {
  const isIn = work.entered.has(row.line)
  return (
    <tr data-state={row.state}>
      <td className="num" data-label="行">
        {row.line}
      </td>
      {present.map((column) => (
        <CellBox
          key={column}
          row={row}
          column={column}
          isFixed={isIn}
          hint={
            column === 'account' && row.person === undefined && row.leader === row.line
              ? work.found.get(row.line)?.account
              : undefined
          }
          set={(text) => work.mend(row.line, column, text)}
        />
      ))}
      <td className="result" data-label="结果">
        <State mark={marks[row.state]}>{row.says}</State>
        {row.state === 'ask' &&
          row.questions
            .filter(isOfRow)
            .map((question) => (
              <Ask key={question.ask} of={question} line={row.line} posts={posts} give={work.answer} />
            ))}
      </td>
    </tr>
  )
}

/** A cell as it stands; what one types counts when one leaves it, Enter goes to the row below. */
function CellBox({
  row,
  column,
  isFixed,
  hint,
  set,
}: {
  readonly row: Judged
  readonly column: Column
  readonly isFixed: boolean
  readonly hint: string | undefined
  readonly set: (text: string) => void
}) {
  const stands = row.cells[column]?.text ?? ''
  const [text, setText] = useState(stands)
  useEffect(() => setText(stands), [stands])
  const faults = row.faults.filter((fault) => fault.column === column)
  const id = `fault-${row.line}-${column}`
  const keep = () => {
    if (text !== stands) set(text)
  }
  const down = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setText(stands)
    if (event.key !== 'Enter') return
    keep()
    const below = event.currentTarget
      .closest('tr')
      ?.nextElementSibling?.querySelector<HTMLInputElement>(`[data-column="${column}"]`)
    below?.focus()
  }
  return (
    <td data-column={column} data-label={columnTitles[column]}>
      {isFixed ? (
        stands || hint
      ) : (
        <input
          className="input"
          data-column={column}
          aria-label={`第 ${row.line} 行${columnTitles[column]}`}
          aria-invalid={faults.length > 0}
          aria-describedby={faults.length > 0 ? id : undefined}
          value={text}
          placeholder={hint}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
          onKeyDown={down}
        />
      )}
      {faults.length > 0 && (
        <span className="fault" id={id}>
          {faults.map(({ fact }) => fact).join('；')}
        </span>
      )}
    </td>
  )
}
