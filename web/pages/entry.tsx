/** One entry: what stands today, everything that happened to it, its proof, and its paper. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { HandedForm } from '../../engine/declare/words.ts'
import type { EntryView as View, TimelineItem } from '../../server/api.ts'
import { countedFrom, registerOf } from '../declared.ts'
import { behindPath } from '../parts/behind.ts'
import { refresh, useAnswer } from '../parts/answer.ts'
import { useNow } from '../parts/clock.ts'
import { Link } from '../parts/link.tsx'
import { HandedPaper, Paper } from '../parts/paper.tsx'
import { Clause, Refusal, Waiting } from '../parts/sayings.tsx'
import { useSeen } from '../parts/seen.ts'
import { textIn } from '../parts/values.tsx'
import { sayClock, sayEntry, sayFullDay, sayMinute, sayShort } from '../parts/wording.ts'
import { path } from '../routes.ts'
import { Asked } from './asked.tsx'
import { Owed } from './entry-owed.tsx'
import { Gathered, gatheredBlocks } from './gathered.tsx'
import { TakeBack } from './take-back.tsx'
import { dayOf } from '../../engine/time.ts'

export function EntryPage({ seq }: { readonly seq: number }) {
  return (
    <div className="entry-page">
      <EntryView seq={seq} />
    </div>
  )
}

/** The entry on a sheet; beside a list, `close` puts it away. */
export function EntryView({ seq, close }: { readonly seq: number; readonly close?: () => void }) {
  const { body: view, problem } = useAnswer<View>(`/api/entries/${seq}`)
  useSeen(seq, view !== undefined)
  const now = useNow()
  const [form, setForm] = useState<HandedForm>()
  useEffect(() => {
    const done = () => setForm(undefined)
    addEventListener('afterprint', done)
    return () => removeEventListener('afterprint', done)
  }, [])
  const printForm = (one: HandedForm) => {
    flushSync(() => setForm(one))
    print()
  }
  if (problem)
    return (
      <article className="entry">
        <Refusal sentence={problem.detail} kind="soft" />
      </article>
    )
  if (!view)
    return (
      <article className="entry">
        <Waiting />
      </article>
    )
  return (
    <article className="entry printed" aria-labelledby={`entry-${seq}`}>
      <header>
        <Crumb view={view} close={close} printForm={printForm} />
        {close ? <h2 id={`entry-${seq}`}>{titleOf(view)}</h2> : <h1 id={`entry-${seq}`}>{titleOf(view)}</h1>}
      </header>
      {view.isTakenBack && <p className="told">登记人已撤回这一条，它引起的事都已作废。</p>}
      {view.mayTakeBackUntil !== undefined && <TakeBack accepted={view} done={refresh} later="在上面按“更正”" />}
      <Facts view={view} />
      <Gathered units={view.gathered} isBeside={close !== undefined} />
      <Asked rows={view.asked} isBeside={close !== undefined} />
      {!view.isTakenBack && <Owed owed={owedBesides(view)} isBeside={close !== undefined} />}
      {close ? <h3 className="sub">经过</h3> : <h2 className="sub">经过</h2>}
      <Timeline items={view.timeline} />
      <Proof view={view} />
      {form ? <HandedPaper view={view} form={form} /> : <Paper view={view} more={gatheredBlocks(view.gathered, now)} />}
    </article>
  )
}

/** What the entry is about, in a line: the first words told, or the register and its unit. */
function titleOf(view: View): string {
  const fields = registerOf(view.register.id)?.fields ?? []
  const isTold = ([name, { kind }]: (typeof fields)[number]) =>
    kind === 'text' && !view.masked.includes(name) && typeof view.values[name] === 'string' && view.values[name] !== ''
  const told = fields.find(isTold)
  if (told) return textIn(told[0], told[1], view.values).slice(0, 60)
  const unit = fields.find(([, { kind }]) => kind === 'unit')
  return `${unit ? `${textIn(unit[0], unit[1], view.values)} ` : ''}${view.register.title}`
}

