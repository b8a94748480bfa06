/** 制度: which policies run from when to when; what a further one would ask from a day on; ending one on a day. */
import { useId, useState } from 'react'
import type { AdoptionPreview, FirstOwed, PolicyRow, PreviewedPolicy } from '../../server/api-adoption.ts'
import { dayOf, isDay, nextDay } from '../../engine/time.ts'
import { DayBox } from '../fields/day.tsx'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State, type StateMark } from '../parts/marks.tsx'
import { Clause, Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayDay, sayFullDay, sayMinute, sayWeekday } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { fileEntry } from './house-staff.ts'
import { Vacancies } from './vacancies.tsx'

const marks: Readonly<Record<PolicyRow['state'], StateMark>> = {
  running: 'kept',
  ending: 'soon',
  coming: 'open',
  ended: 'none',
  never: 'none',
}
/** Those that run, will run or ran; and the others. */
export function AdoptionsPage() {
  const { session, reload } = useSession()
  const { body: rows, problem } = useAnswer<readonly PolicyRow[]>('/api/adoptions')
  const [told, setTold] = useState('')
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!rows) return <Waiting />
  const ours = rows.filter(({ state }) => state !== 'never' && state !== 'ended'),
    others = rows.filter((row) => !ours.includes(row))
  const done = async (sentence: string) => {
    setTold(sentence)
    refresh()
    await reload()
  }
  return (
    <>
      <div className="title">
        <h1>制度</h1>
        <p className="note">
          几部可以同时施行：人员、单位、岗位共用一份，同一个岗位只任命一次。
          {!session.isAdministrator && '由系统管理员设定，其他人可以看。'}
        </p>
      </div>
      {told !== '' && <Told>{told}</Told>}
      <section className="group" aria-labelledby="running">
        <h2 id="running">
          施行的 <span className="n">{ours.length}</span>
        </h2>
        {ours.length === 0 && <p className="note">还没有施行的制度，从下面选。</p>}
        <ul className="policies">
          {ours.map((row) => (
            <Running key={row.id} row={row} mayEnd={session.isAdministrator} done={done} />
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <Further rows={others} mayAdopt={session.isAdministrator} count={ours.length} done={done} />
      )}
    </>
  )
}

function Running({
  row,
  mayEnd,
  done,
}: {
  readonly row: PolicyRow
  readonly mayEnd: boolean
  readonly done: (sentence: string) => Promise<void>
}) {
  const { id, title, clauses, from = '', until, state, vacancies } = row
  const [isEnding, setEnding] = useState(false)
  const words = {
    running: `自 ${sayFullDay(from)}起施行`,
    ending: `施行到 ${sayFullDay(until ?? '')}为止`,
    coming: `自 ${sayFullDay(from)}起施行，还没有到`,
    ended: '',
    never: '',
  }
  return (
    <li className="policy" aria-label={title}>
      <div className="head">
        <Link to={path.clausesAt({ policy: id })}>
          <b>{title}</b>
        </Link>
        <span className="note">{clauses} 条</span>
        <State mark={marks[state]}>{words[state]}</State>
        {mayEnd && until === undefined && (
          <button className="btn small" type="button" aria-expanded={isEnding} onClick={() => setEnding(!isEnding)}>
            {isEnding ? '不终止了' : '终止'}
            <span className="unseen">{title}</span>
          </button>
        )}
      </div>
      {isEnding && until === undefined && <Ending row={row} done={done} />}
      <Vacancies vacancies={vacancies} />
    </li>
  )
}

/** What ends and what does not is said before it is done: it cannot be undone. */
function Ending({
  row: { id, title, open },
  done,
}: {
  readonly row: PolicyRow
  readonly done: (sentence: string) => Promise<void>
}) {
  const field = useId()
  const [last, setLast] = useState(dayOf(serverNow()))
  const [sentence, setSentence] = useState('')
  const [isSending, setSending] = useState(false)
  const end = async () => {
    if (!isDay(last)) return setSentence('不能终止：最后一日不是日期')
    if (isSending) return
    setSending(true)
    const refused = await fileEntry('end-adoption', { policy: id, last })
    setSending(false)
    if (refused === undefined) await done(`《${title}》施行到 ${sayFullDay(last)}为止。`)
    else setSentence(refused)
  }
  return (
    <div className="ending">
      <div className="field short">
        <label className="label" htmlFor={field}>
          最后一日
        </label>
        <DayBox
          id={field}
          text={last}
          set={(text) => {
            setLast(text)
            setSentence('')
          }}
          aria-invalid={sentence !== ''}
          aria-describedby={`${field}-fault`}
        />
        <div id={`${field}-fault`}>{sentence !== '' && <Refusal sentence={sentence} kind="soft" />}</div>
      </div>
      <ul className="notes">
        <li>
          {isDay(last) ? `${sayFullDay(nextDay(last))}起` : '次日起'}不再产生新的应做的事，登记簿照样能看、能打印。
        </li>
        <li>{open > 0 ? `现在没有办完的 ${open} 件仍然要办。` : '现在没有未办完的事。'}</li>
        <li>已登记的保存年限不变，终止以后不能撤回，可以重新施行。</li>
      </ul>
      <p>
        <button className="btn" type="button" aria-disabled={isSending} onClick={() => void end()}>
          {isDay(last) ? `施行到 ${sayDay(last)}为止` : '终止'}
        </button>
      </p>
    </div>
  )
}

