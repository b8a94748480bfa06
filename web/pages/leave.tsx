/** 请假: from when until when, and who acts in each post meanwhile; all of it entered in one step. */
import { useState } from 'react'
import type { Leave, PersonView } from '../../server/api-people.ts'
import type { Problem } from '../../server/api.ts'
import { dayOf, instantOf, nextDay } from '../../engine/time.ts'
import { LabelledDay } from '../fields/day.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { PersonBox } from '../parts/person-box.tsx'
import { Refusal, Waiting } from '../parts/sayings.tsx'
import { go, path } from '../routes.ts'
import { PersonAct } from './person-act.tsx'
import { postTitle } from './person.tsx'

const isDayText = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

export function LeavePage({ id }: { readonly id: string }) {
  const { body: view, problem } = useAnswer<PersonView>(`/api/people/${encodeURIComponent(id)}`)
  const [from, setFrom] = useState(dayOf(serverNow()))
  const [until, setUntil] = useState('')
  const [to, setTo] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<Problem>()
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!view) return <Waiting />
  const isIn = isDayText(from) && isDayText(until)
  const posts = view.posts.filter(
    (post) =>
      post.how !== 'delegated' &&
      post.state !== 'over' &&
      (!isIn ||
        (post.from < instantOf(nextDay(until), '00:00') && (post.until ?? Infinity) > instantOf(from, '00:00'))),
  )
  const keyOf = ({ post, unit = '' }: { readonly post: string; readonly unit?: string }) => `${post}|${unit}`
  const given = posts.filter((post) => (to[keyOf(post)] ?? '') !== '')
  const reason = !isIn ? '不能请假：起止日期没有填' : undefined
  const send = async () => {
    if (reason) return
    const body: Leave = {
      from,
      until,
      to: given.map((post) => ({
        post: post.post,
        person: to[keyOf(post)] ?? '',
        ...(post.unit === undefined ? {} : { unit: post.unit }),
      })),
    }
    const reply = await ask(`/api/people/${encodeURIComponent(id)}/leave`, { method: 'POST', key: freshKey(), body })
    if (reply.is === 'refused') return setRefused(reply.problem)
    if (reply.is === 'cut') return
    refresh()
    go(path.person(id))
  }
  const faultAt = (field: string) => (refused?.field === field ? refused.fact : undefined)
  return (
    <PersonAct person={view} act="请假" giveUp="不请了" send={() => void send()}>
      <div className="two">
        <LabelledDay label="从哪天" text={from} set={setFrom} />
        <LabelledDay label="到哪天（这天也在假里）" text={until} set={setUntil} />
      </div>
      <h2>这段时间谁代行</h2>
      {posts.length === 0 && <p className="note">没有岗位要委托。</p>}
      {posts.map((post) => (
        <PersonBox
          key={keyOf(post)}
          label={`${postTitle(post)}，委托给`}
          empty="不委托"
          except={id}
          value={to[keyOf(post)] ?? ''}
          set={(person) => {
            setTo({ ...to, [keyOf(post)]: person })
            setRefused(undefined)
          }}
          fault={faultAt(`to-${given.indexOf(post)}`)}
        />
      ))}
      <p className="note">请假的人仍任其职；受托的人以自己的名义办，假期一过自动收回。</p>
      {refused && <Refusal sentence={refused.detail} kind="soft" />}
      <p className="foot">
        <button className="btn primary big" type="submit" aria-disabled={reason !== undefined}>
          请假{given.length > 0 && `，委托 ${given.length} 个岗位`}
        </button>
        {reason && <span className="note">{reason}</span>}
      </p>
    </PersonAct>
  )
}
