/** How the state of a clause is marked. */
import type { ClauseRow } from '../../server/api-board.ts'
import type { StateMark } from '../parts/marks.tsx'

export const clauseMarks: Readonly<Record<ClauseRow['state'], StateMark>> = {
  kept: 'kept',
  late: 'late',
  violated: 'late',
  law: 'law',
  vacant: 'open',
  none: 'none',
  off: 'none',
}