function Crumb({
  view,
  close,
  printForm,
}: {
  readonly view: View
  readonly close: (() => void) | undefined
  readonly printForm: (form: HandedForm) => void
}) {
  const { register, actions, mayCorrect, seq } = view
  const mayNot = mayCorrect === true || mayCorrect === undefined ? undefined : mayCorrect
  return (
    <>
      <div className="crumb">
        {close ? (
          <button className="btn quiet small" type="button" onClick={close}>
            收起
          </button>
        ) : (
          <Link className="back" to={path.register(register.id)}>
            返回列表
          </Link>
        )}
        <span className="note">
          {register.title} {sayEntry(seq)}
        </span>
        <span className="acts">
          {mayCorrect === true && (
            <Link className="btn small" to={path.correction(seq)}>
              更正
            </Link>
          )}
          {mayNot && (
            <span className="btn small" role="button" aria-disabled="true" aria-describedby={`why-${seq}`}>
              更正
            </span>
          )}
          {close ? (
            <Link className="btn small" to={path.entry(seq)}>
              打开
            </Link>
          ) : (
            <button className="btn small" type="button" onClick={() => print()}>
              打印
            </button>
          )}
          {!close &&
            !view.isTakenBack &&
            registerOf(register.id)?.forms.map((form) => (
              <button key={form.title} className="btn small" type="button" onClick={() => printForm(form)}>
                打印{form.title}
              </button>
            ))}
          {registerOf(register.id)?.discloses && !view.isTakenBack && (
            <Link className="btn small primary" to={path.disclosure(seq)}>
              交付查询包
            </Link>
          )}
          {register.id === 'disposal-certificate' && (
            <Link className="btn small primary" to={path.certificate(seq)}>
              证明
            </Link>
          )}
          {actions.map((action) => (
            <Action
              key={`${action.label} ${action.register}`}
              action={action}
              isFirst={action === actions.find(({ why }) => !why)}
              seq={seq}
            />
          ))}
        </span>
      </div>
      {mayNot && (
        <p className="note" id={`why-${seq}`}>
          {mayNot.detail}
        </p>
      )}
      {actions
        .filter(({ why }) => why)
        .map(({ label, why }) => (
          <p key={label} className="note" id={`act-${seq}-${label}`}>
            {why?.detail}
          </p>
        ))}
    </>
  )
}
function Action({
  action,
  isFirst,
  seq,
}: {
  readonly action: View['actions'][number]
  readonly isFirst: boolean
  readonly seq: number
}) {
  if (action.why) {
    return (
      <span className="btn small" role="button" aria-disabled="true" aria-describedby={`act-${seq}-${action.label}`}>
        {action.label}
      </span>
    )
  }
  return (
    <Link className={isFirst ? 'btn small primary' : 'btn small'} to={path.newEntry(action.register, action.prefill)}>
      {action.label}
    </Link>
  )
}

function Facts({ view }: { readonly view: View }) {
  const now = useNow()
  const fields = registerOf(view.register.id)?.said ?? []
  return (
    <dl className="facts">
      {fields.map(([name, field]) => {
        const text = textIn(name, field, view.values)
        const isMasked = view.masked.includes(name)
        const isGone = view.isDisposed && text === '' && (field.keeps === 'body' || field.kind === 'hashed')
        return (
          (text !== '' || isMasked || isGone) && (
            <div key={name}>
              <dt>{field.label}</dt>
              <dd data-kind={field.kind}>
                {isGone ? (
                  <span className="note">已按期销毁</span>
                ) : (
                  <>
                    <Value
                      text={text === '' ? '不显示' : text}
                      link={view.links[name]}
                      photo={view.photos[name]}
                      label={field.label}
                    />
                    <Behind of={countedBehind(view.register.id, name, view.values)} />
                  </>
                )}
                {isMasked && <span className="note"> 个人信息，遮着</span>}
              </dd>
            </div>
          )
        )
      })}
      <div>
        <dt>记录</dt>
        <dd>
          {view.byName}
          {view.steadName !== undefined && ` 代 ${view.steadName} 登记`}，{sayShort(view.at, now)}
          {view.recorded - view.at > 60_000 && `（${sayShort(view.recorded, now)} 补录）`}
        </dd>
      </div>
      <div>
        <dt>依据</dt>
        <dd>
          <Clause of={view.register.clause} /> <span className="note">{keepOf(view)}</span>
        </dd>
      </div>
    </dl>
  )
}

