/** Machines that report by themselves (组织第十四条): enrolling and revoking them, and what they report. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { machine as enrolled } from '../../engine/machines.ts'
import { nowFor } from '../../engine/now.ts'
import { Layer } from '../../engine/state.ts'
import type { MachineEnrolled, MachineRow } from '../api-devices.ts'
import { known } from '../beats.ts'
import type { House } from '../house.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { file, isAdministrator } from '../staff.ts'
import { Overloaded } from '../writer.ts'
import { freshDeviceId, type Devices } from './devices.ts'
import { sendOutcome } from './entry-routes.ts'
import { Fault, forbidden } from './problem.ts'
import { pageRate, RateLimit } from './rate-limit.ts'
import { answerKeyOf, objectBody, refuseForeign, stateOf, textOf, type Door } from './request.ts'
import type { SignIn } from './sign-in.ts'

export interface MachineParts {
  readonly house: House
  readonly door: Door
  readonly devices: Devices
  readonly signIn: SignIn
}
type Row = NonNullable<(typeof enrolled)['row']>
const cite = '组织第十四条'

export function machineRoutes(app: FastifyInstance, { house, door, devices, signIn }: MachineParts) {
  const limit = new RateLimit(pageRate)

  app.get('/api/machines', async (request): Promise<readonly MachineRow[]> => {
    const { open, person } = await door.ask(request)
    if (!isAdministrator(open, person)) throw forbidden(`不能看报送程序：操作人不是“系统管理员”（${cite}）`)
    const seen = new Map((await devices.store.list(open.parts.organisation.org)).map((one) => [one.device, one.seen]))
    return [...(open.writer.state.keys(enrolled.space) ?? [])].flatMap((slot) => {
      const machine = slot.slice(enrolled.space.length + 1),
        row = rowOf(open, machine),
        seenAt = seen.get(machine)
      if (!row) return []
      const { by, ...said } = row
      return [{ machine, ...said, byName: open.directory.name(by), ...(seenAt === undefined ? {} : { seen: seenAt }) }]
    })
  })
  app.post('/api/machines', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      machine = freshDeviceId()
    const { seq } = await file(open, account, 'enrol-machine', { ...objectBody(request), machine })
    const token = await devices.store.begin(open.parts.organisation.org, machine, signIn.now())
    return reply.code(201).send({ machine, seq, token } satisfies MachineEnrolled)
  })
  app.post<{ Params: { machine: string } }>('/api/machines/:machine/revoke', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      { machine } = request.params
    await file(open, account, 'revoke-machine', { machine })
    await devices.drop(open.parts.organisation.org, machine)
    return reply.code(204).send()
  })

  app.post('/api/machine/reports', async (request, reply) => {
    const { open, row, token } = await whoReports(request)
    if (!limit.take(token, performance.now())) throw new Overloaded('报送太频繁')
    const body = objectBody(request),
      register = textOf(body, 'register')
    const hearing = open.parts.book.hearings.find((one) => one.register.id === register)
    if (!hearing) throw forbidden(`不能报送：“${register}”不由程序报送（${cite}）`)
    const { of, beat } = hearing,
      { about } = row
    const said = entryIn(body)
    if (about !== undefined && said[of] !== undefined && said[of] !== about)
      throw forbidden(`不能报送：“${row.title}”只替 ${about} 报送（${cite}）`)
    // One that reports of itself is where its connection comes from, whatever it says.
    const own = about === undefined ? {} : { [of]: about, ...(beat ? { [beat.address]: request.ip } : {}) }
    const outcome = await open.beats.report(hearing, { ...said, ...own }, beat ? undefined : answerKeyOf(request))
    return outcome === known ? reply.send({ isKnown: true }) : sendOutcome(reply, open, outcome)
  })
  /** By the token in the header; none, an unknown or a revoked one is answered alike. */
  async function whoReports(request: FastifyRequest) {
    const [, token] = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '') ?? [],
      found = token === undefined ? undefined : await devices.byToken(token)
    const open = found && house.byNumber(found.org)
    if (open) await stateOf(open)
    const row = open && rowOf(open, found.device)
    if (!open || !row || token === undefined)
      throw new Fault(401, 'machine', '不能', `不能报送：没有登记，或者已经撤销（${cite}）`)
    return { open, row, token }
  }
}
function rowOf({ writer, parts: { clock } }: OpenOrganisation, machine: string): Row | undefined {
  const at = clock.now()
  return nowFor(new Layer(writer.state), { at, recorded: at, by: 'system' }).look.row(enrolled, machine)
}
function entryIn({ entry }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new Fault(422, 'malformed', '不能', `不能报送：entry 不是一个对象（${cite}）`)
  return Object.fromEntries(Object.entries(entry))
}
