/** 是或否: neither is pressed until one answers. */
import type { ControlProps } from './field-view.tsx'

export function YesControl({ id, text, set, left, isInvalid, describedBy }: ControlProps) {
  const answers = [
    ['yes', '是'],
    ['no', '否'],
  ] as const
  return (
    <span
      className="seg"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      onBlur={left}
    >
      {answers.map(([value, title]) => (
        <label key={value} className={text === value ? 'on' : undefined}>
          <input type="radio" name={id} value={value} checked={text === value} onChange={() => set(value)} />
          {title}
        </label>
      ))}
    </span>
  )
}
