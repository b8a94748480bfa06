/** 逐项答“无”或“有”: one heading of a report; 有 opens how many, and where each is entered by itself. */
import { useState } from 'react'
import type { FieldShape, RegisterShape } from '../declared.ts'
import { Link } from '../parts/link.tsx'
import { Mark, State } from '../parts/marks.tsx'
import { path } from '../routes.ts'
import { Details } from './details.tsx'
import type { Earlier } from './earlier.ts'
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
  earlier,
  set,
  leave,
  fault,
}: {
  readonly index: number
  readonly name: string
  readonly field: FieldShape
  readonly register: RegisterShape
  readonly typed: Typed
  readonly earlier: Earlier
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
        <Before of={earlier} name={name} />
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
          <Details report={register} heading={name} typed={typed} use={set} text={text} />
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

/** What stood there the last time: 昨日 2. */
function Before({ of: { last, when }, name }: { readonly of: Earlier; readonly name: string }) {
  const value = last?.values[name]
  if (!last || typeof value !== 'number') return null
  return (
    <Link className="last-time note" to={path.entry(last.seq)}>
      {when} {value === 0 ? '无' : value}
    </Link>
  )
}
