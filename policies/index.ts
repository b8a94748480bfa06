/** The policies that come with the program. */
import type { Policy } from '../engine/declare/policy.ts'

export const policies: readonly Policy[] = []
