/** Before a password is asked to be changed: what is due within the hour or overdue is taken first. No rule of ours makes late. */
import { useState, type ReactNode } from 'react'
import type { Today, Todo } from '../../server/api.ts'
import { useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { Clock, Online } from '../parts/frame.tsx'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { pressing } from '../parts/todo.ts'
import { sayLeft, timeLeft } from '../parts/wording.ts'
import { path, useAddress, type Route } from '../routes.ts'
import { PasswordChange } from './password-change.tsx'

const hourMs = 3_600_000

/** What would become late, or later, by waiting for a new password: only what has a form. */
export const dueFirst = (todo: readonly Todo[], at: number): readonly Todo[] =>
  pressing(todo).filter(({ act, due, isLate }) => act !== undefined && (isLate || due - at <= hourMs))

/** The forms of what is due, then the new password. `page` draws a form that is asked for. */
export function DueFirst({ route, page }: { readonly route: Route; readonly page: () => ReactNode }) {
  const { body: today, problem } = useAnswer<Today>('/api/today')
  const at = useNow()
  const address = useAddress()
  /** A form stays until its person goes elsewhere, with what was answered to it. */
  const [form, setForm] = useState<string>()
  const [isChanging, setChanging] = useState(false)
  if (problem || isChanging) return <PasswordChange />
  if (!today) return <Waiting />
  const todo = dueFirst(today.todo, at)
  if (route.page === 'new-entry' && (todo.length > 0 || form === address)) {
    if (form !== address) setForm(address)
    return page()
  }
  if (todo.length === 0) return <PasswordChange />
  return <Dues todo={todo} at={at} change={() => setChanging(true)} />
}

function Dues({
  todo,
  at,
  change,
}: {
  readonly todo: readonly Todo[]
  readonly at: number
  readonly change: () => void
}) {
  const { session, signOut } = useSession()
  return (
    <div className="door">
      <header className="top">
        <span className="seal-mark" aria-hidden="true">
          守则
        </span>
        <p className="org">{session.organisation.name}</p>
        <Online />
        <Clock />
        <button className="btn quiet" type="button" onClick={() => void signOut()}>
          {session.device ? '换人' : '退出'}
        </button>
      </header>
      <main id="main">
        <section className="sheet" aria-labelledby="due-first">
          <h1 id="due-first">先把到期的报了</h1>
          <p className="note">
            {session.name}，
            {session.isPasswordExpired
              ? '口令已用满 90 天，报完再改，不耽误上报。'
              : '手里的是一次性口令，已经用掉了：报完接着改，中途离开要另领一张。'}
          </p>
          <ol className="rows dues-first">
            {todo.map((one) => (
              <DueRow key={one.id} todo={one} at={at} />
            ))}
          </ol>
          <p>
            <button className="btn quiet" type="button" onClick={change}>
              现在就改口令
            </button>
          </p>
        </section>
      </main>
    </div>
  )
}
function DueRow({ todo, at }: { readonly todo: Todo; readonly at: number }) {
  const { title, unitTitle, due, lateFrom, act, row, about } = todo,
    left = timeLeft(due, at, hourMs, lateFrom)
  return (
    <li>
      <span>
        <b>{unitTitle === undefined || title.startsWith(unitTitle) ? title : `${unitTitle} ${title}`}</b>
        {(row ?? about) && <span className="note">{[row, about?.text].filter(Boolean).join(' ')}</span>}
        <State mark={left.state === 'late' ? 'late' : 'soon'}>{sayLeft(left)}</State>
      </span>
      {act && (
        <Link className="btn primary" to={path.newEntry(act.register, act.prefill)}>
          {act.label}
        </Link>
      )}
    </li>
  )
}
