/** What a page says: a refusal, what was told, a clause that opens its words, how far something is. */
import { useEffect, useRef, type ReactNode } from 'react'
import type { ClauseRef } from '../../server/api.ts'
import { Mark } from './marks.tsx'

/** A refusal in the server's own sentence, with the act that cures it beside it. */
export function Refusal(props: {
  readonly sentence: string
  readonly kind?: 'soft' | 'band'
  readonly id?: string
  readonly children?: ReactNode
}) {
  return (
    <div className={props.kind ? `refusal ${props.kind}` : 'refusal'} role="alert" id={props.id}>
      <Mark of="refused" />
      <span>{props.sentence}</span>
      {props.children}
    </div>
  )
}

/** What happened, and what comes next. */
export function Told(props: { readonly state?: 'soon' | 'cut'; readonly children: ReactNode }) {
  return (
    <p className="told" data-state={props.state} role="status">
      <span>{props.children}</span>
    </p>
  )
}

/** A clause as a chip that opens its words; Esc or a press elsewhere closes it. */
export function Clause({ of, note }: { readonly of: ClauseRef; readonly note?: string }) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event) => {
      const open = details.current
      if (!open?.open) return
      const isElsewhere = event.target instanceof Node && !open.contains(event.target)
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : isElsewhere) open.open = false
    }
    addEventListener('pointerdown', close)
    addEventListener('keydown', close)
    return () => {
      removeEventListener('pointerdown', close)
      removeEventListener('keydown', close)
    }
  }, [])
  return (
    <details className="clause" ref={details}>
      <summary aria-label={`${of.cite}，看原文`}>{of.cite}</summary>
      <div className="words">
        <blockquote>{of.words}</blockquote>
        <p className="note">
          《{of.policy}》{of.cite}
          {note ? `，${note}` : ''}
        </p>
      </div>
    </details>
  )
}

/** There is nothing; when the next thing comes. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <b>{title}</b>
      {children}
    </div>
  )
}

/** Shown while the first answer is under way; a word only, and only after 300 ms. */
export function Waiting({ what = '正在取' }: { readonly what?: string }) {
  return (
    <p className="waiting note" role="status">
      {what}…
    </p>
  )
}
