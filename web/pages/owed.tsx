/** Behind a number: each time that a duty was owed, each notice that was sent; filtered by what the address says. */
import { useState } from 'react'
import type { OwedList, OwedRow, SentList, SentRow } from '../../server/api-board.ts'
import type { UnitRow } from '../../server/api.ts'
import { dutyUnit } from '../declared.ts'
import { LabelledDay } from '../fields/day.tsx'
import { useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State, type StateMark } from '../parts/marks.tsx'
import { Clause, Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { Sheets } from '../parts/sheets.tsx'
import { Workbook } from '../parts/workbook.tsx'
import { sayEntry, sayFullDay, sayMonth, sayNumber, sayShort, sayWeekday } from '../parts/wording.ts'
import { go, path } from '../routes.ts'

export const outcomeWords: Readonly<Record<OwedRow['outcome'], string>> = {
  'in-time': '按时',
  late: '迟',
  missed: '未做',
  overdue: '逾期',
  open: '待做',
}
const outcomeMarks: Readonly<Record<OwedRow['outcome'], StateMark>> = {
  'in-time': 'kept',
  late: 'late',
  missed: 'late',
  overdue: 'late',
  open: 'open',
}
const size = 50

export function OwedPage({ query }: { readonly query: URLSearchParams }) {
  const asked = new URLSearchParams(query)
  asked.set('size', String(size))
  const { body: list, problem } = useAnswer<OwedList>(`/api/owed?${asked.toString()}`)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!list) return <Waiting />
  const refine = (changes: Readonly<Record<string, string>>) =>
    go(path.owed({ ...Object.fromEntries(query), offset: '', ...changes }), { replace: true })
  return (
    <section className="list printed" aria-labelledby="list-title">
      <OwedPaper list={list} query={query} />
      <div className="title">
        <h1 id="list-title">{list.duty.title}</h1>
        <p className="note">
          每一次应做的 · <Clause of={list.duty.clause} />
        </p>
        <p className="push">
          <Workbook from="/api/owed.xlsx" body={Object.fromEntries(query)} name={list.duty.title} />
          <button className="btn small" type="button" onClick={() => print()}>
            打印
          </button>
        </p>
      </div>
      <OwedFilters list={list} query={query} refine={refine} />
      {list.rows.length === 0 ? (
        <Empty title="没有。">换个条件看看。</Empty>
      ) : (
        <div className="scroll">
          <table className="table" aria-label={list.duty.title}>
            <thead>
              <tr>
                <th scope="col">哪天</th>
                {list.duty.hasUnits && <th scope="col">单位</th>}
                <th scope="col">期限</th>
                <th scope="col">结果</th>
                <th scope="col">何时做的</th>
                <th scope="col">凭据</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((row) => (
                <Owed key={row.id} row={row} hasUnits={list.duty.hasUnits} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages total={list.total} offset={list.offset} turn={(offset) => refine({ offset })} />
    </section>
  )
}
function OwedPaper({ list, query }: { readonly list: OwedList; readonly query: URLSearchParams }) {
  const now = useNow()
  const { duty, rows, total, offset } = list
  const shown =
    total > rows.length ? `共 ${sayNumber(total)} 条，第 ${offset + 1}–${offset + rows.length} 条` : `共 ${total} 条`
  return (
    <Sheets
      title={duty.title}
      meta={[`${query.get('from') ?? ''} 至 ${query.get('to') ?? ''}`, shown]}
      blocks={[
        {
          is: 'list',
          head: [
            { title: '哪天', width: 'middling' },
            ...(duty.hasUnits ? [{ title: '单位' }] : []),
            { title: '期限', width: 'middling' },
            { title: '结果', width: 'narrow' },
            { title: '何时做的', width: 'middling' },
            { title: '条号', width: 'narrow' },
          ],
          rows: rows.map(({ day, unitTitle = '', due, outcome, isZero, metAt, entry }) => [
            day,
            ...(duty.hasUnits ? [unitTitle] : []),
            sayShort(due, now),
            `${outcomeWords[outcome]}${isZero ? '零' : ''}`,
            metAt === undefined ? '' : sayShort(metAt, now),
            entry === undefined ? '' : sayNumber(entry),
          ]),
        },
      ]}
      signatures={['制表', '审核']}
    />
  )
}
function Owed({ row, hasUnits }: { readonly row: OwedRow; readonly hasUnits: boolean }) {
  const now = useNow()
  const { day, unitTitle, due, isExtended, outcome, by, isZero, metAt, entry, opener } = row
  return (
    <tr>
      <td>
        {sayFullDay(day)} {sayWeekday(day)}
      </td>
      {hasUnits && <td>{unitTitle}</td>}
      <td>
        {sayShort(due, now)}
        {isExtended && <span className="note"> 停机顺延</span>}
      </td>
      <td>
        <State mark={outcomeMarks[outcome]}>{outcomeWords[outcome]}</State>
        {isZero && <span className="note"> 零报</span>}
      </td>
      <td>
        {metAt !== undefined && sayShort(metAt, now)}
        {by !== undefined && <span className="note"> {by}</span>}
      </td>
      <td>
        {entry !== undefined && <Link to={path.entry(entry)}>{sayEntry(entry)}</Link>}
        {entry === undefined && metAt !== undefined && <span className="note">不在你可看的之列</span>}
        {opener !== undefined && (
          <span className="note">
            {' '}
            起于 <Link to={path.entry(opener)}>{sayEntry(opener)}</Link>
          </span>
        )}
      </td>
    </tr>
  )
}
type Refine = (changes: Readonly<Record<string, string>>) => void
function OwedFilters({
  list: { duty, settledBy },
  query,
  refine,
}: {
  readonly list: OwedList
  readonly query: URLSearchParams
  readonly refine: Refine
}) {
  const kind = dutyUnit(duty.id)
  const units = useAnswer<readonly UnitRow[]>(kind && `/api/units/${kind.id}`).body ?? []
  const outcome = query.get('outcome') ?? ''
  return (
    <form className="filters" role="search" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
      <Day label="自哪天" day={query.get('from') ?? ''} set={(from) => refine({ from })} />
      <Day label="至哪天" day={query.get('to') ?? ''} set={(to) => refine({ to })} />
      {kind && (
        <Pick label={kind.title} value={query.get('unit') ?? ''} set={(unit) => refine({ unit })}>
          {units.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Pick>
      )}
      <Pick label="结果" value={outcome} set={(one) => refine({ outcome: one })}>
        {Object.entries(outcomeWords).map(([id, word]) => (
          <option key={id} value={id}>
            {word}
          </option>
        ))}
        {outcome.includes(',') && <option value={outcome}>几种结果</option>}
      </Pick>
      {settledBy.length > 1 && (
        <Pick label="怎样做的" value={query.get('register') ?? ''} set={(register) => refine({ register })}>
          {settledBy.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Pick>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={query.get('zero') === 'true'}
          onChange={(event) => refine({ zero: event.target.checked ? 'true' : '' })}
        />
        只看零报
      </label>
    </form>
  )
}
function Pick({
  label,
  value,
  set,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
  readonly children: React.ReactNode
}) {
  return (
    <label>
      <span className="unseen">{label}</span>
      <select className="input" value={value} onChange={(event) => set(event.target.value)}>
        <option value="">全部{label}</option>
        {children}
      </select>
    </label>
  )
}
const dayShape = /^\d{4}-\d\d-\d\d$/
/** Goes into the address once it is a day, or nothing. */
function Day({
  label,
  day,
  set,
}: {
  readonly label: string
  readonly day: string
  readonly set: (day: string) => void
}) {
  const [typed, setTyped] = useState(day === '1900-01-01' ? '' : day)
  return (
    <LabelledDay
      label={label}
      text={typed}
      isUnseen
      set={(text) => {
        setTyped(text)
        if (text.trim() === '' ? day !== '' : dayShape.test(text.trim())) set(text.trim())
      }}
    />
  )
}
export function Pages({
  total,
  offset,
  turn,
}: {
  readonly total: number
  readonly offset: number
  readonly turn: (offset: string) => void
}) {
  const [first, last] = [Math.min(total, offset + 1), Math.min(total, offset + size)]
  return (
    <p className="foot">
      <span>
        共 {sayNumber(total)} 条{total > size && `，第 ${sayNumber(first)}–${sayNumber(last)} 条`}
      </span>
      {total > size && (
        <span className="pages">
          <button
            className="btn small"
            type="button"
            aria-disabled={offset === 0}
            onClick={() => offset > 0 && turn(offset <= size ? '' : String(offset - size))}
          >
            上一页
          </button>
          <button
            className="btn small"
            type="button"
            aria-disabled={last >= total}
            onClick={() => last < total && turn(String(offset + size))}
          >
            下一页
          </button>
        </span>
      )}
    </p>
  )
}

const sentWords: Readonly<Record<SentRow['outcome'], readonly [StateMark, string]>> = {
  told: ['kept', '已告知'],
  waiting: ['open', '待签收'],
  answered: ['kept', '已签收'],
  unanswered: ['late', '逾期未签收'],
  granted: ['kept', '获准'],
  returned: ['open', '退回'],
  withdrawn: ['none', '作废'],
}
export function SentPage({ query }: { readonly query: URLSearchParams }) {
  const now = useNow()
  const asked = new URLSearchParams(query)
  asked.set('size', String(size))
  const { body: list, problem } = useAnswer<SentList>(`/api/sent?${asked.toString()}`)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!list) return <Waiting />
  const outcome = query.get('outcome') ?? ''
  const refine = (changes: Readonly<Record<string, string>>) =>
    go(path.sent({ ...Object.fromEntries(query), offset: '', ...changes }), { replace: true })
  return (
    <section className="list" aria-labelledby="list-title">
      <div className="title">
        <h1 id="list-title">{list.title}</h1>
        <p className="note">
          {sayMonth(query.get('month') ?? '')}送出的 · <Clause of={list.clause} />
        </p>
      </div>
      <form className="filters" role="search" aria-label="筛选" onSubmit={(event) => event.preventDefault()}>
        <Pick label="结果" value={outcome} set={(one) => refine({ outcome: one })}>
          {Object.entries(sentWords)
            .filter(([id]) => id !== 'withdrawn')
            .map(([id, [, word]]) => (
              <option key={id} value={id}>
                {word}
              </option>
            ))}
        </Pick>
      </form>
      {list.rows.length === 0 ? (
        <Empty title="没有。">换个条件看看。</Empty>
      ) : (
        <div className="scroll">
          <table className="table" aria-label={list.title}>
            <thead>
              <tr>
                <th scope="col">送出</th>
                <th scope="col">送给谁</th>
                <th scope="col">结果</th>
                <th scope="col">关于</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.seq}>
                  <td>{sayShort(row.at, now)}</td>
                  <td>{row.to}</td>
                  <td>
                    <State mark={sentWords[row.outcome][0]}>{sentWords[row.outcome][1]}</State>
                    {row.endedAt !== undefined && <span className="note"> {sayShort(row.endedAt, now)}</span>}
                  </td>
                  <td>
                    {row.entry === undefined ? (
                      <span className="note">不在你可看的之列</span>
                    ) : (
                      <Link to={path.entry(row.entry)}>{sayEntry(row.entry)}</Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages total={list.total} offset={list.offset} turn={(offset) => refine({ offset })} />
    </section>
  )
}
