/** 人员: who is here, found by name or pinyin; each has a page of his own. Lists come in, workbooks go out. */
import { useState } from 'react'
import type { SlipsWaiting } from '../../server/api-people.ts'
import type { PersonRow } from '../../server/api.ts'
import { isMeant } from '../fields/person.tsx'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { postsOf, useSession } from '../parts/session.ts'
import { sayFullDay, sayNumber } from '../parts/wording.ts'
import { GivingProgress, useGiving } from './giving.tsx'
import { Slips } from './slip-sheet.tsx'
import type { Slip } from './slips.ts'
import { Workbook } from '../parts/workbook.tsx'
import { path } from '../routes.ts'

const shownMax = 300

export function PeoplePage() {
  const { session } = useSession()
  const { body: people, problem } = useAnswer<readonly PersonRow[]>('/api/people')
  const [typed, setTyped] = useState('')
  const [isAll, setAll] = useState(false)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!people) return <Waiting />
  const here = people.filter(({ left }) => left === undefined),
    gone = people.length - here.length
  const shown = (isAll ? people : here)
    .filter((one) => isMeant(one, typed.trim()))
    .sort((a, b) => a.spelling.localeCompare(b.spelling))
  return (
    <div className="people">
      <div className="title">
        <h1>人员</h1>
        <p className="note">
          共 {sayNumber(here.length)} 人{gone > 0 && `，另有 ${sayNumber(gone)} 人已离开`}
          {typed && `；找到 ${sayNumber(shown.length)} 人`}
        </p>
        {session.isAdministrator && (
          <p className="push">
            <Workbook from="/api/people.xlsx" body={{}} name="人员" />
            <Link className="btn primary" to={path.staffList}>
              加人员、导入名单
            </Link>
          </p>
        )}
      </div>
      {session.isAdministrator && <Waiters />}
      <div className="find">
        <label>
          <span className="unseen">按姓名或拼音找人</span>
          <input
            className="input"
            type="search"
            placeholder="姓名、拼音或首字母"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        {gone > 0 && (
          <label className="check">
            <input type="checkbox" checked={isAll} onChange={(event) => setAll(event.target.checked)} />
            也列出已离开的
          </label>
        )}
      </div>
      {shown.length === 0 && people.length > 0 && <Empty title="没有找到。">换个字，或只打首字母。</Empty>}
      <ul className="rows persons">
        {shown.slice(0, shownMax).map((one) => (
          <li key={one.person}>
            <Link to={path.person(one.person)}>{one.name}</Link>
            <span>
              {one.left === undefined ? (
                postsOf(one) || <span className="note">没有岗位</span>
              ) : (
                <State mark="none">{sayFullDay(one.left)}离开</State>
              )}
            </span>
            <span className="note code">{one.accounts.join('、')}</span>
          </li>
        ))}
      </ul>
      {shown.length > shownMax && <p className="note">只列出 {shownMax} 人，再打几个字。</p>}
    </div>
  )
}

/** Who has an account and nothing to come in with: slips for all of them, at once. */
function Waiters() {
  const { body } = useAnswer<SlipsWaiting>('/api/slips/waiting')
  const [slips, setSlips] = useState<readonly Slip[]>([])
  const giving = useGiving((more) => setSlips((before) => [...before, ...more]))
  const accounts = (body?.accounts ?? []).filter((account) => !giving.given.has(account))
  return (
    <>
      <Slips slips={slips} close={() => setSlips([])} />
      {accounts.length > 0 && !giving.isGiving && (
        <p className="waiters">
          {sayNumber(accounts.length)} 人还没有能用的口令。
          <button className="btn small" type="button" onClick={() => void giving.give(accounts)}>
            发 {sayNumber(accounts.length)} 张口令条
          </button>
        </p>
      )}
      {giving.isGiving && <GivingProgress done={giving.done} total={giving.total} />}
      {giving.sentence !== '' && <Refusal sentence={giving.sentence} kind="soft" />}
    </>
  )
}
