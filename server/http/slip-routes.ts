/** One-time passwords on slips of paper, several at a time: each is answered once and kept nowhere. */
import type { FastifyInstance } from 'fastify'
import { slipMs } from '../../engine/limits.ts'
import { resetPassword } from '../../engine/people.ts'
import type { GivenSlips } from '../api-people.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { file } from '../staff.ts'
import { Fault } from './problem.ts'
import { objectBody, refuseForeign, type Door } from './request.ts'
import type { SignIn } from './sign-in.ts'

/** A page asks for more in turn, and shows how far it is; hashing one takes its time on purpose. */
const accountsMax = 20
/** The pool of threads has four; the rest belongs to files and names. */
const atOnce = 2

export interface SlipParts {
  readonly door: Door
  readonly signIn: SignIn
  /** Where the house's network finds the page; undefined where it is open on this machine only. */
  readonly addresses: () => { readonly page: string; readonly trust: string } | undefined
}
export function slipRoutes(app: FastifyInstance, { door, signIn, addresses }: SlipParts) {
  app.get('/api/slips/address', async (request) => {
    await door.ask(request)
    return addresses() ?? {}
  })
  app.post('/api/slips', async (request, reply) => {
    refuseForeign(request)
    const { open, account: by } = await door.ask(request),
      { accounts } = objectBody(request)
    if (
      !Array.isArray(accounts) ||
      accounts.length > accountsMax ||
      !accounts.every((one) => typeof one === 'string')
    ) {
      throw new Fault(422, 'slips', '不能', `不能发口令条：一次最多 ${accountsMax} 个账号`)
    }
    const slips: GivenSlips['slips'][number][] = [],
      refused: GivenSlips['refused'][number][] = [],
      waiting: string[] = [...new Set(accounts.map(String))]
    const work = async () => {
      for (let account = waiting.shift(); account !== undefined; account = waiting.shift()) {
        try {
          slips.push(await give(open, by, account))
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          refused.push({ account, detail: error.problem.detail })
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return reply.code(201).send({ slips, refused } satisfies GivenSlips)
  })

  async function give(open: OpenOrganisation, by: string, account: string): Promise<GivenSlips['slips'][number]> {
    const { org } = open.parts.organisation,
      kind = await kindOf(org, account)
    await file(open, by, resetPassword.id, { account, kind })
    const until = signIn.now() + slipMs[kind],
      password = await signIn.giveSlip(org, account, slipMs[kind])
    open.live.end(account)
    const person = open.directory.personOf(open.writer.state, account) ?? ''
    const posts = open.directory.postsOf(open.writer.state, person, open.parts.clock.now())
    return { account, person, name: open.directory.name(person), posts, password, until }
  }
  /** Whoever has had a password of his own, or holds a slip because he forgot it, gets no longer one. */
  async function kindOf(org: number, account: string): Promise<keyof typeof slipMs> {
    const known = await signIn.credentials.find(org, account)
    if (!known) return 'first'
    const wasFirst = known.slipUntil !== undefined && known.slipUntil - known.changed > slipMs.reset
    return known.mustChange && wasFirst && known.slipUsed === undefined ? 'first' : 'reset'
  }
}
