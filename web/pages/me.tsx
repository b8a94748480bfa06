/** 我的: who I am here, what I may do, the way out. */
import { Link } from '../parts/link.tsx'
import { postsOf, useSession } from '../parts/session.ts'
import { path } from '../routes.ts'

export function MePage() {
  const { session, signOut } = useSession()
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
      <ul className="forms">
        {has('internet-cafe') && (
          <li>
            <Link className="btn big" to={path.counter}>
              前台
            </Link>
          </li>
        )}
        {has('hospital-daily-report') && (
          <li>
            <Link className="btn big" to={path.board}>
              晨报
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
            退出
          </button>
        </li>
      </ul>
    </>
  )
}
