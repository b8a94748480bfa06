/** Adding people: the paste with its verdict line by line, sending them one by one, and their one-time passwords. */
import { useMemo, useState } from 'react'
import type { NewPerson, PersonRow, UnitRow } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { posts as allPosts, unitKinds } from '../declared.ts'
import { freshKey } from '../fields/use-entry.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { State } from '../parts/marks.tsx'
import { Refusal } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { linesOf, newcomersOf, newUnitsOf, type PersonLine } from './people-lines.ts'

export interface Slip {
  readonly name: string
  readonly account: string
  readonly password: string
}

/** Posts of the policies that this house has, and of the house itself. */
export function usePosts() {
  const { session } = useSession()
  return useMemo(
    () =>
      allPosts.filter(({ policy }) => policy === 'organisation' || session.policies.some(({ id }) => id === policy)),
    [session.policies],
  )
}
const [first, second] = unitKinds
/** Titles of the open units by kind, for all kinds that some post belongs to. */
export function useUnitTitles(): ReadonlyMap<string, readonly UnitRow[]> {
  const some = useAnswer<readonly UnitRow[]>(first && `/api/units/${first.id}`).body
  const more = useAnswer<readonly UnitRow[]>(second && `/api/units/${second.id}`).body
  return useMemo(
    () =>
      new Map([
        [first?.id ?? '', some ?? []],
        [second?.id ?? '', more ?? []],
      ]),
    [some, more],
  )
}

/** Files one entry of the organisation's own books; the sentence says why not. */
export async function fileEntry(register: string, entry: object): Promise<string | undefined> {
  const reply = await ask(`/api/registers/${register}/entries`, { method: 'POST', key: freshKey(), body: entry })
  return reply.is === 'answer' ? undefined : reply.is === 'cut' ? '线路断开' : reply.problem.detail
}

export function Paste({ added }: { readonly added: (slips: readonly Slip[]) => void }) {
  const posts = usePosts()
  const units = useUnitTitles()
  const people = useAnswer<readonly PersonRow[]>('/api/people').body
  const [text, setText] = useState('')
  const [done, setDone] = useState<number>()
  const [sentence, setSentence] = useState('')
  const known = useMemo(
    () => ({
      posts,
      units: new Map([...units].map(([kind, rows]) => [kind, rows.map(({ title }) => title)])),
      accounts: new Set(people?.flatMap(({ accounts }) => accounts) ?? []),
    }),
    [posts, units, people],
  )
  const lines = useMemo(() => linesOf(text, known), [text, known])
  const newcomers = newcomersOf(lines)
  const bad = lines.filter(({ faults }) => faults.length > 0)
  const send = async () => {
    if (newcomers.length === 0 || done !== undefined) return
    const slips: Slip[] = []
    setDone(0)
    const stopped = await enrol(lines, units, (slip) => {
      slips.push(slip)
      setDone(slips.length)
    })
    const sent = new Set(slips.map(({ account }) => account))
    const rest = new Set(lines.filter(({ account }) => !sent.has(account)).map(({ line }) => line))
    setText(
      text
        .split(/\r?\n/)
        .filter((_, index) => rest.has(index + 1))
        .join('\n'),
    )
    setDone(undefined)
    setSentence(stopped ?? '')
    added(slips)
    refresh()
  }
  return (
    <div className="paste">
      <label className="field">
        <span className="label">从 Excel 复制整块粘到这里，一人一行：姓名　账号　岗位　科室</span>
        <textarea
          className="input"
          rows={4}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          placeholder={'沈某\tshen\t科副主任\t骨科\n郝某\thao\t医务科'}
        />
      </label>
      <p className="note">
        岗位可写：{posts.map(({ title, per }) => (per ? `${title}（写明${per.title}）` : title)).join('、')}；也可空着。
      </p>
      {lines.length > 0 && <Preview lines={lines} />}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {done !== undefined && (
        <div className="progress">
          <label htmlFor="enrolling">
            已登记 {done} / {newcomers.length} 人
          </label>
          <progress id="enrolling" max={newcomers.length} value={done} />
        </div>
      )}
      {lines.length > 0 && (
        <p className="foot">
          <span>
            共 {lines.length} 行：可登记 {newcomers.length} 人{bad.length > 0 && `，要改 ${bad.length} 行`}。
          </span>
          <button
            className="btn primary"
            type="button"
            aria-disabled={newcomers.length === 0 || done !== undefined}
            onClick={() => void send()}
          >
            登记 {newcomers.length} 人
          </button>
        </p>
      )}
    </div>
  )
}

