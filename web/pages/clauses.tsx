/** 条款: the policy as a text to read; right of each clause its state in a month; one clause opened beside it. */
import { useEffect, useRef, useState } from 'react'
import type { BoardPolicy, ClauseBoard, ClauseRow } from '../../server/api-board.ts'
import type { Compromise } from '../../server/api-keeping.ts'
import { nextMonth } from '../../engine/month.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Sheets } from '../parts/sheets.tsx'
import { Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { sayDay, sayFullDay, sayMinute, sayMonth } from '../parts/wording.ts'
import { dayOf } from '../../engine/time.ts'
import { go, path, useAddress } from '../routes.ts'
import { ClauseDetail } from './clause-detail.tsx'
import { Compromises } from './compromises.tsx'
import { clauseMarks } from './clause-marks.ts'
import { Vacancies } from './vacancies.tsx'

/** From this width on the clause stands beside its text. */
const besideFrom = '(min-width: 1181px)'

export function ClausesPage() {
  const [place = '', hash = ''] = useAddress().split('#')
  const query = new URLSearchParams(place.split('?')[1] ?? '')
  const asked = query.get('month') ?? ''
  const { body: board, problem } = useAnswer<ClauseBoard>(asked === '' ? '/api/clauses' : `/api/clauses?month=${asked}`)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!board) return <Waiting />
  const chosen = decodeURIComponent(hash)
  const holds = ({ rows }: BoardPolicy) => rows.some(({ clause }) => clause.id === chosen)
  const policy =
    board.policies.find(({ id }) => id === query.get('policy')) ?? board.policies.find(holds) ?? board.policies[0]
  if (!policy)
    return (
      <Empty title="还没有执行的制度。">
        <Link to={path.policies}>选要施行的制度</Link>
      </Empty>
    )
  return <Board board={board} policy={policy} chosen={chosen} />
}

function Board({
  board,
  policy,
  chosen,
}: {
  readonly board: ClauseBoard
  readonly policy: BoardPolicy
  readonly chosen: string
}) {
  const { month, last, at } = board
  const here = (changes: Readonly<Record<string, string>>, clause = chosen) =>
    path.clausesAt({ policy: policy.id, month: month === last ? '' : month, ...changes }, clause)
  const open = policy.rows.find(({ clause }) => clause.id === chosen)
  return (
    <div className="printed">
      <ClausesPaper policy={policy} month={sayMonth(month)} />
      <header className="clause-sum">
        <Sentence rows={policy.rows} month={month === last ? '本月' : sayMonth(month)} to={(id) => here({}, id)} />
        <div className="note">
          <label className="pick">
            <span className="unseen">制度</span>
            <select
              className="input"
              value={policy.id}
              onChange={(event) => go(here({ policy: event.target.value }, ''), { replace: true })}
            >
              {board.policies.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <Months board={board} to={(wanted) => here({ month: wanted === last ? '' : wanted })} />
          <span>{month === last ? `数到 ${sayDay(dayOf(at))} ${sayMinute(at)}` : '整月'} · 每个数字可点开</span>
          <button className="btn small" type="button" onClick={() => print()}>
            打印
          </button>
          <span>
            <Link to={path.policies}>
              自 {sayFullDay(policy.from)} 起施行{policy.until !== undefined && `，至 ${sayFullDay(policy.until)}`}
            </Link>
          </span>
        </div>
      </header>
      <Vacancies vacancies={policy.vacancies} />
      <Otherwise />
      <div className="clause-split">
        <ol className="text" aria-label="条款">
          {policy.rows.map((row) => (
            <Line key={row.clause.id} row={row} isOpen={row === open} to={here({}, row.clause.id)} />
          ))}
        </ol>
        {open ? (
          <Beside key={open.clause.id}>
            <ClauseDetail id={open.clause.id} row={open} month={month} isCurrent={month === last} />
          </Beside>
        ) : (
          <p className="note detail-hint">按条号，看这一条怎样执行、有哪些可设的数、凭据在哪里。</p>
        )}
      </div>
    </div>
  )
}
/** What this house does otherwise than the rules ask stands where everybody looks. */
function Otherwise() {
  const some = useAnswer<readonly Compromise[]>('/api/compromises').body ?? []
  return some.length === 0 ? null : <Compromises of={some} />
}
/** For an inspector: each clause, what it says here, how it stands. */
function ClausesPaper({ policy, month }: { readonly policy: BoardPolicy; readonly month: string }) {
  return (
    <Sheets
      title="条款执行情况"
      meta={[policy.title, `月份：${month}`]}
      blocks={[
        {
          is: 'list',
          head: [
            { title: '条', width: 'middling' },
            { title: '行文' },
            { title: '状态', width: 'middling' },
            { title: '次数', width: 'middling' },
          ],
          rows: policy.rows.map(({ clause, text, own, word, note }) => [
            clause.cite,
            own ? `${own.words}（本单位行文）` : text.join('\n'),
            word,
            note,
          ]),
        },
      ]}
      signatures={['制表', '负责人', '检查人']}
    />
  )
}
/** Where it stands above the text, it is brought into view. */
function Beside({ children }: { readonly children: React.ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!matchMedia(besideFrom).matches) place.current?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <div className="beside" ref={place}>
      {children}
    </div>
  )
}
function Months({
  board: { month, first, last },
  to,
}: {
  readonly board: ClauseBoard
  readonly to: (month: string) => string
}) {
  const step = (by: -1 | 1, word: string) => {
    const wanted = nextMonth(month, by)
    const isOut = wanted < first || wanted > last
    return isOut ? (
      <span
        className="btn quiet small"
        role="button"
        aria-disabled="true"
        title={by < 0 ? '那时还没有施行' : '还没有到'}
      >
        {word}
      </span>
    ) : (
      <Link className="btn quiet small" to={to(wanted)}>
        {word}
      </Link>
    )
  }
  return (
    <span className="months">
      {step(-1, '上月')}
      <b>{sayMonth(month)}</b>
      {step(1, '下月')}
    </span>
  )
}

