/** One person: posts by date, who acts for him, what he owes, pledges, accounts, what he did lately; as much as one may see. */
import { useState } from 'react'
import type { PersonEntries, PersonPost, PersonView } from '../../server/api-people.ts'
import { dayOf } from '../../engine/time.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Clause, Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { joined, useSession } from '../parts/session.ts'
import { sayEntry, sayFullDay, sayLeft, sayMinute, sayWhen, timeLeft } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { Appoint, EndPost } from './person-posts.tsx'
import { Slips } from './slip-sheet.tsx'
import { giveSlips, type Slip } from './slips.ts'

export const postTitle = ({ title, unitTitle }: Pick<PersonPost, 'title' | 'unitTitle'>) =>
  unitTitle === undefined ? title : joined(unitTitle, title)
/** 2026 年 3 月 2 日起，至 2026 年 5 月 1 日. */
export const sayTerm = ({ from, until }: Pick<PersonPost, 'from' | 'until'>) =>
  `${sayFullDay(dayOf(from))}起${until === undefined ? '' : `，至 ${sayFullDay(dayOf(until - 1))}`}`

export function PersonPage({ id }: { readonly id: string }) {
  const { session } = useSession()
  const { body: view, problem } = useAnswer<PersonView>(`/api/people/${encodeURIComponent(id)}`)
  const [slips, setSlips] = useState<readonly Slip[]>([])
  if (problem) return <Empty title={problem.detail}>从人员的列表里找。</Empty>
  if (!view) return <Waiting />
  const mayManage = session.isAdministrator && !view.left,
    isHimself = session.person === id
  return (
    <div className="people person-page">
      <div className="title">
        <h1>{view.name}</h1>
        <p className="note">
          {view.left
            ? `${sayFullDay(view.left.last)}离开${view.left.isMistake ? '（登记有误）' : ''}${view.left.toName ? `，由${view.left.toName}承接` : ''}`
            : view.posts
                .filter(({ state }) => state === 'now')
                .map(postTitle)
                .join('、') || '没有岗位'}
        </p>
        <p className="push">
          {!view.left && (mayManage || isHimself) && (
            <Link className="btn" to={path.leave(id)}>
              请假
            </Link>
          )}
          {mayManage && !isHimself && (
            <Link className="btn" to={path.leaving(id)}>
              离开
            </Link>
          )}
        </p>
      </div>
      <Slips slips={slips} close={() => setSlips([])} />
      {view.left && session.isAdministrator && <Rejoin person={id} />}
      <div className="pair">
        <div>
          <Posts view={view} mayManage={mayManage} />
          {view.owes && <Owes owes={view.owes} />}
          {view.assists.length > 0 && <Assists view={view} />}
          {view.sees === 'all' && <Entries person={id} />}
        </div>
        <div>
          {view.leaves && view.leaves.length > 0 && <Leaves view={view} mayEnd={mayManage || isHimself} />}
          {view.gave && view.gave.length > 0 && <Gave gave={view.gave} />}
          {view.accounts && (
            <Accounts
              view={view}
              mayGive={mayManage && !isHimself}
              gave={(more) => setSlips((before) => [...before, ...more])}
            />
          )}
          {view.pledges && view.pledges.length > 0 && <Pledges pledges={view.pledges} />}
          {view.identity && Object.keys(view.identity).length > 0 && <Identity of={view.identity} />}
          {view.sees === 'name' && <p className="note">这里只能看到他现在的岗位。</p>}
        </div>
      </div>
    </div>
  )
}

