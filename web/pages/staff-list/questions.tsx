/** What the list leaves open: units that there are not, posts that no policy has, namesakes, doubtful numbers. */
import type { PostShape } from '../../declared.ts'
import { Mark } from '../../parts/marks.tsx'
import type { Judged, Match, Question } from './rows.ts'
import type { Answer } from './use-staff-list.ts'

type Give = (answer: Answer) => void

/** One question of one row. */
export function Ask({
  of,
  line,
  posts,
  give,
}: {
  readonly of: Question
  readonly line: number
  readonly posts: readonly PostShape[]
  readonly give: Give
}) {
  switch (of.ask) {
    case 'post':
      return <AskPost title={of.title} posts={posts} give={give} />
    case 'unit':
      return <AskUnit {...of} give={give} />
    case 'zeros':
      return (
        <p className="ask">
          <Mark of="soon" />
          <span>身份证号末三位是 000，可能被表格改过。</span>
          <button className="btn small" type="button" onClick={() => give({ to: 'zeros', line })}>
            核对过，就是 000
          </button>
        </p>
      )
    case 'person':
      return <AskPerson {...of} line={line} give={give} />
  }
}
function AskPerson({
  matches,
  lines,
  line,
  give,
}: {
  readonly matches: readonly Match[]
  readonly lines: readonly number[]
  readonly line: number
  readonly give: Give
}) {
  const choose = (is: Extract<Answer, { readonly to: 'person' }>['is']) => () => give({ to: 'person', line, is })
  return (
    <p className="ask">
      <Mark of="soon" />
      <span>有同名的人，他是：</span>
      {matches.map(({ person, posts }) => (
        <button key={person} className="btn small" type="button" onClick={choose({ is: person })}>
          在册的（{posts || '没有岗位'}）
        </button>
      ))}
      {lines.map((like) => (
        <button key={like} className="btn small" type="button" onClick={choose({ like })}>
          第 {like} 行那位
        </button>
      ))}
      <button className="btn small" type="button" onClick={choose('new')}>
        另一个人
      </button>
    </p>
  )
}
function AskUnit({ kind, title, count, give }: { kind: string; title: string; count?: number; give: Give }) {
  return (
    <p className="ask">
      <Mark of="soon" />
      <span>
        “{title}”还没有设立{count !== undefined && `（${count} 行）`}。
      </span>
      <button
        className="btn small"
        type="button"
        aria-label={`新设“${title}”`}
        onClick={() => give({ to: 'unit', kind, title })}
      >
        新设
      </button>
    </p>
  )
}
function AskPost({
  title,
  count,
  posts,
  give,
}: {
  title: string
  count?: number
  posts: readonly PostShape[]
  give: Give
}) {
  return (
    <p className="ask">
      <Mark of="soon" />
      <span>
        制度里没有“{title}”这个岗位{count !== undefined && `（${count} 行）`}。
      </span>
      <button className="btn small" type="button" onClick={() => give({ to: 'post', title, is: 'none' })}>
        只登记人员
      </button>
      <select
        className="input"
        aria-label={`“${title}”当作哪个岗位`}
        value=""
        onChange={(event) => give({ to: 'post', title, is: event.target.value })}
      >
        <option value="">当作…</option>
        {posts.map((post) => (
          <option key={post.id} value={post.id}>
            {post.title}
          </option>
        ))}
      </select>
    </p>
  )
}

interface Open {
  readonly question: Extract<Question, { readonly ask: 'post' | 'unit' }>
  readonly count: number
}
/** What is answered once for all rows that it concerns. */
export function OpenQuestions({
  rows,
  posts,
  give,
}: {
  readonly rows: readonly Judged[]
  readonly posts: readonly PostShape[]
  readonly give: Give
}) {
  const open = new Map<string, Open>()
  for (const { questions, state } of rows) {
    if (state === 'skipped') continue
    for (const question of questions) {
      if (question.ask !== 'post' && question.ask !== 'unit') continue
      const key = `${question.ask} ${question.title}`
      open.set(key, { question, count: (open.get(key)?.count ?? 0) + 1 })
    }
  }
  if (open.size === 0) return null
  const all = [...open.values()].map(({ question }) => question),
    units = all.flatMap((one) => (one.ask === 'unit' ? [one] : [])),
    unknown = all.flatMap((one) => (one.ask === 'post' ? [one] : []))
  return (
    <section className="open-questions" aria-labelledby="open-questions">
      <h2 id="open-questions">
        先回答这些 <span className="n">{open.size}</span>
      </h2>
      <p className="together">
        {units.length > 1 && (
          <button
            className="btn small"
            type="button"
            onClick={() => {
              for (const { kind, title } of units) give({ to: 'unit', kind, title })
            }}
          >
            {units.length} 个单位全部新设
          </button>
        )}
        {unknown.length > 1 && (
          <button
            className="btn small"
            type="button"
            onClick={() => {
              for (const { title } of unknown) give({ to: 'post', title, is: 'none' })
            }}
          >
            {unknown.length} 种岗位都只登记人员
          </button>
        )}
      </p>
      {[...open.values()]
        .slice(0, 60)
        .map(({ question, count }) =>
          question.ask === 'unit' ? (
            <AskUnit key={`unit ${question.title}`} {...question} count={count} give={give} />
          ) : (
            <AskPost key={`post ${question.title}`} title={question.title} count={count} posts={posts} give={give} />
          ),
        )}
    </section>
  )
}
