/** The café's front desk: one screen, no mouse needed, the cursor waits where the next customer begins. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { documents } from '../../engine/identity.ts'
import { ChangePerson } from '../parts/change-person.tsx'
import { dayOf } from '../../engine/time.ts'
import { serverNow, useNow, useSince } from '../parts/clock.ts'
import { Clock, Online } from '../parts/frame.tsx'
import { useKeys } from '../parts/keys.ts'
import { useCutSince } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Mark, State } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayClock, sayCut, sayEntry } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { emptyCustomer, numberFault, plainNumber } from './customer.ts'
import { Desk, placeId, seatFor } from './desk.tsx'
import { Hall } from './hall.tsx'
import { numberRead, Reader } from './reader.ts'
import { SeatDesk } from './seat-desk.tsx'
import type { Seat } from './seats.ts'
import { useCounter, type Act, type Counter } from './use-counter.ts'
import { useClosing, useHall } from './use-hall.ts'

let wanted = ''
/** Puts the cursor into a place of the desk, at once when it is drawn, or as soon as it is, unless it went on meanwhile. */
function focusPlace(place: string): void {
  wanted = place
  const put = () => {
    const found = document.getElementById(placeId(place))
    found?.focus()
    if (found instanceof HTMLInputElement && found.type !== 'checkbox') found.select()
    return found !== null
  }
  if (!put()) requestAnimationFrame(() => wanted === place && put())
}

export function CounterPage() {
  const { session } = useSession()
  const at = useNow()
  const focus = useCallback(focusPlace, [])
  const counter = useCounter(focus)
  const hall = useHall(at, counter.taken, counter.left)
  const closing = useClosing(at)
  const cutSince = useCutSince()
  const [start, setStart] = useState('')
  const isCut = cutSince !== undefined
  useReader(counter)
  const switchTo = (mode: 'out' | 'move', seat = '') => {
    setStart(seat)
    counter.switchTo(mode)
  }
  useKeys({
    F2: (event) => {
      event.preventDefault()
      switchTo('out')
    },
    F3: (event) => {
      event.preventDefault()
      switchTo('move')
    },
    Escape: counter.clear,
    ...Object.fromEntries(
      Object.keys(documents).map((kind, index) => [
        `Alt ${index + 1}`,
        (event: KeyboardEvent) => {
          event.preventDefault()
          counter.set('idKind', kind)
        },
      ]),
    ),
  })
  const press = (seat: Seat) => {
    if (seat.state === 'used') return switchTo('out', seat.id)
    counter.set('seat', seat.id)
    focus('customer')
  }
  return (
    <div className="counter">
      <header className="top">
        <Link to={path.today} aria-label="守则，回到今日">
          <span className="seal-mark" aria-hidden="true">
            守则
          </span>
        </Link>
        <h1 className="org">{session.organisation.name} 前台</h1>
        <p className="note who">
          当班 {session.name}
          {session.isDemo && <b> · 演示数据</b>}
        </p>
        {session.organisation.clock === 'driven' && <b className="note driven">演练时钟</b>}
        <Online />
        <Clock />
        <ChangePerson isFree={counter.isClear} />
      </header>
      <Say counter={counter} cutSince={cutSince} />
      <main id="main">
        {counter.mode === 'in' ? (
          <Desk counter={counter} seats={hall.seats} proposal={hall.proposal} isCut={isCut} focus={focus} />
        ) : (
          <SeatDesk
            key={`${counter.mode} ${start}`}
            counter={counter}
            seats={hall.seats}
            start={start}
            isCut={isCut}
            focus={focus}
          />
        )}
        <Hall
          areas={hall.areas}
          counts={hall}
          chosen={seatFor(counter.typed['seat'], hall)}
          since={counter.since}
          at={at}
          closing={closing}
          press={press}
        />
      </main>
      {hall.problem && <Refusal sentence={hall.problem.detail} kind="soft" />}
      <section className="log" aria-labelledby="log">
        <h2 id="log">刚才</h2>
        <ol>
          {counter.acts.map((act) => (
            <Line key={`${act.seq} ${act.at} ${act.kind}`} act={act} fix={counter.fix} />
          ))}
        </ol>
        <nav className="keys" aria-label="按键">
          <button type="button" className="btn small" onClick={() => switchTo('out')}>
            <kbd>F2</kbd>下机
          </button>
          <button type="button" className="btn small" onClick={() => switchTo('move')}>
            <kbd>F3</kbd>换座
          </button>
          <AllKeys />
        </nav>
      </section>
    </div>
  )
}

