/** 填报: a new entry of a register, with what is known filled in and what was typed before taken up again. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Accepted, PostHeld, Problem, Today } from '../../server/api.ts'
import { dayOf } from '../../engine/time.ts'
import { isHeading, posts, registerOf, type RegisterShape } from '../declared.ts'
import { useDetail } from '../fields/details.tsx'
import { useEarlier } from '../fields/earlier.ts'
import { EntryForm, verbOf } from '../fields/entry-form.tsx'
import { withoutPhotos } from '../fields/photo.tsx'
import { Subject, useSubject } from '../fields/subject.tsx'
import type { Typed } from '../fields/typed.ts'
import { useUnits } from '../fields/unit.tsx'
import { dropDraft, readDraft, useDraft, useEntry } from '../fields/use-entry.ts'
import { useAnswer } from '../parts/answer.ts'
import { serverNow, useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { Clause, Empty, Told, Waiting } from '../parts/sayings.tsx'
import { useSession } from '../parts/session.ts'
import { useTodoCount } from '../parts/todo.ts'
import { sayClock, sayDay, sayEntry, sayMinute, sayWeekday, sayWhen, timeLeft } from '../parts/wording.ts'
import { path, steadName } from '../routes.ts'
import { Assisting, useAssisting } from './assisting.tsx'
import { TakeBack } from './take-back.tsx'

export function NewEntryPage({ register: id, query }: { readonly register: string; readonly query: URLSearchParams }) {
  const register = registerOf(id)
  if (!register)
    return (
      <Empty title="没有这本登记簿。">
        <Link to={path.registers}>看全部登记簿</Link>
      </Empty>
    )
  return <Begun register={register} known={`${query}`} />
}

/** A report that asks for this form on the spot, and goes on afterwards. */
interface Report {
  readonly title: string
  readonly back: string
  /** The form again, empty. */
  again(): void
}
/** `known` is a query: what stands in the form before anybody typed. */
function Begun({
  register,
  known,
  report,
}: {
  readonly register: RegisterShape
  readonly known: string
  readonly report?: Report
}) {
  const { session } = useSession()
  const [start, setStart] = useState<Typed>()
  const form = `${register.id}?${known}`
  useEffect(() => {
    const given = knownFor(register, new URLSearchParams(known), session.posts)
    void readDraft(form).then((draft) => setStart({ ...given, ...draft }))
  }, [form, known, register, session.posts])
  if (!start) return <Waiting />
  const stead = new URLSearchParams(known).get(steadName) ?? ''
  return <Filling register={register} start={start} form={form} stead={stead} report={report} />
}

/** What need not be asked: the address' values, today where a day is due, one's own unit, the only option. */
function knownFor(register: RegisterShape, query: URLSearchParams, held: readonly PostHeld[]): Typed {
  /** Of the kind that is asked for: an informant's village is no township. */
  const mine = (kind: string | undefined) =>
    held.flatMap(({ post, unit = '' }) =>
      unit !== '' && posts.find(({ id }) => id === post)?.per?.id === kind ? [unit] : [],
    )
  return Object.fromEntries(
    register.fields.map(([name, { kind, label, unit }]) => {
      const given = query.get(name)
      if (given !== null) return [name, given]
      if (kind === 'day' && label === '日期') return [name, dayOf(serverNow())]
      const [own, second] = kind === 'unit' ? new Set(mine(unit)) : []
      return [name, second === undefined ? (own ?? '') : '']
    }),
  )
}

