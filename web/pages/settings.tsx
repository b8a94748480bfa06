/** 设置: the year's holidays, the policies in force, what this machine needs. */
import { useState } from 'react'
import type { CalendarView } from '../../server/api-people.ts'
import type { Today } from '../../server/api.ts'
import { dayOf, nextDay } from '../../engine/time.ts'
import { policies } from '../declared.ts'
import { LabelledDay } from '../fields/day.tsx'
import { useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayFullDay } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { Devices } from './devices.tsx'
import { fileEntry } from './house-staff.ts'

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
        <Holidays />
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

/** Which years are entered, and the way to the page that enters them. */
function Holidays() {
  const now = Number(dayOf(serverNow()).slice(0, 4))
  return (
    <section className="group" aria-labelledby="calendar">
      <h2 id="calendar">放假安排</h2>
      <p className="note">没有录入的年份只认周末，期限都标“暂定”，录入后自动改准。每年秋天公布下一年的安排。</p>
      <ul className="rows plain-rows">
        {[now, now + 1].map((year) => (
          <HolidayYear key={year} year={String(year)} />
        ))}
      </ul>
      <p>
        <Link className="btn" to={path.calendar}>
          看年历、录入
        </Link>
      </p>
    </section>
  )
}
function HolidayYear({ year }: { readonly year: string }) {
  const { body: view } = useAnswer<CalendarView>(`/api/calendar/${year}`)
  return (
    <li>
      {year} 年
      <State mark={view?.loaded ? 'kept' : 'soon'}>
        {view?.loaded
          ? `放假 ${view.loaded.holidays.length} 天，补班 ${view.loaded.makeUpDays.length} 天`
          : '还没有录入'}
      </State>
    </li>
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