/** Sets up the units that are missing, then enters the people; stops at the first refusal and gives its sentence. */
async function enrol(
  lines: readonly PersonLine[],
  units: ReadonlyMap<string, readonly UnitRow[]>,
  entered: (slip: Slip) => void,
): Promise<string | undefined> {
  for (const { kind, title } of newUnitsOf(lines)) {
    const stopped = await fileEntry('open-unit', { kind, unit: title, title, from: dayOf(serverNow()) })
    if (stopped) return stopped
  }
  const idOf = (title: string) => [...units.values()].flat().find((unit) => unit.title === title)?.id ?? title
  for (const { name, account, posts } of newcomersOf(lines)) {
    const body: NewPerson = {
      name,
      account,
      posts: posts.map(({ post, unit }) => (unit === undefined ? { post } : { post, unit: idOf(unit) })),
    }
    const reply = await ask<{ readonly password: string }>('/api/people', { method: 'POST', key: freshKey(), body })
    if (reply.is !== 'answer')
      return `${name}：${reply.is === 'cut' ? '线路断开，接通后再按一次' : reply.problem.detail}`
    entered({ name, account, password: reply.body.password })
  }
  return undefined
}

function Preview({ lines }: { readonly lines: readonly PersonLine[] }) {
  return (
    <div className="scroll">
      <table className="table people-lines" aria-label="粘贴的人员">
        <thead>
          <tr>
            <th className="num" scope="col">
              行
            </th>
            <th scope="col">姓名</th>
            <th scope="col">账号</th>
            <th scope="col">岗位</th>
            <th scope="col">科室</th>
            <th scope="col">检查</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, 200).map((one) => (
            <tr key={one.line} data-bad={one.faults.length > 0}>
              <td className="num">{one.line}</td>
              <td>{one.name}</td>
              <td>{one.account}</td>
              <td>{one.post?.title}</td>
              <td>{one.unit}</td>
              <td>
                {one.faults.length > 0 ? (
                  <Refusal sentence={one.faults.join('；')} />
                ) : (
                  <State mark="kept">可登记{one.isNewUnit && '，新设这个科室'}</State>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Passwords that are shown once: printed, cut apart, handed over. They are nowhere else. */
export function Slips({
  slips,
  close,
  printed,
}: {
  readonly slips: readonly Slip[]
  readonly close?: () => void
  readonly printed?: () => void
}) {
  const { session } = useSession()
  if (slips.length === 0) return null
  return (
    <section className="slips" aria-labelledby="slips">
      <h2 id="slips">
        一次性口令条 <span className="n">{slips.length}</span>
      </h2>
      <p className="note no-print">
        只在这里显示一次，离开本页就没有了。打印后剪开，当面交给本人；本人登录后须改口令。
        <button
          className="btn small primary"
          type="button"
          onClick={() => {
            print()
            printed?.()
          }}
        >
          打印口令条
        </button>
        {close && (
          <button className="btn small" type="button" onClick={close}>
            收起
          </button>
        )}
      </p>
      <ul>
        {slips.map(({ name, account, password }) => (
          <li key={account}>
            <span className="note">{session.organisation.name}</span>
            <b>{name}</b>
            <span>
              账号 <span className="code">{account}</span>
            </span>
            <span>
              口令 <span className="code">{password}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
