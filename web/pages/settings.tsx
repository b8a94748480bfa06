/** 设置: the year's holidays, the policies in force, what this machine needs. */
import type { CalendarView } from '../../server/api-people.ts'
import type { Today } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { useSession } from '../parts/session.ts'
import { path } from '../routes.ts'
import { Devices } from './devices.tsx'

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
          {session.policies.some(({ id }) => id === 'internet-cafe') && <ReaderOfCards />}
          <Adoptions />
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
              <Link to={path.machines}>报送程序：终端、管理软件的凭证</Link>
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

function ReaderOfCards() {
  return (
    <section className="group" aria-labelledby="card-reader">
      <h2 id="card-reader">读卡器</h2>
      <p className="note">换了读卡器或电脑，先读一张试试前台看不看得懂。</p>
      <p>
        <Link className="btn" to={path.reader}>
          测试读卡器
        </Link>
      </p>
    </section>
  )
}

function Adoptions() {
  const { session } = useSession()
  return (
    <section className="group" aria-labelledby="adopted">
      <h2 id="adopted">
        制度 <span className="n">{session.policies.length}</span>
      </h2>
      <ul className="rows plain-rows">
        {session.policies.map(({ id, title }) => (
          <li key={id}>
            <Link to={path.clausesAt({ policy: id })}>{title}</Link>
          </li>
        ))}
      </ul>
      <p>
        <Link to={path.policies}>
          {session.isAdministrator ? '再施行一部、终止一部、看岗位空缺' : '看施行的制度和岗位空缺'}
        </Link>
      </p>
    </section>
  )
}
