/** 确认口令: who came in by six digits gives his password in place, and for five minutes may do what asks for it. */
import { useState, type FormEvent } from 'react'
import { ask } from './line.ts'
import { Refusal } from './sayings.tsx'
import { useSession } from './session.ts'

/** Shown to whom the six digits let in, until he has confirmed. */
export function Confirm({ what }: { readonly what: string }) {
  const { session, reload } = useSession()
  const [sentence, setSentence] = useState('')
  if (session.kind === 'full' || session.isFresh) return null
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const password = String(new FormData(form).get('password') ?? '')
    if (password === '') return setSentence('不能确认：口令没有填写')
    const reply = await ask('/api/session/confirm', { method: 'POST', body: { password } })
    form.reset()
    if (reply.is === 'answer') return reload()
    setSentence(reply.is === 'cut' ? '不能确认：线路断开' : reply.problem.detail)
  }
  return (
    <form className="confirm" aria-label="确认口令" onSubmit={(event) => void confirm(event)}>
      <p>用六位口令进入的，{what}先确认口令，五分钟内有效。</p>
      <label className="field">
        <span className="unseen">口令</span>
        <input className="input" name="password" type="password" autoComplete="off" placeholder="口令" />
      </label>
      <button className="btn" type="submit">
        确认
      </button>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </form>
  )
}
