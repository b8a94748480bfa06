/** The frame of every page: rail and top line at the desk, four tabs on a phone, banners, search, clock, line. */
import { useRef, type ReactNode } from 'react'
import { go, path, useAddress } from '../routes.ts'
import { Banners } from './banners.tsx'
import { ChangePerson } from './change-person.tsx'
import { useNow, useSince } from './clock.ts'
import { useKeys } from './keys.ts'
import { useCutSince } from './line.ts'
import { Link } from './link.tsx'
import { Search } from './search.tsx'
import { postsOf, useSession, useSummaries } from './session.ts'
import { useTodoCount } from './todo.ts'
import { sayClock, sayCut } from './wording.ts'

/** The rail, from top to bottom, for what this person's policies bring; Alt 1 to Alt 9 in this order. */
function useRail(): readonly { readonly to: string; readonly title: string }[] {
  const { session } = useSession()
  const [board] = useSummaries()
  const has = (policy: string) => session.policies.some(({ id }) => id === policy)
  return [
    { to: path.today, title: '今日' },
    ...(has('internet-cafe') ? [{ to: path.counter, title: '前台' }] : []),
    ...(board ? [{ to: path.board, title: board.title }] : []),
    { to: path.registers, title: '登记' },
    { to: path.statistics(), title: '统计' },
    { to: path.clauses, title: '条款' },
    { to: path.people, title: '人员' },
    { to: path.history, title: '历史' },
    { to: path.settings, title: '设置' },
  ]
}
const isWithin = (address: string, to: string) => {
  const pathname = address.split(/[?#]/)[0] ?? ''
  if (to === path.registers && pathname.startsWith('/entries')) return true
  return to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)
}

/** Page content inside the frame; `todo` is how many things wait, shown beside 今日. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { session } = useSession()
  const address = useAddress()
  const rail = useRail()
  const todo = useTodoCount()
  const search = useRef<HTMLInputElement>(null)
  const toSearch = (event: KeyboardEvent) => {
    event.preventDefault()
    search.current?.focus()
  }
  useKeys({
    '/': toSearch,
    'Ctrl k': toSearch,
    ...Object.fromEntries(
      rail.map(({ to }, index) => [
        `Alt ${index + 1}`,
        (event: KeyboardEvent) => {
          event.preventDefault()
          go(to)
        },
      ]),
    ),
  })
  const current = (to: string) => (isWithin(address, to) ? ('page' as const) : undefined)
  const waiting = todo > 0 && (
    <sup>
      {todo}
      <span className="unseen"> 件</span>
    </sup>
  )
  return (
    <div className="frame">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <nav className="rail" aria-label="主导航">
        <Link className="seal" to={path.today} aria-label="守则，回到今日">
          <span className="seal-mark" aria-hidden="true">
            守则
          </span>
        </Link>
        {rail.map(({ to, title }) => (
          <Link key={to} to={to} aria-current={current(to)}>
            {title}
            {to === path.today && waiting}
          </Link>
        ))}
      </nav>
      <header className="top">
        <p className="org" title={session.organisation.name}>
          {session.organisation.name}
        </p>
        <Search ref={search} />
        <Online />
        <Clock />
        <ChangePerson />
        <Link className="me" to={path.me}>
          {session.name}
          <span className="badge">{postsOf(session)}</span>
        </Link>
      </header>
      <main className="main" id="main" tabIndex={-1}>
        <Banners />
        {children}
      </main>
      <nav className="tabs" aria-label="手机导航">
        <Link to={path.today} aria-current={current(path.today)}>
          今日{waiting}
        </Link>
        <Link to={path.write} aria-current={current(path.write)}>
          填报
        </Link>
        <Link to={path.registers} aria-current={current(path.registers)}>
          登记
        </Link>
        <Link to={path.me} aria-current={current(path.me)}>
          我的
        </Link>
      </nav>
    </div>
  )
}

/** Whether the line stands, and for how long it has not. */
export function Online() {
  const cutSince = useCutSince()
  const cutMs = useSince(cutSince)
  return (
    <p className="online" role="status" data-state={cutSince === undefined ? undefined : 'cut'}>
      {cutSince === undefined ? (
        '线路正常'
      ) : (
        <>
          线路断开<span className="for"> {sayCut(cutMs)}</span>
        </>
      )}
    </p>
  )
}

/** The server's clock, to the second. */
export function Clock() {
  const at = useNow()
  return (
    <time className="clock" dateTime={new Date(at).toISOString()}>
      <span className="unseen">服务器时间 </span>
      {sayClock(at)}
    </time>
  )
}
