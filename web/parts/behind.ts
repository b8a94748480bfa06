/** The address of the list behind a number; and a number that leads there. */
import type { Behind } from '../../server/api-board.ts'
import { path } from '../routes.ts'

export function behindPath(behind: Behind): string {
  switch (behind.is) {
    case 'entries': {
      const { register, from, to, clause = '', rule, filters } = behind
      return path.register(register, {
        from,
        to,
        clause,
        ...(rule === undefined ? { only: 'made' } : { rule }),
        ...filters,
      })
    }
    case 'owed': {
      const { duty, from, to, unit = '', outcome = '', register = '', zero } = behind
      return path.owed({ duty, from, to, unit, outcome, register, zero: zero === undefined ? '' : String(zero) })
    }
    case 'sent': {
      const { rule, month, outcome = '' } = behind
      return path.sent({ rule, month, outcome })
    }
    default:
      return behind satisfies never
  }
}
