/** 选一项: side by side up to four options, a list beyond. */
import type { ControlProps } from './field-view.tsx'
import { SelectBox } from './select.tsx'

export function ChoiceControl(props: ControlProps) {
  const { id, field, text, set, left, isInvalid, describedBy } = props
  const options = Object.entries(field.options ?? {})
  if (options.length > 4) {
    return (
      <SelectBox {...props}>
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </SelectBox>
    )
  }
  return (
    <span
      className="seg"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      onBlur={left}
    >
      {options.map(([value, title]) => (
        <label key={value} className={text === value ? 'on' : undefined}>
          <input
            type="radio"
            name={id}
            value={value}
            checked={text === value}
            onChange={() => set(value)}
            onClick={() => field.isOptional && text === value && set('')}
          />
          {title}
        </label>
      ))}
    </span>
  )
}
