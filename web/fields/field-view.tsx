/** One field of a form from its declaration: label, control for its kind, refusal at the field, what was cleaned. */
import { useId, type ReactNode } from 'react'
import type { FieldShape } from '../declared.ts'
import { Mark } from '../parts/marks.tsx'
import { ChoiceControl } from './choice.tsx'
import { CountControl } from './count.tsx'
import { DeclaredControl, UnitOfPostControl } from './declared.tsx'
import { DayControl, InstantControl } from './day.tsx'
import { ListControl } from './list.tsx'
import { PersonControl } from './person.tsx'
import { PhotoControl } from './photo.tsx'
import { RefControl } from './ref.tsx'
import { LineControl, LongControl } from './text.tsx'
import { cleanedNote } from './typed.ts'
import { UnitControl } from './unit.tsx'
import { YesControl } from './yes.tsx'

/** What every control of a field is given; `text` is the answer as typed, '' for none. */
export interface ControlProps {
  readonly id: string
  readonly name: string
  readonly field: FieldShape
  readonly text: string
  readonly set: (text: string) => void
  readonly left: () => void
  readonly isInvalid: boolean
  readonly describedBy: string | undefined
}
export interface FieldProps {
  readonly name: string
  readonly field: FieldShape
  readonly text: string
  readonly set: (text: string) => void
  readonly left?: () => void
  readonly fault?: string | undefined
}

const controls: Readonly<Record<string, (props: ControlProps) => ReactNode>> = {
  choice: ChoiceControl,
  yes: YesControl,
  count: CountControl,
  day: DayControl,
  instant: InstantControl,
  person: PersonControl,
  unit: UnitControl,
  ref: RefControl,
  list: ListControl,
  text: LongControl,
  photo: PhotoControl,
  declared: DeclaredControl,
}

/** Controls made of several inputs are named as a group; the others by their label. */
const isGroup = ({ kind, options, unit }: FieldShape) =>
  kind === 'yes' ||
  (kind === 'list' && unit !== undefined) ||
  (kind === 'choice' && Object.keys(options ?? {}).length <= 4)

export function FieldView({ name, field, text, set, left, fault }: FieldProps) {
  const id = useId()
  const Control = field.postIn ? UnitOfPostControl : (controls[field.kind] ?? LineControl)
  const note = cleanedNote(field, text)
  const describedBy = fault ? `${id}-fault` : note ? `${id}-note` : undefined
  const label = (
    <>
      {field.label}
      {field.limits.unit !== undefined && <span className="opt"> {field.limits.unit}</span>}
      {field.isOptional && <span className="opt"> 可不填</span>}
    </>
  )
  return (
    <div className="field" data-kind={field.kind} data-name={name}>
      {isGroup(field) ? (
        <span className="label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label className="label" htmlFor={id}>
          {label}
        </label>
      )}
      <Control
        id={id}
        name={name}
        field={field}
        text={text}
        set={set}
        left={left ?? (() => undefined)}
        isInvalid={fault !== undefined}
        describedBy={describedBy}
      />
      <Wording id={id} field={field} text={text} />
      {fault ? (
        <p className="refusal at-field" id={`${id}-fault`}>
          <Mark of="refused" />
          <span>{fault}</span>
        </p>
      ) : (
        note && (
          <p className="note" id={`${id}-note`}>
            {note}
          </p>
        )
      )}
    </div>
  )
}

/** Around a word that must not stand there: so many characters on each side. */
const aroundLength = 10
/** The place of a word that a rule of wording does not let stand, shown while one types; one press goes there. */
function Wording({ id, field, text }: { readonly id: string; readonly field: FieldShape; readonly text: string }) {
  const found = field.finds?.(text)
  if (!found) return null
  const { from, to } = found
  const select = () => {
    const box = document.getElementById(id)
    if (!(box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement)) return
    box.focus()
    box.setSelectionRange(from, to)
  }
  return (
    <p className="wording">
      <span>
        {from > aroundLength && '…'}
        {text.slice(Math.max(0, from - aroundLength), from)}
        <mark>{text.slice(from, to)}</mark>
        {text.slice(to, to + aroundLength)}
        {to + aroundLength < text.length && '…'}
      </span>
      <button className="btn quiet small" type="button" onClick={select}>
        改这里
      </button>
    </p>
  )
}
