/** The form of a register from its declaration: dated fields in one line, headings to answer, the rest in a column. */
import { useRef, type ReactNode } from 'react'
import { isHeading, type RegisterShape } from '../declared.ts'
import { useKeys } from '../parts/keys.ts'
import type { Problem } from '../../server/api.ts'
import { useCutSince } from '../parts/line.ts'
import { Refusal } from '../parts/sayings.tsx'
import { sayClock } from '../parts/wording.ts'
import { FieldView } from './field-view.tsx'
import type { Earlier } from './earlier.ts'
import { Heading, HeadingState, numeral } from './headings.tsx'
import type { EntryWork } from './use-entry.ts'

/** What one presses to send it, and what the refusal forbids: 报出 a report, 登记 anything else. */
export const verbOf = (register: RegisterShape) =>
  register.fields.some(([, field]) => isHeading(field)) ? '报出' : '登记'

/** Why the button is grey: what is missing, what is wrong, what the server would refuse; undefined when it is not. */
export function reasonOf(register: RegisterShape, work: EntryWork, verb: string): string | undefined {
  const {
    clause: { cite },
    fields,
  } = register
  const labelOf = (name: string) => fields.find(([other]) => other === name)?.[1].label ?? name
  const open = work.missing.filter((name) => fields.some(([other, field]) => other === name && isHeading(field)))
  const others = work.missing.filter((name) => !open.includes(name))
  if (work.firstFault) {
    const { field, fact } = work.firstFault
    return work.problem?.errors ? work.problem.detail : `不能${verb}：${labelOf(field)}${fact}（${cite}）`
  }
  if (work.problem) return work.problem.detail
  if (others.length > 0) return `不能${verb}：${labelOf(others[0] ?? '')}没有填写（${cite}）`
  if (open.length > 0) return `不能${verb}：还有 ${open.length} 项未答（${cite}）`
  return undefined
}

const nothingEarlier: Earlier = { last: undefined, when: '', same: undefined }
/** The day that the entry is for stands beside its unit; other days stand where the paper has them. */
const isDate = (name: string, kind: string) => kind === 'day' && name === 'day'

