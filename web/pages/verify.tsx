/** 核验: the code of a printed page, typed or scanned, against this house's log. */
import { useState } from 'react'
import type { Verification } from '../../server/api-board.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Refusal, Waiting } from '../parts/sayings.tsx'
import { sayEntry, sayNumber } from '../parts/wording.ts'
import { go, path } from '../routes.ts'

export function VerifyPage({ query }: { readonly query: URLSearchParams }) {
  const code = query.get('code') ?? ''
  const [typed, setTyped] = useState(code)
  return (
    <div className="verify">
      <div className="title">
        <h1>核验</h1>
        <p className="note">印件页脚上的核验码，照抄或扫码；抄错的会说出来。</p>
      </div>
      <form
        className="with-act"
        onSubmit={(event) => {
          event.preventDefault()
          go(path.verify({ code: typed.trim() }), { replace: true })
        }}
      >
        <label className="unseen" htmlFor="code">
          核验码
        </label>
        <input
          className="input code"
          id="code"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder="EJNW-BE4X-H04F-W5"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button className="btn primary" type="submit">
          核验
        </button>
      </form>
      {code !== '' && <Found code={code} />}
    </div>
  )
}
function Found({ code }: { readonly code: string }) {
  const { body, problem } = useAnswer<Verification>(`/api/verify?${new URLSearchParams({ code }).toString()}`)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!body) return <Waiting />
  const { isGenuine, facts, seq, size, root, mayRead } = body
  return (
    <section className="found" aria-live="polite">
      <h2>
        <State mark={isGenuine ? 'kept' : 'refused'}>{isGenuine ? '真实' : '不能证实'}</State>
      </h2>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}。</li>
        ))}
      </ul>
      {seq !== undefined &&
        (mayRead === true ? (
          <p>
            <Link className="btn" to={path.entry(seq)}>
              看{sayEntry(seq)}
            </Link>
          </p>
        ) : (
          <p className="note">这一条的内容不在你可看的之列，请可看的人与印件核对。</p>
        ))}
      {size !== undefined && root !== undefined && (
        <p className="note">
          账本 {sayNumber(size)} 条时的树根 <span className="code">{root}</span>
        </p>
      )}
    </section>
  )
}
