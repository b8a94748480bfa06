/** 处置: what is kept and until when, what is due, what waits for a second person, what was certified, what is held. */
import { useState } from 'react'
import type { Accepted } from '../../server/api.ts'
import type { Certified, Compromise, CountedLine, Disposals, ProposedDisposal } from '../../server/api-keeping.ts'
import { dayOf } from '../../engine/time.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { GraveButton } from '../parts/grave.tsx'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Clause, Empty, Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayEntry, sayFullDay, sayMonth, sayNumber, sayWhen } from '../parts/wording.ts'
import { go, path } from '../routes.ts'
import { Compromises } from './compromises.tsx'

export function DisposalsPage() {
  const { body: all, problem } = useAnswer<Disposals>('/api/disposals')
  if (problem)
    return (
      <div className="keeping">
        <h1>处置</h1>
        <Refusal sentence={problem.detail} kind="soft" />
      </div>
    )
  if (!all) return <Waiting what="正在数" />
  return (
    <div className="keeping">
      <div className="title">
        <h1>处置</h1>
        <p className="note">到期的内容由一人提出、另一人批准后销毁。日志里的登记、编号和证明不动。</p>
      </div>
      <Due all={all} />
      <WaitingOnes all={all} />
      <div className="pair">
        <div>
          <Kept all={all} />
          <Certificates all={all} />
        </div>
        <div>
          <Holds all={all} />
          <Backups all={all} />
          <SmallHouse />
        </div>
      </div>
    </div>
  )
}

