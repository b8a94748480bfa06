/** The pad beside the tiles: six digits that enter by themselves, or the whole password, or the six digits set anew. */
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Session, SignIn } from '../../server/api.ts'
import type { DeviceDoor, DevicePerson } from '../../server/api-devices.ts'
import { faultOfPin, pinLength } from '../../engine/pin.ts'
import { serverNow } from '../parts/clock.ts'
import { useKeys } from '../parts/keys.ts'
import { ask, type Reply } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'
import { sayWhen } from '../parts/wording.ts'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

export interface PadProps {
  readonly door: DeviceDoor
  readonly person: DevicePerson
  readonly back: () => void
  readonly entered: () => void
}
type Step = 'pin' | 'password' | 'set'

/** Who was chosen, and how he shows that it is he. */
export function Pad({ door, person, back, entered }: PadProps) {
  const [wanted, setStep] = useState<Step>(person.why === undefined ? 'pin' : 'password')
  // What ends the six digits may become known while the pad stands open.
  const step = wanted === 'pin' && person.why !== undefined ? 'password' : wanted
  const [sentence, setSentence] = useState('')
  const title = useRef<HTMLElement>(null)
  const leave = step === 'set' ? entered : back
  useEffect(() => {
    if (step !== 'password') title.current?.focus()
  }, [step])
  useKeys({ Escape: leave })
  const byPassword = (why: string) => {
    setSentence(why)
    setStep('password')
  }
  /** Who has no six digits yet is asked for them once, unless something is due: that goes first. */
  const afterPassword = async () => {
    const reply = await ask<Session>('/api/session')
    const mayWait = person.hasPin || person.due !== undefined
    if (mayWait || reply.is !== 'answer' || reply.body.mustChangePassword) return entered()
    setSentence('')
    setStep('set')
  }
  return (
    <section className="pad" role="dialog" aria-labelledby="pad-name">
      <div className="me">
        <span>
          <b id="pad-name" ref={title} tabIndex={-1}>
            {person.name}
          </b>
          <span className="note">{person.posts}</span>
        </span>
        <button className="btn small" type="button" onClick={leave}>
          {step === 'set' ? '以后再设' : '换人'} <kbd>Esc</kbd>
        </button>
      </div>
      {step === 'pin' && (
        <ByPin person={person} sentence={sentence} say={setSentence} entered={entered} byPassword={byPassword} />
      )}
      {step === 'password' && (
        <ByPassword
          door={door}
          person={person}
          sentence={sentence}
          say={setSentence}
          entered={() => void afterPassword()}
        />
      )}
      {step === 'set' && <SetPin account={person.account} done={entered} />}
      {person.seen !== undefined && step !== 'set' && door.organisation.clock === 'real' && (
        <p className="note last">上次：{sayWhen(person.seen, serverNow())} 在本机</p>
      )}
    </section>
  )
}

const cut = '线路断开，接通后再试'
const sayReply = (reply: Reply<unknown>) =>
  reply.is === 'answer' ? '' : reply.is === 'cut' ? `不能进入：${cut}` : reply.problem.detail

function ByPin({
  person,
  sentence,
  say,
  entered,
  byPassword,
}: {
  readonly person: DevicePerson
  readonly sentence: string
  readonly say: (sentence: string) => void
  readonly entered: () => void
  readonly byPassword: (why: string) => void
}) {
  const whole = async (pin: string) => {
    const body = { account: person.account, pin }
    const reply = await ask('/api/device/session', { method: 'POST', body })
    if (reply.is === 'answer') return entered()
    if (reply.is === 'refused' && reply.problem.type === 'urn:shouze:password-first') {
      return byPassword(reply.problem.detail)
    }
    say(sayReply(reply))
  }
  return (
    <>
      <Digits sentence={sentence} hint={`${pinLength} 位口令，键入即进`} whole={whole} begun={() => say('')} />
      <p className="last">
        <button className="btn quiet small" type="button" onClick={() => byPassword('')}>
          忘了六位口令，用口令进入
        </button>
      </p>
    </>
  )
}

