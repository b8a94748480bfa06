/** 条款: the policy as a text to read; right of each clause its state; one clause opened with its figures. */
import { useState } from 'react'
import type { ClauseRow, ParameterRow } from '../../server/api.ts'
import { parameterUnit, registers } from '../declared.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State, type StateMark } from '../parts/marks.tsx'
import { Empty, Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { sayDay, sayMinute } from '../parts/wording.ts'
import { dayOf } from '../../engine/time.ts'
import { go, path, useAddress } from '../routes.ts'
import { figureOf, sayFigure } from './figures.ts'

const marks: Readonly<Record<ClauseRow['state'], StateMark>> = {
  kept: 'kept',
  late: 'late',
  refused: 'late',
  law: 'law',
  none: 'none',
}

export function ClausesPage() {
  const { body: rows, problem } = useAnswer<readonly ClauseRow[]>('/api/clauses')
  const parameters = useAnswer<readonly ParameterRow[]>('/api/parameters').body ?? []
  const chosen = decodeURIComponent(useAddress().split('#')[1] ?? '')
  const [policy, setPolicy] = useState<string>()
  const at = useNow()
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!rows) return <Waiting />
  const titles = [...new Set(rows.map(({ clause }) => clause.policy))]
  const open = rows.find(({ clause }) => clause.id === chosen)
  const shown = policy ?? open?.clause.policy ?? titles[0]
  const text = rows
    .filter(({ clause }) => clause.policy === shown)
    .sort((a, b) => a.clause.id.localeCompare(b.clause.id, 'en', { numeric: true }))
  if (rows.length === 0)
    return (
      <Empty title="还没有执行的制度。">
        <Link to={path.settings}>到设置里选</Link>
      </Empty>
    )
  return (
    <>
      <header className="clause-sum">
        <h1>{sentenceOf(text)}</h1>
        <p className="note">
          <label className="pick">
            <span className="unseen">制度</span>
            <select
              className="input"
              value={shown}
              onChange={(event) => {
                setPolicy(event.target.value)
                go(path.clauses, { replace: true })
              }}
            >
              {titles.map((title) => (
                <option key={title}>{title}</option>
              ))}
            </select>
          </label>
          数到 {sayDay(dayOf(at))} {sayMinute(at)}
        </p>
      </header>
      <div className="clause-split">
        <ol className="text" aria-label="条款">
          {text.map((row) => (
            <Line key={row.clause.id} row={row} isOpen={row === open} />
          ))}
        </ol>
        {open && open.clause.policy === shown ? (
          <Detail
            key={open.clause.id}
            row={open}
            parameters={parameters.filter(({ clause }) => clause.id === open.clause.id)}
          />
        ) : (
          <p className="note detail-hint">按条号，看这一条怎样执行、有哪些可设的数。</p>
        )}
      </div>
    </>
  )
}

/** 16 条中 14 条全部做到；第二条迟报 3 件。 */
export function sentenceOf(rows: readonly ClauseRow[]): string {
  const behind = rows.filter(({ state }) => state !== 'kept' && state !== 'none')
  const kept = rows.filter(({ state }) => state === 'kept').length
  const named = behind.slice(0, 4).map(({ clause: { cite }, text }) => `${cite}${text}`)
  const idle = rows.length - kept - behind.length
  const parts = [`${rows.length} 条中 ${kept} 条全部做到`, ...named, ...(idle > 0 ? [`${idle} 条本月没有记录`] : [])]
  return `${parts.join('；')}。`
}

function Line({
  row: { clause, state, text, kept, late, refused },
  isOpen,
}: {
  readonly row: ClauseRow
  readonly isOpen: boolean
}) {
  const counts = [kept > 0 && `做到 ${kept}`, late > 0 && `迟 ${late}`, refused > 0 && `拒绝 ${refused}`].filter(
    Boolean,
  )
  return (
    <li id={`clause-${clause.id}`} aria-current={isOpen ? 'true' : undefined}>
      <Link className="no" to={path.clause(clause.id)}>
        {clause.cite}
      </Link>
      <p className="words-of">{clause.words}</p>
      <p className="st">
        <State mark={marks[state]}>{text}</State>
        {counts.length > 0 && <span className="note">{counts.join('，')}</span>}
      </p>
    </li>
  )
}

