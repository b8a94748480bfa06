/** 日期、时刻: typed as one likes and cleaned, or picked from the browser's calendar; in house time. */
import { useId, useRef } from 'react'
import { serverNow } from '../parts/clock.ts'
import type { ControlProps } from './field-view.tsx'
import { instantText } from './typed.ts'

/** A day as text, with the calendar behind a button: paste and keys work, and what is no day can be said. */
export function DayBox({
  text,
  set,
  ...input
}: {
  readonly text: string
  readonly set: (text: string) => void
  readonly id?: string
  readonly name?: string
  readonly onBlur?: () => void
  readonly placeholder?: string
  readonly 'aria-invalid'?: boolean
  readonly 'aria-describedby'?: string | undefined
}) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <span className="day-box">
      <input
        className="input"
        {...input}
        value={text}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        placeholder={input.placeholder ?? '2026-01-31'}
        onChange={(event) => set(event.target.value)}
      />
      <button
        className="btn quiet"
        type="button"
        tabIndex={-1}
        aria-label="日历"
        onClick={() => picker.current?.showPicker()}
      >
        <svg viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeWidth="1.3" aria-hidden="true">
          <path d="M1.5 3h11v9.5h-11zM1.5 6h11M4.5 1v3M9.5 1v3" />
        </svg>
      </button>
      <input
        ref={picker}
        className="picker"
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={text}
        onChange={(event) => set(event.target.value)}
      />
    </span>
  )
}

/** A day with its label, outside a declared form. */
export function LabelledDay({
  label,
  text,
  set,
  isUnseen = false,
}: {
  readonly label: string
  readonly text: string
  readonly set: (text: string) => void
  readonly isUnseen?: boolean
}) {
  const id = useId()
  return (
    <div className="field short">
      <label className={isUnseen ? 'unseen' : 'label'} htmlFor={id}>
        {label}
      </label>
      <DayBox id={id} text={text} set={set} {...(isUnseen ? { placeholder: label } : {})} />
    </div>
  )
}

export function DayControl({ id, name, text, set, left, isInvalid, describedBy }: ControlProps) {
  return (
    <DayBox
      id={id}
      name={name}
      text={text}
      set={set}
      onBlur={left}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
    />
  )
}

/** 2026-11-23 10:50: the day, a space, the time. */
export function InstantControl({ id, name, text, set, left, isInvalid, describedBy }: ControlProps) {
  return (
    <span className="with-act">
      <input
        className="input"
        id={id}
        name={name}
        value={text}
        onBlur={left}
        inputMode="numeric"
        autoComplete="off"
        placeholder="2026-01-31 10:50"
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        onChange={(event) => set(event.target.value)}
      />
      <button className="btn" type="button" onClick={() => set(instantText(serverNow()))}>
        现在
      </button>
    </span>
  )
}
