/** One clause opened: its rules in sentences, its figures, its parameters, its wording, what is vacant. */
import type { ClauseDetail as Detail, ClauseRow, Figure } from '../../server/api-board.ts'
import { useAnswer } from '../parts/answer.ts'
import { behindPath } from '../parts/behind.ts'
import { Link } from '../parts/link.tsx'
import { Mark, State } from '../parts/marks.tsx'
import { Refusal, Waiting } from '../parts/sayings.tsx'
import { sayMonth, sayNumber } from '../parts/wording.ts'
import { ClauseParameter } from './clause-parameter.tsx'
import { ClauseWording } from './clause-wording.tsx'
import { clauseMarks } from './clause-marks.ts'
import { VacancyList } from './vacancies.tsx'

export function ClauseDetail({
  id,
  row: { clause, state, word },
  month,
  isCurrent,
}: {
  readonly id: string
  readonly row: ClauseRow
  readonly month: string
  readonly isCurrent: boolean
}) {
  const { body, problem } = useAnswer<Detail>(`/api/clauses/${encodeURIComponent(id)}?month=${month}`)
  return (
    <article className="detail" aria-labelledby="detail">
      <p>
        <State mark={clauseMarks[state]}>{word}</State>
      </p>
      <h2 id="detail">{clause.cite}</h2>
      {problem && <Refusal sentence={problem.detail} kind="soft" />}
      {!body && !problem && <Waiting />}
      {body && <Opened detail={body} month={isCurrent ? '本月' : sayMonth(month)} isCurrent={isCurrent} />}
      <p className="note">
        《{clause.policy}》{clause.cite}
      </p>
    </article>
  )
}
function Opened({
  detail: { row, sentences, argues, parameters, figures, vacancies, versions, mayWord },
  month,
  isCurrent,
}: {
  readonly detail: Detail
  readonly month: string
  readonly isCurrent: boolean
}) {
  return (
    <>
      {argues.length > 0 && (
        <ul className="argues" aria-label="与法律或自身不一致的地方">
          {argues.map((line) => (
            <li key={line}>
              <Mark of="law" />
              {line}
            </li>
          ))}
        </ul>
      )}
      <h3>怎样执行</h3>
      {sentences.length === 0 ? <p className="note">这一条没有规则。</p> : <Rules sentences={sentences} />}
      {parameters.length > 0 && (
        <>
          <h3>参数</h3>
          <ul className="params">
            {parameters.map((one) => (
              <ClauseParameter key={one.id} parameter={one} />
            ))}
          </ul>
        </>
      )}
      <h3>{month}凭据</h3>
      {figures.length === 0 ? <p className="note">{month}没有记录。</p> : <Figures figures={figures} />}
      {isCurrent && vacancies.length > 0 && (
        <>
          <h3>岗位空缺</h3>
          <VacancyList vacancies={vacancies} />
        </>
      )}
      <ClauseWording row={row} versions={versions} mayWord={mayWord} />
    </>
  )
}
const rulesShown = 4
/** The first few; the others one press away. */
function Rules({ sentences }: { readonly sentences: readonly string[] }) {
  const lines = (some: readonly string[]) => (
    <ul className="rules">
      {some.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
  return (
    <>
      {lines(sentences.slice(0, rulesShown))}
      {sentences.length > rulesShown && (
        <details className="more-rules">
          <summary>其余 {sentences.length - rulesShown} 句</summary>
          {lines(sentences.slice(rulesShown))}
        </details>
      )}
    </>
  )
}
/** Each number leads to what it counts. */
function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <ul className="figures">
      {figures.map(({ title, n, mark, behind }) => (
        <li key={title}>
          <Link to={behindPath(behind)} data-mark={mark}>
            <b>{sayNumber(n)}</b> {title}
          </Link>
        </li>
      ))}
    </ul>
  )
}