function Filling({
  register,
  start,
  form,
  stead,
  report,
}: {
  readonly register: RegisterShape
  readonly start: Typed
  readonly form: string
  readonly stead: string
  readonly report: Report | undefined
}) {
  const assisting = useAssisting(register, stead)
  const work = useEntry(register, start, `/api/registers/${register.id}/${assisting.stead ? 'assisted' : 'entries'}`, {
    stead: assisting.stead,
  })
  const { savedAt } = useDraft(form, withoutPhotos(register.fields, work.typed), work.accepted === undefined)
  const title = useTitle(register, work.typed)
  const earlier = useEarlier(register, work.typed)
  const asked = useDetail(register, work.typed)
  const subject = useSubject(register, start)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (work.accepted) void dropDraft(form)
  }, [work.accepted, form])
  const day = work.typed['day'] ?? ''
  const titleId = report ? 'detail-title' : 'form-title'
  const heading = (
    <div className="title">
      <h1 id={titleId}>{title}</h1>
      {/^\d{4}-\d\d-\d\d$/.test(day) && (
        <p className="note">
          {sayDay(day)} {sayWeekday(day)}
        </p>
      )}
      <Clause of={{ ...register.clause, policy: register.policyTitle }} />
    </div>
  )
  if (work.accepted) {
    return <Sent accepted={work.accepted} register={register} heading={heading} report={report} reopen={work.reopen} />
  }
  const detail = report ? undefined : asked.detail
  return (
    <>
      {detail && (
        <Aside heading={asked.heading} report={title} back={asked.back}>
          <Begun
            key={turn}
            register={detail.register}
            known={`${new URLSearchParams(detail.prefill)}`}
            report={{ title, back: asked.back, again: () => setTurn(turn + 1) }}
          />
        </Aside>
      )}
      <div hidden={detail !== undefined}>
        <EntryForm
          register={register}
          work={work}
          savedAt={savedAt}
          earlier={earlier}
          titleId={titleId}
          isAside={detail !== undefined}
          told={subject?.field}
          note={register.fields.some(([, field]) => isHeading(field)) ? '没有的答“无”，空着不算报' : ''}
          lead={
            <header className="lead">
              {heading}
              <p className="law">{register.clause.words}</p>
              {earlier.same && work.problem && <Reported seq={earlier.same.seq} problem={work.problem} />}
              {subject && <Subject of={subject} />}
              <Assisting {...assisting} />
            </header>
          }
          side={<Deadline register={register} typed={work.typed} />}
        />
      </div>
    </>
  )
}

/** The day's report is there already: what changed since is put right in it. */
function Reported({ seq, problem }: { readonly seq: number; readonly problem: Problem }) {
  return (
    <div className="refusal soft">
      <span>{problem.detail}</span>
      <Link className="btn small primary" to={path.correction(seq)}>
        更正{sayEntry(seq)}
      </Link>
      <Link className="btn small" to={path.entry(seq)}>
        看{sayEntry(seq)}
      </Link>
    </div>
  )
}

/** A form that a heading asks for, in the place of the report; what was typed in the report stands behind it. */
function Aside({
  heading,
  report,
  back,
  children,
}: {
  readonly heading: string
  readonly report: string
  readonly back: string
  readonly children: ReactNode
}) {
  const place = useRef(heading)
  useEffect(() => {
    const { current } = place
    scrollTo(0, 0)
    return () => document.getElementById(`item-${current}`)?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <section className="aside-form" aria-label={`${report}要的专表`}>
      <p className="head">
        <Link className="btn small" to={back}>
          回 {report}
        </Link>
        <span className="note">{report}里写的都在，填完这一张接着报</span>
      </p>
      {children}
    </section>
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
        {dayOf(todo.due) === dayOf(at) ? sayMinute(todo.due) : sayWhen(todo.due, at)}
        {todo.lateFrom <= todo.due ? ' 整即为' : ' 以后为'}
        {verbOf(register) === '报出' ? '迟报' : '逾期'}
      </p>
    </>
  )
}

function Sent({
  accepted,
  register,
  heading,
  report,
  reopen,
}: {
  readonly accepted: Accepted
  readonly register: RegisterShape
  readonly heading: ReactNode
  readonly report: Report | undefined
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
      {report ? (
        <p className="acts">
          <Link className="btn primary big" to={report.back}>
            接着报 {report.title}
          </Link>
          <button className="btn big" type="button" onClick={report.again}>
            再填一张
          </button>
        </p>
      ) : (
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
      )}
      <TakeBack accepted={accepted} done={reopen} />
    </section>
  )
}
