/** Keys of a page: letters act only where no field has the focus, and never while an input method composes. */
import { useEffect, useRef } from 'react'

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>

/** True where a letter would be typed. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement
    ? !['radio', 'checkbox', 'button', 'submit'].includes(target.type)
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

const nameOf = (event: KeyboardEvent) =>
  `${event.ctrlKey || event.metaKey ? 'Ctrl ' : ''}${event.altKey ? 'Alt ' : ''}${event.key}`

/** Binds keys while the component stands; function keys, Esc and combinations also act inside fields. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
      const name = nameOf(event)
      const act = latest.current[name]
      const isPlainLetter = !/^(F\d+|Escape|Ctrl .*|Alt .*)$/.test(name)
      if (!act || (isPlainLetter && isTyping(event.target))) return
      act(event)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