const states = { now: ['kept', '在任'], coming: ['open', '将任'], over: ['none', '已结束'] } as const
function Posts({ view, mayManage }: { readonly view: PersonView; readonly mayManage: boolean }) {
  const [isAdding, setAdding] = useState(false)
  return (
    <section className="group" aria-labelledby="posts">
      <h2 id="posts">
        岗位 <span className="n">{view.posts.length}</span>
      </h2>
      {view.posts.length === 0 && <p className="note">没有任过岗位。</p>}
      <ul className="rows posts-by-date">
        {view.posts.map((post) => {
          const [mark, word] = states[post.state]
          return (
            <li key={`${post.post} ${post.unit ?? ''} ${post.from} ${post.forName ?? ''}`}>
              <b>{postTitle(post)}</b>
              <span>
                <State mark={mark}>{word}</State>
                {post.how === 'acting' && <span className="badge">代理</span>}
                {post.how === 'delegated' && <span className="badge">受{post.forName}委托</span>}
              </span>
              <span className="note">{sayTerm(post)}</span>
              {mayManage && post.state !== 'over' && post.how !== 'delegated' && (
                <EndPost person={view.person} post={post} />
              )}
            </li>
          )
        })}
      </ul>
      {mayManage && (
        <p>
          <button className="btn" type="button" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            再任一个岗位
          </button>
        </p>
      )}
      {isAdding && <Appoint person={view.person} done={() => setAdding(false)} />}
    </section>
  )
}
function Owes({ owes }: { readonly owes: NonNullable<PersonView['owes']> }) {
  const now = serverNow()
  return (
    <section className="group" aria-labelledby="owes">
      <h2 id="owes">
        现在要办的 <span className="n">{owes.length}</span>
      </h2>
      {owes.length === 0 && <Empty title="没有要办的。">到期的事由制度自己排出来。</Empty>}
      <ul className="rows">
        {owes.slice(0, 100).map((one) => (
          <li key={`${one.title} ${one.unitTitle ?? ''} ${one.due}`} className="owed-line">
            <State mark={one.isLate ? 'late' : 'open'}>{sayLeft(timeLeft(one.due, now))}</State>
            <span>
              {one.unitTitle} {one.title}
              {one.isHisOwn && <span className="badge">指名</span>}
            </span>
            <span className="note">{sayWhen(one.due, now)}</span>
            <Clause of={one.clause} />
          </li>
        ))}
      </ul>
    </section>
  )
}
/** He telephones, and the asker enters it for him. */
function Assists({ view: { name, person, assists } }: { readonly view: PersonView }) {
  const now = serverNow()
  return (
    <section className="group" aria-labelledby="assists">
      <h2 id="assists">替{name}代录</h2>
      <p className="note">他打电话或当面告知的，由您登记；以告知的时间为准，两个人的名字都记下。</p>
      <ul className="rows">
        {assists.map((one) => (
          <li key={`${one.register} ${one.title} ${one.unitTitle ?? ''} ${one.due ?? ''}`} className="owed-line">
            {one.due === undefined ? (
              <span />
            ) : (
              <State mark={one.isLate ? 'late' : 'open'}>{sayLeft(timeLeft(one.due, now))}</State>
            )}
            <span>
              {one.unitTitle} {one.title}
            </span>
            <span className="note">{one.due !== undefined && sayWhen(one.due, now)}</span>
            <Link
              className="btn small"
              to={path.assist(one, person)}
              aria-label={`替${name}代录 ${one.unitTitle ?? ''} ${one.title}`}
            >
              代录
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
/** What he entered, fifty at a time. */
function Entries({ person }: { readonly person: string }) {
  const [before, setBefore] = useState<readonly number[]>([])
  const from = before.at(-1)
  const { body } = useAnswer<PersonEntries>(
    `/api/people/${encodeURIComponent(person)}/entries${from === undefined ? '' : `?before=${from}`}`,
  )
  if (!body) return null
  return (
    <section className="group" aria-labelledby="did">
      <h2 id="did">近来登记的</h2>
      {body.rows.length === 0 && <p className="note">还没有登记过什么。</p>}
      <ul className="rows did">
        {body.rows.map(({ seq, recorded, title, unitTitle }) => (
          <li key={seq}>
            <span className="note">
              {sayFullDay(dayOf(recorded))} {sayMinute(recorded)}
            </span>
            <Link to={path.entry(seq)}>
              {unitTitle} {title}
            </Link>
            <span className="note">{sayEntry(seq)}</span>
          </li>
        ))}
      </ul>
      {(before.length > 0 || body.hasMore) && (
        <p className="pager">
          <button
            className="btn small"
            type="button"
            aria-disabled={before.length === 0}
            onClick={() => setBefore(before.slice(0, -1))}
          >
            较新的
          </button>
          <button
            className="btn small"
            type="button"
            aria-disabled={!body.hasMore}
            onClick={() => {
              const last = body.rows.at(-1)
              if (body.hasMore && last) setBefore([...before, last.seq])
            }}
          >
            较早的
          </button>
        </p>
      )}
    </section>
  )
}
function Leaves({ view, mayEnd }: { readonly view: PersonView; readonly mayEnd: boolean }) {
  const [sentence, setSentence] = useState('')
  const today = dayOf(serverNow())
  const end = async (last: string) => {
    const to = `/api/people/${encodeURIComponent(view.person)}/back`
    const reply = await ask(to, { method: 'POST', key: freshKey(), body: { last } })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有登记' : reply.problem.detail)
    refresh()
  }
  return (
    <section className="group" aria-labelledby="leaves">
      <h2 id="leaves">请假</h2>
      <ul className="rows plain-rows">
        {view.leaves?.slice(0, 20).map(({ from, until, state }) => (
          <li key={from}>
            <span>
              {sayFullDay(from)}至{sayFullDay(until)}
            </span>
            {mayEnd && state === 'now' && until > today && (
              <button className="btn small" type="button" onClick={() => void end(today)}>
                假到今天为止
              </button>
            )}
          </li>
        ))}
      </ul>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </section>
  )
}
const Gave = ({ gave }: { readonly gave: NonNullable<PersonView['gave']> }) => (
  <section className="group" aria-labelledby="gave">
    <h2 id="gave">委托给别人的</h2>
    <ul className="rows plain-rows">
      {gave.map((one) => (
        <li key={`${one.post} ${one.unit ?? ''} ${one.toName} ${one.from}`}>
          <span>
            {postTitle(one)}，由{one.toName}代行
          </span>
          <span className="note">{sayTerm(one)}</span>
        </li>
      ))}
    </ul>
  </section>
)
const passwords = {
  none: ['none', '还没有口令'],
  slip: ['open', '口令条已发，还没有登录'],
  used: ['soon', '用口令条登录过，还没有改口令'],
  over: ['soon', '口令条已过期'],
  own: ['kept', '用自己的口令'],
} as const
function Accounts({
  view,
  mayGive,
  gave,
}: {
  readonly view: PersonView
  readonly mayGive: boolean
  readonly gave: (slips: readonly Slip[]) => void
}) {
  const [sentence, setSentence] = useState('')
  const give = async (account: string) => {
    setSentence((await giveSlips([account], gave)) ?? '')
    refresh()
  }
  return (
    <section className="group" aria-labelledby="accounts">
      <h2 id="accounts">怎样进入</h2>
      {view.accounts?.length === 0 && <p className="note">没有账号。</p>}
      <ul className="rows plain-rows">
        {view.accounts?.map(({ account, password, until }) => {
          const [mark, word] = passwords[password]
          return (
            <li key={account}>
              <span>
                <span className="code">{account}</span>
                <State mark={mark}>
                  {word}
                  {until !== undefined && password === 'slip' && `，${sayFullDay(dayOf(until))}前有效`}
                </State>
              </span>
              {mayGive && (
                <button
                  className="btn small"
                  type="button"
                  aria-label={`给${view.name}发口令条`}
                  onClick={() => void give(account)}
                >
                  发口令条
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {mayGive && <p className="note">忘了口令的，发一张口令条给本人：只能用一次，24 小时内有效；旧口令当即失效。</p>}
      {sentence !== '' && <Refusal sentence={sentence} />}
    </section>
  )
}
function Pledges({ pledges }: { readonly pledges: NonNullable<PersonView['pledges']> }) {
  const words = { signed: ['kept', '已签'], due: ['open', '待签'], late: ['late', '逾期未签'] } as const
  return (
    <section className="group" aria-labelledby="pledges">
      <h2 id="pledges">承诺</h2>
      <ul className="rows plain-rows">
        {pledges.map(({ title, clause, state, at }) => (
          <li key={`${clause.id} ${title} ${state}`}>
            <span>
              <State mark={words[state][0]}>{words[state][1]}</State> {title}
              {at !== undefined && <span className="note"> {sayFullDay(dayOf(at))}</span>}
            </span>
            <Clause of={clause} />
          </li>
        ))}
      </ul>
    </section>
  )
}
const Identity = ({ of }: { readonly of: NonNullable<PersonView['identity']> }) => (
  <section className="group" aria-labelledby="identity">
    <h2 id="identity">登记的号码</h2>
    <dl className="facts">
      {of.staffNumber !== undefined && (
        <div>
          <dt>工号</dt>
          <dd className="code">{of.staffNumber}</dd>
        </div>
      )}
      {of.idNumber !== undefined && (
        <div>
          <dt>身份证号</dt>
          <dd className="code">{of.idNumber}</dd>
        </div>
      )}
      {of.phone !== undefined && (
        <div>
          <dt>手机</dt>
          <dd className="code">{of.phone}</dd>
        </div>
      )}
    </dl>
  </section>
)
function Rejoin({ person }: { readonly person: string }) {
  const [sentence, setSentence] = useState('')
  const rejoin = async () => {
    const reply = await ask('/api/registers/rejoin/entries', { method: 'POST', key: freshKey(), body: { person } })
    setSentence(reply.is === 'answer' ? '' : reply.is === 'cut' ? '线路断开，没有登记' : reply.problem.detail)
    refresh()
  }
  return (
    <p className="rejoin">
      <button className="btn" type="button" onClick={() => void rejoin()}>
        登记他回来
      </button>
      <span className="note">回来之后再任岗位、开账号。</span>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </p>
  )
}
