/** 离开: every post goes to somebody or falls vacant, what was his alone goes to one person, accounts end at once. */
import { useState } from 'react'
import type { Leaving, PersonPost, PersonView } from '../../server/api-people.ts'
import type { Problem } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
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

interface Handed {
  readonly person: string
  readonly isActing: boolean
  readonly isVacant: boolean
}
const nobody: Handed = { person: '', isActing: false, isVacant: false }
const keyOf = ({ post, unit = '' }: PersonPost) => `${post}|${unit}`

export function LeavingPage({ id }: { readonly id: string }) {
  const { body: view, problem } = useAnswer<PersonView>(`/api/people/${encodeURIComponent(id)}`)
  const [last, setLast] = useState(dayOf(serverNow()))
  const [hand, setHand] = useState<Readonly<Record<string, Handed>>>({})
  const [to, setTo] = useState('')
  const [refused, setRefused] = useState<Problem>()
  const [isSending, setSending] = useState(false)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!view) return <Waiting />
  const posts = view.posts.filter(({ how, state }) => how !== 'delegated' && state !== 'over')
  const handedOf = (post: PersonPost) => hand[keyOf(post)] ?? nobody
  const open = posts.filter((post) => handedOf(post).person === '' && !handedOf(post).isVacant)
  const own = (view.owes ?? []).filter(({ isHisOwn }) => isHisOwn)
  const [first] = open
  const reason = view.left
    ? '已经离开'
    : first
      ? `不能办离开：${postTitle(first)}还没有说交给谁，或任它空着`
      : undefined
  const set = (post: PersonPost, change: Partial<Handed>) => {
    setHand({ ...hand, [keyOf(post)]: { ...handedOf(post), ...change } })
    setRefused(undefined)
  }
  const send = async () => {
    if (reason || isSending) return
    const body: Leaving = {
      last,
      why: 'left',
      ...(to === '' ? {} : { to }),
      hand: posts.map((post) => {
        const { person, isActing } = handedOf(post)
        return {
          post: post.post,
          ...(post.unit === undefined ? {} : { unit: post.unit }),
          ...(person === '' ? {} : { person, kind: isActing ? 'acting' : 'regular' }),
        }
      }),
    }
    setSending(true)
    const reply = await ask(`/api/people/${encodeURIComponent(id)}/leaving`, { method: 'POST', key: freshKey(), body })
    setSending(false)
    if (reply.is === 'refused') return setRefused(reply.problem)
    if (reply.is === 'cut') return
    refresh()
    go(path.person(id))
  }
  return (
    <PersonAct person={view} act="离开" giveUp="先不办" send={() => void send()}>
      <LabelledDay label="最后一日" text={last} set={setLast} />
      <h2>岗位交给谁</h2>
      {posts.length === 0 && <p className="note">没有任着的岗位。</p>}
      {posts.map((post, n) => (
        <div className="handed" key={keyOf(post)}>
          <PersonBox
            label={`${postTitle(post)}，交给`}
            empty="还没有定"
            except={id}
            value={handedOf(post).person}
            set={(person) => set(post, { person, isVacant: false })}
            fault={refused?.field === `hand-${n}` ? refused.fact : undefined}
          />
          <label className="check">
            <input
              type="checkbox"
              checked={handedOf(post).isActing}
              onChange={(event) => set(post, { isActing: event.target.checked })}
            />
            先代理
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={handedOf(post).isVacant}
              onChange={(event) => set(post, { isVacant: event.target.checked, person: '' })}
            />
            任它空着
          </label>
        </div>
      ))}
      {(view.owes?.length ?? 0) > own.length && (
        <p className="note">随岗位的 {(view.owes?.length ?? 0) - own.length} 件事跟着岗位走，空着的岗位没有人办。</p>
      )}
      <h2>指名由他办的</h2>
      {own.length === 0 && <p className="note">现在没有；以后如有指名给他的，转给承接人。</p>}
      {own.length > 0 && (
        <ul className="rows plain-rows">
          {own.slice(0, 50).map((one) => (
            <li key={`${one.title} ${one.due}`}>
              {one.unitTitle} {one.title}
            </li>
          ))}
        </ul>
      )}
      <PersonBox
        label="承接人"
        empty="没有承接人"
        except={id}
        value={to}
        set={setTo}
        fault={refused?.field === 'to' ? refused.fact : undefined}
      />
      <p className="note">
        办完立即生效：
        {(view.accounts?.length ?? 0) > 0 && `账号 ${view.accounts?.map(({ account }) => account).join('、')} 停用，`}
        他在各处的登录马上失效，他给别人的委托随岗位结束，没有签的承诺不用再签。
      </p>
      {refused && <Refusal sentence={refused.detail} kind="soft" />}
      <p className="foot">
        <button className="btn primary big" type="submit" aria-disabled={reason !== undefined || isSending}>
          办理离开
        </button>
        {reason && <span className="note">{reason}</span>}
      </p>
    </PersonAct>
  )
}
