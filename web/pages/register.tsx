/** One register as a list: filters from its declaration, keys, paging, Excel; the chosen entry beside it. */
import { useRef, useState } from 'react'
import type { EntryList, EntryRow, Search } from '../../server/api.ts'
import { registerOf, type FieldShape, type RegisterShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { useKeys } from '../parts/keys.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Clause, Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { Sheets } from '../parts/sheets.tsx'
import { textIn } from '../parts/values.tsx'
import { sayNarrowDay, sayNumber, sayShort } from '../parts/wording.ts'
import { go, path } from '../routes.ts'
import { EntryView } from './entry.tsx'
import { Excel, Filters } from './register-filters.tsx'

const size = 50
/** From this width on the entry stands beside its list. */
const besideFrom = '(min-width: 1181px)'

/** What the address asks for: filters by field, a range of days, where the page begins. */
export function searchOf(register: RegisterShape, query: URLSearchParams): Search {
  const given = register.fields
    .map(([name]) => [name, query.get(name) ?? ''] as const)
    .filter(([, value]) => value !== '')
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  const rule = query.get('rule') ?? (query.get('only') === 'made' ? '' : undefined)
  const clause = query.get('clause') ?? ''
  return {
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(given.length === 0 ? {} : { filters: Object.fromEntries(given) }),
    ...(clause === '' ? {} : { clause }),
    ...(query.get('unfinished') === null ? {} : { unfinished: true }),
    ...(rule === undefined ? {} : { rule }),
    offset: Math.max(0, Number(query.get('offset') ?? 0) || 0),
    size,
  }
}

/** Columns that a list shows: what is short, then the first words of what is told. */
export function columnsOf(register: RegisterShape): RegisterShape['fields'] {
  const short = register.said.filter(([, { kind }]) => !['text', 'list', 'photo', 'records'].includes(kind))
  const told = register.said.filter(([, { kind }]) => kind === 'text')
  return [...short.slice(0, 7), ...told.slice(0, 1)]
}

export function RegisterPage({ id, query }: { readonly id: string; readonly query: URLSearchParams }) {
  const register = registerOf(id)
  if (!register)
    return (
      <Empty title="没有这本登记簿。">
        <Link to={path.registers}>看全部登记簿</Link>
      </Empty>
    )
  return <List register={register} query={query} />
}

function List({ register, query }: { readonly register: RegisterShape; readonly query: URLSearchParams }) {
  const [exact, setExact] = useState<Search['exact']>()
  const search: Search = { ...searchOf(register, query), ...(exact ? { exact } : {}) }
  const { body: list, problem } = useAnswer<EntryList>(`/api/registers/${register.id}/search`, search)
  const [selected, setSelected] = useState<number>()
  const rows = list?.rows ?? []
  const table = useRef<HTMLTableElement>(null)
  const open = (seq: number | undefined) => {
    if (seq === undefined) return
    if (matchMedia(besideFrom).matches) setSelected(seq)
    else go(path.entry(seq))
  }
  const step = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault()
    const at = rows.findIndex(({ seq }) => seq === selected)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))]
    if (next && matchMedia(besideFrom).matches) setSelected(next.seq)
    table.current?.querySelector<HTMLElement>(`[data-seq="${next?.seq}"] a`)?.focus()
  }
  useKeys({ ArrowDown: step(1), ArrowUp: step(-1), Escape: () => setSelected(undefined) })
  const refine = (changes: Readonly<Record<string, string>>) => {
    const before = Object.fromEntries(query)
    go(path.register(register.id, { ...before, offset: '', ...changes }), { replace: true })
  }
  return (
    <div className="split" data-open={selected !== undefined}>
      <section className="list printed" aria-labelledby="list-title">
        <div className="title">
          <h1 id="list-title">{register.title}</h1>
          <p className="note">
            登记簿 · <Clause of={{ ...register.clause, policy: register.policyTitle }} />
            {list && ` · ${list.register.keep}`}
          </p>
          <p className="push">
            <Excel register={register.id} search={search} />
            <button className="btn small" type="button" onClick={() => print()}>
              打印
            </button>
            {list?.register.mayWrite && (
              <Link className="btn small" to={path.newEntry(register.id)}>
                填报
              </Link>
            )}
          </p>
        </div>
        <Filters register={register} query={query} go={refine} exact={exact} setExact={setExact} />
        {problem && <Refusal sentence={problem.detail} kind="soft" />}
        {!list && !problem && <Waiting />}
        {list && <Table ref={table} register={register} rows={rows} selected={selected} open={open} />}
        {list && selected === undefined && <ListPaper register={register} list={list} search={search} />}
        {list && <Foot list={list} turn={(offset) => refine({ offset: offset === 0 ? '' : String(offset) })} />}
      </section>
      {selected !== undefined && <EntryView key={selected} seq={selected} close={() => setSelected(undefined)} />}
    </div>
  )
}

