/** 换人: the tiles of who may use this computer, what is due here, and the pad of who was chosen. */
import { useEffect, useRef, useState } from 'react'
import type { SignedOut } from '../../server/api.ts'
import type { DeviceDoor, DeviceDue, DevicePerson } from '../../server/api-devices.ts'
import { dayOf } from '../../engine/time.ts'
import { isMeant } from '../fields/person.tsx'
import { forgetAnswers, refresh, useAnswer } from '../parts/answer.ts'
import { setClock, useNow } from '../parts/clock.ts'
import { Clock, Online } from '../parts/frame.tsx'
import { setDriven } from '../parts/line.ts'
import { State } from '../parts/marks.tsx'
import { Empty, Waiting } from '../parts/sayings.tsx'
import { sayFullDay, sayLeft, timeLeft } from '../parts/wording.ts'
import { go, path } from '../routes.ts'
import { Pad } from './device-pad.tsx'
import { SignInPage } from './sign-in.tsx'

/** Nobody is signed in here, so nothing tells the page what changed. */
const askEveryMs = 20_000
/** Who was here last; he finds the page where he left it, and anybody else begins at 今日. */
let lastAccount: string | undefined
export const rememberPerson = (account: string) => {
  lastAccount = account
}
/** The counter stands for whoever comes; of every other page the next person sees nothing. */
function land(account: string) {
  if (account !== lastAccount && location.pathname !== path.counter) go(path.today, { replace: true })
}

interface DoorProps {
  readonly doors: SignedOut
  readonly entered: () => Promise<void>
}
export function DeviceDoorPage({ doors, entered }: DoorProps) {
  const { body: door, problem } = useAnswer<DeviceDoor>('/api/device')
  const [account, setAccount] = useState<string>()
  const chosen = door?.people.find((person) => person.account === account)
  const [isByAccount, setByAccount] = useState(false)
  useEffect(() => {
    const timer = setInterval(refresh, askEveryMs)
    return () => clearInterval(timer)
  }, [])
  const isDriven = door?.organisation.clock === 'driven',
    at = door?.at
  useEffect(() => {
    if (at === undefined) return
    setDriven(isDriven)
    setClock(at, isDriven)
  }, [at, isDriven])
  // Revoked while the tiles stood: the plain sign-in comes instead.
  useEffect(() => {
    if (problem) void entered()
  }, [problem, entered])
  const enter = async (account: string) => {
    forgetAnswers()
    land(account)
    await entered()
  }
  if (isByAccount) {
    const back = () => setByAccount(false)
    return <SignInPage doors={doors} entered={entered} back={back} only={door?.organisation} />
  }
  if (!door) return <Waiting what="正在取名单" />
  return (
    <div className="device-door">
      <header className="top">
        <span className="seal-mark" aria-hidden="true">
          守则
        </span>
        <p className="org">
          {door.organisation.name}
          {isDriven && <b className="note"> · 演练时钟</b>}
          {door.isDemo && <b className="note"> · 演示数据</b>}
        </p>
        <Online />
        <Clock />
      </header>
      <main id="main" data-state={chosen ? 'chosen' : undefined}>
        <People
          door={door}
          chosen={chosen}
          choose={(person) => setAccount(person.account)}
          byAccount={() => setByAccount(true)}
        />
        {chosen && (
          <Pad
            key={chosen.account}
            door={door}
            person={chosen}
            back={() => {
              setAccount(undefined)
              refresh()
            }}
            entered={() => void enter(chosen.account)}
          />
        )}
      </main>
    </div>
  )
}

function People({
  door,
  chosen,
  choose,
  byAccount,
}: {
  readonly door: DeviceDoor
  readonly chosen: DevicePerson | undefined
  readonly choose: (person: DevicePerson) => void
  readonly byAccount: () => void
}) {
  const [typed, setTyped] = useState('')
  const at = useNow()
  const field = useRef<HTMLInputElement>(null)
  const isFree = chosen === undefined
  useEffect(() => {
    if (isFree) field.current?.focus()
  }, [isFree])
  const meant = door.people.filter((person) => isMeant(person, typed.trim()))
  const groups = [
    { title: '在班', people: meant.filter(({ isOnShift }) => isOnShift) },
    { title: '还没登录的', people: meant.filter(({ isOnShift }) => !isOnShift) },
  ].filter(({ people }) => people.length > 0)
  const [first] = groups.flatMap(({ people }) => people)
  const take = (person: DevicePerson | undefined) => {
    if (!person) return
    setTyped('')
    choose(person)
  }
  return (
    <section className="at-device" aria-labelledby="device">
      <header>
        <h1 id="device">{door.title}</h1>
        <ul className="dues">
          {door.dues.map((due) => (
            <li key={`${due.title} ${due.turn}`}>
              <Due due={due} at={at} /> <span className="note">轮到{due.turn}</span>
            </li>
          ))}
        </ul>
      </header>
      <label className="find">
        <span className="unseen">按姓名或拼音首字母找人</span>
        <input
          className="input"
          ref={field}
          type="search"
          placeholder="键入拼音首字母，按回车"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.keyCode === 229) return
            if (event.key === 'Enter') {
              // The same key would send the form that comes now, empty.
              event.preventDefault()
              if (typed.trim() !== '') take(first)
            }
            if (event.key === 'Escape') setTyped('')
          }}
        />
      </label>
      {door.people.length === 0 && (
        <Empty title="还没有人能用这台电脑。">任了这里的岗位，名字就出现在这里；现在可以用账号进入。</Empty>
      )}
      {door.people.length > 0 && groups.length === 0 && <Empty title="没有找到。">换个字母，或用账号进入。</Empty>}
      {groups.map(({ title, people }) => (
        <div key={title}>
          <h2>
            {title} <span>{people.length}</span>
          </h2>
          <ul className="tiles">
            {people.map((person) => (
              <li key={person.account}>
                <Tile
                  person={person}
                  at={at}
                  isChosen={person.account === chosen?.account}
                  isNext={typed.trim() !== '' && person === first}
                  isNamesake={door.people.some((one) => one !== person && one.name === person.name)}
                  choose={() => take(person)}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="note this-device">
        本机：{door.title}，{sayFullDay(dayOf(door.from))}登记 · 离开 {door.idleMin} 分自动换人 ·{' '}
        <button className="link" type="button" onClick={byAccount}>
          不在名单上，用账号进入
        </button>
        {door.isCut && ' · 名单太长，只列出一部分'}
      </p>
    </section>
  )
}

function Tile({
  person,
  at,
  isChosen,
  isNext,
  isNamesake,
  choose,
}: {
  readonly person: DevicePerson
  readonly at: number
  readonly isChosen: boolean
  readonly isNext: boolean
  readonly isNamesake: boolean
  readonly choose: () => void
}) {
  return (
    <button type="button" className="who" aria-pressed={isChosen} data-next={isNext ? '' : undefined} onClick={choose}>
      <b>{person.name}</b>
      <span>
        {person.posts}
        {isNamesake && ` ${person.account}`}
      </span>
      {person.due && (
        <em>
          <Due due={person.due} at={at} />
        </em>
      )}
    </button>
  )
}
function Due({ due: { title, due, lateFrom }, at }: { readonly due: Omit<DeviceDue, 'turn'>; readonly at: number }) {
  const left = timeLeft(due, at, Number.POSITIVE_INFINITY, lateFrom)
  return (
    <State mark={left.state === 'late' ? 'late' : 'soon'}>
      {title} {sayLeft(left)}
    </State>
  )
}
