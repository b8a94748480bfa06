/** 共用电脑, a part of 设置: which there are, when each was last seen, the enrolment of this one, revoking. */
import { useState } from 'react'
import type { UnitRow } from '../../server/api.ts'
import type { DeviceRow, DeviceTerms } from '../../server/api-devices.ts'
import { dayOf } from '../../engine/time.ts'
import { unitKinds } from '../declared.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Confirm } from '../parts/confirm.tsx'
import { ask } from '../parts/line.ts'
import { Revoking } from '../parts/revoking.tsx'
import { Refusal, Told } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { sayFullDay, sayLong } from '../parts/wording.ts'
import { usePosts, useUnitTitles } from './house-staff.ts'

const seenMs = 180_000

export function Devices() {
  const { session, signOut } = useSession()
  const { body: devices } = useAnswer<readonly DeviceRow[]>(session.isAdministrator ? '/api/devices' : undefined)
  const [sentence, setSentence] = useState('')
  if (!session.isAdministrator) return null
  const revoke = async (device: string) => {
    const reply = await ask(`/api/devices/${device}/revoke`, { method: 'POST', key: freshKey(), body: {} })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '不能撤销：线路断开' : reply.problem.detail)
    refresh()
  }
  const here = devices?.find(({ isHere }) => isHere)
  return (
    <section className="group devices" aria-labelledby="devices">
      <h2 id="devices">
        共用电脑 <span className="n">{devices?.length ?? ''}</span>
      </h2>
      <p className="note">
        护士站、前台这样几个人轮流用的电脑，在那台电脑上登记。一班用口令登录一次，以后键入自己的六位口令换人，各记各的账。
      </p>
      <Confirm what="登记、撤销电脑" />
      <ul className="rows">
        {devices?.map((one) => (
          <Row key={one.device} of={one} revoke={() => void revoke(one.device)} />
        ))}
      </ul>
      {devices?.length === 0 && <p className="note">还没有登记的电脑。</p>}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {devices && !here && <Enrol />}
      {here && session.device && <p className="note">这台电脑已登记；换了用途，先撤销再登记。</p>}
      {here && !session.device && (
        <>
          <Told>
            <b>这台电脑已登记为“{here.title}”。</b>换人之后显示名单。
          </Told>
          <p>
            <button className="btn primary" type="button" onClick={() => void signOut()}>
              换人，看名单
            </button>
          </p>
        </>
      )}
    </section>
  )
}

function Row({ of, revoke }: { readonly of: DeviceRow; readonly revoke: () => void }) {
  const { title, unitTitle, posts, idleMin, from, byName, seen, isHere } = of
  const users = [unitTitle, posts.join('、')].filter(Boolean).join(' ')
  return (
    <li>
      <div className="what">
        <b>{title}</b>
        {isHere && <span className="tag">这台</span>}
        <span className="note">
          {users}
          {posts.length === 0 && '的人'} · 离开 {idleMin} 分换人 · {sayFullDay(dayOf(from))} {byName}登记 ·{' '}
          {saySeen(seen)}
        </span>
      </div>
      <Revoking title={title} revoke={revoke} />
    </li>
  )
}
/** By the clock of sessions, which is the real one also where the house's is driven. */
function saySeen(seen: number | undefined): string {
  if (seen === undefined) return '没有电脑用着它，撤销后到那台电脑上重新登记'
  const ago = Date.now() - seen
  return ago < seenMs ? '正开着' : `${sayLong(ago)}前还开着`
}

/** Where it stands, by kind and unit, as one value of the list. */
const placeOf = (kind: string, unit: string) => `${kind}|${unit}`

function Enrol() {
  const posts = usePosts()
  const units = useUnitTitles()
  const [title, setTitle] = useState('')
  const [place, setPlace] = useState('')
  const [who, setWho] = useState<'unit' | 'posts'>('unit')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [idle, setIdle] = useState('2')
  const [sentence, setSentence] = useState('')
  const [kind = '', unit = ''] = place.split('|')
  const isByPosts = who === 'posts' || place === ''
  const today = dayOf(serverNow())
  const open = (kind: string): readonly UnitRow[] =>
    (units.get(kind) ?? []).filter(({ until }) => until === undefined || until >= today)
  const kinds = unitKinds.filter(({ id }) => open(id).length > 0)
  const enrol = async () => {
    const body: DeviceTerms = {
      title: title.trim(),
      idleMin: Number(idle),
      ...(place === '' ? {} : { kind, unit }),
      ...(isByPosts ? { posts: chosen } : {}),
    }
    if (body.title === '') return setSentence('不能登记：名称没有填写')
    const reply = await ask('/api/device', { method: 'POST', key: freshKey(), body })
    if (reply.is !== 'answer') return setSentence(reply.is === 'cut' ? '不能登记：线路断开' : reply.problem.detail)
    setSentence('')
    refresh()
  }
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <form
      className="enrol-device"
      aria-labelledby="enrol-device"
      onSubmit={(event) => {
        event.preventDefault()
        void enrol()
      }}
    >
      <h3 id="enrol-device">登记这台电脑</h3>
      <label className="field">
        <span className="label">名称</span>
        <input
          className="input"
          value={title}
          maxLength={40}
          placeholder="骨科护士站 1 号机"
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      {kinds.length > 0 && (
        <label className="field">
          <span className="label">放在哪里</span>
          <select className="input" value={place} onChange={(event) => setPlace(event.target.value)}>
            <option value="">不属于哪个单位</option>
            {kinds.map((one) => (
              <optgroup key={one.id} label={one.title}>
                {open(one.id).map((row) => (
                  <option key={row.id} value={placeOf(one.id, row.id)}>
                    {row.title}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
      <fieldset className="field">
        <legend className="label">谁可以用</legend>
        {place !== '' && (
          <div className="seg">
            <label className={isByPosts ? undefined : 'on'}>
              <input type="radio" name="who" checked={!isByPosts} onChange={() => setWho('unit')} />
              那里的人
            </label>
            <label className={isByPosts ? 'on' : undefined}>
              <input type="radio" name="who" checked={isByPosts} onChange={() => setWho('posts')} />
              任这些岗位的
            </label>
          </div>
        )}
        {isByPosts && (
          <div className="checks">
            {posts.map((post) => (
              <label className="check" key={post.id}>
                <input type="checkbox" checked={chosen.includes(post.id)} onChange={() => toggle(post.id)} />
                {post.title}
              </label>
            ))}
          </div>
        )}
      </fieldset>
      <label className="field short">
        <span className="label">离开几分自动换人（1 至 30）</span>
        <input
          className="input"
          inputMode="numeric"
          value={idle}
          maxLength={2}
          onChange={(event) => setIdle(event.target.value.normalize('NFKC').replace(/\D/g, ''))}
        />
      </label>
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      <p>
        <button className="btn primary" type="submit">
          登记这台电脑
        </button>
      </p>
    </form>
  )
}
