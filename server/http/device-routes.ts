/** Enrolled computers: enrolling and revoking them, the tiles, changing persons by a short number, the end of a shift. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { file, isAdministrator } from '../staff.ts'
import { deviceDoor, deviceList, mayUse } from '../views/device.ts'
import { Overloaded } from '../writer.ts'
import { cookieName, deviceCookieName, setCookie } from './cookies.ts'
import { freshDeviceId, refusedPin, type Devices } from './devices.ts'
import { Fault, forbidden, notFound } from './problem.ts'
import { RateLimit, signInRate } from './rate-limit.ts'
import { objectBody, refuseForeign, textOf, tokenOf, type Asking, type Door } from './request.ts'
import type { SignIn } from './sign-in.ts'

/** The longest that browsers keep a cookie; every visit begins it anew. */
const deviceCookieMs = 400 * 24 * 3_600_000

export interface DeviceParts {
  readonly door: Door
  readonly devices: Devices
  readonly signIn: SignIn
  readonly isDemo: boolean
}
const keepDevice = (reply: FastifyReply, token: string) => setCookie(reply, deviceCookieName, token, deviceCookieMs)
const onlyAdministrator = ({ open, person }: Asking, doing: string) => {
  if (!isAdministrator(open, person)) throw forbidden(`${doing}：操作人不是“系统管理员”（组织第七条）`)
}

export function deviceRoutes(app: FastifyInstance, { door, devices, signIn, isDemo }: DeviceParts) {
  const tries = new RateLimit(signInRate)

  app.get('/api/device', async (request, reply) => {
    const here = await devices.here(request)
    if (!here) throw notFound('登记：这台电脑不是共用电脑')
    keepDevice(reply, here.token)
    return deviceDoor(devices, here, isDemo)
  })
  app.post('/api/device', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      already = await devices.here(request)
    if (already) {
      throw new Fault(409, 'device', '不能', `不能登记：这台电脑已登记为“${already.row.title}”（组织第七条）`)
    }
    const device = freshDeviceId(),
      { seq } = await file(open, account, 'enrol-device', { ...objectBody(request), device })
    keepDevice(reply, await devices.store.begin(open.parts.organisation.org, device, signIn.now()))
    return reply.code(201).send({ device, seq })
  })
  app.get('/api/devices', async (request) => {
    const asking = await door.ask(request)
    onlyAdministrator(asking, '不能看共用电脑')
    const here = await devices.here(request)
    return deviceList(devices, asking.open, here?.open === asking.open ? here.device : undefined)
  })
  app.post<{ Params: { device: string } }>('/api/devices/:device/revoke', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      { device } = request.params
    await file(open, account, 'revoke-device', { device })
    await devices.drop(open.parts.organisation.org, device)
    return reply.code(204).send()
  })

  app.post('/api/device/session', async (request, reply) => {
    refuseForeign(request)
    if (!tries.take(request.ip, performance.now())) throw new Overloaded('登录太频繁')
    const body = objectBody(request),
      account = textOf(body, 'account'),
      here = await devices.here(request)
    if (!here) throw refusedPin('这台电脑没有登记为共用电脑，请用口令登录', 'not-here')
    if (!mayUse(here, account)) throw refusedPin('不在这台电脑的名单上，请用口令登录', 'not-here')
    const token = await devices.openByPin(here, account, textOf(body, 'pin'))
    await endEarlier(tokenOf(request))
    setCookie(reply, cookieName, token)
    return reply.code(201).send({})
  })
  app.put('/api/device/pin', async (request, reply) => {
    refuseForeign(request)
    const { signed } = await door.ask(request)
    await devices.setPin(await devices.here(request), signed, textOf(objectBody(request), 'pin'))
    return reply.code(204).send()
  })
  app.delete('/api/device/shift', async (request, reply) => {
    refuseForeign(request)
    const { signed } = await door.ask(request)
    if (signed.device !== null) await devices.store.signedOff(signed.org, signed.device, signed.account)
    await endEarlier(tokenOf(request))
    setCookie(reply, cookieName, '', 0)
    return reply.code(204).send()
  })
  /** One browser is one person's at a time. */
  const endEarlier = async (token: string | undefined) => {
    if (token) await signIn.end(token)
  }
}
