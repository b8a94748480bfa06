/** 导入名单: a list entered, the slips of whom it entered, and earlier lists, each of which can be taken back. */
import { useState } from 'react'
import type { ImportProgress, ImportRow } from '../../../server/api-people.ts'
import { dayOf } from '../../../engine/time.ts'
import { freshKey } from '../../fields/use-entry.ts'
import { refresh, useAnswer } from '../../parts/answer.ts'
import { ask } from '../../parts/line.ts'
import { Link } from '../../parts/link.tsx'
import { State } from '../../parts/marks.tsx'
import { Empty, Refusal, Told } from '../../parts/sayings.tsx'
import { useSession } from '../../parts/session.ts'
import { sayFullDay, sayMinute, sayNumber } from '../../parts/wording.ts'
import { path } from '../../routes.ts'
import { usePosts, useUnitTitles } from '../house-staff.ts'
import { Slips } from '../slip-sheet.tsx'
import type { Slip } from '../slips.ts'
import { StaffList } from './staff-list.tsx'

const sources = { workbook: 'Excel', text: '文本文件', pasted: '粘贴' } as const
const pollMs = 400

export function StaffListPage() {
  const { session } = useSession()
  const posts = usePosts()
  const units = useUnitTitles()
  const [slips, setSlips] = useState<readonly Slip[]>([])
  if (!session.isAdministrator) return <Empty title="人员名单由系统管理员导入。">要加人，请找系统管理员。</Empty>
  return (
    <div className="people wide">
      <div className="title">
        <h1>加人员、导入名单</h1>
        <p className="push">
          <Link className="btn" to={path.people}>
            回人员
          </Link>
        </p>
      </div>
      <Slips slips={slips} close={() => setSlips([])} />
      <StaffList house={{ posts, units }} gave={(more) => setSlips((before) => [...before, ...more])} />
      <Earlier />
    </div>
  )
}

function Earlier() {
  const { body: imports } = useAnswer<readonly ImportRow[]>('/api/imports')
  const [progress, setProgress] = useState<ImportProgress>()
  const [kept, setKept] = useState<ImportProgress['settled']>([])
  const [sentence, setSentence] = useState('')
  const [asking, setAsking] = useState<string>()
  const undo = async (id: string) => {
    setAsking(undefined)
    setKept([])
    const reply = await ask(`/api/imports/${id}/undo`, { method: 'POST', key: freshKey(), body: {} })
    setSentence(reply.is === 'refused' ? reply.problem.detail : reply.is === 'cut' ? '线路断开，接通后再按一次' : '')
    if (reply.is !== 'answer') return
    for (let from = 0; ; ) {
      const answer = await ask<ImportProgress>(`/api/imports/${id}?from=${from}`)
      if (answer.is === 'answer') {
        from += answer.body.settled.length
        setProgress(answer.body)
        setKept((before) => [...before, ...answer.body.settled.filter(({ isDone }) => !isDone)])
        if (!answer.body.isRunning) break
      } else if (answer.is === 'refused') break
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    refresh()
  }
  if (!imports || imports.length === 0) return null
  return (
    <section className="group earlier" aria-labelledby="earlier">
      <h2 id="earlier">导入过的名单</h2>
      <ul className="rows">
        {imports.map((one) => (
          <li key={one.id}>
            <span>
              {sayFullDay(dayOf(one.at))} {sayMinute(one.at)}，{one.byName}，{sources[one.source]} {sayNumber(one.rows)}{' '}
              人
            </span>
            <span className="note">
              登记 {sayNumber(one.people)} 人、任命 {sayNumber(one.posts)} 个岗位
            </span>
            {one.isUndone ? (
              <State mark="none">已撤销</State>
            ) : asking === one.id ? (
              <span className="acts">
                <button className="btn small" type="button" onClick={() => void undo(one.id)}>
                  撤销这 {sayNumber(one.people)} 人
                </button>
                <button className="btn quiet small" type="button" onClick={() => setAsking(undefined)}>
                  不撤
                </button>
              </span>
            ) : (
              <button className="btn small" type="button" onClick={() => setAsking(one.id)}>
                撤销
              </button>
            )}
          </li>
        ))}
      </ul>
      {asking !== undefined && (
        <p className="note">
          撤销会免去它任命的岗位、停用它开的账号、把人登记为登记有误；新设的科室今天仍在，明天起撤销。已经登录、办过事或另外任职的人不撤。
        </p>
      )}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {progress?.isRunning && (
        <div className="progress">
          <label htmlFor="undoing">
            已撤销 {sayNumber(progress.done)} / {sayNumber(progress.total)}
          </label>
          <progress id="undoing" max={progress.total} value={progress.done} />
        </div>
      )}
      {progress && !progress.isRunning && (
        <>
          <Told>
            撤销了 {sayNumber(progress.done - kept.length)} 项
            {kept.length > 0 && `，${sayNumber(kept.length)} 项没有撤`}。
          </Told>
          <ul className="rows kept-back">
            {kept.slice(0, 200).map(({ n, what, fact }) => (
              <li key={n}>
                <b>{what}</b>
                <span>{fact}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
