/** One-time passwords on slips of paper, several at a time: each is answered once and kept nowhere. */
import type { FastifyInstance } from 'fastify'
import encodeQR from 'qr'
import { slipMs } from '../../engine/limits.ts'
import { resetPassword } from '../../engine/people.ts'
import type { GivenSlips, SlipAddress, SlipsWaiting } from '../api-people.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { file, isAdministrator } from '../staff.ts'
import { Fault, forbidden } from './problem.ts'
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
    const found = addresses()
    return (found ? { ...found, code: pathOf(found.trust) } : {}) satisfies SlipAddress
  })
  app.get('/api/slips/waiting', async (request): Promise<SlipsWaiting> => {
    const { open, person } = await door.ask(request)
    if (!isAdministrator(open, person)) throw forbidden('不能看口令条：操作人不是“系统管理员”（组织第一条）')
    const { org } = open.parts.organisation,
      now = signIn.now()
    const known = new Set(await signIn.credentials.accounts(org)),
      onPaper = new Map((await signIn.credentials.slips(org)).map((slip) => [slip.account, slip]))
    const accounts = open.directory.people(open.writer.state).flatMap((one) => one.accounts)
    return {
      accounts: accounts.filter((account) => {
        const slip = onPaper.get(account)
        return slip ? slip.slipUsed !== undefined || (slip.slipUntil ?? Infinity) <= now : !known.has(account)
      }),
    }
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
/** The dark squares of a QR code as a path in which each is one by one. */
function pathOf(text: string): NonNullable<SlipAddress['code']> {
  const rows = encodeQR(text, 'raw')
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size: rows.length, path: dark.join('') }
}
