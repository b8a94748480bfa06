/** What the short number of a shared computer opens: the work of the day, and nothing that governs the house. */
import type { FastifyRequest } from 'fastify'
import type { AnyRegister } from '../../engine/declare/words.ts'
import { forbidden } from './problem.ts'
import type { Asking } from './request.ts'

/** Writing routes of a day's work. Any other, also one that is added without a line here, asks for the whole password. */
export const dailyRoutes: ReadonlySet<string> = new Set([
  'POST /api/registers/:register/entries',
  'POST /api/registers/:register/assisted',
  'POST /api/registers/:register/search',
  'POST /api/registers/:register/entries.xlsx',
  'POST /api/statistics.xlsx',
  'POST /api/summary.xlsx',
  'POST /api/owed.xlsx',
  'POST /api/entries/:seq/corrections',
  'POST /api/entries/:seq/take-back',
  'POST /api/why',
  'POST /api/session/confirm',
  'PUT /api/drafts/:form',
  'DELETE /api/drafts/:form',
  'POST /api/notices/:notice/:key/acknowledge',
  'POST /api/notices/:notice/:key/see',
  'POST /api/duties/:duty/:key/urge',
  'DELETE /api/device/shift',
])

/** Throws 403 `step-up` where the short number does not suffice. */
export function refuseShort(asking: Asking, { method, routeOptions }: FastifyRequest) {
  if (!isShort(asking) || method === 'GET' || dailyRoutes.has(`${method} ${routeOptions.url ?? ''}`)) return
  throw stepUp('不能这样做')
}
/** The organisation's own books (persons, posts, accounts, computers) take no entry by the short number. */
export function refuseShortEntry(asking: Asking, { title, clause }: AnyRegister) {
  if (isShort(asking) && clause.policy.isStanding) throw stepUp(`不能登记“${title}”`)
}
/** Whoever has just confirmed with his password counts as who came in with it. */
const isShort = ({ signed, isFresh }: Asking) => signed.kind === 'pin' && !isFresh
const stepUp = (doing: string) => forbidden(`${doing}：现在是用六位口令进入的，请先确认口令（组织第七条）`, 'step-up')