export function EntryForm({
  register,
  work,
  verb = verbOf(register),
  lead,
  side,
  note,
  savedAt,
  earlier = nothingEarlier,
  titleId = 'form-title',
  isAside = false,
  told,
  correction,
}: {
  readonly register: RegisterShape
  readonly work: EntryWork
  readonly verb?: string
  readonly lead?: ReactNode
  readonly side?: ReactNode
  readonly note?: ReactNode
  readonly savedAt?: number | undefined
  /** What was reported before, beside each number. */
  readonly earlier?: Earlier
  readonly titleId?: string
  /** Another form stands before it; keys are not meant for this one. */
  readonly isAside?: boolean
  /** A field whose answer stands above the form and is not asked for again. */
  readonly told?: string | undefined
  /** Set where an entry is put right: whether anything was changed yet, and who he is that may not. */
  readonly correction?: { readonly isChanged: boolean; readonly mayNot: Problem | undefined }
}) {
  const form = useRef<HTMLFormElement>(null)
  const hasPhoto = register.fields.some(([name, { kind }]) => kind === 'photo' && (work.typed[name] ?? '') !== '')
  const said = useSaid(work, savedAt, hasPhoto)
  const headings = register.fields.filter(([, field]) => isHeading(field))
  const dated = register.fields.filter(([name, { kind }]) => kind === 'unit' || isDate(name, kind))
  const rest = register.fields.filter((one) => one[0] !== told && !headings.includes(one) && !dated.includes(one))
  const unchanged = correction?.isChanged === false ? `不能更正：还没有改（${register.clause.cite}）` : undefined
  const reason = correction?.mayNot?.detail ?? unchanged ?? reasonOf(register, work, verb)
  useKeys(isAside ? {} : { 'Ctrl Enter': () => form.current?.requestSubmit() })
  const field = ([name, shape]: RegisterShape['fields'][number]) => (
    <FieldView
      key={name}
      name={name}
      field={shape}
      text={work.typed[name] ?? ''}
      fault={work.shown[name]}
      set={(text) => work.set(name, text)}
      left={() => work.leave(name)}
    />
  )
  const open = headings.filter(([name]) => work.missing.includes(name))
  const answerRest = () => work.setAll(Object.fromEntries(open.map(([name]) => [name, '0'])))
  return (
    <form
      className="report"
      ref={form}
      noValidate
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault()
        if (!correction || (correction.isChanged && !correction.mayNot)) void work.send()
      }}
    >
      {lead}
      {headings.length > 0 && !correction && <Zero headings={headings} work={work} answer={answerRest} />}
      <div className="cols">
        <div className="items">
          {dated.length > 0 && <div className="dated">{dated.map(field)}</div>}
          {headings.map(([name, shape], index) => (
            <Heading
              key={name}
              index={index}
              name={name}
              field={shape}
              register={register}
              typed={work.typed}
              earlier={earlier}
              set={(text) => work.set(name, text)}
              leave={() => work.leave(name)}
              fault={work.shown[name]}
            />
          ))}
          <div className="rest">{rest.map(field)}</div>
        </div>
        <aside className="side" aria-label="期限和去向">
          {side}
          {headings.length > 0 && (
            <ol className="index" aria-label="各项">
              {headings.map(([name, shape], index) => (
                <li key={name}>
                  <a href={`#item-${name}`}>
                    {headings.length > 1 && `${numeral(index)} `}
                    {shape.label}
                  </a>
                  <HeadingState text={work.typed[name]} fault={work.shown[name] && '有误'} />
                </li>
              ))}
            </ol>
          )}
        </aside>
      </div>
      <footer className="send">
        <div className="reason">
          {reason === undefined ? (
            <b>{headings.length > 0 ? '各项已答完' : '已填好'}</b>
          ) : (
            <Refusal sentence={reason} />
          )}
          <span className={said === undefined ? 'note hint' : 'note'}>{said ?? note}</span>
        </div>
        {open.length > 0 && open.length < headings.length && (
          <button className="btn big" type="button" onClick={answerRest}>
            其余 {open.length} 项答“无”
          </button>
        )}
        <button
          className="btn primary big"
          type="submit"
          aria-disabled={reason !== undefined || work.sending === 'now'}
        >
          {work.sending === 'now' ? `正在${verb}` : verb}
          {reason === undefined && <kbd>Ctrl ⏎</kbd>}
        </button>
      </footer>
    </form>
  )
}

/** Where what was typed is: on this page while the line is cut, in the draft; undefined before anything was kept. */
function useSaid({ sending }: EntryWork, savedAt: number | undefined, hasPhoto: boolean): string | undefined {
  const cutSince = useCutSince()
  if (cutSince !== undefined) return '线路断开，写的都在本页；接通后再按一次，不会记成两条'
  if (sending === 'cut') return '线路已接通，刚才没有收到回音；再按一次，不会记成两条'
  return savedAt === undefined ? undefined : `草稿 ${sayClock(savedAt)} 已存${hasPhoto ? '，照片除外' : ''}`
}

/** A zero report is one press, while nothing speaks against it; afterwards each answer can still be changed. */
function Zero({
  headings,
  work,
  answer,
}: {
  readonly headings: RegisterShape['fields']
  readonly work: EntryWork
  readonly answer: () => void
}) {
  const told = headings.find(([name]) => (work.typed[name] ?? '') !== '' && work.typed[name] !== '0')
  const all = headings.length === 1 ? '答“无”' : `${numeral(headings.length - 1)}项都答“无”`
  if (told) {
    const [name, { label }] = told
    return (
      <div className="zero">
        <button className="btn" type="button" aria-disabled="true" aria-describedby="zero">
          今日零报告
        </button>
        <span className="note" id="zero">
          不能零报告：已列{label} {work.typed[name]?.normalize('NFKC')} 件
        </span>
      </div>
    )
  }
  return (
    <div className="zero">
      <button className="btn big" type="button" onClick={answer}>
        今日零报告：{all}
      </button>
      <span className="note">按一下全部答完，仍可逐项改。</span>
    </div>
  )
}