/** What the list shows, as paper. */
function ListPaper({
  register,
  list: { rows, total, offset },
  search,
}: {
  readonly register: RegisterShape
  readonly list: EntryList
  readonly search: Search
}) {
  const now = useNow()
  const columns = columnsOf(register).slice(0, 5)
  const days = search.from === undefined && search.to === undefined ? '' : `${search.from ?? ''} 至 ${search.to ?? ''}`
  const shown =
    total > rows.length ? `共 ${sayNumber(total)} 条，第 ${offset + 1}–${offset + rows.length} 条` : `共 ${total} 条`
  return (
    <Sheets
      title={register.title}
      meta={[...(days === '' ? [] : [`日期：${days}`]), shown]}
      blocks={[
        {
          is: 'list',
          head: [
            { title: '条号', width: 'narrow' },
            { title: '时刻', width: 'middling' },
            ...columns.map(([, { label }]) => ({ title: label })),
            { title: '记录人', width: 'middling' },
          ],
          rows: rows.map((row) => [
            sayNumber(row.seq),
            sayShort(row.at, now),
            ...columns.map(([name, field]) => textIn(name, field, row.values)),
            row.byName,
          ]),
        },
      ]}
      signatures={['制表', '审核']}
    />
  )
}

function Table({
  ref,
  register,
  rows,
  selected,
  open,
}: {
  readonly ref: React.Ref<HTMLTableElement>
  readonly register: RegisterShape
  readonly rows: readonly EntryRow[]
  readonly selected: number | undefined
  readonly open: (seq: number) => void
}) {
  const now = useNow()
  const columns = columnsOf(register)
  const hasState = rows.some(({ state, isRefusal }) => state !== undefined || isRefusal)
  if (rows.length === 0) return <Empty title="没有条目。">换个条件，或者还没有人记过。</Empty>
  return (
    <div className="scroll">
      <table className="table" ref={ref} aria-label={register.title}>
        <thead>
          <tr>
            <th scope="col" className="num">
              条号
            </th>
            <th scope="col">时刻</th>
            {columns.map(([name, { label, kind }]) => (
              <th key={name} scope="col" data-kind={kind}>
                {label}
              </th>
            ))}
            <th scope="col">记录人</th>
            {hasState && <th scope="col">状态</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq} data-seq={row.seq} aria-selected={row.seq === selected} onClick={() => open(row.seq)}>
              <td className="num no">
                <Link
                  to={path.entry(row.seq)}
                  onClick={(event) => {
                    event.preventDefault()
                    open(row.seq)
                  }}
                >
                  {sayNumber(row.seq)}
                </Link>
              </td>
              <td className="at">{sayShort(row.at, now)}</td>
              {columns.map(([name, field]) => (
                <Cell key={name} name={name} field={field} row={row} />
              ))}
              <td className="by">{row.byName}</td>
              {hasState && (
                <td className="st">
                  <RowState row={row} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ name, field, row }: { readonly name: string; readonly field: FieldShape; readonly row: EntryRow }) {
  const now = useNow()
  const text = textIn(name, field, row.values, (day) => sayNarrowDay(day, now))
  return (
    <td data-kind={field.kind} title={text.length > 12 ? text : undefined}>
      {row.isDisposed && text === '' && (field.keeps === 'body' || field.kind === 'hashed') ? (
        <span className="note">已按期销毁</span>
      ) : (
        text
      )}
    </td>
  )
}

function RowState({ row: { state, isRefusal, isCorrected } }: { readonly row: EntryRow }) {
  if (isRefusal) return <State mark="refused">未登记</State>
  if (state) return <State mark={state.mark}>{state.text}</State>
  return isCorrected ? <span className="note">更正过</span> : null
}

function Foot({ list, turn }: { readonly list: EntryList; readonly turn: (offset: number) => void }) {
  const { total, offset, rows } = list
  const hasMore = offset + rows.length < total
  return (
    <p className="foot">
      <span>
        共 {sayNumber(total)} 条
        {rows.length > 0 && `，第 ${sayNumber(offset + 1)}–${sayNumber(offset + rows.length)} 条`}
      </span>
      <span className="note keys-note">
        <kbd>↑</kbd> <kbd>↓</kbd> 选 <kbd>⏎</kbd> 打开 <kbd>Esc</kbd> 收起
      </span>
      <span className="pages">
        <button
          className="btn small"
          type="button"
          aria-disabled={offset === 0}
          onClick={() => offset > 0 && turn(Math.max(0, offset - size))}
        >
          上一页
        </button>
        <button
          className="btn small"
          type="button"
          aria-disabled={!hasMore}
          onClick={() => hasMore && turn(offset + size)}
        >
          下一页
        </button>
      </span>
    </p>
  )
}
