/** 文字: one line for numbers and keywords, several for what is told. */
import type { ControlProps } from './field-view.tsx'

/** From how many characters on a text gets several lines. */
const longFrom = 60

export function LineControl({ id, name, text, set, left, isInvalid, describedBy }: ControlProps) {
  return (
    <input
      className="input"
      id={id}
      name={name}
      value={text}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      onBlur={left}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      onChange={(event) => set(event.target.value)}
    />
  )
}

export function LongControl(props: ControlProps) {
  const { id, name, field, text, set, left, isInvalid, describedBy } = props
  const max = field.limits.max ?? 200
  if (max < longFrom) return <LineControl {...props} />
  const length = [...text].length
  return (
    <>
      <textarea
        className="input"
        id={id}
        name={name}
        value={text}
        rows={max > 500 ? 4 : 2}
        onBlur={left}
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        onChange={(event) => set(event.target.value)}
      />
      {length > max * 0.8 && (
        <span className="note length">
          {length} / {max} 字
        </span>
      )}
    </>
  )
}
