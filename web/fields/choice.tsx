/** 选一项: side by side up to four options, a list beyond. */
import type { ControlProps } from './field-view.tsx'

export function ChoiceControl({ id, name, field, text, set, left, isInvalid, describedBy }: ControlProps) {
  const options = Object.entries(field.options ?? {})
  if (options.length > 4) {
    return (
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
        {options.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
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
