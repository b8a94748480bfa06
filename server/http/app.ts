/** The HTTP server: page and API on one port. The hot route runs without plugins. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Today } from '../api.ts'
import { isConnectionLost } from '../../store/connect.ts'
import { devicesOf } from '../../store/devices.ts'
import { Unfit } from '../../store/types.ts'
import type { House } from '../house.ts'
import type { Policies } from '../policies.ts'
import { DrivenClock } from '../clock.ts'
import { Unavailable } from '../unavailable.ts'
import { KeyReused } from '../kept-answers.ts'
import { Overloaded } from '../writer.ts'
import { approvalRoutes } from './approval-routes.ts'
import { boardRoutes } from './board-routes.ts'
import { calendarRoutes } from './calendar-routes.ts'
import { deviceRoutes } from './device-routes.ts'
import { Devices } from './devices.ts'
import { disclosureRoutes } from './disclosure-routes.ts'
import { draftRoutes } from './draft-routes.ts'
import { entryRoutes } from './entry-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { keepingRoutes } from './keeping-routes.ts'
import { machineRoutes } from './machine-routes.ts'
import { openApi } from './openapi.ts'
import { peopleRoutes } from './people-routes.ts'
import { Fault, sendProblem } from './problem.ts'
import { pageRate, type Rate } from './rate-limit.ts'
import { readRoutes } from './read-routes.ts'
import { Door, objectBody, refuseForeign } from './request.ts'
import { sessionRoutes } from './session-routes.ts'
import { slipRoutes, type SlipParts } from './slip-routes.ts'
import { staffListRoutes } from './staff-list-routes.ts'
import type { SignIn } from './sign-in.ts'

const bodyBytesMax = 256 * 1_024
/** The key of a notice or duty stands in addresses: two hundred characters of it, each of up to four bytes, spelt %XX. */
const paramLengthMax = 200 * 4 * 3

export interface AppParts {
  readonly house: House
  readonly signIn: SignIn
  readonly policies: Policies
  readonly webFolder: string
  readonly setUpSecret: string
  readonly isDemo: boolean
  readonly machine: () => Promise<Today['machine']>
  /** Where the house's network finds the page. */
  readonly addresses?: SlipParts['addresses']
  /** Of each session; a load test asks for more. */
  readonly rate?: Rate
}
const headers = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
}
const apiHeaders = { ...headers, 'cache-control': 'no-store' }

export async function openApp(parts: AppParts): Promise<FastifyInstance> {
  const { house, signIn, policies } = parts
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    keepAliveTimeout: 60_000,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: paramLengthMax },
  })
  // A page of another site may send plain text without asking; nothing here takes it.
  app.removeContentTypeParser('text/plain')
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (url.startsWith('/api/')) routes.push(`${one} ${url}`)
  })
  const devices = new Devices(house, signIn, devicesOf(house.parts.application))
  const door = new Door(house, signIn, devices, parts.rate ?? pageRate)
  // Of all hooks the cheapest: no promise, and the headers go out with the others in one piece.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.url.startsWith('/api/') ? apiHeaders : headers)
    done()
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const fault = faultOf(error)
    if (isConnectionLost(error)) house.faltered()
    if (fault.problem.status >= 500)
      house.parts.log({ event: 'error', route: request.routeOptions.url ?? '', cause: causeOf(error) })
    if (fault.problem.status === 503) reply.header('retry-after', '2')
    return sendProblem(reply, fault.problem)
  })
  house.onAccount(({ open, account, how }) => {
    open.live.end(account)
    signIn.forget(open.parts.organisation.org, account, how)
  })
  const { isDemo, setUpSecret } = parts
  sessionRoutes(app, { house, door, signIn, devices, policies, isDemo, setUpSecret })
  deviceRoutes(app, { door, devices, signIn, isDemo })
  machineRoutes(app, { house, door, devices, signIn })
  entryRoutes(app, door)
  readRoutes(app, { door, machine: parts.machine })
  boardRoutes(app, door)
  calendarRoutes(app, door)
  peopleRoutes(app, door, signIn)
  staffListRoutes(app, door, signIn.credentials)
  slipRoutes(app, { door, signIn, addresses: parts.addresses ?? (() => undefined) })
  approvalRoutes(app, door)
  draftRoutes(app, door)
  exportRoutes(app, door)
  keepingRoutes(app, door)
  disclosureRoutes(app, door, house.parts.handOverFolder)
  app.get('/api/openapi.json', async () => openApi(policies, routes))
  clockRoute(app, house)
  await pages(app, parts.webFolder)
  return app
}
/** Only a driven clock can be moved, and only forward. The answer comes when everything is written that came due. */
function clockRoute(app: FastifyInstance, house: House) {
  const { clock } = house.parts
  if (!(clock instanceof DrivenClock)) return
  app.post('/api/clock', async (request, reply) => {
    refuseForeign(request)
    const { to } = objectBody(request)
    if (typeof to !== 'number' || !Number.isFinite(to)) throw new Fault(422, 'clock', '不能', '不能拨钟：缺少时刻')
    clock.moveTo(to)
    await Promise.all(house.written().map(({ writer }) => writer.elapse()))
    await Promise.all(house.written().map(({ beats }) => beats.sweep()))
    return reply.send({ at: clock.now() })
  })
}
/** Files by name; every other address is a page, whose script finds out which. */
async function pages(app: FastifyInstance, webFolder: string) {
  await app.register(fastifyStatic, {
    root: join(webFolder),
    preCompressed: true,
    index: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', path.endsWith('.html') ? 'no-store' : 'public, max-age=31536000, immutable')
    },
  })
  // The folder itself is no file; without compression asked for, the plugin would refuse to list it.
  app.get('/', async (_, reply) => reply.sendFile('index.html'))
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/assets/')
    if (!isPage) {
      return sendProblem(reply, new Fault(404, 'not-found', '没有', '没有这个地址').problem)
    }
    return reply.sendFile('index.html')
  })
}
/** The constraint that refused, which quotes no value; of any other error the name alone, since its words may. */
const causeOf = (error: Error) => (error instanceof Unfit ? error.message : error.name)
function faultOf(error: FastifyError): Fault {
  if (error instanceof Fault) return error
  if (error instanceof Unavailable || isConnectionLost(error)) {
    return new Fault(503, 'unavailable', '暂时不能', '暂时不能保存：正在换服务器或连接数据库，请稍候再试')
  }
  if (error instanceof Unfit)
    return new Fault(500, 'unfit', '没有保存', '没有保存：数据库不接受这一条，已记录；同时提交的其余各条不受影响')
  if (error instanceof Overloaded) return new Fault(429, 'overloaded', '太忙', '不能提交：请求太多，请稍候再试')
  if (error instanceof KeyReused) return new Fault(422, 'key-reused', '不能', '不能提交：同一提交号带来了另一份内容')
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Fault(413, 'too-large', '不能', '不能提交：内容超过 256 KB')
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Fault(415, 'media-type', '不能', '不能提交：内容须为 JSON')
  if (error instanceof SyntaxError || error.code?.startsWith('FST_ERR_CTP')) {
    return new Fault(400, 'malformed', '不能', '不能提交：内容不是完整的 JSON')
  }
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Fault(error.statusCode, 'malformed', '不能', '不能提交：请求不完整')
  return new Fault(500, 'fault', '出错', '没有保存：程序出错，已记录；请再试一次')
}
