/** A drop-down of one field: its options, after the empty one that asks for a choice or says that none is needed. */
import type { ReactNode } from 'react'
import type { ControlProps } from './field-view.tsx'

export const SelectBox = ({
  id,
  name,
  field,
  text,
  set,
  left,
  isInvalid,
  describedBy,
  children,
}: ControlProps & { readonly children: ReactNode }) => (
  <select
    className="input"
    id={id}
    name={name}
    value={text}
    onBlur={left}
    aria-invalid={isInvalid}
    aria-describedby={describedBy}
    onChange={(event) => set(event.target.value)}
  >
    <option value="">{field.isOptional ? '不填' : '请选'}</option>
    {children}
  </select>
)
