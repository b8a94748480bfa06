/** The policies that this build knows. A further one is a folder and its line here. */
import type { Policy } from '../engine/declare/policy.ts'
import internetCafe from './02-internet-cafe/policy.ts'
import hospitalDailyReport from './07-hospital-daily-report/policy.ts'

export const policies: readonly Policy[] = [internetCafe, hospitalDailyReport]
