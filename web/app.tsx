/** Who is there decides what is shown: the first run, the sign-in, or the page that the address names. */
import { Fragment, lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react'
import type { Session, SignedOut } from '../server/api.ts'
import { forgetAnswers } from './parts/answer.ts'
import { useIdle } from './parts/change-person.tsx'
import { Crash } from './parts/crash.tsx'
import { Frame } from './parts/frame.tsx'
import { ask, onSignedOut, onStepUp, setDriven } from './parts/line.ts'
import { openLive } from './parts/live.ts'
import { SessionContext } from './parts/session.ts'
import { Waiting } from './parts/sayings.tsx'
import { setClock } from './parts/clock.ts'
import { DeviceDoorPage, rememberPerson } from './pages/device-door.tsx'
import { DueFirst } from './pages/due-first.tsx'
import { SignInPage } from './pages/sign-in.tsx'
import { TodayPage } from './pages/today.tsx'
import { go, path, routeOf, useAddress, type Route } from './routes.ts'

const FirstRunPage = lazy(async () => ({ default: (await import('./pages/first-run.tsx')).FirstRunPage }))
const RegistersPage = lazy(async () => ({ default: (await import('./pages/registers.tsx')).RegistersPage }))
const WritePage = lazy(async () => ({ default: (await import('./pages/registers.tsx')).WritePage }))
const RegisterPage = lazy(async () => ({ default: (await import('./pages/register.tsx')).RegisterPage }))
const NewEntryPage = lazy(async () => ({ default: (await import('./pages/new-entry.tsx')).NewEntryPage }))
const EntryPage = lazy(async () => ({ default: (await import('./pages/entry.tsx')).EntryPage }))
const CorrectionPage = lazy(async () => ({ default: (await import('./pages/correction.tsx')).CorrectionPage }))
const CounterPage = lazy(async () => ({ default: (await import('./counters/cafe.tsx')).CounterPage }))
const ReaderPage = lazy(async () => ({ default: (await import('./counters/reader-page.tsx')).ReaderPage }))
const BoardPage = lazy(async () => ({ default: (await import('./pages/board.tsx')).BoardPage }))
const ClausesPage = lazy(async () => ({ default: (await import('./pages/clauses.tsx')).ClausesPage }))
const StatisticsPage = lazy(async () => ({ default: (await import('./pages/statistics.tsx')).StatisticsPage }))
const DisposalsPage = lazy(async () => ({ default: (await import('./pages/disposals.tsx')).DisposalsPage }))
const CertificatePage = lazy(async () => ({ default: (await import('./pages/certificate.tsx')).CertificatePage }))
const DisclosurePage = lazy(async () => ({ default: (await import('./pages/disclosure.tsx')).DisclosurePage }))
const VerifyPage = lazy(async () => ({ default: (await import('./pages/verify.tsx')).VerifyPage }))
const OwedPage = lazy(async () => ({ default: (await import('./pages/owed.tsx')).OwedPage }))
const SentPage = lazy(async () => ({ default: (await import('./pages/owed.tsx')).SentPage }))
const PeoplePage = lazy(async () => ({ default: (await import('./pages/people.tsx')).PeoplePage }))
const PersonPage = lazy(async () => ({ default: (await import('./pages/person.tsx')).PersonPage }))
const LeavePage = lazy(async () => ({ default: (await import('./pages/leave.tsx')).LeavePage }))
const LeavingPage = lazy(async () => ({ default: (await import('./pages/leaving.tsx')).LeavingPage }))
const StaffListPage = lazy(async () => ({ default: (await import('./pages/staff-list/page.tsx')).StaffListPage }))
const CalendarPage = lazy(async () => ({ default: (await import('./pages/calendar.tsx')).CalendarPage }))
const HistoryPage = lazy(async () => ({ default: (await import('./pages/history.tsx')).HistoryPage }))
const SettingsPage = lazy(async () => ({ default: (await import('./pages/settings.tsx')).SettingsPage }))
const MachinesPage = lazy(async () => ({ default: (await import('./pages/machines.tsx')).MachinesPage }))
const AdoptionsPage = lazy(async () => ({ default: (await import('./pages/adoptions.tsx')).AdoptionsPage }))
const MePage = lazy(async () => ({ default: (await import('./pages/me.tsx')).MePage }))

/** What the window is called, beside the house's own name. */
const titles: Readonly<Record<Route['page'], string>> = {
  today: '今日',
  'sign-in': '登录',
  'first-run': '开始使用',
  registers: '登记',
  write: '填报',
  counter: '前台',
  reader: '读卡器测试',
  clauses: '条款',
  people: '人员',
  person: '人员',
  leave: '请假',
  leaving: '离开',
  'staff-list': '导入名单',
  calendar: '放假安排',
  history: '历史',
  settings: '设置',
  machines: '报送程序',
  policies: '制度',
  me: '我的',
  missing: '没有这一页',
  board: '晨报',
  owed: '应做的',
  verify: '核验',
  disposals: '处置',
  certificate: '销毁证明',
  disclosure: '交付查询包',
  statistics: '统计',
  sent: '告知',
  register: '登记簿',
  'new-entry': '填报',
  entry: '条目',
  correction: '更正',
}

type Who =
  | { readonly is: 'asking' }
  | { readonly is: 'leaving' }
  | { readonly is: 'in'; readonly session: Session }
  | { readonly is: 'out'; readonly doors: SignedOut }
const nobody: SignedOut = { organisations: [], isNew: false, isDemo: false, clock: 'real', at: Date.now() }

export function App() {
  const [who, setWho] = useState<Who>({ is: 'asking' })
  const address = useAddress()
  const reload = useCallback(async () => {
    const reply = await ask<Session>('/api/session')
    if (reply.is === 'cut') setTimeout(() => void reload(), 1000)
    else setWho(whoFrom(reply.body))
  }, [])
  const session = who.is === 'in' ? who.session : undefined
  const device = session?.device
  const isShared = device !== undefined
  const changed = useCallback(async () => {
    await reload()
    otherTabs?.postMessage('somebody else may be here')
  }, [reload])
  /** What stood on the page is gone at once; with the line cut, the session ends as soon as it stands again. */
  const signOut = useCallback(async () => {
    setWho({ is: 'leaving' })
    forgetAnswers()
    while ((await ask('/api/session', { method: 'DELETE' })).is === 'cut') await aSecond()
    await changed()
    if (!isShared) go(path.signIn, { replace: true })
  }, [changed, isShared])
  useEffect(() => void reload(), [reload])
  const door = session && `${session.organisation.code}/${session.account}`
  const isDriven = session?.organisation.clock === 'driven'
  useEffect(() => {
    if (door === undefined) return
    const close = openLive(isDriven)
    const stop = onSignedOut(() => {
      forgetAnswers()
      void reload()
    })
    const stopAsking = onStepUp(() => void reload())
    return () => {
      close()
      stop()
      stopAsking()
    }
  }, [door, isDriven, reload])
  useEffect(() => {
    if (otherTabs) otherTabs.onmessage = () => void reload()
  }, [reload])
  useEffect(() => {
    if (session?.device) rememberPerson(session.account)
  }, [session])
  const [pathname = '/', search] = address.split('#')[0]?.split('?') ?? []
  const route = routeOf(pathname, search)
  useEffect(() => {
    document.title = `${titles[route.page]} · 守则`
  }, [route.page])
  useIdle(device && device.idleMin * 60_000, () => void signOut(), !(route.page === 'board' && route.isWall))
  if (who.is === 'asking') return <Waiting what="正在连接" />
  if (who.is === 'leaving') return <Waiting what="正在退出" />
  if (who.is === 'out') return <Outside doors={who.doors} route={route} entered={changed} />
  const page = () => (
    <Crash at={address}>
      <Suspense fallback={<Waiting />}>{pageOf(route)}</Suspense>
    </Crash>
  )
  // Nothing that one person typed stands there when another tab has let in somebody else.
  return (
    <SessionContext value={{ session: who.session, reload, signOut }}>
      <Fragment key={door}>{who.session.mustChangePassword ? <DueFirst route={route} page={page} /> : page()}</Fragment>
    </SessionContext>
  )
}
/** Tabs of one browser share its session: when persons change in one, the others look again who is there. */
const otherTabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('shouze-person')
const aSecond = () => new Promise((resolve) => setTimeout(resolve, 1000))

/** A session, or, with status 401, whose doors there are; anything else leaves the plain sign-in. */
function whoFrom(answer: unknown): Who {
  if (typeof answer !== 'object' || answer === null) return { is: 'out', doors: nobody }
  if ('organisation' in answer && 'person' in answer) {
    // The border to the server: an answer with these members is a session.
    const session = answer as Session
    setDriven(session.organisation.clock === 'driven')
    setClock(session.at, session.organisation.clock === 'driven')
    return { is: 'in', session }
  }
  // Likewise: what names organisations is the answer to somebody who is not signed in.
  return { is: 'out', doors: 'organisations' in answer ? (answer as SignedOut) : nobody }
}

function Outside({
  doors,
  route,
  entered,
}: {
  readonly doors: SignedOut
  readonly route: Route
  readonly entered: () => Promise<void>
}) {
  if (doors.isNew || route.page === 'first-run') {
    return (
      <Suspense fallback={<Waiting />}>
        <FirstRunPage entered={entered} clock={doors.clock} />
      </Suspense>
    )
  }
  if (doors.device) return <DeviceDoorPage doors={doors} entered={entered} />
  return <SignInPage doors={doors} entered={entered} />
}

function pageOf(route: Route): ReactNode {
  if (route.page === 'counter') return <CounterPage />
  if (route.page === 'first-run') return <FirstRunPage />
  if (route.page === 'board' && route.isWall) return <BoardPage isWall />
  return (
    <Frame>
      <Suspense fallback={<Waiting />}>{inFrame(route)}</Suspense>
    </Frame>
  )
}
function inFrame(route: Route): ReactNode {
  switch (route.page) {
    case 'today':
    case 'sign-in':
      return <TodayPage />
    case 'registers':
      return <RegistersPage />
    case 'write':
      return <WritePage />
    case 'register':
      return <RegisterPage key={route.register} id={route.register} query={route.query} />
    case 'new-entry':
      return <NewEntryPage key={`${route.register}?${route.query}`} {...route} />
    case 'entry':
      return <EntryPage key={route.seq} seq={route.seq} />
    case 'correction':
      return <CorrectionPage key={route.seq} seq={route.seq} />
    case 'statistics':
      return <StatisticsPage query={route.query} />
    case 'disposals':
      return <DisposalsPage />
    case 'certificate':
      return <CertificatePage key={route.seq} seq={route.seq} />
    case 'disclosure':
      return <DisclosurePage key={route.seq} seq={route.seq} />
    case 'verify':
      return <VerifyPage key={route.query.get('code') ?? ''} query={route.query} />
    case 'owed':
      return <OwedPage query={route.query} />
    case 'sent':
      return <SentPage query={route.query} />
    case 'reader':
      return <ReaderPage />
    case 'board':
      return <BoardPage />
    case 'clauses':
      return <ClausesPage />
    case 'people':
      return <PeoplePage />
    case 'person':
      return <PersonPage key={route.person} id={route.person} />
    case 'leave':
      return <LeavePage key={route.person} id={route.person} />
    case 'leaving':
      return <LeavingPage key={route.person} id={route.person} />
    case 'staff-list':
      return <StaffListPage />
    case 'calendar':
      return <CalendarPage />
    case 'history':
      return <HistoryPage />
    case 'settings':
      return <SettingsPage />
    case 'machines':
      return <MachinesPage />
    case 'policies':
      return <AdoptionsPage />
    case 'me':
      return <MePage />
    default:
      return <Missing />
  }
}
const Missing = () => (
  <div className="empty">
    <b>没有这一页。</b>地址也许抄错了，从左边或下边的导航走。
  </div>
)
