/** A small bar in a table: how much of the whole, or of the largest; the number stands beside it. */
export function Bar({ of, all, mark }: { readonly of: number; readonly all: number; readonly mark?: 'kept' | 'late' }) {
  const width = all <= 0 ? 0 : Math.max(of > 0 ? 1 : 0, Math.round((100 * of) / all))
  return (
    <svg className="bar" data-mark={mark} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="ground" x="0" y="0" width="100" height="8" />
      <rect className="figure-bar" x="0" y="0" width={width} height="8" />
    </svg>
  )
}
