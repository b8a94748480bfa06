/** What cannot be undone: one press, and the password once more where it was not given within five minutes. */
import { useId, useState, type ReactNode } from 'react'
import { ask, type Reply } from './line.ts'
import { Refusal } from './sayings.tsx'

const stepUp = 'urn:shouze:step-up'

/** A button that acts, asks for the password when the server wants it given lately, and acts then. */
export function GraveButton<T>({
  children,
  act,
  done,
  whyNot,
  doing,
  isQuiet = false,
}: {
  readonly children: ReactNode
  readonly act: () => Promise<Reply<T>>
  readonly done: (body: T) => void
  /** Why it may not be pressed now: the sentence stands below the grey button. */
  readonly whyNot?: string | undefined
  /** 批准, for a line that is cut: 没有批准. */
  readonly doing: string
  /** Another act of the page comes first. */
  readonly isQuiet?: boolean
}) {
  const [sentence, setSentence] = useState('')
  const [isSending, setSending] = useState(false)
  const [asksPassword, setAsksPassword] = useState(false)
  const id = useId()
  const run = async () => {
    setSending(true)
    const reply = await act()
    setSending(false)
    const isStepUp = reply.is === 'refused' && reply.problem.type === stepUp
    setAsksPassword(isStepUp)
    setSentence(
      reply.is === 'cut' ? `线路断开，没有${doing}` : reply.is === 'refused' && !isStepUp ? reply.problem.detail : '',
    )
    if (reply.is === 'answer') done(reply.body)
  }
  const isIdle = whyNot === undefined && !isSending
  return (
    <div className="grave">
      {asksPassword ? (
        <PasswordAgain
          doing={doing}
          given={() => {
            setAsksPassword(false)
            void run()
          }}
          leave={() => setAsksPassword(false)}
        />
      ) : (
        <button
          className={isQuiet ? 'btn' : 'btn primary'}
          type="button"
          aria-disabled={!isIdle}
          aria-describedby={whyNot === undefined ? undefined : id}
          onClick={() => isIdle && void run()}
        >
          {isSending ? `正在${doing}` : children}
        </button>
      )}
      {whyNot !== undefined && (
        <p className="note" id={id}>
          {whyNot}
        </p>
      )}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </div>
  )
}

function PasswordAgain({
  doing,
  given,
  leave,
}: {
  readonly doing: string
  readonly given: () => void
  readonly leave: () => void
}) {
  const [password, setPassword] = useState('')
  const [sentence, setSentence] = useState('')
  const confirm = async () => {
    if (password === '') return setSentence('不能确认：口令没有填写')
    const reply = await ask('/api/session/confirm', { method: 'POST', body: { password } })
    setPassword('')
    if (reply.is === 'answer') given()
    else setSentence(reply.is === 'cut' ? '线路断开，没有确认' : reply.problem.detail)
  }
  return (
    <form
      className="again"
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <label className="field">
        <span className="label">再输一次口令，才能{doing}</span>
        <input
          className="input"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <p className="acts">
        <button className="btn primary" type="submit">
          确认并{doing}
        </button>
        <button className="btn quiet" type="button" onClick={leave}>
          不办了
        </button>
      </p>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </form>
  )
}