function Detail({
  row: { clause, state, text },
  parameters,
}: {
  readonly row: ClauseRow
  readonly parameters: readonly ParameterRow[]
}) {
  const books = registers.filter((register) => register.clause.id === clause.id)
  return (
    <article className="detail" aria-labelledby="detail">
      <p>
        <State mark={marks[state]}>{text}</State>
      </p>
      <h2 id="detail">{clause.cite}</h2>
      <p className="rule">{clause.words}</p>
      {parameters.length > 0 && (
        <>
          <h3>参数</h3>
          <ul className="params">
            {parameters.map((one) => (
              <Figure key={one.id} parameter={one} />
            ))}
          </ul>
        </>
      )}
      {books.length > 0 && (
        <>
          <h3>凭据</h3>
          <ul className="proofs">
            {books.map(({ id, title }) => (
              <li key={id}>
                <Link to={path.register(id)}>{title}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="note">
        《{clause.policy}》{clause.cite}
      </p>
    </article>
  )
}

/** One figure: what it is, what it may be, the law's own; set here, from now on. */
function Figure({ parameter }: { readonly parameter: ParameterRow }) {
  const { id, title, value, min, max, law, usual, clause } = parameter
  const unit = parameterUnit(id)
  const [typed, setTyped] = useState<string>()
  const [sentence, setSentence] = useState('')
  const [told, setTold] = useState('')
  const send = async (figure: number | boolean | undefined) => {
    if (figure === undefined) return setSentence(`不能改${title}：“${typed}”不是这里的数（${clause.cite}）`)
    const reply = await ask(`/api/parameters/${id}`, { method: 'PUT', key: freshKey(), body: { value: figure } })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有改' : reply.problem.detail)
    setTold(reply.is === 'answer' ? `已改为 ${sayFigure(figure, unit)}` : '')
    if (reply.is === 'answer') setTyped(undefined)
    refresh()
  }
  const low = min ?? 0
  const high = max ?? Number.POSITIVE_INFINITY
  const bounds =
    typeof value === 'boolean'
      ? '是或否'
      : low <= 0 && high === Number.POSITIVE_INFINITY
        ? '不限'
        : `${sayFigure(low, unit)} 至 ${sayFigure(high, unit)}`
  return (
    <li>
      <b>{title}</b>
      {typed === undefined ? (
        <span className="value">
          {sayFigure(value, unit)}
          <button
            className="btn quiet small"
            type="button"
            aria-label={`改${title}`}
            onClick={() => {
              setTold('')
              if (typeof value === 'boolean') void send(!value)
              else setTyped(sayFigure(value, unit))
            }}
          >
            {typeof value === 'boolean' ? `改为${value ? '否' : '是'}` : '改'}
          </button>
        </span>
      ) : (
        <form
          className="value"
          onSubmit={(event) => {
            event.preventDefault()
            void send(figureOf(typed, unit))
          }}
        >
          <input
            className="input"
            aria-label={title}
            autoFocus
            value={typed}
            aria-invalid={sentence !== ''}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button className="btn small" type="submit">
            设定
          </button>
          <button
            className="btn quiet small"
            type="button"
            onClick={() => {
              setTyped(undefined)
              setSentence('')
            }}
          >
            不改
          </button>
        </form>
      )}
      <span className="note">
        {parameter.origin !== undefined && `${parameter.origin} · `}可设 {bounds}
        {value !== usual && ` · 原为 ${sayFigure(usual, unit)}`}
        {law !== undefined && (
          <>
            {' '}
            · <b data-differs={law !== value}>法律 {sayFigure(law, unit)}</b>
          </>
        )}
        {parameter.setBy && ` · ${parameter.setBy}${parameter.setAt ? ` ${sayDay(dayOf(parameter.setAt))}` : ''}设定`}
      </span>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {told !== '' && <Told>{told}</Told>}
    </li>
  )
}
