/** Marks of states, each of its own shape, so that a grey print loses nothing; and the words beside them. */
import type { ReactNode } from 'react'

export type StateMark = 'kept' | 'soon' | 'late' | 'refused' | 'open' | 'none' | 'law'

const lines: Readonly<Record<Exclude<StateMark, 'late'>, { readonly d: string; readonly width: number }>> = {
  kept: { d: 'm1.5 6.5 3 3 6-7', width: 2 },
  soon: { d: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1M6 3v3.2l2 1.3', width: 1.6 },
  refused: { d: 'M6 1.1a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8M2.7 2.7l6.6 6.6', width: 1.8 },
  open: { d: 'M6 1.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6', width: 1.6 },
  none: { d: 'M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2', width: 1.5 },
  law: { d: 'M1.5 4.2h9M1.5 7.8h9M8.6 1 3.4 11', width: 1.6 },
}

/** The mark alone; a word must stand beside it. */
export function Mark({ of }: { readonly of: StateMark }) {
  if (of === 'late') {
    return (
      <svg className="mark" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor" fillRule="evenodd">
        <path d="M6 .6 11.8 11.4H.2ZM5.3 4.2v3.4h1.4V4.2ZM5.3 8.4v1.4h1.4V8.4Z" />
      </svg>
    )
  }
  const { d, width } = lines[of]
  return (
    <svg
      className="mark"
      viewBox="0 0 12 12"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeDasharray={of === 'none' ? '2 1.6' : undefined}
    >
      <path d={d} />
    </svg>
  )
}

/** Mark and word in the state's colour. */
export function State({ mark, children }: { readonly mark: StateMark; readonly children: ReactNode }) {
  return (
    <span className="state" data-state={mark}>
      <Mark of={mark} />
      {children}
    </span>
  )
}
