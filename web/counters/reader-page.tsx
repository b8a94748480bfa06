/** 读卡器测试: what one's reader types, by its shape alone, and whether the counter would understand it. Nothing is kept or sent. */
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { dayOf } from '../../engine/time.ts'
import { serverNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { Empty, Refusal, Told } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { path } from '../routes.ts'
import { checkIn } from './customer.ts'
import { scanOf, strokesMax, type End, type Scan, type Stroke } from './scan.ts'

/** A reader is done when nothing came for so long; then its shape is looked at and the keys are forgotten. */
const doneMs = 700
/** Tab belongs to a scan only when it falls so soon after another key; otherwise it moves the cursor, as everywhere. */
const endMaxMs = 400
const ends: Readonly<Record<End, string>> = { Enter: '以回车结束', Tab: '以 Tab 结束', none: '后面没有回车或 Tab' }
const cite = checkIn ? `（${checkIn.clause.cite}）` : ''

export function ReaderPage() {
  const { session } = useSession()
  if (!session.policies.some(({ id }) => id === checkIn?.policy)) {
    return (
      <Empty title="没有前台。">
        <p>施行的制度里没有读证件的柜台，不用测试读卡器。</p>
      </Empty>
    )
  }
  return (
    <div className="reader-page">
      <div className="crumb">
        <Link className="back" to={path.counter}>
          回到前台
        </Link>
      </div>
      <div className="title">
        <h1>读卡器测试</h1>
        <p className="note">只看读卡器键入的样子，号码和姓名不显示、不保存、不发送。</p>
      </div>
      <Box />
    </div>
  )
}

function Box() {
  const { scan, isReading, field, press, insert } = useScan()
  return (
    <>
      <label className="field read-here">
        <span className="label">光标放在这里，再放证件</span>
        <input
          className="input id"
          ref={field}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          aria-describedby="read-note"
          onKeyDown={press}
          onInput={insert}
          onCompositionEnd={insert}
        />
        <span className="note" id="read-note">
          {isReading ? '正在读…' : '键入的字不出现在框里；可以一张接一张地读。'}
        </span>
      </label>
      <section className="group" aria-label="读到的样子" aria-live="polite">
        {scan ? <Shape scan={scan} /> : <p className="note">还没有读。没有反应的，查读卡器的线插好没有、灯亮没有。</p>}
      </section>
    </>
  )
}
function Shape({ scan: { columns, gapMs, verdict } }: { readonly scan: Scan }) {
  return (
    <>
      {verdict.isUnderstood ? (
        <Told>
          <b>前台看得懂。</b>
          {verdict.says}。
        </Told>
      ) : (
        <Refusal sentence={`不能认出：${verdict.says}${cite}`} />
      )}
      <dl className="facts">
        {columns.map(({ shape, end, isNumber }, index) => (
          <div key={index}>
            <dt>第 {index + 1} 栏</dt>
            <dd>
              {isNumber && <b>证件号，</b>}
              {shape}，{ends[end]}
            </dd>
          </div>
        ))}
        {gapMs !== undefined && (
          <div>
            <dt>快慢</dt>
            <dd>两键之间最长 {Math.round(gapMs)} 毫秒</dd>
          </div>
        )}
      </dl>
    </>
  )
}

/** Keys stay in this page's memory until the reader is done, and only their shape after that. */
function useScan() {
  const [scan, setScan] = useState<Scan>()
  const [isReading, setReading] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const strokes = useRef<Stroke[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const take = (stroke: Stroke) => {
    if (strokes.current.length < strokesMax) strokes.current.push(stroke)
    setReading(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setScan(scanOf(strokes.current, dayOf(serverNow())))
      setReading(false)
      strokes.current = []
    }, doneMs)
  }
  const press = (event: KeyboardEvent) => {
    const { key, timeStamp: at, altKey, ctrlKey, metaKey, nativeEvent } = event
    // What an input method makes of it comes as text.
    if (nativeEvent.isComposing || event.keyCode === 229 || ctrlKey || metaKey) return
    const last = strokes.current.at(-1)
    if (key === 'Tab' && (last === undefined || at - last.at > endMaxMs)) return
    if (key !== 'Enter' && key !== 'Tab' && [...key].length !== 1) return
    event.preventDefault()
    event.stopPropagation()
    take({ key, at, ...(altKey ? { isAlt: true } : {}) })
  }
  /** Text that came without keys; the field is emptied as soon as the input method lets go of it. */
  const insert = (event: FormEvent<HTMLInputElement>) => {
    const { nativeEvent, currentTarget, timeStamp: at } = event
    if (nativeEvent instanceof InputEvent && nativeEvent.isComposing) return
    const text = currentTarget.value
    currentTarget.value = ''
    for (const key of text) take({ key, at, isComposed: true })
  }
  return { scan, isReading, field, press, insert }
}
