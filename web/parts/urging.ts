/** 催办: asking again for what is owed. The same thing is urged once an hour; the server holds to it, pages say so beforehand. */
import { freshKey } from '../fields/use-entry.ts'
import { ask } from './line.ts'

export const urgeAgainMs = 3_600_000

/** False for an hour after it was urged. */
export const mayUrgeAgain = ({ urgedAt }: { readonly urgedAt?: number }, at: number) =>
  urgedAt === undefined || at - urgedAt >= urgeAgainMs

/** Of one thing owed; `key` as the server spells it. */
export const urge = (duty: string, key: string) =>
  ask(`/api/duties/${duty}/${encodeURIComponent(key)}/urge`, { method: 'POST', body: {}, key: freshKey() })

/** What the page says where it was not urged; nothing where it was. */
export const whyNotUrged = (reply: Awaited<ReturnType<typeof urge>>) =>
  reply.is === 'refused' ? reply.problem.detail : reply.is === 'cut' ? '线路断开，没有催到' : ''
