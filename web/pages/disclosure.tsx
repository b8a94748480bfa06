/** 交付查询包: made while one waits or does something else, fetched once, its passphrase told apart, a summary to sign. */
import { useEffect } from 'react'
import type { HandingOver } from '../../server/api-keeping.ts'
import type { EntryView } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { GraveButton } from '../parts/grave.tsx'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { rowsOnPaper } from '../parts/paper.tsx'
import { Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { Sheets } from '../parts/sheets.tsx'
import { sayClock, sayEntry, sayFullDay, sayMinute, sayNumber, sayWhen } from '../parts/wording.ts'
import { path } from '../routes.ts'

type Made = Extract<HandingOver, { readonly state: 'ready' | 'taken' }>
const pollMs = 1_000

export function DisclosurePage({ seq }: { readonly seq: number }) {
  const { body: now, problem } = useAnswer<HandingOver>(`/api/disclosures/${seq}`)
  // How far it is, and that it was fetched, no change of the log tells.
  const isMoving = now?.state === 'working' || now?.state === 'ready'
  useEffect(() => {
    if (!isMoving) return
    const timer = setInterval(refresh, pollMs)
    return () => clearInterval(timer)
  }, [isMoving])
  if (problem) {
    const fact = '不能交付：查询包只给登记查询的人（组织第十三条）'
    return (
      <div className="keeping">
        <h1>交付查询包</h1>
        <Refusal sentence={problem.status === 404 ? fact : problem.detail} kind="soft" />
      </div>
    )
  }
  if (!now) return <Waiting />
  return (
    <article className="keeping printed">
      <div className="crumb">
        <Link className="back" to={path.entry(seq)}>
          返回查询
        </Link>
        <span className="note">
          {now.query.title} {sayEntry(seq)}
        </span>
      </div>
      <div className="title">
        <h1>交付查询包</h1>
        <p className="note">
          只有查询范围里的登记，逐条可以核对。{now.state !== 'late' && `${sayMinute(now.until)} 以前做好并取走`}
        </p>
      </div>
      <Step now={now} />
      <Logged now={now} />
      {(now.state === 'ready' || now.state === 'taken') && <Summary now={now} />}
    </article>
  )
}

function Step({ now }: { readonly now: HandingOver }) {
  const make = () => ask<HandingOver>(`/api/disclosures/${now.query.seq}`, { method: 'POST', body: {} })
  const button = (label: string, isQuiet = false) => (
    <GraveButton act={make} doing="做查询包" done={refresh} isQuiet={isQuiet}>
      {label}
    </GraveButton>
  )
  switch (now.state) {
    case 'none':
      return button('做查询包')
    case 'working':
      return (
        <div className="progress">
          <label htmlFor="made">
            已写 <b>{sayNumber(now.done)}</b> {now.total > 0 && `/ ${sayNumber(now.total)} `}条
          </label>
          <progress id="made" max={Math.max(1, now.total)} value={now.done} />
          <p className="note">可离开本页，做好以后回到这里取。</p>
        </div>
      )
    case 'failed':
      return (
        <>
          <Refusal sentence={now.fact} />
          {button('再做一次')}
        </>
      )
    case 'late':
      return <Refusal sentence="不能交付：登记查询已过一小时，请重新登记查询（组织第十三条）" kind="soft" />
    case 'ready':
      return (
        <>
          <p className="acts">
            <a className="btn primary big" href={`/api/disclosures/${now.query.seq}/file`} download>
              取走文件（{sayBytes(now.bytes)}）
            </a>
            <button className="btn big" type="button" onClick={() => print()}>
              打印摘要
            </button>
          </p>
          <Told>只能取走一次。先取走文件，再把口令另外告诉查询的人。</Told>
          <Passphrase now={now} />
          <Facts now={now} />
        </>
      )
    case 'taken':
      return (
        <>
          <Told>
            <b>文件已取走。</b>口令另外告诉查询的人；文件丢了，{sayMinute(now.until)} 以前可以再做一次。
          </Told>
          <p className="acts">
            <button className="btn primary big" type="button" onClick={() => print()}>
              打印摘要
            </button>
          </p>
          <Passphrase now={now} />
          <Facts now={now} />
          {button('再做一次', true)}
        </>
      )
    default:
      return now satisfies never
  }
}
const sayBytes = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${sayNumber(Math.ceil(bytes / 1_000_000))} MB`

function Passphrase({ now: { passphrase, until } }: { readonly now: Made }) {
  return (
    <section className="group passphrase" aria-labelledby="passphrase">
      <h2 id="passphrase">打开文件的口令</h2>
      <p className="code big">{passphrase}</p>
      <p className="note">
        抄给查询的人，不要和文件放在一起。{sayMinute(until)} 以后这里不再显示，别处也没有；没有口令谁也打不开。
      </p>
    </section>
  )
}
const countsOf = ({ entries, corrections, bodies, disposed, takenBack }: Made) =>
  `登记 ${sayNumber(entries)} 条，更正 ${sayNumber(corrections)} 条，正文 ${sayNumber(bodies)} 份${
    disposed > 0 ? `，${sayNumber(disposed)} 条的正文已按期销毁` : ''
  }${takenBack > 0 ? `；另有 ${sayNumber(takenBack)} 条登记后一分钟内撤回，不在其中` : ''}`
const rowsOf = (now: Made): readonly (readonly [string, string])[] => [
  ['内容', countsOf(now)],
  ['账本', `${sayNumber(now.size)} 条，根 ${now.root}`],
  ['文件摘要', `${now.sha256}，已记入日志（${sayEntry(now.entry)}）`],
  ['公钥', now.publicKey],
]
function Facts({ now }: { readonly now: Made }) {
  return (
    <dl className="facts">
      {rowsOf(now).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={label === '内容' ? undefined : 'code'}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
function Logged({ now: { logged } }: { readonly now: HandingOver }) {
  const at = useNow()
  if (logged.length === 0) return null
  return (
    <section className="group" aria-labelledby="logged">
      <h2 id="logged">
        做过的 <span className="n">{logged.length}</span>
      </h2>
      <ul className="rows plain-rows">
        {logged.map((one) => (
          <li key={one.seq}>
            <span>
              {sayWhen(one.at, at)}，{sayNumber(one.entries)} 条{' '}
              <span className="note code">{one.sha256.slice(0, 16)}……</span>
            </span>
            <span className="note">{sayEntry(one.seq)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Both sides sign who asked, by what, for what, and what was handed over; never the passphrase. */
function Summary({ now }: { readonly now: Made }) {
  const { query } = now,
    { body: view } = useAnswer<EntryView>(`/api/entries/${query.seq}`)
  if (!view) return null
  return (
    <Sheets
      title="查询交付摘要"
      meta={[`日期：${sayFullDay(dayOf(query.at))}`, `查询：${sayEntry(query.seq)}`]}
      blocks={[
        {
          is: 'form',
          rows: [
            ['登记', `${view.byName}，${sayFullDay(dayOf(query.at))} ${sayClock(query.at)}（${query.cite}）`],
            ...rowsOnPaper(view).filter(([, told]) => told !== '—'),
            ...rowsOf(now),
          ],
        },
        {
          is: 'text',
          kind: 'saying',
          text: '文件可用 shouze verify 或 docs/formats/disclosure-v1.md 里的程序核对：每一条都在账本里，一个字没改。是否还有该给而没有给的，文件证明不了，须到现场核对全部账本。口令另行交付，不写在这张纸上。',
        },
      ]}
      signatures={['交付人', '查询人', '查询人']}
      seq={query.seq}
    />
  )
}
