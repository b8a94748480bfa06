/** 改口令: asked once, right after a one-time password let somebody in. */
import { useState, type FormEvent } from 'react'
import { ask } from '../parts/line.ts'
import { useSession } from '../parts/session.ts'
import { Refusal } from '../parts/sayings.tsx'
import { lengthMin, passwordFault } from './password.ts'

export function PasswordChange() {
  const { session, reload, signOut } = useSession()
  const [sentence, setSentence] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const change = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const [old, fresh, again] = ['old', 'fresh', 'again'].map((name) => String(typed.get(name) ?? ''))
    if (fresh !== again) return setSentence('不能改：两次填的新口令不一样')
    const fault = passwordFault(fresh ?? '')
    if (fault) return setSentence(`不能改：${fault}`)
    setIsAsking(true)
    const reply = await ask('/api/password', { method: 'POST', body: { old, new: fresh } })
    setIsAsking(false)
    if (reply.is === 'cut') return setSentence('不能改：线路断开，接通后再按一次')
    if (reply.is === 'refused') return setSentence(reply.problem.detail)
    await reload()
  }
  return (
    <div className="door">
      <header className="top">
        <span className="seal-mark" aria-hidden="true">
          守则
        </span>
        <p className="org">{session.organisation.name}</p>
        <button className="btn quiet" type="button" onClick={() => void signOut()}>
          退出
        </button>
      </header>
      <main id="main">
        <form className="sheet" aria-labelledby="change" onSubmit={(event) => void change(event)}>
          <h1 id="change">改成自己的口令</h1>
          <p className="note">
            {session.name}，
            {session.isPasswordExpired
              ? '口令已用满 90 天，改好才能往下办。'
              : '手里的是一次性口令，已经用掉了：现在改成自己的才能往下办，也才能下次再进来。'}
            口令至少 {lengthMin} 位，数字、小写、大写、符号占三样。
          </p>
          <label className="field">
            <span className="label">{session.isPasswordExpired ? '现在的口令' : '一次性口令'}</span>
            <input className="input" name="old" type="password" autoComplete="current-password" autoFocus />
          </label>
          <label className="field">
            <span className="label">新口令</span>
            <input
              className="input"
              name="fresh"
              type="password"
              autoComplete="new-password"
              aria-invalid={sentence !== ''}
            />
          </label>
          <label className="field">
            <span className="label">再填一次新口令</span>
            <input className="input" name="again" type="password" autoComplete="new-password" />
          </label>
          <div className="fixed-line">{sentence !== '' && <Refusal sentence={sentence} />}</div>
          <button className="btn primary big" type="submit" aria-disabled={isAsking}>
            改口令
          </button>
        </form>
      </main>
    </div>
  )
}
