/** 撤销, which takes effect at once and is therefore asked for twice. */
import { useState } from 'react'

export function Revoking({ title, revoke }: { readonly title: string; readonly revoke: () => void }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <div className="act">
      {isAsking ? (
        <>
          <button className="btn small" type="button" onClick={revoke}>
            撤销，立即失效
          </button>
          <button className="btn quiet small" type="button" onClick={() => setAsking(false)}>
            不撤销
          </button>
        </>
      ) : (
        <button className="btn small" type="button" aria-label={`撤销${title}`} onClick={() => setAsking(true)}>
          撤销
        </button>
      )}
    </div>
  )
}
