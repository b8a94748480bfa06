/** 人员: who is here, found by name or pinyin initials; adding people, posts and their ends. */
import { useState } from 'react'
import type { PersonRow } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { isMeant } from '../fields/person.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { ask } from '../parts/line.ts'
import { serverNow } from '../parts/clock.ts'
import { Empty, Refusal, Waiting } from '../parts/sayings.tsx'
import { postsOf, useSession } from '../parts/session.ts'
import { sayNumber } from '../parts/wording.ts'
import { fileEntry, Paste, Slips, usePosts, useUnitTitles, type Slip } from './newcomers.tsx'

export function PeoplePage() {
  const { session } = useSession()
  const { body: people, problem } = useAnswer<readonly PersonRow[]>('/api/people')
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<string>()
  const [isAdding, setAdding] = useState(false)
  const [slips, setSlips] = useState<readonly Slip[]>([])
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!people) return <Waiting />
  const shown = people.filter((one) => isMeant(one, typed.trim())).sort((a, b) => a.initials.localeCompare(b.initials))
  return (
    <div className="people">
      <div className="title">
        <h1>人员</h1>
        <p className="note">
          共 {sayNumber(people.length)} 人{typed && `，找到 ${shown.length} 人`}
        </p>
        {session.isAdministrator && (
          <p className="push">
            <button className="btn" type="button" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
              加人员
            </button>
          </p>
        )}
      </div>
      {isAdding && <Paste added={(more) => setSlips((before) => [...before, ...more])} />}
      <Slips slips={slips} close={() => setSlips([])} />
      <label className="find">
        <span className="unseen">按姓名或拼音首字母找人</span>
        <input
          className="input"
          type="search"
          placeholder="姓名或拼音首字母"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {shown.length === 0 && <Empty title="没有找到。">换个字，或只打首字母。</Empty>}
      <ul className="rows persons">
        {shown.slice(0, 300).map((one) => (
          <li key={one.person}>
            <b>{one.name}</b>
            <span>{postsOf(one) || <span className="note">没有岗位</span>}</span>
            <span className="note code">{one.accounts.join('、')}</span>
            {session.isAdministrator && (
              <span className="acts">
                <button
                  className="btn small"
                  type="button"
                  aria-expanded={open === one.person}
                  aria-label={`${one.name}的岗位`}
                  onClick={() => setOpen(open === one.person ? undefined : one.person)}
                >
                  岗位
                </button>
                <NewPassword of={one} given={(slip) => setSlips((before) => [...before, slip])} />
              </span>
            )}
            {open === one.person && <Posts person={one} />}
          </li>
        ))}
      </ul>
      {shown.length > 300 && <p className="note">只列出 300 人，再打几个字。</p>}
    </div>
  )
}

/** A new one-time password for who forgot his own; it takes the place of the old one at once. */
function NewPassword({
  of: { name, accounts },
  given,
}: {
  readonly of: PersonRow
  readonly given: (slip: Slip) => void
}) {
  const [sentence, setSentence] = useState('')
  const [account] = accounts
  if (account === undefined) return null
  const give = async () => {
    const reply = await ask<{ readonly password: string }>(`/api/accounts/${encodeURIComponent(account)}/password`, {
      method: 'POST',
      key: freshKey(),
      body: {},
    })
    if (reply.is === 'answer') given({ name, account, password: reply.body.password })
    setSentence(reply.is === 'refused' ? reply.problem.detail : reply.is === 'cut' ? '不能发：线路断开' : '')
  }
  return (
    <>
      <button
        className="btn quiet small"
        type="button"
        aria-label={`给${name}发一次性口令`}
        onClick={() => void give()}
      >
        发口令
      </button>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </>
  )
}

/** What one person holds, with an end to each, and a further post. */
function Posts({ person }: { readonly person: PersonRow }) {
  const posts = usePosts()
  const units = useUnitTitles()
  const [post, setPost] = useState('')
  const [unit, setUnit] = useState('')
  const [sentence, setSentence] = useState('')
  const chosen = posts.find(({ id }) => id === post)
  const rows = chosen?.per ? (units.get(chosen.per.id) ?? []) : []
  const file = async (register: string, entry: object) => {
    setSentence((await fileEntry(register, entry)) ?? '')
    refresh()
  }
  const appoint = () => {
    if (!chosen || (chosen.per && unit === '')) return setSentence('不能任命：岗位或科室没有选')
    void file('appoint', {
      person: person.person,
      post,
      kind: 'regular',
      from: dayOf(serverNow()),
      ...(chosen.per ? { unit } : {}),
    })
  }
  return (
    <div className="held">
      {person.posts.map((one) => (
        <p key={`${one.post} ${one.unit}`}>
          {postsOf({ posts: [one] })}
          <button
            className="btn quiet small"
            type="button"
            onClick={() =>
              void file('dismiss', {
                person: person.person,
                post: one.post,
                ...(one.unit === undefined ? {} : { unit: one.unit }),
              })
            }
          >
            免去
          </button>
        </p>
      ))}
      <p className="more">
        <select
          className="input"
          aria-label="岗位"
          value={post}
          onChange={(event) => {
            setPost(event.target.value)
            setUnit('')
          }}
        >
          <option value="">再任一个岗位</option>
          {posts.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        {chosen?.per && (
          <select
            className="input"
            aria-label={chosen.per.title}
            value={unit}
            onChange={(event) => setUnit(event.target.value)}
          >
            <option value="">{chosen.per.title}</option>
            {rows.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
        <button className="btn" type="button" onClick={appoint}>
          任命
        </button>
      </p>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </div>
  )
}
