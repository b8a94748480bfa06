/** 逐项答“无”或“有”: one heading of a report; 有 opens how many, and where each is entered by itself. */
import { useState } from 'react'
import type { EntryList } from '../../server/api.ts'
import { registers, type FieldShape, type RegisterShape } from '../declared.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { Mark, State } from '../parts/marks.tsx'
import { path } from '../routes.ts'
import { FieldView } from './field-view.tsx'
import type { Typed } from './typed.ts'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
export const numeral = (index: number) => numerals[index] ?? String(index + 1)

/** 未答, 无 or 有, from what stands in the field; `isOpened`: somebody pressed 有 and has not said how many. */
export const answerOf = (text: string | undefined, isOpened: boolean) =>
  text === '0'
    ? ('none' as const)
    : (text !== undefined && text !== '') || isOpened
      ? ('yes' as const)
      : ('open' as const)

/** The register of the same policy that takes one entry for each thing under this heading. */
const detailOf = (register: RegisterShape, heading: string) => {
  for (const other of registers) {
    const found =
      other.policy === register.policy &&
      other.id !== register.id &&
      other.fields.find(([, { kind, options }]) => kind === 'choice' && Object.hasOwn(options ?? {}, heading))
    if (found) return { register: other, field: found[0] }
  }
  return undefined
}

export function HeadingState({
  text: typed,
  fault,
}: {
  readonly text: string | undefined
  readonly fault?: string | undefined
}) {
  const text = typed?.normalize('NFKC').trim()
  if (fault) return <State mark="refused">{fault}</State>
  if (text === '0') return <State mark="kept">无</State>
  return text === undefined || text === '' ? <State mark="none">未答</State> : <State mark="kept">{text} 件</State>
}

export function Heading({
  index,
  name,
  field,
  register,
  typed,
  set,
  leave,
  fault,
}: {
  readonly index: number
  readonly name: string
  readonly field: FieldShape
  readonly register: RegisterShape
  readonly typed: Typed
  readonly set: (text: string) => void
  readonly leave: () => void
  readonly fault: string | undefined
}) {
  const [isOpened, setOpened] = useState(false)
  const text = typed[name] ?? ''
  const answer = answerOf(text, isOpened)
  const choose = (next: 'none' | 'yes') => {
    setOpened(next === 'yes')
    if (next === 'none') set('0')
    else if (text === '0') set('')
  }
  return (
    <fieldset className="item" id={`item-${name}`}>
      <legend className="unseen">
        {numeral(index)} {field.label}
      </legend>
      <div className="h">
        <span className="no" aria-hidden="true">
          {numeral(index)}
        </span>
        <h2>{field.label}</h2>
        <HeadingState text={text} fault={fault && '有误'} />
        <span className="seg" role="radiogroup" aria-label={field.label}>
          {(['none', 'yes'] as const).map((value) => (
            <label key={value} className={answer === value ? 'on' : undefined}>
              <input
                type="radio"
                name={`answer-${name}`}
                value={value}
                checked={answer === value}
                onChange={() => choose(value)}
              />
              {value === 'none' ? '无' : '有'}
            </label>
          ))}
        </span>
      </div>
      {answer === 'yes' && (
        <div className="body">
          <FieldView name={name} field={{ ...field, label: '件数' }} text={text} set={set} left={leave} fault={fault} />
          <Details register={register} heading={name} typed={typed} use={set} text={text} />
        </div>
      )}
      {answer !== 'yes' && fault && (
        <p className="refusal at-field">
          <Mark of="refused" />
          <span>{fault}</span>
        </p>
      )}
    </fieldset>
  )
}

/** How many of this heading were entered one by one today, and the way to enter another. */
function Details({
  register,
  heading,
  typed,
  text,
  use,
}: {
  readonly register: RegisterShape
  readonly heading: string
  readonly typed: Typed
  readonly text: string
  readonly use: (text: string) => void
}) {
  const detail = detailOf(register, heading)
  const shared = Object.fromEntries(
    register.fields
      .filter(
        ([name, { kind }]) =>
          (kind === 'unit' || kind === 'day') &&
          typed[name] &&
          detail?.register.fields.some(([other]) => other === name),
      )
      .map(([name]) => [name, typed[name] ?? '']),
  )
  const filters = detail && { ...shared, [detail.field]: heading }
  const list = useAnswer<EntryList>(detail && `/api/registers/${detail.register.id}/search`, { filters, size: 20 }).body
  if (!detail || !filters) return null
  return (
    <div className="details">
      {list?.rows.map((row) => (
        <Link key={row.seq} to={path.entry(row.seq)}>
          {Object.values(row.values)
            .filter((value) => typeof value === 'string')
            .at(-1) || `第 ${row.seq} 条`}
        </Link>
      ))}
      <p className="note">
        {list ? `已逐件登记 ${list.total} 件` : '逐件登记的'}
        {list && list.total > 0 && String(list.total) !== text && (
          <button className="btn quiet small" type="button" onClick={() => use(String(list.total))}>
            照此填
          </button>
        )}
        <Link className="btn small" to={path.newEntry(detail.register.id, filters)}>
          登记一件
        </Link>
      </p>
    </div>
  )
}
