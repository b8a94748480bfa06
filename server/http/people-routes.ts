/** People over HTTP: the list, one page each, somebody new, leave and leaving, the list as a workbook. */
import type { FastifyInstance } from 'fastify'
import { slipMs } from '../../engine/limits.ts'
import { dayOf } from '../../engine/time.ts'
import type { Back, Leave, Leaving } from '../api-people.ts'
import { backSteps, fileAll, holdsOf, leaveSteps, leavingSteps } from '../staff-flows.ts'
import { addPerson, file, isAdministrator } from '../staff.ts'
import type { OpenOrganisation } from '../organisation.ts'
import { personEntries, personView } from '../views/person.ts'
import { sealNote, sendWorkbook, workbookOf, type Sheet } from '../workbook.ts'
import { Fault, forbidden } from './problem.ts'
import { objectBody, refuseForeign, type Door } from './request.ts'
import type { SignIn } from './sign-in.ts'

interface ByPerson {
  readonly Params: { readonly person: string }
  readonly Querystring: { readonly before?: string }
}
const handedMax = 50

export function peopleRoutes(app: FastifyInstance, door: Door, signIn: SignIn) {
  app.get('/api/people', async (request) => {
    const { open } = await door.ask(request),
      at = open.parts.clock.now()
    return open.directory
      .people(open.writer.state)
      .map((one) => ({ ...one, posts: open.directory.postsOf(open.writer.state, one.person, at) }))
  })
  app.post('/api/people', async (request, reply) => {
    refuseForeign(request)
    const { open, person, account } = await door.ask(request),
      wanted = newPerson(objectBody(request))
    if (!isAdministrator(open, person)) throw forbidden('不能登记人员：操作人不是系统管理员')
    const added = await addPerson(open, account, wanted)
    await file(open, account, 'reset-password', { account: wanted.account, kind: 'first' })
    const password = await signIn.giveSlip(open.parts.organisation.org, wanted.account, slipMs.first)
    return reply.code(201).send({ person: added, account: wanted.account, password })
  })
  app.post<{ Params: { account: string } }>('/api/accounts/:account/password', async (request, reply) => {
    refuseForeign(request)
    const { open, account: by } = await door.ask(request),
      { account } = request.params
    await file(open, by, 'reset-password', { account, kind: 'reset' })
    const password = await signIn.giveSlip(open.parts.organisation.org, account, slipMs.reset)
    open.live.end(account)
    return reply.code(201).send({ account, password })
  })
  app.get<ByPerson>('/api/people/:person', async (request) =>
    personView(await door.ask(request), request.params.person, signIn.credentials),
  )
  app.get<ByPerson>('/api/people/:person/entries', async (request) => {
    const before = Number(request.query.before ?? Number.MAX_SAFE_INTEGER)
    return personEntries(await door.ask(request), request.params.person, Math.trunc(before) || 0)
  })
  app.post<ByPerson>('/api/people/:person/leave', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      leave = leaveIn(objectBody(request))
    return reply.code(201).send({ seqs: await fileAll(open, account, leaveSteps(request.params.person, leave)) })
  })
  app.post<ByPerson>('/api/people/:person/back', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      { last = '' } = textsIn(objectBody(request), ['last'])
    const back: Back = { last }
    return reply.code(201).send({ seqs: await fileAll(open, account, backSteps(open, request.params.person, back)) })
  })
  app.post<ByPerson>('/api/people/:person/leaving', async (request, reply) => {
    refuseForeign(request)
    const { open, account } = await door.ask(request),
      leaving = leavingIn(objectBody(request))
    const steps = leavingSteps(open, request.params.person, leaving)
    return reply.code(201).send({ seqs: await fileAll(open, account, steps) })
  })
  app.post('/api/people.xlsx', async (request, reply) => {
    refuseForeign(request)
    const { open, person } = await door.ask(request)
    if (!isAdministrator(open, person)) throw forbidden('不能导出人员：操作人不是“系统管理员”（组织第一条）')
    return sendWorkbook(reply, '人员', await workbookOf([peopleSheet(open)], sealNote(open)))
  })
}

/** A line for each post that somebody holds or will hold; who holds none has one line too. */
function peopleSheet(open: OpenOrganisation): Sheet {
  const { state } = open.writer,
    { book } = open.parts
  const rows = open.directory.people(state).flatMap(({ person, name, accounts, left = '' }) => {
    const who = [name, open.directory.identity(person)?.staffNumber ?? ''],
      rest = [accounts.join('、'), left],
      holds = holdsOf(open, person)
    if (holds.length === 0) return [[...who, '', '', '', '', '', ...rest]]
    return holds.map(({ post, unit, from, until, isActing, for: principal }) => {
      const how = principal === undefined ? (isActing ? '代理' : '正式') : `受${open.directory.name(principal)}委托`
      const title = book.posts.get(post)?.title ?? post,
        days = [dayOf(from), until === undefined ? '' : dayOf(until - 1)]
      return [...who, unit === '' ? '' : open.directory.unitTitle(state, unit), title, how, ...days, ...rest]
    })
  })
  const columns = ['姓名', '工号', '科室', '岗位', '方式', '自', '至', '账号', '离开']
  return { title: '人员', columns, rows }
}

// What pages send, of the shape that server/api.ts and server/api-people.ts say

type Body = Readonly<Record<string, unknown>>
const malformed = (fact: string) => new Fault(422, 'person', '不能', `不能登记：${fact}`)
function textsIn<const K extends string>(body: Body, names: readonly K[]): { readonly [N in K]?: string } {
  const found: { [N in K]?: string } = {}
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'string' && value !== '' && value.length <= 100) found[name] = value
  }
  return found
}
function listIn(value: unknown): readonly Body[] {
  if (!Array.isArray(value) || value.length > handedMax) throw malformed('岗位的列表不对')
  return value.map((one: unknown) => Object.fromEntries(Object.entries(one ?? {})))
}
function leaveIn(body: Body): Leave {
  const { from = '', until = '' } = textsIn(body, ['from', 'until'])
  const to = listIn(body['to']).map((one) => ({ post: '', person: '', ...textsIn(one, ['post', 'unit', 'person']) }))
  return { from, until, to }
}
function leavingIn(body: Body): Leaving {
  const { last = '', to } = textsIn(body, ['last', 'to'])
  const hand = listIn(body['hand']).map((one) => ({
    post: '',
    ...textsIn(one, ['post', 'unit', 'person']),
    kind: one['kind'] === 'acting' ? ('acting' as const) : ('regular' as const),
  }))
  return { last, why: body['why'] === 'mistake' ? 'mistake' : 'left', hand, ...(to === undefined ? {} : { to }) }
}
function newPerson(body: Body) {
  const { name, account, posts } = body
  if (typeof name !== 'string' || typeof account !== 'string' || !Array.isArray(posts)) {
    throw new Fault(422, 'person', '不能登记', '不能登记人员：缺少姓名、账号或岗位')
  }
  return {
    name,
    account,
    posts: posts.map((one: unknown) => {
      const { post, unit } = Object.fromEntries(Object.entries(one ?? {}))
      if (typeof post !== 'string') throw new Fault(422, 'person', '不能登记', '不能登记人员：岗位不是文字')
      return { post, ...(typeof unit === 'string' && unit !== '' ? { unit } : {}) }
    }),
  }
}
