/** 日期、时刻: the browser's own pickers, in house time. */
import { serverNow } from '../parts/clock.ts'
import type { ControlProps } from './field-view.tsx'
import { instantText } from './typed.ts'

export function DayControl({ id, name, text, set, left, isInvalid, describedBy }: ControlProps) {
  return (
    <input className="input" type="date" id={id} name={name} value={text} onBlur={left} aria-invalid={isInvalid}
      aria-describedby={describedBy} onChange={(event) => set(event.target.value)} />
  )
}

export function InstantControl({ id, name, text, set, left, isInvalid, describedBy }: ControlProps) {
  return (
    <span className="with-act">
      <input className="input" type="datetime-local" id={id} name={name} value={text} onBlur={left}
        aria-invalid={isInvalid} aria-describedby={describedBy} onChange={(event) => set(event.target.value)} />
      <button className="btn" type="button" onClick={() => set(instantText(serverNow()))}>现在</button>
    </span>
  )
}
