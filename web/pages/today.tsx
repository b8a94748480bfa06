/** 今日: what can still be saved within the hour, then what hurts first; what was told, what waits, what comes. */
import type { Today, Todo, ToldMe, Waiting as Awaited } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { useAnswer, refresh } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { freshKey } from '../fields/use-entry.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Mark, State } from '../parts/marks.tsx'
import { Clause, Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { see } from '../parts/seen.ts'
import { useSession } from '../parts/session.ts'
import { pressing } from '../parts/todo.ts'
import { path } from '../routes.ts'
import {
  sayDay,
  sayDayKind,
  sayEntry,
  sayLong,
  sayMinute,
  sayShort,
  sayWeekday,
  sayWhen,
  timeLeft,
} from '../parts/wording.ts'
import { useState } from 'react'

const hourMs = 3_600_000

export function TodayPage() {
  const { body: today, problem } = useAnswer<Today>('/api/today')
  const at = useNow()
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!today) return <Waiting />
  const { todo: all, told, waiting, coming, done, machine } = today
  const todo = pressing(all),
    quiet = all.length - todo.length
  const [next, rest] = firstOf(todo, at)
  const unanswered = told.filter(({ answerBy, isUnanswered }) => isUnanswered || typeof answerBy === 'number')
  const read = told.filter((one) => !unanswered.includes(one))
  return (
    <>
      <div className="title">
        <h1>今日</h1>
        <p className="note">
          {sayDay(today.day.day)} {sayWeekday(today.day.day)} · {sayDayKind[today.day.kind]}
          {today.day.isProvisional && (
            <>
              {' '}
              · <Link to={path.settings}>{today.day.day.slice(0, 4)} 年的放假安排还没有录入</Link>
            </>
          )}
        </p>
      </div>
      <div className="today">
        <section className="group todo" aria-labelledby="todo">
          <h2 id="todo">
            要做 <span className="n">{todo.length}</span>
          </h2>
          {next && <Next todo={next} at={at} />}
          {todo.length === 0 && unanswered.length === 0 && <Nothing today={today} at={at} />}
          {todo.length === 0 && unanswered.length > 0 && <p className="note none">没有到期要报的。</p>}
          <ol className="rows">
            {rest.map((one) => (
              <Row key={one.id} todo={one} at={at} />
            ))}
          </ol>
          {quiet > 0 && <p className="note none">另有 {quiet} 件到期由系统办，不必动手。</p>}
          {unanswered.length > 0 && (
            <h2 className="second">
              等我签收 <span className="n">{unanswered.length}</span>
            </h2>
          )}
          <ol className="rows">
            {unanswered.map((one) => (
              <Unanswered key={`${one.seq}`} told={one} at={at} />
            ))}
          </ol>
        </section>
        <aside className="beside">
          <Machine machine={machine} />
          <Waits waiting={waiting} at={at} />
          <Informed told={read} at={at} />
          {coming.length > 0 && (
            <section className="group" aria-labelledby="coming">
              <h2 id="coming">接下来</h2>
              <ul className="plain">
                {coming.slice(0, 6).map((one) => (
                  <li key={`${one.at} ${one.title}`}>
                    <span>{sayWhen(one.at, at)}</span>
                    {one.title}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <details className="group done">
            <summary>
              今天已办 <span className="n">{done.length}</span>
            </summary>
            <ul className="plain">
              {done.map(({ seq, at: then, title }) => (
                <li key={seq}>
                  <span>{sayMinute(then)}</span>
                  <Link to={path.entry(seq)}>{title}</Link>
                </li>
              ))}
            </ul>
          </details>
        </aside>
      </div>
    </>
  )
}

/** What falls due soonest within the hour stands alone; the overdue lead the rest, the longest first. */
export function firstOf(todo: readonly Todo[], at: number): readonly [Todo | undefined, readonly Todo[]] {
  const inOrder = [...todo].sort((a, b) => a.due - b.due)
  const next = inOrder.find(({ due, lateFrom }) => at < lateFrom && due - at <= hourMs)
  return [next, inOrder.filter((one) => one !== next)]
}

const nameOf = ({ unitTitle, title }: Todo) =>
  unitTitle === undefined || title.startsWith(unitTitle) ? title : `${unitTitle} ${title}`
const actOf = ({ act }: Todo) => act && path.newEntry(act.register, act.prefill)

/** When it must be done, in words; 11:00 前 excludes eleven sharp, whatever else includes its last instant. */
const dueWords = ({ due, lateFrom, provisional, urgedAt, isExtended }: Todo, at: number) => {
  const when = dayOf(due) === dayOf(at) ? sayMinute(due) : sayWhen(due, at)
  const years = provisional?.length ? ` · 暂定，${provisional.join('、')} 年的放假安排还没有录入` : ''
  const urged = urgedAt === undefined ? '' : ` · ${sayShort(urgedAt, at)} 催办`
  const moved = isExtended ? ' · 因系统停机顺延' : ''
  return `${when} ${lateFrom <= due ? '前' : '止'}${moved}${urged}${years}`
}

function Next({ todo, at }: { readonly todo: Todo; readonly at: number }) {
  const left = timeLeft(todo.due, at, hourMs, todo.lateFrom)
  const to = actOf(todo)
  return (
    <article className="next" aria-label="一小时内到期">
      <p className="when">
        <span>{left.word}</span> <b>{left.figure}</b> <span>{left.unit}</span>
      </p>
      <div className="what">
        <b>{nameOf(todo)}</b>
        <span className="note">{dueWords(todo, at)}</span>
        <Subject of={todo} />
      </div>
      <Clause of={todo.clause} />
      {to ? (
        <Link className="btn primary big" to={to}>
          {todo.act?.label}
        </Link>
      ) : (
        <span className="note">等系统记入</span>
      )}
    </article>
  )
}

function Row({ todo, at }: { readonly todo: Todo; readonly at: number }) {
  const left = timeLeft(todo.due, at, Math.max(todo.soonMs, 1), todo.lateFrom)
  const to = actOf(todo)
  return (
    <li className="row">
      <p className="when" data-state={left.state}>
        {left.state === 'late' ? <State mark="late">逾期</State> : left.word} <b>{left.figure}</b> {left.unit}
      </p>
      <div className="what">
        <b>{nameOf(todo)}</b>
        <span className="note">{dueWords(todo, at)}</span>
        <Subject of={todo} />
      </div>
      <Clause of={todo.clause} />
      <div className="act">
        {to && (
          <Link className="btn" to={to}>
            {todo.act?.label}
          </Link>
        )}
      </div>
    </li>
  )
}

/** What it is about, one press away. */
function Subject({ of: { row, about } }: { readonly of: Todo }) {
  if (!about) return row === undefined ? null : <span className="note">{row}</span>
  return (
    <span className="note">
      {row} {about.text} <Link to={path.entry(about.entry)}>看{sayEntry(about.entry)}</Link>
    </span>
  )
}

function Nothing({ today, at }: { readonly today: Today; readonly at: number }) {
  const { session } = useSession()
  const [first] = today.coming
  if (!first && session.isAdministrator) {
    return (
      <Empty title="没有要报的。">
        系统管理员不办业务：<Link to={path.people}>人员</Link>和<Link to={path.postsStep}>空着的岗位</Link>在这里补，
        放假安排和要执行的制度在<Link to={path.settings}>设置</Link>里。
      </Empty>
    )
  }
  return (
    <Empty title="没有要做的。">
      {first ? `下一件：${sayWhen(first.at, at)} ${first.title}` : '以后的也都办完了；有新的，这里自己会出现。'}
    </Empty>
  )
}

/** Says to the server that a notice arrived; the sentence says why it could not be. */
function useAnswering({ notice, key }: ToldMe) {
  const [sentence, setSentence] = useState('')
  const [once] = useState(freshKey)
  const answer = async () => {
    const place = `/api/notices/${encodeURIComponent(notice)}/${encodeURIComponent(key)}/acknowledge`
    const reply = await ask(place, { method: 'POST', body: {}, key: once })
    if (reply.is === 'answer') refresh()
    else setSentence(reply.is === 'cut' ? '不能签收：线路断开' : reply.problem.detail)
  }
  return { sentence, answer }
}

function Unanswered({ told, at }: { readonly told: ToldMe; readonly at: number }) {
  const { sentence, answer } = useAnswering(told)
  const left = typeof told.answerBy !== 'number' ? undefined : timeLeft(told.answerBy, at)
  return (
    <li className="row">
      <p className="when" data-state={left?.state ?? (told.isUnanswered ? 'late' : undefined)}>
        {left ? (
          <>
            {left.state === 'late' ? <State mark="late">逾期</State> : left.word} <b>{left.figure}</b> {left.unit}
          </>
        ) : told.isUnanswered ? (
          <State mark="late">逾期未签收</State>
        ) : (
          sayArrived(told, at)
        )}
      </p>
      <div className="what">
        <b>
          {told.text} {told.title}
        </b>
        <span className="note">
          {sayArrived(told, at)} 送达
          {told.entry !== undefined && (
            <>
              {' '}
              ·{' '}
              <Link to={path.entry(told.entry)} onClick={() => see(told)}>
                看{sayEntry(told.entry)}
              </Link>
              {told.isSeen && ' · 已读'}
            </>
          )}
        </span>
        {sentence !== '' && <Refusal sentence={sentence} />}
      </div>
      <Clause of={told.clause} />
      <div className="act">
        <button className="btn" type="button" onClick={() => void answer()}>
          签收
        </button>
      </div>
    </li>
  )
}

function Informed({ told, at }: { readonly told: readonly ToldMe[]; readonly at: number }) {
  if (told.length === 0) return null
  return (
    <section className="group" aria-labelledby="told">
      <h2 id="told">
        告知我的 <span className="n">{told.length}</span>
      </h2>
      <ol className="rows waits">
        {told.slice(0, 8).map((one) => (
          <Told key={`${one.notice} ${one.key}`} told={one} at={at} />
        ))}
      </ol>
      {told.length > 8 && <p className="note">另有 {told.length - 8} 件，看过上面的就会出来。</p>}
    </section>
  )
}
function Told({ told, at }: { readonly told: ToldMe; readonly at: number }) {
  const { sentence, answer } = useAnswering(told)
  const { entry, title, text } = told
  return (
    <li>
      <div className="what">
        {entry === undefined ? (
          <b>{title}</b>
        ) : (
          <Link to={path.entry(entry)} onClick={() => see(told)}>
            {title}
          </Link>
        )}{' '}
        {text}
        <span className="note">{sayArrived(told, at)}</span>
        {sentence !== '' && <Refusal sentence={sentence} />}
      </div>
      <button className="btn small" type="button" aria-label={`知道了，${title} ${text}`} onClick={() => void answer()}>
        知道了
      </button>
    </li>
  )
}
/** When it arrived, as far as that is known. */
const sayArrived = (told: ToldMe, at: number) => (Number.isFinite(told.at) ? sayShort(told.at, at) : '')

function Waits({ waiting, at }: { readonly waiting: readonly Awaited[]; readonly at: number }) {
  if (waiting.length === 0) return null
  return (
    <section className="group" aria-labelledby="waits">
      <h2 id="waits">
        我在等的 <span className="n">{waiting.length}</span>
      </h2>
      <ol className="rows waits">
        {waiting.map((one) => (
          <li key={`${one.title} ${one.to} ${one.since}`}>
            <div className="what">
              <b>{one.to}</b>{' '}
              {one.entry === undefined ? one.title : <Link to={path.entry(one.entry)}>{one.title}</Link>}
              <span className="note">
                {one.readAt === undefined
                  ? `送达未读${Number.isFinite(one.since) ? ` ${sayLong(at - one.since)}` : ''}`
                  : `${sayMinute(one.readAt)} 已读`}
                {one.answerBy !== undefined && ` · ${sayShort(one.answerBy, at)} 前签收`}
              </span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Machine({ machine }: { readonly machine: Today['machine'] }) {
  const { session } = useSession()
  if (machine.length === 0) return null
  return (
    <section className="group" aria-labelledby="machine">
      <h2 id="machine">这台机器</h2>
      <ul className="notes">
        {machine.map(({ state, text }) => (
          <li key={text} className="state" data-state={state}>
            <Mark of={state} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
      {session.isAdministrator && (
        <p className="note">
          <Link to={path.settings}>设置</Link>
        </p>
      )}
    </section>
  )
}
