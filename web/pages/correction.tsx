/** 更正: a further entry that points back; shows what it would set right elsewhere before it is made. */
import { useEffect, useState } from 'react'
import type { CorrectionPreview, EntryView, Problem } from '../../server/api.ts'
import { registerOf, type RegisterShape } from '../declared.ts'
import { EntryForm } from '../fields/entry-form.tsx'
import { usePhotos } from '../fields/photo.tsx'
import { entryOf, faultsOf, textOf, unanswered, type Typed } from '../fields/typed.ts'
import { useEntry, freshKey } from '../fields/use-entry.ts'
import { dayOf } from '../../engine/time.ts'
import { useAnswer } from '../parts/answer.ts'
import { serverNow } from '../parts/clock.ts'
import { ask } from '../parts/line.ts'
import { Link } from '../parts/link.tsx'
import { Clause, Empty, Refusal, Told, Waiting } from '../parts/sayings.tsx'
import { useNames, valueText, type Names } from '../parts/values.tsx'
import { sayClock, sayEntry } from '../parts/wording.ts'
import { path } from '../routes.ts'

export function CorrectionPage({ seq }: { readonly seq: number }) {
  const { body: view, problem } = useAnswer<EntryView>(`/api/entries/${seq}`)
  const [first, setFirst] = useState<EntryView>()
  useEffect(() => setFirst((before) => before ?? view), [view])
  const photos = usePhotos(first?.photos)
  if (problem) return <Refusal sentence={problem.detail} kind="soft" />
  if (!first || !photos) return <Waiting />
  const register = registerOf(first.register.id)
  if (!register) return <Empty title="这一条不能在这里更正。">它的登记簿不在本机的制度里。</Empty>
  return <Correcting view={first} register={register} photos={photos} />
}

function Correcting({
  view,
  register,
  photos,
}: {
  readonly view: EntryView
  readonly register: RegisterShape
  readonly photos: Typed
}) {
  const { seq } = view
  const stands: Typed = {
    ...Object.fromEntries(
      register.fields.map(([name, field]) => [
        name,
        view.masked.includes(name) ? '' : textOf(field, view.values[name]),
      ]),
    ),
    ...photos,
  }
  const place = `/api/entries/${seq}/corrections`
  const [against, setAgainst] = useState<Problem>()
  const work = useEntry(register, stands, place, { correction: { against } })
  const names = useNames(register.fields)
  const changed = register.fields.filter(([name]) => (work.typed[name] ?? '') !== (stands[name] ?? ''))
  const mayNot = typeof view.mayCorrect === 'object' ? view.mayCorrect : undefined
  const isQuiet = work.accepted !== undefined || changed.length === 0 || mayNot !== undefined
  const preview = usePreview(`${place}?preview=1`, register, work.typed, isQuiet, setAgainst)
  const heading = (
    <div className="title">
      <h1 id="form-title">
        更正 {register.title} {sayEntry(seq)}
      </h1>
      <Clause of={{ ...register.clause, policy: register.policyTitle }} />
    </div>
  )
  if (work.accepted) {
    const { recorded, seq: fresh, next } = work.accepted
    return (
      <section className="sent" aria-live="polite">
        {heading}
        <Told>
          <b>
            {sayClock(recorded)} 已更正，{sayEntry(fresh)}。
          </b>
          原文留着。{next.join('；')}
          {next.length > 0 && '。'}
        </Told>
        <p className="acts">
          <Link className="btn primary big" to={path.entry(seq)}>
            看这一条
          </Link>
          <Link className="btn big" to={path.register(register.id)}>
            看这一本
          </Link>
        </p>
      </section>
    )
  }
  return (
    <EntryForm
      register={register}
      work={work}
      verb="更正"
      correction={{ isChanged: changed.length > 0, mayNot }}
      note="更正另记一条，原文不动"
      lead={
        <header className="lead">
          {heading}
          <p className="note">
            {view.masked.length > 0
              ? '遮着的个人信息不在本页，更正时要重填；其余照原样填好，只改要改的。'
              : '照原样填好了，只改要改的。'}
          </p>
        </header>
      }
      side={<Consequences changed={changed} stands={stands} typed={work.typed} names={names} preview={preview} />}
    />
  )
}

/** What a correction would undo, make anew, tell again, or what forbids it; asked half a second after one stops typing. */
function usePreview(
  place: string,
  register: RegisterShape,
  typed: Typed,
  isQuiet: boolean,
  setAgainst: (problem: Problem | undefined) => void,
): CorrectionPreview | undefined {
  const [preview, setPreview] = useState<CorrectionPreview>()
  useEffect(() => {
    const today = dayOf(serverNow())
    const isWhole =
      unanswered(register, typed).length === 0 && Object.keys(faultsOf(register, typed, today)).length === 0
    setPreview(undefined)
    setAgainst(undefined)
    if (isQuiet || !isWhole) return
    const asked = new AbortController()
    const timer = setTimeout(async () => {
      const reply = await ask<CorrectionPreview>(place, {
        method: 'POST',
        key: freshKey(),
        body: entryOf(register, typed),
        signal: asked.signal,
      })
      if (asked.signal.aborted) return
      if (reply.is === 'answer') setPreview(reply.body)
      if (reply.is === 'refused') setAgainst(reply.problem)
    }, 500)
    return () => {
      clearTimeout(timer)
      asked.abort()
    }
  }, [place, register, typed, isQuiet, setAgainst])
  return preview
}

function Consequences({
  changed,
  stands,
  typed,
  names,
  preview,
}: {
  readonly changed: RegisterShape['fields']
  readonly stands: Typed
  readonly typed: Typed
  readonly names: Names
  readonly preview: CorrectionPreview | undefined
}) {
  const say = (field: RegisterShape['fields'][number][1], text: string | undefined) =>
    field.kind === 'yes'
      ? text === 'yes'
        ? '是'
        : text === 'no'
          ? '否'
          : '空'
      : valueText(field, field.kind === 'count' && text ? Number(text) : (text ?? ''), names) || '空'
  return (
    <div className="before">
      <h2>改了什么</h2>
      {changed.length === 0 ? (
        <p className="note">还没有改。</p>
      ) : (
        changed.map(([name, field]) => (
          <div className="change" key={name}>
            <div>
              <span className="note">{field.label}，原记</span>
              <br />
              <del>{say(field, stands[name])}</del>
            </div>
            <div>
              <span className="note">更正为</span>
              <br />
              <ins>{say(field, typed[name])}</ins>
            </div>
          </div>
        ))
      )}
      {preview && (
        <>
          <h2>更正以后</h2>
          {preview.consequences.length === 0 ? (
            <p className="note">别处不受影响。</p>
          ) : (
            <ul className="plain-list">
              {preview.consequences.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}