function ByPassword({
  door,
  person,
  sentence,
  say,
  entered,
}: {
  readonly door: DeviceDoor
  readonly person: DevicePerson
  readonly sentence: string
  readonly say: (sentence: string) => void
  readonly entered: () => void
}) {
  const [isAsking, setAsking] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = field.current?.value ?? ''
    if (isAsking) return
    if (password === '') return say('不能进入：口令没有填写')
    setAsking(true)
    const body: SignIn = { organisation: door.organisation.code, account: person.account, password }
    const reply = await ask('/api/session', { method: 'POST', body })
    setAsking(false)
    if (reply.is === 'answer') return entered()
    field.current?.select()
    say(sayReply(reply))
  }
  return (
    <form className="by-password" aria-label="用口令进入" onSubmit={(event) => void enter(event)}>
      <label className="field">
        <span className="label">口令</span>
        <input
          className="input"
          ref={field}
          type="password"
          autoComplete="off"
          autoFocus
          aria-invalid={sentence !== ''}
        />
      </label>
      <div className="fixed-line">
        {sentence !== '' ? (
          <Refusal sentence={sentence} />
        ) : (
          <p className="note">{person.why ?? '六位口令以外的口令'}</p>
        )}
      </div>
      <button className="btn primary big" type="submit" aria-disabled={isAsking}>
        {isAsking ? '正在进入' : '进入'}
      </button>
    </form>
  )
}

/** Six digits of one's own, typed twice; also on 我的, where they are changed. */
export function SetPin({ account, done }: { readonly account: string; readonly done: () => void }) {
  const [first, setFirst] = useState('')
  const [sentence, setSentence] = useState('')
  const again = (why: string) => {
    setFirst('')
    setSentence(why)
  }
  const whole = async (pin: string) => {
    const fault = first === '' ? faultOfPin(pin, account) : undefined
    if (fault) return setSentence(`不能设六位口令：${fault}（组织第七条）`)
    if (first === '') return setFirst(pin)
    if (first !== pin) return again('不能设六位口令：两次键入的不一样，从头再来（组织第七条）')
    const reply = await ask('/api/device/pin', { method: 'PUT', body: { pin } })
    if (reply.is === 'answer') return done()
    again(reply.is === 'cut' ? `不能设六位口令：${cut}` : reply.problem.detail)
  }
  return (
    <div className="set-pin">
      <p>
        <b>{first === '' ? '设六位口令' : '再键入一次'}</b>
      </p>
      <p className="note">以后在本机换人，只键入这六位。它在别处没有用，别人知道了也用不了别的电脑。</p>
      <Digits
        key={first}
        sentence={sentence}
        hint={first === '' ? '不用生日、连号、重复的数字' : '与刚才的六位相同'}
        whole={whole}
        begun={() => setSentence('')}
      />
    </div>
  )
}

/** Digits by keys or by the pad; the sixth hands them over, and what was handed over is typed anew. */
function Digits({
  sentence,
  hint,
  whole,
  begun,
}: {
  readonly sentence: string
  readonly hint: string
  readonly whole: (pin: string) => Promise<unknown> | unknown
  readonly begun: () => void
}) {
  // Two digits may fall between two drawings.
  const typed = useRef('')
  const [count, setCount] = useState(0)
  const [isAsking, setAsking] = useState(false)
  const put = (text: string) => {
    typed.current = text
    setCount(text.length)
  }
  const type = (digit: string) => {
    if (isAsking || typed.current.length >= pinLength) return
    if (typed.current === '') begun()
    put(typed.current + digit)
    if (typed.current.length < pinLength) return
    setAsking(true)
    void Promise.resolve(whole(typed.current)).finally(() => {
      put('')
      setAsking(false)
    })
  }
  const back = () => put(typed.current.slice(0, -1))
  useKeys({
    ...Object.fromEntries([...digits, '0'].map((digit) => [digit, () => type(digit)])),
    Backspace: back,
    Delete: () => put(''),
  })
  return (
    <>
      <p
        className="pad-dots"
        role="status"
        aria-label={isAsking ? '正在核对' : `已键入 ${count} 位`}
        data-state={sentence === '' ? undefined : 'wrong'}
      >
        {Array.from({ length: pinLength }, (_, n) => (
          <i key={n} className={n < count ? undefined : 'o'} />
        ))}
      </p>
      <div className="pad-hint">
        {sentence === '' ? <p className="note">{hint}</p> : <Refusal sentence={sentence} />}
      </div>
      <div className="pad-keys">
        {digits.map((digit) => (
          <button key={digit} type="button" className="pad-key" onClick={() => type(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" className="pad-key word" onClick={() => put('')}>
          清空
        </button>
        <button type="button" className="pad-key" onClick={() => type('0')}>
          0
        </button>
        <button type="button" className="pad-key word" onClick={back}>
          退格
        </button>
      </div>
    </>
  )
}