/** A reader may fire wherever the cursor stands: what it read begins a customer, and the field it hit stands as before. */
function useReader({ typed, begin, refuse }: Counter): void {
  const latest = useRef({ typed, begin, refuse })
  latest.current = { typed, begin, refuse }
  useEffect(() => {
    const reader = new Reader()
    let before = emptyCustomer
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
      const burst = reader.key(event.key, event.timeStamp)
      if (reader.isBeginning) before = latest.current.typed
      // Eight digits in the field for a birth date are one.
      if (!burst || (isOf(event.target, 'born') && /^\d{8}$/.test(burst.text))) return
      event.preventDefault()
      event.stopPropagation()
      const next = { ...emptyCustomer, idKind: before['idKind'] ?? 'resident' },
        { begin, refuse } = latest.current
      const head = isOf(event.target, 'customer') ? headInField(event.target, burst.text) : ''
      const read = { head: head || burst.head, text: burst.text }
      const isNumber = (customer: string) => numberFault({ ...next, customer }, dayOf(serverNow())) === undefined
      const number = numberRead(read, isNumber)
      begin({ ...next, customer: number ?? read.head + read.text })
      // Shortening a number would book it on somebody else, so that what is in doubt is shown whole.
      if (number === undefined) {
        refuse('不能登记：读卡中途停顿，证件号可能多字或少字，请再读一次，或对照证件改好（第十一条）', 'customer')
      }
    }
    addEventListener('keydown', press, { capture: true })
    return () => removeEventListener('keydown', press, { capture: true })
  }, [])
}

/** What stands before the scan in the number's own field, however long ago it came there. */
const headInField = (target: EventTarget | null, text: string): string => {
  const plain = target instanceof HTMLInputElement ? plainNumber(target.value) : '',
    scanned = plainNumber(text)
  return plain.endsWith(scanned) ? plain.slice(0, plain.length - scanned.length) : ''
}
const isOf = (target: EventTarget | null, place: string) => target instanceof Element && target.id === placeId(place)

/** One line of fixed height for what was just done, a refusal, or a cut line: no field jumps. */
function Say({
  counter: { refused, acts, clear },
  cutSince,
}: {
  readonly counter: Counter
  readonly cutSince: number | undefined
}) {
  const cutMs = useSince(cutSince)
  const [last] = acts
  if (cutSince !== undefined) {
    return (
      <div className="say">
        <p className="band cutband" role="alert">
          <b>线路断开 {sayCut(cutMs)}，正在重连。</b>
          <span>还能做：看座位；填着的都在本页，接通后按回车。</span>
          <span>不能登记、下机、换座：接不上服务器，无从核对（第十一条）</span>
        </p>
      </div>
    )
  }
  if (refused) {
    return (
      <div className="say">
        <div className="refusal band" role="alert">
          <Mark of="refused" />
          <span>{refused.sentence}</span>
          <button className="btn small" type="button" onClick={clear}>
            清除 <kbd>Esc</kbd>
          </button>
        </div>
      </div>
    )
  }
  return (
    <div className="say">
      <p className="last" role="status">
        {last ? (
          <>
            <State mark="kept">
              <b>
                {last.seat} 号 {last.kind === '登记' ? `${last.words} 已登记` : `已${last.kind}`}
              </b>
            </State>
            <span>{sayClock(last.at)}</span>
            {last.seq !== undefined && <span>{sayEntry(last.seq)}</span>}
          </>
        ) : (
          <span>读卡，或键入证件号。</span>
        )}
      </p>
    </div>
  )
}

function Line({ act, fix }: { readonly act: Act; readonly fix: (act: Act) => void }) {
  const { at, kind, seat, words, seq, typed, isPutRight } = act
  return (
    <li>
      <time>{sayClock(at)}</time>
      <State mark="kept">{kind}</State>
      <b>{seat} 号</b>
      <span className={isPutRight ? 'strike' : undefined}>
        {words}
        {isPutRight && '，已更正'}
      </span>
      <span className="note">{seq !== undefined && sayEntry(seq)}</span>
      {typed && !isPutRight ? (
        <button
          className="btn quiet small"
          type="button"
          aria-label={`更正${sayEntry(seq ?? 0)}`}
          onClick={() => fix(act)}
        >
          更正
        </button>
      ) : (
        <span />
      )}
    </li>
  )
}

function AllKeys() {
  const dialog = useRef<HTMLDialogElement>(null)
  const show = () => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }
  // The cursor stands in a field all evening, where a question mark would be typed: hence a key that types nothing.
  useKeys({
    F1: (event) => {
      event.preventDefault()
      show()
    },
  })
  const keys = [
    ['读卡器', '号码自己到证件号里'],
    ['⏎', '下一栏，末栏登记'],
    ['空格', '人证一致'],
    ['Alt 1–8', '换证件种类'],
    ['F2', '下机'],
    ['F3', '换座'],
    ['Esc', '清除拒绝，再按清空；共用电脑上再按换人'],
    ['F1', '全部按键'],
  ]
  return (
    <>
      <button type="button" className="btn small" onClick={show}>
        <kbd>F1</kbd>全部按键
      </button>
      <dialog ref={dialog} className="all-keys" aria-label="全部按键">
        <dl className="facts">
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p>
          <Link to={path.reader}>测试读卡器</Link>
        </p>
        <form method="dialog">
          <button className="btn" type="submit">
            知道了 <kbd>Esc</kbd>
          </button>
        </form>
      </dialog>
    </>
  )
}
