/** 数: a whole number, typed or scanned; never a spinner, which a wheel turns unseen. */
import type { ControlProps } from './field-view.tsx'

export function CountControl({ id, name, field, text, set, left, isInvalid, describedBy }: ControlProps) {
  const { min = 0, max } = field.limits
  return (
    <input
      className="input count"
      id={id}
      name={name}
      value={text}
      inputMode="numeric"
      autoComplete="off"
      onBlur={left}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      placeholder={max === undefined || max >= 1_000_000 ? undefined : `${min}–${max}`}
      onChange={(event) => set(event.target.value)}
    />
  )
}