function Further({
  rows,
  mayAdopt,
  count,
  done,
}: {
  readonly rows: readonly PolicyRow[]
  readonly mayAdopt: boolean
  readonly count: number
  readonly done: (sentence: string) => Promise<void>
}) {
  const field = useId()
  const [wanted, setWanted] = useState<readonly string[]>([])
  const [from, setFrom] = useState(nextDay(dayOf(serverNow())))
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({})
  const [isSending, setSending] = useState(false)
  const turn = (id: string) => setWanted(wanted.includes(id) ? wanted.filter((one) => one !== id) : [...wanted, id])
  const chosen = rows.filter(({ id }) => wanted.includes(id))
  const fault = !isDay(from) ? '没有这一天' : from < dayOf(serverNow()) ? '施行之日早于今天' : undefined
  const asked =
    chosen.length > 0 && fault === undefined
      ? `/api/adoptions/preview?${new URLSearchParams({ policies: chosen.map(({ id }) => id).join(','), from }).toString()}`
      : undefined
  const { body: preview } = useAnswer<AdoptionPreview>(asked)
  const reason = chosen.length === 0 ? '不能施行：还没有选制度' : fault && `不能施行：${fault}`
  const adopt = async () => {
    if (reason !== undefined || isSending) return
    setSending(true)
    const refused: Record<string, string> = {},
      taken: string[] = []
    for (const { id, title } of chosen) {
      const sentence = await fileEntry('adopt', { policy: id, from })
      if (sentence === undefined) taken.push(`《${title}》`)
      else refused[id] = sentence
    }
    setSending(false)
    setRefusals(refused)
    setWanted(Object.keys(refused))
    if (taken.length > 0) await done(`${taken.join('')}自 ${sayFullDay(from)}起施行。空缺的岗位在下面任命。`)
  }
  return (
    <section className="group" aria-labelledby="further">
      <h2 id="further">
        {count > 0 ? '还可以施行的' : '可以施行的'} <span className="n">{rows.length}</span>
      </h2>
      <ul className="policies">
        {rows.map((row) => (
          <li key={row.id} className="policy" aria-label={row.title}>
            {mayAdopt ? (
              <label className="choose">
                <input type="checkbox" checked={wanted.includes(row.id)} onChange={() => turn(row.id)} />
                <Described row={row} />
              </label>
            ) : (
              <Described row={row} />
            )}
            {refusals[row.id] !== undefined && <Refusal sentence={refusals[row.id] ?? ''} kind="soft" />}
          </li>
        ))}
      </ul>
      {mayAdopt && (
        <div className="adopting">
          <div className="field short">
            <label className="label" htmlFor={field}>
              从哪天起施行
            </label>
            <DayBox
              id={field}
              text={from}
              set={setFrom}
              aria-invalid={fault !== undefined}
              aria-describedby={`${field}-fault`}
            />
            <p className="note" id={`${field}-fault`}>
              {fault === undefined
                ? from === dayOf(serverNow())
                  ? '今天起施行：今天已过的时限不追。'
                  : `${sayFullDay(from)}，${sayWeekday(from)}`
                : `${fault}。`}
            </p>
          </div>
          {preview && preview.from === from && preview.policies.map((one) => <Preview key={one.id} of={one} />)}
          <p className="go">
            {reason !== undefined && <Refusal sentence={reason} />}
            <button
              className="btn primary big"
              type="button"
              aria-disabled={reason !== undefined || isSending}
              onClick={() => void adopt()}
            >
              {isSending ? '正在登记' : chosen.length > 1 ? `施行这 ${chosen.length} 部` : '施行'}
            </button>
          </p>
        </div>
      )}
    </section>
  )
}

function Described({ row: { title, words, clauses, state, from = '', until = '' } }: { readonly row: PolicyRow }) {
  return (
    <span>
      <b>{title}</b> <span className="note">{clauses} 条</span>
      <span className="note words">{words}</span>
      {state === 'ended' && (
        <span className="note">
          曾于 {sayFullDay(from)}至 {sayFullDay(until)}施行。
        </span>
      )}
    </span>
  )
}

function Preview({ of: { title, refusal, duties, onEntry, vacancies, shared } }: { readonly of: PreviewedPolicy }) {
  return (
    <section className="preview" aria-label={`${title}施行以后`}>
      <h3>《{title}》施行以后</h3>
      {refusal !== undefined && <Refusal sentence={refusal} kind="soft" />}
      {duties.length > 0 && (
        <div className="scroll">
          <table className="table" aria-label={`${title}头一次应做的`}>
            <thead>
              <tr>
                <th scope="col">头一次</th>
                <th scope="col">应做的事</th>
                <th scope="col">由谁</th>
                <th scope="col">期限</th>
                <th scope="col">条</th>
              </tr>
            </thead>
            <tbody>
              {duties.map((owed) => (
                <First key={`${owed.clause.id} ${owed.title}`} owed={owed} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ul className="notes">
        {duties.length === 0 && <li>一年以内没有到日子就要做的事。</li>}
        {onEntry > 0 && <li>另有 {onEntry} 种事，有人登记、空缺或变动时才应做。</li>}
        {shared.length > 0 && <li>与已施行的共用：{shared.join('、')}，不必再任命、再设。</li>}
      </ul>
      <Vacancies vacancies={vacancies} />
    </section>
  )
}
function First({ owed: { title, clause, day, due, owing, posts } }: { readonly owed: FirstOwed }) {
  const until = dayOf(due) === day ? sayMinute(due) : `${sayDay(dayOf(due))} ${sayMinute(due)}`
  return (
    <tr>
      <td className="nowrap">{sayFullDay(day)}</td>
      <td>{title}</td>
      <td>
        {posts.join('、')}
        {owing && (
          <span className="note">
            {owing.n} {owing.what === '人' ? '人' : `个${owing.what}`}
          </span>
        )}
      </td>
      <td className="nowrap">{until}</td>
      <td>
        <Clause of={clause} />
      </td>
    </tr>
  )
}
