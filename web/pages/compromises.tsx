/** 小单位做法: on the clause board and beside what it allows. */
import type { Compromise } from '../../server/api-keeping.ts'
import { useNow } from '../parts/clock.ts'
import { State } from '../parts/marks.tsx'
import { Clause } from '../parts/sayings.tsx'
import { sayWhen } from '../parts/wording.ts'

/** What this house does otherwise than the rules ask, and why. */
export function Compromises({ of }: { readonly of: readonly Compromise[] }) {
  const now = useNow()
  return (
    <ul className="notes compromises">
      {of.map(({ clause, title, reason, since, byName }) => (
        <li key={clause.id}>
          <State mark="law">{title}</State> <Clause of={clause} />
          <span className="note">
            理由：{reason}。自 {sayWhen(since, now)} 起，{byName} 登记
          </span>
        </li>
      ))}
    </ul>
  )
}
