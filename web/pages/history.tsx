/** 历史: one sentence, green or red, and a button that checks the whole log in this browser. */
import { useRef, useState } from 'react'
import type { History } from '../../server/api.ts'
import { useAnswer } from '../parts/answer.ts'
import { serverNow, useNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Refusal, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayNumber, sayWhen } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { checkLog, leavesFrom, remember, rememberedOf, type Verdict } from './check-log.ts'

export function HistoryPage() {
  const { body: history, problem } = useAnswer<History>('/api/history')
  const [verdict, setVerdict] = useState<Verdict>()
  const [done, setDone] = useState<number>()
  const stop = useRef(new AbortController())
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!history) return <Waiting />
  const check = async () => {
    stop.current = new AbortController()
    setDone(0)
    const fresh = await ask<History>('/api/history')
    const head = fresh.is === 'answer' ? fresh.body : history
    const found = await checkLog({
      history: head,
      remembered: rememberedOf(head.origin),
      signal: stop.current.signal,
      progress: setDone,
      leaves: leavesFrom,
    })
    if (found.is === 'whole') remember(head.origin, { size: found.size, root: found.root, at: serverNow() })
    setVerdict(found)
    setDone(undefined)
  }
  return (
    <>
      <Sentence history={history} verdict={verdict}>
        {done === undefined ? (
          <Do check={() => void check()} verdict={verdict} />
        ) : (
          <div className="progress">
            <label htmlFor="checked">
              已校验 <b>{sayNumber(done)}</b> / {sayNumber(history.size)} 条
            </label>
            <progress id="checked" max={history.size} value={done} />
            <p className="note">
              可离开本页，离开就停。
              <button className="btn small quiet" type="button" onClick={() => stop.current.abort()}>
                停下
              </button>
            </p>
          </div>
        )}
      </Sentence>
      <p className="note">
        核对印件上的核验码：<Link to={path.verify()}>核验</Link>
      </p>
      <div className="pair">
        <Seal history={history} />
        <Replay history={history} />
      </div>
    </>
  )
}

function Sentence({
  history,
  verdict,
  children,
}: {
  readonly history: History
  readonly verdict: Verdict | undefined
  readonly children: React.ReactNode
}) {
  const now = useNow()
  const isBroken = verdict?.is === 'broken' || history.replay?.isEqual === false
  const before = rememberedOf(history.origin)
  const checked = verdict?.is === 'whole' ? '刚才' : before && sayWhen(before.at, now)
  return (
    <section className="verdict" aria-live="polite">
      <div className="stamp" data-state={isBroken ? 'late' : checked ? 'kept' : 'open'} aria-hidden="true">
        {isBroken ? '异' : '封'}
      </div>
      <div>
        <h1 data-state={isBroken ? 'late' : checked ? 'kept' : 'open'}>
          {verdict?.is === 'broken'
            ? `${verdict.sentence}。`
            : isBroken
              ? '按历史重放的状态，与正在用的不一样。'
              : checked
                ? `${sayNumber(verdict?.is === 'whole' ? verdict.size : (before?.size ?? 0))} 条，一条没改，一条没少。`
                : `共 ${sayNumber(history.size)} 条，还没有在这台电脑上校验过。`}
        </h1>
        <p>
          {checked
            ? `上次在这台电脑的浏览器里校验：${checked}。现有 ${sayNumber(history.size)} 条。`
            : '校验在这台电脑的浏览器里算，不靠服务器说了算。'}
          {verdict?.is === 'whole' &&
            (verdict.signature === 'verified'
              ? '封存的签名也在这里验过。'
              : '这个浏览器不会验 Ed25519 签名，树根已核对，签名请用新一些的浏览器验。')}
          {verdict?.is === 'cut' && '线路断开，没有校验完。'}
          {verdict?.is === 'stopped' && '停下了，没有校验完。'}
        </p>
        {isBroken && (
          <ol className="todo-list">
            <li>
              <b>照常办事。</b>新的条目照常记，今天的期限不受影响。
            </li>
            <li>
              <b>不要还原、不要重装。</b>磁盘上的都是证据。
            </li>
            <li>
              <b>由两人到场</b>，导出现在的历史，与外面留存的封存对照。
            </li>
          </ol>
        )}
        {children}
      </div>
    </section>
  )
}

function Do({ check, verdict }: { readonly check: () => void; readonly verdict: Verdict | undefined }) {
  return (
    <p className="do">
      <button className="btn primary big" type="button" onClick={check}>
        {verdict ? '再校验一次' : '在本机校验'}
      </button>
      <span className="note">从第一条算到最后一条，与封存的树根对照</span>
    </p>
  )
}

function Seal({ history }: { readonly history: History }) {
  const now = useNow()
  return (
    <section className="group" aria-labelledby="seal">
      <h2 id="seal">最近一次封存</h2>
      <dl className="facts sealed">
        <div>
          <dt>条数</dt>
          <dd>
            {sayNumber(history.size)} 条，最后一条 {sayWhen(history.lastRecorded, now)}
          </dd>
        </div>
        <div>
          <dt>树根</dt>
          <dd className="code">{history.root.replace(/(.{8})/g, '$1 ')}</dd>
        </div>
        <div>
          <dt>名称</dt>
          <dd className="code">{history.origin}</dd>
        </div>
        <div>
          <dt>公钥</dt>
          <dd className="code">{history.publicKey}</dd>
        </div>
      </dl>
      <details className="note-text">
        <summary>封存原文，可抄到外面留存</summary>
        <pre className="code">{history.note}</pre>
      </details>
      <p className="note">只在本机留封存，防不住本机的主人；请把封存原文定期抄一份放在外面。</p>
    </section>
  )
}

/** The server refolds its whole log and compares the state; only who administers starts it. */
function Replay({ history }: { readonly history: History }) {
  const { session } = useSession()
  const now = useNow()
  const [replay, setReplay] = useState(history.replay)
  const [asking, setAsking] = useState(false)
  const [sentence, setSentence] = useState('')
  const run = async () => {
    setAsking(true)
    const reply = await ask<History>('/api/history?replay=1')
    setAsking(false)
    if (reply.is === 'answer') setReplay(reply.body.replay)
    setSentence(reply.is === 'refused' ? reply.problem.detail : reply.is === 'cut' ? '线路断开，没有重放' : '')
  }
  return (
    <section className="group" aria-labelledby="replay">
      <h2 id="replay">按历史重放</h2>
      <p className="note">把全部历史从头再算一遍，与正在用的状态逐字节对照。</p>
      {replay && (
        <p>
          {sayWhen(replay.at, now)}，{sayNumber(replay.size)} 条：
          {replay.isEqual ? <State mark="kept">一致</State> : <State mark="late">不一致</State>}
        </p>
      )}
      {sentence !== '' && <Refusal sentence={sentence} />}
      {session.isAdministrator && (
        <p>
          <button className="btn" type="button" aria-disabled={asking} onClick={() => !asking && void run()}>
            {asking ? '正在重放' : '重放'}
          </button>
        </p>
      )}
    </section>
  )
}
