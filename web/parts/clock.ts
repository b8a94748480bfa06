/** The server's clock in this page: set by every answer that says `at`, ticking by itself unless the clock is driven. */
import { useSyncExternalStore } from 'react'

let offsetMs = 0
let drivenAt: number | undefined
const listeners = new Set<() => void>()

const tell = () => {
  for (const listener of listeners) listener()
}

/** Sets the page's clock to the server's. `isDriven`: time stands still until the server says otherwise. */
export function setClock(at: number, isDriven: boolean): void {
  offsetMs = at - Date.now()
  drivenAt = isDriven ? at : undefined
  tell()
}

/** The server's time now, milliseconds since 1970; from the page's own clock before the first answer. */
export function serverNow(): number {
  return drivenAt ?? Date.now() + offsetMs
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) timer = setInterval(tell, 500)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}
let timer: ReturnType<typeof setInterval> | undefined

/** The server's time as last drawn, in whole seconds; a component that asks is drawn again when the second changes. */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => Math.floor(serverNow() / 1000))
  return serverNow()
}

/** How long something has lasted by this page's own clock, milliseconds; drawn again each second, also on a driven clock. */
export function useSince(start: number | undefined): number {
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1000))
  return start === undefined ? 0 : Date.now() - start
}
