/** One-time passwords for accounts, asked for a few at a time, so that one sees how far it is. */
import type { GivenSlips } from '../../server/api-people.ts'
import { ask } from '../parts/line.ts'

export type Slip = GivenSlips['slips'][number]
const atOnce = 10

/** Tells after each few what was given and how many are done; gives the sentence of the first refusal. */
export async function giveSlips(
  accounts: readonly string[],
  tell: (slips: readonly Slip[], done: number) => void,
): Promise<string | undefined> {
  let sentence: string | undefined
  for (let from = 0; from < accounts.length; from += atOnce) {
    const some = accounts.slice(from, from + atOnce)
    const reply = await ask<GivenSlips>('/api/slips', { method: 'POST', body: { accounts: some } })
    if (reply.is === 'cut') return `线路断开，还有 ${accounts.length - from} 张没有发`
    if (reply.is === 'refused') return reply.problem.detail
    tell(reply.body.slips, from + some.length)
    sentence ??= reply.body.refused[0]?.detail
  }
  return sentence
}