/** 本月 16 条中 14 条全部做到；第二条迟 3 次；第六条 1 件逾期未签收。 */
export function sumOf(rows: readonly ClauseRow[]) {
  const behind = rows.filter((row) => row.behind.length > 0)
  const counted = rows.filter(({ state }) => state !== 'off')
  const kept = counted.filter((row) => row.state === 'kept' && row.behind.length === 0).length
  const idle = counted.filter(({ state }) => state === 'none').length
  return { total: counted.length, kept, behind, idle, off: rows.length - counted.length }
}
const namedMax = 4

function Sentence({
  rows,
  month,
  to,
}: {
  readonly rows: readonly ClauseRow[]
  readonly month: string
  readonly to: (id: string) => string
}) {
  const { total, kept, behind, idle, off } = sumOf(rows)
  return (
    <h1>
      {month} {total} 条中 {kept} 条全部做到
      {behind.slice(0, namedMax).map(({ clause, behind: facts }) => (
        <span key={clause.id}>
          ；<Link to={to(clause.id)}>{clause.cite}</Link> {facts.join('、')}
        </span>
      ))}
      {behind.length > namedMax && `；另有 ${behind.length - namedMax} 条没有全做到`}
      {idle > 0 && `；${idle} 条没有记录`}
      {off > 0 && `；${off} 条未启用`}。
    </h1>
  )
}

function Line({ row, isOpen, to }: { readonly row: ClauseRow; readonly isOpen: boolean; readonly to: string }) {
  const { clause, text, own, state, word, note } = row
  const [isOurs, setIsOurs] = useState(false)
  return (
    <li id={`clause-${clause.id}`} aria-current={isOpen ? 'true' : undefined}>
      <Link className="no" to={to}>
        {clause.cite}
      </Link>
      <div className="words-of">
        {own && (
          <p className="own-mark">
            <span className="badge">{isOurs ? '原来的行文' : '本单位行文'}</span>
            <button className="btn quiet small" type="button" onClick={() => setIsOurs(!isOurs)}>
              {isOurs ? '看本单位的' : '看原来的'}
            </button>
          </p>
        )}
        {(own && !isOurs ? own.words.split('\n') : text).map((paragraph, n) => (
          <p key={n}>{paragraph}</p>
        ))}
      </div>
      <p className="st">
        <State mark={clauseMarks[state]}>{word}</State>
        {note !== '' && <span className="note">{note}</span>}
      </p>
    </li>
  )
}
