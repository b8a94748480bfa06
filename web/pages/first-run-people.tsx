/** The last two steps of the first run: who works here, and who holds the posts that the policies ask for. */
import { useState } from 'react'
import type { PersonRow, UnitRow } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { posts as allPosts, type PostShape } from '../declared.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { State } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { path } from '../routes.ts'
import { fileEntry, usePosts, useUnitTitles } from './house-staff.ts'
import { Slips } from './slip-sheet.tsx'
import type { Slip } from './slips.ts'
import { StaffList } from './staff-list/staff-list.tsx'

export function PeopleStep({ next }: { readonly next: () => void }) {
  const people = useAnswer<readonly PersonRow[]>('/api/people').body ?? []
  const [slips, setSlips] = useState<readonly Slip[]>([])
  const [isPrinted, setPrinted] = useState(false)
  const posts = usePosts()
  const units = useUnitTitles()
  return (
    <section className="step" aria-labelledby="step">
      <h1 id="step">谁在这里工作？</h1>
      <p className="lead">现有 {people.length} 人。岗位写明了科室的，科室一并设立；岗位可空着，下一步再定。</p>
      <div className="step-body">
        <StaffList
          house={{ posts, units }}
          gave={(more) => {
            setSlips((before) => [...before, ...more])
            setPrinted(false)
          }}
          isAtOnce
        />
        <Slips slips={slips} printed={() => setPrinted(true)} />
      </div>
      <footer className="go-on">
        <p className="note">{slips.length > 0 ? '口令条印好再往下走' : '一个人也能先用起来'}</p>
        <button
          className={isPrinted || (slips.length === 0 && people.length > 1) ? 'btn primary big' : 'btn big'}
          type="button"
          onClick={next}
        >
          下一步：定岗位
        </button>
      </footer>
    </section>
  )
}

interface SeatAt {
  readonly post: PostShape
  readonly unit: UnitRow | undefined
}
const holdersOf = (people: readonly PersonRow[], post: string, unit?: string) =>
  people.filter(({ posts }) => posts.some((one) => one.post === post && (unit === undefined || one.unit === unit)))

export function PostsStep({ back }: { readonly back: () => void }) {
  const { session } = useSession()
  const people = useAnswer<readonly PersonRow[]>('/api/people').body ?? []
  const units = useUnitTitles()
  const asked = allPosts.filter(({ policy }) => session.policies.some(({ id }) => id === policy))
  const seats = asked.flatMap((post): readonly SeatAt[] =>
    post.per === undefined
      ? [{ post, unit: undefined }]
      : (units.get(post.per.id) ?? []).map((unit) => ({ post, unit })),
  )
  const empty = seats.filter(({ post, unit }) => holdersOf(people, post.id, unit?.id).length === 0)
  const without = asked.filter(({ per }) => per && (units.get(per.id) ?? []).length === 0)
  return (
    <section className="step" aria-labelledby="step">
      <h1 id="step">这些岗位由谁担任？</h1>
      <p className="lead">只问所选制度用得到的 {asked.length} 种岗。可先空着，用得到时再补。</p>
      <div className="step-body posts">
        <ol className="rows">
          {seats.slice(0, 120).map(({ post, unit }) => (
            <Seat key={`${post.id} ${unit?.id}`} post={post} unit={unit} people={people} />
          ))}
        </ol>
        <aside>
          <h2>还空着的</h2>
          <ul>
            {[...new Map(empty.map(({ post }) => [post.id, post])).values()].map((post) => (
              <li key={post.id}>
                <State mark="none">{post.title}</State>
                <span className="note">{empty.filter((one) => one.post.id === post.id).length} 处</span>
              </li>
            ))}
            {without.map((post) => (
              <li key={post.id}>
                <State mark="none">{post.title}</State>
                <span className="note">还没有{post.per?.title}，回上一步粘人员时写明</span>
              </li>
            ))}
          </ul>
          <NewUnit kinds={[...new Map(asked.flatMap(({ per }) => (per ? [[per.id, per] as const] : []))).values()]} />
        </aside>
      </div>
      <footer className="go-on">
        <p className="note">
          共 {seats.length} 处，已定 {seats.length - empty.length}，空 {empty.length}
        </p>
        <button className="btn big" type="button" onClick={back}>
          上一步
        </button>
        <Link className="btn primary big" to={path.today}>
          开始，打开今日
        </Link>
      </footer>
    </section>
  )
}

function Seat({
  post,
  unit,
  people,
}: {
  readonly post: PostShape
  readonly unit: { readonly id: string; readonly title: string } | undefined
  readonly people: readonly PersonRow[]
}) {
  const [sentence, setSentence] = useState('')
  const held = holdersOf(people, post.id, unit?.id)
  const title = unit ? `${unit.title} ${post.title}` : post.title
  const appoint = async (person: string) => {
    if (person === '') return
    setSentence(
      (await fileEntry('appoint', {
        person,
        post: post.id,
        kind: 'regular',
        from: dayOf(serverNow()),
        ...(unit ? { unit: unit.id } : {}),
      })) ?? '',
    )
    refresh()
  }
  return (
    <li>
      <span className="q">
        <b>{title}</b>由谁担任？
        {held.length > 0 && (
          <span className="note">
            <State mark="kept">{held.map(({ name }) => name).join('、')}</State>
          </span>
        )}
        {sentence !== '' && <Refusal sentence={sentence} />}
      </span>
      <select
        className="input"
        aria-label={title}
        value=""
        aria-invalid={sentence !== ''}
        onChange={(event) => void appoint(event.target.value)}
      >
        <option value="">{held.length > 0 ? '再加一人' : '空着'}</option>
        {people
          .filter((one) => !held.includes(one))
          .map(({ person, name }) => (
            <option key={person} value={person}>
              {name}
            </option>
          ))}
      </select>
    </li>
  )
}

function NewUnit({ kinds }: { readonly kinds: readonly { readonly id: string; readonly title: string }[] }) {
  const [kind, setKind] = useState(kinds[0]?.id ?? '')
  const [title, setTitle] = useState('')
  const [sentence, setSentence] = useState('')
  if (kinds.length === 0) return null
  const open = async () => {
    const name = title.trim()
    const stopped = await fileEntry('open-unit', {
      kind: kind || kinds[0]?.id,
      unit: name,
      title: name,
      from: dayOf(serverNow()),
    })
    setSentence(stopped ?? '')
    if (!stopped) setTitle('')
    refresh()
  }
  return (
    <div className="new-unit">
      <h2>设一个单位</h2>
      <select className="input" aria-label="单位类别" value={kind} onChange={(event) => setKind(event.target.value)}>
        {kinds.map(({ id, title: name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <input
        className="input"
        aria-label="单位名称"
        placeholder="名称，如 骨科"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <button className="btn" type="button" onClick={() => void open()}>
        设立
      </button>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </div>
  )
}
