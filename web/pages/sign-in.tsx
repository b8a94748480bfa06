/** 登录: account and password, and the organisation where there are several. */
import { useRef, useState, type FormEvent } from 'react'
import type { Session, SignedOut, SignIn } from '../../server/api.ts'
import { useKeys } from '../parts/keys.ts'
import { ask } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'
import { go, path } from '../routes.ts'

/** `only`: the organisation of an enrolled computer, from whose tiles `back` leads back. */
export function SignInPage({
  doors: { isDemo, clock, organisations: all },
  entered,
  only,
  back,
}: {
  readonly doors: SignedOut
  readonly entered: () => Promise<void>
  readonly only?: SignedOut['organisations'][number] | undefined
  readonly back?: () => void
}) {
  const organisations = only ? [only] : all
  const [organisation, setOrganisation] = useState(organisations[0]?.code ?? '')
  const [sentence, setSentence] = useState('')
  const [isAsking, setIsAsking] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useKeys(back ? { Escape: back } : {})
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isAsking) return
    const typed = new FormData(event.currentTarget)
    const account = String(typed.get('account') ?? '').trim()
    const password = String(typed.get('password') ?? '')
    if (account === '' || password === '') return setSentence(`不能进入：${account === '' ? '账号' : '口令'}没有填写`)
    setIsAsking(true)
    const body: SignIn = { organisation, account, password }
    const reply = await ask<Session>('/api/session', { method: 'POST', body })
    setIsAsking(false)
    if (reply.is === 'cut') return setSentence('不能进入：线路断开，接通后再按一次')
    if (reply.is === 'refused') {
      form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
      return setSentence(reply.problem.detail)
    }
    if (location.pathname === path.signIn) go(path.today, { replace: true })
    await entered()
    // Whoever is still here was let in and has no cookie: browsers before 2023 keep it over HTTPS alone.
    setSentence('不能进入：这个浏览器没有收下登录凭据，请从 https 开头的内网地址进入，或换新一些的浏览器')
  }
  return (
    <div className="door">
      <header className="top">
        <span className="seal-mark" aria-hidden="true">
          守则
        </span>
        <p className="org">
          守则
          {clock === 'driven' && <b className="note"> · 演练时钟，不是真实时间</b>}
        </p>
        {back && (
          <button className="btn small" type="button" onClick={back}>
            回名单 <kbd>Esc</kbd>
          </button>
        )}
      </header>
      <main id="main">
        <form className="sheet" ref={form} aria-labelledby="sign-in" onSubmit={(event) => void enter(event)}>
          <h1 id="sign-in">登录</h1>
          {isDemo && <p className="note">演示数据：账号和口令印在启动的窗口里。</p>}
          {organisations.length > 1 && (
            <label className="field">
              <span className="label">单位</span>
              <select className="input" value={organisation} onChange={(event) => setOrganisation(event.target.value)}>
                {organisations.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          {organisations.length === 1 && <p className="where">{organisations[0]?.name}</p>}
          {organisations.length === 0 && (
            <label className="field">
              <span className="label">单位代码</span>
              <input className="input" value={organisation} onChange={(event) => setOrganisation(event.target.value)} />
            </label>
          )}
          <label className="field">
            <span className="label">账号</span>
            <input
              className="input"
              name="account"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              aria-invalid={sentence !== ''}
            />
          </label>
          <label className="field">
            <span className="label">口令</span>
            <input className="input" name="password" type="password" autoComplete="current-password" />
          </label>
          <div className="fixed-line">{sentence !== '' && <Refusal sentence={sentence} />}</div>
          <button className="btn primary big" type="submit" aria-disabled={isAsking}>
            {isAsking ? '正在进入' : '进入'}
          </button>
          <p className="note">忘了口令，请管账号的人发一张一次性口令条。</p>
        </form>
      </main>
    </div>
  )
}
