/** What needs a hand today; what the system settles by itself when it comes due is counted apart. */
import type { Today, Todo } from '../../server/api.ts'
import { useAnswer } from './answer.ts'

export const pressing = (todo: readonly Todo[]) => todo.filter(({ isQuiet }) => !isQuiet)
/** How many things wait for this person's hand. */
export const useTodoCount = () => pressing(useAnswer<Today>('/api/today').body?.todo ?? []).length
