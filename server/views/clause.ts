/** How a clause is named on a page. */
import type { Clause } from '../../engine/declare/policy.ts'
import type { ClauseRef } from '../api.ts'

export const clauseRef = ({ id, cite, words, policy }: Clause): ClauseRef => ({ id, cite, words, policy: policy.title })
