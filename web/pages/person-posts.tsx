/** Posts of one person changed by date: appointed from and until, acting or not, and ended with a last day. */
import { useState } from 'react'
import type { PersonPost } from '../../server/api-people.ts'
import type { Problem } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { LabelledDay } from '../fields/day.tsx'
import { freshKey } from '../fields/use-entry.ts'
import { refresh } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'
import { usePosts, useUnitTitles } from './house-staff.ts'

/** Files one entry; gives the refusal where there is one. */
async function fileOne(register: string, entry: object): Promise<Pick<Problem, 'detail' | 'field'> | undefined> {
  const reply = await ask(`/api/registers/${register}/entries`, { method: 'POST', key: freshKey(), body: entry })
  refresh()
  if (reply.is === 'answer') return undefined
  return reply.is === 'cut' ? { detail: '线路断开，没有登记' } : reply.problem
}
const filled = (entry: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''))

/** A post and, where it is one of a unit, the unit. */
export function SeatBoxes({
  post,
  unit,
  set,
}: {
  readonly post: string
  readonly unit: string
  readonly set: (post: string, unit: string) => void
}) {
  const posts = usePosts()
  const units = useUnitTitles()
  const chosen = posts.find(({ id }) => id === post)
  return (
    <>
      <label className="field">
        <span className="label">岗位</span>
        <select className="input" value={post} onChange={(event) => set(event.target.value, '')}>
          <option value="">选岗位</option>
          {posts.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {chosen?.per && (
        <label className="field">
          <span className="label">{chosen.per.title}</span>
          <select className="input" value={unit} onChange={(event) => set(post, event.target.value)}>
            <option value="">选{chosen.per.title}</option>
            {(units.get(chosen.per.id) ?? []).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  )
}
export function Appoint({ person, done }: { readonly person: string; readonly done: () => void }) {
  const [seat, setSeat] = useState({ post: '', unit: '' })
  const [from, setFrom] = useState(dayOf(serverNow()))
  const [until, setUntil] = useState('')
  const [isActing, setActing] = useState(false)
  const [refused, setRefused] = useState<Pick<Problem, 'detail' | 'field'>>()
  const appoint = async () => {
    const entry = filled({ person, ...seat, from, until, kind: isActing ? 'acting' : 'regular' })
    const problem = await fileOne('appoint', entry)
    setRefused(problem)
    if (!problem) done()
  }
  return (
    <form
      className="inline-form"
      aria-label="任命"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void appoint()
      }}
    >
      <SeatBoxes {...seat} set={(post, unit) => setSeat({ post, unit })} />
      <LabelledDay label="自" text={from} set={setFrom} />
      <LabelledDay label="至（可空，不空就到那天为止）" text={until} set={setUntil} />
      <label className="check">
        <input type="checkbox" checked={isActing} onChange={(event) => setActing(event.target.checked)} />
        代理
      </label>
      {refused && <Refusal sentence={refused.detail} />}
      <button className="btn primary" type="submit" aria-disabled={seat.post === ''}>
        任命
      </button>
    </form>
  )
}
/** Ends one post: at once, or with a last day. */
export function EndPost({ person, post }: { readonly person: string; readonly post: PersonPost }) {
  const [isOpen, setOpen] = useState(false)
  const [last, setLast] = useState('')
  const [sentence, setSentence] = useState('')
  const end = async () => {
    const problem = await fileOne('dismiss', filled({ person, post: post.post, unit: post.unit ?? '', last }))
    setSentence(problem?.detail ?? '')
    if (!problem) setOpen(false)
  }
  const title = `${post.unitTitle ?? ''}${post.title}`
  if (!isOpen) {
    return (
      <button className="btn quiet small" type="button" aria-label={`免去${title}`} onClick={() => setOpen(true)}>
        免职
      </button>
    )
  }
  return (
    <form
      className="inline-form"
      aria-label={`免去${title}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void end()
      }}
    >
      <LabelledDay label="任到哪天（空着就是现在）" text={last} set={setLast} />
      <button className="btn" type="submit">
        免去{title}
      </button>
      <button className="btn quiet" type="button" onClick={() => setOpen(false)}>
        不免
      </button>
      {sentence !== '' && <Refusal sentence={sentence} />}
    </form>
  )
}
