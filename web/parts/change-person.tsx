/** At an enrolled computer: 换人 by a press or by Esc, and by itself when nobody has touched it for its minutes. */
import { useEffect, useRef } from 'react'
import { ask } from './line.ts'
import { isTyping } from './keys.ts'
import { useSession } from './session.ts'

const lookEveryMs = 2_000
/** While somebody works, the server is told so, well before its own patience ends. */
const beatEveryMs = 45_000
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/** Leaves after `idleMs` without a touch, and tells the server while there are some; `isWatched`: a wall is nobody's. */
export function useIdle(idleMs: number | undefined, leave: () => void, isWatched = true): void {
  const latest = useRef(leave)
  latest.current = leave
  useEffect(() => {
    if (idleMs === undefined) return
    let touchedAt = Date.now(),
      beatenAt = touchedAt
    const touch = () => {
      touchedAt = Date.now()
    }
    const look = setInterval(() => {
      const now = Date.now()
      if (isWatched && now - touchedAt >= idleMs) return latest.current()
      if ((isWatched && touchedAt <= beatenAt) || now - beatenAt < beatEveryMs) return
      beatenAt = now
      void ask('/api/session')
    }, lookEveryMs)
    for (const kind of touches) addEventListener(kind, touch, { capture: true, passive: true })
    return () => {
      clearInterval(look)
      for (const kind of touches) removeEventListener(kind, touch, { capture: true })
    }
  }, [idleMs, isWatched])
}

/** Whether Esc would close something that floats above the page. */
const isSomethingOpen = () => document.querySelector('dialog[open], details.clause[open]') !== null

/** Nothing where the computer is one person's own. `isFree`: false while Esc has something of the page itself to clear. */
export function ChangePerson({ isFree }: { readonly isFree?: () => boolean }) {
  const { session, signOut } = useSession()
  const latest = useRef(isFree)
  latest.current = isFree
  const isShared = session.device !== undefined
  useEffect(() => {
    if (!isShared) return
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || isSomethingOpen()) return
      // In a field Esc belongs to the field, unless the page says that there is nothing to clear.
      if (latest.current ? !latest.current() : isTyping(event.target)) return
      event.preventDefault()
      void signOut()
    }
    // Before the page's own keys, so that it is asked about what stood when the key fell.
    addEventListener('keydown', press, { capture: true })
    return () => removeEventListener('keydown', press, { capture: true })
  }, [isShared, signOut])
  if (!isShared) return null
  return (
    <button className="btn small change-person" type="button" onClick={() => void signOut()}>
      换人 <kbd>Esc</kbd>
    </button>
  )
}
