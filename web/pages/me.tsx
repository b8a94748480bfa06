/** 我的: who I am here, what I may do, the way out. */
import { useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Told } from '../parts/sayings.tsx'
import { postsOf, useSession, useSummaries } from '../parts/session.ts'
import { path } from '../routes.ts'
import { SetPin } from './device-pad.tsx'

export function MePage() {
  const { session, signOut } = useSession()
  const [board] = useSummaries()
  const has = (policy: string) => session.policies.some(({ id }) => id === policy)
  return (
    <>
      <div className="title">
        <h1>{session.name}</h1>
        <p className="note">{session.organisation.name}</p>
      </div>
      <dl className="facts me-facts">
        <div>
          <dt>账号</dt>
          <dd>{session.account}</dd>
        </div>
        <div>
          <dt>岗位</dt>
          <dd>{postsOf(session) || '没有岗位'}</dd>
        </div>
        <div>
          <dt>制度</dt>
          <dd>{session.policies.map(({ title }) => title).join('、') || '还没有执行的制度'}</dd>
        </div>
      </dl>
      {session.device && <AtDevice />}
      <ul className="forms">
        {has('internet-cafe') && (
          <li>
            <Link className="btn big" to={path.counter}>
              前台
            </Link>
          </li>
        )}
        {board && (
          <li>
            <Link className="btn big" to={path.board}>
              {board.title}
            </Link>
          </li>
        )}
        <li>
          <Link className="btn big" to={path.registers}>
            登记簿
          </Link>
        </li>
        <li>
          <Link className="btn big" to={path.statistics()}>
            统计
          </Link>
          <Link className="btn big" to={path.clauses}>
            条款
          </Link>
        </li>
        <li>
          <Link className="btn big" to={path.people}>
            人员
          </Link>
        </li>
        <li>
          <Link className="btn big" to={path.history}>
            历史
          </Link>
        </li>
        <li>
          <Link className="btn big" to={path.settings}>
            设置
          </Link>
        </li>
        <li>
          <button className="btn big" type="button" onClick={() => void signOut()}>
            {session.device ? '换人' : '退出'}
          </button>
        </li>
      </ul>
    </>
  )
}

/** What belongs to the computer that one shares: one's six digits there, and the end of one's shift. */
function AtDevice() {
  const { session, signOut } = useSession()
  const [isSetting, setSetting] = useState(false)
  const [told, setTold] = useState('')
  const isConfirmed = session.kind === 'full' || session.isFresh
  const endShift = async () => {
    await ask('/api/device/shift', { method: 'DELETE' })
    await signOut()
  }
  return (
    <section className="group at-my-device" aria-labelledby="at-device">
      <h2 id="at-device">本机：{session.device?.title}</h2>
      {session.device?.isListed && (
        <>
          {isSetting && <Confirm what="设六位口令" />}
          {isSetting && isConfirmed && (
            <SetPin
              account={session.account}
              done={() => {
                setSetting(false)
                setTold('六位口令设好了，以后在本机换人只键入这六位。')
              }}
            />
          )}
          {told !== '' && !isSetting && <Told>{told}</Told>}
          <p className="acts">
            <button className="btn" type="button" aria-expanded={isSetting} onClick={() => setSetting(!isSetting)}>
              {isSetting ? '不设了' : '设六位口令'}
            </button>
            <button className="btn" type="button" onClick={() => void endShift()}>
              下班
            </button>
          </p>
          <p className="note">下班之后，再来要先用口令登录一次；换人不必下班。</p>
        </>
      )}
      {session.device && !session.device.isListed && <p className="note">不在这台电脑的名单上，每次用口令进入。</p>}
    </section>
  )
}