function Due({ all: { due } }: { readonly all: Disposals }) {
  const [told, setTold] = useState('')
  const propose = () => ask<Accepted>('/api/disposals', { method: 'POST', body: {} })
  return (
    <section className="group" aria-labelledby="due">
      <h2 id="due">
        到期 <span className="n">{sayNumber(due.bodies)}</span>
      </h2>
      {due.lines.length === 0 ? (
        <Empty title="没有到期的。">每个登记簿保存多久，见下面的“保存着的”。</Empty>
      ) : (
        <Lines of={due.lines} label="到期的内容" />
      )}
      {due.held > 0 && <p className="note">另有 {sayNumber(due.held)} 份也到期了，因保全不动。</p>}
      {due.isCut && <p className="note">一次最多列这么多，其余的下一次提出。</p>}
      {(due.bodies > 0 || due.whyNot === undefined) && (
        <GraveButton
          act={propose}
          doing="提出处置"
          whyNot={due.whyNot?.detail}
          done={({ seq }) => {
            setTold(`${sayEntry(seq)}，已提出。等另一个人批准`)
            refresh()
          }}
        >
          提出处置 {sayNumber(due.bodies)} 份
        </GraveButton>
      )}
      {told !== '' && <Told>{told}。</Told>}
    </section>
  )
}
/** How many bodies of which register and month, and none of what they say. */
export function Lines({ of, label }: { readonly of: readonly CountedLine[]; readonly label: string }) {
  return (
    <div className="scroll">
      <table className="table counted" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">登记簿</th>
            <th scope="col">登记的月份</th>
            <th scope="col" className="num">
              份数
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ register, title, month, count }) => (
            <tr key={`${register} ${month}`}>
              <td>{title}</td>
              <td>{sayMonth(month)}</td>
              <td className="num">{sayNumber(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function WaitingOnes({ all: { waiting, at } }: { readonly all: Disposals }) {
  if (waiting.length === 0) return null
  return (
    <section className="group" aria-labelledby="waiting">
      <h2 id="waiting">
        等第二个人 <span className="n">{waiting.length}</span>
      </h2>
      {waiting.map((one) => (
        <Proposed key={one.seq} one={one} at={at} />
      ))}
    </section>
  )
}
function Proposed({ one, at }: { readonly one: ProposedDisposal; readonly at: number }) {
  const [sentence, setSentence] = useState('')
  const [why, setWhy] = useState('')
  const agree = () => ask<Certified>(`/api/disposals/${one.seq}/approve`, { method: 'POST', body: {} })
  const withdraw = async () => {
    const body = { proposal: one.id, why: why.trim() }
    const reply = await ask('/api/registers/disposal-withdrawal/entries', { method: 'POST', key: freshKey(), body })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有撤回' : reply.problem.detail)
    refresh()
  }
  if (one.isApproved) return <p className="told">{sayEntry(one.seq)} 已批准，正在销毁……</p>
  return (
    <article className="proposed" aria-label={`${sayEntry(one.seq)} 处置`}>
      <p>
        <b>{one.byName}</b> {sayWhen(one.at, at)} 提出，销毁 <b>{sayNumber(one.bodies)}</b> 份
        {one.held > 0 && `（另有 ${sayNumber(one.held)} 份保全不动）`} <span className="note">{sayEntry(one.seq)}</span>
      </p>
      <Lines of={one.lines} label="提出销毁的内容" />
      <p className="note">批准以后立即销毁，不能恢复；此前的备份里仍有，证明写明到哪一天。</p>
      <GraveButton
        act={agree}
        doing="批准"
        whyNot={one.whyNotApprove?.detail}
        done={({ seq }) => {
          refresh()
          go(path.certificate(seq))
        }}
      >
        批准并销毁 {sayNumber(one.bodies)} 份
      </GraveButton>
      {!one.whyNotWithdraw && (
        <form
          className="with-act"
          onSubmit={(event) => {
            event.preventDefault()
            void withdraw()
          }}
        >
          <label className="field">
            <span className="label">不同意，写明原因</span>
            <input className="input" value={why} maxLength={100} onChange={(event) => setWhy(event.target.value)} />
          </label>
          <button className="btn" type="submit">
            撤回
          </button>
        </form>
      )}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </article>
  )
}

function Kept({ all: { kept } }: { readonly all: Disposals }) {
  return (
    <section className="group" aria-labelledby="kept">
      <h2 id="kept">保存着的</h2>
      {kept.length === 0 ? (
        <Empty title="还没有需要加密保存的内容。" />
      ) : (
        <div className="scroll">
          <table className="table counted" aria-label="保存着的内容">
            <thead>
              <tr>
                <th scope="col">登记簿</th>
                <th scope="col">保存</th>
                <th scope="col" className="num">
                  份数
                </th>
                <th scope="col">最早登记于</th>
              </tr>
            </thead>
            <tbody>
              {kept.map(({ register, title, clause, keep, bodies, oldest }) => (
                <tr key={register}>
                  <td>{title}</td>
                  <td>
                    {keep} <Clause of={clause} />
                  </td>
                  <td className="num">{sayNumber(bodies)}</td>
                  <td>{sayFullDay(dayOf(oldest))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
function Certificates({ all: { certificates, at } }: { readonly all: Disposals }) {
  return (
    <section className="group" aria-labelledby="certificates">
      <h2 id="certificates">
        销毁证明 <span className="n">{certificates.length}</span>
      </h2>
      {certificates.length === 0 && <p className="note">还没有销毁过。</p>}
      <ul className="rows plain-rows">
        {certificates.map((one) => (
          <li key={one.seq}>
            <span>
              {sayWhen(one.at, at)}，{sayNumber(one.bodies)} 份
              <span className="note">
                {' '}
                {one.proposer} 提出，{one.approver} 批准
              </span>
            </span>
            <Link className="btn small" to={path.certificate(one.seq)}>
              <span className="unseen">{sayEntry(one.seq)} 的</span>证明
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
function Holds({ all: { holds, at } }: { readonly all: Disposals }) {
  return (
    <section className="group" aria-labelledby="holds">
      <h2 id="holds">
        保全 <span className="n">{holds.length}</span>
      </h2>
      <p className="note">监管、诉讼、调查需要的，保全以后到期也不销毁，直到解除。</p>
      <ul className="rows plain-rows">
        {holds.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.document}</b> {one.scope}
              <span className="note">
                {' '}
                {one.reason}；{sayWhen(one.at, at)} {one.byName}
              </span>
            </span>
            <Link className="btn small" to={path.newEntry('release-hold', { hold: one.id })}>
              解除<span className="unseen">“{one.document}”的保全</span>
            </Link>
          </li>
        ))}
      </ul>
      <p>
        <Link className="btn small" to={path.newEntry('hold')}>
          新的保全
        </Link>
      </p>
    </section>
  )
}
function Backups({ all: { backup } }: { readonly all: Disposals }) {
  const now = useNow()
  return (
    <section className="group" aria-labelledby="backups">
      <h2 id="backups">备份</h2>
      <p>
        {backup.at === undefined ? (
          <State mark="late">还没有备份过</State>
        ) : (
          <State mark="kept">上次备份 {sayWhen(backup.at, now)}</State>
        )}
      </p>
      <p className="note">
        {backup.isFirst ? '备份里有了才能销毁。' : '本单位设定：没有备份也可以销毁。'}旧备份保留 {backup.keptDays}{' '}
        天，其间仍有销毁了的内容。
      </p>
      <Figure id="backups-kept" label="旧备份保留几天" value={backup.keptDays} />
    </section>
  )
}
/** One figure of the organisation's own clause, set in its place. */
function Figure({ id, label, value }: { readonly id: string; readonly label: string; readonly value: number }) {
  const { session } = useSession()
  const [text, setText] = useState('')
  const [sentence, setSentence] = useState('')
  if (!session.isAdministrator) return null
  const set = async () => {
    const reply = await ask(`/api/parameters/${id}`, { method: 'PUT', key: freshKey(), body: { value: Number(text) } })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有设定' : reply.problem.detail)
    if (reply.is === 'answer') setText('')
    refresh()
  }
  return (
    <form
      className="with-act"
      onSubmit={(event) => {
        event.preventDefault()
        if (text !== '') void set()
      }}
    >
      <label className="field short">
        <span className="label">{label}</span>
        <input
          className="input"
          inputMode="numeric"
          placeholder={String(value)}
          value={text}
          onChange={(event) => setText(event.target.value.normalize('NFKC').replace(/\D/g, ''))}
        />
      </label>
      <button className="btn" type="submit" aria-disabled={text === ''}>
        设定
      </button>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </form>
  )
}
function SmallHouse() {
  const { session } = useSession()
  const some = useAnswer<readonly Compromise[]>('/api/compromises').body ?? []
  return (
    <section className="group" aria-labelledby="small-house">
      <h2 id="small-house">小单位做法</h2>
      {some.length === 0 ? (
        <p className="note">
          没有登记。系统管理员不经手处置；全店不超过五个人的，可以写明理由登记，之后一直列在条款页上。
        </p>
      ) : (
        <Compromises of={some} />
      )}
      {session.isAdministrator && (
        <p>
          <Link className="btn small" to={path.newEntry(some.length === 0 ? 'small-house' : 'end-small-house')}>
            {some.length === 0 ? '登记小单位做法' : '终止小单位做法'}
          </Link>
        </p>
      )}
    </section>
  )
}
