/** 填报: a new entry of a register, with what is known filled in and what was typed before taken up again. */
import { useEffect, useState } from 'react'
import type { Accepted, Today } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { isHeading, registerOf, type RegisterShape } from '../declared.ts'
import { EntryForm, verbOf } from '../fields/entry-form.tsx'
import type { Typed } from '../fields/typed.ts'
import { useUnits } from '../fields/unit.tsx'
import { dropDraft, readDraft, useDraft, useEntry } from '../fields/use-entry.ts'
import { useAnswer } from '../parts/answer.ts'
import { serverNow, useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { Clause, Empty, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { useTodoCount } from '../parts/todo.ts'
import { sayClock, sayDay, sayEntry, sayMinute, sayWeekday, timeLeft } from '../parts/wording.ts'
import { path, steadName } from '../routes.ts'
import { Assisting, useAssisting } from './assisting.tsx'
import { TakeBack } from './take-back.tsx'

export function NewEntryPage({ register: id, query }: { readonly register: string; readonly query: URLSearchParams }) {
  const register = registerOf(id)
  const { session } = useSession()
  const [start, setStart] = useState<Typed>()
  const form = `${id}?${query}`
  useEffect(() => {
    if (!register) return
    const given = new URLSearchParams(form.slice(form.indexOf('?') + 1))
    const known = knownFor(
      register,
      given,
      session.posts.map(({ unit }) => unit),
    )
    void readDraft(form).then((draft) => setStart({ ...known, ...draft }))
  }, [form, register, session.posts])
  if (!register)
    return (
      <Empty title="没有这本登记簿。">
        <Link to={path.registers}>看全部登记簿</Link>
      </Empty>
    )
  if (!start) return <Waiting />
  return <Filling register={register} start={start} form={form} stead={query.get(steadName) ?? ''} />
}

/** What need not be asked: the address' values, today where a day is due, one's own unit, the only option. */
function knownFor(register: RegisterShape, query: URLSearchParams, units: readonly (string | undefined)[]): Typed {
  const mine = units.filter((unit) => unit !== undefined && unit !== '')
  return Object.fromEntries(
    register.fields.map(([name, { kind, label }]) => {
      const given = query.get(name)
      if (given !== null) return [name, given]
      if (kind === 'day' && label === '日期') return [name, dayOf(serverNow())]
      return [name, kind === 'unit' && mine.length === 1 ? (mine[0] ?? '') : '']
    }),
  )
}

function Filling({
  register,
  start,
  form,
  stead,
}: {
  readonly register: RegisterShape
  readonly start: Typed
  readonly form: string
  readonly stead: string
}) {
  const assisting = useAssisting(register, stead)
  const work = useEntry(register, start, `/api/registers/${register.id}/${assisting.stead ? 'assisted' : 'entries'}`, {
    stead: assisting.stead,
  })
  const { savedAt } = useDraft(form, work.typed, work.accepted === undefined)
  const title = useTitle(register, work.typed)
  useEffect(() => {
    if (work.accepted) void dropDraft(form)
  }, [work.accepted, form])
  const day = work.typed['day'] ?? ''
  const heading = (
    <div className="title">
      <h1 id="form-title">{title}</h1>
      {/^\d{4}-\d\d-\d\d$/.test(day) && (
        <p className="note">
          {sayDay(day)} {sayWeekday(day)}
        </p>
      )}
      <Clause of={{ ...register.clause, policy: register.policyTitle }} />
    </div>
  )
  if (work.accepted) {
    return <Sent accepted={work.accepted} register={register} heading={heading} reopen={work.reopen} />
  }
  return (
    <EntryForm
      register={register}
      work={work}
      savedAt={savedAt}
      note={register.fields.some(([, field]) => isHeading(field)) ? '没有的答“无”，空着不算报' : ''}
      lead={
        <header className="lead">
          {heading}
          <p className="law">{register.clause.words}</p>
          <Assisting {...assisting} />
        </header>
      }
      side={<Deadline register={register} typed={work.typed} />}
    />
  )
}

/** 骨科 日报: the unit that it is about, where there is one, and the register's name. */
function useTitle(register: RegisterShape, typed: Typed): string {
  const found = register.fields.find(([, { kind }]) => kind === 'unit')
  const units = useUnits(found?.[1].unit)
  const unit = found && units.find(({ id }) => id === typed[found[0]])
  return unit ? `${unit.title} ${register.title}` : register.title
}

/** How long is left for the duty that this entry settles. */
function Deadline({ register, typed }: { readonly register: RegisterShape; readonly typed: Typed }) {
  const at = useNow()
  const todo = useAnswer<Today>('/api/today').body?.todo.find(
    ({ act }) =>
      act?.register === register.id && Object.entries(act.prefill).every(([name, value]) => typed[name] === value),
  )
  if (!todo) return null
  const left = timeLeft(todo.due, at, Math.max(todo.soonMs, 1), todo.lateFrom)
  return (
    <>
      <p className="left" data-state={left.state}>
        <span>{left.word}</span> <b>{left.figure}</b> <span>{left.unit}</span>
      </p>
      <p className="note by">
        {sayMinute(todo.due)}
        {todo.lateFrom <= todo.due ? ' 整即为迟报' : ' 以后为迟报'}
      </p>
    </>
  )
}

function Sent({
  accepted,
  register,
  heading,
  reopen,
}: {
  readonly accepted: Accepted
  readonly register: RegisterShape
  readonly heading: React.ReactNode
  readonly reopen: () => void
}) {
  const left = useTodoCount()
  const { seq, recorded, next } = accepted
  return (
    <section className="sent" aria-live="polite">
      {heading}
      <Told>
        <b>
          {sayClock(recorded)} 已{verbOf(register)}，{sayEntry(seq)}。
        </b>
        {next.join('；')}
        {next.length > 0 && '。'}
      </Told>
      <p className="acts">
        {register.discloses && (
          <Link className="btn primary big" to={path.disclosure(seq)}>
            交付查询包
          </Link>
        )}
        <Link className={register.discloses ? 'btn big' : 'btn primary big'} to={path.today}>
          {left > 0 ? `回今日，还有 ${left} 件` : '回今日'}
        </Link>
        <Link className="btn big" to={path.entry(seq)}>
          看这一条
        </Link>
        <Link className="btn big" to={path.register(register.id)}>
          看这一本
        </Link>
      </p>
      <TakeBack accepted={accepted} done={reopen} />
    </section>
  )
}
