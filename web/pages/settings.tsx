/** 设置: the year's holidays, the policies in force, what this machine needs. */
import { useState } from 'react'
import type { Today } from '../../server/api.ts'
import { dayOf, nextDay } from '../../engine/time.ts'
import { policies } from '../declared.ts'
import { LabelledDay } from '../fields/day.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { useAnswer, refresh } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Refusal, Told } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayDay, sayFullDay, sayWeekday } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { yearIn } from './calendar-text.ts'
import { Devices } from './devices.tsx'
import { fileEntry } from './newcomers.tsx'

export function SettingsPage() {
  const { session } = useSession()
  const today = useAnswer<Today>('/api/today').body
  return (
    <>
      <div className="title">
        <h1>设置</h1>
        <p className="note">
          {session.organisation.name}，代号 {session.organisation.code}
        </p>
      </div>
      {!session.isAdministrator && <p className="note">这一页由系统管理员设定，其他人可以看。</p>}
      <div className="pair">
        <CalendarYear mayLoad={session.isAdministrator} />
        <div>
          <Devices />
          <Adoptions mayAdopt={session.isAdministrator} />
          <section className="group" aria-labelledby="machine">
            <h2 id="machine">这台机器</h2>
            <ul className="notes">
              {(today?.machine ?? []).map(({ state, text }) => (
                <li key={text}>
                  <State mark={state}>{text}</State>
                </li>
              ))}
            </ul>
            <p className="note">
              备份用命令 <span className="code">shouze backup 文件名</span>，备份的钥匙与备份分开放。
            </p>
            <p>
              <Link to={path.disposals}>处置：到期的内容、保全、销毁证明</Link>
            </p>
            <p>
              <Link to={path.firstRun}>再走一遍开始使用的人员和岗位</Link>
            </p>
          </section>
        </div>
      </div>
    </>
  )
}

function CalendarYear({ mayLoad }: { readonly mayLoad: boolean }) {
  const [year, setYear] = useState(dayOf(serverNow()).slice(0, 4))
  const [text, setText] = useState('')
  const [told, setTold] = useState('')
  const [sentence, setSentence] = useState('')
  const { holidays, makeUpDays, faults } = yearIn(text, year)
  const load = async () => {
    if (holidays.length === 0) return setSentence('不能录入：没有读出放假的日子')
    const reply = await ask(`/api/calendar/${year}`, { method: 'PUT', key: freshKey(), body: { holidays, makeUpDays } })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有录入' : reply.problem.detail)
    setTold(reply.is === 'answer' ? `${year} 年已录入：放假 ${holidays.length} 天，补班 ${makeUpDays.length} 天` : '')
    refresh()
  }
  return (
    <section className="group calendar" aria-labelledby="calendar">
      <h2 id="calendar">放假安排</h2>
      <p className="note">
        把当年放假通知的文字粘进来，或一行一个日期。没有录入的年份只认周末，期限都标“暂定”，录入后自动改准。
      </p>
      <label className="field short">
        <span className="label">年份</span>
        <input
          className="input"
          inputMode="numeric"
          value={year}
          maxLength={4}
          onChange={(event) => setYear(event.target.value.normalize('NFKC').replace(/\D/g, ''))}
        />
      </label>
      <label className="field">
        <span className="label">放假通知</span>
        <textarea
          className="input"
          rows={8}
          value={text}
          readOnly={!mayLoad}
          onChange={(event) => setText(event.target.value)}
          placeholder="国庆节：10月1日至8日放假调休。9月27日（星期日）、10月10日（星期六）上班。"
        />
      </label>
      {text !== '' && (
        <dl className="facts read">
          <div>
            <dt>放假 {holidays.length} 天</dt>
            <dd>{ranges(holidays)}</dd>
          </div>
          <div>
            <dt>补班 {makeUpDays.length} 天</dt>
            <dd>{makeUpDays.map((day) => `${sayDay(day)} ${sayWeekday(day)}`).join('、') || '没有'}</dd>
          </div>
        </dl>
      )}
      {faults.map((fault) => (
        <Refusal key={fault} sentence={`没有读懂：${fault}`} />
      ))}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {told !== '' && <Told>{told}</Told>}
      {mayLoad && (
        <p>
          <button
            className="btn primary"
            type="button"
            aria-disabled={holidays.length === 0}
            onClick={() => void load()}
          >
            录入 {year} 年
          </button>
        </p>
      )}
    </section>
  )
}
/** 10 月 1 日至 10 月 8 日、…: days in a row said as one. */
function ranges(days: readonly string[]): string {
  const runs: string[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run && nextDay(run.at(-1) ?? '') === day) run.push(day)
    else runs.push([day])
  }
  return (
    runs
      .map((run) => (run.length === 1 ? sayDay(run[0] ?? '') : `${sayDay(run[0] ?? '')}至${sayDay(run.at(-1) ?? '')}`))
      .join('、') || '没有'
  )
}

function Adoptions({ mayAdopt }: { readonly mayAdopt: boolean }) {
  const { session, reload } = useSession()
  const [sentence, setSentence] = useState('')
  const [from, setFrom] = useState(nextDay(dayOf(serverNow())))
  const adopt = async (policy: string) => {
    setSentence((await fileEntry('adopt', { policy, from })) ?? '')
    await reload()
  }
  const rest = policies.filter(({ id }) => !session.policies.some((one) => one.id === id))
  return (
    <section className="group" aria-labelledby="adopted">
      <h2 id="adopted">
        执行的制度 <span className="n">{session.policies.length}</span>
      </h2>
      <ul className="rows plain-rows">
        {session.policies.map(({ id, title }) => (
          <li key={id}>
            <Link to={path.clauses}>{title}</Link>
          </li>
        ))}
      </ul>
      {mayAdopt && rest.length > 0 && (
        <>
          <LabelledDay label="新加的从哪天起执行" text={from} set={setFrom} />
          <ul className="rows plain-rows">
            {rest.map(({ id, title }) => (
              <li key={id}>
                {title}
                <button className="btn small" type="button" onClick={() => void adopt(id)}>
                  <span className="unseen">{title}，</span>自 {/^\d{4}/.test(from) ? sayFullDay(from) : '这天'}起执行
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
    </section>
  )
}
