/** One figure of a clause: what it is, what it may be, the law's, whose it is, who set it; set in place, from a day on. */
import { useId, useState } from 'react'
import type { ParameterRow, Problem } from '../../server/api.ts'
import { LabelledDay } from '../fields/day.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Refusal, Told } from '../parts/sayings.tsx'
import { sayFullDay } from '../parts/wording.ts'
import { dayOf } from '../../engine/time.ts'
import { figureOf, sayFigure } from './figures.ts'

export function ClauseParameter({ parameter }: { readonly parameter: ParameterRow }) {
  const { title, value, unit, maySet, setter } = parameter
  const [isOpen, setIsOpen] = useState(false)
  const [told, setTold] = useState('')
  const why = useId()
  return (
    <li>
      <b>{title}</b>
      <span className="value">
        {sayFigure(value, unit)}
        {!isOpen && (
          <button
            className="btn quiet small"
            type="button"
            aria-label={`改${title}`}
            aria-disabled={!maySet}
            aria-describedby={maySet ? undefined : why}
            onClick={() => {
              setTold('')
              setIsOpen(maySet)
            }}
          >
            改
          </button>
        )}
      </span>
      <Terms parameter={parameter} />
      {!maySet && (
        <span className="note" id={why}>
          由系统管理员{setter !== undefined && `或${setter}`}设定
        </span>
      )}
      {isOpen && (
        <Setting
          parameter={parameter}
          done={(sentence) => {
            setIsOpen(false)
            setTold(sentence)
          }}
        />
      )}
      {told !== '' && <Told>{told}</Told>}
      <History parameter={parameter} />
    </li>
  )
}
/** Bounds, the law's figure, whose figure it is. */
function Terms({ parameter: { value, usual, min, max, law, unit, origin } }: { readonly parameter: ParameterRow }) {
  // JSON has no word for what is not bounded.
  const low = min ?? 0
  const high = max ?? Number.POSITIVE_INFINITY
  const bounds =
    typeof value === 'boolean'
      ? '是或否'
      : low <= 0 && high === Number.POSITIVE_INFINITY
        ? '不限'
        : high === Number.POSITIVE_INFINITY
          ? `不少于 ${sayFigure(low, unit)}`
          : `${sayFigure(low, unit)} 至 ${sayFigure(high, unit)}`
  return (
    <span className="note">
      可设 {bounds}
      {origin !== undefined && ` · ${origin}`}
      {value !== usual && ` · 原为 ${sayFigure(usual, unit)}`}
      {law !== undefined && (
        <>
          {' '}
          · <b data-differs={law !== value}>法律 {sayFigure(law, unit)}</b>
        </>
      )}
    </span>
  )
}
function History({ parameter: { history, setBy, setAt, unit } }: { readonly parameter: ParameterRow }) {
  const now = useNow()
  const latest = setBy === undefined || setAt === undefined ? '没有改过' : `${setBy}，${sayFullDay(dayOf(setAt))} 设定`
  if (history.length === 0) return <span className="note">没有改过</span>
  return (
    <details className="history">
      <summary className="note">
        {latest} · 改过 {history.length} 次
      </summary>
      <ol>
        {history.map(({ value, from, at, byName }) => (
          <li key={`${at} ${from}`} className="note">
            <b>{sayFigure(value, unit)}</b> 自 {sayFullDay(dayOf(from))} 起{from > now && '（还没有到）'}，{byName}，
            {sayFullDay(dayOf(at))} 设
          </li>
        ))}
      </ol>
    </details>
  )
}

function Setting({
  parameter: { id, title, value, unit, clause },
  done,
}: {
  readonly parameter: ParameterRow
  readonly done: (told: string) => void
}) {
  const isYes = typeof value === 'boolean'
  const [typed, setTyped] = useState(isYes ? String(value) : sayFigure(value, unit))
  const [from, setFrom] = useState('')
  const [problem, setProblem] = useState<Pick<Problem, 'detail' | 'field'>>()
  const send = async () => {
    const figure = isYes ? typed === 'true' : figureOf(typed, unit)
    if (figure === undefined)
      return setProblem({ detail: `不能改${title}：“${typed}”不是这里的数（${clause.cite}）`, field: 'value' })
    const body = { value: figure, ...(from.trim() === '' ? {} : { from: from.trim() }) }
    const reply = await ask(`/api/parameters/${id}`, { method: 'PUT', key: freshKey(), body })
    if (reply.is === 'answer') {
      refresh()
      return done(`${sayFigure(figure, unit)}，${from.trim() === '' ? '即刻起' : `自 ${from.trim()} 起`}`)
    }
    return setProblem(reply.is === 'cut' ? { detail: '线路断开，没有改' } : reply.problem)
  }
  return (
    <form
      className="setting"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="field short">
        <span className="label">改为</span>
        {isYes ? (
          <select className="input" aria-label={title} value={typed} onChange={(event) => setTyped(event.target.value)}>
            <option value="true">是</option>
            <option value="false">否</option>
          </select>
        ) : (
          <input
            className="input"
            aria-label={title}
            autoFocus
            value={typed}
            aria-invalid={problem !== undefined && problem.field !== 'from'}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </div>
      <LabelledDay label="自哪天（不填即刻）" text={from} set={setFrom} />
      <span className="acts">
        <button className="btn small primary" type="submit">
          设定
        </button>
        <button className="btn quiet small" type="button" onClick={() => done('')}>
          不改
        </button>
      </span>
      {problem && <Refusal sentence={problem.detail} kind="soft" />}
    </form>
  )
}