/** Where what a figure was counted from is listed, each with its name. */
const countedBehind = (register: string, name: string, values: View['values']) =>
  countedFrom(register, name, values).map((one) => {
    const days = { from: one.from, to: one.through }
    if ('entries' in one) {
      const { id, title } = one.entries,
        filters = one.where ?? {}
      return { title, to: behindPath({ is: 'entries', register: id, ...days, filters }) }
    }
    const { id, title } = one.late,
      unit = one.unit ?? ''
    return {
      title: `${title}逾期`,
      to: behindPath({ is: 'owed', duty: id, ...days, unit, outcome: 'late,missed,overdue' }),
    }
  })
/** How long it is kept, and until when that is. */
function keepOf({ register: { keep }, keptUntil, isDisposed }: View): string {
  if (isDisposed) return `${keep}；正文已按期销毁`
  if (keptUntil === undefined) return keep
  return keptUntil === null
    ? `${keep}，还没有起算`
    : `${keep}，至 ${sayFullDay(dayOf(keptUntil))} ${sayClock(keptUntil)}`
}
/** From a figure to what it was counted from. */
function Behind({ of }: { readonly of: ReturnType<typeof countedBehind> }) {
  return of.map(({ title, to }) => (
    <span className="note" key={title}>
      {' '}
      <Link to={to}>看{title}</Link>
    </span>
  ))
}
/** What it says; an entry that it names is one press away. */
function Value({
  text,
  link,
  photo,
  label,
}: {
  readonly text: string
  readonly link: View['links'][string] | undefined
  readonly photo: string | undefined
  readonly label: string
}) {
  if (photo !== undefined) return <Photo address={photo} label={label} />
  if (!link) return text
  return (
    <Link to={path.entry(link.seq)}>
      {link.title} {sayEntry(link.seq)}
    </Link>
  )
}

/** One press shows it alone and whole. */
const Photo = ({ address, label }: { readonly address: string; readonly label: string }) => (
  <a className="photo" href={address} target="_blank" rel="noreferrer">
    <img src={address} alt={label} />
  </a>
)

export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  const now = useNow()
  return (
    <ol className="timeline">
      {items.map((item, index) => (
        <li key={`${item.seq} ${index}`} data-state={item.state}>
          <time>{sayShort(item.at, now)}</time>
          <div>
            <b>{item.text}</b>
            {item.entry !== undefined && (
              <p className="said">
                {item.note} <Link to={path.entry(item.entry)}>{sayEntry(item.entry)}</Link>
              </p>
            )}
            {item.change && (
              <div className="changes">
                {item.change.map(({ label, was, is, wasPhoto, isPhoto }) => (
                  <div className="change" key={label}>
                    <div>
                      <span className="note">{label}，原记</span>
                      <br />
                      <del>{was || '空'}</del>
                      {wasPhoto !== undefined && <Photo address={wasPhoto} label={`原来的${label}`} />}
                    </div>
                    <div>
                      <span className="note">更正为</span>
                      <br />
                      <ins>{is || '空'}</ins>
                      {isPhoto !== undefined && <Photo address={isPhoto} label={`更正后的${label}`} />}
                    </div>
                  </div>
                ))}
              </div>
            )}
            <span className="recorded">
              {item.note && item.entry === undefined && `${item.note} · `}
              {item.recorded !== item.at && `${sayMinute(item.at)} 发生，`}
              {sayClock(item.recorded)} 记
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}

function Proof({ view: { seq, proof } }: { readonly view: View }) {
  const isSealed = proof.size > seq
  return (
    <p className="proof" data-state={isSealed ? undefined : 'open'}>
      <span>
        {isSealed
          ? `${sayEntry(seq)}，在 ${sayFullDay(dayOf(proof.sealedAt))} ${sayMinute(proof.sealedAt)} 的封存内 `
          : `${sayEntry(seq)}，还没有封存 `}
        <Link to={path.history}>凭据</Link>
      </span>
    </p>
  )
}
/** What every unit was asked for stands in the table of units already. */
const owedBesides = ({ owed, asked }: View) =>
  owed.filter(({ duty, key }) => !asked.some((one) => one.duty === duty && one.key === key))
