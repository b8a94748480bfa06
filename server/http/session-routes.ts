/** Sign-in, sign-out, change of password, and the first run that makes an organisation. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { House } from '../house.ts'
import type { Session, SignedOut } from '../api.ts'
import type { Policies } from '../policies.ts'
import { addPerson, adoptPolicies, faultOfAccount, file, isAdministrator } from '../staff.ts'
import { mayUse } from '../views/device.ts'
import { cookieName, setCookie } from './cookies.ts'
import type { Devices, Here } from './devices.ts'
import { Fault, forbidden, signedOut } from './problem.ts'
import { objectBody, refuseForeign, textOf, tokenOf, type Asking, type Door } from './request.ts'
import { RateLimit, signInRate } from './rate-limit.ts'
import { faultOfPassword, sessionMs, SlipRefused, type SignIn } from './sign-in.ts'
import { Overloaded } from '../writer.ts'

export interface SessionParts {
  readonly house: House
  readonly door: Door
  readonly signIn: SignIn
  readonly devices: Devices
  readonly policies: Policies
  readonly isDemo: boolean
  /** Who can read the console may make the first organisation. */
  readonly setUpSecret: string
}
export function sessionRoutes(app: FastifyInstance, parts: SessionParts) {
  const { house, door, signIn, devices, isDemo } = parts,
    signIns = new RateLimit(signInRate)
  /** Opens a session and sets its cookie; at an enrolled computer it is the computer's, and begins the person's shift there. */
  const enter = async (
    reply: FastifyReply,
    here: Here | undefined,
    { org, account, password }: { readonly org: number; readonly account: string; readonly password: string },
  ) => {
    if (!here) return setCookie(reply, cookieName, await signIn.open(org, account, password), sessionMs)
    const token = await signIn.open(org, account, password, devices.placeOf(here, 'full'))
    if (mayUse(here, account)) await devices.store.signedIn(org, here.device, account, signIn.now())
    setCookie(reply, cookieName, token)
  }

  app.get('/api/session', async (request, reply) => {
    const asking = await door.whoAsks(request),
      here = await devices.here(request)
    if (asking) return sessionOf(asking, parts, here)
    const signedOutNow: SignedOut = {
      organisations: house.organisations.map(({ code, name }) => ({ code, name })),
      ...(here ? { device: { title: here.row.title } } : {}),
      isNew: house.organisations.length === 0,
      isDemo,
      clock: house.parts.clock.kind,
      at: house.parts.clock.now(),
    }
    return reply.code(401).send(signedOutNow)
  })
  app.post('/api/session', async (request, reply) => {
    refuseForeign(request)
    if (!signIns.take(request.ip, performance.now())) throw new Overloaded('登录太频繁')
    const body = objectBody(request),
      only = house.organisations.length === 1 ? house.organisations[0] : undefined
    const code = body['organisation'] === undefined && only ? only.code : textOf(body, 'organisation')
    const here = await devices.here(request)
    if (here && here.open.parts.organisation.code !== code)
      throw forbidden('不能登录：这台电脑登记给了别的单位（组织第七条）', 'not-here')
    const organisation = house.organisations.find((one) => one.code === code),
      earlier = tokenOf(request)
    const account = textOf(body, 'account'),
      password = textOf(body, 'password')
    await enter(reply, here, { org: organisation?.org ?? 0, account, password }).catch(async (error) => {
      const open = organisation && house.find(organisation.code)
      if (error instanceof SlipRefused && open) await file(open, 'system', 'slip-refused', { account, why: error.why })
      throw error
    })
    if (earlier) await signIn.end(earlier)
    return reply.code(201).send({})
  })
  app.delete('/api/session', async (request, reply) => {
    refuseForeign(request)
    const token = tokenOf(request)
    if (token) await signIn.end(token)
    setCookie(reply, cookieName, '', 0)
    return reply.code(204).send()
  })
  app.post('/api/session/confirm', async (request, reply) => {
    refuseForeign(request)
    const { signed } = await door.ask(request),
      token = tokenOf(request)
    if (token === undefined) throw signedOut()
    if (!signIns.take(request.ip, performance.now())) throw new Overloaded('确认太频繁')
    await signIn.confirm(token, signed, textOf(objectBody(request), 'password'))
    return reply.code(204).send()
  })
  app.post('/api/password', async (request, reply) => {
    refuseForeign(request)
    const { signed } = await door.ask(request),
      body = objectBody(request),
      next = textOf(body, 'new')
    if (!(await signIn.isRight(signed.org, signed.account, textOf(body, 'old')))) {
      throw new Fault(422, 'password', '不能改口令', '不能改口令：原口令不对')
    }
    if (next === body['old']) throw new Fault(422, 'password', '不能改口令', '不能改口令：与原口令相同')
    await signIn.change(signed.org, signed.account, next)
    const { org, account } = signed
    await enter(reply, signed.device === null ? undefined : await devices.here(request), {
      org,
      account,
      password: next,
    })
    return reply.code(204).send()
  })
  app.post('/api/setup', async (request, reply) => {
    refuseForeign(request)
    const body = objectBody(request),
      isFirst = house.organisations.length === 0
    if (textOf(body, 'secret') !== parts.setUpSecret || !(isFirst || house.parts.clock.kind === 'driven'))
      throw signedOut()
    setCookie(reply, cookieName, await setUp(body, parts), sessionMs)
    return reply.code(201).send({})
  })
}
async function setUp(
  body: Readonly<Record<string, unknown>>,
  { house, signIn, policies }: SessionParts,
): Promise<string> {
  const name = textOf(body, 'name').trim(),
    code = textOf(body, 'code').trim()
  const administrator = Object.fromEntries(Object.entries(body['administrator'] ?? {}))
  const account = textOf(administrator, 'account'),
    password = textOf(administrator, 'password')
  if (name === '' || !/^[a-z][a-z0-9-]{1,29}$/.test(code)) {
    throw new Fault(422, 'setup', '不能建立', '不能建立单位：名称为空，或代号不是 2 至 30 个小写字母、数字、连字符')
  }
  if (house.organisations.some((one) => one.code === code))
    throw new Fault(409, 'setup', '不能建立', `不能建立单位：代号“${code}”已有`)
  // Judged before anything is made: a refused password must not leave a house without a key.
  const fault = faultOfPassword(password, account) ?? faultOfAccount(account)
  if (fault) throw new Fault(422, 'setup', '不能建立', `不能建立单位：${fault}`)
  const open = await house.create(name, code)
  await addPerson(open, 'system', { name: textOf(administrator, 'name'), account, posts: [{ post: 'administrator' }] })
  await signIn.change(open.parts.organisation.org, account, password)
  await adoptPolicies(open, 'system', policies.chosen(body['policies']))
  return signIn.open(open.parts.organisation.org, account, password)
}
function sessionOf(
  { open, account, person, signed, isFresh }: Asking,
  { policies, isDemo }: SessionParts,
  here: Here | undefined,
): Session {
  const { organisation, clock } = open.parts,
    { state } = open.writer,
    at = clock.now()
  return {
    organisation: { code: organisation.code, name: organisation.name, clock: clock.kind },
    account,
    person,
    name: open.directory.name(person),
    posts: open.directory.postsOf(state, person, at),
    policies: policies.adopted(state).map(({ id, title }) => ({ id, title })),
    mustChangePassword: signed.mustChange,
    isPasswordExpired: signed.isExpired,
    kind: signed.kind,
    ...(signed.device !== null && here
      ? { device: { title: here.row.title, idleMin: here.row.idleMin, isListed: mayUse(here, account) } }
      : {}),
    isAdministrator: isAdministrator(open, person),
    isDemo,
    isFresh,
    at,
  }
}
